/** A text as providers' ids are spelt: letters, digits, `-` and `_`. Texts that differ give ids that differ. */
export const wireId = (text: string): string =>
  text.replace(/[^A-Za-z0-9-]/g, (mark) => `_${mark.charCodeAt(0).toString(16)}_`);
