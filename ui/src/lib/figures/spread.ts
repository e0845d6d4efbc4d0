import type { Figure, Unit } from '$lib/api/types';
import type { Entry } from '$lib/charts/legend';
import { mix } from '$lib/charts/look';
import { base, categories, tooltip, values } from '$lib/charts/parts';
import type { Kind } from '$lib/charts/types';
import { valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { at, marksOf, measureIn, noTable, numberAt, parts, placeName, rangeName, told } from './values';

/** From what is into what may come: a middle line in its range, and other lines beside it. */
export interface SpreadShape {
  unit: Unit;
  range: string;
  labels: string[];
  low: (number | null)[];
  high: (number | null)[];
  lines: { name: string; y: (number | null)[] }[];
  tips: string[][];
  last: { middle: string; low: string; high: string };
}

export function spreadOf(f: Figure, c: Catalogue): SpreadShape | null {
  const marks = marksOf(f);
  const lead = marks[0];
  const cells = parts(f);
  if (!lead || cells.length < 2) return null;
  const { from, to, measure } = lead.mark;
  const said = (id: string | null) => {
    const v = at(cells.at(-1)!, id);
    return v ? valueText(c, v).text : '–';
  };
  return {
    unit: lead.measure.unit,
    range: rangeName(measureIn(f, from)?.name ?? '', measureIn(f, to)?.name ?? ''),
    labels: cells.map(placeName),
    low: cells.map((cell) => numberAt(cell, from)),
    high: cells.map((cell) => numberAt(cell, to)),
    lines: marks.map((m) => ({ name: m.measure.name, y: cells.map((cell) => numberAt(cell, m.measure.id)) })).filter((l) => l.y.some((v) => v !== null)),
    tips: cells.map((cell) => f.measures.flatMap((m) => told(c, m.name, at(cell, m.id)).slice(0, 1))),
    last: { middle: said(measure), low: said(from), high: said(to) }
  };
}

/** The middle is dashed, since it has not happened; what has is drawn in the colour of text. */
const styles = [
  { mark: 'dashed', type: 'dashed', width: 2, color: 0 },
  { mark: 'line', type: 'solid', width: 2.4, color: 'text' },
  { mark: 'dashed', type: 'dotted', width: 1.6, color: 1 }
] as const;

export const spread: Kind<SpreadShape> = {
  kind: 'fan',
  from: () => null,

  option(s, d) {
    const none = { lineStyle: { opacity: 0 }, stack: 'range', symbol: 'none', silent: true };
    return {
      ...base(d),
      xAxis: { ...categories(d, s.labels), boundaryGap: false },
      yAxis: values(d, s.unit),
      tooltip: tooltip('axis', (i) => (s.tips[i] ? [s.labels[i] ?? '', ...s.tips[i]] : null)),
      series: [
        { type: 'line', data: s.low, ...none },
        {
          type: 'line',
          data: s.high.map((v, i) => (v === null || s.low[i] == null ? null : v - s.low[i]!)),
          ...none,
          areaStyle: { color: mix(d.look.palette[0]!, d.look.surface, 0.22), opacity: 1 }
        },
        ...s.lines.map((l, i) => {
          const style = styles[i % styles.length]!;
          const color = style.color === 'text' ? d.look.text : d.look.palette[style.color];
          return { type: 'line' as const, name: l.name, data: l.y, symbol: 'none', z: 4, lineStyle: { color, width: style.width, type: style.type } };
        })
      ]
    };
  },

  summary: (s, c) => c.t('ui.chart.fan', s.last),
  table: noTable,
  height: () => 300,
  legend: (s) => [
    ...s.lines.map((l, i): Entry => ({ name: l.name, mark: styles[i % styles.length]!.mark, color: styles[i % styles.length]!.color })),
    { name: s.range, mark: 'box', color: 'open' }
  ]
};
