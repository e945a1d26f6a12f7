/**
 * Reads JSON and remembers where everything stood, so that a problem can name its line.
 *
 * Owns the grammar (RFC 8259, nothing more) and its messages: an engine's own differ from engine to engine and some
 * name no line. A key given twice is refused, since one of the two would be lost without a word.
 */
import type { Json } from '../base/json.ts';

/** A place in a text; both count from 1, the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type JsonPath = readonly (string | number)[];

export type JsonReading =
  /** `placeOf` finds a path's key, or its value in a list; a path that is not there, the nearest that is. */
  | { readonly ok: true; readonly value: Json; readonly placeOf: (path: JsonPath) => Place }
  | { readonly ok: false; readonly place: Place; readonly message: string };

const DEPTH_LIMIT = 200;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}\p{N}_$]+/uy;

class NotJson extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Reads one JSON text. Never throws. */
export function readJson(text: string): JsonReading {
  const reader = new Reader(text);
  try {
    const value = reader.document();
    return { ok: true, value, placeOf: (path) => placeAt(text, reader.offsetOf(value, path)) };
  } catch (problem) {
    if (!(problem instanceof NotJson)) throw problem;
    return { ok: false, place: placeAt(text, problem.at), message: problem.message };
  }
}

/** Where an offset stands. */
export function placeAt(text: string, offset: number): Place {
  let line = 1;
  let from = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', from)) {
    line++;
    from = next + 1;
  }
  return { line, column: Math.min(offset, text.length) - from + 1 };
}

/** A path as people write it: 'faults.faults[0].ms', 'cast["gpt-4o"]'. */
export const pathText = (path: JsonPath): string =>
  path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part)) return `[${JSON.stringify(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');

class Reader {
  private at = 0;
  private readonly text: string;
  /** By list or object: the offset of each entry or key. */
  private readonly offsets = new Map<object, Map<string | number, number>>();

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    this.take(SPACE);
    if (this.at === this.text.length) this.fail('the text is empty');
    const value = this.value(0);
    this.take(SPACE);
    if (this.at < this.text.length) this.fail(`the text should end here, but ${this.found('follows')}`);
    return value;
  }

  offsetOf(root: Json, path: JsonPath): number {
    let value: Json | undefined = root;
    let offset = this.text.search(/[^ \t\n\r]/);
    for (const part of path) {
      const found: number | undefined =
        typeof value === 'object' && value !== null ? this.offsets.get(value)?.get(part) : undefined;
      if (found === undefined) break;
      offset = found;
      value = (value as Record<string | number, Json>)[part];
    }
    return offset;
  }

  private value(depth: number): Json {
    if (depth > DEPTH_LIMIT) this.fail(`this is nested deeper than ${DEPTH_LIMIT} levels`);
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private scalar(): Json {
    const from = this.at;
    const digits = this.take(NUMBER);
    if (digits) {
      const number = Number(digits);
      if (!Number.isFinite(number)) this.fail(`${digits} is too large a number`, from);
      return number;
    }
    const word = this.take(WORD);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    this.at = from;
    return this.fail(`a value should stand here, but ${this.found('does')}`);
  }

  private string(): string {
    const from = this.at;
    let end = from;
    do end = this.text.indexOf('"', end + 1);
    while (end !== -1 && this.isEscaped(end));
    const quoted = this.text.slice(from, end + 1);
    if (end === -1 || quoted.includes('\n')) this.fail('this text is not closed: a " is missing on its line');
    this.at = end + 1;
    try {
      return JSON.parse(quoted) as string;
    } catch {
      return this.fail('this text holds a character that JSON wants escaped, or an unknown escape', from);
    }
  }

  private isEscaped(at: number): boolean {
    let from = at;
    while (this.text[from - 1] === '\\') from--;
    return (at - from) % 2 === 1;
  }

  private list(depth: number): Json[] {
    const items: Json[] = [];
    const offsets = this.open(items);
    while (!this.closes(']', items.length === 0)) {
      offsets.set(items.length, this.at);
      items.push(this.value(depth + 1));
    }
    return items;
  }

  private object(depth: number): Json {
    const object: Record<string, Json> = {};
    const offsets = this.open(object);
    while (!this.closes('}', offsets.size === 0)) {
      const from = this.at;
      if (this.text[from] !== '"')
        this.fail(`a key in double quotes should stand here, but ${this.found('does')}`);
      const key = this.string();
      if (offsets.has(key)) this.fail(`'${key}' is given twice`, from);
      if (key === '__proto__') this.fail("the key '__proto__' is reserved", from);
      offsets.set(key, from);
      this.take(SPACE);
      if (this.text[this.at] !== ':') this.fail(`a colon should follow '${key}', but ${this.found('does')}`);
      this.at++;
      this.take(SPACE);
      object[key] = this.value(depth + 1);
    }
    return object;
  }

  private open(container: object): Map<string | number, number> {
    this.at++;
    const offsets = new Map<string | number, number>();
    this.offsets.set(container, offsets);
    return offsets;
  }

  /** At an entry's place: whether the bracket closes instead. Takes the bracket, or the comma before a further entry. */
  private closes(bracket: ']' | '}', first: boolean): boolean {
    this.take(SPACE);
    if (this.text[this.at] === bracket) {
      this.at++;
      return true;
    }
    if (first) return false;
    if (this.text[this.at] !== ',')
      this.fail(`a comma or ${bracket} should stand here, but ${this.found('does')}`);
    const comma = this.at++;
    this.take(SPACE);
    if (this.text[this.at] === bracket) this.fail(`the comma before ${bracket} is one too many`, comma);
    return false;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [taken = ''] = pattern.exec(this.text) ?? [];
    this.at += taken.length;
    return taken;
  }

  private found(verb: string): string {
    const from = this.at;
    const word = this.take(WORD) || String.fromCodePoint(this.text.codePointAt(from) ?? 0);
    this.at = from;
    return from >= this.text.length ? 'the text ends' : `'${word.slice(0, 20)}' ${verb}`;
  }

  private fail(message: string, at = this.at): never {
    throw new NotJson(at, message);
  }
}
