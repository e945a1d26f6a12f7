/** Everything that can be done, by name: the palette's list, the shortcut sheet and the keyboard are made from it. */
import { executingAgain } from './again-commands.ts';
import { firstFailure, nextEventMs, previousEventMs } from './playback.ts';
import type { Session } from './session.svelte.ts';
import { gallery } from './gallery.svelte.ts';

export interface Command {
  readonly id: string;
  readonly group: 'Run' | 'Playback' | 'Look' | 'Edit' | 'Page' | 'Open';
  readonly title: string;
  /** As tinykeys reads them; '$mod' is Ctrl or ⌘. */
  readonly keys?: string;
  /** In a field of text these keys are the field's own. */
  readonly leavesFields?: boolean;
  /** Whether it makes sense just now. Default: always. */
  readonly when?: () => boolean;
  readonly do: () => void;
}

/** What only the page can do. */
export interface PageCommands {
  readonly focus: (what: 'editor' | 'ticket' | 'timeline' | 'people') => void;
  readonly palette: () => void;
  readonly shortcuts: () => void;
}

const STEP_MS = 100;

export function commandsOf(session: Session, page: PageCommands): Command[] {
  return [
    ...running(session),
    ...executingAgain(session),
    ...playing(session),
    ...looking(session, page),
    ...opening(session),
  ];
}

function running(session: Session): Command[] {
  const { project } = session;
  return [
    { id: 'run', group: 'Run', title: 'Run', keys: '$mod+Enter', do: () => session.run() },
    {
      id: 'stop',
      group: 'Run',
      title: 'Stop',
      keys: '$mod+.',
      when: () => session.worlds.computing,
      do: () => session.stop(),
    },
    {
      id: 'next-seed',
      group: 'Run',
      title: 'Run with the next seed',
      keys: 'n',
      do: () => session.setSeed(project.open.scenario.seed + 1),
    },
    {
      id: 'ghost',
      group: 'Run',
      get title() {
        return session.stored.forks.current
          ? 'Show the run that this one was forked from'
          : 'Show the run without its faults';
      },
      keys: 'g',
      when: () => session.picture.ghost !== null,
      do: () => (session.ghostOn = !session.ghostOn),
    },
    {
      id: 'undo-plan',
      group: 'Edit',
      title: 'Undo the last edit of faults or of what people do',
      keys: '$mod+z',
      leavesFields: true,
      when: () => session.faults.canUndo,
      do: () => session.faults.undo(),
    },
    {
      id: 'crash',
      group: 'Run',
      title: 'Crash the orchestrator at the playhead',
      when: () => session.picture.run !== null,
      do: () => session.faults.crash(session.playback.atMs),
    },
    {
      id: 'cancel',
      group: 'Run',
      title: 'Cancel the run at the playhead, as a person',
      when: () => session.picture.run !== null,
      do: () => session.picture.run && session.people.cancel(session.picture.run.run),
    },
    {
      id: 'reset',
      group: 'Edit',
      title: 'Undo all edits of this scenario and its code',
      when: () => project.edited,
      do: () => session.reset(),
    },
  ];
}

function playing(session: Session): Command[] {
  const { playback, picture, selection } = session;
  const by = (ms: number) => (): void => playback.scrub(playback.atMs + ms);
  return [
    { id: 'play', group: 'Playback', title: 'Play or pause', keys: 'Space', do: () => playback.toggle() },
    { id: 'back', group: 'Playback', title: 'Back a tenth of a second', keys: 'ArrowLeft', do: by(-STEP_MS) },
    { id: 'on', group: 'Playback', title: 'On a tenth of a second', keys: 'ArrowRight', do: by(STEP_MS) },
    {
      id: 'far-back',
      group: 'Playback',
      title: 'Back a second',
      keys: 'Shift+ArrowLeft',
      do: by(-10 * STEP_MS),
    },
    { id: 'far-on', group: 'Playback', title: 'On a second', keys: 'Shift+ArrowRight', do: by(10 * STEP_MS) },
    {
      id: 'previous-event',
      group: 'Playback',
      title: 'Previous event',
      keys: ',',
      do: () => playback.scrub(previousEventMs(picture.history, playback.atMs)),
    },
    {
      id: 'next-event',
      group: 'Playback',
      title: 'Next event',
      keys: '.',
      do: () => playback.scrub(nextEventMs(picture.history, playback.atMs, picture.endMs)),
    },
    { id: 'start', group: 'Playback', title: 'To the start', keys: 'Home', do: () => playback.scrub(0) },
    { id: 'end', group: 'Playback', title: 'To the end', keys: 'End', do: () => playback.toEnd() },
    {
      id: 'first-failure',
      group: 'Playback',
      title: 'First failure',
      keys: 'f',
      when: () => firstFailure(picture.history) !== null,
      do: () => {
        const found = firstFailure(picture.history);
        if (!found) return;
        playback.scrub(found.atMs);
        selection.point(found.step, found.attempt);
      },
    },
  ];
}

