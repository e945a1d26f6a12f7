/** `console` for authored code: bounded text that is the same in every engine, handed to whoever keeps the log. */
import { LIMITS } from '../engine/limits.ts';
import { toFailure } from '../engine/step-error.ts';
import type { LogWritten } from '../history/events.ts';

/** Keeps one console line. `detail` is text that an engine made of native errors, which no hash may hold; '' if none. */
export type WriteLog = (level: LogWritten['level'], text: string, detail: string) => void;

const LEVELS: Readonly<Record<string, LogWritten['level']>> = {
  debug: 'debug',
  trace: 'debug',
  log: 'info',
  info: 'info',
  dir: 'info',
  dirxml: 'info',
  table: 'info',
  group: 'info',
  groupCollapsed: 'info',
  warn: 'warn',
  error: 'error',
};
const SILENT = [
  'groupEnd',
  'time',
  'timeEnd',
  'timeLog',
  'timeStamp',
  'count',
  'countReset',
  'clear',
  'profile',
  'profileEnd',
];

const silent = (): void => undefined;

/** A console whose methods need no `this`. Timers and counters do nothing. */
export function worldConsole(log: WriteLog): Readonly<Record<string, (...values: unknown[]) => void>> {
  const write = (level: LogWritten['level'], values: readonly unknown[]) => {
    const line = new Line();
    for (const value of values) line.add(value);
    log(level, line.text, line.detail);
  };
  const writing =
    (level: LogWritten['level']) =>
    (...values: unknown[]) =>
      write(level, values);
  const methods: Record<string, (...values: unknown[]) => void> = {
    assert: (holds, ...values) => {
      if (!holds) write('error', ['Assertion failed', ...values]);
    },
  };
  for (const [name, level] of Object.entries(LEVELS)) methods[name] = writing(level);
  for (const name of SILENT) methods[name] = silent;
  return methods;
}

const DEPTH_LIMIT = 20;

/** One line under way: values apart by a space, objects as JSON, never more than the limit. */
class Line {
  text = '';
  detail = '';
  private readonly open = new Set<object>();

  add(value: unknown): void {
    if (this.text !== '') this.write(' ');
    if (typeof value === 'string') this.write(value);
    else this.render(value, 0);
  }

  private write(text: string): void {
    const room = LIMITS.logChars - this.text.length;
    if (text.length <= room) this.text += text;
    else if (room > 0) this.text += `${text.slice(0, room - 1)}…`;
  }

  private get full(): boolean {
    return this.text.length >= LIMITS.logChars;
  }

  private render(value: unknown, depth: number): void {
    if (this.full) return;
    if (typeof value === 'object' && value !== null) this.renderObject(value, depth);
    else if (typeof value === 'string') this.write(JSON.stringify(value.slice(0, LIMITS.logChars)));
    else if (typeof value === 'bigint') this.write(`${value}n`);
    else if (typeof value === 'function') this.write(`[function ${value.name}]`);
    else this.write(String(value));
  }

  private renderObject(value: object, depth: number): void {
    if (value instanceof Error) this.renderError(value);
    else if (this.open.has(value)) this.write('[circular]');
    else if (depth > DEPTH_LIMIT) this.write('[deep]');
    else {
      this.open.add(value);
      try {
        this.renderMembers(value, depth + 1);
      } finally {
        this.open.delete(value);
      }
    }
  }

  private renderMembers(value: object, depth: number): void {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') this.render(Reflect.apply(toJSON, value, []), depth);
    else if (Array.isArray(value))
      this.renderList('[', ']', value.length, (i) => {
        this.render(value[i], depth);
      });
    else {
      const entries = Object.keys(value);
      this.renderList('{', '}', entries.length, (i) => {
        const key = entries[i] ?? '';
        this.write(`${JSON.stringify(key)}:`);
        this.render((value as Record<string, unknown>)[key], depth);
      });
    }
  }

  private renderList(start: string, end: string, length: number, item: (i: number) => void): void {
    this.write(start);
    for (let i = 0; i < length && !this.full; i++) {
      if (i > 0) this.write(',');
      item(i);
    }
    this.write(end);
  }

  private renderError(error: Error): void {
    const why = toFailure(error);
    this.write(`${error.name}: ${why.message}`);
    const made = why.$unhashed?.detail;
    if (made) this.detail += `${this.detail && '\n'}${error.name}: ${made}`;
  }
}
