import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { healthcare } from '../../../src/examples/healthcare/example.ts';
import assistant from '../../../src/examples/healthcare/healthcare.ts';
import type { Cast } from '../../../src/model/endpoint.ts';
import type { Rehearsed, SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(assistant, healthcare);
const SCOPES = ['symptoms', 'literature', 'medication', 'report'] as const;
const STAGES = ['classifier', 'literature', 'medication', 'report'] as const;
const visit = scenario('granted').input as Record<string, unknown>;

/** Entries of the audit log, in order. */
const audited = ({ run }: Rehearsed) =>
  run.steps
    .filter(({ name, state }) => name === 'audit' && state !== 'not reached')
    .map(({ input }) => input as { scope: string; granted: boolean; because: string });
const reached = ({ step }: Rehearsed) => STAGES.filter((stage) => step(stage).state !== 'not reached');
/** An access control that grants all but this. */
const denying = (scope: string) =>
  scriptedCast({
    'access-control': {
      kind: 'tool',
      says: (request) => {
        const { scope: asked } = (request as unknown as { input: { scope: string } }).input;
        return JSON.stringify({
          granted: asked !== scope,
          because: asked === scope ? 'as scripted' : 'granted',
        });
      },
    },
  });
/** Targets that were handed anything of the patient's, with the seq of the request. */
const sentTo = ({ events }: Rehearsed, ...secrets: string[]) =>
  events('attempt.started').flatMap(({ seq, step, target, request }) =>
    request && secrets.some((secret) => JSON.stringify(request).includes(secret))
      ? [{ seq, step, target }]
      : [],
  );

describe('the diagnostic assistant', () => {
  test('classifies, reads up, checks medicines and reports, with a gate before each', async () => {
    const world = await play('granted');
    const order = world
      .events('step.started')
      .filter(({ name }) => name !== 'comply')
      .map(({ step }) => step);
    expect(order).toEqual(
      SCOPES.flatMap((scope, i) => [`authorise[${scope}]`, `audit[${scope}]`, STAGES[i]!]),
    );
    const { field, warnings } = world.run.finished!.value as {
      field: string;
      warnings: { pair: string[] }[];
    };
    expect(field).toBe('respiratory');
    expect(warnings.map(({ pair }) => pair[0])).toEqual(['warfarin', 'lisinopril']);
    expect((world.step('literature').value as { id: string }[])[0]!.id).toBe('cough-fever');
    expect(world.step('report').input).toMatchObject({ warnings });
  });

  test.each(SCOPES.map((scope, i) => [scope, i] as const))(
    'stops all that follows when %s is denied, and audits it',
    async (scope, i) => {
      const world = await play('granted', { cast: denying(scope) });
      expect(world.run.finished).toMatchObject({
        outcome: 'escalated',
        reason: 'access denied',
        value: { scope, because: 'as scripted' },
      });
      expect(reached(world)).toEqual(STAGES.slice(0, i));
      expect(audited(world).map(({ granted }) => granted)).toEqual([...Array<boolean>(i).fill(true), false]);
      expect(audited(world).at(-1)).toMatchObject({ scope, because: 'as scripted' });
    },
  );

  test('lets no model see anything of the patient before its own check was granted and audited', async () => {
    const secrets = [visit['symptoms'] as string, 'warfarin'];
    let seen = 0;
    for (const id of ['granted', 'no-consent', 'stranger', 'silent-control'])
      for (let seed = 0; seed < 25; seed++) {
        const world = await play(id, { seed });
        const endOf = (step: string) =>
          world.events('step.finished').find((event) => event.step === step && event.outcome === 'ok')?.seq;
        for (const { seq, step } of sentTo(world, ...secrets)) {
          seen++;
          const scope = SCOPES[STAGES.indexOf(step as (typeof STAGES)[number])]!;
          expect(world.step(`authorise[${scope}]`).value, `${id}, seed ${seed}`).toMatchObject({
            granted: true,
          });
          expect(endOf(`authorise[${scope}]`)).toBeLessThan(seq);
          expect(endOf(`comply[${scope}]`)).toBeLessThan(seq);
          expect(endOf(`audit[${scope}]`)).toBeLessThan(seq);
        }
      }
    expect(seen).toBeGreaterThan(100);
  });

  test('asks nobody but the access control and the audit log when the first check is denied', async () => {
    const world = await play('stranger');
    expect(world.events('attempt.started').map(({ target }) => target)).toEqual([
      'access-control',
      'audit-log',
    ]);
    expect(sentTo(world, visit['symptoms'] as string)).toEqual([]);
  });

  test('never sends the name or the birth date of a patient anywhere', async () => {
    const { name, born } = visit['patient'] as { name: string; born: string };
    for (const id of ['granted', 'named']) expect(sentTo(await play(id), name, born)).toEqual([]);
  });

  test('holds back symptoms that name the patient, and passes the same without the name', async () => {
    const named = await play('named');
    expect(reached(named)).toEqual([]);
    expect(audited(named)).toMatchObject([
      { granted: false, because: 'what would be sent names the patient' },
    ]);
    const { symptoms } = scenario('named').input as { symptoms: string };
    const bare = { ...visit, symptoms: symptoms.replace('Ingrid Halvorsen', 'The patient') };
    expect(reached(await play('named', { input: bare }))).toEqual(STAGES);
  });

  test('holds back what a model made that names the patient', async () => {
    const { profile } = simulatedCast.get('medical-literature')!;
    const documents = [{ id: 'x', title: 'A case', text: 'As seen in Ingrid Halvorsen.', score: 1 }];
    const usage = { inputTokens: 1, outputTokens: 0 };
    const leaky: Cast = new Map([
      ['medical-literature', { profile, answer: () => ({ documents, usage, reason: 'stop' }) }],
    ]);
    const world = await play('granted', { cast: leaky });
    expect(reached(world)).toEqual(['classifier', 'literature', 'medication']);
    expect(audited(world).at(-1)).toMatchObject({ scope: 'report', granted: false });
  });

  test('takes no answer of the access control for a no, and audits that', async () => {
    const world = await play('granted', {
      faults: [{ id: 'silent', kind: 'blackhole', match: { model: 'access-control' } }],
    });
    expect(reached(world)).toEqual([]);
    expect(audited(world)).toMatchObject([{ granted: false, because: 'access control did not answer' }]);
  });

  test('goes no further when the audit log keeps nothing', async () => {
    const lost: SomeFault = { id: 'lost', kind: 'server_error', match: { model: 'audit-log' } };
    const world = await play('granted', { faults: [lost] });
    expect(reached(world)).toEqual([]);
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { step: 'audit[symptoms]' } });
  });

  test('asks endpoints in Europe alone', async () => {
    const { events } = await play('granted');
    const regions = events('attempt.started')
      .filter(({ request }) => request)
      .map(({ target }) => simulatedCast.get(target)!.profile.region);
    expect(new Set(regions)).toEqual(new Set(['eu']));
  });

  test('stops where a patient has not consented', async () => {
    const world = await play('no-consent');
    expect(reached(world)).toEqual(['classifier', 'literature']);
    expect(sentTo(world, 'warfarin')).toEqual([]);
  });
});
