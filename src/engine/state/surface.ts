/** What authored code holds of sessions and of what the runs of a world share. */

/** A question and its answer, as the session keeps them: plain data. */
export interface Exchange {
  readonly question: unknown;
  readonly answer: unknown;
}

/** What is remembered from one run to the next. A run without a session begins one under its own name. */
export interface Session {
  readonly id: string;
  /** First to last, those of earlier runs included. */
  readonly history: readonly Exchange[];
  /** Keeps an exchange for the runs that go on with this session. */
  readonly remember: (question: unknown, answer: unknown) => void;
}

/**
 * A value that the runs of a world share. It belongs to whoever wrote it first; another who asks for it is refused, and
 * the history says so.
 */
export interface Shared<V> {
  readonly key: string;
  /** Undefined before anything was written. @throws {StepError} `not_owner` */
  readonly get: () => V | undefined;
  /** @throws {StepError} `not_owner` */
  readonly set: (value: V) => void;
}
