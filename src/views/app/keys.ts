/** The keyboard of the page: commands by their keys, and what a key may not do while someone types. */
import { tinykeys } from 'tinykeys';
import type { Command } from '../../session/commands.ts';

/** Keys that need no modifier act only where nothing is typed and no control wants them. */
const isBare = (keys: string): boolean => !/\$mod|Alt|F\d/.test(keys);

const TYPED =
  'input, textarea, select, [contenteditable], [role="textbox"], .monaco-editor, dialog[open], [popover]';
/** These take the keys that move, and Space. */
const MOVED = '[role="tab"], [role="slider"], [role="option"], [role="listbox"]';

/** Whether a bare key pressed there is meant for what has the focus, not for the page. */
function belongsToTarget(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPED)) return true;
  if (key === ' ' && target.closest('button, a, summary, [role="button"]')) return true;
  return /^(?:Arrow|Home$|End$| $)/.test(key) && target.closest(MOVED) !== null;
}

/** Binds the commands; gives back how to let go of them. `singleKeys` says whether bare keys act at all. */
export function bindKeys(commands: readonly Command[], singleKeys: () => boolean): () => void {
  const guarded = (command: Command, bare: boolean) => (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if ((bare || command.leavesFields) && belongsToTarget(event.target, event.key)) return;
    if (bare && event.key !== 'Escape' && !singleKeys()) return;
    // What lies over the page takes it first.
    if (event.key === 'Escape' && document.querySelector('dialog[open], :popover-open') !== null) return;
    if (command.when?.() === false) return;
    event.preventDefault();
    event.stopPropagation();
    command.do();
  };
  const bindings = (bare: boolean): Record<string, (event: KeyboardEvent) => void> =>
    Object.fromEntries(
      commands.flatMap((command) =>
        command.keys !== undefined && isBare(command.keys) === bare
          ? [[command.keys, guarded(command, bare)] as const]
          : [],
      ),
    );
  // With a modifier they go before an editor that has keys of its own.
  const free = [
    tinykeys(window, bindings(false), { capture: true, ignore: () => false }),
    tinykeys(window, bindings(true), { ignore: () => false }),
  ];
  return () => free.forEach((unbind) => unbind());
}

/** Keys as they are written: '⌘K', 'Ctrl Enter', 'Shift →'. */
export function keyText(keys: string, mac: boolean): string {
  const words: Record<string, string> = {
    $mod: mac ? '⌘' : 'Ctrl',
    ArrowLeft: '←',
    ArrowRight: '→',
    Enter: '↵',
  };
  const parts = keys
    .replace('[Shift]+', '')
    .split('+')
    .map((part) => words[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return mac && keys.startsWith('$mod') ? parts.join('') : parts.join(' ');
}

export const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
