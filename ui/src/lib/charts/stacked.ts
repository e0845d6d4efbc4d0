import type { CatalogueMeasure, Flag } from '$lib/api/types';
import { sentence } from '$lib/i18n/catalogue';
import { base, categories, flags, tooltip, values, type Mark } from './parts';
import { along, bucketsOf, first, largest, marksOf, numberOf, sliceRows, type Bucket } from './series';
import { textOf } from './bar';
import type { Kind } from './types';

/** Slices on each other for each bucket; what is out of the ordinary is flagged. */
export interface StackedShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit'>;
  currency: string | null;
  buckets: Bucket[];
  /** At most five slices and the rest. */
  series: { key: string | null; name: string; values: (number | null)[] }[];
  spikes: { index: number; series: number; text: string }[];
  marks: Mark[];
}

const most = 5;

export const stacked: Kind<StackedShape> = {
  kind: 'stacked',

  from(input) {
    const measure = first(input);
    const buckets = bucketsOf(input);
    if (!measure || buckets.length < 2 || sliceRows(input.result).length === 0) return null;
    const { rows, rest } = largest(input.result, measure.id, most);
    const series: StackedShape['series'] = rows.map((r) => ({ key: r.key, name: r.label, values: along(input, buckets, r.key, measure.id).map(numberOf) }));
    if (rest.length) {
      const all = rest.map((r) => along(input, buckets, r.key, measure.id).map(numberOf));
      series.push({ key: null, name: input.c.t('ui.chart.others'), values: buckets.map((_, i) => all.reduce((sum, v) => sum + (v[i] ?? 0), 0)) });
    }
    return {
      measure,
      currency: input.result.rows[0]?.measures[measure.id]?.currency ?? null,
      buckets,
      series,
      spikes: input.result.flags.filter((f) => f.measure === measure.id).flatMap((f) => spikeOf(f, buckets, series)),
      marks: marksOf(input.changes, buckets)
    };
  },

  option(s, d) {
    return {
      ...base(d),
      grid: { left: 8, right: 16, top: 24, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: categories(d, s.buckets.map((b) => b.label)),
      yAxis: values(d, s.measure.unit),
      tooltip: tooltip('axis', (i) => [
        s.buckets[i]?.label ?? '',
        ...s.series.map((l) => `${l.name}: ${textOf(s, l.values[i] ?? null, d.c)}`),
        ...s.spikes.filter((f) => f.index === i).map((f) => `\u25B2 ${f.text}`),
        ...s.marks.filter((m) => m.index === i).map((m) => `\u2691 ${m.text}`)
      ]),
      series: s.series.map((l, i) => ({
        type: 'bar' as const,
        stack: 'all',
        name: l.name,
        data: l.values.map((value, at) => ({
          value,
          label: s.spikes.some((f) => f.index === at && f.series === i)
            ? { show: true, position: 'inside' as const, formatter: '\u25B2', color: d.look.surface, fontSize: 12 }
            : { show: false }
        })),
        barMaxWidth: 40,
        itemStyle: { color: d.look.palette[i], borderColor: d.look.surface, borderWidth: 1 },
        markLine: i === 0 ? flags(d, s.marks) : undefined
      }))
    };
  },

  summary(s, c) {
    const sums = s.series.map((l) => ({ name: l.name, sum: l.values.reduce<number>((a, v) => a + (v ?? 0), 0) }));
    const top = sums.filter((_, i) => s.series[i]?.key !== null).sort((a, b) => b.sum - a.sum)[0];
    if (!top) return c.t('ui.chart.nothing', { measure: s.measure.name });
    const said = c.t('ui.chart.stacked', { measure: s.measure.name, name: top.name, value: textOf(s, top.sum, c) });
    return [said, ...s.spikes.slice(0, 1).map((f) => sentence(f.text))].join(' ');
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('text.period'), num: false }, ...s.series.map((l) => ({ name: l.name, num: true }))],
      rows: s.buckets.map((b, i) => [b.label, ...s.series.map((l) => textOf(s, l.values[i] ?? null, c))])
    };
  },

  pick: (s, series) => (s.series[series]?.key ? { key: s.series[series].key } : null),
  dayAt: (s, i) => s.buckets[i]?.from ?? null
};

function spikeOf(f: Flag, buckets: Bucket[], series: StackedShape['series']) {
  const index = buckets.findIndex((b) => b.from < f.period.to && f.period.from < b.to);
  const at = series.findIndex((l) => l.key === f.key);
  return index < 0 ? [] : [{ index, series: at < 0 ? series.length - 1 : at, text: f.text }];
}
