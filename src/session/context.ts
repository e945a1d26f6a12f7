import { createContext } from 'svelte';
import type { Session } from './session.svelte.ts';

/** The session of the page that a component stands in. */
export const [useSession, provideSession] = createContext<Session>();
