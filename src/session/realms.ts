/** The realms around the page, opened when they are first needed. */
import { openSandbox } from '../sandbox/sandbox-client.ts';
import { openStore } from '../store/client.ts';
import type { Realms } from './session.svelte.ts';

export function pageRealms(openHttp: NonNullable<Realms['openHttp']>): Realms {
  return {
    async openSandbox(events) {
      const { default: bundle, digest } = await import('virtual:sandbox-bundle');
      return {
        ...openSandbox({ bundle, engine: digest, ...events }),
        openProgram: async (name) => (await import('./program-bundle.ts')).openProgram(name),
      };
    },
    store: openStore(),
    openHttp,
  };
}
