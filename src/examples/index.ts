/**
 * The gallery: every shipped orchestration with its scenarios. Source text is not here, since each realm reads it its
 * own way: the page through Vite's `?raw`, Node from the folder that is named by the example's id.
 */
import type { Json } from '../base/json.ts';
import dagChecker from './dag/checker.scenario.json' with { type: 'json' };
import dagGreeting from './dag/greeting.scenario.json' with { type: 'json' };
import dagQuestion from './dag/question.scenario.json' with { type: 'json' };
import mismatchBroken from './mismatch-broken/night.scenario.json' with { type: 'json' };
import mismatchFixed from './mismatch-fixed/night.scenario.json' with { type: 'json' };
import storedCalm from './stored-reply/calm.scenario.json' with { type: 'json' };
import storedProse from './stored-reply/prose.scenario.json' with { type: 'json' };
import triageCalm from './triage/calm.scenario.json' with { type: 'json' };
import triageClassifier from './triage/classifier.scenario.json' with { type: 'json' };
import triageCritical from './triage/critical.scenario.json' with { type: 'json' };
import triageCut from './triage/cut.scenario.json' with { type: 'json' };
import triageFifteen from './triage/fifteen.scenario.json' with { type: 'json' };
import triageJapanese from './triage/japanese.scenario.json' with { type: 'json' };
import triageLimited from './triage/limited.scenario.json' with { type: 'json' };
import triageOutage from './triage/outage.scenario.json' with { type: 'json' };
import triageSixteen from './triage/sixteen.scenario.json' with { type: 'json' };
import triageUnknown from './triage/unknown.scenario.json' with { type: 'json' };

export interface ExampleScenario {
  readonly id: string;
  /** A scenario document, as scenario/document.ts reads it; its name and description are what the gallery shows. */
  readonly scenario: Json & { readonly name: string; readonly description: string };
}

export interface Example {
  /** Also its folder. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
  readonly entry: string;
  /** The first is opened when none is asked for. */
  readonly scenarios: readonly [ExampleScenario, ...ExampleScenario[]];
}

/** The first is what a visitor sees. */
export const examples: readonly [Example, ...Example[]] = [
  {
    id: 'triage',
    title: 'Support triage',
    summary: 'Four labels at once, articles where they help, an answer that is judged before it goes out.',
    files: ['triage.ts'],
    entry: 'triage.ts',
    scenarios: [
      { id: 'outage', scenario: triageOutage },
      { id: 'calm', scenario: triageCalm },
      { id: 'critical', scenario: triageCritical },
      { id: 'fifteen', scenario: triageFifteen },
      { id: 'sixteen', scenario: triageSixteen },
      { id: 'japanese', scenario: triageJapanese },
      { id: 'unknown', scenario: triageUnknown },
      { id: 'classifier', scenario: triageClassifier },
      { id: 'cut', scenario: triageCut },
      { id: 'limited', scenario: triageLimited },
    ],
  },
  {
    id: 'dag',
    title: 'DAG dictionary',
    summary: 'A static graph: every node starts as soon as what it depends on is there.',
    files: ['dag.ts'],
    entry: 'dag.ts',
    scenarios: [
      { id: 'question', scenario: dagQuestion },
      { id: 'greeting', scenario: dagGreeting },
      { id: 'checker', scenario: dagChecker },
    ],
  },
  {
    id: 'stored-reply',
    title: 'Stored reply',
    summary: 'The simplest three steps: classify, look up a stored response, format it.',
    files: ['stored-reply.ts'],
    entry: 'stored-reply.ts',
    scenarios: [
      { id: 'calm', scenario: storedCalm },
      { id: 'prose', scenario: storedProse },
    ],
  },
  {
    id: 'mismatch-broken',
    title: '3 AM format mismatch, broken',
    summary: 'A answers with JSON, B wants text, C waits for both until it times out. The alarm names C.',
    files: ['mismatch-broken.ts'],
    entry: 'mismatch-broken.ts',
    scenarios: [{ id: 'night', scenario: mismatchBroken }],
  },
  {
    id: 'mismatch-fixed',
    title: '3 AM format mismatch, fixed',
    summary:
      'A contract on the edge between A and B names it at once, and C is told instead of left waiting.',
    files: ['mismatch-fixed.ts'],
    entry: 'mismatch-fixed.ts',
    scenarios: [{ id: 'night', scenario: mismatchFixed }],
  },
];
