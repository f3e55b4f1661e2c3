import type { JsonNumber } from './json-node.js';

/**
 * A number in the words of Java: integers by their digits, others as `Double.toString` writes them;
 * one too large for a double stays as it was written.
 * Source: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
 */
export function javaNumber(number: JsonNumber): string {
  if (number.integral) return number.text === '-0' ? '0' : number.text;
  return Number.isFinite(number.value) ? javaDouble(number.value) : number.text;
}

/** A double in the words of Java: `1.0`, `0.001`, `1.0E7`, `1.0E-5`; what is too large for one is `Infinity`. */
export function javaDouble(value: number): string {
  return javaDigits(value, value.toExponential());
}

/** As {@link javaDouble}, of the nearest float: the fewest digits that name it. */
export function javaFloat(value: number): string {
  const float = Math.fround(value);
  for (let digits = 0; digits < 9; digits++) {
    const text = float.toExponential(digits);
    if (Math.fround(Number(text)) === float) return javaDigits(float, text);
  }
  return javaDigits(float, float.toExponential());
}

function javaDigits(value: number, exponential: string): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const [mantissa = '', power = '0'] = exponential.replace('-', value < 0 ? '' : '-').split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  const exponent = Number(power);
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
