/** What the inspector says of one attempt, in rows. Pure. */
import { ordinal, seconds, span, thousands, usd, wholeSeconds } from '../../history/projections/format.ts';
import type { PlannedFault } from '../../history/projections/planned-fault.ts';
import type { AttemptView, StepView } from '../../history/projections/run-view.ts';
import type { Request } from '../../model/request.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'failure' | 'fault' | 'quiet';
  /** After the value, in a lighter ink. */
  readonly beside?: string;
}

/** When, where, how it ended and what it cost. */
export function attemptFacts(attempt: AttemptView, step: StepView, plan: readonly PlannedFault[]): Fact[] {
  const { reply, usage, failure } = attempt;
  const tries = step.attempts.filter(({ target }) => target === attempt.target).length;
  const facts: Fact[] = [
    {
      name: 'started',
      value: seconds(attempt.startedMs, 3),
      ...(tries > 1 && { beside: `${ordinal(attempt.tryOnTarget)} of ${tries} on this model` }),
    },
    {
      name: attempt.request || attempt.reply ? 'model' : 'function',
      value: attempt.target,
      ...(reply?.version && { beside: reply.version }),
    },
  ];
  if (failure) {
    const status = failure.status === undefined ? '' : `${failure.status} `;
    facts.push({
      name: 'error',
      value: `${status}${failure.code.replaceAll('_', ' ').replace('.', ', ')}`,
      tone: 'failure',
      beside: failure.retryable ? 'may be retried' : 'not worth a retry',
    });
    facts.push({ name: 'says', value: failure.message });
    if (failure.$unhashed?.line)
      facts.push({
        name: 'thrown at',
        value: `${failure.$unhashed.file ?? 'line'}:${failure.$unhashed.line}`,
      });
  }
  for (const strike of attempt.strikes)
    facts.push({ name: 'cause', value: causeText(strike.kind, strike.fault, plan), tone: 'fault' });
  if (attempt.hedge) facts.push({ name: 'hedge', value: 'sent while another attempt was under way' });
  const held = heldMs(attempt, step);
  if (held > 0) facts.push({ name: 'held before', value: span(held) });
  if (attempt.score) {
    const { score, threshold, passed } = attempt.score;
    facts.push({
      name: 'score',
      value: String(score),
      ...(!passed && { tone: 'failure' as const }),
      beside: passed ? `passes ${threshold}` : `below ${threshold}`,
    });
  }
  if (attempt.finishedMs !== null)
    facts.push({ name: 'took', value: span(attempt.finishedMs - attempt.startedMs) });
  if (reply) {
    const found = reply.documents?.map(({ title }) => title).join('; ');
    const calls = reply.toolCalls ?? [];
    if (reply.text || found) facts.push({ name: 'reply', value: found ?? reply.text });
    else if (calls.length === 0) facts.push({ name: 'reply', value: 'none', tone: 'quiet' });
    for (const call of calls) facts.push({ name: 'wants', value: `${call.name} ${call.arguments}` });
    if (attempt.parts.length > 0)
      facts.push({ name: 'streamed', value: `${thousands(attempt.parts.length)} parts` });
    if (reply.firstPartMs !== null)
      facts.push({ name: 'first token', value: `after ${span(reply.firstPartMs)}` });
    if (reply.queuedMs > 0) facts.push({ name: 'waited in line', value: span(reply.queuedMs) });
  }
  if (usage)
    facts.push({
      name: 'tokens',
      value: `${thousands(usage.inputTokens)} in, ${thousands(usage.outputTokens)} out`,
      beside: usd(attempt.costNanoUsd),
    });
  if (attempt.late)
    facts.push({
      name: 'came late',
      value: `${thousands(attempt.late.usage.inputTokens + attempt.late.usage.outputTokens)} tokens nobody waited for`,
      beside: usd(attempt.late.costNanoUsd),
    });
  return facts;
}

/** How long policies held it back before it began, ms. */
const heldMs = ({ target, startedMs }: AttemptView, { holds }: StepView): number =>
  holds
    .filter((hold) => hold.target === target && hold.toMs === startedMs)
    .reduce((sum, { fromMs }) => sum + startedMs - fromMs, 0);

/** 'outage, 2 s to 9 s' */
function causeText(kind: string, id: string, plan: readonly PlannedFault[]): string {
  const window = plan.find((fault) => fault.id === id)?.window;
  const name = kind.replaceAll('_', ' ');
  return window ? `${name}, ${wholeSeconds(window[0])} to ${wholeSeconds(window[1])}` : name;
}

export interface PromptSection {
  readonly name: string;
  readonly text: string;
}

/** The request in the parts that its author thinks in: `<key>…</key>` sections of a message are parts of their own. */
export function promptSections(request: Request): PromptSection[] {
  switch (request.kind) {
    case 'retrieve':
      return [
        { name: 'query', text: request.query },
        { name: 'top', text: String(request.top) },
      ];
    case 'embed':
      return request.texts.map((text, index) => ({ name: `text ${index + 1}`, text }));
    case 'tool':
      return [
        { name: 'input', text: JSON.stringify(request.input, null, 2) },
        ...(request.idempotencyKey === undefined ? [] : [{ name: 'key', text: request.idempotencyKey }]),
      ];
    case 'chat':
      return [
        ...request.messages.flatMap(({ role, content }) => {
          const sections = [...content.matchAll(/<([\w-]+)>\n([\s\S]*?)\n<\/\1>(?:\n|$)/g)];
          const covered = sections.reduce((sum, [whole]) => sum + whole.length, 0);
          return role === 'user' && sections.length > 0 && covered === content.length
            ? sections.map(([, name, text]) => ({ name: name!, text: text! }))
            : [{ name: role, text: content }];
        }),
        ...(request.format ? [{ name: 'format', text: request.format.name }] : []),
        ...(request.tools?.length
          ? [{ name: 'tools', text: request.tools.map(({ name }) => name).join(', ') }]
          : []),
      ];
  }
}
