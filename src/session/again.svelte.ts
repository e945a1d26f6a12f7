/**
 * Authored code executed again from a stored history: gone on with, replayed, computed anew, forked. It owns what is asked
 * for and what is said of it; what a history answers is the simulation's.
 */
import type { Json } from '../base/json.ts';
import type { WallMs } from '../base/units.ts';
import type { History } from '../history/events.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import type { ForkPoint } from './fork-point.ts';
import type { Fork, Forks } from './forks.svelte.ts';
import type { ForkOf, KeptRun } from './kept-run.ts';
import type { LiveDoor, TakenUp } from './live.svelte.ts';
import type { MessageDoor } from './message.svelte.ts';
import type { Told } from './executed-again.ts';
import type { Judged } from './replay-inputs.ts';
import type { Runs } from './runs.svelte.ts';
import type { Code, ComputedWorld, Diverged } from './sandbox-driver.ts';
import type { Worlds } from './worlds.svelte.ts';

/** What a fork is to have otherwise. */
export type Otherwise =
  /** What the model said. */
  | { readonly reply: string }
  | { readonly input: Json }
  /** Nothing yet: faults and code that are edited from now on. */
  | Record<string, never>;

export interface AgainVisit {
  readonly runs: Runs;
  readonly worlds: Worlds;
  readonly live: LiveDoor;
  readonly forks: Forks;
  readonly message: MessageDoor;
  /** The stored run that is on the screen. */
  readonly shownId: () => string | null;
  /** Shows a stored run, unless it is on the screen; false where it is not there. */
  readonly open: (id: string) => Promise<boolean>;
  readonly editorCode: () => Code;
  /** The code that a run's example has now, with the visitor's edits. */
  readonly codeNow: (kept: KeptRun) => Code;
  /** Calls go to whoever answers live ones; false, and the reason is said, where nobody does. */
  readonly goLive: () => Promise<boolean>;
  /** Asks for the world of the scenario that is open, with these inputs besides. */
  readonly ask: (more: (plain: WorldInputs) => WorldInputs) => void;
  /** Takes up a fork, with another input if one is given. */
  readonly fork: (fork: Omit<Fork, 'was'>, input: Json | undefined) => void;
}

export class Again {
  /** Whether the form for a fork is open, in the inspector. */
  forking = $state(false);
  /** What came of the last replay of a run, by its id. */
  judged: Readonly<Record<string, Judged>> = $state.raw({});
  readonly #visit: AgainVisit;

  constructor(visit: AgainVisit) {
    this.#visit = visit;
  }

  /** Offers to go on with a run that was cut short, if there is one. */
  async offer(): Promise<void> {
    const { live, message } = this.#visit;
    await live.look();
    const [kept] = live.unfinished;
    if (!kept || live.id !== null) return;
    message.say(unfinishedWords(kept, live.unfinished.length), 'running', [
      { title: 'Resume', do: () => void this.resume(kept.summary.id) },
      { title: 'Show it', do: () => void this.#visit.open(kept.summary.id) },
    ]);
  }

  /** Goes on with a live run that was cut short, with the code that the editor has if the run is on the screen. */
  async resume(id: string): Promise<void> {
    const { live, message } = this.#visit;
    message.dismiss();
    const up = await live.takeUp(id);
    if (typeof up === 'string') message.say(up, 'failure');
    else if ((await this.#visit.open(id)) && (await this.#visit.goLive())) this.#goOn(up);
    else up.release();
  }

  #goOn(up: TakenUp): void {
    this.#visit.ask((plain) => {
      const inputs: WorldInputs = { ...plain, host: 'wall', resume: up.history };
      this.#visit.live.expect(inputs, up);
      return inputs;
    });
  }

  /** The run that was to be gone on with is not what the code does any more. */
  async diverged(kept: KeptRun, divergence: Diverged): Promise<void> {
    const { cannotGoOn } = await import('./executed-again.ts');
    this.#tell(kept.summary.id, cannotGoOn(divergence));
  }

  /** Computes a stored run again, every call answered from its history. */
  replay(id: string): Promise<void> {
    return this.#execute(id, 'replay', ({ code }) => code);
  }

  /** Computes a stored run anew with today's code, and shows where it parts from what was recorded. */
  computeAnew(id: string): Promise<void> {
    return this.#execute(id, 'again', this.#visit.codeNow);
  }

