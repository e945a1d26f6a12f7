/** Moves the focus to a part of the page by name; a part says that it takes it with `data-takes-focus`. */
export function focusOn(what: 'editor' | 'ticket' | 'timeline'): void {
  document.querySelector<HTMLElement>(`[data-takes-focus="${what}"]`)?.focus();
}
