import type { CatalogueMeasure } from '$lib/api/types';
import { textOf } from './bar';
import { mix } from './look';
import { base, categories, cells, rowsAxis, tooltip } from './parts';
import { first, numberOf, sliceRows } from './series';
import type { Kind } from './types';

/** Weekday down, hour across; colour says how much. */
export interface HeatShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit'>;
  currency: string | null;
  hours: number[];
  days: string[];
  /** By day and hour; null where there is nothing. */
  cells: (number | null)[][];
}

/** A slice's key is weekday-hour: Monday is 1, "1-14" is Monday from two o'clock. */
const key = /^([1-7])-(\d{1,2})$/;

export const heat: Kind<HeatShape> = {
  kind: 'heat',

  from(input) {
    const measure = first(input);
    if (!measure) return null;
    const found = sliceRows(input.result).flatMap((r) => {
      const m = key.exec(r.key ?? '');
      return m ? [{ day: Number(m[1]) - 1, hour: Number(m[2]), value: numberOf(r.measures[measure.id]) }] : [];
    });
    if (!found.length) return null;
    const hours = found.map((f) => f.hour);
    const from = Math.min(...hours);
    const span = Array.from({ length: Math.max(...hours) - from + 1 }, (_, i) => from + i);
    const cells = input.c.style.weekdays.map((_, day) => span.map((hour) => found.find((f) => f.day === day && f.hour === hour)?.value ?? null));
    return { measure, currency: null, hours: span, days: input.c.style.weekdays, cells };
  },

  option(s, d) {
    const known = s.cells.flat().filter((v): v is number => v !== null);
    const [lo, hi] = [Math.min(...known), Math.max(...known)];
    const tint = (v: number | null) => (v === null ? d.look.surface2 : mix(d.look.palette[0]!, d.look.surface, 0.08 + (0.9 * (v - lo)) / (hi - lo || 1)));
    return {
      ...base(d),
      xAxis: { ...categories(d, s.hours.map((h) => String(h).padStart(2, '0'))), position: 'top', axisLine: { show: false } },
      yAxis: rowsAxis(d, s.days),
      tooltip: tooltip('item', (i) => {
        const [y, x] = [Math.floor(i / s.hours.length), i % s.hours.length];
        const hour = s.hours[x] ?? 0;
        return [`${s.days[y]} ${hour}–${hour + 1}`, `${s.measure.name}: ${textOf(s, s.cells[y]?.[x] ?? null, d.c)}`];
      }),
      series: [cells(d, s.cells.flatMap((row, y) => row.map((v, x) => ({ x, y, fill: tint(v) }))))]
    };
  },

  summary(s, c) {
    let top = { v: -Infinity, day: 0, hour: 0 };
    s.cells.forEach((row, day) => row.forEach((v, at) => v !== null && v > top.v && (top = { v, day, hour: s.hours[at] ?? 0 })));
    if (top.v === -Infinity) return c.t('ui.chart.nothing', { measure: s.measure.name });
    return c.t('ui.chart.heat', { measure: s.measure.name, day: s.days[top.day] ?? '', from: top.hour, to: top.hour + 1, value: textOf(s, top.v, c) });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('ui.chart.hour'), num: false }, ...s.days.map((name) => ({ name, num: true }))],
      rows: s.hours.map((hour, x) => [`${hour}–${hour + 1}`, ...s.days.map((_, y) => textOf(s, s.cells[y]?.[x] ?? null, c))])
    };
  },

  height: () => 260
};
