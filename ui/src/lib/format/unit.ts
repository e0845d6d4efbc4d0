import type { Catalogue } from '$lib/i18n/catalogue';
import type { Interval, Unit } from '$lib/api/types';
import { NBSP } from './style';
import { number, roundTo } from './number';

/** Methods whose interval says how else chance could have gone, not how well the number is known. */
const exact = ['garwood', 'compound_poisson'];

/** The power of ten to which a value is rounded: never finer than the first digit of its interval's half-width. */
export function place(u: Unit, v: number, interval?: Interval | null): number {
  const usual = usualPlace(u, v);
  if (!interval || u === 'count' || u === 'fte' || exact.includes(interval.method)) return usual;
  let half = (interval.hi - interval.lo) / 2;
  if (u === 'share' || u === 'points') half *= 100;
  if (!(half > 0) || !Number.isFinite(half)) return usual;
  return Math.max(usual, Math.floor(Math.log10(half)));
}

function usualPlace(u: Unit, v: number): number {
  switch (u) {
    case 'share':
    case 'fte':
      return -1;
    case 'factor':
    case 'number':
      return Math.abs(v) < 100 ? -2 : 0;
    case 'days':
      return Math.abs(v) < 10 ? -1 : 0;
    case 'count':
      return Number.isInteger(v) || Math.abs(v) >= 1000 ? 0 : -1;
  }
  return 0;
}

/** Writes a value of a unit rounded to 10^place: "336 678 kr", "42,9 %", "2 t 5 min". */
export function format(c: Catalogue, u: Unit, currency: string | null | undefined, v: number, at: number): string {
  if (u === 'minutes') return minutes(c, roundTo(v, Math.max(0, at)));
  if (u === 'open_minutes') return openMinutes(c, roundTo(v, Math.max(0, at)));
  return wrap(c, u, currency, bare(c, u, v, at));
}

/** The number without its unit. */
export function bare(c: Catalogue, u: Unit, v: number, at: number): string {
  const s = number(c, u === 'share' || u === 'points' ? v * 100 : v, -at);
  const zero = c.style.point + '0';
  return u === 'days' && s.endsWith(zero) ? s.slice(0, -zero.length) : s;
}

/** Sets the unit beside a number. */
export function wrap(c: Catalogue, u: Unit, currency: string | null | undefined, s: string): string {
  switch (u) {
    case 'share':
      return s + c.style.percent;
    case 'points':
      return s + NBSP + 'pp';
    case 'days':
      return s + NBSP + 'd';
    case 'factor':
      return s + '×';
    case 'money':
      return money(c, s, currency);
  }
  return s;
}

function money(c: Catalogue, s: string, currency: string | null | undefined): string {
  if (!currency) return s;
  if (c.lang !== 'nb') {
    const negative = s.startsWith(c.style.minus);
    return (negative ? c.style.minus : '') + currency + NBSP + (negative ? s.slice(c.style.minus.length) : s);
  }
  return s + NBSP + (currency === 'NOK' ? 'kr' : currency);
}

const million = 1e6;

/** Writes an interval with the unit once: "16–75 %". */
export function range(c: Catalogue, u: Unit, currency: string | null | undefined, lo: number, hi: number, at: number): string {
  const dash = lo < 0 ? ` ${c.t('text.to')} ` : '–';
  if (u === 'minutes' || u === 'open_minutes') return format(c, u, currency, lo, at) + dash + format(c, u, currency, hi, at);
  if (u === 'money' && Math.max(Math.abs(lo), Math.abs(hi)) >= million) {
    const decimals = Math.max(0, 6 - at);
    const s = number(c, lo / million, decimals) + dash + number(c, hi / million, decimals);
    return wrap(c, u, currency, s + c.t('text.million'));
  }
  return wrap(c, u, currency, bare(c, u, lo, at) + dash + bare(c, u, hi, at));
}

/** Writes a change with its sign: "+12 %", "−3 %". Nothing is "0 %". */
export function signed(c: Catalogue, u: Unit, currency: string | null | undefined, v: number, at: number): string {
  const s = format(c, u, currency, v, at);
  return v > 0 && bare(c, u, v, at) !== bare(c, u, 0, at) ? '+' + s : s;
}

/** Writes minutes: "8 min", "2 t 5 min", from two days on "5 d 20 t". */
export function minutes(c: Catalogue, v: number): string {
  if (v < 0) return c.style.minus + minutes(c, -v);
  const m = Math.round(v);
  const join = (big: number, bigUnit: string, small: number, smallUnit: string) =>
    number(c, big, 0) + NBSP + bigUnit + (small === 0 ? '' : ` ${small}${NBSP}${smallUnit}`);
  if (m < 60) return m + NBSP + 'min';
  if (m < 2 * 24 * 60) return join(Math.floor(m / 60), c.style.hour, m % 60, 'min');
  return join(Math.floor(m / (24 * 60)), 'd', Math.floor((m % (24 * 60)) / 60), c.style.hour);
}

/** Writes minutes of opening hours: a day of these is no day, so they end in hours, "52 t". */
export function openMinutes(c: Catalogue, v: number): string {
  if (Math.abs(v) < 2 * 24 * 60) return minutes(c, v);
  return number(c, v / 60, 0) + NBSP + c.style.hour;
}
