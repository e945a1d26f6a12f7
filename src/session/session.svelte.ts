/**
 * One visit: what is open, what runs, what is selected. The views' only door. It asks the realms for runs and keeps
 * what they say; it computes none.
 */
import type { Json } from '../base/json.ts';
import { stepCalled } from '../history/projections/drawn-steps.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import { ChosenRun } from './chosen-run.svelte.ts';
import { Concerns, type RefusedRun } from './concerns.svelte.ts';
import { Drafts } from './drafts.ts';
import { FaultEdits } from './fault-edits.svelte.ts';
import { ForkEdits } from './fork-edits.ts';
import { gallery } from './gallery.svelte.ts';
import { codeNow, openShipped } from './gallery.ts';
import { Guide } from './guide.ts';
import { HttpDoor, type HttpHost } from './http.svelte.ts';
import { InputDoor } from './input.svelte.ts';
import { rememberDraft } from './last-run.ts';
import { Opener } from './opener.ts';
import { People } from './people.svelte.ts';
import { Picture } from './picture.svelte.ts';
import { PlaybackDoor } from './playback.svelte.ts';
import { ProjectDoor } from './project.svelte.ts';
import type { Project } from './project.ts';
import { RouteDoor } from './routes.svelte.ts';
import type { RunLocks } from './run-locks.ts';
import { Runs, type RunStore } from './runs.svelte.ts';
import type { ComputedWorld, Sandbox, SandboxEvents } from './sandbox-driver.ts';
import { ScenarioEdits } from './scenario-edits.svelte.ts';
import { SelectionDoor } from './selection.svelte.ts';
import { SettingsDoor } from './settings.svelte.ts';
import { Stored, storedListener } from './stored.ts';
import { inputsOf } from './world-inputs.ts';
import { Worlds, type Asked } from './worlds.svelte.ts';

