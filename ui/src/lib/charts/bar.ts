import type { CatalogueMeasure, Display } from '$lib/api/types';
import { format, place } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { hatch, mix } from './look';
import { base, roomFor, rowsAxis, tooltip, values } from './parts';
import { first, largest, numberOf } from './series';
import type { Kind } from './types';

/** A bar for each slice, the largest first. */
export interface BarShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit' | 'sums'>;
  currency: string | null;
  rows: { key: string; label: string; value: number | null; display: Display }[];
  /** How many slices there are beside those shown. */
  more: number;
}

const most = 15;

export function textOf(s: { measure: Pick<CatalogueMeasure, 'unit'>; currency: string | null }, v: number | null, c: Catalogue): string {
  return v === null ? '–' : format(c, s.measure.unit, s.currency, v, place(s.measure.unit, v));
}

export const bar: Kind<BarShape> = {
  kind: 'bar',

  from(input) {
    const measure = first(input);
    if (!measure) return null;
    const { rows, rest } = largest(input.result, measure.id, most);
    if (!rows.some((r) => numberOf(r.measures[measure.id]) !== null)) return null;
    return {
      measure,
      currency: rows.find((r) => r.measures[measure.id]?.currency)?.measures[measure.id]?.currency ?? null,
      rows: rows.map((r) => {
        const v = r.measures[measure.id];
        return { key: r.key ?? '', label: r.label, value: numberOf(v), display: v?.display ?? 'too_few' };
      }),
      more: rest.length
    };
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const style = (display: Display) =>
      display === 'provisional' ? hatch(color, d.look.surface) : { color: display === 'ok' ? color : mix(color, d.look.surface, 0.5) };
    return {
      ...base(d),
      grid: { left: 8, right: roomFor(s.rows.map((r) => textOf(s, r.value, d.c))), top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: values(d, s.measure.unit, { max: 'dataMax', axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: rowsAxis(d, s.rows.map((r) => r.label)),
      tooltip: tooltip('axis', (i) => [s.rows[i]?.label ?? '', `${s.measure.name}: ${textOf(s, s.rows[i]?.value ?? null, d.c)}`]),
      series: [
        {
          type: 'bar',
          data: s.rows.map((r) => ({ value: r.value, itemStyle: style(r.display) })),
          barMaxWidth: 22,
          itemStyle: { borderRadius: 3 },
          label: { show: true, position: 'right', color: d.look.text, fontSize: 12, formatter: (p: { dataIndex: number }) => textOf(s, s.rows[p.dataIndex]?.value ?? null, d.c) }
        }
      ]
    };
  },

  summary(s, c) {
    const known = s.rows.filter((r) => r.value !== null);
    const sum = known.reduce((total, r) => total + (r.value ?? 0), 0);
    const top = known[0];
    if (!top) return c.t('ui.chart.nothing', { measure: s.measure.name });
    const said = { measure: s.measure.name, name: top.label, value: textOf(s, top.value, c), n: s.rows.length + s.more };
    if (!s.measure.sums || s.more > 0 || sum <= 0) return c.t('ui.chart.bar', said);
    return c.t('ui.chart.bar_share', { ...said, share: format(c, 'share', null, (top.value ?? 0) / sum, 0) });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('ui.chart.slice'), num: false }, { name: s.measure.name, num: true }],
      rows: s.rows.map((r) => [r.label, textOf(s, r.value, c)])
    };
  },

  pick: (s, _, i) => (s.rows[i] ? { key: s.rows[i].key } : null),
  height: (s) => Math.max(120, s.rows.length * 32 + 12)
};
