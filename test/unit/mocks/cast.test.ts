import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { estimateTokens } from '../../../src/model/tokens.ts';
import { ask, chat, classification, judgement } from './requests.ts';

const profileOf = (model: string) => simulatedCast.get(model)!.profile;
const medianMs = (model: string, tokens: number) =>
  profileOf(model).firstTokenMs + (tokens * 1000) / profileOf(model).tokensPerSecond;

describe('the cast', () => {
  test('has models of four vendors, stores and services, each under the name of its profile', () => {
    const kinds = (kind: string) =>
      [...simulatedCast].filter(([, { profile }]) => profile.kind === kind).map(([name]) => name);
    expect(kinds('chat')).toEqual([
      'gpt-4o-mini',
      'gpt-4o',
      'claude-3-haiku',
      'claude-3-sonnet',
      'claude-3-opus',
      'mistral-small',
      'mistral-large',
      'judge-v1',
      'desk-classifier',
    ]);
    expect(kinds('embed')).toEqual(['embedding-v3']);
    expect(kinds('retrieve')).toContain('help-centre');
    for (const name of ['orders', 'payments', 'crm', 'web-search']) expect(kinds('tool')).toContain(name);
    const chats = kinds('chat').map((name) => simulatedCast.get(name)!.profile.vendor);
    expect(new Set(chats)).toEqual(new Set(['openai', 'anthropic', 'mistral', 'rehearsal']));
    for (const [name, { profile }] of simulatedCast) expect(profile.model).toBe(name);
  });

  test('says of every endpoint where it computes, with a chat pair on either side', () => {
    const chats = [...simulatedCast.values()].filter(({ profile }) => profile.kind === 'chat');
    for (const region of ['eu', 'us'])
      expect(chats.filter(({ profile }) => profile.region === region).length).toBeGreaterThanOrEqual(2);
    for (const { profile } of simulatedCast.values()) expect(['eu', 'us']).toContain(profile.region);
  });

  test('charges the public list prices, in nano-dollars a token', () => {
    const named = ['gpt-4o-mini', 'gpt-4o', 'claude-3-haiku', 'claude-3-sonnet', 'embedding-v3'];
    const later = ['claude-3-opus', 'mistral-small', 'mistral-large'];
    const prices = [...named, ...later].map((model) => {
      const { inputNanoUsd, outputNanoUsd } = profileOf(model).price;
      return [inputNanoUsd, outputNanoUsd];
    });
    expect(prices).toEqual([
      [150, 600],
      [2500, 10000],
      [250, 1250],
      [3000, 15000],
      [20, 0],
      [15_000, 75_000],
      [200, 600],
      [2000, 6000],
    ]);
  });

  test('takes the time that it says: labels, answers, judgements and searches', () => {
    const label = ask('gpt-4o-mini', classification(['billing', 'technical'], 'refund')).usage.outputTokens;
    expect(medianMs('gpt-4o-mini', label)).toBeGreaterThan(350);
    expect(medianMs('gpt-4o-mini', label)).toBeLessThan(650);
    expect(Math.round(medianMs('claude-3-sonnet', 170) / 100)).toBe(24);
    expect(Math.round(medianMs('gpt-4o', 170) / 100)).toBe(20);
    const verdict = ask('judge-v1', chat('Judge.', { reply: 'Hello!', against: 'a greeting' }, judgement));
    expect(Math.abs(medianMs('judge-v1', verdict.usage.outputTokens) - 640)).toBeLessThan(80);
    expect(profileOf('help-centre').firstTokenMs).toBe(430);
  });

  test('errs less the larger the model', () => {
    for (const skill of ['intent', 'priority', 'sentiment', 'answer', 'judge'])
      expect(profileOf('gpt-4o').accuracy[skill]).toBeGreaterThan(profileOf('gpt-4o-mini').accuracy[skill]!);
  });

  test('counts the tokens of the messages and the schema, and of the reply', () => {
    const request = classification(['billing', 'technical'], 'I want a refund');
    const content = ask('gpt-4o-mini', request);
    const input = request.messages.reduce((sum, message) => sum + estimateTokens(message.content), 0);
    expect(content.usage).toEqual({
      inputTokens: input + estimateTokens(JSON.stringify(request.format!.schema)),
      outputTokens: estimateTokens(content.text!),
    });
  });

  test('cuts a reply at the tokens that were asked for, and says so', () => {
    const request = { ...chat('Answer.', 'How do I change the colour of my boards?'), maxTokens: 5 };
    const content = ask('gpt-4o', request);
    expect(content.reason).toBe('length');
    expect(content.usage.outputTokens).toBeLessThanOrEqual(5);
    expect(ask('gpt-4o', { ...request, maxTokens: 500 }).text).toMatch(new RegExp(`^${content.text}`));
  });

  test('refuses a request of a kind that an endpoint does not serve', () => {
    expect(ask('embedding-v3', chat('', 'hello')).reason).toBe('refusal');
    expect(ask('gpt-4o', { kind: 'embed', model: 'gpt-4o', texts: ['a'] }).reason).toBe('refusal');
    expect(ask('help-centre', chat('', 'hello')).reason).toBe('refusal');
    expect(ask('orders', chat('', 'hello')).reason).toBe('refusal');
  });
});
