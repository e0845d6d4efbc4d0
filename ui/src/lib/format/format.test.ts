import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Catalogue, type Lang } from '$lib/i18n/catalogue';
import { catalogueFile } from '../../../build/words';
import { addDays, parts } from '$lib/time/day';
import { date, instant, month, period } from './date';
import { format, place, range, signed } from './unit';
import type { Interval, Unit } from '$lib/api/types';

// The file that internal/locale's own test reads: what Go prints is what the app prints.
const golden = join(import.meta.dirname, '../../../../internal/locale/testdata/formats.json');

interface Line {
  lang: Lang;
  kind: string;
  unit?: Unit;
  currency?: string;
  value: number | string;
  interval?: Interval;
  text: string;
}

const lines = JSON.parse(readFileSync(golden, 'utf8')) as Line[];
const words = (lang: Lang) => new Catalogue(lang, JSON.parse(readFileSync(catalogueFile(lang), 'utf8')) as Record<string, string>);
const catalogues = { nb: words('nb'), en: words('en') };

function render(l: Line): string {
  const c = catalogues[l.lang];
  const v = Number(l.value);
  const u = l.unit ?? 'number';
  switch (l.kind) {
    case 'value':
      return format(c, u, l.currency, v, place(u, v, l.interval));
    case 'range':
      return range(c, u, l.currency, l.interval?.lo ?? 0, l.interval?.hi ?? 0, place(u, v, l.interval) - 1);
    case 'signed':
      return signed(c, u, l.currency, v, place(u, v, l.interval));
    case 'date':
      return date(c, String(l.value));
    case 'month':
      return month(c, String(l.value));
    case 'period':
      return period(c, spanOf(String(l.value)));
    case 'instant':
      return instant(c, String(l.value), 'Europe/Oslo');
  }
  throw new Error(`no kind ${l.kind}`);
}

/** Reads the absolute words that the golden file uses. */
function spanOf(word: string): { from: string; to: string } {
  const ends = word.split('..');
  if (ends.length === 2) return { from: ends[0] ?? '', to: addDays(ends[1] ?? '', 1) };
  const year = word.slice(0, 4);
  if (word.length === 4) return { from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` };
  if (word[5] === 'Q') {
    const first = (Number(word[6]) - 1) * 3 + 1;
    const start = (m: number) => (m > 12 ? `${Number(year) + 1}-01-01` : `${year}-${String(m).padStart(2, '0')}-01`);
    return { from: start(first), to: start(first + 3) };
  }
  if (word[5] === 'W') {
    const fourth = `${year}-01-04`;
    const monday = addDays(fourth, -((new Date(fourth).getUTCDay() + 6) % 7) + (Number(word.slice(6)) - 1) * 7);
    return { from: monday, to: addDays(monday, 7) };
  }
  if (word.length === 10) return { from: word, to: addDays(word, 1) };
  const { y, m } = parts(word + '-01');
  return { from: word + '-01', to: m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01` };
}

test('the golden file has lines', () => expect(lines.length).toBeGreaterThan(40));

test.each(lines.map((l) => [`${l.lang} ${l.kind} ${l.unit ?? ''} ${l.currency ?? ''} ${l.value}`, l] as const))('%s', (_, l) => {
  expect(render(l)).toBe(l.text);
});
