import type { CatalogueMeasure, Display, Interval } from '$lib/api/types';
import { format, place, range } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { textOf } from './bar';
import { mix } from './look';
import { base, rim, roomFor, rowsAxis, tooltip, values, whole } from './parts';
import { first, numberOf, sliceRows, totalRow } from './series';
import type { Kind } from './types';

/** A dot for each slice with its interval, and a line for the whole. */
export interface DotShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit' | 'better'>;
  currency: string | null;
  rows: { key: string; label: string; value: number; interval: Interval | null; display: Display; n: number | null }[];
  whole: number | null;
  /** Slices with too little to draw. */
  few: string[];
}

const most = 18;

/** A value no finer than its interval bears. */
function said(s: DotShape, r: DotShape['rows'][number], c: Catalogue): string {
  return format(c, s.measure.unit, s.currency, r.value, place(s.measure.unit, r.value, r.interval));
}

function spread(s: DotShape, i: Interval | null, c: Catalogue): string {
  return i ? range(c, s.measure.unit, s.currency, i.lo, i.hi, s.measure.unit === 'share' ? 0 : s.measure.unit === 'money' ? 3 : 0) : '';
}

export const dot: Kind<DotShape> = {
  kind: 'dot',

  from(input) {
    const measure = first(input);
    if (!measure) return null;
    const all = sliceRows(input.result).map((r) => ({ r, v: r.measures[measure.id] }));
    const drawn = all.filter(({ v }) => numberOf(v) !== null && v?.display !== 'too_few');
    if (!drawn.length) return null;
    const order = measure.better === 'down' ? 1 : -1;
    // Stages keep their order; others are ranked.
    if (input.result.by !== 'stage') drawn.sort((a, b) => order * ((a.v?.value ?? 0) - (b.v?.value ?? 0)));
    return {
      measure,
      currency: drawn[0]?.v?.currency ?? null,
      rows: drawn.slice(0, most).map(({ r, v }) => ({ key: r.key ?? '', label: r.label, value: v!.value!, interval: v!.interval, display: v!.display, n: v!.n })),
      whole: numberOf(totalRow(input.result)?.measures[measure.id]),
      few: all.filter(({ v }) => numberOf(v) === null || v?.display === 'too_few').map(({ r }) => r.label)
    };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const highest = Math.max(...s.rows.map((r) => r.interval?.hi ?? r.value));
    // In low rows a label above a dot would lie on the row before: there it stands behind the interval.
    const low = (d.height ?? Infinity) - 52 < s.rows.length * 27;
    const label = { show: true, color: d.look.text, fontSize: 11, ...rim(d), formatter: (p: { dataIndex: number }) => said(s, s.rows[p.dataIndex]!, d.c) };
    const shade = (display: Display) => (display === 'ok' ? color : mix(color, d.look.surface, 0.6));
    return {
      ...base(d),
      grid: { left: 8, right: low ? roomFor(s.rows.map((r) => said(s, r, d.c))) : 28, top: 20, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: values(d, s.measure.unit, { min: s.measure.unit === 'share' ? 0 : undefined, scale: s.measure.unit === 'points', ...whole(s.measure.unit, highest) }),
      yAxis: rowsAxis(d, s.rows.map((r) => r.label)),
      tooltip: tooltip('axis', (i) => {
        const r = s.rows[i];
        if (!r) return null;
        return [
          r.label,
          `${s.measure.name}: ${said(s, r, d.c)}`,
          ...(r.interval ? [`${d.c.t('text.interval', { level: 95 })}: ${spread(s, r.interval, d.c)}`] : []),
          ...(r.n === null ? [] : [`n = ${textOf({ measure: { unit: 'count' }, currency: null }, r.n, d.c)}`]),
          ...(r.display === 'provisional' ? [d.c.t('text.provisional')] : [])
        ];
      }),
      series: [
        {
          type: 'custom',
          data: s.rows.map((r, i) => [r.interval?.lo ?? r.value, r.interval?.hi ?? r.value, i]),
          encode: { x: [0, 1], y: 2 },
          renderItem: (params, api) => {
            const lo = api.coord([api.value(0), api.value(2)]);
            const hi = api.coord([api.value(1), api.value(2)]);
            const row = s.rows[params.dataIndex];
            return {
              type: 'line',
              shape: { x1: lo[0], y1: lo[1], x2: hi[0], y2: hi[1] },
              style: { stroke: mix(color, d.look.surface, 0.45), lineWidth: 5, lineCap: 'round', lineDash: row?.display === 'provisional' ? [3, 6] : undefined }
            };
          },
          silent: true
        },
        {
          type: 'scatter',
          data: s.rows.map((r, i) => ({ value: [r.value, i], itemStyle: { color: shade(r.display), borderColor: color, borderWidth: 1.5 } })),
          symbolSize: 11,
          label: { ...label, show: !low, position: 'top', distance: 3 },
          markLine:
            s.whole === null
              ? undefined
              : {
                  // Behind the dots and what is written on them.
                  z: 1,
                  symbol: ['none', 'none'],
                  silent: true,
                  animation: false,
                  lineStyle: { color: d.look.text2, type: 'dashed', width: 1 },
                  label: { position: 'start', color: d.look.text2, fontSize: 11, formatter: d.c.t('ui.chart.whole', { value: textOf(s, s.whole, d.c) }) },
                  data: [{ xAxis: s.whole }]
                }
        },
        ...(low
          ? [{ type: 'scatter' as const, silent: true, symbolSize: 0.1, data: s.rows.map((r, i) => [r.interval?.hi ?? r.value, i]), label: { ...label, position: 'right' as const, distance: 7 } }]
          : [])
      ]
    };
  },

  summary(s, c) {
    // By value, and not as they are drawn: there the best may be the least, and stages keep their order.
    const ranked = [...s.rows].sort((a, b) => b.value - a.value);
    const [best, worst] = [ranked[0]!, ranked.at(-1)!];
    const clear = best !== worst && best.interval && worst.interval && best.interval.lo > worst.interval.hi;
    return c.t(clear ? 'ui.chart.dot_clear' : 'ui.chart.dot', {
      measure: s.measure.name,
      name: best.label,
      value: said(s, best, c),
      worst: worst.label,
      low: said(s, worst, c)
    });
  },

  table(s, c) {
    return {
      columns: [
        { name: c.t('ui.chart.slice'), num: false },
        { name: s.measure.name, num: true },
        { name: c.t('text.interval', { level: 95 }), num: true },
        { name: 'n', num: true }
      ],
      rows: [
        ...s.rows.map((r) => [r.label, said(s, r, c), spread(s, r.interval, c), r.n === null ? '' : String(Math.round(r.n))]),
        ...s.few.map((label) => [label, c.t('text.too_few'), '', ''])
      ]
    };
  },

  pick: (s, _, i) => (s.rows[i] ? { key: s.rows[i].key } : null),
  height: (s) => Math.max(140, s.rows.length * 38 + 52)
};
