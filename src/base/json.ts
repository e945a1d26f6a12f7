import { engineMade } from './engine-made.ts';

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
 * text; anything with `toJSON` is asked; an instance of a class is its own fields, an error its name and message (its name
 * alone where a JavaScript engine words it). Functions, symbols, bigints, cycles, non-finite numbers and what hides its
 * content (Map, Set, RegExp, promises, buffers, iterators …) are refused by path.
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

/** Keys that a refusal names at each end of a long path. */
const PATH_ENDS = 5;
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
    const own = value as { toJSON?: () => unknown; constructor?: unknown };
    this.spend(8);
    open.push(value);
    let out: Json;
    if (typeof own.toJSON === 'function') out = this.copy(own.toJSON());
    else if (Array.isArray(value)) out = this.copyList(value);
    else {
      // by the constructor: asking for the prototype costs more, and every value that is stored comes by here
      const fields = own.constructor === Object ? value : this.fieldsOf(value);
      const copied: Record<string, Json> = {};
      for (const key in fields) {
        if (!Object.hasOwn(fields, key)) continue;
        const item = (fields as Record<string, unknown>)[key];
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

  /** What stands for an object that is no literal of this realm. */
  private fieldsOf(value: object): object {
    if (value instanceof Error) return errorShown(value);
    const hides = whatHides(value);
    return hides === null ? value : this.refuse(hides);
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
    const steps = this.keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`));
    // of a path that is too long to read, how it begins and how it ends
    if (steps.length > 2 * PATH_ENDS) steps.splice(PATH_ENDS, steps.length - 2 * PATH_ENDS, ' … ');
    throw new NotStorable(this.owner + this.root + steps.join(''), why);
  }
}

function errorShown(error: Error): object {
  const { name, message } = error as { name: unknown; message: unknown };
  const said = typeof name === 'string' ? name : 'Error';
  const native = engineMade(error, said);
  return native === null
    ? { name: said, message: typeof message === 'string' ? message : '' }
    : { name: native };
}

/** Built-in objects whose content is in no field, and what to store in their place. */
const INSTEAD: Readonly<Record<string, string>> = {
  Map: ', such as Object.fromEntries(map)',
  Set: ', such as [...set]',
  RegExp: ', such as its source',
};
const HIDING = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'RegExp', 'ArrayBuffer', 'DataView']);

/** Why copying an object's fields would lose what it holds; null: it would not. Works for objects of any realm. */
function whatHides(value: object): string | null {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === 'Promise' || typeof (value as { then?: unknown }).then === 'function')
    return 'it is a promise; await it first';
  if (kind === 'Object') return null;
  const article = /^[AEIO]/.test(kind) ? 'an' : 'a';
  const isView = ArrayBuffer.isView(value) && kind !== 'DataView';
  // any other built-in shows itself by a name of its own and no field
  if (!isView && !HIDING.has(kind) && Object.keys(value).length > 0) return null;
  return `it is ${article} ${kind}; return plain data instead${isView ? ', such as Array.from(it)' : (INSTEAD[kind] ?? '')}`;
}

const spare = new Capture();
/** Whether the spare one is under way: a `toJSON` may lead back here. */
let busy = false;
