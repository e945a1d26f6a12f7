import { describe, expect, test } from 'vitest';
import session from '../../../src/examples/session/session.ts';
import outage from '../../../src/examples/session/outage.scenario.json' with { type: 'json' };
import reload from '../../../src/examples/session/reload.scenario.json' with { type: 'json' };
import three from '../../../src/examples/session/three.scenario.json' with { type: 'json' };
import two from '../../../src/examples/session/two.scenario.json' with { type: 'json' };
import { sessionsOf } from '../../../src/history/projections/sessions.ts';
import { play, returned } from '../../support/play-scenario.ts';
import type { Rehearsed } from '../../support/rehearse-world.ts';

interface Reply {
  readonly reply: string;
  readonly knew: number;
}
const RENEWAL = three.runs[0]!.input;
const ORDER_NUMBER = three.runs[1]!.input;

/** What the model was sent for a run's answer. */
const prompt = ({ events }: Rehearsed, run: string) =>
  JSON.stringify(events('attempt.started').filter((e) => e.run === run && e.step === 'answer')[0]!.request);

describe('a session', () => {
  test('the third question knows the first two', async () => {
    const world = await play(session, three);
    expect(returned<Reply>(world, 'run-1').knew).toBe(0);
    expect(returned<Reply>(world, 'run-2').knew).toBe(1);
    const third = returned<Reply>(world, 'run-3');
    expect(third.knew).toBe(2);
    expect(third.reply).toContain(RENEWAL);
    expect(third.reply).toContain(ORDER_NUMBER);
  });

  test('another session knows nothing of it, whatever the seed', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = await play(session, two, { seed });
      const other = returned<Reply>(world, 'run-4');
      expect(other.knew).toBe(1);
      expect(other.reply).toContain(two.runs[1]!.input);
      expect(prompt(world, 'run-4')).not.toContain(RENEWAL);
      expect(prompt(world, 'run-3')).not.toContain(two.runs[1]!.input);
    }
  });

  test('another tenant that names the session is refused', async () => {
    const runs = [
      { input: RENEWAL, session: 'ada', tenant: 'brightwater' },
      { input: ORDER_NUMBER, atMs: 20_000, session: 'ada', tenant: 'halden' },
    ];
    const { runs: ended, events } = await play(session, three, { runs });
    expect(ended[1]!.finished).toMatchObject({ outcome: 'failed', failure: { code: 'not_owner' } });
    expect(events('state.refused')).toMatchObject([{ owner: 'brightwater', by: 'halden' }]);
  });

  test('survives a reload: a new world that is given what the last one kept answers the same', async () => {
    const before = await play(session, three, { runs: three.runs.slice(0, 2) });
    const sessions = JSON.parse(JSON.stringify(sessionsOf(before.history))) as typeof reload.sessions;
    const after = await play(session, three, { runs: [three.runs[2]!], sessions });
    const whole = await play(session, three);
    expect(returned<Reply>(after)).toEqual(returned<Reply>(whole, 'run-3'));
    const shipped = returned<Reply>(await play(session, reload));
    expect(shipped.knew).toBe(2);
    expect(shipped.reply).toContain(RENEWAL);
  });

  test('tells the model of five exchanges, and of no sixth', async () => {
    const asked = (count: number) =>
      play(session, reload, {
        sessions: {
          ada: Array.from({ length: count }, (_, i) => ({ question: `question ${i + 1}`, answer: 'yes' })),
        },
      });
    const [five, six] = [await asked(5), await asked(6)];
    expect([returned<Reply>(five).knew, returned<Reply>(six).knew]).toEqual([5, 5]);
    expect(prompt(five, 'run-1')).toContain('question 1\\');
    expect(prompt(six, 'run-1')).not.toContain('question 1\\');
    expect(prompt(six, 'run-1')).toContain('question 6\\');
  });

  test('remembers no question that got no answer', async () => {
    const world = await play(session, outage);
    expect(world.runs[1]!.finished?.outcome).toBe('failed');
    const third = returned<Reply>(world, 'run-3');
    expect(third.knew).toBe(1);
    expect(third.reply).not.toContain(ORDER_NUMBER);
  });
});
