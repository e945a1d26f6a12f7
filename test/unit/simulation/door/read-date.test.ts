import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDate } from '../../../../src/simulation/door/read-date.ts';

const read = (text: string): string | null => {
  const ms = readDate(text, Date.UTC);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString().replace('.000Z', 'Z');
};

describe('a date that is written out', () => {
  test.each([
    ['2026', '2026-01-01T00:00:00Z'],
    ['2026-03', '2026-03-01T00:00:00Z'],
    [' 2026-03-01 ', '2026-03-01T00:00:00Z'],
    ['2026-03-01T09:30', '2026-03-01T09:30:00Z'],
    ['2026-03-01 09:30:15', '2026-03-01T09:30:15Z'],
    ['2026-03-01T09:30:15.123456789Z', '2026-03-01T09:30:15.123Z'],
    ['2026-03-01T09:30+02:00', '2026-03-01T07:30:00Z'],
    ['2026-03-01T24:00:00Z', '2026-03-02T00:00:00Z'],
    ['+002026-03-01', '2026-03-01T00:00:00Z'],
    ['0050-03-01T00:00:00Z', '0050-03-01T00:00:00Z'],
    ['2026/3/1', '2026-03-01T00:00:00Z'],
    ['3/1/2026, 2:05:09 PM', '2026-03-01T14:05:09Z'],
    ['1/2/49', '2049-01-02T00:00:00Z'],
    ['1/2/50', '1950-01-02T00:00:00Z'],
    ['Mar 1, 2026', '2026-03-01T00:00:00Z'],
    ['1 March 2026 12:00 AM', '2026-03-01T00:00:00Z'],
    ['Sunday, March 1, 2026', '2026-03-01T00:00:00Z'],
    ['Sun, 01 Mar 2026 09:30:00 GMT', '2026-03-01T09:30:00Z'],
    ['Sun Mar 01 2026 09:30:00 GMT+0100 (Central European Standard Time)', '2026-03-01T08:30:00Z'],
    ['2026-03-01 09:30 EST', '2026-03-01T14:30:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  test.each([
    '',
    'soon',
    'May',
    '12',
    '2026-03-01T09:30+99:00',
    '1.5',
    '2026 Feb',
    'item 12 of 2026',
    '2026-13-01',
    '2026-01-32',
    '2026-01-01T25:00',
    '2026-01-01T10:60',
    '13:00 PM 1/1/2026',
    '1 Jan 2026 2027',
    '-000000-01-01',
  ])('%j is none, where some engine would have made one up', (text) => {
    expect(read(text)).toBeNull();
  });

  test('reads what a date writes of itself', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(readDate(date.toISOString(), Date.UTC)).toBe(date.getTime());
        const [year, ms] = [date.getUTCFullYear(), date.getTime()];
        if (year >= 1000 && year <= 9999)
          expect(readDate(date.toUTCString(), Date.UTC)).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });
});
