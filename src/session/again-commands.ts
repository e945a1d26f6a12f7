/** Commands about stored runs: what is executed again, and what leaves and comes in as a file. */
import type { Command } from './commands.ts';
import type { Session } from './session.svelte.ts';

export function executingAgain(session: Session): Command[] {
  const { selection, picture, worlds } = session;
  const { again, keeper, live } = session.stored;
  const isKept = (): boolean => keeper.shownId !== null;
  return [
    {
      id: 'resume-run',
      group: 'Run',
      title: 'Resume the run that was cut short',
      when: () => live.unfinished.length > 0,
      do: () => {
        const [newest] = live.unfinished;
        const shown = live.unfinished.find(({ summary }) => summary.id === keeper.shownId);
        const run = shown ?? newest;
        if (run) void again.resume(run.summary.id);
      },
    },
    {
      id: 'replay-run',
      group: 'Run',
      title: 'Replay this run from its history',
      when: () => isKept() && worlds.shown?.hash !== null,
      do: () => void again.replay(keeper.shownId!),
    },
    {
      id: 'compute-anew',
      group: 'Run',
      title: 'Compute this run again and compare it with what was recorded',
      when: isKept,
      do: () => void again.computeAnew(keeper.shownId!),
    },
    {
      id: 'fork',
      group: 'Run',
      title: 'Run again from the attempt that is inspected',
      when: () => selection.inspecting && picture.run !== null,
      do: () => (again.forking = true),
    },
    {
      id: 'save-history',
      group: 'Page',
      title: 'Save this run’s history as a file',
      when: isKept,
      do: () => void again.saveFile(keeper.shownId!),
    },
    {
      id: 'open-history',
      group: 'Open',
      title: 'A history from a file',
      do: () => again.chooseFile(),
    },
  ];
}
