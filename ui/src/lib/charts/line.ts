import type { CatalogueMeasure } from '$lib/api/types';
import { format, place } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { base, categories, flags, tooltip, values, type Mark } from './parts';
import { along, bucketsOf, first, largest, marksOf, numberOf, type Bucket } from './series';
import type { Kind } from './types';

/** A line for each slice over time; more than six are small charts beside each other. */
export interface LineShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit'>;
  currency: string | null;
  buckets: Bucket[];
  lines: { key: string | null; name: string; values: (number | null)[] }[];
  marks: Mark[];
}

/** From so many lines on each gets a chart of its own. */
const together = 4;
const most = 12;

const text = (s: LineShape, v: number | null, c: Catalogue) => (v === null ? '–' : format(c, s.measure.unit, s.currency, v, place(s.measure.unit, v)));

function panels(s: LineShape, width: number) {
  const across = width < 520 ? 2 : width < 900 ? 3 : 4;
  const down = Math.ceil(s.lines.length / across);
  return s.lines.map((_, i) => ({
    left: `${((i % across) / across) * 100 + 1.5}%`,
    width: `${100 / across - 3}%`,
    top: `${(Math.floor(i / across) / down) * 100 + 9}%`,
    height: `${100 / down - 16}%`
  }));
}

export const line: Kind<LineShape> = {
  kind: 'line',

  from(input) {
    const measure = first(input);
    const buckets = bucketsOf(input);
    if (!measure || buckets.length < 2) return null;
    const rows = largest(input.result, measure.id, most).rows.filter((r) => input.result.series.some((p) => p.key === r.key && p.measures[measure.id]?.value != null));
    const lines = rows.length
      ? rows.map((r) => ({ key: r.key, name: r.label, values: along(input, buckets, r.key, measure.id).map(numberOf) }))
      : [{ key: null, name: measure.name, values: along(input, buckets, null, measure.id).map(numberOf) }];
    if (!lines.some((l) => l.values.some((v) => v !== null))) return null;
    const currency = input.result.rows[0]?.measures[measure.id]?.currency ?? null;
    return { measure, currency, buckets, lines, marks: marksOf(input.changes, buckets) };
  },

  option(s, d) {
    const labels = s.buckets.map((b) => b.label);
    const tip = tooltip('axis', (i) => [labels[i] ?? '', ...s.lines.map((l) => `${l.name}: ${text(s, l.values[i] ?? null, d.c)}`)]);
    const draw = (l: LineShape['lines'][number], i: number, panel?: number) => ({
      type: 'line' as const,
      name: l.name,
      data: l.values,
      xAxisIndex: panel ?? 0,
      yAxisIndex: panel ?? 0,
      symbolSize: 5,
      showSymbol: s.buckets.length < 20 && panel === undefined,
      lineStyle: { width: 2, color: d.look.palette[panel === undefined ? i : 0] },
      itemStyle: { color: d.look.palette[panel === undefined ? i : 0] },
      connectNulls: false,
      markLine: i === 0 ? flags(d, s.marks) : undefined
    });
    if (s.lines.length <= together) {
      return { ...base(d), xAxis: categories(d, labels), yAxis: values(d, s.measure.unit), tooltip: tip, series: s.lines.map((l, i) => draw(l, i)) };
    }
    const grid = panels(s, d.width);
    const top = Math.max(...s.lines.flatMap((l) => l.values.map((v) => v ?? 0)));
    return {
      ...base(d),
      grid,
      title: s.lines.map((l, i) => ({ text: l.name, left: grid[i]!.left, top: `${parseFloat(grid[i]!.top) - 8}%`, padding: 0, textStyle: { color: d.look.text, fontSize: 12, fontWeight: 600, width: (d.width * parseFloat(grid[i]!.width)) / 100, overflow: 'truncate' as const } })),
      xAxis: grid.map((_, i) => ({ ...categories(d, labels), gridIndex: i, axisLabel: { color: d.look.text2, fontSize: 11, interval: Math.max(0, labels.length - 2) } })),
      yAxis: grid.map((_, i) => ({ ...values(d, s.measure.unit), gridIndex: i, max: top || undefined, splitNumber: 2, axisLabel: { show: false } })),
      tooltip: tip,
      series: s.lines.map((l, i) => draw(l, i, i))
    };
  },

  summary(s, c) {
    const ends = s.lines.map((l) => {
      const known = l.values.filter((v): v is number => v !== null);
      return { name: l.name, from: known[0] ?? null, to: known.at(-1) ?? null };
    });
    const best = ends.filter((e) => e.to !== null).sort((a, b) => (b.to ?? 0) - (a.to ?? 0))[0];
    if (!best) return c.t('ui.chart.nothing', { measure: s.measure.name });
    // A line alone is highest of nothing.
    return c.t(s.lines.length === 1 ? 'ui.chart.alone' : 'ui.chart.line', { measure: s.measure.name, n: s.lines.length, name: best.name, from: text(s, best.from, c), to: text(s, best.to, c) });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('text.period'), num: false }, ...s.lines.map((l) => ({ name: l.name, num: true }))],
      rows: s.buckets.map((b, i) => [b.label, ...s.lines.map((l) => text(s, l.values[i] ?? null, c))])
    };
  },

  pick: (s, series) => (s.lines[series]?.key ? { key: s.lines[series].key } : null),
  dayAt: (s, i) => s.buckets[i]?.from ?? null,
  height: (s) => (s.lines.length <= together ? 300 : Math.ceil(s.lines.length / 3) * 150)
};
