/**
 * The parts of a step's reply as authored code reads them: an async iteration that is settled only in turns of the run, so
 * that reading along is as deterministic as the rest.
 *
 * V1. Each reader gets every part from the first, in order, then the end: done, or the step's failure, once.
 * V2. Nothing is read twice: a try that fails after its first part was told is the step's last.
 */
import { withResolvers } from '../base/resolvers.ts';
import { ignore } from './scope.ts';
import { StepError } from './step-error.ts';
import type { Failure } from '../model/failure.ts';

export class PartStream {
  private readonly parts: string[] = [];
  private readonly readers: Reader[] = [];
  private end: { readonly failure: Failure | null } | null = null;

  get told(): boolean {
    return this.parts.length > 0;
  }

  push(text: string): void {
    this.parts.push(text);
    for (const reader of this.readers) reader.serve();
  }

  finish(failure: Failure | null): void {
    this.end = { failure };
    for (const reader of this.readers) reader.serve();
    this.readers.length = 0;
  }

  read(): AsyncIterableIterator<string> {
    const reader = new Reader(this.parts, () => this.end);
    if (!this.end) this.readers.push(reader);
    return reader;
  }
}

type Asked = ReturnType<typeof withResolvers<IteratorResult<string, undefined>>>;
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

class Reader implements AsyncIterableIterator<string> {
  private readonly parts: readonly string[];
  private readonly end: () => { readonly failure: Failure | null } | null;
  private readonly asked: Asked[] = [];
  private at = 0;
  private over = false;

  constructor(parts: readonly string[], end: Reader['end']) {
    this.parts = parts;
    this.end = end;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<string, undefined>> {
    const asked: Asked = withResolvers();
    asked.promise.catch(ignore); // judged where it is awaited
    this.asked.push(asked);
    this.serve();
    return asked.promise;
  }

  return(): Promise<IteratorResult<string, undefined>> {
    this.over = true;
    this.serve();
    return Promise.resolve(DONE);
  }

  /** Answers what was asked for, as far as there is an answer. */
  serve(): void {
    while (this.asked.length > 0) {
      const end = this.end();
      if (!this.over && this.at < this.parts.length)
        this.asked.shift()!.resolve({ done: false, value: this.parts[this.at++]! });
      else if (this.over) this.asked.shift()!.resolve(DONE);
      else if (end) {
        this.over = true;
        const asked = this.asked.shift()!;
        if (end.failure) asked.reject(new StepError(end.failure));
        else asked.resolve(DONE);
      } else return;
    }
  }
}
