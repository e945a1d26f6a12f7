/**
 * What is open, in the order in which it was opened. A Set does the same, but rebuilds its table again and again where
 * things open and close one after the other, as steps do.
 */
export class OpenList<T> {
  // room for a few: most scopes never hold more at once, and an empty array makes room for seventeen
  private readonly places: (T | null)[] = [null, null];
  private end = 0;

  get size(): number {
    return this.end;
  }

  /** @returns its place, which closes it */
  add(item: T): number {
    this.places[this.end] = item;
    return this.end++;
  }

  remove(place: number): void {
    const { places } = this;
    places[place] = null;
    while (this.end > 0 && places[this.end - 1] === null) this.end--;
  }

  list(): T[] {
    return this.places.slice(0, this.end).filter((item) => item !== null);
  }
}
