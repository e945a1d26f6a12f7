/** Views that nobody sees at first paint: fetched right after it, so that they open at once and cost it nothing. */
import type { Component } from 'svelte';
import type { Command } from '../../session/commands.ts';
import type { Sheets } from './sheets.svelte.ts';

type View = Component<Record<string, never>>;
type Sheet = Component<{ sheets: Sheets; commands: readonly Command[] }>;

class Later {
  inspector: View | null = $state.raw(null);
  queue: View | null = $state.raw(null);
  runs: View | null = $state.raw(null);
  palette: Sheet | null = $state.raw(null);
  shortcuts: Sheet | null = $state.raw(null);

  async fetch(): Promise<void> {
    const [inspector, queue, runs, palette, shortcuts] = await Promise.all([
      import('../inspector/Inspector.svelte'),
      import('../people/Queue.svelte'),
      import('../runs/Runs.svelte'),
      import('../palette/Palette.svelte'),
      import('../palette/Shortcuts.svelte'),
    ]);
    this.inspector = inspector.default as View;
    this.queue = queue.default as View;
    this.runs = runs.default as View;
    this.palette = palette.default;
    this.shortcuts = shortcuts.default;
  }
}

export const later = new Later();
