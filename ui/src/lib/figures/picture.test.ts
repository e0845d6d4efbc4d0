import { expect, test } from 'vitest';
import type { Cell, Figure, FigureMark, Value } from '$lib/api/types';
import { nb, svg, value } from '$lib/charts/draw.testing';
import { ledges, type WaterfallShape } from '$lib/charts/waterfall';
import type { BarsShape } from './bars';
import { wide } from './curve';
import { pictureOf } from './picture';
import { fieldOf } from './pivot';
import { placeName, rangeName } from './values';

const mark = (measure: string, more: Partial<FigureMark> = {}): FigureMark => ({ measure, beside: null, from: null, to: null, ...more });
const cell = (keys: string[], measures: Record<string, Value>, labels = keys): Cell => ({ keys, labels, measures, open: [] });
const interval = (lo: number, hi: number) => ({ lo, hi, level: 0.95, method: 'wilson' });

function figure(chart: Figure['chart'], marks: FigureMark[], cells: Cell[], more: Partial<Figure> = {}): Figure {
  const ids = Object.keys(cells[0]?.measures ?? {});
  const measures = ids.map((id) => ({ id, name: id, unit: cells[0]!.measures[id]!.unit, better: 'up' as const }));
  const axes = (cells[0]?.keys ?? ['']).map((_, i) => ({ id: `a${i}`, name: `Akse ${i}`, unit: null }));
  return { id: 'f', title: 'Figur', chart, marks, axes, measures, cells, ticks: [], ...more };
}

function drawn(f: Figure, width = 800) {
  const p = pictureOf(f, nb)!;
  return { svg: svg(p.way, p.shape, width), said: p.way.summary(p.shape, nb), shape: p.shape, legend: p.way.legend?.(p.shape, nb) ?? [] };
}

const share = (v: number | null, more: Partial<Value> = {}) => value(v, 'share', more);
const kroner = (v: number) => value(v, 'money');

test('bars: counts as bars, shares with their interval as dots, each with its value', () => {
  const f = figure('bars', [mark('antall'), mark('rate')], [
    cell(['a'], { antall: value(40, 'count'), rate: share(0.5, { interval: interval(0.3, 0.7), n: 40 }) }),
    cell(['b'], { antall: value(9, 'count'), rate: share(0.1, { interval: interval(0.02, 0.2), n: 9 }) })
  ]);
  const { svg: picture, said, shape } = drawn(f);
  expect((shape as BarsShape).panels.map((p) => p.dots)).toEqual([false, true]);
  expect(picture).toContain('>40<');
  expect(picture).toContain('>50\u00a0%<');
  expect(said).toBe('antall: a er høyest av 2 med 40.');
});

test('bars: what a value is held against is a tick, and its range a band, both in the legend', () => {
  const f = figure('bars', [mark('nå', { beside: 'mål', from: 'Best, fra', to: 'Best, til' })], [
    cell(['a'], { nå: value(3, 'number'), mål: value(4, 'number'), 'Best, fra': value(2, 'number'), 'Best, til': value(5, 'number') })
  ]);
  const { legend, shape } = drawn(f);
  expect(legend).toEqual([
    { name: 'Best, fra – til', mark: 'box', color: 'faint' },
    { name: 'mål', mark: 'tick', color: 'text' }
  ]);
  expect((shape as BarsShape).panels[0]).toMatchObject({ dots: true, bars: [{ value: 3, beside: 4, from: 2, to: 5 }] });
});

test('too little is said and not drawn', () => {
  const f = figure('bars', [mark('rate')], [cell(['a'], { rate: share(0.5, { k: 1, n: 2, display: 'too_few' }) }), cell(['b'], { rate: share(0.4) })]);
  expect(drawn(f).svg).toContain('1 av 2');
  expect(drawn(f).said).toBe('rate: b har 40,0\u00a0%.');
  expect(pictureOf(figure('bars', [mark('rate')], [cell(['a'], { rate: share(null) })]), nb)).toBeNull();
});

test('a heat map is pivoted in the order of its keys', () => {
  const f = figure('heat', [mark('share')], [
    cell(['2', '10'], { share: share(0.2) }, ['tirsdag', '10']),
    cell(['1', '9'], { share: share(0.8) }, ['mandag', '9']),
    cell(['1', '10'], { share: share(0.4, { display: 'too_few' }) }, ['mandag', '10'])
  ]);
  const field = fieldOf(f);
  expect(field.down.map((d) => d.label)).toEqual(['mandag', 'tirsdag']);
  expect(field.across.map((d) => d.key)).toEqual(['9', '10']);
  const { shape, said } = drawn(f);
  expect((shape as { places: { share: number | null }[][] }).places.map((row) => row.map((p) => p.share))).toEqual([[1, null], [null, 0.25]]);
  expect(said).toBe('share: mest ved mandag, 9: 80,0\u00a0%.');
});

