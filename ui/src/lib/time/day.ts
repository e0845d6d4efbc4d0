/** A calendar day as the API writes it: "2026-05-12". */
export type Day = string;

/** A half-open span of days. */
export interface Span {
  from: Day;
  to: Day;
}

const MS = 86_400_000;

function utc(d: Day): Date {
  return new Date(d + 'T00:00:00Z');
}

function day(t: Date): Day {
  return t.toISOString().slice(0, 10);
}

export function isDay(s: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(s) && !Number.isNaN(utc(s).getTime()) && day(utc(s)) === s;
}

export function addDays(d: Day, n: number): Day {
  return day(new Date(utc(d).getTime() + n * MS));
}

export function addMonths(d: Day, n: number): Day {
  const t = utc(d);
  return day(new Date(Date.UTC(t.getUTCFullYear(), t.getUTCMonth() + n, 1)));
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / MS);
}

export function parts(d: Day): { y: number; m: number; d: number } {
  const [y = 0, m = 1, dd = 1] = d.split('-').map(Number);
  return { y, m, d: dd };
}

/** Monday is 0. */
export function weekday(d: Day): number {
  return (utc(d).getUTCDay() + 6) % 7;
}

/** The ISO year and week of a day. */
export function isoWeek(d: Day): { y: number; w: number } {
  const thursday = addDays(d, 3 - weekday(d));
  const y = parts(thursday).y;
  return { y, w: 1 + Math.floor(daysBetween(`${y}-01-01`, thursday) / 7) };
}

/** The day that it is in a time zone. */
export function today(zone: string, now = new Date()): Day {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}
