import { tick } from 'svelte';

/** Moves the focus to a part of the page by name; a part says that it takes it with `data-takes-focus`. */
export async function focusOn(what: 'editor' | 'ticket' | 'timeline' | 'people'): Promise<void> {
  await tick(); // it may only now be shown
  document.querySelector<HTMLElement>(`[data-takes-focus="${what}"]`)?.focus();
}
