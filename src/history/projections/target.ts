/** What a step tries: an endpoint, a function, or at last a value of its own. */

/** How the engine names a default value among a step's targets: this, then its JSON. */
const VALUE = 'value ';

/** Whether the target is a default value: chosen as a fallback, never attempted. */
export const isValue = (target: string): boolean => target.startsWith(VALUE);
