import type { Catalogue } from '$lib/i18n/catalogue';

/** Rounds to a multiple of 10^place, halves away from zero; the tiny push makes 1.005 round as it was meant. */
export function roundTo(v: number, place: number): number {
  const sign = v < 0 ? -1 : 1;
  const p = 10 ** Math.abs(place);
  if (place >= 0) return sign * Math.round(Math.abs(v) / p) * p;
  const scaled = Math.abs(v) * p;
  return (sign * Math.round(scaled + scaled * 1e-12)) / p;
}

/** Writes v with so many decimals; a negative number of decimals rounds to tens, hundreds. */
export function number(c: Catalogue, v: number, decimals: number): string {
  if (!Number.isFinite(v)) return '–';
  const digits = roundTo(Math.abs(v), -decimals).toFixed(Math.max(0, decimals));
  const [whole = '', frac] = digits.split('.');
  const out = whole.replace(/\B(?=(\d{3})+$)/g, c.style.group) + (frac ? c.style.point + frac : '');
  return v < 0 && /[1-9]/.test(digits) ? c.style.minus + out : out;
}
