/** The symbols that Marks.svelte puts in the document. */
export type MarkName =
  | 'success'
  | 'failure'
  | 'recovered'
  | 'running'
  | 'waiting'
  | 'skipped'
  | 'stopped'
  | 'person'
  | 'fault'
  | 'play'
  | 'pause'
  | 'first'
  | 'step'
  | 'chevron'
  | 'close'
  | 'share';
