/**
 * What is open, in the order in which it was opened. A Set does the same, but rebuilds its table again and again where
 * things open and close one after the other, as steps do. Most never hold more than one at once: that one needs no list.
 */
export class OpenList<T> {
  private first: T | null = null;
  /** From the second place on. */
  private others: (T | null)[] | null = null;
  private end = 0;

  get size(): number {
    return this.end;
  }

  /** @returns its place, which closes it */
  add(item: T): number {
    if (this.end === 0) this.first = item;
    else (this.others ??= [null, null])[this.end - 1] = item;
    return this.end++;
  }

  remove(place: number): void {
    if (place === 0) this.first = null;
    else this.others![place - 1] = null;
    while (this.end > 1 && this.others![this.end - 2] === null) this.end--;
    if (this.end === 1 && this.first === null) this.end = 0;
  }

  list(): T[] {
    const { first, others, end } = this;
    const open = first === null ? [] : [first];
    for (let i = 0; i < end - 1; i++) {
      const item = others![i] ?? null;
      if (item !== null) open.push(item);
    }
    return open;
  }
}
