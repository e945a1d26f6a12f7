/**
 * The global scope that authored code finds: the language itself and the few web interfaces that give the same answer
 * everywhere. Everything else is closed by name. What of it is no part of a world *yet* is closed again, in words of its
 * own, by ambient.ts, which goes second.
 *
 * S1. A list of what stays, never of what goes: what a browser adds tomorrow is closed as well.
 * S2. This hides; it does not hold. In a page the frame's policy keeps authored code from network and storage, and the
 *     page's guards from being fooled about anything but its own picture; in Node the permission model keeps it from files.
 */
import { Misuse } from '../engine/step-error.ts';
import { RealmEdits } from './ambient-realm.ts';

const LANGUAGE =
  'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp ' +
  'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError InternalError ' +
  'globalThis JSON Math Intl Temporal Reflect Proxy Map Set WeakMap WeakSet BigInt Iterator AsyncIterator ' +
  'ArrayBuffer SharedArrayBuffer Atomics DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array ' +
  'Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array ' +
  'DisposableStack AsyncDisposableStack decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape ' +
  'isFinite isNaN';

const WEB =
  'self console queueMicrotask structuredClone atob btoa clearTimeout clearInterval URL URLSearchParams TextEncoder ' +
  'TextDecoder Event EventTarget CustomEvent AbortController AbortSignal DOMException Headers Request Response ' +
  'Blob ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamDefaultController ' +
  'WritableStream WritableStreamDefaultWriter WritableStreamDefaultController TransformStream ' +
  'TransformStreamDefaultController ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream';

/** Where zod, which contracts are written in, keeps its settings; it asks for them whenever a schema is made. */
const ENGINE = '__zod_globalConfig __zod_globalRegistry';

const KEPT: ReadonlySet<string> = new Set([...LANGUAGE.split(' '), ...WEB.split(' '), ...ENGINE.split(' ')]);

/** Libraries ask for the navigator unprompted; this one tells them nothing of the machine. */
const NAVIGATOR = Object.freeze({
  userAgent: 'Rehearsal',
  language: 'en',
  languages: Object.freeze(['en']),
  onLine: false,
});

/** Closes every global that does not stay. */
export function closeSurface(scope: object): void {
  const edits = new RealmEdits(scope);
  const listening = listenersOf(scope);
  for (const name of globalNames(scope))
    if (!KEPT.has(name))
      edits.close(name, (member) => new Misuse(`${name}${member} is not part of the sandbox`));
  listening();
  forgetSymbols(scope);
  edits.replace('navigator', NAVIGATOR);
}

/** Under symbols Node keeps whoever opens its connections. They cannot be redefined: nothing puts them back. */
function forgetSymbols(scope: object): void {
  for (const key of Object.getOwnPropertySymbols(scope))
    if (key !== Symbol.toStringTag) Reflect.set(scope, key, undefined);
}

/** A worker's scope is an event target, as signals are: closed on the scope, its methods stay open to the others. */
function listenersOf(scope: object): () => void {
  const { EventTarget } = scope as { readonly EventTarget?: { readonly prototype: object } };
  const methods = EventTarget ? Object.getOwnPropertyDescriptors(EventTarget.prototype) : {};
  return () => {
    if (EventTarget) Object.defineProperties(EventTarget.prototype, methods);
  };
}

/** Remembers the globals that are there now; the result removes those added since, so that no world sees another's. */
export function rememberGlobals(scope: object): () => void {
  const own = new Set(Reflect.ownKeys(scope));
  return () => {
    for (const key of Reflect.ownKeys(scope)) if (!own.has(key)) Reflect.deleteProperty(scope, key);
  };
}

/** Names along the prototype chain, up to what every object has. */
function globalNames(scope: object): Set<string> {
  const names = new Set<string>();
  for (
    let at: object | null = scope;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  )
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') names.add(name);
  return names;
}
