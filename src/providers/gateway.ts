/**
 * The gateway: the one place that calls providers. It owns who may be called and what it may cost; how a call is made
 * is call-over-http.ts, which realm this runs in is workers/gateway.worker.ts.
 *
 * 1. Only hosts on the list are called: in this version the mock host alone.
 * 2. The mock host is called only when a service worker controls this realm; else the request would leave for the
 *    network. What is refused is refused by name, as a part of the answer, and nothing is sent.
 * 3. The worst case of a call is reserved before it is made (budget.ts).
 * 4. Parts go back in order, and none after a drop.
 */
import { receive, type TimedPart } from '../model/reply.ts';
import { Ledger, type Reservation, type Spent, type Tariff } from './budget.ts';
import { callOverHttp } from './call-over-http.ts';
import type { GatewayCommand, GatewayReport } from './gateway-messages.ts';
import { isMock, MOCK_ORIGIN, PROBE_HEADER } from './mock-host.ts';

export interface GatewayRealm {
  readonly fetch: typeof fetch;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly post: (report: GatewayReport) => void;
}

type Open = Extract<GatewayCommand, { type: 'open' }>;
type Call = Extract<GatewayCommand, { type: 'call' }>;
interface Opened {
  readonly ledger: Ledger;
  readonly tariffs: Readonly<Record<string, Tariff>>;
  readonly probeUrl: string;
  readonly run: string | undefined;
}

interface Admitted extends Reservation {
  readonly spent: () => Spent;
}
interface Refused {
  readonly status: number;
  readonly kind: string;
  readonly message: string;
}

export class Gateway {
  private readonly realm: GatewayRealm;
  private readonly underWay = new Map<number, AbortController>();
  private opened: Opened | null = null;
  /** Once controlled, a realm stays so for its life. */
  private controlled = false;

  constructor(realm: GatewayRealm) {
    this.realm = realm;
  }

  hear(command: GatewayCommand): void {
    switch (command.type) {
      case 'open':
        this.open(command);
        return;
      case 'call':
        void this.call(command);
        return;
      case 'drop':
        this.underWay.get(command.call)?.abort();
        this.underWay.delete(command.call);
    }
  }

  private open({ probeUrl, budget, tariffs, run }: Open): void {
    this.opened = { probeUrl, tariffs, run, ledger: new Ledger(budget) };
  }

  private async call(command: Call): Promise<void> {
    const { call } = command.tag;
    const dropped = new AbortController();
    this.underWay.set(call, dropped);
    const parts: TimedPart[] = [];
    const say = (part: TimedPart): void => {
      if (dropped.signal.aborted) return;
      parts.push(part);
      this.realm.post({ type: 'parts', call, parts: [part] });
    };
    const admitted = await this.admit(command);
    if ('status' in admitted) say({ atMs: 0, part: { type: 'refused', ...admitted } });
    else if (dropped.signal.aborted) admitted.settle(receive(parts));
    else {
      const { tag, dialect, baseUrl, request } = command;
      const { fetch, now, post } = this.realm;
      const run = this.opened?.run;
      await callOverHttp({ dialect, baseUrl, run, fetch, now }, request, tag, say, dropped.signal);
      admitted.settle(receive(parts));
      post({ type: 'spent', spent: admitted.spent() });
    }
    this.underWay.delete(call);
  }

  private async admit({ baseUrl, request }: Call): Promise<Admitted | Refused> {
    if (!isMock(baseUrl))
      return refused(
        403,
        'host_not_allowed',
        `${hostOf(baseUrl)} is not called: in this version only ${hostOf(MOCK_ORIGIN)} is`,
      );
    const { opened } = this;
    if (!opened || !(await this.isControlled(opened.probeUrl)))
      return refused(
        403,
        'no_service_worker',
        'not called: no service worker controls this page, so the request would leave for the network. Reload the page',
      );
    const { ledger, tariffs } = opened;
    const tariff = Object.hasOwn(tariffs, request.model) ? tariffs[request.model] : undefined;
    if (!tariff) return refused(404, 'model_not_found', `no endpoint is cast for '${request.model}'`);
    const reservation = ledger.reserve(request, tariff);
    if (typeof reservation === 'string')
      return refused(402, 'budget_exhausted', `not called: ${reservation}`);
    return { ...reservation, spent: () => ledger.spent };
  }

  private async isControlled(probeUrl: string): Promise<boolean> {
    if (this.controlled) return true;
    const answer = await this.realm.fetch(probeUrl, { cache: 'no-store' }).catch(() => null);
    return (this.controlled = answer?.headers.has(PROBE_HEADER) === true);
  }
}

const refused = (status: number, kind: string, message: string): Refused => ({ status, kind, message });
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : `'${url}'`);
