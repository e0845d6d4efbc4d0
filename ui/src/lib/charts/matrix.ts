import type { CatalogueMeasure, Value } from '$lib/api/types';
import { exactValue } from '$lib/format/value';
import { mix } from './look';
import { base, cells, font, rowsAxis, tooltip } from './parts';
import { sliceRows } from './series';
import type { Kind } from './types';

/** Slices down, measures across; how dark a cell is says where it stands in its column. */
export interface MatrixShape {
  measures: Pick<CatalogueMeasure, 'name' | 'better'>[];
  rows: { key: string; label: string; cells: { text: string; share: number | null }[] }[];
}

const most = 20;

function shareOf(v: Value | undefined, all: (Value | undefined)[]): number | null {
  if (v?.value == null || v.display === 'too_few') return null;
  const known = all.flatMap((o) => (o?.value == null ? [] : [o.value]));
  const [lo, hi] = [Math.min(...known), Math.max(...known)];
  return hi === lo ? 0.5 : (v.value - lo) / (hi - lo);
}

export const matrix: Kind<MatrixShape> = {
  kind: 'matrix',

  from(input) {
    const slices = sliceRows(input.result).slice(0, most);
    if (!slices.length || !input.measures.length) return null;
    return {
      measures: input.measures,
      rows: slices.map((r) => ({
        key: r.key ?? '',
        label: r.label,
        cells: input.measures.map((m) => {
          const v = r.measures[m.id];
          return { text: v ? exactValue(input.c, v) : '–', share: shareOf(v, slices.map((o) => o.measures[m.id])) };
        })
      }))
    };
  },

  option(s, d) {
    const tint = (share: number | null) => (share === null ? d.look.surface : mix(d.look.palette[0]!, d.look.surface, 0.04 + 0.3 * share));
    return {
      ...base(d),
      grid: { left: 8, right: 8, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'category',
        position: 'top',
        data: s.measures.map((m) => m.name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: d.look.text2, fontSize: 11, interval: 0, width: (d.width * 0.66) / s.measures.length - 8, overflow: 'break', lineHeight: 13, fontFamily: font }
      },
      yAxis: rowsAxis(d, s.rows.map((r) => r.label)),
      tooltip: tooltip('item', (i) => {
        const row = s.rows[Math.floor(i / s.measures.length)];
        const at = i % s.measures.length;
        return row ? [row.label, `${s.measures[at]?.name}: ${row.cells[at]?.text}`] : null;
      }),
      series: [cells(d, s.rows.flatMap((r, y) => r.cells.map((cell, x) => ({ x, y, fill: tint(cell.share), text: cell.text }))))]
    };
  },

  summary(s, c) {
    return c.t('ui.chart.matrix', { n: s.rows.length, measures: s.measures.map((m) => m.name).join(', ') });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('ui.chart.slice'), num: false }, ...s.measures.map((m) => ({ name: m.name, num: true }))],
      rows: s.rows.map((r) => [r.label, ...r.cells.map((cell) => cell.text)])
    };
  },

  pick: (s, _, i) => ({ key: s.rows[Math.floor(i / s.measures.length)]?.key }),
  height: (s) => s.rows.length * 36 + 56
};
