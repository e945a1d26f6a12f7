/** The schema of a stored summary: the door through which records of any age come back. */
import * as z from 'zod/mini';
import type { VirtualMs, WallMs } from '../base/units.ts';
import { STORE_LIMITS } from './limits.ts';
import type { Bar, RunSummary } from './run-summary.ts';

const { titleChars, verdictChars, documentChars, bars } = STORE_LIMITS;

const text = (maxChars: number) =>
  z.string({ error: 'is not text' }).check(z.maxLength(maxChars, `is longer than ${maxChars} characters`));
const isFinite = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isWhole = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const whole = z.custom<number>(isWhole, 'is not a whole number from 0');
const ratio = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
  'is not a share from 0 to 1',
);
const bar: z.ZodMiniType<Bar> = z.tuple([ratio, ratio, text(titleChars)], { error: 'is not a bar' });

const schema: z.ZodMiniType<RunSummary> = z.object(
  {
    id: text(titleChars).check(z.minLength(1, 'is empty')),
    startedWall: z.custom<WallMs>(isFinite, 'is not a time'),
    scenarioTitle: text(titleChars),
    scenarioJson: text(documentChars),
    reopenJson: text(documentChars),
    seed: z.custom<number>(isFinite, 'is not a number'),
    outcome: text(titleChars),
    verdict: text(verdictChars),
    virtualMs: z.custom<VirtualMs>(isWhole, 'is not a whole number from 0'),
    costNanoUsd: whole,
    events: whole,
    hash: z.nullable(text(titleChars)),
    complete: z.boolean({ error: 'is not true or false' }),
    parent: z.nullable(text(titleChars)),
    bars: z.array(bar, { error: 'is not a list' }).check(z.maxLength(bars, `has more than ${bars} bars`)),
  },
  { error: 'is not an object' },
);

export type ParsedSummary =
  | { readonly ok: true; readonly summary: RunSummary }
  /** What is wrong, by field, as the end of a sentence about the summary. */
  | { readonly ok: false; readonly message: string };

/** Reads a summary of any origin. Never throws; fields that it does not know are dropped. */
export function parseSummary(record: unknown): ParsedSummary {
  if (record === undefined) return { ok: false, message: 'is missing' };
  const parsed = schema.safeParse(record);
  if (parsed.success) return { ok: true, summary: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  return {
    ok: false,
    message: `${field === '' ? '' : `says ${field}, which `}${issue?.message ?? 'is wrong'}`,
  };
}
