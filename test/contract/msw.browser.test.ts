import { afterAll, beforeAll } from 'vitest';
import { startMocks, type MockNetwork } from '../../mocks/browser.ts';
import type { Serve } from '../../mocks/handlers/handlers.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { openHttpDesk, type HttpDesk } from '../../src/providers/http-desk.ts';
import { scriptedCast } from '../support/scripted-cast.ts';
import { cases, identity, type ContractCase } from './cases.ts';
import { contractSuite, type Transport } from './suite.ts';

const cast: Cast = scriptedCast(Object.fromEntries(cases.map(({ request }) => [request.model, {}])));

let mocks: MockNetwork;
let desk: HttpDesk;
let lastCall = 0;
const served = new Map<number, { call: ContractCase; onSeen: Parameters<Transport['send']>[2] }>();
const heard = new Map<number, Parameters<Transport['send']>[1]>();

beforeAll(async () => {
  mocks = await startMocks(location.origin);
  desk = openHttpDesk({
    world: 1,
    mocks: Promise.resolve(mocks),
    cast,
    serve:
      (): Serve =>
      ({ call }, request) => {
        const { call: asked, onSeen } = served.get(call)!;
        onSeen(request);
        return { parts: asked.parts };
      },
    onParts: (call, parts) => parts.forEach((part) => heard.get(call)!(part)),
  });
  await desk.ready;
});
afterAll(async () => {
  desk.close();
  await mocks.stop();
});

contractSuite('gateway worker, service worker and msw in Chromium', () => ({
  send(call, onPart, onSeen) {
    const number = ++lastCall;
    served.set(number, { call, onSeen });
    heard.set(number, onPart);
    desk.call(number, identity, call.request);
    return () => desk.drop(number);
  },
}));
