/** The page's composition root. */
import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-600.css';
import { mount } from 'svelte';
import { pageRealms } from './session/realms.ts';
import { Session } from './session/session.svelte.ts';
import './views/tokens.css';
import './views/app/base.css';
import App from './views/app/App.svelte';
import { missingFeatures } from './views/app/support.ts';
import Unsupported from './views/app/Unsupported.svelte';

/** msw and the simulated cast come with the first run over HTTP. */
const openHttp = async () => (await import('../mocks/over-http.ts')).openOverHttp();

const target = document.getElementById('app')!;
const missing = missingFeatures(globalThis);
if (missing.length > 0) mount(Unsupported, { target, props: { missing } });
else {
  const session = new Session(pageRealms(openHttp));
  void session.start();
  mount(App, { target, props: { session } });
}
