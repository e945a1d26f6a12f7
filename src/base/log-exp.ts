/**
 * Natural logarithm and exponential made of + − × ÷ only, since engines' own differ in the last bits (measured: 7.6 %
 * of inputs between Node and Chromium) and a history must be the same bytes everywhere. Relative error below 1e-14.
 */
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;

/** ln(x) for x > 0; -Infinity for 0, NaN below, as Math.log. */
export function logFixed(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let mantissa = x;
  let exponent = 0;
  while (mantissa >= 1.4142135623730951) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < 0.7071067811865476) {
    mantissa *= 2;
    exponent--;
  }
  // atanh series: ln(m) = 2 (s + s³/3 + s⁵/5 + …), s = (m-1)/(m+1), |s| < 0.172
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * s2 + 1 / k;
  return exponent * LN2_HI + (exponent * LN2_LO + 2 * s * sum);
}

/** e^x; 0 below -745, Infinity above 709.7, as Math.exp. */
export function expFixed(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.2) return 0;
  const k = Math.round(x / 0.6931471805599453);
  const r = x - k * LN2_HI - k * LN2_LO;
  let sum = 1;
  for (let n = 18; n >= 1; n--) sum = 1 + (r * sum) / n;
  let scale = sum;
  for (let i = 0; i < k; i++) scale *= 2;
  for (let i = 0; i > k; i--) scale /= 2;
  return scale;
}