function looking(session: Session, page: PageCommands): Command[] {
  const { settings, route } = session;
  return [
    { id: 'palette', group: 'Page', title: 'Command palette', keys: '$mod+k', do: page.palette },
    { id: 'shortcuts', group: 'Page', title: 'Shortcuts', keys: '[Shift]+?', do: page.shortcuts },
    {
      id: 'next-problem',
      group: 'Edit',
      title: 'Next problem',
      keys: 'F8',
      when: () => session.concerns.problems.length > 0,
      do: () => {
        settings.change({ editorOpen: true });
        session.guide.nextProblem();
      },
    },
    {
      id: 'editor',
      group: 'Edit',
      title: 'Go to the editor',
      keys: 'e',
      do: () => {
        settings.change({ editorOpen: true });
        page.focus('editor');
      },
    },
    { id: 'ticket', group: 'Edit', title: 'Go to the input', keys: 'i', do: () => page.focus('ticket') },
    {
      id: 'people',
      group: 'Edit',
      title: 'Answer who is waited for',
      keys: 'a',
      when: () => session.people.waiting.length > 0,
      do: () => page.focus('people'),
    },
    {
      id: 'queue',
      group: 'Look',
      title: 'Human queue',
      keys: 'q',
      when: () => session.picture.world.letters.length > 0,
      do: () => (session.people.queueOpen = !session.people.queueOpen),
    },
    {
      id: 'next-run',
      group: 'Look',
      title: 'Next run of the world',
      keys: 'r',
      when: () => session.picture.world.runs.length > 1,
      do: () => session.chosen.next(),
    },
    {
      id: 'timeline',
      group: 'Look',
      title: 'Go to the timeline',
      keys: 't',
      do: () => page.focus('timeline'),
    },
    {
      id: 'previous-step',
      group: 'Look',
      title: 'Inspect the previous step',
      keys: '[',
      do: () => session.guide.inspectBy(-1),
    },
    {
      id: 'next-step',
      group: 'Look',
      title: 'Inspect the next step',
      keys: ']',
      do: () => session.guide.inspectBy(1),
    },
    {
      id: 'theme',
      group: 'Page',
      title: 'Light or dark',
      do: () => settings.change({ theme: settings.painted === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'presentation',
      group: 'Page',
      title: 'Presentation mode',
      keys: 'p',
      do: () => settings.change({ presentation: !settings.all.presentation }),
    },
    {
      id: 'leave-presentation',
      group: 'Page',
      title: 'Leave presentation mode',
      keys: 'Escape',
      when: () => settings.all.presentation && !session.selection.inspecting,
      do: () => settings.change({ presentation: false }),
    },
    {
      id: 'plain-editor',
      group: 'Edit',
      title: 'Plain or rich editor',
      do: () => settings.change({ richEditor: !settings.all.richEditor }),
    },
    {
      id: 'fold',
      group: 'Look',
      title: 'Fold idle time',
      do: () => settings.change({ foldIdle: !settings.all.foldIdle }),
    },
    { id: 'go-play', group: 'Page', title: 'Go to Play', do: () => route.go({ view: 'play' }) },
    { id: 'go-runs', group: 'Page', title: 'Go to Runs', do: () => route.go({ view: 'runs' }) },
  ];
}

function opening(session: Session): Command[] {
  return gallery.examples.flatMap(({ id, title, scenarios }) =>
    scenarios.map((scenario) => ({
      id: `open-${id}-${scenario.id}`,
      group: 'Open' as const,
      title: `${title}: ${scenario.scenario.name}`,
      do: () => session.route.go({ view: 'play', example: id, scenario: scenario.id }),
    })),
  );
}
