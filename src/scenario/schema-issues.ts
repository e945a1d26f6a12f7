/** Says a schema's issues in plain words. */
import type * as z from 'zod/mini';
import type { Json } from '../base/json.ts';
import type { JsonPath } from './json-text.ts';

type Issue = z.core.$ZodIssue;

export interface IssueSaid {
  readonly path: JsonPath;
  readonly message: string;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Each issue as a sentence about its last named part. `root` is the value that was parsed. */
export const saidOf = (issues: readonly Issue[], root: Json): IssueSaid[] =>
  issues.flatMap((issue) => said(issue, root, []));

function said(issue: Issue, root: Json, under: JsonPath): IssueSaid[] {
  const path = [...under, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  const say = (what: string): IssueSaid[] => [{ path, message: `${nameOf(path)} ${what}` }];
  if (valueAt(root, path) === undefined && issue.code !== 'custom') return say('is missing');
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'never') return say('is not understood here');
      return say(`must be ${EXPECTED[issue.expected] ?? issue.expected}`);
    case 'invalid_value':
      return say(`must be ${listed(issue.values)}`);
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: `'${key}' is not understood here` }));
    case 'too_small':
      return say(limit('at least', issue.minimum, issue.origin));
    case 'too_big':
      return say(limit('at most', issue.maximum, issue.origin));
    case 'invalid_union': {
      if ('options' in issue) return say(`must be ${listed(issue.options)}`);
      const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
      return nearest.flatMap((inner) => said(inner, root, path));
    }
    case 'invalid_format':
    case 'custom':
      return [{ path, message: issue.message }];
    default:
      return say('is not understood');
  }
}

const listed = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' or ');

function limit(which: string, bound: number | bigint, origin: string): string {
  const plural = bound === 1 ? '' : 's';
  if (origin === 'string') return `must have ${which} ${bound} character${plural}`;
  if (origin === 'array') return `must have ${which} ${bound} item${plural}`;
  return `must be ${which} ${bound}`;
}

function nameOf(path: JsonPath): string {
  const named = path.findLastIndex((part) => typeof part === 'string');
  if (named === -1) return 'the scenario';
  return `'${String(path[named])}'${path
    .slice(named + 1)
    .map((part) => `[${part}]`)
    .join('')}`;
}

function valueAt(root: Json, path: JsonPath): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<string | number, Json>)[part]
        : undefined;
  return value;
}
