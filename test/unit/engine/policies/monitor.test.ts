import { describe, expect, test } from 'vitest';
import {
  monitorPolicy,
  newMonitor,
  observe,
  type Alarm,
  type MonitorOption,
} from '../../../../src/engine/policies/monitor.ts';

const option: MonitorOption<number, unknown> = {
  metric: 'score',
  of: (output) => output,
  window: 4,
  baseline: 0.75,
  tolerance: 0.25,
};

function alarms(
  given: Partial<MonitorOption<number, unknown>>,
  figures: readonly number[],
): (Alarm | null)[] {
  const monitor = monitorPolicy({ ...option, ...given });
  let state = newMonitor(monitor);
  return figures.map((figure) => {
    const seen = observe(monitor, state, figure);
    state = seen.state;
    return seen.alarm;
  });
}

describe('a drift monitor', () => {
  test('says nothing before its window is full', () => {
    expect(alarms({}, [0, 0, 0])).toEqual([null, null, null]);
    expect(alarms({}, [0, 0, 0, 0])[3]).toEqual({ baseline: 0.75, observed: 0 });
  });

  test('takes exactly the tolerance for well, and more for drift', () => {
    expect(alarms({}, [1, 1, 0, 0])[3]).toBeNull();
    expect(alarms({}, [1, 1, 1, 1])[3]).toBeNull();
    expect(alarms({ tolerance: 0.24 }, [1, 1, 1, 1])[3]).toEqual({ baseline: 0.75, observed: 1 });
    expect(alarms({ baseline: 0.83, tolerance: 0.04, window: 1 }, [0.79])[0]).toBeNull();
  });

  test('alarms once, and again after it has been back', () => {
    const seen = alarms({ window: 1 }, [0, 0, 0.75, 0]);
    expect(seen.map((alarm) => alarm !== null)).toEqual([true, false, false, true]);
  });

  test('takes its first full window for the baseline where none is given', () => {
    const { baseline: _, ...rest } = option;
    const monitor = monitorPolicy({ ...rest, window: 2, tolerance: 0.1 });
    let state = newMonitor(monitor);
    const see = (figure: number): Alarm | null => {
      const seen = observe(monitor, state, figure);
      state = seen.state;
      return seen.alarm;
    };
    expect([see(0.5), see(1), see(0.5)]).toEqual([null, null, null]);
    expect(see(0.5)).toEqual({ baseline: 0.75, observed: 0.5 });
  });

  test.each([
    [{ window: 0 }, 'monitor.window is 0'],
    [{ tolerance: -0.1 }, 'monitor.tolerance is -0.1'],
    [{ baseline: Number.NaN }, 'monitor.baseline is NaN'],
    [{ metric: '' }, 'monitor.metric is missing'],
    [{ of: 'score' }, "monitor.of of 'score'"],
    [{ windows: 3 }, "monitor has no 'windows'"],
  ])('%j is refused by name', (wrong, why) => {
    expect(() => monitorPolicy({ ...option, ...(wrong as object) })).toThrow(why);
  });
});
