import { expect, test } from 'vitest';
import type { AttemptFinished, EventBody } from '../../../src/history/events.ts';
import type { Request } from '../../../src/model/request.ts';
import { forkPoint } from '../../../src/session/fork-point.ts';
import { historyOf } from './sample-history.ts';

const chat: Request = { kind: 'chat', model: 'm', messages: [] };
const reply = { version: 'v', text: 'It was said.', end: 'stop', firstPartMs: 1, queuedMs: 0 } as const;
const told = (request: Request | undefined, end: Partial<AttemptFinished> | null) =>
  historyOf(
    [
      0,
      {
        type: 'world.started',
        schema: 2,
        seed: 7,
        scenario: 's',
        code: 'c',
        host: 'simulated',
        nondeterministic: [],
      },
    ],
    [0, { type: 'run.started', orchestration: 'S', pattern: 'code', input: null, steps: [] }],
    [0, { type: 'step.started', step: 'answer', name: 'answer', input: null }],
    [
      0,
      {
        type: 'attempt.started',
        step: 'answer',
        attempt: 1,
        target: 'm',
        tryOnTarget: 1,
        ...(request && { request }),
      },
    ],
    ...(end
      ? [
          [
            9,
            { type: 'attempt.finished', step: 'answer', attempt: 1, target: 'm', outcome: 'ok', ...end },
          ] as [number, EventBody],
        ]
      : []),
  );
const point = (request: Request | undefined, end: Partial<AttemptFinished> | null) =>
  forkPoint(told(request, end), 'r1', 'answer', 1);

test('a reply that came can be another from the event on at which it had come', () => {
  const found = { fromSeq: 4, startSeq: 1, reply: { call: 'r1/answer#1@m', text: 'It was said.' } };
  expect(point(chat, { reply })).toEqual(found);
  expect(point({ kind: 'tool', model: 'm', input: null }, { reply })).toEqual(found);
});

test('a reply that failed can be one that came', () => {
  const failure = {
    code: 'cut',
    message: 'cut',
    retryable: true,
    origin: 'network',
    injected: true,
  } as const;
  expect(point(chat, { outcome: 'failed', failure, reply: { ...reply, text: '' } })).toMatchObject({
    fromSeq: 4,
    reply: { text: '' },
  });
});

test('what is no text, was given up or never came can only be run again from its start', () => {
  const late = {
    code: 'timeout.total',
    message: '',
    retryable: false,
    origin: 'engine',
    injected: false,
  } as const;
  for (const [request, end] of [
    [{ kind: 'retrieve', model: 'm', query: 'q', top: 1 }, { reply }],
    [undefined, {}],
    [chat, { outcome: 'cancelled', reply }],
    [chat, { outcome: 'failed', failure: late, reply }],
    [chat, null],
  ] as [Request | undefined, Partial<AttemptFinished> | null][])
    expect(point(request, end)).toEqual({ fromSeq: 3, startSeq: 1, reply: null });
});

test('an attempt that is not there, or of another run, is no point', () => {
  const history = told(chat, { reply });
  for (const [run, step, attempt] of [
    ['r1', 'answer', 2],
    ['r1', 'other', 1],
    ['r2', 'answer', 1],
  ] as const)
    expect(forkPoint(history, run, step, attempt)).toBeNull();
});
