/** The shipped examples as projects that can be opened. */
import type { Json } from '../base/json.ts';
import type { Example, ExampleScenario } from '../examples/example.ts';
import { scenarioKey, type Draft } from './draft.ts';
import { gallery } from './gallery.svelte.ts';
import { inputShape } from './input-shape.ts';
import { withScenarioText, type Project } from './project.ts';
import { readScenario, writeScenario } from './scenario-text.ts';

/** Opens a shipped scenario that the gallery holds; unknown ids open the first there is. */
export function openShipped(exampleId?: string, scenarioId?: string): Project {
  const { examples } = gallery;
  const example = examples.find(({ id }) => id === exampleId) ?? examples[0];
  const chosen = example.scenarios.find(({ id }) => id === scenarioId) ?? example.scenarios[0];
  const read = readScenario(JSON.stringify(chosen.scenario));
  if (!('scenario' in read))
    throw new Error(`Assertion failed: ${example.id}/${chosen.id}: ${read.problems[0]?.message ?? ''}`);
  return {
    example: example.id,
    scenarioId: chosen.id,
    draftKey: example.id,
    title: example.title,
    scenarioTitle: chosen.scenario.name,
    code: codeOf(example),
    scenario: read.scenario,
    scenarioText: writeScenario(read.scenario),
    scenarioProblems: [],
  };
}

/** A shipped project with the visitor's own edits laid over it. */
export function withDraft(shipped: Project, draft: Draft): Project {
  const files = draft.codes[shipped.draftKey];
  const text = draft.scenarios[scenarioKey(shipped)];
  const edited = files ? { ...shipped, code: { ...shipped.code, files } } : shipped;
  return text === undefined ? edited : withScenarioText(edited, text);
}

/** The source of a shipped scenario as it is now, with the visitor's own edits; null for what is not shipped. */
export const codeNow = (exampleId: string, scenarioId: string, draft: Draft): Project['code'] | null =>
  gallery.has(exampleId) ? withDraft(openShipped(exampleId, scenarioId), draft).code : null;

export interface InputExample {
  readonly title: string;
  readonly input: Json;
}

/** Inputs to try: those of the example's scenarios, each once. */
export function inputExamples(exampleId: string): InputExample[] {
  const example = gallery.examples.find(({ id }) => id === exampleId);
  const byInput = new Map<string, InputExample>();
  for (const { scenario } of example?.scenarios ?? []) {
    const { name, input, faults } = scenario as ExampleScenario['scenario'] & {
      readonly input: Json;
      readonly faults?: { readonly faults: readonly Json[] };
    };
    const key = JSON.stringify(input);
    // A scenario without faults is about its input, so that its name says what the input is.
    const telling = (faults?.faults.length ?? 0) === 0 && !/^no faults$/i.test(name);
    if (telling || !byInput.has(key))
      byInput.set(key, { title: telling ? name : opening(input) || name, input });
  }
  return byInput.size > 1 ? [...byInput.values()] : [];
}

const OPENING_CHARS = 24;

/** The first few words of an input, up to the first stop; empty where it has none. */
function opening(input: Json): string {
  const shape = inputShape(input);
  const text = shape.form === 'text' ? shape.text : longestText(input);
  const [phrase = ''] = text.split(/[,.;:!?](?:\s|$)/, 1);
  const [first = '', ...more] = phrase.split(/\s+/).slice(0, 4);
  const words = more.reduce(
    (said, word) => (said.length + 1 + word.length <= OPENING_CHARS ? `${said} ${word}` : said),
    first,
  );
  return words.slice(0, OPENING_CHARS);
}

/** The longest text within an input: likely the one that a person wrote. */
function longestText(input: Json): string {
  if (typeof input === 'string') return input;
  if (input === null || typeof input !== 'object') return '';
  return Object.values(input)
    .map((part) => longestText(part))
    .reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

// One code object an example, so that a scenario of the same source needs no second load.
const codes = new Map<string, Project['code']>();
function codeOf({ id, files, entry, program }: Example): Project['code'] {
  const code = codes.get(id) ?? {
    files: files.map((path) => ({ path, text: gallery.sourceOf(id, path) })),
    entry,
    ...(program !== undefined && { program }),
  };
  codes.set(id, code);
  return code;
}
