/** What the page opens: a shipped scenario, a stored run, or what was left the last time. */
import type { History } from '../history/events.ts';
import type { Drafts } from './drafts.ts';
import { gallery } from './gallery.svelte.ts';
import { openShipped, withDraft } from './gallery.ts';
import type { KeptRun } from './kept-run.ts';
import { lastRun, mayHaveDraft } from './last-run.ts';
import { withScenarioText, type Project } from './project.ts';
import type { RouteDoor } from './routes.svelte.ts';
import type { Route } from './routes.ts';
import type { Runs } from './runs.svelte.ts';

/** How long a returning visitor waits for the store before the shipped example opens. Wall ms. */
const STORE_PATIENCE_MS = 1500;

/** What opening does to the visit. */
export interface Opened {
  /** Puts a project into the editor; `shipped`: what it is compared with to say that it was edited. */
  readonly open: (project: Project, shipped: Project) => void;
  readonly run: () => void;
  readonly show: (kept: KeptRun, history: History) => Promise<void>;
}

export class Opener {
  readonly #route: RouteDoor;
  readonly #runs: Runs;
  readonly #drafts: Drafts;
  readonly #opened: Opened;
  /** Example and scenario that are open. */
  #open = { example: '', scenarioId: '' };

  constructor(route: RouteDoor, runs: Runs, drafts: Drafts, opened: Opened) {
    this.#route = route;
    this.#runs = runs;
    this.#drafts = drafts;
    this.#opened = opened;
  }

  /** Opens what the address names, or what was open last, or the first example. */
  async start(): Promise<void> {
    const route = this.#route.current;
    const last = lastRun();
    if (last !== null || mayHaveDraft() || route.view === 'runs')
      await Promise.race([this.#drafts.read(), pause(STORE_PATIENCE_MS)]);
    if (route.view === 'runs') {
      if (route.run !== undefined && (await this.#openNamed(route.run))) return;
      // Under the list the page is ready to play all the same.
      this.#openExample();
      return;
    }
    const { example = last?.example, scenario = last?.scenarioId } = route;
    const isLast = last !== null && example === last.example && scenario === last.scenarioId;
    if (isLast && (await this.#openRun(last.id, last.draftKey))) return;
    await gallery.hold(example);
    this.openExample(example, scenario);
  }

  /** Someone went to an address. */
  async arrive(route: Route): Promise<void> {
    if (route.view === 'runs') {
      if (route.run !== undefined) await this.#openNamed(route.run);
      return;
    }
    await gallery.hold(route.example);
    const { example, scenarioId } = this.#open;
    if (route.example === undefined) {
      if (example !== '') this.#route.rename({ view: 'play', example, scenario: scenarioId });
    } else if (route.example !== example || (route.scenario ?? scenarioId) !== scenarioId)
      this.openExample(route.example, route.scenario);
  }

  /** Opens a shipped scenario, with the visitor's own edits, and runs it. Unknown names open the first there is. */
  openExample(example?: string, scenarioId?: string): void {
    const shipped = this.#openExample(example, scenarioId);
    this.#route.rename({ view: 'play', example: shipped.example, scenario: shipped.scenarioId });
  }

  /** Opens a stored run as it was, and names it. False if it is not there. */
  async openKept(id: string): Promise<boolean> {
    if (!(await this.#openNamed(id))) return false;
    this.#route.rename({ view: 'runs', run: id });
    return true;
  }

  /** Another run than the one that the address names is on the screen now. */
  left(): void {
    const { current } = this.#route;
    if (current.view === 'runs' && current.run !== undefined) this.#route.rename({ view: 'play' });
  }

  #openExample(example?: string, scenarioId?: string): Project {
    const shipped = openShipped(example, scenarioId);
    this.#open = shipped;
    this.#opened.open(withDraft(shipped, this.#drafts.current), shipped);
    this.#opened.run();
    return shipped;
  }

  /** Opens the run that an address names; the list says so if it is not there. */
  async #openNamed(id: string): Promise<boolean> {
    const there = await this.#openRun(id);
    if (!there) {
      this.#runs.notice ||= `Run ${id.slice(0, 8)} is not kept in this browser. Open another, or run its scenario again.`;
      this.#route.rename({ view: 'runs' });
    }
    return there;
  }

  /**
   * Opens a stored run, as it was or, with `draftKey`, with the edits made since. False if it is not there.
   */
  async #openRun(id: string, draftKey?: string): Promise<boolean> {
    await this.#runs.open();
    const kept = this.#runs.list.find((run) => run.summary.id === id);
    const history = kept && (await this.#runs.read(id));
    if (!kept || !history || history.length === 0) return false;
    await gallery.hold(kept.example);
    const shipped = openShipped(kept.example, kept.scenarioId);
    const { example, scenarioId, title, code } = kept;
    const own: Project = {
      ...shipped,
      ...{ example, scenarioId, title, code, scenarioTitle: kept.summary.scenarioTitle },
      draftKey: draftKey ?? `${example}@${id}`,
    };
    const stored = withScenarioText(own, kept.summary.scenarioJson);
    const base = draftKey === shipped.draftKey ? shipped : stored;
    this.#open = base === shipped ? shipped : { example: '', scenarioId: '' };
    this.#opened.open(draftKey === undefined ? base : withDraft(base, this.#drafts.current), base);
    await this.#opened.show(kept, history);
    return true;
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
