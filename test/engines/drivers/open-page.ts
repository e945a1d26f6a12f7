/** A browser with one page in it. What is said to the page goes through the harness server, not through its driver. */
export interface OpenedPage {
  /** Without the name: '156.0.8078.79'. */
  readonly version: string;
  close(): Promise<void>;
}

/** Starts the browser and opens the page. Rejects within about `limitMs`, and leaves nothing behind when it does. */
export type OpenPage = (url: string, executablePath: string, limitMs: number) => Promise<OpenedPage>;
