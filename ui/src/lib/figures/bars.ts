import type { CustomSeriesRenderItemReturn } from 'echarts';
import type { Cell, Display, Figure, Unit } from '$lib/api/types';
import type { Entry } from '$lib/charts/legend';
import { mix } from '$lib/charts/look';
import { base, font, letter, linesOf, rowsAxis, tooltip } from '$lib/charts/parts';
import type { Drawing, Kind } from '$lib/charts/types';
import { number } from '$lib/format/number';
import { valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { at, marksOf, measureIn, noTable, numberAt, placeName, rangeName, saidPlace, told } from './values';

/** What the places of a figure are worth, measure beside measure: a bar from nothing, or a dot where chance or a range is shown. */
export interface BarsShape {
  rows: string[];
  /** The rows as a sentence calls them, and what they count where their names are bare numbers. */
  said: string[];
  across: string;
  panels: Panel[];
  /** How many places there are beside those drawn. */
  more: number;
}

interface Panel {
  name: string;
  unit: Unit;
  dots: boolean;
  /** What the tick and the band stand for, where there are any. */
  beside: string;
  range: string;
  bars: Bar[];
}

interface Bar {
  value: number | null;
  display: Display;
  lo: number | null;
  hi: number | null;
  from: number | null;
  to: number | null;
  beside: number | null;
  text: string;
  tip: string[];
}

const most = 20;
const head = 26;
/** What each panel says of its own tick or band takes a line more. */
const keyLine = 17;

export function barsOf(f: Figure, c: Catalogue): BarsShape | null {
  const cells = f.cells.slice(0, most);
  const panels = marksOf(f).map(({ mark, measure }): Panel => {
    const beside = measureIn(f, mark.beside);
    const [from, to] = [measureIn(f, mark.from), measureIn(f, mark.to)];
    const bars = cells.map((cell) => barOf(cell, mark, c, [measure.name, beside?.name ?? '', from?.name ?? '', to?.name ?? '']));
    return {
      name: measure.name,
      unit: measure.unit,
      dots: bars.some((b) => b.lo !== null || b.from !== null),
      beside: beside?.name ?? '',
      range: from && to ? rangeName(from.name, to.name) : '',
      bars: evened(bars, measure.unit, c)
    };
  });
  const drawn = panels.filter((p) => p.bars.some((b) => b.value !== null || b.beside !== null));
  return cells.length && drawn.length ? { rows: cells.map(placeName), said: cells.map((cell) => saidPlace(f, cell)), across: f.axes[0]?.unit === 'count' ? f.axes[0].name : '', panels: drawn, more: f.cells.length - cells.length } : null;
}

/** Counts of which one has a fraction are all written with one, so that they stand below each other. */
function evened(bars: Bar[], unit: Unit, c: Catalogue): Bar[] {
  if (unit !== 'count' || bars.every((b) => b.value === null || Number.isInteger(b.value))) return bars;
  return bars.map((b) => (b.value === null || b.display === 'too_few' ? b : { ...b, text: number(c, b.value, 1) }));
}

function barOf(cell: Cell, mark: Figure['marks'][number], c: Catalogue, [name, beside, from, to]: string[]): Bar {
  const v = at(cell, mark.measure);
  return {
    value: v?.value ?? null,
    display: v?.display ?? 'too_few',
    lo: v?.value == null ? null : (v.interval?.lo ?? null),
    hi: v?.value == null ? null : (v.interval?.hi ?? null),
    from: numberAt(cell, mark.from),
    to: numberAt(cell, mark.to),
    beside: numberAt(cell, mark.beside),
    text: v ? valueText(c, v).text : '',
    tip: [...told(c, name!, v), ...told(c, beside!, at(cell, mark.beside)), ...told(c, from!, at(cell, mark.from)), ...told(c, to!, at(cell, mark.to))]
  };
}

/** The ends of a panel's scale: nothing is always on it, and a share never goes beyond the whole. */
function scale(p: Panel): { min: number; max: number } {
  const all = p.bars.flatMap((b) => [b.value, b.lo, b.hi, b.from, b.to, b.beside].filter((v): v is number => v !== null));
  const max = Math.max(0, ...all);
  return { min: Math.min(0, ...all), max: max > 0 ? max * 1.02 : 1 };
}

const textRoom = (p: Panel) => Math.max(...p.bars.map((b) => b.text.length)) * letter + 14;

/** Room for the names beside the rows: what they need, within a third or so of the width. */
const labelRoom = (s: BarsShape, width: number) => Math.min(Math.max(s.across.length, ...s.rows.map((r) => r.length)) * letter + 26, Math.max(84, width * 0.38), 260);

/** The lines that a name may take, and what they make of a row's height. */
const nameLines = 3;
const rowHeight = (s: BarsShape, width: number) => (linesOf(s.rows, labelRoom(s, width) - 12, nameLines) > 2 ? 44 : 30);

/** What a panel is held against, where each panel has something else: then it stands below its name and not in the legend. */
const keyOf = (p: Panel) => [p.range && `▬ ${p.range}`, p.beside && `┃ ${p.beside}`].filter(Boolean).join('   ');
const ownKeys = (s: BarsShape) => new Set(s.panels.map(keyOf).filter(Boolean)).size > 1;
const headOf = (s: BarsShape) => head + (ownKeys(s) ? keyLine : 0);

/** Beside each other where there is room, else below each other. */
function places(s: BarsShape, width: number): { left: number; top: number; width: number; named: boolean }[] {
  const tall = s.rows.length * rowHeight(s, width);
  const names = labelRoom(s, width);
  const top = headOf(s);
  const beside = (width - names) / s.panels.length;
  if (s.panels.length === 1 || beside >= 190) {
    return s.panels.map((p, i) => ({ left: names + i * beside, top, width: beside - textRoom(p) - 14, named: i === 0 }));
  }
  return s.panels.map((p, i) => ({ left: names, top: top + i * (tall + top + 10), width: width - names - textRoom(p) - 6, named: true }));
}

function heightOf(s: BarsShape, width: number): number {
  return Math.max(...places(s, width).map((p) => p.top)) + s.rows.length * rowHeight(s, width) + 6;
}

/** One row of a panel: band, interval, bar or dot, the tick of what it is held against, and the value in its column. */
function row(p: Panel, i: number, d: Drawing, api: { coord: (v: number[]) => number[] }, plot: { x: number; width: number }): CustomSeriesRenderItemReturn {
  const b = p.bars[i]!;
  const color = d.look.palette[0]!;
  const y = api.coord([0, i])[1]!;
  const x = (v: number) => api.coord([v, i])[0]!;
  const span = (from: number, to: number, height: number, fill: string, more: object = {}) => ({
    type: 'rect' as const,
    shape: { x: Math.min(x(from), x(to)), y: y - height / 2, width: Math.max(1, Math.abs(x(to) - x(from))), height, r: Math.min(3, height / 2) },
    style: { fill, ...more }
  });
  const early = b.display === 'provisional';
  const few = b.display === 'too_few';
  const children: object[] = [];
  if (p.dots) children.push({ type: 'line', shape: { x1: plot.x, y1: y, x2: plot.x + plot.width, y2: y }, style: { stroke: d.look.line, lineWidth: 1 } });
  else children.push({ type: 'rect', shape: { x: plot.x, y: y - 9, width: plot.width, height: 18, r: 3 }, style: { fill: d.look.surface2 } });
  if (b.from !== null && b.to !== null) children.push(span(b.from, b.to, 14, mix(color, d.look.surface, 0.18)));
  if (b.lo !== null && b.hi !== null && !few) children.push(span(b.lo, b.hi, 5, mix(color, d.look.surface, 0.4)));
  if (b.value !== null && !few) {
    if (p.dots) children.push({ type: 'circle', shape: { cx: x(b.value), cy: y, r: 5.5 }, style: { fill: early ? d.look.surface : color, stroke: color, lineWidth: 1.5 } });
    else children.push(span(0, b.value, 18, early ? mix(color, d.look.surface, 0.3) : color, early ? { stroke: color, lineDash: [3, 3] } : {}));
  }
  if (b.beside !== null) children.push({ type: 'line', shape: { x1: x(b.beside), y1: y - 11, x2: x(b.beside), y2: y + 11 }, style: { stroke: d.look.text, lineWidth: 2 } });
  const text = { text: b.text, fill: b.display === 'ok' ? d.look.text : d.look.text2, font: `12px ${font}`, align: 'right', verticalAlign: 'middle' };
  children.push({ type: 'text', style: { ...text, x: plot.x + plot.width + textRoom(p) - 4, y } });
  return { type: 'group', children } as CustomSeriesRenderItemReturn;
}

export const bars: Kind<BarsShape> = {
  kind: 'bar',
  from: () => null,

  option(s, d) {
    const tall = s.rows.length * rowHeight(s, d.width);
    const grid = places(s, d.width);
    const names = rowsAxis(d, s.rows, labelRoom(s, d.width) - 12, nameLines);
    const own = ownKeys(s);
    return {
      ...base(d),
      grid: grid.map((g) => ({ left: g.left, top: g.top, width: Math.max(20, g.width), height: tall, outerBoundsMode: 'none' as const })),
      title: [...(s.across ? grid.filter((g) => g.named).map((g) => ({ text: s.across, right: d.width - g.left + 8, top: g.top - headOf(s) + 4, padding: 0, textStyle: { color: d.look.text2, fontFamily: font, fontSize: 12, lineHeight: 16, fontWeight: 400 } })) : []), ...s.panels.map((p, i) => ({
        text: p.name,
        left: grid[i]!.left,
        top: grid[i]!.top - headOf(s) + 4,
        padding: 0,
        itemGap: 4,
        subtext: own ? keyOf(p) : '',
        subtextStyle: { color: d.look.text2, fontFamily: font, fontSize: 11, width: grid[i]!.width + textRoom(p), overflow: 'truncate' as const },
        textStyle: { color: d.look.text2, fontFamily: font, fontSize: 12, lineHeight: 16, fontWeight: 600, width: grid[i]!.width + textRoom(p), overflow: 'truncate' as const }
      }))],
      xAxis: s.panels.map((p, i) => ({ type: 'value' as const, gridIndex: i, show: false, ...scale(p) })),
      yAxis: grid.map((g, i) => ({ ...names, gridIndex: i, axisLabel: { ...names.axisLabel, show: g.named } })),
      tooltip: tooltip('axis', (i) => [s.rows[i] ?? '', ...s.panels.flatMap((p) => p.bars[i]?.tip ?? [])]),
      series: s.panels.map((p, i) => ({
        type: 'custom' as const,
        xAxisIndex: i,
        yAxisIndex: i,
        data: p.bars.map((b, at) => [b.value ?? 0, at]),
        renderItem: (params, api) => row(p, params.dataIndex, d, api, params.coordSys as unknown as { x: number; width: number })
      }))
    };
  },

  summary(s, c) {
    const p = s.panels.find((one) => one.bars.some((b) => b.value !== null && b.display !== 'too_few')) ?? s.panels[0]!;
    const known = p.bars.flatMap((b, i) => (b.value !== null && b.display !== 'too_few' ? [{ ...b, name: s.said[i]!, value: b.value }] : [])).sort((a, b) => b.value - a.value);
    const [top, low] = [known[0], known.at(-1)];
    if (!top || !low) return c.t('ui.chart.nothing', { measure: p.name });
    const said = { measure: p.name, name: top.name, value: top.text, worst: low.name, low: low.text, n: s.rows.length + s.more };
    if (known.length === 1) return c.t('ui.figure.one', said);
    if (top.lo === null || low.hi === null) return c.t('ui.chart.bar', said);
    return c.t(top.lo > low.hi ? 'ui.chart.dot_clear' : 'ui.chart.dot', said);
  },

  table: noTable,
  height: heightOf,

  legend(s) {
    if (ownKeys(s)) return [];
    const out: Entry[] = [];
    for (const p of s.panels) {
      if (p.range && !out.some((e) => e.name === p.range)) out.push({ name: p.range, mark: 'box', color: 'faint' });
      if (p.beside && !out.some((e) => e.name === p.beside)) out.push({ name: p.beside, mark: 'tick', color: 'text' });
    }
    return out;
  }
};
