/** Calls and replies that the fault tests share. */
import { runId } from '../../../src/base/units.ts';
import { applyPlan, type Applied, type Call } from '../../../src/faults/apply.ts';
import { faultKinds, type FaultKindName } from '../../../src/faults/kinds.ts';
import type { Fault } from '../../../src/faults/plan.ts';
import { EMPTY_TALLY, type Tally } from '../../../src/faults/tally.ts';
import type { TimedPart } from '../../../src/model/reply.ts';
import type { JsonSchema } from '../../../src/model/request.ts';

/** A reply of the given texts: head at 300, a text every 100 ms, usage and end with the last. */
export function replyOf(...texts: readonly string[]): readonly TimedPart[] {
  const endMs = 300 + 100 * texts.length;
  return [
    { atMs: 300, part: { type: 'head', version: 'v1' } },
    ...texts.map((text, i): TimedPart => ({ atMs: 400 + 100 * i, part: { type: 'text', text } })),
    { atMs: endMs, part: { type: 'usage', usage: { inputTokens: 10, outputTokens: texts.length } } },
    { atMs: endMs, part: { type: 'end', reason: 'stop' } },
  ];
}

export const textOf = (parts: readonly TimedPart[]): string =>
  parts.map(({ part }) => (part.type === 'text' ? part.text : '')).join('');

export const callOf = (given: Partial<Call> = {}): Call => ({
  run: runId('r1'),
  step: 'answer',
  model: 'gpt-4o',
  attempt: 1,
  ordinal: 1,
  startMs: 0,
  request: { kind: 'chat', model: given.model ?? 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] },
  vendor: 'openai',
  ...given,
});

/** A call whose reply must be JSON that satisfies a schema. */
export const callFor = (schema: JsonSchema): Call =>
  callOf({ request: { kind: 'chat', model: 'gpt-4o', messages: [], format: { name: 'reply', schema } } });

/** A fault with its kind's defaults, and what the test says. */
export const faultOf = (kind: FaultKindName, given: Record<string, unknown> = {}): Fault =>
  ({ id: kind, kind, ...faultKinds[kind].defaults, ...given }) as unknown as Fault;

/** One call under the given faults, with seed 1. */
export const under = (
  faults: readonly Fault[],
  call: Call = callOf(),
  parts: readonly TimedPart[] = replyOf('Hello', ' there'),
  tally: Tally = EMPTY_TALLY,
): Applied => applyPlan({ faults }, tally, call, parts, 1);

/** The parts of `under`, each as 'time type'. */
export const shown = ({ parts }: Applied): string[] =>
  parts.map(({ atMs, part }) => {
    switch (part.type) {
      case 'refused':
        return `${atMs} refused ${part.status} ${part.kind}`;
      case 'broken':
        return `${atMs} broken ${part.how}`;
      default:
        return `${atMs} ${part.type}`;
    }
  });
