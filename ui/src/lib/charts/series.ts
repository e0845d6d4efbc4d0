import type { CatalogueMeasure, Changed, Point, Result, Row, Span, Value } from '$lib/api/types';
import { bucket } from '$lib/format/date';
import { parts } from '$lib/time/day';
import type { Mark } from './parts';
import type { Input } from './types';

export interface Bucket extends Span {
  label: string;
}

/** The buckets of a result's time axis, in order. */
export function bucketsOf(input: Input): Bucket[] {
  const { result, c } = input;
  const seen = new Map<string, Span>();
  for (const p of result.series) seen.set(p.period.from, p.period);
  const spans = [...seen.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  const years = new Set(spans.map((s) => parts(s.from).y));
  const grain = result.grain ?? 'month';
  return spans.map((s, i) => {
    const turn = years.size > 1 && (i === 0 || parts(s.from).y !== parts(spans[i - 1]?.from ?? s.from).y || grain === 'quarter');
    return { ...s, label: bucket(c, s, grain, turn && grain !== 'week' && grain !== 'day') };
  });
}

/** The values of a slice along the buckets; null after today, and where there is none. */
export function along(input: Input, buckets: Bucket[], key: string | null, measure: string): (Value | null)[] {
  const points = new Map<string, Point>();
  for (const p of input.result.series) if (p.key === key) points.set(p.period.from, p);
  return buckets.map((b) => (b.from > input.today ? null : (points.get(b.from)?.measures[measure] ?? null)));
}

export function numberOf(v: Value | null | undefined): number | null {
  return v?.value ?? null;
}

export function totalRow(result: Result): Row | undefined {
  return result.rows.find((r) => r.key === null);
}

export function sliceRows(result: Result): Row[] {
  return result.rows.filter((r) => r.key !== null);
}

/** The largest slices by a measure, and whether there are more. */
export function largest(result: Result, measure: string, most: number): { rows: Row[]; rest: Row[] } {
  const size = (r: Row) => Math.abs(numberOf(r.measures[measure]) ?? 0);
  const rows = sliceRows(result).sort((a, b) => size(b) - size(a));
  return { rows: rows.slice(0, most), rest: rows.slice(most) };
}

/** What the company changed, by the bucket that it falls in. */
export function marksOf(changes: Changed[], buckets: Bucket[]): Mark[] {
  return changes.flatMap((ch) => {
    const index = buckets.findIndex((b) => b.from <= ch.date && ch.date < b.to);
    return index < 0 ? [] : [{ index, text: ch.title, id: ch.id }];
  });
}

export function first(input: Input): CatalogueMeasure | undefined {
  return input.measures[0];
}
