/** The context of a scope: a table of its members, each made when it is first asked for. What they do is elsewhere. */
import { approvalStep } from './approval.ts';
import { startStep } from './bind.ts';
import type { Context } from './context.ts';
import { escalate } from './escalations.ts';
import { inScope, runIn } from './in-scope.ts';
import type { Enactment, Inner } from './inner.ts';
import { lazily, type Members } from './lazy.ts';
import { deadLetter } from './letters.ts';
import { all, allSettled } from './patterns/all.ts';
import { compensate } from './patterns/compensate.ts';
import { loop } from './patterns/loop.ts';
import { map } from './patterns/map.ts';
import { any, first, race } from './patterns/race.ts';
import type { Scope } from './scope.ts';
import { sleep } from './sleep.ts';
import { sessionOf } from './state/session.ts';
import { sharedValue, unguarded } from './state/shared.ts';
import type { StepDef } from './step-def.ts';
import { plainText } from './text.ts';

/** What the members are made from. */
interface At {
  readonly inner: Inner;
  readonly enactment: Enactment;
  readonly scope: Scope;
}

type Loose = Readonly<Record<keyof Context, (at: At) => unknown>>;

const MEMBERS = {
  run: ({ inner }) => inner.core.run,
  tenant: ({ inner }) => inner.core.tenant,
  now:
    ({ inner }) =>
    () =>
      inner.core.host.now,
  sleep:
    ({ inner, scope }) =>
    (duration) =>
      sleep(inner.core, scope, duration),
  all:
    ({ enactment, scope }) =>
    (work) =>
      all(enactment, scope, work as never) as never,
  race:
    ({ enactment, scope }) =>
    (work) =>
      race(enactment, scope, work as never) as never,
  any:
    ({ enactment, scope }) =>
    (work) =>
      any(enactment, scope, work as never) as never,
  allSettled:
    ({ enactment, scope }) =>
    (work) =>
      allSettled(enactment, scope, work as never) as never,
  first:
    ({ enactment, scope }) =>
    (count, work) =>
      first(enactment, scope, count, work as never) as never,
  map:
    ({ enactment, scope }) =>
    (list: readonly unknown[], work: unknown, options?: object) =>
      map(enactment, scope, list, work as never, options) as never,
  scope:
    ({ enactment, scope }) =>
    (name, body) =>
      inScope(enactment, scope, name, body),
  loop:
    ({ enactment, scope }) =>
    (name, options, body) =>
      loop(enactment, scope, name, options, body) as never,
  compensate:
    ({ inner, enactment }) =>
    (step, undo, options) =>
      compensate(
        inner,
        step,
        (at, parent, undone) => runIn(enactment.undoing(undone), parent, at, undo),
        options?.timeout,
      ),
  state: ({ enactment, scope }) => enactment.state().in(scope),
  session: ({ inner, scope }) => sessionOf(inner.core, scope),
  shared:
    ({ inner, scope }) =>
    (key, options) =>
      sharedValue(inner.core, scope, key, options?.owner ?? 'run') as never,
  unguarded: ({ inner }) => unguarded(inner.core),
  signal:
    ({ inner, scope }) =>
    (name, { question = null, key, ...ask }) =>
      startStep(inner.core, scope, approvalStep(ask) as StepDef<unknown, never>, name, question, key),
  deadLetter:
    ({ inner, scope }) =>
    (queue, letter) =>
      deadLetter(inner.core, scope, queue, letter),
  escalate:
    ({ inner }) =>
    (reason, data) =>
      escalate(inner.core, reason, data),
  warn:
    ({ inner }) =>
    (message) => {
      inner.emit({ type: 'warning.raised', message: plainText(message) });
    },
} satisfies { readonly [K in keyof Context]: (at: At) => Context[K] };

const NAMES = Object.keys(MEMBERS);

class ContextMembers implements Members, At {
  readonly names = NAMES;
  readonly enactment: Enactment;
  readonly scope: Scope;
  private readonly made: Record<string, unknown> = {};
  private known: Inner | null = null;

  constructor(enactment: Enactment, scope: Scope) {
    this.enactment = enactment;
    this.scope = scope;
  }

  get inner(): Inner {
    const { enactment, scope } = this;
    const { core } = enactment;
    return (this.known ??= { core, scope, step: null, enactment, emit: (event) => core.emit(event) });
  }

  member(name: string): unknown {
    if (Object.hasOwn(this.made, name)) return this.made[name];
    if (!Object.hasOwn(MEMBERS, name)) return undefined;
    return (this.made[name] = (MEMBERS as unknown as Loose)[name as keyof Context](this));
  }
}

export const contextOf = (enactment: Enactment, scope: Scope): Context =>
  lazily(new ContextMembers(enactment, scope)) as Context;
