/** What a browser must have for the page to work; named so that a visitor can look it up. */
const NEEDED: readonly (readonly [name: string, has: (realm: Record<string, unknown>) => boolean])[] = [
  ['web workers', (realm) => typeof realm['Worker'] === 'function'],
  ['message channels', (realm) => typeof realm['MessageChannel'] === 'function'],
  ['frames from text (srcdoc)', (realm) => hasOn(realm['HTMLIFrameElement'], 'srcdoc')],
  ['popovers', (realm) => hasOn(realm['HTMLElement'], 'popover')],
  ['dialogs', (realm) => hasOn(realm['HTMLDialogElement'], 'showModal')],
];

/** The names of what is missing; empty where everything is there. */
export const missingFeatures = (realm: object): string[] =>
  NEEDED.filter(([, has]) => !has(realm as Record<string, unknown>)).map(([name]) => name);

const hasOn = (constructor: unknown, key: string): boolean =>
  typeof constructor === 'function' && key in (constructor.prototype as object);
