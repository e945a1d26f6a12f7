/**
 * A module of Node's that may be imported, extended and asked for its constants, and refuses by name whatever would act.
 * Nothing of the module itself is handed out, nor anything that leads back to it: no function, prototype or constructor.
 */
import { Misuse } from '../engine/step-error.ts';

type Table = Record<PropertyKey, unknown>;

/** @param name as it is told: 'node:http' */
export function refusedModule(name: string, native: object): Table {
  return refusedTable(`${name}'s `, native, new Map());
}

type Native = { readonly name: string; readonly prototype?: unknown };

/** What every function has of its own, and what tells whether a value is of a class: nothing is. */
const OWN = new Set<PropertyKey>([
  'length',
  'name',
  'prototype',
  'arguments',
  'caller',
  'constructor',
  Symbol.hasInstance,
]);

/** Stands for each thing once, so that what names itself has an end. */
type Done = Map<object, unknown>;

function refusedTable(lead: string, native: object, done: Done): Table {
  const own: Table = {};
  done.set(native, own);
  for (const [key, value] of Object.entries(native)) own[key] = refused(`${lead}${key}`, value, done);
  return own;
}

function refused(path: string, value: unknown, done: Done): unknown {
  if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return value;
  const found = done.get(value);
  if (found !== undefined) return found;
  if (typeof value === 'function') return refusedFunction(path, value, done);
  if (Array.isArray(value)) return value.map((one) => refused(path, one, done));
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype;
  return isPlain ? refusedTable(`${path}.`, value, done) : undefined;
}

function refusedFunction(path: string, native: Native, done: Done): object {
  const stand = function (): never {
    throw new Misuse(`${path} is not part of a world: it reaches the machine, or answers when that likes`);
  };
  done.set(native, stand);
  Object.defineProperty(stand, 'name', { value: native.name });
  copyRefused(path, native, stand, done);
  if (typeof native.prototype === 'object' && native.prototype !== null)
    copyRefused(path, native.prototype, stand.prototype as object, done);
  return stand;
}

function copyRefused(path: string, from: object, to: object, done: Done): void {
  for (const key of Reflect.ownKeys(from)) {
    const { value } = Object.getOwnPropertyDescriptor(from, key)! as { readonly value?: unknown };
    if (value === undefined || OWN.has(key)) continue;
    const stands = refused(`${path}.${String(key)}`, value, done);
    Object.defineProperty(to, key, { value: stands, writable: true, configurable: true });
  }
}
