/**
 * The globals of a program: time, chance and network of the world that it runs in, instead of the machine's. It owns which
 * names lead to which door; what is no part of a world stands in refusals.ts.
 *
 * G1. Whatever gives another answer on another machine or in another run is replaced, refused by name, or not there.
 * G2. Placing them changes property descriptors only; the edits put every one back.
 *
 * Promises, microtasks, the readers and writers of streams, encoders, URL, AbortController and Headers stay the
 * platform's: they settle within a turn and answer alike everywhere.
 */
import { worldConsole, type WriteLog } from '../ambient-console.ts';
import type { RealmEdits } from '../ambient-realm.ts';
import { placeSorts } from '../ambient-sort.ts';
import { worldBlobs } from './blob.ts';
import { worldChance } from './chance.ts';
import { worldClone } from './clone.ts';
import { placeDates } from './date.ts';
import type { Door } from './door.ts';
import { worldFetch, type Addresses } from './fetch.ts';
import { FormData } from './form-data.ts';
import { placeLocales } from './locales.ts';
import { worldMessages } from './messages.ts';
import type { Natives } from './natives.ts';
import { worldPerformance } from './performance.ts';
import { placeRefusals } from './refusals.ts';
import { requestClass } from './request.ts';
import { responseClass } from './response.ts';
import { timeoutSignal, worldScheduler } from './signals.ts';
import { placeTemporal } from './temporal.ts';
import { worldStreams } from './streams.ts';
import { worldTimers } from './timers.ts';
import { FinalizationRegistry, WeakRef } from './weak.ts';

export interface WorldParts {
  readonly door: Door;
  readonly natives: Natives;
  readonly addresses: Addresses;
  readonly log: WriteLog;
}

/** What a world has in place of the machine's; a realm with modules of its own makes those of the same parts. */
export type WorldGlobals = ReturnType<typeof worldGlobals>;

const NAVIGATOR = Object.freeze({
  userAgent: 'Rehearsal',
  platform: '',
  language: 'en-US',
  languages: Object.freeze(['en-US']),
  onLine: true,
  hardwareConcurrency: 1,
});

export function worldGlobals({ door, natives: platform, addresses, log }: WorldParts) {
  const streams = worldStreams(platform);
  const natives = { ...platform, ReadableStream: streams.ReadableStream };
  const timers = worldTimers(door);
  const chance = worldChance(door);
  const { Blob, File, isBlob } = worldBlobs(door, natives);
  const kit = { natives, isBlob, makeBlob: (bytes: Uint8Array, type: string) => new Blob([bytes], { type }) };
  const Request = requestClass(kit);
  const { Response, responseFrom } = responseClass(kit);
  const MessageChannel = worldMessages(door, natives);
  return {
    timers,
    chance,
    names: {
      ...timers.globals,
      fetch: worldFetch(door, { natives, addresses, Request, responseFrom }),
      Request,
      Response,
      Headers: natives.Headers,
      Blob,
      File,
      FormData,
      ...streams,
      structuredClone: worldClone(natives),
      MessageChannel,
      WeakRef,
      FinalizationRegistry,
      performance: worldPerformance(door),
      crypto: chance.crypto,
      scheduler: worldScheduler(timers),
      navigator: NAVIGATOR,
      console: worldConsole(log),
      reportError: (error: unknown): void => void door.fail(error),
    },
  };
}

/** Puts them into a realm. */
export function placeGlobals(edits: RealmEdits, { chance, names }: WorldGlobals, parts: WorldParts): void {
  const { door, natives } = parts;
  placeDates(edits, door, natives.Date);
  placeLocales(edits, door);
  placeTemporal(edits, door);
  placeSorts(edits);
  for (const [name, value] of Object.entries(names)) edits.replace(name, value);
  edits.replace('Math.random', chance.random);
  edits.replace('AbortSignal.timeout', timeoutSignal(door, natives));
  if (edits.at('Event.prototype')) edits.replaceGetter('Event.prototype.timeStamp', () => door.nowMs);
  placeRefusals(edits);
}
