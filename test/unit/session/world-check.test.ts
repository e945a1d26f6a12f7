import { beforeEach, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { ComputedWorld, Wish } from '../../../src/session/sandbox-driver.ts';
import { WorldCheck } from '../../../src/session/world-check.ts';
import { sample } from './sample-history.ts';

const code = { files: [{ path: 'a.ts', text: 'x' }], entry: 'a.ts' };
const wish = (seed: number): Wish => ({
  code,
  inputs: { scenario: 's', input: null, faults: EMPTY_PLAN, seed, host: 'simulated' },
});
const worldOf = ({ inputs }: Wish): ComputedWorld => ({
  world: 1,
  code,
  inputs,
  history: sample,
  hash: 'h',
  tookMs: 1,
});

let check: WorldCheck;
beforeEach(() => {
  check = new WorldCheck();
});

test('a check is told of the world that it asked for, and of no other of the same code', async () => {
  const [one, other] = [wish(1), wish(2)];
  const checked = check.await(one);
  check.ended(worldOf(other));
  expect(check.open).toBe(true);
  check.ended(worldOf(one));
  expect(await checked).toMatchObject({ type: 'ended', world: { inputs: { seed: 1 } } });
  expect(check.open).toBe(false);
});

test('a later check takes the place of one that waits, or that was left out', async () => {
  const [one, other] = [wish(1), wish(2)];
  const first = check.await(one);
  const second = check.await(other);
  expect(await first).toEqual({ type: 'replaced' });
  check.skipped(one);
  expect(check.open).toBe(true);
  check.skipped(other);
  expect(await second).toEqual({ type: 'replaced' });
});

test('code that cannot be loaded, histories that are not met and sandboxes that die are told', async () => {
  const refused = check.await(wish(1));
  expect(check.refused({ ...code }, [])).toBe(false);
  expect(check.refused(code, [])).toBe(true);
  expect(await refused).toEqual({ type: 'refused', problems: [] });

  const asked = wish(2);
  const diverged = check.await(asked);
  const divergence = { seq: 3, recorded: sample[3]!, computed: sample[4]! };
  check.diverged(wish(2), divergence);
  expect(check.open).toBe(true);
  check.diverged(asked, divergence);
  expect(await diverged).toEqual({ type: 'diverged', divergence });

  const died = check.await(wish(3));
  check.died('It hung.');
  expect(await died).toEqual({ type: 'died', message: 'It hung.' });
});
