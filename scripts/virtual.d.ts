/** The sandbox worker as one classic script. Import it lazily: it is no part of the entry's budget. */
declare module 'virtual:sandbox-bundle' {
  const source: string;
  export default source;
  /** Sixteen hex digits of what is in this script and in the one of 'virtual:sandbox-door': the engine's name. */
  export const digest: string;
}

/** What the sandbox needs for programs alone, for the `door` of a `load`. Import it lazily, with the first program. */
declare module 'virtual:sandbox-door' {
  const source: string;
  export default source;
}

/** The declarations of 'rehearsal', virtual path → text, each for Monaco's `addExtraLib(text, path)`. */
declare module 'virtual:authoring-types' {
  const files: Record<string, string>;
  export default files;
}
