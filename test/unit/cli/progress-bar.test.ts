import { describe, expect, test } from 'vitest';
import { progressBar, progressLine } from '../../../src/cli/progress-bar.ts';

const half = { done: 100, total: 200, fallen: 3, elapsedMs: 4000 };

describe('the line of progress', () => {
  test('fills as worlds are done', () => {
    const filled = (done: number) => (progressLine({ ...half, done }, 200, false).match(/█/g) ?? []).length;
    expect([0, 1, 100, 199, 200].map(filled)).toEqual([0, 0, 12, 23, 24]);
  });

  test('counts, names what did not survive, and guesses what is left', () => {
    expect(progressLine(half, 200, false)).toBe(
      '████████████░░░░░░░░░░░░  100/200 worlds  3 did not survive  4 s left',
    );
  });

  test('says nothing of losses while there are none, and guesses neither early nor at the end', () => {
    expect(progressLine({ ...half, fallen: 0, elapsedMs: 900 }, 200, false)).toMatch(/░ {2}100\/200 worlds$/);
    expect(progressLine({ ...half, fallen: 0, done: 200 }, 200, false)).toMatch(/█ {2}200\/200 worlds$/);
    expect(progressLine({ ...half, fallen: 0, done: 0 }, 200, false)).toMatch(/░ {2}0\/200 worlds$/);
  });

  test.each([
    [79, /^█.*left$/],
    [60, /^100\/200 worlds {2}3 did not survive {2}4 s left$/],
    [40, /^100\/200 worlds {2}3 did not survive$/],
    [20, /^100\/200 worlds$/],
    [5, /^$/],
  ])('fits %i columns', (columns, line) => {
    const said = progressLine(half, columns, false);
    expect(said).toMatch(line);
    expect(said.length).toBeLessThanOrEqual(columns);
  });

  test('colours the losses alone, and only where colour is welcome', () => {
    expect(progressLine(half, 200, true)).toContain('\x1b[31m3 did not survive\x1b[39m');
    expect(progressLine(half, 200, false)).not.toContain('\x1b');
  });
});

describe('the bar', () => {
  const opened = (terminal: { isTTY?: boolean; columns?: number }, env = {}, total = 200) => {
    let written = '';
    let nowMs = 0;
    const write = (text: string) => (written += text);
    const bar = progressBar({ ...terminal, write }, total, env, () => nowMs);
    const showAt = (ms: number, done: number) => {
      nowMs = ms;
      bar.show(done, 1);
    };
    return { bar, showAt, written: () => written };
  };

  test('is drawn over itself, and wiped at the end', () => {
    const { bar, showAt, written } = opened({ isTTY: true, columns: 80 });
    showAt(150, 10);
    showAt(300, 20);
    bar.close();
    bar.close();
    expect(written().split('\r\x1b[K')).toEqual([
      '',
      expect.stringContaining('10/200') as string,
      expect.stringContaining('20/200') as string,
      '',
    ]);
    expect(written()).not.toContain('\n');
  });

  test('does not flood: a drawing each tenth of a second, and none of what is over before', () => {
    const { bar, showAt, written } = opened({ isTTY: true, columns: 80 }, {}, 2000);
    for (let ms = 0; ms < 100; ms++) showAt(ms, ms);
    bar.close();
    expect(written()).toBe('');
    for (let ms = 100; ms < 1100; ms++) showAt(ms, ms);
    expect(written().match(/worlds/g)).toHaveLength(10);
  });

  test.each([
    ['a pipe', {}, {}, 200],
    ['a terminal that cannot go back', { isTTY: true }, { TERM: 'dumb' }, 200],
    ['one world', { isTTY: true }, {}, 1],
  ])('writes nothing for %s', (_, terminal, env, total) => {
    const { bar, showAt, written } = opened(terminal, env, total);
    showAt(1000, 1);
    bar.close();
    expect(written()).toBe('');
  });

  test('hears NO_COLOR unless it is empty, and a terminal without a width', () => {
    const shown = (env: Record<string, string>) => {
      const { showAt, written } = opened({ isTTY: true, columns: 0 }, env);
      showAt(1000, 1);
      return written();
    };
    expect(shown({})).toContain('\x1b[31m');
    expect(shown({ NO_COLOR: '' })).toContain('\x1b[31m');
    expect(shown({ NO_COLOR: '1' })).not.toContain('\x1b[31m');
    expect(shown({ NO_COLOR: '1' })).toContain('1/200');
  });
});