  /** @param codeOf the code for a run that is not on the screen: else the editor's */
  async #execute(id: string, how: 'replay' | 'again', codeOf: (kept: KeptRun) => Code): Promise<void> {
    const { message, worlds, shownId, editorCode } = this.#visit;
    const stored = await this.#read(id);
    if (!stored) return;
    const code = shownId() === id ? editorCode() : codeOf(stored.kept);
    message.say(how === 'replay' ? 'Replaying it from its history…' : 'Computing it again…', 'running');
    const { executedAgain } = await import('./executed-again.ts');
    const told = await executedAgain(how, stored, code, (wish) => worlds.check(wish));
    if (!told) return;
    if (told.judged) this.judged = { ...this.judged, [id]: told.judged };
    this.#tell(id, told);
  }

  /** Forks what is on the screen at a point of it. */
  fork(point: ForkPoint, step: string, otherwise: Otherwise): void {
    const input = 'input' in otherwise ? otherwise.input : undefined;
    const reply = 'reply' in otherwise ? otherwise.reply : undefined;
    this.#fork(
      {
        fromSeq: input === undefined ? point.fromSeq : point.startSeq,
        replies: reply !== undefined && point.reply ? { [point.reply.call]: reply } : {},
        what: forkWords(step, input !== undefined, reply !== undefined),
      },
      input,
    );
  }

  #fork(of: Omit<ForkOf, 'parentWall'>, input?: Json): void {
    const { worlds, forks, runs, shownId } = this.#visit;
    const parent = worlds.shown;
    if (!parent) return;
    const parentId = shownId();
    const listed = runs.list.find(({ summary }) => summary.id === parentId);
    this.#visit.fork(
      {
        parent,
        parentId,
        recording: parent.history,
        of: { ...of, parentWall: listed?.summary.startedWall ?? null },
        before: forks.current,
      },
      input,
    );
  }

  async #forkStored(id: string, fromSeq: number): Promise<void> {
    if (await this.#visit.open(id)) this.#fork({ fromSeq, replies: {}, what: 'the code does otherwise' });
  }

  /** Shows what was computed anew beside what it parts from. */
  async #show(id: string, world: ComputedWorld, fromSeq: number): Promise<void> {
    const { worlds, forks, runs } = this.#visit;
    if (!(await this.#visit.open(id))) return;
    const listed = runs.list.find(({ summary }) => summary.id === id);
    forks.mark(world.inputs, {
      parent: worlds.shown,
      parentId: id,
      recording: world.history,
      of: { parentWall: listed?.summary.startedWall ?? null, fromSeq, replies: {}, what: 'computed again' },
      before: null,
      was: {},
    });
    worlds.show(world, { how: 'end', kept: true });
  }

  /** Has the browser save a run's history, with all that it was made from. */
  async saveFile(id: string): Promise<void> {
    const stored = await this.#read(id);
    if (!stored) return;
    const { fileOf, saveText } = await import('./history-files.ts');
    const { name, text } = fileOf(stored.kept, stored.history);
    saveText(name, text);
  }

  /** Asks for a file, and opens the history in it. */
  chooseFile(): void {
    const field = Object.assign(document.createElement('input'), { type: 'file', accept: '.json' });
    field.onchange = () => {
      const file = field.files?.[0];
      if (file) void this.openFile(file);
    };
    field.click();
  }

  /** Keeps the history in a file as a run like any other, and shows it. */
  async openFile(file: Blob): Promise<void> {
    const { runs, message } = this.#visit;
    const { runFromFile } = await import('./history-files.ts');
    const opening = runFromFile(await file.text(), crypto.randomUUID(), Date.now() as WallMs);
    if (!opening.ok) {
      message.say(opening.message, 'failure');
      return;
    }
    const id = await runs.keep(opening.kept, opening.history);
    if (id === null) {
      message.say(runs.notice, 'failure');
      return;
    }
    message.dismiss();
    await this.#visit.open(id);
    if (opening.notice) message.say(opening.notice, 'failure');
  }

  async #read(id: string): Promise<{ readonly kept: KeptRun; readonly history: History } | null> {
    const { runs, message } = this.#visit;
    await runs.open();
    const kept = runs.list.find(({ summary }) => summary.id === id);
    const history = kept && (await runs.read(id));
    if (kept && history) return { kept, history };
    message.say(runs.notice || 'This run is not kept in this browser.', 'failure');
    return null;
  }

  #tell(id: string, { text, judged, world }: Told): void {
    const { message } = this.#visit;
    if (!judged || judged.equal) {
      message.say(text, judged ? 'success' : 'failure');
      return;
    }
    const { seq } = judged;
    const action = world
      ? { title: 'Show it', do: () => void this.#show(id, world, seq) }
      : { title: 'Open it as a fork', do: () => void this.#forkStored(id, seq) };
    message.say(text, 'failure', [action]);
  }
}

/** A run that was cut short; `count`: how many there are. */
function unfinishedWords({ title, summary }: KeptRun, count: number): string {
  const run = `${title}, ${summary.scenarioTitle}, was cut short: its tab was closed while it went on over HTTP.`;
  const more = count > 1 ? ` So were ${count - 1} others; Runs has them all.` : '';
  return `${run} Nothing that was answered is asked again.${more}`;
}

/** What is to be otherwise in a fork, in a few words. */
const forkWords = (step: string, input: boolean, reply: boolean): string =>
  input ? 'another input' : reply ? `${step} said otherwise` : `from ${step} on`;
