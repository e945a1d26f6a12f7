import { afterAll, beforeAll, expect, test } from 'vitest';
import * as mockSide from '../../mocks/handlers/mock-host.ts';
import { startMocks, type MockNetwork } from '../../mocks/node.ts';
import { callOverHttp } from '../../src/providers/call-over-http.ts';
import * as callerSide from '../../src/providers/mock-host.ts';
import { identity } from './cases.ts';
import { contractSuite } from './suite.ts';

let mocks: MockNetwork;
beforeAll(() => void (mocks = startMocks()));
afterAll(() => mocks.stop());

contractSuite('msw in Node', () => ({
  send({ request, parts }, onPart, onSeen) {
    mocks.open(1, (_tag, seen) => {
      onSeen(seen);
      return { parts };
    });
    const dropped = new AbortController();
    const endpoint = {
      dialect: 'openai',
      baseUrl: callerSide.MOCK_BASE_URL,
      fetch,
      now: () => performance.now(),
    } as const;
    const tag = { page: '', world: 1, call: 1, identity };
    void callOverHttp(endpoint, request, tag, onPart, dropped.signal);
    return () => dropped.abort();
  },
}));

test('both sides name the mock host and its header alike, without sharing a line', () => {
  expect(callerSide.MOCK_BASE_URL).toBe(mockSide.MOCK_BASE_URL);
  expect(callerSide.CALL_HEADER).toBe(mockSide.CALL_HEADER);
  const tag = { page: 'page-1', world: 3, call: 9, identity };
  expect(mockSide.readCallTag(callerSide.callHeader(tag))).toEqual(tag);
});
