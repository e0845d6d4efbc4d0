import { addDays, addMonths, daysBetween, isoWeek, parts, weekday, type Span } from './day';

/** The shortest word that the API reads as a span: "2017", "2017-Q4", "2017-11", "2017-W46", a day, or both ends. */
export function periodWord(p: Span): string {
  const { y, m, d } = parts(p.from);
  const months = wholeMonths(p);
  if (months === 12 && m === 1) return String(y);
  if (months === 1) return p.from.slice(0, 7);
  if (months === 3 && (m - 1) % 3 === 0) return `${y}-Q${(m - 1) / 3 + 1}`;
  if (daysBetween(p.from, p.to) === 7 && weekday(p.from) === 0) {
    const week = isoWeek(p.from);
    return `${week.y}-W${String(week.w).padStart(2, '0')}`;
  }
  const last = addDays(p.to, -1);
  return last === p.from && d > 0 ? p.from : `${p.from}..${last}`;
}

/** How many whole months a span is, or 0 where it is not. */
function wholeMonths(p: Span): number {
  const from = parts(p.from);
  const to = parts(p.to);
  if (from.d !== 1 || to.d !== 1) return 0;
  return (to.y - from.y) * 12 + to.m - from.m;
}

/** The words that the picker offers. */
export const presets = [
  'this-week',
  'this-month',
  'this-quarter',
  'this-year',
  'last-week',
  'last-month',
  'last-quarter',
  'last-year',
  'last-30-days',
  'last-90-days',
  'last-365-days',
  'all'
];

export const grains = ['auto', 'day', 'week', 'month', 'quarter', 'year'];

/** The whole months, quarters or years around a day, as the picker's steps back and forth. */
export function shift(p: Span, by: -1 | 1): Span {
  const months = wholeMonths(p);
  if (months > 0) return { from: addMonths(p.from, by * months), to: addMonths(p.to, by * months) };
  const days = daysBetween(p.from, p.to);
  return { from: addDays(p.from, by * days), to: addDays(p.to, by * days) };
}

/** Periods so long that weeks would be too many to read. */
const long = ['last-365-days', 'this-year', 'last-year', 'all'];

/** The cut of time to ask for: the reader's, or months where a period is long and it is left open. */
export function grainOf(grain: string, period: string): string {
  const ends = period.split('..');
  const wide = ends.length === 2 ? daysBetween(ends[0] ?? '', ends[1] ?? '') > 183 : long.includes(period) || /^\d{4}$/.test(period);
  return grain === 'auto' && wide ? 'month' : grain;
}
