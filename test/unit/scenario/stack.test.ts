import { describe, expect, test } from 'vitest';
import { locateError } from '../../../src/scenario/stack.ts';

const blob = 'blob:null/0f6b2c1e-8a55-4c0e-9a41-5f6f1c9d7e2a';
/** Lines 10 to 29 of the script are triage.ts. */
const locate = (line: number) => (line >= 10 && line < 30 ? { file: 'triage.ts', line: line - 9 } : null);
const found = (stack: string) => locateError(stack, blob, locate);

describe('the authored line of a stack', () => {
  test('in Chromium', () => {
    expect(
      found(`TypeError: Cannot read properties of undefined (reading 'x')
    at classify (${blob}:412:17)
    at Object.run (${blob}:14:23)
    at async start (${blob}:502:5)`),
    ).toEqual({ file: 'triage.ts', line: 5, column: 23 });
    expect(found(`Error: no\n    at ${blob}:11:7`)).toEqual({ file: 'triage.ts', line: 2, column: 7 });
    expect(found(`Error\n    at async ${blob}:12:3`)).toEqual({ file: 'triage.ts', line: 3, column: 3 });
    expect(found(`Error\n    at new Box (${blob}:13:3)`)).toEqual({ file: 'triage.ts', line: 4, column: 3 });
  });

  test('in Chromium, not in its message', () => {
    expect(found(`Error: see ${blob}:20:1\n    at run (${blob}:10:3)`)).toEqual({
      file: 'triage.ts',
      line: 1,
      column: 3,
    });
  });

  test('in Chromium, past code made by eval', () => {
    const stack = `Error\n    at eval (eval at run (${blob}:15:3), <anonymous>:1:7)\n    at run (${blob}:16:5)`;
    expect(found(stack)).toEqual({ file: 'triage.ts', line: 7, column: 5 });
  });

  test('in Node', () => {
    const stack = `Error: no
    at fail (/srv/app/triage.js:11:3)
    at run (triage.js:12:9)
    at Script.runInThisContext (node:vm:137:12)
    at node:internal/main/run_main_module:33:47`;
    expect(locateError(stack, 'triage.js', locate)).toEqual({ file: 'triage.ts', line: 3, column: 9 });
  });

  test('in Firefox', () => {
    expect(
      found(`classify@${blob}:412:17
run@${blob}:14:23
async*start@${blob}:502:5
`),
    ).toEqual({ file: 'triage.ts', line: 5, column: 23 });
    expect(found(`@${blob}:10:1\n`)).toEqual({ file: 'triage.ts', line: 1, column: 1 });
    expect(found(`@${blob} line 12 > eval:1:7\nrun@${blob}:13:5\n`)).toEqual({
      file: 'triage.ts',
      line: 4,
      column: 5,
    });
  });

  test('in WebKit', () => {
    expect(
      found(`classify@${blob}:412:17
run@${blob}:14:23
asyncFunctionResume@[native code]
@[native code]
promiseReactionJobWithoutPromise@[native code]`),
    ).toEqual({ file: 'triage.ts', line: 5, column: 23 });
    expect(found(`${blob}:11:7\nglobal code@${blob}:1:1`)).toEqual({ file: 'triage.ts', line: 2, column: 7 });
  });

  test.each([
    '',
    'Error: no',
    `Error\n    at run (${blob}:500:3)`,
    `run@other:12:3`,
    `run@${blob}:x:y`,
    `${blob}:`,
  ])('is null where there is none: %j', (stack) => {
    expect(found(stack)).toBeNull();
  });
});
