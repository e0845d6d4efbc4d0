import { expect, test } from 'vitest';
import { bar } from './bar';
import { calibration } from './calibration';
import { dot } from './dot';
import { fan } from './fan';
import { funnel } from './funnel';
import { heat } from './heat';
import { line } from './line';
import { matrix } from './matrix';
import { scatter } from './scatter';
import { stacked } from './stacked';
import { step } from './step';
import { ledges, waterfall } from './waterfall';
import { change, input, measure, nb, point, row, svg, value } from './draw.testing';

const n = measure('leads', 'count', { name: 'Leads' });
const rate = measure('rate', 'share', { name: 'Hitrate', sums: false });
const kr = measure('rev', 'money', { name: 'Solgt' });
const share = (v: number, lo: number, hi: number, count = 100) => value(v, 'share', { n: count, interval: { lo, hi, level: 0.95, method: 'wilson' } });
const said = (s: string) => s.replaceAll('\u00a0', ' ');

test('bars: the largest first, its share of what adds up', () => {
  const shape = bar.from(input({ rows: [row(null, { leads: value(100, 'count') }), row('a', { leads: value(30, 'count') }), row('b', { leads: value(70, 'count') })] }, [n]))!;
  expect(shape.rows.map((r) => r.key)).toEqual(['b', 'a']);
  expect(said(bar.summary(shape, nb))).toBe('Leads: b er størst med 70, 70 % av det hele.');
  expect(bar.pick!(shape, 0, 1)).toEqual({ key: 'a' });
  expect(svg(bar, shape)).toContain('<path');
});

test('waterfall: the steps lead from the one sum to the other, what may be chance is hollow', () => {
  const one = (key: string | null, now: number, delta: number, iv: [number, number]) => row(key, { rev: value(now, 'money', { compare: [change('previous', now - delta, delta, iv)] }) });
  const shape = waterfall.from(input({ rows: [one(null, 500, 200, [50, 350]), one('a', 300, 150, [50, 250]), one('b', 150, 30, [-20, 80])] }, [kr]))!;
  expect(shape.steps.map((s) => [s.key, s.delta, s.hollow])).toEqual([['a', 150, false], ['b', 30, true], ['', 20, true]]);
  const all = ledges(shape);
  expect(all[0]).toEqual({ lo: 300, hi: 450 });
  expect(all.at(-1)!.hi).toBe(shape.to.value);
  expect(waterfall.table(shape, nb).rows).toHaveLength(5);
  expect(svg(waterfall, shape)).toContain('<path');
});

test('funnel: what came in is what went on, was lost, or is not decided', () => {
  const [entered, on, lost] = [measure('entered', 'count'), measure('conv', 'share'), measure('lost', 'share')];
  const stage = (key: string, e: number, c: number, l: number) => row(key, { entered: value(e, 'count'), conv: share(c, c - 0.1, c + 0.1), lost: share(l, 0, 1) });
  const shape = funnel.from(input({ by: 'stage', rows: [stage('s1', 8, 0.6875, 0.15625), stage('s2', 5, 0.6, 0.4), stage('s3', 3, 2 / 3, 1 / 3)] }, [entered, on, lost]))!;
  for (const st of shape.stages) expect(st.on + st.lost + st.open).toBe(st.entered);
  expect(said(funnel.summary(shape, nb))).toBe('Minst går videre fra s2: 60 % av 5 saker.');
  expect(svg(funnel, shape)).toContain('8 · 69');
});

test('dots: ranked, with the whole; too little is named and not drawn', () => {
  const rows = [row(null, { rate: share(0.2, 0.15, 0.25) }), row('a', { rate: share(0.1, 0.05, 0.15) }), row('b', { rate: share(0.4, 0.3, 0.5) }), row('c', { rate: value(null, 'share', { k: 1, n: 3 }) })];
  const shape = dot.from(input({ rows }, [rate]))!;
  expect(shape.rows.map((r) => r.key)).toEqual(['b', 'a']);
  expect(shape.few).toEqual(['c']);
  expect(said(dot.summary(shape, nb))).toBe('Hitrate: b ligger klart over a, 40 % mot 10 %.');
  expect(dot.table(shape, nb).rows.at(-1)![1]).toBe('for lite data');
  expect(svg(dot, shape)).toContain('Alle');
});

test('dot: what is highest is said so, also where less is better', () => {
  const m = measure('days', 'days', { name: 'Dager', better: 'down' });
  const of = (v: number, lo: number, hi: number) => ({ days: value(v, 'days', { interval: { lo, hi, level: 0.95, method: 'bootstrap' } }) });
  const shape = dot.from(input({ rows: [row('a', of(9, 8, 10)), row('b', of(4, 3, 5))] }, [m]))!;
  expect(shape.rows[0]!.label).toBe('b');
  expect(said(dot.summary(shape, nb))).toBe('Dager: a ligger klart over b, 9 d mot 4 d.');
});

test('scatter: curves of equal yield where two shares multiply', () => {
  const [contact, conv] = [measure('contact', 'share', { name: 'kontaktrate' }), measure('conv', 'share', { name: 'kjøp' })];
  const rows = [row('epost', { contact: value(0.4, 'share'), conv: value(0.05, 'share') }), row('telefon', { contact: value(0.1, 'share'), conv: value(0.9, 'share') })];
  const shape = scatter.from(input({ rows }, [contact, conv]))!;
  expect(shape.iso).toContain(0.05);
  expect(said(scatter.summary(shape, nb))).toBe('kjøp: telefon er høyest med 90,0 %. kontaktrate samme sted: 10,0 %.');
  expect(svg(scatter, shape)).toContain('telefon');
});

