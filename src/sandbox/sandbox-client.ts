/**
 * The page's end of a sandbox. It owns the frame, the port, the flow of events and the sandbox's death; what may be
 * believed is guards.ts, silence is watchdog.ts, what runs inside is the worker's.
 *
 * 1. Only what guards.ts believed is reported. The first thing that it does not believe ends the sandbox.
 * 2. Ending closes the port first: a worker that is told to end may speak for two more seconds. Then the frame goes,
 *    which ends a spinning loop within milliseconds as long as no other sandbox shares its process: keep one at a time.
 * 3. A death is told once, with the worlds that it cut short. The next load, run or sweep opens a fresh sandbox, which
 *    is given the last source again (unless loading it was the end of the one before).
 */
import { sandboxFrame, type FrameStart } from './frame-bootstrap.ts';
import { Claims } from './guards.ts';
import { SANDBOX_LIMITS } from './limits.ts';
import type { Command, Report } from './messages.ts';
import { Violation } from './plain.ts';
import { Watchdog } from './watchdog.ts';

/** How a sandbox came to its end. */
export interface Death {
  /**
   * hung: no sign of life (a loop without an await, an exhausted heap, a crashed process); stopped: by `stop`;
   * violated: it said what may not be said; crashed: the engine in it failed.
   */
  readonly type: 'hung' | 'stopped' | 'violated' | 'crashed';
  /** One sentence for the visitor. */
  readonly message: string;
  /** Worlds asked for that will never end: the page closes their histories, unhashed. */
  readonly worlds: readonly number[];
}

export interface SandboxOptions {
  /** The sandbox bundle: one classic script. */
  readonly bundle: string;
  /** The bundle's digest, kept in every history. Default 'source'. */
  readonly engine?: string;
  /** Where the frame stands. Default: the page's body. */
  readonly parent?: HTMLElement;
  /** Receives what was believed. Events count as taken when it returns, or when what it returns settles. */
  readonly onReport: (report: Report) => unknown;
  readonly onDead: (death: Death) => void;
  /** Nothing was heard for a while of a sandbox that owes an answer. */
  readonly onBusy?: (silentMs: number) => void;
  /** Default: SANDBOX_LIMITS. */
  readonly limits?: Partial<Pick<Limits, 'busyMs' | 'hungMs' | 'startMs'>>;
}

type Limits = { readonly [K in keyof typeof SANDBOX_LIMITS]: number };
type LoadCommand = Extract<Command, { type: 'load' }>;

export interface SandboxClient {
  /** Sends a command; opens a fresh sandbox if the last one died. `credit` is this module's own. */
  send(command: Exclude<Command, { type: 'credit' }>): void;
  /** Ends what is under way at once, by ending the sandbox. Nothing is heard afterwards but its death. */
  stop(): void;
  /** Ends the sandbox for good. Nothing is heard afterwards. */
  close(): void;
}

/** Opens a sandbox: a frame with a worker of its own, about 80 ms. `ready` is its first report. */
export function openSandbox(options: SandboxOptions): SandboxClient {
  let life: Life | null = null;
  let source: LoadCommand | null = null;
  let closed = false;

  const open = (): Life => {
    const opened = new Life(options, (type, message) => die(opened, type, message));
    return (life = opened);
  };
  const die = (dying: Life, type: Death['type'], message: string): void => {
    if (dying !== life) return;
    life = null;
    dying.end();
    if (dying.claims.loading) source = null;
    options.onDead({ type, message, worlds: dying.claims.unanswered });
  };

  /** Other code gets a fresh sandbox: what the last one did to the built-ins must not reach it. */
  const renew = (old: Life): Life => {
    old.end();
    for (const world of old.claims.unanswered)
      options.onReport({ type: 'skipped', world, why: 'superseded' });
    return open();
  };

  open();
  return {
    send(command) {
      if (closed) return;
      let target = life;
      if (target?.loaded && command.type === 'load') target = renew(target);
      if (!target) {
        if (command.type === 'parts' || command.type === 'intervene') return; // the world that asked is gone
        target = open();
        if (source && command.type !== 'load') target.repeat(source);
      }
      if (command.type === 'load') source = command;
      target.send(command);
    },
    stop() {
      if (life) die(life, 'stopped', 'It was stopped.');
    },
    close() {
      closed = true;
      life?.end();
      life = null;
    },
  };
}

