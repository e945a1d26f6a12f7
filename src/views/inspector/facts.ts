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
  if (attempt.finishedMs !== null)
    facts.push({ name: 'took', value: span(attempt.finishedMs - attempt.startedMs) });
  if (reply) {
    const found = reply.documents?.map(({ title }) => title).join('; ');
    facts.push(
      reply.text || found
        ? { name: 'reply', value: found ?? reply.text }
        : { name: 'reply', value: 'none', tone: 'quiet' },
    );
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
  return facts;
}

/** 'outage, 2 s to 9 s' */
function causeText(kind: string, id: string, plan: readonly PlannedFault[]): string {
  const window = plan.find((fault) => fault.id === id)?.window;
  const name = kind.replaceAll('_', ' ');
  return window ? `${name}, ${wholeSeconds(window[0])} to ${wholeSeconds(window[1])}` : name;
}

export interface PolicyRow {
  readonly name: string;
  readonly configured: string;
  readonly acted: string;
  readonly tone?: 'recovered' | 'failure' | 'quiet';
}

/** The policy as it was configured, and as it acted in this run. */
export function policyRows(step: StepView, attempt: AttemptView | null): PolicyRow[] {
  const { policy, targets } = step.declared ?? { policy: {}, targets: [] };
  const rows: PolicyRow[] = [];
  if (policy.timeoutMs !== undefined) {
    const took =
      attempt === null || attempt.finishedMs === null ? null : attempt.finishedMs - attempt.startedMs;
    const met = attempt?.failure?.code === 'timeout.attempt';
    rows.push({
      name: 'timeout',
      configured: `${wholeSeconds(policy.timeoutMs)} a try`,
      acted: took === null ? 'running' : met ? `met after ${span(took)}` : `not met, ${span(took)}`,
      tone: met ? 'failure' : 'quiet',
    });
  }
  if (policy.totalTimeoutMs !== undefined)
    rows.push({
      name: 'in all',
      configured: wholeSeconds(policy.totalTimeoutMs),
      acted: step.failure?.code === 'timeout.total' ? 'met' : 'not met',
      tone: step.failure?.code === 'timeout.total' ? 'failure' : 'quiet',
    });
  if (policy.retries !== undefined || step.backoffs.length > 0)
    rows.push({
      name: 'retry',
      configured: `${policy.retries ?? 0}${policy.backoff ? `, up to ${wholeSeconds(policy.backoff.capMs)} apart` : ''}`,
      acted:
        step.backoffs.length === 0
          ? 'not needed'
          : `waited ${step.backoffs.map(({ delayMs }) => span(delayMs)).join(', ')}`,
      ...(step.backoffs.length === 0 && { tone: 'quiet' as const }),
    });
  if (targets.length > 1) {
    const used = step.fallbacks.at(-1);
    rows.push({
      name: 'fallback',
      configured: targets.slice(1).join(', '),
      acted: used ? `used at ${seconds(used.atMs)}` : 'not needed',
      tone: used ? 'recovered' : 'quiet',
    });
  }
  return rows;
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
      ];
  }
}
