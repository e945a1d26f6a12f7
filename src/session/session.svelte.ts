/**
 * One visit: what is open, what runs, what is selected. The views' only door. It asks the realms for runs and keeps
 * what they say; it computes none.
 */
import type { Json } from '../base/json.ts';
import type { History } from '../history/events.ts';
import { announcement } from '../history/projections/verdict.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import { Drafts } from './drafts.ts';
import { FaultEdits } from './fault-edits.svelte.ts';
import { openShipped } from './gallery.ts';
import { Guide } from './guide.ts';
import { HttpDoor, type HttpHost } from './http.svelte.ts';
import { checkInput } from './input-shape.ts';
import { keptRun, type KeptRun } from './kept-run.ts';
import { rememberDraft, rememberRun } from './last-run.ts';
import { noticeOf, type Notice } from './notice.ts';
import { Opener } from './opener.ts';
import { Picture } from './picture.svelte.ts';
import { PlaybackDoor } from './playback.svelte.ts';
import { problemsOf, type ShownProblem } from './problems.ts';
import { ProjectDoor } from './project.svelte.ts';
import { sameCode, type Project } from './project.ts';
import { RouteDoor } from './routes.svelte.ts';
import { Runs, type RunStore } from './runs.svelte.ts';
import type { WallMs } from '../base/units.ts';
import type { ComputedWorld, Sandbox, SandboxEvents } from './sandbox-driver.ts';
import { SelectionDoor } from './selection.svelte.ts';
import { SettingsDoor } from './settings.svelte.ts';
import { Worlds, type Asked } from './worlds.svelte.ts';

/** The realms around the page: main.ts hands them in, tests hand in their own. */
export interface Realms {
  readonly openSandbox: (events: SandboxEvents) => Promise<Sandbox>;
  readonly store: RunStore;
  /** Absent where the page can answer none: then nothing offers to run over HTTP. */
  readonly openHttp?: () => Promise<HttpHost>;
}

export class Session {
  readonly settings = new SettingsDoor();
  readonly selection = new SelectionDoor();
  readonly route: RouteDoor;
  readonly project: ProjectDoor;
  readonly runs: Runs;
  readonly worlds: Worlds;
  readonly playback: PlaybackDoor;
  readonly picture: Picture;
  readonly faults: FaultEdits;
  readonly guide: Guide;
  readonly opener: Opener;
  readonly http: HttpDoor;
  /** Whether the alternative without faults is drawn. */
  ghostOn = $state(false);
  /** Run was pressed, and this was in its way. */
  refusedRun: 'scenario' | 'input' | null = $state(null);
  readonly #drafts: Drafts;
  #typing = false;
  /** What is open has not been on the screen yet: the pictures are of what was open before. */
  #fresh = $state(true);

  constructor(realms: Realms) {
    this.http = new HttpDoor(realms.openHttp);
    this.runs = new Runs(realms.store);
    this.#drafts = new Drafts(realms.store);
    this.route = new RouteDoor((route) => void this.opener.arrive(route));
    this.project = new ProjectDoor(openShipped(), () => this.#edited());
    this.worlds = new Worlds(realms.openSandbox, {
      shown: (world, asked) => this.#shown(world, asked),
      grew: () => this.playback.toEnd(),
      refused: () => this.#fresh && this.worlds.clear(),
      began: (world, inputs) => this.http.began(world, inputs, (parts) => this.worlds.send(parts)),
      over: (world) => this.http.over(world),
      asked: (report) => this.http.asked(report),
    });
    this.playback = new PlaybackDoor(
      () => this.picture.endMs,
      () => this.settings.all.pace,
    );
    this.faults = new FaultEdits({
      plan: () => this.project.open.scenario.faults,
      change: (faults) => this.project.editScenario({ faults }),
      compute: (kept) => this.compute({ how: 'end', kept }),
      shown: () => this.worlds.shown,
      endMs: () => this.picture.scaleEndMs,
    });
    this.picture = new Picture({
      shown: () => this.worlds.shown,
      baseline: () => this.worlds.baseline,
      atMs: () => this.playback.atMs,
      hovered: () => this.selection.hovered,
      foldIdle: () => this.settings.all.foldIdle,
      before: () => this.faults.before,
      heldEndMs: () => this.faults.heldEndMs,
    });
    this.guide = new Guide(this.project, this.picture, this.selection, () => this.problems);
    this.opener = new Opener(this.route, this.runs, this.#drafts, {
      open: (project, shipped) => this.#replace(project, shipped),
      run: () => this.run(),
      show: (kept, history) => this.#showKept(kept, history),
    });
    addEventListener('pagehide', () => this.#drafts.flush());
  }

  /** Whether the source in the editor is another than that of the pictures. */
  readonly codeEdited: boolean = $derived.by(() => {
    const { shown } = this.worlds;
    return shown !== null && !this.#fresh && !sameCode(shown.code, this.project.open.code);
  });
  /** Whether the pictures are not what the editor says: it does not compile, or was not run. */
  readonly stalePictures: boolean = $derived.by(
    () => this.picture.run !== null && (this.codeEdited || this.worlds.refused !== null),
  );
  readonly staleNote: string = $derived.by(() =>
    !this.stalePictures ? '' : this.worlds.refused ? 'last run that compiled' : 'edited since this run',
  );
  readonly inputProblem = $derived.by(() => checkInput(this.project.open.scenario.input));
  readonly problems: readonly ShownProblem[] = $derived.by(() =>
    problemsOf(
      this.worlds.refused?.problems ?? [],
      this.project.open.scenarioProblems,
      this.codeEdited ? null : this.picture.run,
    ),
  );
  readonly notice: Notice | null = $derived.by(() =>
    noticeOf({
      starting: this.worlds.computing && this.picture.run === null,
      hasRun: this.picture.run !== null,
      silentMs: this.worlds.silentMs,
      broken: this.worlds.broken,
      brokenShown: this.picture.world.ended?.reason === this.worlds.broken?.reason,
      compileProblems: this.problems.filter(({ found }) => found === 'compile'),
      scenarioRefused:
        this.refusedRun === 'scenario'
          ? (this.problems.find(({ found }) => found === 'scenario') ?? null)
          : null,
      inputRefused: this.refusedRun === 'input' ? this.inputProblem : null,
      httpProblem: this.http.problem,
    }),
  );

  /** Opens what the address names, or what was open last, or the first example. */
  start(): Promise<void> {
    return this.opener.start();
  }

  /** Runs what is in the editor: computed at once, then played. */
  run(): void {
    this.#typing = false;
    this.http.problem = null;
    this.faults.forget();
    this.refusedRun = null;
    if (this.project.open.scenarioProblems.length > 0) this.refusedRun = 'scenario';
    else if (this.inputProblem !== null) this.refusedRun = 'input';
    else this.#ask({ how: 'play', kept: true }, this.project.open.code);
  }

  /** From now on calls go over HTTP, on the wall clock. */
  async runOverHttp(): Promise<void> {
    if (await this.http.switchOn()) this.run();
  }

  /** From now on everything is simulated again. */
  runSimulated(): void {
    this.http.switchOff();
    this.run();
  }

  /** Computes the pictures' own source again with the scenario as it is now. */
  compute(asked: Asked): void {
    this.refusedRun = this.inputProblem === null ? null : 'input';
    if (this.refusedRun === null)
      this.#ask(
        asked,
        this.#fresh ? this.project.open.code : (this.worlds.shown?.code ?? this.project.open.code),
      );
  }