/** One frame and its worker, from start to end. */
class Life {
  readonly claims = new Claims(() => performance.now());
  private readonly frame: HTMLIFrameElement;
  private readonly port: MessagePort;
  private readonly watchdog: Watchdog;
  private readonly options: SandboxOptions;
  private readonly die: (type: Death['type'], message: string) => void;
  /** A load that the caller did not ask for and hears of only if it is refused. */
  private repeated: number | null = null;
  private ended = false;
  /** Whether source was sent to it. */
  loaded = false;

  constructor(options: SandboxOptions, die: (type: Death['type'], message: string) => void) {
    this.options = options;
    this.die = die;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }) => this.hear(data);
    port1.onmessageerror = () => die('violated', refusal('it sent something that cannot be read'));
    this.frame = sandboxFrame(document);
    const start: FrameStart = { bundle: options.bundle, engine: options.engine ?? 'source' };
    // The frame's origin is opaque, so no target origin names it; the window is the one just made.
    this.frame.onload = () => this.frame.contentWindow?.postMessage(start, '*', [port2]);
    this.watchdog = this.watch();
    (options.parent ?? document.body).append(this.frame);
  }

  send(command: Command): void {
    if (this.claims.owed === null) this.watchdog.heard(); // silence while nothing was owed is no one's fault
    if (command.type === 'load') this.loaded = true;
    this.claims.sent(command);
    this.port.postMessage(command);
  }

  repeat(source: LoadCommand): void {
    this.repeated = source.load;
    this.send(source);
  }

  /** Invariant 2. */
  end(): void {
    this.ended = true;
    this.watchdog.end();
    this.port.onmessage = null;
    this.port.close();
    this.frame.remove();
  }

  private hear(data: unknown): void {
    this.watchdog.heard();
    let report: Report;
    try {
      report = this.claims.check(data);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.die('violated', refusal(error.message));
      return;
    }
    if (report.type === 'beat') return;
    if (report.type === 'crashed') {
      this.die('crashed', `The engine failed: ${report.message}`);
      return;
    }
    if (report.type === 'loaded' && report.load === this.repeated) return;
    const taken = this.options.onReport(report);
    if (report.type !== 'events') return;
    const { length } = report.events;
    if (taken instanceof Promise) void taken.then(() => this.credit(length));
    else this.credit(length);
  }

  private credit(events: number): void {
    if (!this.ended) this.send({ type: 'credit', events });
  }

  private watch(): Watchdog {
    const { busyMs, hungMs, startMs } = { ...SANDBOX_LIMITS, ...this.options.limits };
    return new Watchdog({
      nowMs: () => performance.now(),
      patience: () => {
        const { owed } = this.claims;
        if (owed === 'start') return { busyMs: null, hungMs: startMs };
        return owed ? { busyMs, hungMs } : { busyMs: null, hungMs: hungMs + SANDBOX_LIMITS.idleBeatMs };
      },
      onBusy: (silentMs) => this.options.onBusy?.(silentMs),
      onHung: (silentMs) => {
        const seconds = Math.round(silentMs / 100) / 10;
        this.die(
          'hung',
          this.claims.owed === 'start'
            ? `The sandbox did not start within ${seconds} s.`
            : `The code gave no sign of life for ${seconds} s and was ended: a loop without an await, or more memory than there is?`,
        );
      },
    });
  }
}

const refusal = (why: string): string => `The sandbox was ended: ${why}.`;
