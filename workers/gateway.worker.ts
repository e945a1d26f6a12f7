/** Where the gateway realm begins: a worker that makes the calls of one world (src/providers/gateway.ts). */
import { Gateway } from '../src/providers/gateway.ts';
import type { GatewayCommand } from '../src/providers/gateway-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

const gateway = new Gateway({
  fetch: self.fetch.bind(self),
  now: () => performance.now(),
  post: (report) => self.postMessage(report),
});
self.onmessage = ({ data }: MessageEvent<GatewayCommand>) => gateway.hear(data);
