import type { CatalogueMeasure, Row, Unit } from '$lib/api/types';
import type { Catalogue } from '$lib/i18n/catalogue';
import { format } from '$lib/format/unit';
import { exactValue } from '$lib/format/value';
import { textOf } from './bar';
import { mix } from './look';
import { base, font, rim, tooltip, values } from './parts';
import { numberOf, sliceRows } from './series';
import type { Kind } from './types';

/** The first measure across, the second up, the third as area; curves join what is equally good. */
export interface ScatterShape {
  x: Pick<CatalogueMeasure, 'name' | 'unit'>;
  y: Pick<CatalogueMeasure, 'name' | 'unit'>;
  size: Pick<CatalogueMeasure, 'name' | 'unit'> | null;
  currency: string | null;
  points: { key: string; label: string; x: number; y: number; size: number | null; said: [string, string]; muted: boolean }[];
  /** Where two shares multiply to the same yield: contact × conversion. */
  iso: number[];
}

const sized = (m: Pick<CatalogueMeasure, 'unit'>, v: number | null, s: ScatterShape, c: Catalogue) => textOf({ measure: m, currency: s.currency }, v, c);

function said(c: Catalogue, r: Row, x: CatalogueMeasure, y: CatalogueMeasure): [string, string] {
  return [exactValue(c, r.measures[x.id]!), exactValue(c, r.measures[y.id]!)];
}

/** Round yields whose curves go through the drawn area. */
export function isoOf(points: ScatterShape['points']): number[] {
  const top = Math.max(...points.map((p) => p.x * p.y));
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.4].filter((v) => v <= top * 2 && v >= top / 8);
}

/** A share goes no further than the whole, with room for its mark. */
const end = (unit: Unit, v: number) => (unit === 'share' ? Math.min(v, 1.04) : v);

const quarters = (unit: Unit, to: number) => (unit === 'share' && to > 0.75 ? { interval: 0.25 } : {});

export const scatter: Kind<ScatterShape> = {
  kind: 'scatter',

  from(input) {
    const [x, y, size] = input.measures;
    if (!x || !y) return null;
    const points = sliceRows(input.result).flatMap((r) => {
      const [a, b] = [numberOf(r.measures[x.id]), numberOf(r.measures[y.id])];
      if (a === null || b === null) return [];
      return [{ key: r.key ?? '', label: r.label, x: a, y: b, size: size ? numberOf(r.measures[size.id]) : null, said: said(input.c, r, x, y), muted: r.measures[y.id]?.display !== 'ok' }];
    });
    if (points.length < 2) return null;
    const currency = sliceRows(input.result)[0]?.measures[x.id]?.currency ?? null;
    return { x, y, size: size ?? null, currency, points, iso: x.unit === 'share' && y.unit === 'share' ? isoOf(points) : [] };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const big = Math.max(1, ...s.points.map((p) => p.size ?? 1));
    const right = end(s.x.unit, Math.max(...s.points.map((p) => p.x)) * 1.15);
    const top = end(s.y.unit, Math.max(...s.points.map((p) => p.y)) * 1.2);
    const name = { nameLocation: 'middle' as const, nameTextStyle: { color: d.look.text2, fontFamily: font, fontSize: 11 } };
    const curve = (v: number) => Array.from({ length: 40 }, (_, i) => (right * (i + 1)) / 40).flatMap((x) => (v / x <= top ? [[x, v / x]] : []));
    return {
      ...base(d),
      grid: { left: 26, right: s.iso.length ? 40 : 24, top: 24, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: values(d, s.x.unit, { name: s.x.name, nameGap: 30, ...name, ...quarters(s.x.unit, right), max: right }),
      yAxis: values(d, s.y.unit, { name: s.y.name, nameGap: 46, ...name, ...quarters(s.y.unit, top), max: top }),
      tooltip: tooltip('item', (i, series) => {
        const p = series === 0 ? s.points[i] : undefined;
        if (!p) return null;
        return [
          p.label,
          `${s.x.name}: ${p.said[0]}`,
          `${s.y.name}: ${p.said[1]}`,
          ...(s.size ? [`${s.size.name}: ${sized(s.size, p.size, s, d.c)}`] : [])
        ];
      }),
      series: [
        {
          type: 'scatter',
          z: 3,
          data: s.points.map((p) => ({ value: [p.x, p.y], symbolSize: 10 + 30 * Math.sqrt((p.size ?? 0) / big), label: { position: p.x > right * 0.75 ? ('left' as const) : ('right' as const) } })),
          itemStyle: { color: mix(color, d.look.surface, 0.6), borderColor: color, borderWidth: 1.2 },
          label: { show: true, color: d.look.text, fontSize: 11, ...rim(d), formatter: (p: { dataIndex: number }) => s.points[p.dataIndex]?.label ?? '' },
          labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' }
        },
        ...s.iso.map((v) => ({
          type: 'line' as const,
          z: 1,
          data: curve(v),
          symbol: 'none',
          silent: true,
          lineStyle: { color: d.look.line, width: 1, type: 'dashed' as const },
          endLabel: { show: true, color: d.look.text2, fontSize: 10, formatter: format(d.c, 'share', null, v, 0) }
        }))
      ]
    };
  },

  summary(s, c) {
    const best = [...s.points].sort((a, b) => b.y - a.y)[0]!;
    return c.t('ui.chart.scatter', { x: s.x.name, y: s.y.name, name: best.label, value: best.said[1], beside: best.said[0] });
  },

  table(s, c) {
    const more = s.size ? [{ name: s.size.name, num: true }] : [];
    return {
      columns: [{ name: c.t('ui.chart.slice'), num: false }, { name: s.x.name, num: true }, { name: s.y.name, num: true }, ...more],
      rows: s.points.map((p) => [p.label, ...p.said, ...(s.size ? [sized(s.size, p.size, s, c)] : [])])
    };
  },

  pick: (s, series, i) => (series === 0 && s.points[i] ? { key: s.points[i].key } : null),
  height: () => 360
};
