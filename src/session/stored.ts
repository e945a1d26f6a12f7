/**
 * What of a visit is stored, and what comes of it again: live runs as they grow, kept runs, forks. It owns how these know
 * of each other; each says for itself what it does.
 */
import { Again, type AgainVisit } from './again.svelte.ts';
import { Forks } from './forks.svelte.ts';
import type { HttpDoor } from './http.svelte.ts';
import { Keeper, type KeptVisit } from './keeper.svelte.ts';
import { LiveDoor } from './live.svelte.ts';
import { MessageDoor } from './message.svelte.ts';
import { browserLocks, type RunLocks } from './run-locks.ts';
import type { Runs, RunStore } from './runs.svelte.ts';
import type { Worlds, WorldsListener } from './worlds.svelte.ts';

export interface StoredVisit
  extends Pick<KeptVisit, 'project' | 'picture' | 'settled'>, Pick<AgainVisit, 'codeNow' | 'ask' | 'fork'> {
  readonly store: RunStore;
  /** Default: the browser's own. */
  readonly locks: RunLocks | undefined;
  readonly runs: Runs;
  readonly worlds: Worlds;
  readonly http: HttpDoor;
  /** Opens a stored run; false where it is not there. */
  readonly open: (id: string) => Promise<boolean>;
}

export class Stored {
  readonly message = new MessageDoor();
  readonly forks = new Forks();
  readonly live: LiveDoor;
  readonly keeper: Keeper;
  readonly again: Again;

  constructor(visit: StoredVisit) {
    const { store, runs, worlds, project, http } = visit;
    const { message, forks } = this;
    const live = (this.live = new LiveDoor({
      store,
      runs,
      locks: visit.locks ?? browserLocks(),
      more: () => worlds.more(),
      lost: (why) => {
        worlds.stop();
        message.say(why, 'failure');
      },
    }));
    const { picture, settled } = visit;
    const keeper = (this.keeper = new Keeper({
      store,
      runs,
      live,
      forks,
      project,
      worlds,
      picture,
      settled,
    }));
    const { codeNow, ask, fork } = visit;
    this.again = new Again({
      ...{ runs, worlds, live, forks, message, codeNow, ask, fork },
      shownId: () => keeper.shownId,
      open: async (id) => keeper.shownId === id || visit.open(id),
      editorCode: () => project.open.code,
      goLive: () => http.switchOn(),
    });
  }
}

/** What the worlds tell of live and of forked ones. */
export function storedListener(
  stored: () => Stored,
  http: HttpDoor,
  send: Worlds['send'],
): Omit<WorldsListener, 'shown' | 'grew' | 'refused'> {
  return {
    dropped: ({ inputs }) => stored().live.letGo(inputs),
    diverged(_, divergence) {
      const { live, again } = stored();
      const kept = live.diverged();
      if (kept) void again.diverged(kept, divergence);
    },
    parentOf: ({ inputs }) => stored().forks.of(inputs)?.parent ?? null,
    began(world, wish) {
      const { live, keeper } = stored();
      const run = live.began(world, wish.inputs, () => keeper.begun(wish));
      http.began(world, { ...wish.inputs, run }, send);
    },
    recorded: (world, events) => stored().live.recorded(world, events),
    over: (world) => http.over(world),
    asked: (report) => stored().live.asked(report, (due) => http.asked(due)),
    seen: (world) => stored().live.seen(world),
    whenSeen: (world, events, act) => stored().live.whenSeen(world, events, act),
  };
}
