/** Finding a command by a few letters of its name. Pure. */

/** How well a title fits what was typed: higher is better, 0 is not at all. Every word typed must occur. */
function fit(title: string, typed: string): number {
  const words = title.toLowerCase().split(/[\s:,]+/);
  const wanted = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  let score = 1;
  for (const part of wanted) {
    const at = words.findIndex((word) => word.startsWith(part));
    if (at >= 0) score += at === 0 ? 4 : 3;
    else if (title.toLowerCase().includes(part)) score += 1;
    else return 0;
  }
  return score;
}

/** What fits, best first; those that fit alike keep their order. */
export function matching<T>(items: readonly T[], title: (item: T) => string, typed: string): T[] {
  return items
    .map((item, index) => ({ item, index, score: fit(title(item), typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}
