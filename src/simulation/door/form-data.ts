/** `FormData` as a list: it is kept, but the platform's boundary, which is a matter of chance, is never made. */
import { textOf } from './bytes.ts';

type Entry = readonly [name: string, value: unknown];

export class FormData {
  #entries: Entry[] = [];

  append(name: string, value: unknown): void {
    this.#entries.push([name, typeof value === 'object' ? value : textOf(value)]);
  }

  set(name: string, value: unknown): void {
    this.delete(name);
    this.append(name, value);
  }

  delete(name: string): void {
    this.#entries = this.#entries.filter(([own]) => own !== name);
  }

  get(name: string): unknown {
    return this.#entries.find(([own]) => own === name)?.[1] ?? null;
  }

  getAll(name: string): unknown[] {
    return this.#entries.filter(([own]) => own === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#entries.some(([own]) => own === name);
  }

  forEach(act: (value: unknown, name: string, form: FormData) => void): void {
    for (const [name, value] of this.#entries) act(value, name, this);
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.#entries) yield name;
  }

  *values(): IterableIterator<unknown> {
    for (const [, value] of this.#entries) yield value;
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  [Symbol.iterator](): IterableIterator<Entry> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'FormData';
  }
}
