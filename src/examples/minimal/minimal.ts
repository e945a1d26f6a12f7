import { classify, generate, judge, orchestration,
  retrieve, type Context } from 'rehearsal';

// The article's minimal orchestrator, in thirty
// lines: a registry, a ready set, and the outputs of
// what each step depends on. What waits for what is
// part of the input, so that you can try other
// graphs: leave a step out, or close a circle.
// (verify also depends on search: it must have
// something to check against.)
interface Question {
  readonly query: string;
  /** Whether steps that are ready run at once. */
  readonly overlap: boolean;
  readonly dependencies?: Dependencies;
}
type Dependencies = Readonly<
  Record<string, readonly string[]>>;
type Results = Record<string, unknown>;
type Registry = Readonly<Record<string,
  (results: Results) => PromiseLike<unknown>>>;

const article: Dependencies = {
  classify: [],
  search: ['classify'],
  generate: ['classify', 'search'],
  verify: ['generate', 'search'],
};

const ready = (of: Dependencies, done: object) =>
  Object.keys(of).filter((name) => !(name in done)
    && of[name]!.every((needed) => needed in done));

// What can never start is known before anything does.
function checkDeadlock(of: Dependencies) {
  const done: Results = {};
  let next = ready(of, done);
  for (; next.length > 0; next = ready(of, done))
    for (const name of next) done[name] = true;
  const pending = Object.keys(of).filter(
    (name) => !(name in done));
  const names = pending.join(', ');
  if (pending.length > 0) throw new Error(
    `Deadlock detected. Pending: ${names}`);
}

const pick = (of: Results, keys: readonly string[]) =>
  Object.fromEntries(keys.map((k) => [k, of[k]]));

// The article's: ready steps run one after another.
async function inTurn(registry: Registry,
  of: Dependencies): Promise<Results> {
  const results: Results = {};
  let next = ready(of, results);
  for (; next.length > 0; next = ready(of, results))
    for (const name of next) results[name] =
      await registry[name]!(pick(results, of[name]!));
  return results;
}

// Ours: a step starts when what it needs is there.
function overlapping(registry: Registry,
  of: Dependencies, all: Context['all']) {
  const started: Record<string, Promise<unknown>>
    = {};
  const start = (name: string) =>
    started[name] ??= begin(name);
  async function begin(name: string) {
    const results: Results = {};
    for (const needed of of[name]!)
      results[needed] = await start(needed);
    return registry[name]!(results);
  }
  return all(Object.fromEntries(Object.keys(of)
    .map((name) => [name, start(name)])));
}

export default orchestration({
  name: 'Minimal orchestrator',
  steps: {
    classify: classify(
      ['billing', 'technical', 'account', 'general'],
      { model: 'gpt-4o-mini' }),
    search: retrieve({ index: 'help-centre' }),
    generate: generate({ model: 'claude-3-sonnet',
      system: 'Answer from the articles only.' }),
    verify: judge({ model: 'gpt-4o',
      rubric: 'every fact stands in the articles' }),
  },
  async run(question: Question, steps, { all }) {
    const { query, overlap } = question;
    const of = question.dependencies ?? article;
    const registry: Registry = {
      classify: () => steps.classify(query),
      search: () => steps.search(query),
      generate: ({ classify: intent, search }) =>
        steps.generate({ question: query,
          labels: { intent }, articles: search }),
      verify: ({ generate: reply, search }) =>
        steps.verify({ reply: String(reply),
          against: search }),
    };
    checkDeadlock(of);
    return overlap
      ? await overlapping(registry, of, all)
      : await inTurn(registry, of);
  },
});
