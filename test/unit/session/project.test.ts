import { expect, test } from 'vitest';
import { EMPTY_DRAFT, parseDraft, withProject } from '../../../src/session/draft.ts';
import {
  fileText,
  filePaths,
  isReadOnly,
  sameCode,
  withScenario,
  withText,
  type Project,
} from '../../../src/session/project.ts';
import { readScenario, SCENARIO_FILE, writeScenario } from '../../../src/session/scenario-text.ts';

const text = JSON.stringify({
  format: 'rehearsal-scenario',
  version: 1,
  name: 'Outage',
  orchestration: { example: 'triage' },
  input: { body: 'Hello [1, 2]' },
  faults: { faults: [{ id: 'o', kind: 'outage', match: { model: 'm' }, window: [2000, 9000] }] },
  seed: 7,
});
const read = readScenario(text);
if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
const project: Project = {
  example: 'triage',
  scenarioId: 'outage',
  draftKey: 'triage',
  title: 'Triage',
  scenarioTitle: 'Outage',
  code: { files: [{ path: 'a.ts', text: 'one' }], entry: 'a.ts' },
  scenario: read.scenario,
  scenarioText: writeScenario(read.scenario),
  scenarioProblems: [],
};

test('the scenario is a file beside the source', () => {
  expect(filePaths(project)).toEqual(['a.ts', SCENARIO_FILE]);
  expect(fileText(project, 'a.ts')).toBe('one');
  expect(fileText(project, 'gone.ts')).toBe('');
});

test('a written scenario is read back the same, its windows on one line', () => {
  expect(project.scenarioText).toContain('"window": [2000, 9000]');
  expect(project.scenarioText).toContain('Hello [1, 2]');
  expect(readScenario(project.scenarioText)).toEqual(read);
});

test('editing source makes a fork: the project that was opened stays', () => {
  const edited = withText(project, 'a.ts', 'two');
  expect(fileText(edited, 'a.ts')).toBe('two');
  expect(fileText(project, 'a.ts')).toBe('one');
  expect(sameCode(edited.code, project.code)).toBe(false);
  expect(sameCode(withText(edited, 'a.ts', 'one').code, project.code)).toBe(true);
  expect(withText(project, 'a.ts', 'one')).toBe(project);
});

test('a scenario that cannot be read keeps the last that could, names the line, and keeps the text', () => {
  const broken = withText(
    project,
    SCENARIO_FILE,
    project.scenarioText.replace('"seed": 7', '"seed": "seven"'),
  );
  expect(broken.scenario).toBe(project.scenario);
  expect(broken.scenarioText).toContain('"seven"');
  expect(broken.scenarioProblems[0]).toMatchObject({ file: SCENARIO_FILE, line: 25 });
  const mended = withText(broken, SCENARIO_FILE, project.scenarioText.replace('"seed": 7', '"seed": 8'));
  expect(mended.scenario.seed).toBe(8);
  expect(mended.scenarioProblems).toEqual([]);
});

test('the source of a program is to be read, its scenario to be edited', () => {
  const of = { ...project, code: { ...project.code, program: 'chat' } };
  expect(isReadOnly(project, 'a.ts')).toBe(false);
  expect(isReadOnly(of, 'a.ts')).toBe(true);
  expect(isReadOnly(of, SCENARIO_FILE)).toBe(false);
  expect(withText(of, 'a.ts', 'two')).toBe(of);
  const typed = withText(of, SCENARIO_FILE, of.scenarioText.replace('"seed": 7', '"seed": 8'));
  expect(typed.scenario.seed).toBe(8);
  expect(sameCode(project.code, of.code)).toBe(false);
});

test('a change of the scenario stands in its text', () => {
  expect(withScenario(project, { seed: 11 }).scenarioText).toContain('"seed": 11');
});

test('a draft holds what was edited and nothing else, and comes back', () => {
  const draft = withProject(EMPTY_DRAFT, withText(project, 'a.ts', 'two'), project);
  expect(draft.codes).toEqual({ triage: [{ path: 'a.ts', text: 'two' }] });
  expect(draft.scenarios).toEqual({});
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  expect(withProject(draft, project, project)).toEqual(EMPTY_DRAFT);
});

test('a draft keeps text that does not compile and scenarios that cannot be read', () => {
  const broken = withText(withText(project, 'a.ts', '{{{'), SCENARIO_FILE, 'not json');
  const draft = withProject(EMPTY_DRAFT, broken, project);
  expect(draft.codes['triage']?.[0]?.text).toBe('{{{');
  expect(draft.scenarios).toEqual({ 'triage/outage': 'not json' });
});

test.each([null, '', 'x', '[]', '{"version":2}', '{"version":1,"codes":{"a":[{}]},"scenarios":{}}'])(
  'what is no draft is none: %s',
  (stored) => expect(parseDraft(stored)).toBeNull(),
);
