/** The fields of a run's state as an orchestration declares them: what becomes of two values written to one field. */

/** Merges what is written into what was there; parallel branches then never conflict. Pure. */
export type Reducer<V, W> = (before: V | undefined, written: W) => V;

/** A field whose rule the engine knows by name. */
export interface Kept<V> {
  readonly keep: 'latest' | 'best';
  /** Only a type: never set. */
  readonly holds?: V;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a declaration of fields of any types
export type Field = Reducer<any, any> | Kept<any>;
export type Fields = Readonly<Record<string, Field>>;
/** The fields of a state that declares none: any, of any value. */
export type AnyFields = Readonly<Record<string, Kept<unknown>>>;

/** What a field holds. */
export type HeldIn<F> =
  F extends Kept<infer V> ? V : F extends (before: never, written: never) => infer V ? V : never;
/** What may be written to it. */
export type WrittenTo<F> =
  F extends Kept<infer V> ? V : F extends (before: never, written: infer W) => unknown ? W : never;

/** The last value written. Two branches that write it, neither having seen the other's, are a conflict. */
export const latest = <V>(): Kept<V> => ({ keep: 'latest' });

/** The value written with the highest `quality`; of equals the earlier. A conflict is flagged, and the better one wins. */
export const best = <V>(): Kept<V> => ({ keep: 'best' });

/** A list that every write adds to. */
export const append =
  <V>(): Reducer<readonly V[], V> =>
  (before, written) => [...(before ?? []), written];

/** One value of a field that was written. */
export interface Version<V> {
  /** From 1. */
  readonly version: number;
  readonly value: V;
  /** The scope that wrote it; the run's id for the run's own. */
  readonly by: string;
  /** As its writer judged it; null when it was not. */
  readonly quality: number | null;
}

/** The state of one execution of an orchestration. What it holds is plain data, frozen: write to change it. */
export interface State<F extends Fields> {
  /** Undefined before anything was written. */
  readonly get: <K extends keyof F & string>(field: K) => HeldIn<F[K]> | undefined;
  readonly set: <K extends keyof F & string>(
    field: K,
    value: WrittenTo<F[K]>,
    options?: { readonly quality?: number },
  ) => void;
  /** Every value written, first to last. */
  readonly versions: <K extends keyof F & string>(field: K) => readonly Version<WrittenTo<F[K]>>[];
}
