/** msw in Node: the mock host answers this process's own fetch. */
import { setupServer } from 'msw/node';
import { mockHandlers, type MockWorlds } from './handlers/handlers.ts';
import type { Clock } from './handlers/play.ts';

export interface MockNetwork extends MockWorlds {
  /** Ends the mock host. */
  stop(): void;
}

/** Starts the mock host. Requests to other hosts pass as if it were not there. */
export function startMocks(clock?: Clock): MockNetwork {
  // Without a framing of its own, a body that breaks looks like one that ended.
  const { handlers, closeAll, ...worlds } = mockHandlers({
    clock,
    headers: { 'transfer-encoding': 'chunked' },
  });
  const server = setupServer(...handlers);
  server.listen({ onUnhandledFrame: 'bypass' });
  return {
    ...worlds,
    stop() {
      closeAll();
      server.close();
    },
  };
}
