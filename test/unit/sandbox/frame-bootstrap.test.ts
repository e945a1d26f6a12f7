import { describe, expect, test } from 'vitest';
import { FRAME_BOOTSTRAP, sandboxFrame } from '../../../src/sandbox/frame-bootstrap.ts';

/** As much of an element as the frame needs. */
function frame() {
  const attributes: Record<string, string> = {};
  const element = {
    setAttribute: (name: string, value: string) => void (attributes[name] = value),
    srcdoc: '',
  };
  sandboxFrame({ createElement: () => element } as unknown as Document);
  return { attributes, srcdoc: element.srcdoc };
}

describe('the frame', () => {
  test('may run scripts and nothing else', () => {
    expect(frame().attributes['sandbox']).toBe('allow-scripts');
  });

  test('has a policy that lets nothing load but scripts from blobs, and nothing connect', () => {
    expect(frame().srcdoc).toContain(
      `content="default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:"`,
    );
  });

  test('runs exactly the script whose hash the page lists', () => {
    expect(/<script>([^]*?)<\/script>/.exec(frame().srcdoc)?.[1]).toBe(FRAME_BOOTSTRAP);
    expect(FRAME_BOOTSTRAP).not.toContain('\r');
  });
});
