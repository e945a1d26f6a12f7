import { describe, expect, test } from 'vitest';
import * as playback from '../../../src/session/playback.ts';
import { sample } from './sample-history.ts';

describe('the pace', () => {
  test('that fits plays a run in about six seconds', () => {
    expect(playback.fittingPace(11_020)).toBe(2);
    expect(playback.fittingPace(4_000)).toBe(0.5);
    expect(playback.fittingPace(600_000)).toBe(100);
  });

  test('chosen by hand holds whatever the run', () => {
    expect(playback.effectivePace(5, 100)).toBe(5);
    expect(playback.effectivePace('fit', 6_000)).toBe(1);
  });

  test('is written with its unit', () => {
    expect([0.25, 0.5, 2].map(playback.paceText)).toEqual(['¼×', '½×', '2×']);
  });
});

describe('the playhead', () => {
  test('moves by real time times pace, and stops at the end', () => {
    expect(playback.advance(1000, 16, 2, 3000)).toBe(1032);
    expect(playback.advance(2990, 16, 2, 3000)).toBe(3000);
    expect(playback.advance(1000, -5, 2, 3000)).toBe(1000);
  });

  test('shows every event up to its own time', () => {
    expect(playback.eventsUntil(sample, -1)).toBe(0);
    expect(playback.eventsUntil(sample, 0)).toBe(4);
    expect(playback.eventsUntil(sample, 499)).toBe(4);
    expect(playback.eventsUntil(sample, 500)).toBe(8);
    expect(playback.eventsUntil(sample, 9999)).toBe(sample.length);
  });

  test('steps to the next and the previous event', () => {
    expect(playback.nextEventMs(sample, 0, 3000)).toBe(500);
    expect(playback.nextEventMs(sample, 3000, 3000)).toBe(3000);
    expect(playback.previousEventMs(sample, 3000)).toBe(1000);
    expect(playback.previousEventMs(sample, 0)).toBe(0);
  });

  test('finds the first failure', () => {
    expect(playback.firstFailure(sample)).toEqual({ atMs: 1000, step: 'answer', attempt: 1 });
    expect(playback.firstFailure(sample.slice(0, 8))).toBeNull();
  });
});
