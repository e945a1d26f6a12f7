/** Bytes out of whatever programs hand over as such. */
import type { Natives } from './natives.ts';

/** Null for what holds no bytes. A view shows its own part of its buffer only. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return null;
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** What `String` makes of whatever it is given. */
export const textOf = (value: unknown): string => Reflect.apply(String, undefined, [value]);

export const encode = (natives: Natives, text: string): Uint8Array => new natives.TextEncoder().encode(text);
export const decode = (natives: Natives, bytes: Uint8Array): string =>
  new natives.TextDecoder().decode(bytes);
