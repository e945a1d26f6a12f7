/** What there is to say about what is open: its problems, whether the pictures are of it, and what is most urgent. */
import type { HttpDoor } from './http.svelte.ts';
import type { InputDoor } from './input.svelte.ts';
import { noticeOf, type Notice } from './notice.ts';
import type { Picture } from './picture.svelte.ts';
import { problemsOf, type ShownProblem } from './problems.ts';
import type { ProjectDoor } from './project.svelte.ts';
import { sameCode } from './project.ts';
import type { Worlds } from './worlds.svelte.ts';

/** What was in the way when Run was pressed. */
export type RefusedRun = 'scenario' | 'input' | null;

interface Concerned {
  readonly project: ProjectDoor;
  readonly worlds: Worlds;
  readonly picture: Picture;
  readonly input: InputDoor;
  readonly http: HttpDoor;
  /** Whether what is open has not been on the screen yet. */
  readonly fresh: () => boolean;
  readonly refusedRun: () => RefusedRun;
}

export class Concerns {
  readonly #of: Concerned;

  constructor(of: Concerned) {
    this.#of = of;
  }

  /** Whether the source in the editor is another than that of the pictures. */
  readonly codeEdited: boolean = $derived.by(() => {
    const { worlds, project, fresh } = this.#of;
    return worlds.shown !== null && !fresh() && !sameCode(worlds.shown.code, project.open.code);
  });
  /** Whether the pictures are not what the editor says: it does not compile, or was not run. */
  readonly stalePictures: boolean = $derived.by(() => {
    const { picture, worlds } = this.#of;
    return picture.run !== null && (this.codeEdited || worlds.refused !== null);
  });
  readonly staleNote: string = $derived.by(() => {
    if (!this.stalePictures) return '';
    return this.#of.worlds.refused ? 'last run that compiled' : 'edited since this run';
  });
  readonly problems: readonly ShownProblem[] = $derived.by(() => {
    const { worlds, project, picture } = this.#of;
    return problemsOf(
      worlds.refused?.problems ?? [],
      project.open.scenarioProblems,
      this.codeEdited ? null : picture.run,
    );
  });
  readonly notice: Notice | null = $derived.by(() => {
    const { worlds, picture, input, http, refusedRun } = this.#of;
    return noticeOf({
      starting: worlds.computing && picture.run === null,
      hasRun: picture.run !== null,
      silentMs: worlds.silentMs,
      broken: worlds.broken,
      brokenShown: picture.world.ended?.reason === worlds.broken?.reason,
      compileProblems: this.problems.filter(({ found }) => found === 'compile'),
      scenarioRefused:
        refusedRun() === 'scenario'
          ? (this.problems.find(({ found }) => found === 'scenario') ?? null)
          : null,
      inputRefused: refusedRun() === 'input' ? input.problem : null,
      httpProblem: http.problem,
    });
  });
}