test('fan: booked until today, foretold after it, against the budget', () => {
  const ms = ['booked', 'p10', 'p50', 'p90', 'quota'].map((id) => measure(id, 'money', { name: id }));
  const series = [1, 2, 3].map((m) =>
    point(null, m, Object.fromEntries(ms.map((x, i) => [x.id, value(i === 0 && m > 2 ? null : (i + 1) * m * 10_000, 'money')])))
  );
  const shape = fan.from(input({ series }, ms, { today: '2026-02-10' }))!;
  expect(shape.booked).toEqual([10_000, 20_000, null]);
  expect(shape.high[2]).toBe(120_000);
  expect(said(fan.summary(shape, nb))).toBe('Ligger an til 90 000 kr mot budsjett 150 000 kr; 80 % sjanse for mellom 60 000 kr og 120 000 kr.');
  expect(svg(fan, shape)).toContain('<path');
});

test('calibration: says where the forecast missed by more than chance', () => {
  const [p, won] = [measure('p', 'share'), measure('won', 'share')];
  const bin = (key: string, foretold: number, happened: number, lo: number, hi: number) => row(key, { p: value(foretold, 'share'), won: share(happened, lo, hi, 40) });
  const off = calibration.from(input({ rows: [bin('0–10', 0.05, 0.06, 0.01, 0.2), bin('75–90', 0.8, 0.5, 0.35, 0.65)] }, [p, won]))!;
  expect(said(calibration.summary(off, nb))).toContain('Der prognosen sa 80 %, ble det 50 %');
  const good = calibration.from(input({ rows: [bin('0–10', 0.05, 0.06, 0.01, 0.2)] }, [p, won]))!;
  expect(calibration.summary(good, nb)).toContain('innenfor');
  expect(svg(calibration, off)).toContain('<path');
});

test('step: when half has happened', () => {
  const rows = [5, 10, 30].map((x, i) => row(String(x), { rate: share([0.2, 0.55, 0.8][i]!, 0.1, 0.9) }));
  const shape = step.from(input({ by: 'minutes', rows }, [rate]))!;
  expect(shape.points.map((q) => q.x)).toEqual([5, 10, 30]);
  expect(step.summary(shape, nb)).toContain('10');
  expect(svg(step, shape)).toContain('<path');
});

test('heat: weekday and hour from the key, nothing is not zero', () => {
  const rows = [row('1-9', { rate: value(0.2, 'share') }), row('3-11', { rate: value(0.5, 'share') })];
  const shape = heat.from(input({ rows }, [rate]))!;
  expect(shape.hours).toEqual([9, 10, 11]);
  expect(shape.cells[0]).toEqual([0.2, null, null]);
  expect(said(heat.summary(shape, nb))).toBe('Hitrate: mest ons kl. 11–12, 50,0 %.');
  expect(svg(heat, shape)).toContain('man');
});

test('stacked: five slices and the rest, a spike where it belongs', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const rows = keys.map((k, i) => row(k, { leads: value(70 - i * 10, 'count') }));
  const series = [1, 2].flatMap((m) => keys.map((k, i) => point(k, m, { leads: value(35 - i * 5, 'count') })));
  const flag = { code: 'spike' as const, measure: 'leads', key: 'b', label: 'b', period: { from: '2026-02-01', to: '2026-03-01' }, k: 9, n: 20, expected: 3, ratio: 3, p: 0, q: 0, recovered: null, down: false, text: 'Mye b i februar.' };
  const shape = stacked.from(input({ rows, series, flags: [flag] }, [n]))!;
  expect(shape.series.map((s) => s.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'Andre']);
  expect(shape.series[5]!.values).toEqual([15, 15]);
  expect(shape.spikes).toEqual([{ index: 1, series: 1, text: 'Mye b i februar.' }]);
  expect(svg(stacked, shape)).toContain('▲');
});

test('matrix: where a cell stands in its column', () => {
  const rows = [row('a', { leads: value(10, 'count'), rate: share(0.2, 0.1, 0.3) }), row('b', { leads: value(30, 'count'), rate: value(null, 'share') })];
  const shape = matrix.from(input({ rows }, [n, rate]))!;
  expect(shape.rows[0]!.cells.map((c) => c.share)).toEqual([0, 0.5]);
  expect(shape.rows[1]!.cells[1]).toEqual({ text: '–', share: null });
  expect(matrix.pick!(shape, 0, 3)).toEqual({ key: 'b' });
  expect(svg(matrix, shape)).toContain('30');
});

test('lines: few share a chart, many get one each', () => {
  const of = (count: number) => {
    const keys = Array.from({ length: count }, (_, i) => `s${i}`);
    const rows = keys.map((k, i) => row(k, { leads: value(i + 1, 'count') }));
    return line.from(input({ rows, series: [1, 2, 3].flatMap((m) => keys.map((k, i) => point(k, m, { leads: value(i + m, 'count') }))) }, [n]))!;
  };
  expect(svg(line, of(2))).toContain('<path');
  const many = of(8);
  expect(svg(line, many)).toContain('s7');
  expect(said(line.summary(many, nb))).toBe('Leads: s7 er nå høyest med 10, mot 8 i starten.');
});

test('a chart that lacks what it takes is none', () => {
  for (const kind of [bar, waterfall, funnel, dot, scatter, fan, calibration, step, heat, stacked, matrix, line]) {
    expect(kind.from(input({}, [rate]))).toBeNull();
  }
});

test('no picture has what an exported SVG cannot hold', () => {
  const shape = bar.from(input({ rows: [row('a', { leads: value(30, 'count') }, 'A & <b>')] }, [n]))!;
  const drawn = svg(bar, shape);
  expect(drawn).not.toContain('<b>');
  expect(drawn).not.toMatch(/font-family="[^"]*"[^"=]*"/);
});
