/** Chance as programs ask for it, drawn from the world's seed: `Math.random`, and `crypto` with what of it is certain. */
import { Misuse } from '../../engine/step-error.ts';
import type { Door } from './door.ts';
import type { DoorRun } from './door-run.ts';
import { sha256 } from './sha-256.ts';

/** The most bytes that one call may ask for, as in browsers. */
const MOST_BYTES = 65_536;

/** Keyed draws. Every one is of the run's single sequence: how many were drawn before is part of its key. */
export function worldChance(door: Door) {
  const random = (): number => door.at('Math.random').draw();
  const fill = (run: DoorRun, bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += 4) {
      const word = Math.floor(run.draw() * 0x1_0000_0000);
      for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = (word >>> (8 * i)) & 0xff;
    }
  };
  const randomBytes = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    fill(door.at('random bytes'), bytes);
    return bytes;
  };
  const getRandomValues = <T extends ArrayBufferView>(into: T): T => {
    if (!ArrayBuffer.isView(into) || into instanceof DataView || into instanceof Float64Array)
      throw new TypeError(
        'crypto.getRandomValues takes an array of whole numbers, such as new Uint8Array(16)',
      );
    if (into.byteLength > MOST_BYTES)
      throw new RangeError(`crypto.getRandomValues gives at most ${MOST_BYTES} bytes a call`);
    fill(door.at('crypto.getRandomValues'), new Uint8Array(into.buffer, into.byteOffset, into.byteLength));
    return into;
  };
  return {
    random,
    randomBytes,
    crypto: { getRandomValues, randomUUID: () => uuid(randomBytes(16)), subtle },
  };
}

/** A version 4 UUID out of 16 bytes. */
function uuid(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20].reduce((text, at, i) => `${text.slice(0, at + i)}-${text.slice(at + i)}`, hex);
}

async function digest(algorithm: string | { readonly name: string }, data: unknown): Promise<ArrayBuffer> {
  const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
  if (name.toUpperCase() !== 'SHA-256')
    throw new Misuse(`crypto.subtle.digest('${name}') is not part of a world: use SHA-256`);
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data as ArrayBuffer);
  return sha256(bytes).buffer as ArrayBuffer;
}

/** Everything else of it works in threads of the machine, which answer when they like. */
const subtle: object = new Proxy(
  { digest },
  {
    get(own, key) {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      if (key === 'digest') return own.digest;
      return () =>
        Promise.reject(
          new Misuse(
            `crypto.subtle.${key} is not part of a world: it answers when the machine likes; use digest('SHA-256') or a library in JavaScript`,
          ),
        );
    },
  },
);
