import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DOCUMENT_LIMIT_CHARS, parseScenario, type DocumentProblem } from '../../../src/scenario/document.ts';

const fixture = readFileSync(new URL('../../fixtures/scenario-v1.json', import.meta.url), 'utf8');

/** The smallest scenario, with what a test changes; one property a line, the first on line 2. */
const textOf = (changed: Record<string, unknown> = {}): string =>
  `{\n${Object.entries<unknown>({
    format: 'rehearsal-scenario',
    version: 1,
    name: 'Small',
    orchestration: { example: 'triage' },
    input: 'Hello',
    seed: 1,
    ...changed,
  })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}`;

const problemsOf = (text: string): readonly DocumentProblem[] => {
  const reading = parseScenario(text);
  return reading.ok ? [] : reading.problems;
};
/** Each problem as 'line path: message'. */
const saidOf = (text: string): string[] =>
  problemsOf(text).map(({ line, path, message }) => `${line ?? '-'} ${path}: ${message}`);

describe('a scenario', () => {
  test('that says little is read with every default', () => {
    expect(parseScenario(textOf())).toEqual({
      ok: true,
      scenario: {
        format: 'rehearsal-scenario',
        version: 1,
        name: 'Small',
        orchestration: { example: 'triage' },
        input: 'Hello',
        cast: {},
        faults: { faults: [] },
        seed: 1,
        interventions: [],
      },
    });
  });

  test('of version 1, as it was first written, is still read', () => {
    const reading = parseScenario(fixture);
    expect(reading).toMatchObject({
      ok: true,
      scenario: {
        cast: { 'gpt-4o': { endpoint: 'simulated', profile: 'claude-3-haiku' } },
        faults: {
          faults: [
            { id: 'down', kind: 'outage', how: 'status', refuseMs: 1100, window: [2000, 9000] },
            { id: 'slow', kind: 'latency', ms: 400, jitterRatio: 0.2, rate: 0.5 },
            { id: 'busy', kind: 'overloaded', refuseMs: 300, after: 2, count: 3 },
          ],
        },
      },
    });
    const again = parseScenario(JSON.stringify(reading.ok && reading.scenario));
    expect(again).toEqual(reading);
  });

  test('may start with a byte order mark and name its schema', () => {
    expect(parseScenario(`\uFEFF${textOf({ $schema: 'https://example.org/scenario.schema.json' })}`).ok).toBe(
      true,
    );
  });
});

describe('what is not a scenario', () => {
  test.each([
    ['', '1 : this is not JSON: the text is empty'],
    ['{\n"a": 1\n"b": 2}', "3 : this is not JSON: a comma or } should stand here, but '\"' does"],
    ['\u0000\u0001\u0002', "1 : this is not JSON: a value should stand here, but '\u0000' does"],
    ['[]', "1 format: this is not a Rehearsal scenario: 'format' must be 'rehearsal-scenario'"],
    ['null', "1 format: this is not a Rehearsal scenario: 'format' must be 'rehearsal-scenario'"],
    [
      '{"format": "har"}',
      "1 format: this is not a Rehearsal scenario: 'format' must be 'rehearsal-scenario'",
    ],
  ])('is refused: %j', (text, said) => {
    expect(saidOf(text)).toEqual([said]);
  });

  test('is refused when it comes from the future', () => {
    expect(saidOf(textOf({ version: 2, novelty: true }))).toEqual([
      '3 version: this scenario is of version 2, made by a later Rehearsal; this one reads up to version 1: open it with a later one',
    ]);
    expect(saidOf(textOf({ version: '1' }))).toEqual(["3 version: 'version' must be 1"]);
  });

  test('is refused when it is too large', () => {
    expect(saidOf('x'.repeat(DOCUMENT_LIMIT_CHARS + 1))).toEqual([
      '- : the document is longer than 5000000 characters',
    ]);
  });

  test('is refused when it is nested without end', () => {
    expect(saidOf(textOf({ input: 0 }).replace(': 0', `: ${'['.repeat(100_000)}`))).toEqual([
      '6 : this is not JSON: this is nested deeper than 200 levels',
    ]);
  });
});

