import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Watchdog, type Patience } from '../../../src/sandbox/watchdog.ts';

let clockMs = 0;
let patience: Patience;
let heard: string[];
let dog: Watchdog;

beforeEach(() => {
  vi.useFakeTimers();
  clockMs = 0;
  heard = [];
  patience = { busyMs: 2_500, hungMs: 5_000 };
  dog = new Watchdog({
    nowMs: () => clockMs,
    patience: () => patience,
    onBusy: () => heard.push('busy'),
    onHung: () => heard.push('hung'),
  });
});
afterEach(() => {
  dog.end();
  vi.useRealTimers();
});

/** Lets both clocks run. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 100) {
    clockMs += 100;
    vi.advanceTimersByTime(100);
  }
}

describe('the watchdog', () => {
  test('warns once, then calls it hung, once', () => {
    pass(2_400);
    expect(heard).toEqual([]);
    pass(200);
    expect(heard).toEqual(['busy']);
    pass(9_000);
    expect(heard).toEqual(['busy', 'hung']);
  });

  test('starts anew whenever something is heard', () => {
    for (let i = 0; i < 10; i++) {
      pass(2_400);
      dog.heard();
    }
    expect(heard).toEqual([]);
  });

  test('does not take a page that slept for a sandbox that is silent', () => {
    clockMs += 3_600_000;
    vi.advanceTimersByTime(100);
    expect(heard).toEqual([]);
    pass(4_600);
    expect(heard).toEqual(['busy']);
  });

  test('asks at every tick how patient to be, and warns nobody of an idle one', () => {
    patience = { busyMs: null, hungMs: 20_000 };
    pass(19_000);
    expect(heard).toEqual([]);
    patience = { busyMs: null, hungMs: 5_000 };
    pass(100);
    expect(heard).toEqual(['hung']);
  });
});
