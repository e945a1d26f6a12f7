/** Stands in the sandbox's bundle for what sucrase would do to dialects that src/scenario/compile.ts never asks it for. */
export default function untaken(): never {
  throw new Error(
    'sucrase was asked for a transform that the sandbox leaves out (scripts/sandbox-plugin.ts)',
  );
}

/** Asked of the names of JSX elements alone. */
export { untaken as startsWithLowerCase };
