/**
 * Where the sandbox realm begins: authored code, engine and simulated cast in one worker, behind one port. It owns the
 * order of starting; each part says for itself what it does.
 *
 * 1. The originals are taken first, then the doors close, and only then is anything of the page heard.
 * 2. The port is held here alone. Authored code shares the realm, so it might still forge what is said through it: that
 *    fools only its own picture (src/sandbox/guards.ts).
 */
import { simulatedCast } from '../mocks/cast.ts';
import * as rehearsal from '../src/authoring/index.ts';
import { SANDBOX_LIMITS } from '../src/sandbox/limits.ts';
import type { Command, Report } from '../src/sandbox/messages.ts';
import { Programs } from '../src/sandbox/worker/programs.ts';
import { captureRealm } from '../src/sandbox/worker/realm.ts';
import { Worlds } from '../src/sandbox/worker/worlds.ts';
import { closeSurface, rememberGlobals } from '../src/simulation/ambient-surface.ts';
import { captureNatives } from '../src/simulation/door/natives.ts';
import { loadSource } from '../src/simulation/load-source.ts';

declare const self: DedicatedWorkerGlobalScope;

const scope = self;
const realm = captureRealm(scope);
const natives = captureNatives(scope);
let worlds: Worlds | null = null;

scope.addEventListener('message', ({ data, ports }) => start(data as string, ports[0] as MessagePort), {
  once: true,
});
scope.addEventListener('error', (event) => {
  // an opaque origin may keep what was thrown from its own listeners
  const error: unknown = event.error ?? new Error(event.message);
  if (!programs.stray(error)) worlds?.stray(error);
});
closeSurface(scope);
const programs = new Programs(scope, natives, realm.runScript, (level, text) => worlds?.log(level, text));
const tidy = rememberGlobals(scope);

function start(engine: string, port: MessagePort): void {
  const send = port.postMessage.bind(port) as (report: Report) => void;
  let beatMs = -Infinity;
  const post = (report: Report): void => {
    beatMs = realm.nowMs();
    send(report);
  };
  const beatEvery = (periodMs: number): void => {
    if (realm.nowMs() - beatMs >= periodMs) post({ type: 'beat' });
  };
  const beat = (): void => beatEvery(SANDBOX_LIMITS.beatMs);
  realm.every(SANDBOX_LIMITS.idleBeatMs, () => beatEvery(SANDBOX_LIMITS.idleBeatMs));

  const asked = (worlds = new Worlds({
    realm,
    engine,
    post,
    beat,
    tidy,
    cast: simulatedCast,
    load: (command) => {
      const { door, files, entry } = command;
      const bundle = files.find(({ path }) => path === entry);
      if (door !== undefined && bundle) return programs.load(door, bundle);
      programs.shut();
      return loadSource({ runScript: realm.runScript, global: scope, externals: { rehearsal } }, command);
    },
  }));
  port.onmessage = ({ data }: MessageEvent<Command>) => {
    switch (data.type) {
      case 'load':
      case 'run':
      case 'sweep':
        asked.ask(data);
        return;
      case 'parts':
        asked.parts(data);
        return;
      case 'intervene':
        asked.intervene(data);
        return;
      case 'credit':
        asked.grant(data.events);
    }
  };
  post({ type: 'ready', engine });
}
