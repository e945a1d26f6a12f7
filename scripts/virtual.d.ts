/** The sandbox worker as one classic script. Import it lazily: it is no part of the entry's budget. */
declare module 'virtual:sandbox-bundle' {
  const source: string;
  export default source;
  /** First 16 hex digits of the SHA-256 of `source`: the engine's name in links. */
  export const digest: string;
}

/** The declarations of 'rehearsal', virtual path → text, each for Monaco's `addExtraLib(text, path)`. */
declare module 'virtual:authoring-types' {
  const files: Record<string, string>;
  export default files;
}
