import { expect, test } from 'vitest';
import { failureOf } from '../../../src/store/store-failure.ts';

const because = (name: string) =>
  failureOf(new DOMException('said by the browser', name), 'The run of "Triage"');

test('what the browser throws becomes a code and whole sentences with something to try', () => {
  expect(because('QuotaExceededError')).toMatchObject({ code: 'full' });
  expect(because('SecurityError')).toMatchObject({ code: 'private' });
  expect(because('VersionError')).toMatchObject({ code: 'blocked' });
  expect(because('ConstraintError')).toMatchObject({ code: 'taken' });
  expect(because('UnknownError')).toMatchObject({ code: 'broken' });
  for (const name of [
    'QuotaExceededError',
    'SecurityError',
    'VersionError',
    'ConstraintError',
    'UnknownError',
  ])
    expect(because(name).message).toMatch(/^[A-Z].*\. [A-Z].*[a-z]\.$/s);
});

test('a failure without words is a failure all the same', () => {
  expect(failureOf(null, 'The run')).toMatchObject({ ok: false, code: 'broken' });
  expect(failureOf('oops', 'The run').message).toContain("The run failed in the browser's storage.");
});
