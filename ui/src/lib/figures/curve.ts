import type { Figure, Unit } from '$lib/api/types';
import type { Entry } from '$lib/charts/legend';
import { mix } from '$lib/charts/look';
import { base, font, tooltip, values } from '$lib/charts/parts';
import type { Kind } from '$lib/charts/types';
import { valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { at, marksOf, noTable, parts, saidPlace, told } from './values';

/** Lines over a scale of numbers: steps where what happened only grows, else from point to point. */
export interface CurveShape {
  across: string;
  unit: Unit;
  steps: boolean;
  x: number[];
  labels: string[];
  /** The same in a sentence. */
  said: string[];
  lines: { name: string; y: (number | null)[]; lo: (number | null)[]; hi: (number | null)[]; text: string[] }[];
  tips: string[][];
}

export function curveOf(f: Figure, c: Catalogue): CurveShape | null {
  const marks = marksOf(f);
  const cells = parts(f).filter((cell) => Number.isFinite(Number(cell.keys[0])) && cell.keys[0] !== '').sort((a, b) => Number(a.keys[0]) - Number(b.keys[0]));
  const lines = marks
    .map(({ measure }) => {
      const vs = cells.map((cell) => at(cell, measure.id));
      const known = vs.map((v) => (v?.display === 'too_few' ? null : (v?.value ?? null)));
      return {
        name: measure.name,
        y: known,
        lo: vs.map((v, i) => (known[i] === null ? null : (v?.interval?.lo ?? null))),
        hi: vs.map((v, i) => (known[i] === null ? null : (v?.interval?.hi ?? null))),
        text: vs.map((v) => (v ? valueText(c, v).text : '–'))
      };
    })
    .filter((l) => l.y.filter((v) => v !== null).length > 1);
  if (!lines.length || !marks[0]) return null;
  return {
    across: f.axes[0]?.name ?? '',
    unit: marks[0].measure.unit,
    steps: f.chart === 'step',
    x: cells.map((cell) => Number(cell.keys[0])),
    labels: cells.map((cell) => cell.labels[0] ?? ''),
    said: cells.map((cell) => saidPlace(f, cell)),
    lines,
    tips: cells.map((cell) => marks.flatMap(({ measure }) => told(c, measure.name, at(cell, measure.id))))
  };
}

/** Numbers that span hundreds of times are set out by their logarithm. */
export function wide(x: number[]): boolean {
  return x.length > 2 && x[0]! > 0 && x.at(-1)! / x[0]! >= 100;
}

export const curve: Kind<CurveShape> = {
  kind: 'step',
  from: () => null,

  option(s, d) {
    const log = wide(s.x);
    const place = (x: number) => (log ? Math.log10(x) : x);
    const said = new Map(s.x.map((x, i) => [place(x), s.labels[i] ?? '']));
    const style = (i: number) => ({ color: d.look.palette[i], width: i === 0 ? 2.4 : 1.8, type: i === 0 ? ('solid' as const) : ('dashed' as const) });
    const band = s.lines[0]!;
    const banded = band.lo.every((v) => v !== null);
    const edge = (data: (number | null)[][], more: object) => ({ type: 'line' as const, symbol: 'none', silent: true, stack: 'band', lineStyle: { opacity: 0 }, step: s.steps ? ('end' as const) : undefined, data, ...more });
    return {
      ...base(d),
      grid: { left: 8, right: 22, top: 14, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        ...values(d, 'count', { name: s.across, nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: d.look.text2, fontFamily: font, fontSize: 11 }, splitLine: { show: false } }),
        min: place(s.x[0]!),
        max: place(s.x.at(-1)!),
        axisLabel: { color: d.look.text2, fontSize: 11, hideOverlap: true, customValues: s.x.map(place), formatter: (v: number) => said.get(v) ?? '' }
      },
      yAxis: values(d, s.unit, s.unit === 'share' && s.steps ? { min: 0, max: 1, interval: 0.25 } : {}),
      tooltip: tooltip('axis', (i) => (s.tips[i] ? [s.labels[i] ?? '', ...s.tips[i]] : null)),
      series: [
        ...s.lines.map((l, i) => ({
          type: 'line' as const,
          name: l.name,
          step: s.steps ? ('end' as const) : undefined,
          symbol: 'circle',
          symbolSize: 6,
          showSymbol: !s.steps,
          lineStyle: style(i),
          itemStyle: { color: d.look.palette[i] },
          data: l.y.map((v, at) => [place(s.x[at]!), v]),
          z: 4 - i
        })),
        ...(banded
          ? [
              edge(band.lo.map((v, i) => [place(s.x[i]!), v]), {}),
              edge(band.hi.map((v, i) => [place(s.x[i]!), (v ?? 0) - (band.lo[i] ?? 0)]), { areaStyle: { color: mix(d.look.palette[0]!, d.look.surface, 0.18), opacity: 1 } })
            ]
          : [])
      ]
    };
  },

  summary(s, c) {
    const line = s.lines[0]!;
    const half = s.unit === 'share' && s.steps ? line.y.findIndex((y) => y !== null && y >= 0.5) : -1;
    if (half >= 0) return c.t('ui.figure.half', { measure: line.name, x: s.said[half] ?? '', value: line.text[half] ?? '' });
    const known = line.y.flatMap((y, i) => (y === null ? [] : [i]));
    const [a, b] = [known[0]!, known.at(-1)!];
    return c.t('ui.figure.curve', { measure: line.name, from: line.text[a]!, first: s.said[a]!, to: line.text[b]!, last: s.said[b]! });
  },

  table: noTable,
  height: () => 280,
  legend: (s) => (s.lines.length < 2 ? [] : s.lines.map((l, i): Entry => ({ name: l.name, mark: i === 0 ? 'line' : 'dashed', color: i })))
};
