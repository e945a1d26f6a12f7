/** How wide a text is in the pictures' face, as a canvas measures it; remembered until the fonts change. */
const CACHE_LIMIT = 5000;
const cache = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;
let family = '';

/** Forgets all widths: another font has arrived. */
export function forgetWidths(): void {
  cache.clear();
  family = '';
}

/** Width in px at a size in px and a weight. */
export function textWidth(text: string, sizePx: number, weight: number): number {
  const key = `${sizePx} ${weight} ${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  pen ??= document.createElement('canvas').getContext('2d');
  family ||= getComputedStyle(document.documentElement).getPropertyValue('--sans') || 'sans-serif';
  let width = text.length * sizePx * 0.55;
  if (pen) {
    pen.font = `${weight} ${sizePx}px ${family}`;
    width = pen.measureText(text).width;
  }
  if (cache.size > CACHE_LIMIT) cache.clear();
  cache.set(key, width);
  return width;
}