  stop(): void {
    this.worlds.stop();
  }

  setSeed(seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0 || seed === this.project.open.scenario.seed) return;
    this.faults.forget();
    if (this.project.editScenario({ seed })) this.compute({ how: 'play', kept: true });
  }

  /** Takes over an input; `live`: while it is typed, so that nothing is kept or played yet. */
  setInput(input: Json, live: boolean): void {
    if (!this.project.editScenario({ input })) return;
    this.faults.forget();
    this.#typing = live;
    this.compute({ how: live ? 'end' : 'play', kept: !live });
  }

  /** Typing is over: what came of it is kept. */
  keepInput(): void {
    if (this.#typing) this.compute({ how: 'end', kept: true });
    this.#typing = false;
  }

  /** Undoes every edit since this was opened. */
  reset(): void {
    const { shipped } = this.project;
    if (!shipped) return;
    this.#replace(shipped, shipped);
    this.#edited();
    this.run();
  }

  #ask(asked: Asked, code: Project['code']): void {
    const { scenario } = this.project.open;
    const inputs: WorldInputs = {
      scenario: scenario.name,
      input: scenario.input,
      faults: scenario.faults,
      seed: scenario.seed,
      cast: scenario.cast,
      host: this.http.on ? 'wall' : 'simulated',
    };
    this.worlds.ask({ code, inputs }, asked);
    this.runs.changed();
  }

  #shown(world: ComputedWorld, { how, kept }: Asked): void {
    this.#fresh = false;
    this.project.adoptCode(world.code);
    const { selected } = this.selection;
    if (selected && !this.picture.run?.steps.some(({ step }) => step === selected.step))
      this.selection.clear();
    // what went over HTTP was seen as it happened
    const fresh = how === 'play' && world.inputs.host === 'simulated';
    if (fresh && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.playback.scrub(0);
      this.playback.play();
    } else this.playback.toEnd();
    if (!kept) return;
    this.opener.left();
    void this.#keep(world);
  }

  #showKept({ code, inputs, tookMs, summary, example, scenarioId }: KeptRun, history: History): void {
    this.project.adoptCode(code);
    this.runs.reopened();
    this.worlds.show(
      { world: 0, code, inputs, history, hash: summary.hash, tookMs },
      { how: 'end', kept: false },
    );
    rememberRun({ id: summary.id, example, scenarioId, draftKey: this.project.open.draftKey });
  }

  async #keep(world: ComputedWorld): Promise<void> {
    const { run, totals } = this.picture;
    if (!run || !totals) return;
    const { open: project } = this.project;
    const verdict = announcement(this.picture.verdict);
    const seen = { verdict, totals, run };
    const kept = keptRun(crypto.randomUUID(), Date.now() as WallMs, world, project, seen);
    const id = await this.runs.keep(kept, world.history);
    const { example, scenarioId, draftKey } = project;
    this.faults.settle();
    if (id !== null) rememberRun({ id, example, scenarioId, draftKey });
  }

  #replace(project: Project, shipped: Project): void {
    this.project.replace(project, shipped);
    this.#fresh = true;
    this.worlds.forget();
    this.selection.clear();
    this.selection.hover(null);
    this.faults.reset();
    this.ghostOn = false;
    this.refusedRun = null;
  }

  #edited(): void {
    rememberDraft();
    this.#drafts.keep(this.project.open, this.project.shipped);
  }
}
