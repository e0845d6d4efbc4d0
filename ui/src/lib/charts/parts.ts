import type { CustomSeriesOption, EChartsOption } from 'echarts';
import type { Unit } from '$lib/api/types';
import { compact } from '$lib/format/compact';
import { escape } from './look';
import type { Drawing } from './types';

// ECharts writes the font into an attribute unescaped: no double quotes in it.
export const font = 'Inter, system-ui, sans-serif';

/** What every chart has. */
export function base(d: Drawing): EChartsOption {
  return {
    animation: !d.still,
    animationDuration: 250,
    animationDurationUpdate: 250,
    color: d.look.palette,
    textStyle: { fontFamily: font, color: d.look.text2, fontSize: 12 },
    grid: { left: 8, right: 16, top: 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }
  };
}

export function categories(d: Drawing, names: string[]) {
  return {
    type: 'category' as const,
    data: names,
    axisLine: { lineStyle: { color: d.look.line } },
    axisTick: { show: false },
    axisLabel: { color: d.look.text2, fontSize: 11, hideOverlap: true }
  };
}

/** How wide a letter of a chart is, near enough to make room for words. */
export const letter = 6.9;

/** A name in so many lines at most, broken between words or after the dash of a range, and cut where even these are too short for it. */
export function inLines(name: string, width: number, most = 2): string {
  if (name.length * (letter - 0.6) <= width) return name;
  const room = Math.max(6, Math.floor(width / letter));
  if (most < 2) {
    const cut = name.slice(0, room - 1);
    const word = cut.lastIndexOf(' ');
    return name.length > room ? cut.slice(0, word > room * 0.6 ? word : undefined).trim() + '…' : name;
  }
  let at = Math.max(name.lastIndexOf(' ', room), name.lastIndexOf('–', room - 1) + 1) || room;
  // A point between two names ends a line and never begins one.
  if (name.startsWith(' · ', at)) at += 2;
  return `${name.slice(0, at).trim()}\n${inLines(name.slice(at).trim(), width, most - 1)}`;
}

/** How many lines the longest of some names takes. */
export const linesOf = (names: string[], width: number, most: number) => Math.max(1, ...names.map((n) => inLines(n, width, most).split('\n').length));

/** The width of the names beside bars, where a chart does not say otherwise. */
export const namesWidth = (width: number) => Math.min(190, Math.max(80, width * 0.34));

/** Names beside bars; the first one on top. */
export function rowsAxis(d: Drawing, names: string[], width = namesWidth(d.width), most = 2) {
  return {
    ...categories(d, names),
    inverse: true,
    axisLine: { show: false },
    axisLabel: { color: d.look.text, fontSize: 12, lineHeight: 13, interval: 0, formatter: (name: string) => inLines(name, width, most) }
  };
}

/** Room beside the bars for what is written on the longest. */
export const roomFor = (texts: string[]) => Math.max(0, ...texts.map((t) => t.length)) * letter + 12;

export function values(d: Drawing, unit: Unit, more: Record<string, unknown> = {}) {
  return {
    type: 'value' as const,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: d.look.text2, fontSize: 11, hideOverlap: true, showMaxLabel: more.max === undefined || Number.isInteger(more.max), formatter: (v: number) => compact(d.c, unit, v) },
    splitLine: { lineStyle: { color: d.look.line } },
    splitNumber: d.width < 480 ? 3 : 5,
    // Nobody wins half a deal.
    ...(unit === 'count' ? { minInterval: 1 } : {}),
    ...more
  };
}

/** A rim in the card's colour, so that a line behind a text does not strike it through. */
export const rim = (d: Drawing) => ({ textBorderColor: d.look.surface, textBorderWidth: 3 });

/** The end of a scale of shares: one that comes near the whole ends there, in quarters, and never at 120 %. */
export function whole(unit: Unit, highest: number): { max?: number; interval?: number } {
  return unit === 'share' && highest > 0.75 && highest <= 1 ? { max: 1, interval: 0.25 } : {};
}

/** A tooltip in the page's own style; the default one writes inline style, which the policy refuses. */
export function tooltip(trigger: 'axis' | 'item', text: (index: number, series: number) => string[] | null) {
  return {
    trigger,
    confine: true,
    borderWidth: 0,
    padding: 0,
    backgroundColor: 'transparent',
    extraCssText: 'box-shadow:none',
    axisPointer: { type: 'shadow' as const, shadowStyle: { color: 'rgba(120,135,160,0.12)' } },
    formatter: (p: unknown) => {
      const one = (Array.isArray(p) ? p[0] : p) as { dataIndex: number; seriesIndex: number };
      const lines = text(one.dataIndex, one.seriesIndex);
      if (!lines) return '';
      const [head = '', ...rest] = lines.map(escape);
      return `<div class="chart-tip"><strong>${head}</strong>${rest.map((l) => `<span>${l}</span>`).join('')}</div>`;
    }
  };
}

export interface Mark {
  index: number;
  text: string;
  id: string;
}

/** Flags of what the company changed, on the time axis. */
export function flags(d: Drawing, marks: Mark[]) {
  if (!marks.length) return undefined;
  return {
    symbol: ['none', 'none'],
    silent: true,
    animation: false,
    lineStyle: { color: d.look.warn, type: 'dashed' as const, width: 1.2 },
    label: { show: true, position: 'end' as const, color: d.look.warn, fontSize: 11, fontFamily: font, formatter: '\u2691' },
    data: marks.map((m) => ({ name: m.text, xAxis: m.index }))
  };
}

export interface Cell {
  x: number;
  y: number;
  fill: string;
  text?: string;
}

/** Coloured fields where two scales meet, each with what stands in it. */
export function cells(d: Drawing, list: Cell[]): CustomSeriesOption {
  return {
    type: 'custom',
    data: list.map((c) => [c.x, c.y]),
    renderItem: (params, api) => {
      const cell = list[params.dataIndex];
      const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
      const [w = 0, h = 0] = api.size!([1, 1]) as number[];
      if (!cell) return null;
      const place = { x: x - w / 2 + 1, y: y - h / 2 + 1, width: w - 2, height: h - 2, r: 3 };
      const text = cell.text ? { style: { text: cell.text, fill: d.look.text, fontSize: 12, fontFamily: font } } : undefined;
      return { type: 'rect', shape: place, style: { fill: cell.fill }, textContent: text && { type: 'text', ...text }, textConfig: { position: 'inside' } };
    }
  };
}
