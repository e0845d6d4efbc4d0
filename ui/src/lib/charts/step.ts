import type { CatalogueMeasure, Interval } from '$lib/api/types';
import { number } from '$lib/format/number';
import { format, place } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { mix } from './look';
import { base, font, tooltip, values } from './parts';
import { first, sliceRows } from './series';
import type { Kind } from './types';

/** A curve that only steps: how large a share has happened by x. */
export interface StepShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit'>;
  /** What x counts, in words. */
  across: string;
  points: { x: number; y: number; interval: Interval | null }[];
}

const said = (s: StepShape, y: number, c: Catalogue) => format(c, s.measure.unit, null, y, place(s.measure.unit, y));

/** The x at which the curve reaches a height, or null. */
export function reaches(s: StepShape, y: number): number | null {
  return s.points.find((p) => p.y >= y)?.x ?? null;
}

export const step: Kind<StepShape> = {
  kind: 'step',

  // A slice's key is the number that it stands at: minutes, days, attempts.
  from(input) {
    const measure = first(input);
    if (!measure) return null;
    const points = sliceRows(input.result)
      .flatMap((r) => {
        const v = r.measures[measure.id];
        const x = Number(r.key);
        return v?.value == null || !Number.isFinite(x) || r.key === '' ? [] : [{ x, y: v.value, interval: v.interval }];
      })
      .sort((a, b) => a.x - b.x);
    return points.length < 2 ? null : { measure, across: input.c.name('dim', input.result.by ?? ''), points };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const band = s.points.every((p) => p.interval);
    const edge = (at: (p: StepShape['points'][number]) => number, more: object) => ({
      type: 'line' as const,
      step: 'end' as const,
      symbol: 'none',
      silent: true,
      data: s.points.map((p) => [p.x, at(p)]),
      ...more
    });
    return {
      ...base(d),
      grid: { left: 8, right: 20, top: 16, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: values(d, 'count', { name: s.across, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: d.look.text2, fontFamily: font, fontSize: 11 }, splitLine: { show: false } }),
      yAxis: values(d, s.measure.unit, s.measure.unit === 'share' ? { min: 0, max: 1, interval: 0.25 } : {}),
      tooltip: tooltip('axis', (i) => {
        const p = s.points[i];
        return p ? [`${s.across}: ${number(d.c, p.x, 0)}`, `${s.measure.name}: ${said(s, p.y, d.c)}`] : null;
      }),
      series: [
        edge((p) => p.y, { silent: false, lineStyle: { width: 2.2, color }, z: 3 }),
        ...(band
          ? [
              edge((p) => p.interval!.lo, { stack: 'band', lineStyle: { opacity: 0 } }),
              edge((p) => p.interval!.hi - p.interval!.lo, { stack: 'band', lineStyle: { opacity: 0 }, areaStyle: { color: mix(color, d.look.surface, 0.18), opacity: 1 } })
            ]
          : [])
      ]
    };
  },

  summary(s, c) {
    const half = s.measure.unit === 'share' ? reaches(s, 0.5) : null;
    const last = s.points.at(-1)!;
    if (half !== null) return c.t('ui.chart.step_half', { measure: s.measure.name, across: s.across, x: number(c, half, 0) });
    return c.t('ui.chart.step', { measure: s.measure.name, across: s.across, x: number(c, last.x, 0), value: said(s, last.y, c) });
  },

  table(s, c) {
    return {
      columns: [{ name: s.across, num: true }, { name: s.measure.name, num: true }],
      rows: s.points.map((p) => [number(c, p.x, 0), said(s, p.y, c)])
    };
  }
};
