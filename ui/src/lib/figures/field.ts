import type { Figure } from '$lib/api/types';
import { mix } from '$lib/charts/look';
import { base, categories, cells, font, rowsAxis, tooltip } from '$lib/charts/parts';
import type { Kind } from '$lib/charts/types';
import { exactValue, valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { fieldOf } from './pivot';
import { marksOf, noTable, told } from './values';

/** Two axes, and at each place how much: by colour alone, or with the value in it. */
export interface FieldShape {
  measure: string;
  down: string[];
  across: string[];
  /** Row by row; share is where the value stands below the largest, null where there is none. */
  places: { share: number | null; text: string; tip: string[] }[][];
  /** Whether what stands in a place can be read there. */
  worded: boolean;
  top: { down: string; across: string; text: string } | null;
  ends: [string, string];
  /** What signs stand for, where a place has one instead of a value. */
  signs: { name: string; sign: string }[];
  more: number;
}

const most = 20;

export function placesOf(f: Figure, c: Catalogue): FieldShape | null {
  const mark = marksOf(f)[0];
  if (!mark || f.axes.length < 2) return null;
  const field = fieldOf(f);
  const down = field.down.slice(0, most);
  const value = (d: string, a: string) => field.at(d, a)?.measures[mark.measure.id] ?? null;
  const known = f.cells.flatMap((cell) => {
    const v = cell.measures[mark.measure.id];
    return v?.value != null && v.display !== 'too_few' ? [{ cell, v, value: v.value }] : [];
  });
  if (!known.length) return null;
  const top = known.reduce((a, b) => (b.value > a.value ? b : a));
  const low = known.reduce((a, b) => (b.value < a.value ? b : a));
  // Values that can be read need not begin at nothing: their colours tell them apart.
  const floor = f.chart === 'matrix' ? low.value : 0;
  const signs = new Map<string, string>();
  const places = down.map((d) =>
    field.across.map((a) => {
      const v = value(d.key, a.key);
      const tip = [`${d.label} · ${a.label}`, ...(v ? told(c, mark.measure.name, v) : ['–'])];
      if (v?.value == null) {
        const sign = v?.reason && c.has(`mark.${v.reason}`) ? c.name('mark', v.reason) : '';
        if (sign && v?.reason) signs.set(c.name('reason', v.reason), sign);
        return { share: null, text: sign, tip };
      }
      return { share: v.display === 'too_few' || top.value <= 0 ? null : Math.max(0, (v.value - floor) / (top.value - floor || 1)), text: exactValue(c, v), tip };
    })
  );
  return {
    measure: mark.measure.name,
    down: down.map((d) => d.label),
    across: field.across.map((a) => a.label),
    places,
    worded: f.chart === 'matrix',
    top: { down: top.cell.labels[0] ?? '', across: top.cell.labels[1] ?? '', text: valueText(c, top.v).text },
    ends: [exactValue(c, low.v), exactValue(c, top.v)],
    signs: [...signs].map(([name, sign]) => ({ name, sign })),
    more: field.down.length - down.length
  };
}

export const field: Kind<FieldShape> = {
  kind: 'heat',
  from: () => null,

  option(s, d) {
    const color = d.look.palette[0]!;
    // Words stand on the colour, so it stays pale enough to read them on.
    const tint = (share: number | null) => (share === null ? d.look.surface2 : mix(color, d.look.surface, s.worded ? 0.12 + 0.3 * share : 0.06 + 0.9 * share));
    const wide = d.width * 0.66 / s.across.length;
    return {
      ...base(d),
      grid: { left: 8, right: 8, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        ...categories(d, s.across),
        position: 'top',
        axisLine: { show: false },
        axisLabel: { color: d.look.text2, fontSize: 11, fontFamily: font, hideOverlap: true, ...(s.worded ? { interval: 0, width: wide - 6, overflow: 'truncate' as const } : {}) }
      },
      yAxis: rowsAxis(d, s.down),
      tooltip: tooltip('item', (i) => s.places[Math.floor(i / s.across.length)]?.[i % s.across.length]?.tip ?? null),
      series: [cells(d, s.places.flatMap((row, y) => row.map((p, x) => ({ x, y, fill: tint(p.share), text: s.worded && wide > 44 ? p.text : undefined }))))]
    };
  },

  summary(s, c) {
    if (!s.top) return c.t('ui.chart.nothing', { measure: s.measure });
    return c.t('ui.figure.field', { measure: s.measure, down: s.top.down, across: s.top.across, value: s.top.text });
  },

  table: noTable,
  height: (s) => s.down.length * (s.worded ? 30 : 28) + 32,

  legend: (s) => [
    { name: s.ends[0], mark: 'box', color: 'low' },
    { name: s.ends[1], mark: 'box', color: s.worded ? 'deep' : 0 },
    ...s.signs.map(({ name, sign }) => ({ name: `${sign} ${name}`, mark: 'none' as const, color: 'text' as const }))
  ]
};
