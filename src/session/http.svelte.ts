/**
 * Whether calls go over HTTP, and who answers them then. It owns the switch and what stands in its way; a run that
 * follows is session.svelte.ts's, requests and answers are the host's (mocks/over-http.ts).
 */
import type { CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';
import type { Command, Report, WorldInputs } from '../sandbox/messages.ts';

type PartsCommand = Extract<Command, { type: 'parts' }>;
type OnParts = (
  call: number,
  parts: PartsCommand['parts'],
  strikes: NonNullable<PartsCommand['strikes']>,
) => void;

/** `run`: its name in the store, the same whichever page goes on with it. */
type LiveInputs = WorldInputs & { readonly run: string };

/** Answers the calls of wall-clock worlds over HTTP. */
export interface HttpHost {
  begin(world: number, inputs: LiveInputs, onParts: OnParts): void;
  call(world: number, call: number, identity: CallIdentity, request: Request): void;
  drop(world: number, call: number): void;
  end(world: number): void;
}

export class HttpDoor {
  /** Whether the page can answer at all: otherwise nothing offers it. */
  readonly offered: boolean;
  /** Calls go over HTTP, on the wall clock. */
  on = $state(false);
  /** Why they cannot; null while nothing stands in the way. */
  problem: string | null = $state(null);
  readonly #open: (() => Promise<HttpHost>) | undefined;
  #host: HttpHost | null = null;

  constructor(open: (() => Promise<HttpHost>) | undefined) {
    this.offered = open !== undefined;
    this.#open = open;
  }

  /** Switches it on; resolves to whether it still is when the host stands. */
  async switchOn(): Promise<boolean> {
    this.on = true;
    this.problem = null;
    try {
      this.#host ??= (await this.#open?.()) ?? null;
    } catch (error) {
      this.on = false;
      this.problem = error instanceof Error ? error.message : String(error);
    }
    return this.on;
  }

  switchOff(): void {
    this.on = false;
    this.problem = null;
  }

  began(world: number, inputs: LiveInputs, send: (parts: PartsCommand) => void): void {
    this.#host?.begin(world, inputs, (call, parts, strikes) =>
      send({ type: 'parts', world, call, parts, strikes }),
    );
  }

  asked(report: Extract<Report, { type: 'call' | 'dropped' }>): void {
    const { world, call } = report;
    if (report.type === 'call') this.#host?.call(world, call, report.identity, report.request);
    else this.#host?.drop(world, call);
  }

  over(world: number): void {
    this.#host?.end(world);
  }
}
