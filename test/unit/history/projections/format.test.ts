import { describe, expect, test } from 'vitest';
import {
  listed,
  numberWord,
  ordinal,
  percent,
  seconds,
  span,
  thousands,
  times,
  usd,
  wholeSeconds,
} from '../../../../src/history/projections/format.ts';

describe('times', () => {
  test.each([
    [0, '0.00\u00a0s'],
    [5, '0.01\u00a0s'],
    [4106, '4.11\u00a0s'],
    [11_020, '11.02\u00a0s'],
    [119_999, '120.00\u00a0s'],
  ])('%i ms in seconds is %s', (ms, text) => expect(seconds(ms)).toBe(text));

  test('round half up at any number of decimals', () => {
    expect([0, 1, 2, 3].map((digits) => seconds(8450, digits as 0))).toEqual([
      '8\u00a0s',
      '8.5\u00a0s',
      '8.45\u00a0s',
      '8.450\u00a0s',
    ]);
    expect(seconds(1050, 1)).toBe('1.1\u00a0s');
  });

  test('are milliseconds under a second as a duration', () => {
    expect([span(0), span(612), span(999), span(1000), span(2420)].join()).toBe(
      '0\u00a0ms,612\u00a0ms,999\u00a0ms,1.00\u00a0s,2.42\u00a0s',
    );
  });

  test('that a person chose keep no empty decimals', () => {
    expect([9000, 9500, 250, 0, 12_340].map(wholeSeconds).join()).toBe(
      '9\u00a0s,9.5\u00a0s,0.25\u00a0s,0\u00a0s,12.34\u00a0s',
    );
  });

  test('are minutes, hours and days once they are long', () => {
    const long = [120_000, 125_400, 600_000, 7_200_000, 7_500_000, 172_800_000, 187_200_000].map((ms) =>
      wholeSeconds(ms),
    );
    expect(long.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
      '2 min',
      '2 min 5 s',
      '10 min',
      '2 h',
      '2 h 5 min',
      '2 d',
      '2 d 4 h',
    ]);
  });
});

describe('money', () => {
  test.each([
    [0, '$0'],
    [1, '<$0.00001'],
    [9_999, '<$0.00001'],
    [10_000, '$0.00001'],
    [9_157_860, '$0.00916'],
    [2_946_000, '$0.00295'],
    [999_994_999, '$0.99999'],
    [999_995_000, '$1.00'],
    [2_400_000_000, '$2.40'],
    [1_234_500_000_000, '$1,234.50'],
  ])('%i nano-dollars are %s', (nano, text) => expect(usd(nano)).toBe(text));
});

describe('counts', () => {
  test('stand in words while they are small', () => {
    expect([0, 1, 2, 3, 12, 13, 1200].map(times)).toEqual([
      'never',
      'once',
      'twice',
      'three times',
      'twelve times',
      '13 times',
      '1,200 times',
    ]);
    expect([0, 1, 7, 12, 13].map(numberWord)).toEqual(['no', 'one', 'seven', 'twelve', '13']);
  });

  test('have an order', () => {
    const order = [1, 2, 10, 11, 12, 13, 21, 22, 23, 24, 111, 1001].map(ordinal);
    expect(order.join(' ')).toBe('first second tenth 11th 12th 13th 21st 22nd 23rd 24th 111th 1,001st');
  });

  test('are parted by commas in thousands', () => {
    expect([0, 999, 1000, 3105, 1_234_567].map(thousands)).toEqual([
      '0',
      '999',
      '1,000',
      '3,105',
      '1,234,567',
    ]);
  });

  test('make a share in per cent, of nothing too', () => {
    expect([percent(2_946_000, 9_157_860), percent(1, 0), percent(1, 1)]).toEqual([
      '32\u00a0%',
      '0\u00a0%',
      '100\u00a0%',
    ]);
  });

  test('of names make a list', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});
