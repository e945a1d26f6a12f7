/** How many example chips stand beside the field without squeezing it. Pure. */

const CHAR_PX = 6.6;
const WIDE_CHAR_PX = 12;
const CHIP_PX = 26;
/** The field's share of the row. */
const FIELD_SHARE = 0.46;

/** The first chips that leave the field its share of a row; all of them are in the gallery too. */
export function chipsThatFit<T extends { readonly title: string }>(chips: readonly T[], rowPx: number): T[] {
  let left = rowPx * (1 - FIELD_SHARE);
  const fitting: T[] = [];
  for (const chip of chips) {
    const chars = Array.from(chip.title).reduce(
      (sum, char) => sum + (char.codePointAt(0)! > 0x2e80 ? WIDE_CHAR_PX : CHAR_PX),
      0,
    );
    if (chars + CHIP_PX > left) continue;
    left -= chars + CHIP_PX;
    fitting.push(chip);
  }
  return fitting;
}
