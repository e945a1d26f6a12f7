/** How the benches print: one line a figure, what it is, and what is promised. */
export const say = (what: string, figure: string, promise = ''): void =>
  console.log(`${what.padEnd(50)} ${figure.padStart(22)}   ${promise}`.trimEnd());

export const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1]!;
