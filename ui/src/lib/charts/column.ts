import type { CatalogueMeasure } from '$lib/api/types';
import { period } from '$lib/format/date';
import { format, place } from '$lib/format/unit';
import { hatch, mix } from './look';
import { base, categories, flags, tooltip, values, type Mark } from './parts';
import { along, bucketsOf, first, marksOf, numberOf, type Bucket } from './series';
import type { Kind } from './types';

/** A column for each bucket of time, last year's beside it as a line. */
export interface ColumnShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit' | 'better'>;
  currency: string | null;
  buckets: Bucket[];
  values: (number | null)[];
  /** Buckets that are not resolved, or not over. */
  provisional: boolean[];
  /** Buckets of which the period has only a part: low for that reason alone. */
  cut: boolean[];
  last: (number | null)[] | null;
  marks: Mark[];
}

const days = (b: Bucket) => (Date.parse(b.to) - Date.parse(b.from)) / 86_400_000;

/** Months differ by a tenth of their length, what is cut by more; what goes on is cut by what is left of it. */
function cutOf(buckets: Bucket[], today: string): boolean[] {
  const longest = Math.max(...buckets.map(days));
  return buckets.map((b) => days(b) < longest * 0.85 || (b.from <= today && today < b.to));
}

const text = (s: ColumnShape, v: number | null, c: Parameters<typeof format>[0]) =>
  v === null ? '–' : format(c, s.measure.unit, s.currency, v, place(s.measure.unit, v));

export const column: Kind<ColumnShape> = {
  kind: 'column',

  from(input) {
    const measure = first(input);
    const buckets = bucketsOf(input);
    if (!measure || buckets.length < 2) return null;
    const all = along(input, buckets, null, measure.id);
    if (!all.some((v) => v?.value)) return null;
    const before = input.lastYear?.series.filter((p) => p.key === null).sort((a, b) => (a.period.from < b.period.from ? -1 : 1));
    return {
      measure,
      currency: all.find((v) => v?.currency)?.currency ?? null,
      buckets,
      values: all.map(numberOf),
      provisional: all.map((v, i) => v?.display === 'provisional' || (buckets[i]!.from <= input.today && input.today < buckets[i]!.to)),
      cut: cutOf(buckets, input.today),
      last: before?.length ? buckets.map((_, i) => numberOf(before[i]?.measures[measure.id])) : null,
      marks: marksOf(input.changes, buckets)
    };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const data = s.values.map((value, i) => ({ value, itemStyle: s.provisional[i] || s.cut[i] ? hatch(color, d.look.surface) : { color } }));
    return {
      ...base(d),
      xAxis: categories(d, s.buckets.map((b) => b.label)),
      yAxis: values(d, s.measure.unit),
      tooltip: tooltip('axis', (i) => [
        s.buckets[i] ? (s.cut[i] ? period(d.c, s.buckets[i]) : s.buckets[i].label) : '',
        `${s.measure.name}: ${text(s, s.values[i] ?? null, d.c)}`,
        ...(s.last ? [`${d.c.t('ui.chart.last_year')}: ${text(s, s.last[i] ?? null, d.c)}`] : []),
        ...(s.provisional[i] ? [d.c.t('text.provisional')] : []),
        ...s.marks.filter((m) => m.index === i).map((m) => `\u2691 ${m.text}`)
      ]),
      series: [
        { type: 'bar', name: s.measure.name, data, barMaxWidth: 44, itemStyle: { borderRadius: [3, 3, 0, 0] }, markLine: flags(d, s.marks) },
        ...(s.last
          ? [
              {
                type: 'line' as const,
                name: d.c.t('ui.chart.last_year'),
                data: s.last,
                symbol: 'none',
                lineStyle: { width: 1.6, type: 'dashed' as const, color: mix(d.look.text2, d.look.surface, 0.9) },
                z: 3
              }
            ]
          : [])
      ]
    };
  },

  summary(s, c) {
    const all = s.values.flatMap((v, i) => (v === null ? [] : [{ v, i }]));
    const whole = all.filter(({ i }) => !s.cut[i]);
    const known = whole.length > 1 ? whole : all;
    if (!all.length) return c.t('ui.chart.nothing', { measure: s.measure.name });
    const top = all.reduce((a, b) => (b.v > a.v ? b : a));
    const low = known.reduce((a, b) => (b.v < a.v ? b : a));
    return c.t('ui.chart.column', {
      measure: s.measure.name,
      top: text(s, top.v, c),
      at: s.buckets[top.i]!.label,
      low: text(s, low.v, c),
      low_at: s.buckets[low.i]!.label
    });
  },

  table(s, c) {
    return {
      columns: [
        { name: c.t('text.period'), num: false },
        { name: s.measure.name, num: true },
        ...(s.last ? [{ name: c.t('ui.chart.last_year'), num: true }] : [])
      ],
      rows: s.buckets.map((b, i) => [b.label, text(s, s.values[i] ?? null, c), ...(s.last ? [text(s, s.last[i] ?? null, c)] : [])])
    };
  },

  pick: (s, _, i) => (s.buckets[i] ? { from: s.buckets[i].from, to: s.buckets[i].to } : null),
  dayAt: (s, i) => s.buckets[i]?.from ?? null
};

