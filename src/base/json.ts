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
 * @throws {NotStorable}
 */
export function captureJson(value: unknown, path = 'value', limitChars = PAYLOAD_LIMIT_CHARS): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && value.length <= limitChars) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  return new Capture(limitChars).copy(value, path, 0);
}

const DEPTH_LIMIT = 200;

class Capture {
  private used = 0;
  private readonly open = new Set<object>();

  private readonly limitChars: number;

  constructor(limitChars: number) {
    this.limitChars = limitChars;
  }

  copy(value: unknown, path: string, depth: number): Json {
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'string':
        this.spend(value.length, path);
        return value;
      case 'number':
        if (!Number.isFinite(value))
          throw new NotStorable(path, `${value} has no JSON form; use null or a string`);
        this.spend(8, path);
        return value === 0 ? 0 : value;
      case 'object':
        return value === null ? null : this.copyObject(value, path, depth);
      case 'undefined':
        return null;
      default:
        throw new NotStorable(path, `it is a ${typeof value}; return plain data instead`);
    }
  }

  private copyObject(value: object, path: string, depth: number): Json {
    if (depth > DEPTH_LIMIT) throw new NotStorable(path, `it is nested deeper than ${DEPTH_LIMIT} levels`);
    if (this.open.has(value)) throw new NotStorable(path, 'it refers back to itself (a cycle)');
    const own = value as { toJSON?: () => unknown };
    if (typeof own.toJSON === 'function') return this.copy(own.toJSON(), path, depth + 1);
    this.spend(8, path);
    this.open.add(value);
    try {
      if (Array.isArray(value)) return this.copyList(value, path, depth);
      const out: Record<string, Json> = {};
      for (const key of Object.keys(value)) {
        const item = (value as Record<string, unknown>)[key];
        if (item === undefined) continue;
        this.spend(key.length, path);
        if (key === '__proto__' || key === '$unhashed')
          throw new NotStorable(`${path}.${key}`, 'this key is reserved');
        out[key] = this.copy(item, `${path}.${key}`, depth + 1);
      }
      return out;
    } finally {
      this.open.delete(value);
    }
  }

  /** By index, since authored code may have given the list a `map` of its own; holes become null, as in JSON. */
  private copyList(list: readonly unknown[], path: string, depth: number): Json[] {
    const { length } = list;
    this.spend(2 * length, path);
    const out: Json[] = [];
    for (let i = 0; i < length; i++) out.push(this.copy(list[i], `${path}[${i}]`, depth + 1));
    return out;
  }

  private spend(chars: number, path: string): void {
    this.used += chars;
    if (this.used > this.limitChars)
      throw new NotStorable(path, `it is larger than the payload limit of ${this.limitChars} characters`);
  }
}
