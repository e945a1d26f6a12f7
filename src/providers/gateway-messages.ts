/** Everything that crosses between the page and its gateway worker: a closed union each way. One world a gateway. */
import type { TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Budget, Spent, Tariff } from './budget.ts';
import type { Dialect } from './call-over-http.ts';
import type { CallTag } from './mock-host.ts';

/** Page to gateway. `open` comes first, once. */
export type GatewayCommand =
  | {
      readonly type: 'open';
      /** The run's name, the same whichever page goes on with it. */
      readonly run?: string | undefined;
      /** What only a controlling service worker answers. */
      readonly probeUrl: string;
      readonly budget: Budget;
      /** By model. A model without one is refused. */
      readonly tariffs: Readonly<Record<string, Tariff>>;
    }
  | {
      readonly type: 'call';
      readonly tag: CallTag;
      readonly dialect: Dialect;
      readonly baseUrl: string;
      readonly request: Request;
    }
  /** The rest of the answer is not wanted: nothing more is said of this call. */
  | { readonly type: 'drop'; readonly call: number };

/** Gateway to page. */
export type GatewayReport =
  /** Parts of an answer, in order, as they come. */
  | { readonly type: 'parts'; readonly call: number; readonly parts: readonly TimedPart[] }
  /** A call has ended: what all of them came to. */
  | { readonly type: 'spent'; readonly spent: Spent };
