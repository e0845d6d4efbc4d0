import type { Catalogue } from '$lib/i18n/catalogue';
import { addDays, isoWeek, parts, today, type Day, type Span } from '$lib/time/day';
import { periodWord } from '$lib/time/period';

function dated(c: Catalogue, form: string, d: Day): string {
  const { y, m, d: dd } = parts(d);
  return form.replace('{d}', String(dd)).replace('{m}', c.style.months[m - 1] ?? '').replace('{y}', String(y));
}

/** "12. mai 2026" */
export function date(c: Catalogue, d: Day): string {
  return dated(c, c.style.date, d);
}

/** "mai 2026" */
export function month(c: Catalogue, d: Day): string {
  return dated(c, c.style.month, d);
}

/** "14:05" in a time zone. */
export function clock(t: string | Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(t));
}

/** "12. mai 2026 kl. 14:05" */
export function instant(c: Catalogue, t: string, zone: string): string {
  return c.t('text.instant', { date: date(c, today(zone, new Date(t))), time: clock(t, zone) });
}

/** "november 2017", "4. kvartal 2017", "uke 46 2017", "2017", a day, or the months or days of both ends. */
export function period(c: Catalogue, p: Span): string {
  if (p.from === p.to) return '–';
  const word = periodWord(p);
  if (word.includes('..') && parts(p.from).d === 1 && parts(p.to).d === 1) return `${month(c, p.from)}–${month(c, addDays(p.to, -1))}`;
  if (word.includes('..')) return `${date(c, p.from)}–${date(c, addDays(p.to, -1))}`;
  const [year = '', part] = word.split('-');
  if (part === undefined) return year;
  if (part.startsWith('Q')) return c.t('text.quarter', { q: part.slice(1), y: year });
  if (part.startsWith('W')) return c.t('text.week', { w: part.slice(1).replace(/^0/, ''), y: year });
  return word.length === 7 ? month(c, p.from) : date(c, p.from);
}

/** A bucket of an axis, short: "nov", "nov 26", "u. 46", "Q4 26", "12.". */
export function bucket(c: Catalogue, p: Span, grain: string, withYear: boolean): string {
  const { y, m, d } = parts(p.from);
  const year = withYear ? ` ${String(y).slice(2)}` : '';
  switch (grain) {
    case 'year':
      return String(y);
    case 'quarter':
      return c.t('ui.axis.quarter', { q: Math.floor((m - 1) / 3) + 1 }) + year;
    case 'month':
      return (c.style.short[m - 1] ?? '') + year;
    case 'week':
      return c.t('ui.axis.week', { w: isoWeek(p.from).w });
  }
  return c.t('ui.axis.day', { d, m: c.style.short[m - 1] ?? '' });
}
