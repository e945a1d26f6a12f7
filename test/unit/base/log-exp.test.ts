import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expFixed, logFixed } from '../../../src/base/log-exp.ts';

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);

describe('our own logarithm and exponential', () => {
  test('agree with the platform to twelve digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(logFixed(x) - Math.log(x))).toBeLessThan(1e-12 * Math.max(1, Math.abs(Math.log(x))));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(relative(expFixed(x), Math.exp(x))).toBeLessThan(1e-12);
      }),
    );
  });

  test('give known bits, so that a change of a single operation shows', () => {
    expect([logFixed(2), logFixed(10), logFixed(0.3), expFixed(1), expFixed(-0.5), expFixed(20)]).toEqual([
      0.6931471805599453, 2.302585092994046, -1.2039728043259361, 2.7182818284590455, 0.6065306597126334,
      485165195.4097903,
    ]);
  });

  test('treat the ends of their range as the platform does', () => {
    expect([logFixed(0), logFixed(-1), logFixed(Infinity)]).toEqual([-Infinity, NaN, Infinity]);
    expect([expFixed(710), expFixed(-750), expFixed(NaN), expFixed(0)]).toEqual([Infinity, 0, NaN, 1]);
  });
});
