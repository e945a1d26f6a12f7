/** Which of a chain is asked: by region, by price, by latency. */
import { describe, expect, test } from 'vitest';
import { generate, judge, orchestration, type GenerateOptions } from '../../../src/authoring/index.ts';
import { playWorld, type PlayedWorld } from '../../support/policy-world.ts';
import { refuses, says, timedCast, type TimedScript } from '../../support/timed-cast.ts';

interface User {
  readonly name: string;
  readonly country: string | null;
}

const steps = (options: Partial<GenerateOptions<User>>) => ({
  answer: generate<User>({ model: 'ohio', system: 's', ...options }),
});
const ask = (options: Partial<GenerateOptions<User>>) =>
  orchestration({
    name: 'Ask',
    steps: steps(options),
    run: (user: User, { answer }) => answer(user),
  });
const region = ({ country }: User): string | null => (country === 'FR' ? 'eu' : null);
const french: User = { name: 'Amélie', country: 'FR' };
const elsewhere: User = { name: 'Bob', country: null };

/** Endpoints in Ohio, Paris and nowhere that anybody knows of; `seen` holds who saw which text. */
function cast(scripts: Readonly<Record<string, TimedScript>> = {}) {
  const seen: string[] = [];
  const place = (model: string, where?: string): TimedScript => ({
    replies: [says(model)],
    ...scripts[model],
    profile: { ...(where === undefined ? {} : { region: where }), ...scripts[model]?.profile },
    onRequest: (request) => seen.push(`${model} saw ${JSON.stringify(request)}`),
  });
  return {
    seen,
    cast: timedCast({
      ohio: place('ohio', 'us'),
      paris: place('paris', 'eu'),
      lyon: place('lyon', 'eu'),
      nowhere: place('nowhere'),
      judge: place('judge', 'us'),
      juge: place('juge', 'eu'),
    }),
  };
}
const targets = (world: PlayedWorld): string[] => world.events('attempt.started').map(({ target }) => target);

describe('a region', () => {
  const chain = { region, fallback: ['nowhere', 'paris', 'lyon'] } as const;

  test('keeps the payload of a user in Europe in Europe: no other endpoint sees a word of it', async () => {
    const { cast: all, seen } = cast({ paris: { replies: [refuses(500, 'x')] } });
    const world = await playWorld(ask({ ...chain, retry: 1 }), { cast: all, runs: [{ input: french }] });
    expect(world.ends[0]![1]).toBe('lyon');
    expect(targets(world)).toEqual(['paris', 'paris', 'lyon']);
    expect(seen.filter((line) => line.includes('Amélie')).map((line) => line.split(' ')[0])).toEqual([
      'paris',
      'paris',
      'lyon',
    ]);
    expect(world.events('attempt.refused').map(({ policy, target }) => [policy, target])).toEqual([
      ['region', 'ohio'],
      ['region', 'nowhere'],
    ]);
  });

  test('lets anyone else be answered by the first of the chain', async () => {
    const world = await playWorld(ask(chain), { cast: cast().cast, runs: [{ input: elsewhere }] });
    expect(targets(world)).toEqual(['ohio']);
    expect(world.events('attempt.refused')).toEqual([]);
  });

  test('fails the step, with nothing sent, when the chain has no endpoint there', async () => {
    const world = await playWorld(ask({ region, fallback: 'nowhere' }), {
      cast: cast().cast,
      runs: [{ input: french }],
    });
    expect(world.ends[0]![1]).toBe('region');
    expect(targets(world)).toEqual([]);
    const last = world.events('attempt.refused').at(-1)!;
    expect(last.failure.message).toBe(
      "answer may only ask endpoints in 'eu', and of nowhere nobody knows where it is",
    );
  });

  test('holds for the scorer of a gate too', async () => {
    const gated = (model: string) =>
      ask({
        region,
        fallback: 'paris',
        gate: { score: judge({ model, rubric: 'r' }), threshold: 0.5 },
      });
    const score = { replies: [says('{"score":0.9,"reason":"fine"}')] };
    const { cast: all, seen } = cast({ judge: score, juge: score });
    const out = await playWorld(gated('judge'), { cast: all, runs: [{ input: french }] });
    expect(out.ends[0]![1]).toBe('low_quality');
    expect(seen.some((line) => line.startsWith('judge'))).toBe(false);
    const inside = await playWorld(gated('juge'), {
      cast: cast({ juge: score }).cast,
      runs: [{ input: french }],
    });
    expect(inside.ends[0]![1]).toBe('paris');
  });

  test('that comes out as nothing sends the payload nowhere, rather than anywhere', async () => {
    const slip = { region: (() => undefined) as unknown as typeof region };
    const world = await playWorld(ask(slip), { cast: cast().cast, runs: [{ input: french }] });
    expect(world.ends[0]![1]).toBe('region');
    expect(targets(world)).toEqual([]);
  });
});

describe('a route', () => {
  const priced = (model: string, outputNanoUsd: number): Record<string, TimedScript> => ({
    [model]: { profile: { price: { inputNanoUsd: 0, outputNanoUsd } } },
  });

  test('by cost asks the cheapest first and falls back to the next cheapest', async () => {
    const scripts = { ...priced('ohio', 30), ...priced('paris', 10), ...priced('lyon', 20) };
    scripts.paris = { ...scripts.paris, replies: [refuses(500, 'x')] };
    const world = await playWorld(ask({ route: 'cost', fallback: ['paris', 'lyon', { value: 'none' }] }), {
      cast: cast(scripts).cast,
      runs: [{ input: elsewhere }],
    });
    expect(targets(world)).toEqual(['paris', 'lyon']);
    expect(world.events('fallback.chosen')).toMatchObject([{ from: 'paris', to: 'lyon' }]);
  });

  test('by cost asks as listed when the costs are the same', async () => {
    const world = await playWorld(ask({ route: 'cost', fallback: ['paris', 'lyon'] }), {
      cast: cast().cast,
      runs: [{ input: elsewhere }],
    });
    expect(targets(world)).toEqual(['ohio']);
  });

  test('by latency tries each once, and then the fastest', async () => {
    const scripts = {
      ohio: { replies: [says('ohio', 300)] },
      paris: { replies: [says('paris', 100)] },
      lyon: { replies: [says('lyon', 200)] },
    };
    const world = await playWorld(ask({ route: 'latency', fallback: ['paris', 'lyon'] }), {
      cast: cast(scripts).cast,
      runs: [0, 1, 2, 3, 4].map((i) => ({ input: elsewhere, atMs: i * 1_000 })),
    });
    expect(targets(world)).toEqual(['ohio', 'paris', 'lyon', 'paris', 'paris']);
  });

  test('by latency leaves a model alone that was waited for in vain', async () => {
    const scripts = {
      ohio: { replies: [says('ohio', 5_000)] },
      paris: { replies: [says('paris', 400)] },
    };
    const world = await playWorld(ask({ route: 'latency', timeout: '500ms', fallback: 'paris' }), {
      cast: cast(scripts).cast,
      runs: [0, 1].map((i) => ({ input: elsewhere, atMs: i * 1_000 })),
    });
    expect(targets(world)).toEqual(['ohio', 'paris', 'paris']);
  });
});
