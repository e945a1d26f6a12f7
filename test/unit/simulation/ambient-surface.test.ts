import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { closeSurface, rememberGlobals } from '../../../src/simulation/ambient-surface.ts';

function realm() {
  const context = createContext({});
  const run = (code: string): unknown => runInContext(code, context);
  run('globalThis.somethingNew = { a: 1 }; globalThis.postMessage = () => 1');
  const global = run('globalThis') as object;
  return { run, global };
}

describe('the global scope of authored code', () => {
  test('keeps the language and closes the rest by name', () => {
    const { run, global } = realm();
    closeSurface(global);
    expect(run('JSON.stringify([...new Set([1, 1])]) + typeof structuredClone')).toBe('[1]undefined');
    expect(() => run('postMessage(1)')).toThrow('postMessage is not part of the sandbox');
    expect(() => run('somethingNew.a')).toThrow('somethingNew.a is not part of the sandbox');
    expect(() => run('somethingNew = 2')).toThrow('somethingNew is not part of the sandbox');
    expect(() => run('eval("1")')).toThrow('eval is not part of the sandbox');
  });

  test('is no event target, as signals remain', () => {
    const { run, global } = realm();
    run('globalThis.EventTarget = class { addEventListener() { return 1 } }');
    run('Object.setPrototypeOf(globalThis, EventTarget.prototype)');
    closeSurface(global);
    expect(() => run('addEventListener()')).toThrow('addEventListener is not part of the sandbox');
    expect(run('new EventTarget().addEventListener()')).toBe(1);
  });

  test('tells libraries that ask nothing of the machine', () => {
    const { run, global } = realm();
    closeSurface(global);
    expect(run('navigator.userAgent + navigator.language')).toBe('Rehearsalen');
  });

  test('keeps nothing under symbols', () => {
    const { run, global } = realm();
    run(
      "Object.defineProperty(globalThis, Symbol.for('undici.globalDispatcher.7'), { value: { dispatch() {} }, writable: true })",
    );
    closeSurface(global);
    expect(run("typeof globalThis[Symbol.for('undici.globalDispatcher.7')]")).toBe('undefined');
  });

  test('is cleared of what a world left there', () => {
    const { run, global } = realm();
    closeSurface(global);
    const tidy = rememberGlobals(global);
    run('globalThis.left = 1; var alsoLeft = 2; JSON.kept = 3');
    tidy();
    expect(run('typeof left + typeof JSON')).toBe('undefinedobject');
  });
});
