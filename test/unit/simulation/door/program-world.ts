/** Runs a program in a simulated world whose globals stand in a realm of their own, so that a test keeps the machine's. */
import { createContext, runInContext } from 'node:vm';
import { dialectOf, KNOWN_ADDRESSES } from '../../../../src/dialects/dialect.ts';
import { planSchema } from '../../../../src/faults/plan-schema.ts';
import type { Event, EventOf, EventType } from '../../../../src/history/events.ts';
import type { Cast } from '../../../../src/model/endpoint.ts';
import { RealmEdits } from '../../../../src/simulation/ambient-realm.ts';
import { Door } from '../../../../src/simulation/door/door.ts';
import { captureNatives } from '../../../../src/simulation/door/natives.ts';
import { programOrchestration } from '../../../../src/simulation/door/program.ts';
import { placeGlobals, worldGlobals } from '../../../../src/simulation/door/world-globals.ts';
import { simulate, type SimulateOptions } from '../../../../src/simulation/simulate.ts';
import type { World } from '../../../../src/simulation/world.ts';
import { nodeFence } from '../../../support/fence.ts';
import type { SomeFault } from '../../../support/rehearse-world.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';

/** The globals that a program sees. */
export type Globals = typeof globalThis & { readonly scheduler: Scheduler };

interface Scheduler {
  postTask<T>(act: () => T, options?: { delay?: number; signal?: AbortSignal }): Promise<T>;
  yield(): Promise<void>;
}

const LENT = [
  'ReadableStream',
  'TextEncoder',
  'TextDecoder',
  'TransformStream',
  'WritableStream',
  'Headers',
  'AbortController',
  'AbortSignal',
  'DOMException',
  'URL',
  'URLSearchParams',
  'structuredClone',
] as const;

/** A global object with intrinsics of its own, and what it shares with the machine's. */
export function freshRealm(): Globals {
  const realm = runInContext('globalThis', createContext({})) as Record<string, unknown>;
  Object.defineProperty(realm, Symbol.for('undici.globalDispatcher.1'), {
    value: { dispatch: () => true },
    writable: true,
  });
  for (const name of LENT) realm[name] = (globalThis as unknown as Record<string, unknown>)[name];
  return realm as unknown as Globals;
}

interface Options extends Pick<Partial<SimulateOptions>, 'seed' | 'input' | 'runs' | 'replay' | 'fence'> {
  readonly cast?: Cast;
  readonly faults?: readonly SomeFault[];
}

export interface RehearsedProgram {
  readonly history: readonly Event[];
  readonly hash: string;
  /** What it returned. @throws {Error} where it did not return. */
  readonly value: unknown;
  readonly finished: EventOf<'run.finished'>;
  readonly events: <T extends EventType>(type: T) => EventOf<T>[];
}

/** @param exported what the program's module exports, given its globals */
export async function rehearseProgram(
  exported: (globals: Globals) => unknown,
  options: Options = {},
): Promise<RehearsedProgram> {
  const realm = freshRealm();
  const door = new Door();
  let world: World | null = null;
  const parts = {
    door,
    natives: captureNatives(realm),
    addresses: { dialectOf, known: KNOWN_ADDRESSES },
    log: (...[level, text]: [level: 'info' | 'warn' | 'error' | 'debug', text: string]) =>
      world?.log(level, text),
  };
  const edits = new RealmEdits(realm);
  placeGlobals(edits, worldGlobals(parts), parts);
  try {
    const { history, hash } = await simulate({
      scenario: 'test',
      code: 'test',
      engine: 'source',
      input: 'hello',
      seed: 1,
      fence: nodeFence,
      ...options,
      faults: planSchema.parse({ faults: options.faults ?? [] }),
      evaluate: () => programOrchestration('program', door, () => exported(realm)),
      cast: options.cast ?? scriptedCast({ 'gpt-4o': {} }),
      onWorld: (begun) => (world = begun),
    });
    return read(history, hash);
  } finally {
    edits.restore();
  }
}

function read(history: readonly Event[], hash: string): RehearsedProgram {
  const events = <T extends EventType>(type: T) =>
    history.filter((event): event is EventOf<T> => event.type === type);
  const finished = events('run.finished')[0]!;
  return {
    history,
    hash,
    finished,
    events,
    get value() {
      if (finished.outcome !== 'returned')
        throw new Error(`it ${finished.outcome}: ${finished.failure?.message ?? ''}`);
      return finished.value;
    },
  };
}

/** What `fetch` is given to ask a chat model. */
export const chat = (model: string, more: object = {}) =>
  ({
    method: 'POST',
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }], ...more }),
  }) as const;

export const CHAT = 'https://api.openai.com/v1/chat/completions';
