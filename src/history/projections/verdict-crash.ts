/** The verdict's clause on the orchestrator itself: that it died, and what became of the runs. */
import { listed, times } from './format.ts';
import { anyBegunAgain } from './lives.ts';
import type { Crash, WorldView } from './run-view.ts';
import { brief, marked, sentence, type Piece } from './sentence.ts';

/** 'The orchestrator crashed at 3.1 s and resumed from its history 5.0 s later.' Empty where it never did. */
export function crashSentence(world: WorldView): readonly Piece[] {
  const [first, ...others] = world.crashes;
  const last = world.crashes.at(-1);
  if (!first || !last) return [];
  const after = afterwards(last, world);
  if (first.fault === '' && others.length === 0)
    return sentence('the run was ', marked('name', `resumed at ${brief(first.atMs)}`), after);
  const fell = world.crashes.filter(({ fault }) => fault !== '');
  const at = listed(fell.map(({ atMs }) => brief(atMs)));
  const often = fell.length > 1 ? `crashed ${times(fell.length)}, at ${at},` : `crashed at ${at}`;
  return sentence('the orchestrator ', marked('fault', often, { fault: last.fault }), after);
}

function afterwards(crash: Crash, world: WorldView): string {
  if (crash.fault === '') return crash.mode === 'restart' ? ', from nothing' : '';
  if (crash.upMs === null)
    return world.ended ? ' and did not come back' : ' and is down; what it had asked for goes on';
  const later = crash.upMs === crash.atMs ? 'at once' : `${brief(crash.upMs - crash.atMs)} later`;
  if (crash.mode === 'resume') return ` and resumed from its history ${later}`;
  return anyBegunAgain(world)
    ? ` and began again from nothing ${later}`
    : ` and came back ${later}; what was under way was lost`;
}

/** Whether the orchestrator is down at the end of what is known. */
export const isDown = ({ crashes, ended }: WorldView): boolean =>
  ended === null && crashes.some(({ upMs }) => upMs === null);
