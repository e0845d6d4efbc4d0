import type { Interval } from '$lib/api/types';
import { number } from '$lib/format/number';
import { format, range } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { mix } from './look';
import { base, font, tooltip, values } from './parts';
import { numberOf, sliceRows } from './series';
import type { Kind } from './types';

/** Foretold against what happened; on the diagonal the forecast kept its word. */
export interface CalibrationShape {
  points: { label: string; foretold: number; happened: number; interval: Interval | null; n: number | null }[];
}

const share = (c: Catalogue, v: number) => format(c, 'share', null, v, 0);

export const calibration: Kind<CalibrationShape> = {
  kind: 'calibration',

  // measures: mean probability foretold, share that was won; a slice is a bin of probabilities.
  from(input) {
    const [foretold, happened] = input.measures;
    if (!foretold || !happened) return null;
    const points = sliceRows(input.result).flatMap((r) => {
      const [x, v] = [numberOf(r.measures[foretold.id]), r.measures[happened.id]];
      return x === null || v?.value == null ? [] : [{ label: r.label, foretold: x, happened: v.value, interval: v.interval, n: v.n }];
    });
    return points.length ? { points } : null;
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const axis = (name: string, gap: number) =>
      values(d, 'share', { min: 0, max: 1, name, nameLocation: 'middle', nameGap: gap, nameTextStyle: { color: d.look.text2, fontFamily: font, fontSize: 11 } });
    return {
      ...base(d),
      grid: { left: 26, right: 20, top: 16, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: axis(d.c.t('ui.chart.foretold'), 30),
      yAxis: axis(d.c.t('ui.chart.happened'), 44),
      tooltip: tooltip('item', (i, series) => {
        const p = series === 2 ? s.points[i] : undefined;
        if (!p) return null;
        return [
          p.label,
          `${d.c.t('ui.chart.foretold')}: ${share(d.c, p.foretold)}`,
          `${d.c.t('ui.chart.happened')}: ${share(d.c, p.happened)}`,
          ...(p.n === null ? [] : [`n = ${number(d.c, p.n, 0)}`])
        ];
      }),
      series: [
        { type: 'line', silent: true, symbol: 'none', data: [[0, 0], [1, 1]], lineStyle: { color: d.look.text2, type: 'dashed', width: 1 } },
        {
          type: 'custom',
          silent: true,
          data: s.points.map((p) => [p.foretold, p.interval?.lo ?? p.happened, p.interval?.hi ?? p.happened]),
          renderItem: (_, api) => {
            const lo = api.coord([api.value(0), api.value(1)]);
            const hi = api.coord([api.value(0), api.value(2)]);
            return { type: 'line', shape: { x1: lo[0], y1: lo[1], x2: hi[0], y2: hi[1] }, style: { stroke: mix(color, d.look.surface, 0.45), lineWidth: 4, lineCap: 'round' } };
          }
        },
        { type: 'scatter', data: s.points.map((p) => [p.foretold, p.happened]), symbolSize: 11, itemStyle: { color } }
      ]
    };
  },

  summary(s, c) {
    const off = (p: CalibrationShape['points'][number]) => p.interval !== null && (p.foretold < p.interval.lo || p.foretold > p.interval.hi);
    const worst = s.points.filter(off).sort((a, b) => Math.abs(b.happened - b.foretold) - Math.abs(a.happened - a.foretold))[0];
    if (!worst) return c.t('ui.chart.calibration_good', { n: s.points.length });
    return c.t('ui.chart.calibration', { foretold: share(c, worst.foretold), happened: share(c, worst.happened) });
  },

  table(s, c) {
    return {
      columns: [
        { name: c.t('ui.chart.bin'), num: false },
        { name: c.t('ui.chart.foretold'), num: true },
        { name: c.t('ui.chart.happened'), num: true },
        { name: c.t('text.interval', { level: 95 }), num: true },
        { name: 'n', num: true }
      ],
      rows: s.points.map((p) => [
        p.label,
        share(c, p.foretold),
        share(c, p.happened),
        p.interval ? range(c, 'share', null, p.interval.lo, p.interval.hi, 0) : '',
        p.n === null ? '' : number(c, p.n, 0)
      ])
    };
  },

  height: () => 360
};