test('a matrix has signs for what is missing, and says what they mean', () => {
  const f = figure('matrix', [mark('sjanse')], [
    cell(['k', 'a'], { sjanse: share(0.5) }, ['Kunde', 'A']),
    cell(['k', 'b'], { sjanse: share(null, { reason: 'owned' }) }, ['Kunde', 'B'])
  ]);
  const { svg: picture, legend } = drawn(f);
  expect(picture).toContain('>●<');
  expect(legend.at(-1)?.name).toBe('● Har den alt');
});

test('a curve over minutes is set out by their logarithm, and says when half is reached', () => {
  const f = figure('step', [mark('svart')], ['1', '10', '1440'].map((k, i) => cell([k], { svart: share([0.1, 0.6, 0.9][i]!) }, ['1 min', '10 min', '1 d'])), {
    axes: [{ id: 'minutes', name: 'innen', unit: 'minutes' }]
  });
  expect(wide([1, 10, 1440])).toBe(true);
  expect(wide([0, 1, 5])).toBe(false);
  expect(drawn({ ...f, cells: f.cells.map((c) => ({ ...c, labels: [`${c.keys[0]} min`] })) }).said).toBe('svart passerer halvparten ved 10 min (60,0\u00a0%).');
});

test('a funnel narrows, and each step says what share went on', () => {
  const f = figure('funnel', [mark('n'), mark('andel')], [cell(['sendt'], { n: value(100, 'count'), andel: share(1) }), cell(['lest'], { n: value(40, 'count'), andel: share(0.4) })]);
  expect(drawn(f).svg).toContain('40 · 40,0\u00a0%');
  expect(drawn(f).said).toBe('n: 100 ved sendt, 40 ved lest.');
});

test('a waterfall goes from end to end; what may be chance is hollow', () => {
  const f = figure('waterfall', [mark('bidrag', { from: 'før', to: 'nå' })], [
    cell(['saker'], { bidrag: { ...kroner(300), chance: true }, før: kroner(1), nå: kroner(2) }),
    cell(['snitt'], { bidrag: kroner(-100), før: kroner(1), nå: kroner(2) }),
    cell(['total'], { bidrag: kroner(200), før: kroner(1000), nå: kroner(1200) })
  ]);
  const { shape, said, svg: picture } = drawn(f);
  const s = shape as WaterfallShape;
  expect(s.steps.map((st) => st.hollow)).toEqual([true, false]);
  expect(ledges(s)).toEqual([{ lo: 1000, hi: 1300 }, { lo: 1200, hi: 1300 }]);
  expect(said).toBe('Fra 1\u00a0000\u00a0kr til 1\u00a0200\u00a0kr; størst bidrag fra saker (+300\u00a0kr).');
  expect(picture).toContain('stroke="#14704f"');
  // Where columns would stand too close, the bars lie and are as high as they are many.
  const way = pictureOf(f, nb)!.way;
  expect(way.height?.(shape, 300)).toBe(140);
  expect(way.height?.(shape, 900)).toBe(300);
});

test('dots of two shares have curves of equal yield; a calibration has its diagonal', () => {
  const dots = figure('dots', [mark('nådd'), mark('kjøp')], [cell(['a'], { nådd: share(0.4), kjøp: share(0.5) }), cell(['b'], { nådd: share(0.9), kjøp: share(0.1) })]);
  expect(drawn(dots).said).toBe('kjøp: a er høyest med 50,0\u00a0%. nådd samme sted: 40,0\u00a0%.');
  const cal = figure('calibration', [mark('kom', { beside: 'sagt' })], [cell(['p10'], { kom: share(0.3, { interval: interval(0.2, 0.4), n: 50 }), sagt: share(0.1) })]);
  expect(drawn(cal).said).toContain('10\u00a0%');
});

test('a fan of one day is a value in its range, of two a fan', () => {
  const day = (k: string) => cell([k], { p50: kroner(10), p10: kroner(5), p90: kroner(20), budsjett: kroner(15) });
  const f = figure('fan', [mark('p50', { from: 'p10', to: 'p90' }), mark('budsjett')], [day('1.')]);
  expect((drawn(f).shape as BarsShape).panels).toHaveLength(1);
  expect(drawn({ ...f, cells: [day('1.'), day('2.')] }).said).toBe('Ligger an til 10\u00a0kr; 80 % sjanse for mellom 5\u00a0kr og 20\u00a0kr.');
});

test('a list is no picture', () => {
  expect(pictureOf(figure('list', [], [cell(['a'], { n: value(1, 'count') })]), nb)).toBeNull();
});

test('places and ranges are named without what says nothing', () => {
  expect(placeName(cell(['s', 'total'], {}, ['Idé', 'Totalt']))).toBe('Idé');
  expect(placeName(cell(['m', ''], {}, ['Innsalg', '–']))).toBe('Innsalg');
  expect(placeName(cell(['total'], {}, ['Totalt']))).toBe('Totalt');
  expect(rangeName('Prognose, forsiktig (P10)', 'Prognose, optimistisk (P90)')).toBe('Prognose, forsiktig (P10) – optimistisk (P90)');
});
