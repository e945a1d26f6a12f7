/**
 * The page's end of "over real HTTP", for one world: it takes the calls that a wall-clock world makes, has the gateway
 * make them, and hands back what comes. It owns the order of opening; requests are the gateway's, answers the mocks'.
 *
 * 1. The gateway starts after the service worker controls the page, since only then is it controlled too. Calls wait.
 * 2. Without mocks every call is refused by name.
 * 3. After `drop` nothing is said of a call, after `close` of none.
 */
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import { isLast, type TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Budget, Spent, Tariff } from './budget.ts';
import type { GatewayCommand, GatewayReport } from './gateway-messages.ts';
import { MOCK_BASE_URL } from './mock-host.ts';

/** A gateway's worker, as far as the desk uses it. */
export interface GatewayPort {
  postMessage(command: GatewayCommand): void;
  onmessage: ((event: MessageEvent<GatewayReport>) => unknown) | null;
  terminate(): void;
}

/** The mock host as the page serves it (mocks/browser.ts). */
export interface Mocks<Serve> {
  readonly page: string;
  readonly probeUrl: string;
  open(world: number, serve: Serve): void;
  drop(world: number, call: number): void;
  close(world: number): void;
}

/** A fault that struck a call. */
export interface DeskStrike {
  readonly fault: string;
  readonly kind: string;
  readonly firing: string;
}

export interface HttpDeskOptions<Serve> {
  readonly world: number;
  /** Names the run, whichever page goes on with it; absent for one that is not kept. */
  readonly run?: string | undefined;
  readonly mocks: Promise<Mocks<Serve>>;
  /** Who answers this world's calls; faults that strike them are told to `onStrike`. */
  readonly serve: (onStrike: (call: number, strike: DeskStrike) => void) => Serve;
  /** Whose models may be called, and what they cost. */
  readonly cast: Cast;
  /** Parts of the answer to a call, in order, and what struck it meanwhile. */
  readonly onParts: (call: number, parts: readonly TimedPart[], strikes: readonly DeskStrike[]) => void;
  readonly onSpent?: (spent: Spent) => void;
  /** Default: MOCK_BUDGET. */
  readonly budget?: Budget;
  /** Default: a worker of its own. */
  readonly gateway?: () => GatewayPort;
}

export interface HttpDesk {
  /** Resolves once calls can be made; rejects with what stands in the way. */
  readonly ready: Promise<void>;
  /** Makes a call; `call` numbers rise from 1. */
  call(call: number, identity: CallIdentity, request: Request): void;
  /** Gives a call up. */
  drop(call: number): void;
  /** Gives every call up and ends the gateway. */
  close(): void;
}

/** Simulated money is no one's: enough for any run, and a bound for one that never ends. */
const MOCK_BUDGET: Budget = { calls: 100_000, nanoUsd: 1_000_000_000_000_000 };

const openGateway = (): GatewayPort =>
  new Worker(new URL('../../workers/gateway.worker.ts', import.meta.url), {
    type: 'module',
    name: 'gateway',
  });

export function openHttpDesk<Serve>(options: HttpDeskOptions<Serve>): HttpDesk {
  const { world, onParts } = options;
  const wanted = new Set<number>();
  let closed = false;
  const say = (call: number, parts: readonly TimedPart[], strikes: readonly DeskStrike[] = []): void => {
    if (closed || !wanted.has(call)) return;
    if (parts.some(({ part }) => isLast(part))) wanted.delete(call);
    onParts(call, parts, strikes);
  };

  const opened = options.mocks.then((mocks) => {
    if (closed) return null;
    mocks.open(
      world,
      options.serve((call, strike) => say(call, [], [strike])),
    );
    const gateway = (options.gateway ?? openGateway)();
    gateway.onmessage = ({ data }) => {
      if (data.type === 'parts') say(data.call, data.parts);
      else options.onSpent?.(data.spent);
    };
    const { budget = MOCK_BUDGET, cast, run } = options;
    const { probeUrl } = mocks;
    gateway.postMessage({ type: 'open', run, probeUrl, budget, tariffs: tariffsOf(cast) });
    return { mocks, gateway };
  });
  const withOpened = (act: (open: NonNullable<Awaited<typeof opened>>) => void): Promise<void> =>
    opened.then((open) => {
      if (open) act(open);
    });
  const ready = withOpened(() => undefined);
  ready.catch(() => undefined); // each call says so

  return {
    ready,
    call(call, identity, request) {
      wanted.add(call);
      withOpened(({ mocks, gateway }) => {
        if (closed || !wanted.has(call)) return;
        const tag = { page: mocks.page, world, call, identity };
        gateway.postMessage({ type: 'call', tag, dialect: 'openai', baseUrl: MOCK_BASE_URL, request });
      }).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        say(call, [{ atMs: 0, part: { type: 'refused', status: 403, kind: 'no_mock_host', message } }]);
      });
    },
    drop(call) {
      if (!wanted.delete(call)) return;
      void withOpened(({ mocks, gateway }) => {
        gateway.postMessage({ type: 'drop', call });
        mocks.drop(world, call);
      }).catch(() => undefined);
    },
    close() {
      if (closed) return;
      closed = true;
      void withOpened(({ mocks, gateway }) => {
        gateway.terminate();
        mocks.close(world);
      }).catch(() => undefined);
    },
  };
}

const tariffsOf = (cast: Cast): Record<string, Tariff> =>
  Object.fromEntries(
    [...cast].map(
      ([
        model,
        {
          profile: { price, contextTokens },
        },
      ]) => [model, { price, contextTokens }],
    ),
  );
