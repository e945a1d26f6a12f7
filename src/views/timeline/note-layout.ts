/** The note beside a causal chain: where it hides the least. */
export interface Area {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const GAP_PX = 8;

const shared = (a: Area, b: Area): number => {
  const wide = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx);
  const high = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx);
  return wide > 0 && high > 0 ? wide * high : 0;
};

/** The top left of a note for `anchor`: over or under it, left or right, whichever covers least of `obstacles`. */
export function placeNote(
  size: { readonly widthPx: number; readonly heightPx: number },
  anchor: Area,
  obstacles: readonly Area[],
  bounds: Area,
): { readonly xPx: number; readonly yPx: number } {
  const right = bounds.xPx + bounds.widthPx - size.widthPx;
  const bottom = bounds.yPx + bounds.heightPx - size.heightPx;
  const clamp = (xPx: number, yPx: number): { xPx: number; yPx: number } => ({
    xPx: Math.round(Math.min(right, Math.max(bounds.xPx, xPx))),
    yPx: Math.round(Math.min(bottom, Math.max(bounds.yPx, yPx))),
  });
  const { xPx, yPx, widthPx, heightPx } = anchor;
  const over = yPx - size.heightPx - GAP_PX;
  const under = yPx + heightPx + GAP_PX;
  const places = [
    clamp(xPx, over),
    clamp(xPx + widthPx - size.widthPx, over),
    clamp(xPx, under),
    clamp(xPx + widthPx - size.widthPx, under),
    clamp(xPx + widthPx + GAP_PX, yPx),
    clamp(xPx - size.widthPx - GAP_PX, yPx),
  ];
  const covered = places.map((place) => {
    const area = { ...place, ...size };
    return 3 * shared(area, anchor) + obstacles.reduce((sum, obstacle) => sum + shared(area, obstacle), 0);
  });
  const least = Math.min(...covered);
  return places[covered.indexOf(least)] ?? clamp(xPx, over);
}
