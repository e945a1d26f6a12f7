/** Heights of lanes and rows. They follow from declarations and density alone, so that playing moves nothing. */

export interface TimelineDensity {
  readonly axisPx: number;
  readonly lanePx: number;
  /** The part of a lane that a band takes; calls run below it. */
  readonly bandPx: number;
  /** What a lane takes more for its breaker. */
  readonly breakerPx: number;
  readonly rowPx: number;
  /** A row whose step may try often enough that its bars are labelled. */
  readonly deepPx: number;
  readonly barPx: number;
  readonly deepBarPx: number;
  /** Under the rows: what folds hide, what was lost. */
  readonly footPx: number;
}

/** From a tall window to a flat one; a long list is flat too. */
export function densityFor(windowPx: number, rows: number, present: boolean): TimelineDensity {
  if (present)
    return {
      axisPx: 33,
      lanePx: 38,
      bandPx: 30,
      breakerPx: 26,
      rowPx: 34,
      deepPx: 40,
      barPx: 24,
      deepBarPx: 24,
      footPx: 28,
    };
  if (windowPx < 790 || rows > 12)
    return {
      axisPx: 24,
      lanePx: 20,
      bandPx: 15,
      breakerPx: 17,
      rowPx: 17,
      deepPx: 22,
      barPx: 11,
      deepBarPx: 16,
      footPx: 18,
    };
  if (windowPx > 960)
    return {
      axisPx: 24,
      lanePx: 25,
      bandPx: 18,
      breakerPx: 18,
      rowPx: 22,
      deepPx: 29,
      barPx: 13,
      deepBarPx: 19,
      footPx: 20,
    };
  return {
    axisPx: 24,
    lanePx: 22,
    bandPx: 16,
    breakerPx: 17,
    rowPx: 19,
    deepPx: 25,
    barPx: 11,
    deepBarPx: 17,
    footPx: 18,
  };
}

export interface Strip {
  readonly yPx: number;
  readonly heightPx: number;
}
export interface RowsLayout {
  readonly lanes: readonly Strip[];
  /** The rule between lanes and rows. */
  readonly splitPx: number;
  readonly rows: readonly Strip[];
  readonly footPx: number;
  readonly heightPx: number;
}

const ABOVE_PX = 3;
const SPLIT_PX = 9;

/** Stacks lanes of these heights, a rule, rows and the foot; from the axis downwards, px. */
export function stackRows(
  lanesPx: readonly number[],
  deep: readonly boolean[],
  density: TimelineDensity,
): RowsLayout {
  let y = ABOVE_PX;
  const laneStrips = lanesPx.map((heightPx): Strip => {
    const strip = { yPx: y, heightPx };
    y += heightPx;
    return strip;
  });
  const splitPx = lanesPx.length === 0 ? 0 : y + 3;
  if (lanesPx.length > 0) y += SPLIT_PX;
  const rows = deep.map((isDeep): Strip => {
    const strip = { yPx: y, heightPx: isDeep ? density.deepPx : density.rowPx };
    y += strip.heightPx;
    return strip;
  });
  return { lanes: laneStrips, splitPx, rows, footPx: y, heightPx: y + density.footPx };
}

/** The top of a bar that stands in the middle of its strip. */
export const barTop = (strip: Strip, barPx: number): number =>
  Math.round(strip.yPx + (strip.heightPx - barPx) / 2);

/** The baseline of a text in the middle of its strip. */
export const baseline = (strip: Strip, sizePx: number): number =>
  strip.yPx + strip.heightPx / 2 + sizePx * 0.36;
