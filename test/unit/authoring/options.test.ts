import { describe, expect, test } from 'vitest';
import {
  agent,
  asStep,
  classify,
  embed,
  extract,
  generate,
  judge,
  orchestration,
  retrieve,
  step,
  tool,
  z,
} from 'rehearsal';

/** As untyped code hands them over. */
const untyped = (options: object): never => options as never;
const chat = { model: 'm', system: 's' };
const aTool = { description: 'd', input: z.object({ id: z.string() }) };
const some = orchestration({ name: 'Some', steps: {}, run: () => 1 });

describe('an option that a step does not have is refused by name', () => {
  test.each<[string, string, (misspelt: object) => unknown]>([
    ['generate', 'generate', (misspelt) => generate(untyped({ ...chat, ...misspelt }))],
    ['classify', 'classify', (misspelt) => classify(['a', 'b'], untyped({ model: 'm', ...misspelt }))],
    ['extract', 'extract', (misspelt) => extract({ a: 'b' }, untyped({ model: 'm', ...misspelt }))],
    ['judge', 'judge', (misspelt) => judge(untyped({ model: 'm', rubric: 'r', ...misspelt }))],
    ['retrieve', 'retrieve', (misspelt) => retrieve(untyped({ index: 'i', ...misspelt }))],
    ['embed', 'embed', (misspelt) => embed(untyped({ model: 'm', ...misspelt }))],
    ['step', 'step', (misspelt) => step(() => 1, untyped(misspelt))],
    ['asStep', 'asStep', (misspelt) => asStep(some, untyped(misspelt))],
    ['a tool of code', 'tool', (misspelt) => tool(untyped({ ...aTool, run: () => 1, ...misspelt }))],
    ['a tool on an endpoint', 'tool', (misspelt) => tool(untyped({ ...aTool, endpoint: 'e', ...misspelt }))],
    ['agent', 'agent', (misspelt) => agent(untyped({ name: 'n', ...chat, ...misspelt }))],
  ])('by %s', (_, what, define) => {
    expect(() => define({ timeOut: '1s' })).toThrow(`${what} has no 'timeOut'; it has `);
    expect(() => define({ timeout: '1s' })).not.toThrow();
  });
});

test('a step that asks a model must name one', () => {
  expect(() => generate({ model: ' ', system: 's' })).toThrow('generate names no model');
  expect(() => judge(untyped({ rubric: 'r' }))).toThrow('judge names no model');
  expect(() => retrieve(untyped({}))).toThrow('retrieve names no model');
});

describe('a text that a step cannot do without is asked for by name', () => {
  test.each<[string, () => unknown, string]>([
    ['generate', () => generate(untyped({ model: 'm' })), 'system of generate is undefined'],
    ['generate', () => generate(untyped({ model: 'm', system: 5 })), 'system of generate is 5'],
    ['judge', () => judge(untyped({ model: 'm' })), 'rubric of judge is undefined'],
    ['agent', () => agent(untyped({ ...chat })), 'name of agent is undefined'],
    ['agent', () => agent(untyped({ name: 'A', model: 'm' })), 'system of agent is undefined'],
    ['tool', () => tool(untyped({ input: aTool.input, run: () => 1 })), 'description of tool is undefined'],
    [
      'orchestration',
      () => orchestration(untyped({ steps: {}, run: () => 1 })),
      'name of orchestration is undefined',
    ],
  ])('%s', (_, define, says) => {
    expect(define).toThrow(RangeError);
    expect(define).toThrow(says);
  });
});

describe('a value that an option does not have is refused by name', () => {
  test('a reply that is to be told part by part, and a failure that is to be fatal', () => {
    expect(() => generate(untyped({ ...chat, stream: 'yes' }))).toThrow(
      "stream is 'yes'; it is true or false",
    );
    expect(() => tool(untyped({ ...aTool, run: () => 1, fatal: 'timeout' }))).toThrow(
      'fatal is "timeout"; it is a list of failure codes',
    );
  });
});
