/**
 * Brands and units. Virtual time is whole milliseconds, money whole nano-dollars; both are plain numbers at run time.
 */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since a world's start, on its virtual clock. Whole. */
export type VirtualMs = Brand<number, 'VirtualMs'>;
/** Milliseconds since the Unix epoch on the machine's clock. */
export type WallMs = Brand<number, 'WallMs'>;
/** Names one execution of an orchestration inside a world. */
export type RunId = Brand<string, 'RunId'>;

export const virtualMs = (ms: number): VirtualMs => ms as VirtualMs;
export const runId = (id: string): RunId => id as RunId;

/** A duration as an author writes it: whole or decimal milliseconds, seconds, minutes or hours. */
export type Duration = `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/**
 * Parses a duration into whole milliseconds (rounded half up).
 * @throws {RangeError} naming `what` and the value, when the text is not a duration or is longer than 100 days.
 */
export function durationMs(text: string, what = 'duration'): number {
  const found = DURATION.exec(text);
  if (!found)
    throw new RangeError(
      `${what} is ${typeof text === 'string' ? `'${text}'` : String(text)}, which is not a duration; the units are ms, s, m and h: write for example '800ms', '2s', '1.5m' or '24h'`,
    );
  const ms = Math.round(Number(found[1]) * (UNIT_MS[found[2]!] as number));
  if (ms > 8_640_000_000) throw new RangeError(`${what} is '${text}', longer than 100 days`);
  return ms;
}
