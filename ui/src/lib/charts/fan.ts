import type { CatalogueMeasure } from '$lib/api/types';
import { textOf } from './bar';
import { mix } from './look';
import { base, categories, flags, tooltip, values, type Mark } from './parts';
import { along, bucketsOf, marksOf, numberOf, type Bucket } from './series';
import type { Kind } from './types';

/** What is booked, and from there a middle line with its range, against the budget. */
export interface FanShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit'>;
  currency: string | null;
  buckets: Bucket[];
  booked: (number | null)[];
  low: (number | null)[];
  middle: (number | null)[];
  high: (number | null)[];
  quota: (number | null)[];
  marks: Mark[];
}

const lines = ['booked', 'low', 'middle', 'high', 'quota'] as const;

export const fan: Kind<FanShape> = {
  kind: 'fan',

  // measures: booked, P10, P50, P90, quota; each as it stands at the end of a bucket.
  from(input) {
    const [booked, low, middle, high, quota] = input.measures;
    const buckets = bucketsOf(input);
    if (!booked || !low || !middle || !high || buckets.length < 2) return null;
    // What is foretold stands after today as well.
    const ahead = { ...input, today: '9999-12-31' };
    const of = (m: CatalogueMeasure | undefined, from = ahead) => (m ? along(from, buckets, null, m.id).map(numberOf) : buckets.map(() => null));
    return {
      measure: middle,
      currency: input.result.series.find((p) => p.measures[middle.id]?.currency)?.measures[middle.id]?.currency ?? null,
      buckets,
      booked: of(booked, input),
      low: of(low),
      middle: of(middle),
      high: of(high),
      quota: of(quota),
      marks: marksOf(input.changes, buckets)
    };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const one = (name: string, data: (number | null)[], more: object) => ({ type: 'line' as const, name, data, symbol: 'none', ...more });
    const names = Object.fromEntries(lines.map((l) => [l, d.c.t(`ui.chart.fan_${l}`)]));
    return {
      ...base(d),
      xAxis: { ...categories(d, s.buckets.map((b) => b.label)), boundaryGap: false },
      yAxis: values(d, s.measure.unit),
      tooltip: tooltip('axis', (i) => [s.buckets[i]?.label ?? '', ...lines.flatMap((l) => (s[l][i] === null ? [] : [`${names[l]}: ${textOf(s, s[l][i] ?? null, d.c)}`]))]),
      series: [
        one('low', s.low, { stack: 'fan', silent: true, lineStyle: { opacity: 0 } }),
        one('range', s.high.map((v, i) => (v === null || s.low[i] == null ? null : v - s.low[i]!)), {
          stack: 'fan',
          silent: true,
          lineStyle: { opacity: 0 },
          areaStyle: { color: mix(color, d.look.surface, 0.22), opacity: 1 }
        }),
        one(names.middle ?? '', s.middle, { lineStyle: { color, width: 2, type: 'dashed' }, z: 4 }),
        one(names.booked ?? '', s.booked, { lineStyle: { color: d.look.text, width: 2.4 }, z: 5, markLine: flags(d, s.marks) }),
        one(names.quota ?? '', s.quota, { step: 'end', lineStyle: { color: d.look.palette[1], width: 1.6, type: 'dotted' }, z: 3 })
      ]
    };
  },

  summary(s, c) {
    const last = s.buckets.length - 1;
    const at = (list: (number | null)[]) => textOf(s, list[last] ?? null, c);
    const said = { low: at(s.low), middle: at(s.middle), high: at(s.high), quota: at(s.quota) };
    return c.t(s.quota[last] == null ? 'ui.chart.fan' : 'ui.chart.fan_with_quota', said);
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('text.period'), num: false }, ...lines.map((l) => ({ name: c.t(`ui.chart.fan_${l}`), num: true }))],
      rows: s.buckets.map((b, i) => [b.label, ...lines.map((l) => textOf(s, s[l][i] ?? null, c))])
    };
  },

  dayAt: (s, i) => s.buckets[i]?.from ?? null
};
