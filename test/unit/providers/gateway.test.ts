import { describe, expect, test } from 'vitest';
import { runId } from '../../../src/base/units.ts';
import { receive, type TimedPart } from '../../../src/model/reply.ts';
import type { ChatRequest } from '../../../src/model/request.ts';
import type { Budget, Spent } from '../../../src/providers/budget.ts';
import type { GatewayCommand } from '../../../src/providers/gateway-messages.ts';
import { Gateway } from '../../../src/providers/gateway.ts';
import { MOCK_BASE_URL } from '../../../src/providers/mock-host.ts';

const PROBE = 'https://site.example/service-worker';
const request: ChatRequest = { kind: 'chat', model: 'm', messages: [], maxTokens: 10 };
const REPLY =
  'data: {"model":"v","choices":[{"finish_reason":"stop"}]}\n\ndata: {"usage":{"prompt_tokens":2,"completion_tokens":3}}\n\ndata: [DONE]\n\n';

describe('the gateway', () => {
  test('calls no host but the mock host', async () => {
    const { answer, sent } = gateway();
    expect((await answer(1, { baseUrl: 'https://api.openai.com/v1' })).refused).toMatchObject({
      status: 403,
      kind: 'host_not_allowed',
      message: 'api.openai.com is not called: in this version only mock.rehearsal.invalid is',
    });
    for (const baseUrl of [
      'nonsense',
      'https://mock.rehearsal.invalid.evil.example/v1',
      'http://mock.rehearsal.invalid/v1',
    ])
      expect((await answer(2, { baseUrl })).refused?.kind).toBe('host_not_allowed');
    expect(sent).toEqual([]);
  });

  test('calls no one while no service worker controls it, and asks again each time', async () => {
    const { answer, sent, control } = gateway({ controlled: false });
    expect((await answer(1)).refused).toMatchObject({ status: 403, kind: 'no_service_worker' });
    expect((await answer(2)).refused?.kind).toBe('no_service_worker');
    expect(sent).toEqual([PROBE, PROBE]);
    control();
    expect((await answer(3)).end).toBe('stop');
  });

  test('asks only once whether it is controlled', async () => {
    const { answer, sent } = gateway();
    await answer(1);
    await answer(2);
    expect(sent.filter((url) => url === PROBE)).toHaveLength(1);
  });

  test('refuses calls before it was opened', async () => {
    const { answer, sent } = gateway({ open: false });
    expect((await answer(1)).refused?.kind).toBe('no_service_worker');
    expect(sent).toEqual([]);
  });

  test('calls no model without a price', async () => {
    const { answer } = gateway();
    expect((await answer(1, { request: { ...request, model: 'toString' } })).refused?.kind).toBe(
      'model_not_found',
    );
  });

  test('stops at its budget of calls', async () => {
    const { answer, spent } = gateway({ budget: { calls: 1, nanoUsd: 1e9 } });
    expect((await answer(1)).end).toBe('stop');
    expect((await answer(2)).refused).toMatchObject({
      status: 402,
      kind: 'budget_exhausted',
      message: 'not called: the budget of 1 calls is used up',
    });
    expect(spent()).toEqual({ calls: 1, nanoUsd: 2 * 10 + 3 * 100 });
  });

  test('says nothing more of a call that was dropped', async () => {
    const { hear, heard } = gateway();
    hear(callOf(1));
    hear({ type: 'drop', call: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard.get(1)).toBeUndefined();
  });
});

const callOf = (
  call: number,
  given: Partial<Extract<GatewayCommand, { type: 'call' }>> = {},
): GatewayCommand => ({
  type: 'call',
  tag: { page: 'p', world: 1, call, identity: { run: runId('r'), step: 's', model: 'm', attempt: 1 } },
  dialect: 'openai',
  baseUrl: MOCK_BASE_URL,
  request,
  ...given,
});

interface Options {
  readonly controlled?: boolean;
  readonly open?: boolean;
  readonly budget?: Budget;
}

function gateway({ controlled = true, open = true, budget = { calls: 10, nanoUsd: 1e9 } }: Options = {}) {
  let underControl = controlled;
  const sent: string[] = [];
  const heard = new Map<number, TimedPart[]>();
  let spent: Spent | null = null;
  const whole = new Map<number, () => void>();
  const made = new Gateway({
    fetch: ((url: string) => {
      sent.push(url);
      if (url !== PROBE)
        return Promise.resolve(new Response(REPLY, { headers: { 'content-type': 'text/event-stream' } }));
      return Promise.resolve(
        new Response('', { headers: underControl ? { 'x-rehearsal-service-worker': '1' } : {} }),
      );
    }) as typeof fetch,
    now: () => 0,
    post(report) {
      if (report.type === 'spent') {
        spent = report.spent;
        return;
      }
      heard.set(report.call, [...(heard.get(report.call) ?? []), ...report.parts]);
      const { end, refused } = receive(report.parts);
      if (end ?? refused) setTimeout(() => whole.get(report.call)?.());
    },
  });
  const tariffs = { m: { price: { inputNanoUsd: 10, outputNanoUsd: 100 }, contextTokens: 1000 } };
  if (open) made.hear({ type: 'open', probeUrl: PROBE, budget, tariffs });
  return {
    sent,
    heard,
    spent: () => spent,
    control: () => void (underControl = true),
    hear: (command: GatewayCommand) => made.hear(command),
    answer: async (call: number, given: Partial<Extract<GatewayCommand, { type: 'call' }>> = {}) => {
      heard.delete(call);
      const over = new Promise<void>((resolve) => whole.set(call, resolve));
      made.hear(callOf(call, given));
      await over;
      return receive(heard.get(call)!);
    },
  };
}
