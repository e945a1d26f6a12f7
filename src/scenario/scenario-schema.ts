/**
 * The schema of a scenario, version 1: what is saved and shared.
 *
 * Whoever changes what a document may say raises SCENARIO_VERSION, upgrades older documents in document.ts, and keeps a
 * document of each version in test/fixtures. public/scenario.schema.json is made from this (json-schema.ts).
 */
import * as z from 'zod/mini';
import type { Json } from '../base/json.ts';
import type { FaultPlan } from '../faults/plan.ts';
import { planSchema } from '../faults/plan-schema.ts';
import { FILE_LIMIT, pathProblem, type SourceFile } from './source.ts';

export const SCENARIO_FORMAT = 'rehearsal-scenario';
export const SCENARIO_VERSION = 1;

/** Where a model name is bound. Simulated models are bound to the profile of their own name unless this says otherwise. */
export interface CastEntry {
  readonly endpoint: 'simulated';
  /** A profile's model name. */
  readonly profile: string;
}

/** What a person did, at virtual time. */
export interface Intervention {
  /** Whole virtual ms. */
  readonly atMs: number;
  /** Among those of one millisecond: lower first. */
  readonly order: number;
  readonly kind: string;
  readonly value: Json;
}

/** One run of a world that has several. */
export interface ScenarioRun {
  /** Unique in the world. Default: 'run-1', 'run-2' … in their order. */
  readonly run?: string;
  readonly input: Json;
  /** When it starts, whole virtual ms. Default 0. */
  readonly atMs?: number;
  /** Whose run it is: breakers, buckets and budgets are kept a tenant. */
  readonly tenant?: string;
  /** The session that it goes on with. */
  readonly session?: string;
}

/** Authored source, or a shipped example or program by name. */
export type OrchestrationSource =
  | { readonly example: string }
  | { readonly program: string }
  | { readonly files: readonly SourceFile[]; readonly entry: string };

export interface Scenario {
  readonly $schema?: string;
  readonly format: typeof SCENARIO_FORMAT;
  readonly version: typeof SCENARIO_VERSION;
  readonly name: string;
  readonly description?: string;
  readonly orchestration: OrchestrationSource;
  /** What the orchestration is run with. */
  readonly input: Json;
  /** Several runs that share one world, in place of one with `input`. */
  readonly runs?: readonly ScenarioRun[];
  /** What sessions hold when the world begins, by session. */
  readonly sessions?: Readonly<Record<string, Json>>;
  readonly cast: Readonly<Record<string, CastEntry>>;
  readonly faults: FaultPlan;
  /** Whole, 0 to 2^53 − 1. */
  readonly seed: number;
  readonly interventions: readonly Intervention[];
  /** None can be said yet. */
  readonly thresholds?: readonly never[];
  /** None can be said yet. */
  readonly invariants?: readonly never[];
}

const name = z.string().check(z.minLength(1), z.maxLength(200));
const whole = z.int().check(z.gte(0));
const json = z.json().check(z.meta({ id: 'json', description: 'Any JSON value.' }));

const file = z
  .strictObject({
    path: z.string().check(
      z.superRefine<string>((path, context) => {
        const message = pathProblem(path);
        if (message !== null) context.addIssue({ code: 'custom', message });
      }),
      z.describe("Relative to the project, with /: 'triage.ts'."),
    ),
    text: z.string(),
  })
  .check(z.meta({ id: 'file', description: 'A source file.' }));

const authored = z
  .strictObject({
    files: z.array(file).check(z.minLength(1), z.maxLength(FILE_LIMIT)),
    entry: z.string().check(z.describe('The path of the file whose default export is the orchestration.')),
  })
  .check(
    z.superRefine<{ files: SourceFile[]; entry: string }>(({ files, entry }, context) => {
      const paths = files.map(({ path }) => path);
      paths.forEach((path, i) => {
        if (paths.indexOf(path) !== i)
          context.addIssue({
            code: 'custom',
            path: ['files', i, 'path'],
            message: `two files are called '${path}'`,
          });
      });
      if (!paths.includes(entry))
        context.addIssue({ code: 'custom', path: ['entry'], message: `'${entry}' is not among the files` });
    }),
  );

/** Runs of one scenario. */
const RUN_LIMIT = 1_000;

const runs = z
  .exactOptional(
    z
      .array(
        z.strictObject({
          run: z.exactOptional(name),
          input: json,
          atMs: z.exactOptional(whole),
          tenant: z.exactOptional(name),
          session: z.exactOptional(name),
        }),
      )
      .check(
        z.minLength(1),
        z.maxLength(RUN_LIMIT),
        z.superRefine<ScenarioRun[]>((list, context) => {
          const names = list.map(({ run }, i) => run ?? `run-${i + 1}`);
          names.forEach((run, i) => {
            if (names.indexOf(run) !== i)
              context.addIssue({ code: 'custom', path: [i, 'run'], message: `two runs are called '${run}'` });
          });
        }),
      ),
  )
  .check(z.describe('Several runs that share one world, in place of one with input.'));

const nothingYet = z
  .exactOptional(z.array(z.never()))
  .check(z.describe('Reserved: this version understands an empty list only.'));

export const scenarioSchema = z.strictObject({
  $schema: z.exactOptional(z.string()),
  format: z.literal(SCENARIO_FORMAT),
  version: z.literal(SCENARIO_VERSION),
  name,
  description: z.exactOptional(z.string().check(z.maxLength(5000))),
  orchestration: z
    .union([z.strictObject({ example: name }), z.strictObject({ program: name }), authored])
    .check(z.describe('A shipped example or unmodified program by name, or source files.')),
  input: json,
  runs,
  sessions: z
    .exactOptional(z.record(name, json))
    .check(z.describe('What sessions hold when the world begins.')),
  cast: z
    ._default(z.record(name, z.strictObject({ endpoint: z.literal('simulated'), profile: name })), {})
    .check(z.describe('Where a model name is bound. Left out: to the simulated profile of that name.')),
  faults: z._default(planSchema, { faults: [] }).check(z.describe('What shall go wrong.')),
  seed: whole.check(z.describe('Keys every draw: the same seed gives the same history.')),
  interventions: z
    ._default(z.array(z.strictObject({ atMs: whole, order: whole, kind: name, value: json })), [])
    .check(z.describe('What a person did, at virtual time.')),
  thresholds: nothingYet,
  invariants: nothingYet,
}) as unknown as z.ZodMiniType<Scenario>;
