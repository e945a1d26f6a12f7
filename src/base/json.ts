/** What a history can store: plain JSON, no `undefined`, no functions, no cycles. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Why a value cannot be stored, with the path that leads to it: `result.items[3].run`. */
export class NotStorable extends Error {
  constructor(path: string, why: string) {
    super(`${path} cannot be stored: ${why}`);
  }
}

/** Default limit of one stored value, in JSON characters as counted here (keys, strings, 8 a number). */
const PAYLOAD_LIMIT_CHARS = 1_000_000;

/**
 * Copies a value into plain JSON, so that later mutation by authored code cannot change a history.
 * `undefined` becomes null at the top and is left out inside objects, as JSON.stringify does; a Date becomes its ISO
 * text; anything with `toJSON` is asked. Functions, symbols, bigints, cycles and non-finite numbers are refused by path.
 * @param owner what `path` begins with, apart from it: the two are put together only when they are needed
 * @throws {NotStorable}
 */
export function captureJson(
  value: unknown,
  path = 'value',
  limitChars = PAYLOAD_LIMIT_CHARS,
  owner = '',
): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && value.length <= limitChars) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  const capture = busy ? new Capture() : spare;
  const wasBusy = busy;
  busy = true;
  try {
    return capture.whole(value, path, limitChars, owner);
  } finally {
    busy = wasBusy;
  }
}

const DEPTH_LIMIT = 200;

class Capture {
  private left = 0;
  private limitChars = 0;
  private root = '';
  private owner = '';
  /** The objects that are being copied, outermost first: a cycle leads back to one of them. */
  private readonly open: object[] = [];
  /** The keys that lead from the root to what is being copied. */
  private readonly keys: (string | number)[] = [];

  whole(value: unknown, path: string, limitChars: number, owner: string): Json {
    this.owner = owner;
    this.left = limitChars;
    this.limitChars = limitChars;
    this.root = path;
    // left behind by a refusal; to empty what is empty would give its memory away
    if (this.open.length > 0) this.open.length = 0;
    if (this.keys.length > 0) this.keys.length = 0;
    return this.copy(value);
  }

  private copy(value: unknown): Json {
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'string':
        this.spend(value.length);
        return value;
      case 'number':
        if (!Number.isFinite(value)) this.refuse(`${value} has no JSON form; use null or a string`);
        this.spend(8);
        return value === 0 ? 0 : value;
      case 'object':
        return value === null ? null : this.copyObject(value);
      case 'undefined':
        return null;
      default:
        return this.refuse(`it is a ${typeof value}; return plain data instead`);
    }
  }

  private copyObject(value: object): Json {
    const { open, keys } = this;
    if (open.length > DEPTH_LIMIT) this.refuse(`it is nested deeper than ${DEPTH_LIMIT} levels`);
    if (open.includes(value)) this.refuse('it refers back to itself (a cycle)');
    const own = value as { toJSON?: () => unknown };
    this.spend(8);
    open.push(value);
    let out: Json;
    if (typeof own.toJSON === 'function') out = this.copy(own.toJSON());
    else if (Array.isArray(value)) out = this.copyList(value);
    else {
      const copied: Record<string, Json> = {};
      for (const key in value) {
        if (!Object.hasOwn(value, key)) continue;
        const item = (value as Record<string, unknown>)[key];
        if (item === undefined) continue;
        this.spend(key.length);
        keys.push(key);
        if (key === '__proto__' || key === '$unhashed') this.refuse('this key is reserved');
        copied[key] = this.copy(item);
        keys.pop();
      }
      out = copied;
    }
    open.pop();
    return out;
  }

  /** By index, since authored code may have given the list a `map` of its own; holes become null, as in JSON. */
  private copyList(list: readonly unknown[]): Json[] {
    const { length } = list;
    const { keys } = this;
    this.spend(2 * length);
    const out = new Array<Json>(length);
    for (let i = 0; i < length; i++) {
      keys.push(i);
      out[i] = this.copy(list[i]);
      keys.pop();
    }
    return out;
  }

  private spend(chars: number): void {
    this.left -= chars;
    if (this.left < 0) this.refuse(`it is larger than the payload limit of ${this.limitChars} characters`);
  }

  private refuse(why: string): never {
    let path = this.owner + this.root;
    for (const key of this.keys) path += typeof key === 'number' ? `[${key}]` : `.${key}`;
    throw new NotStorable(path, why);
  }
}

const spare = new Capture();
/** Whether the spare one is under way: a `toJSON` may lead back here. */
let busy = false;
