/**
 * The bytes that a text takes where a browser stores it: one a character, or two when any needs more. Compression is
 * left out, so this is an upper bound.
 */
export const storedBytes = (text: string): number =>
  /[^\u0000-\u00ff]/.test(text) ? text.length * 2 : text.length;