/** The realms around the page: main.ts hands them in, tests hand in their own. */
export interface Realms {
  readonly openSandbox: (events: SandboxEvents) => Promise<Sandbox>;
  readonly store: RunStore;
  /** Default: the browser's own. */
  readonly locks?: RunLocks;
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
  readonly people: People;
  readonly guide: Guide;
  readonly opener: Opener;
  readonly http: HttpDoor;
  readonly stored: Stored;
  readonly input: InputDoor;
  readonly chosen: ChosenRun;
  readonly concerns: Concerns;
  /** Whether the alternative without faults is drawn. */
  ghostOn = $state(false);
  /** Run was pressed, and this was in its way. */
  refusedRun: RefusedRun = $state(null);
  readonly #drafts: Drafts;
  readonly #forkEdits: ForkEdits;
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
      refused: () => {
        this.stored.live.letGo();
        if (this.#fresh) this.worlds.clear();
      },
      ...storedListener(
        () => this.stored,
        this.http,
        (parts) => this.worlds.send(parts),
      ),
    });
    this.stored = new Stored({
      ...{ store: realms.store, locks: realms.locks, runs: this.runs, worlds: this.worlds },
      ...{ project: this.project, http: this.http },
      picture: () => this.picture,
      settled: () => this.faults.settle(),
      open: (id) => this.opener.openKept(id),
      codeNow: ({ example, scenarioId, code }) => codeNow(example, scenarioId, this.#drafts.current) ?? code,
      ask: (more) => this.#ask({ how: 'end', kept: true }, this.project.open.code, more),
      fork: (fork, input) => this.#forkEdits.take(fork, input),
    });
    this.chosen = new ChosenRun(() => this.picture, this.selection);
    this.playback = new PlaybackDoor(
      () => this.picture.endMs,
      () => this.settings.all.pace,
    );
    const edits = new ScenarioEdits(() => {
      const { faults, interventions } = this.project.open.scenario;
      return { faults, interventions, fork: this.stored.forks.current };
    });
    this.#forkEdits = new ForkEdits({
      ...{ forks: this.stored.forks, edits, project: this.project },
      run: () => this.picture.run?.run ?? null,
      compute: () => this.compute({ how: 'end', kept: true }),
      ghost: (on) => (this.ghostOn = on),
    });
    this.faults = new FaultEdits({
      edits,
      change: (part) => this.#forkEdits.change(part),
      compute: (kept) => this.compute({ how: 'end', kept }),
      shown: () => this.worlds.shown,
      endMs: () => this.picture.scaleEndMs,
    });
    this.people = new People({
      edits,
      change: (part) => this.#forkEdits.change(part),
      compute: () => this.compute({ how: 'on', kept: true }),
      now: () => this.picture.worldNow,
      atMs: () => this.playback.atMs,
      act: (kind, value) => this.#act(kind, value),
    });
    this.picture = new Picture({
      shown: () => this.worlds.shown,
      baseline: () => this.worlds.baseline,
      atMs: () => this.playback.atMs,
      chosenRun: () => this.chosen.id,
      hovered: () => this.selection.hovered,
      foldIdle: () => this.settings.all.foldIdle,
      before: () => this.faults.before,
      heldEndMs: () => this.faults.heldEndMs,
    });
    this.input = new InputDoor({
      scenario: () => this.project.open.scenario,
      run: () => this.picture.run?.run ?? null,
      edit: (part) => this.project.editScenario(part) && this.#leaveEdits(),
      compute: (asked) => this.compute(asked),
    });
    this.concerns = new Concerns({
      ...{ project: this.project, worlds: this.worlds, picture: this.picture },
      ...{ input: this.input, http: this.http },
      fresh: () => this.#fresh,
      refusedRun: () => this.refusedRun,
    });
    this.guide = new Guide(this.project, this.picture, this.selection, () => this.concerns.problems);
    this.opener = new Opener(this.route, this.runs, this.#drafts, {
      open: (project, shipped) => this.#replace(project, shipped),
      run: () => this.run(),
      show: (kept, history) => this.stored.keeper.reopen(kept, history),
    });
    addEventListener('pagehide', () => this.#drafts.leave());
  }

  /** Opens what the address names, or what was open last, or the first example. */
  async start(): Promise<void> {
    await this.opener.start();
    void gallery.load();
    await this.stored.again.offer();
  }

  /** Runs what is in the editor: computed at once, then played. */
  run(): void {
    this.input.settled();
    this.http.problem = null;
    this.faults.forget();
    this.refusedRun = null;
    if (this.project.open.scenarioProblems.length > 0) this.refusedRun = 'scenario';
    else if (this.input.problem !== null) this.refusedRun = 'input';
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
    const back = this.#forkEdits.takenBack();
    if (back?.parent) {
      this.worlds.show(back.parent, { how: 'end', kept: false });
      this.stored.keeper.shownId = back.parentId;
      return;
    }
    // each would be a run of its own, with calls that are really made
    if (this.http.on && !asked.kept) return;
    this.refusedRun = this.input.problem === null ? null : 'input';
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
    this.#leaveEdits();
    if (this.project.editScenario({ seed })) this.compute({ how: 'play', kept: true });
  }

  /** Undoes every edit since this was opened. */
  reset(): void {
    const { shipped } = this.project;
    if (!shipped) return;
    this.#replace(shipped, shipped);
    this.#edited();
    this.run();
  }

  /** From here on is another scenario: what was edited of this one's faults and fork is no step back any more. */
  #leaveEdits(): true {
    this.faults.forget();
    this.#forkEdits.leave();
    return true;
  }

  /** Does something as a person in a world that goes on in real time; false where none does. */
  #act(kind: string, value: Json): boolean {
    const { shown, computing } = this.worlds;
    if (!computing || shown?.inputs.host !== 'wall') return false;
    this.worlds.send({ type: 'intervene', world: shown.world, kind, value });
    return true;
  }

  #ask(asked: Asked, code: Project['code'], more = (plain: WorldInputs): WorldInputs => plain): void {
    const plain = inputsOf(this.project.open.scenario, this.http.on ? 'wall' : 'simulated');
    const inputs = more(this.stored.forks.inputs(plain));
    if (this.stored.forks.current) this.stored.forks.mark(inputs, this.stored.forks.current);
    this.worlds.ask({ code, inputs }, asked);
    this.stored.keeper.changed();
  }

  #shown(world: ComputedWorld, { how, kept }: Asked): void {
    this.#fresh = false;
    this.project.adoptCode(world.code);
    const { selected } = this.selection;
    if (selected && !(this.picture.run && stepCalled(this.picture.run, selected.step)))
      this.selection.clear();
    // what went over HTTP was seen as it happened
    const moves = how !== 'end' && world.inputs.host === 'simulated';
    if (moves && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      if (how === 'play') this.playback.scrub(0);
      this.playback.play();
    } else this.playback.toEnd();
    if (!kept) return;
    this.opener.left();
    void this.stored.keeper.keep(world);
  }

  #replace(project: Project, shipped: Project): void {
    this.project.replace(project, shipped);
    this.#fresh = true;
    this.worlds.forget();
    this.selection.clear();
    this.selection.hover(null);
    this.faults.reset();
    this.people.queueOpen = false;
    this.chosen.forget();
    this.ghostOn = false;
    this.stored.forks.current = null;
    this.refusedRun = null;
  }

  #edited(): void {
    rememberDraft();
    this.#drafts.keep(this.project.open, this.project.shipped);
  }
}
