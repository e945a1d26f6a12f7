import { describe, expect, test } from 'vitest';
import { runId } from '../../../src/base/units.ts';
import { withResolvers } from '../../../src/base/resolvers.ts';
import type { TimedPart } from '../../../src/model/reply.ts';
import type { GatewayCommand, GatewayReport } from '../../../src/providers/gateway-messages.ts';
import {
  openHttpDesk,
  type DeskStrike,
  type GatewayPort,
  type Mocks,
} from '../../../src/providers/http-desk.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const identity = { run: runId('r'), step: 's', model: 'm', attempt: 1 };
const request = { kind: 'chat', model: 'm', messages: [] } as const;
const text: TimedPart = { atMs: 1, part: { type: 'text', text: 'Hi' } };
const end: TimedPart = { atMs: 2, part: { type: 'end', reason: 'stop' } };
const strike: DeskStrike = { fault: 'f', kind: 'cut', firing: 'f:1' };

describe('a desk', () => {
  test('opens the gateway once the mocks stand, and makes the calls that waited', async () => {
    const { desk, commands, start } = opened();
    desk.call(1, identity, request);
    expect(commands).toEqual([]);
    await start();
    expect(commands).toEqual([
      {
        type: 'open',
        run: 'run-7',
        probeUrl: 'probe',
        budget: expect.anything(),
        tariffs: { m: expect.anything() },
      },
      expect.objectContaining({ type: 'call', tag: { page: 'p', world: 4, call: 1, identity }, request }),
    ]);
  });

  test('hands over parts and strikes of the calls that are wanted, up to their last part', async () => {
    const { desk, heard, say, bite, start } = opened();
    desk.call(1, identity, request);
    await start();
    bite(1, strike);
    say(1, [text]);
    say(1, [end]);
    say(1, [text]);
    bite(1, strike);
    bite(2, strike);
    expect(heard).toEqual([
      [1, [], [strike]],
      [1, [text], []],
      [1, [end], []],
    ]);
  });

  test('gives up a call on both sides, and one that waited before it is made', async () => {
    const { desk, commands, dropped, say, heard, start } = opened();
    desk.call(1, identity, request);
    desk.drop(1);
    await start();
    desk.call(2, identity, request);
    await tick();
    desk.drop(2);
    await tick();
    say(2, [text]);
    expect(commands.map(({ type }) => type)).toEqual(['open', 'drop', 'call', 'drop']);
    expect(dropped).toEqual([1, 2]);
    expect(heard).toEqual([]);
  });

  test('ends the gateway and the world when it is closed, also while it waits', async () => {
    const late = opened();
    late.desk.close();
    await late.start();
    expect(late.commands).toEqual([]);
    const { desk, start, closed, say, heard } = opened();
    await start();
    desk.call(1, identity, request);
    desk.close();
    await tick();
    say(1, [text]);
    expect(closed).toEqual(['gateway', 'world 4']);
    expect(heard).toEqual([]);
  });
});

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function opened() {
  const commands: GatewayCommand[] = [];
  const heard: unknown[] = [];
  const dropped: number[] = [];
  const closed: string[] = [];
  let bite!: (call: number, strike: DeskStrike) => void;
  const port: GatewayPort = {
    postMessage: (command) => void commands.push(command),
    onmessage: null,
    terminate: () => void closed.push('gateway'),
  };
  const mocks: Mocks<string> = {
    page: 'p',
    probeUrl: 'probe',
    open: () => undefined,
    drop: (_world, call) => void dropped.push(call),
    close: (world) => void closed.push(`world ${world}`),
  };
  const standing = withResolvers<Mocks<string>>();
  const desk = openHttpDesk<string>({
    world: 4,
    run: 'run-7',
    mocks: standing.promise,
    gateway: () => port,
    serve(onStrike) {
      bite = onStrike;
      return 'served';
    },
    cast: scriptedCast({ m: {} }),
    onParts: (...said) => void heard.push(said),
  });
  return {
    desk,
    commands,
    heard,
    dropped,
    closed,
    bite: (call: number, struck: DeskStrike) => bite(call, struck),
    say: (call: number, parts: readonly TimedPart[]) =>
      port.onmessage?.({ data: { type: 'parts', call, parts } } as MessageEvent<GatewayReport>),
    start: async () => {
      standing.resolve(mocks);
      await tick();
    },
  };
}