describe('what is not understood', () => {
  test('is named with its line', () => {
    expect(saidOf(textOf({ sede: 3, seed: undefined }))).toEqual([
      "1 seed: 'seed' is missing",
      "7 sede: 'sede' is not understood here",
    ]);
  });

  test.each([
    [{ seed: -1 }, "7 seed: 'seed' must be at least 0"],
    [{ seed: 1.5 }, "7 seed: 'seed' must be a whole number"],
    [{ seed: 2 ** 53 }, "7 seed: 'seed' must be at most 9007199254740991"],
    [{ seed: '1' }, "7 seed: 'seed' must be a number"],
    [{ name: '' }, "4 name: 'name' must have at least 1 character"],
    [
      { cast: { 'gpt-4o': { endpoint: 'live', profile: 'x' } } },
      `8 cast["gpt-4o"].endpoint: 'endpoint' must be 'simulated'`,
    ],
    [{ cast: { m: 'x' } }, "8 cast.m: 'm' must be an object"],
    [{ thresholds: [{ p95: 3 }] }, "8 thresholds[0]: 'thresholds'[0] is not understood here"],
    [{ orchestration: 'triage' }, "5 orchestration: 'orchestration' must be an object"],
    [{ orchestration: {} }, "5 orchestration.example: 'example' is missing"],
    [{ orchestration: { example: 'a', lang: 'py' } }, "5 orchestration.lang: 'lang' is not understood here"],
    [
      { interventions: [{ atMs: 1, order: 0, kind: 'cancel' }] },
      "8 interventions[0].value: 'value' is missing",
    ],
    [{ faults: [] }, "8 faults: 'faults' must be an object"],
    [
      { faults: { faults: [{ id: 'a', kind: 'latency', delay: 1 }] } },
      "8 faults.faults[0].delay: 'delay' is not understood here",
    ],
    [{ faults: { faults: [{ kind: 'latency' }] } }, "8 faults.faults[0].id: 'id' is missing"],
    [
      { faults: { faults: [{ id: 'a', kind: 'gremlin' }] } },
      "8 faults.faults[0].kind: 'kind' must be 'outage' or 'latency' or 'rate_limit' or 'overloaded' or 'server_error' or 'blackhole' or 'cut' or 'bad_format' or 'orchestrator_crash'",
    ],
    [
      { faults: { faults: [{ id: 'a b', kind: 'cut' }] } },
      "8 faults.faults[0].id: a fault's id is 1 to 64 letters, digits, _ and -",
    ],
    [
      { faults: { faults: [{ id: 'a', kind: 'cut', window: [3, 3] }] } },
      '8 faults.faults[0].window: a window must end after it begins',
    ],
  ])('in %j is said plainly', (changed, said) => {
    expect(saidOf(textOf(changed))).toEqual([said]);
  });

  test('in a fault is found on the line it stands on, deep in the document', () => {
    expect(saidOf(fixture.replace('"ms": 400', '"ms": -400'))).toEqual([
      "21 faults.faults[1].ms: 'ms' must be at least 0",
    ]);
  });

  test('is reported in the order of the lines, and not without end', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, i]));
    const problems = problemsOf(textOf(many));
    expect(problems).toHaveLength(51);
    expect(problems[0]?.path).toBe('x0');
    expect(problems.at(-1)?.message).toBe('and 150 more');
  });
});

describe('source in a scenario', () => {
  const file = (path: string) => ({ path, text: '' });
  const authored = (paths: readonly string[], entry = paths[0]) =>
    saidOf(textOf({ orchestration: { files: paths.map(file), entry } }));

  test.each([
    ['../secret.ts', "'../secret.ts' may not contain . or .. as a folder"],
    ['/etc/passwd.ts', "'/etc/passwd.ts' is absolute: paths start inside the project"],
    ['a\\b.ts', "'a\\b.ts' is written with \\: use /"],
    ['__proto__', "'__proto__' must end in .ts or .js"],
    [
      'a//b.ts',
      "'a//b.ts' may hold letters, digits, spaces and _ - . @ only, and no folder may be empty or start with a dot",
    ],
  ])('may not be called %s', (path, message) => {
    expect(authored([path])).toEqual([`5 orchestration.files[0].path: ${message}`]);
  });

  test('needs a file, each of another name, and its entry among them', () => {
    expect(authored([], 'a.ts')).toEqual([
      "5 orchestration.files: 'files' must have at least 1 item",
      "5 orchestration.entry: 'a.ts' is not among the files",
    ]);
    expect(authored(['a.ts', 'a.ts'])).toEqual([
      "5 orchestration.files[1].path: two files are called 'a.ts'",
    ]);
    expect(authored(['a.ts'], 'b.ts')).toEqual(["5 orchestration.entry: 'b.ts' is not among the files"]);
  });
});

describe('a key', () => {
  const secret = 'sk-proj-abc123DEF456ghi789';

  test.each([
    [{ apiKey: 'x' }, 'apiKey'],
    [{ input: { headers: { Authorization: 'x' } } }, 'input.headers.Authorization'],
    [{ input: { OPENAI_API_KEY: '' } }, 'input.OPENAI_API_KEY'],
    [{ input: { 'x-api-key': 1 } }, 'input["x-api-key"]'],
    [{ input: [secret] }, 'input[0]'],
    [{ input: `Bearer ${secret}` }, 'input'],
    [
      { orchestration: { files: [{ path: 'a.ts', text: `const key = '${secret}';` }], entry: 'a.ts' } },
      'orchestration.files[0].text',
    ],
  ])('in %j is refused by name, and never repeated', (changed, path) => {
    const problems = problemsOf(textOf(changed));
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain('API key');
    expect(problems[0]?.message).not.toContain('abc123');
  });

  test.each(['a task-force, a sk-learn pipeline', 'sk-', 'keyboard', 'Bearer of bad news'])(
    'is not seen in plain words: %s',
    (input) => {
      expect(saidOf(textOf({ input }))).toEqual([]);
    },
  );
});

describe('hostile keys', () => {
  test('are refused by name and line', () => {
    expect(saidOf('{\n"__proto__": {"format": "rehearsal-scenario"}}')).toEqual([
      "2 : this is not JSON: the key '__proto__' is reserved",
    ]);
    expect(saidOf('{"seed": 1,\n"seed": 2}')).toEqual(["2 : this is not JSON: 'seed' is given twice"]);
  });

  test('that objects inherit are not mistaken for values', () => {
    expect(saidOf(textOf({ constructor: 1 }))).toEqual([
      "8 constructor: 'constructor' is not understood here",
    ]);
    expect(saidOf(textOf({ orchestration: { toString: 1 } })).length).toBeGreaterThan(0);
  });
});
