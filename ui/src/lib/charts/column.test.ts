import { expect, test } from 'vitest';
import { column } from './column';
import { input, measure, nb, point, svg, value } from './draw.testing';

const rev = measure('rev', 'money', { name: 'Solgt' });
const series = [1, 2, 3].map((m) => point(null, m, { rev: value(m * 100_000, 'money') }));
const last = input({ series: [1, 2, 3].map((m) => point(null, m, { rev: value(50_000, 'money') })) }, [rev]).result;

test('columns with last year as a line', () => {
  const shape = column.from(input({ series }, [rev], { lastYear: last }))!;
  expect(shape.values).toEqual([100_000, 200_000, 300_000]);
  expect(shape.last).toEqual([50_000, 50_000, 50_000]);
  const drawn = svg(column, shape);
  expect(drawn).toContain('stroke-dasharray');
  expect(column.summary(shape, nb)).toBe('Solgt: høyest 300\u00a0000\u00a0kr (mar), lavest 100\u00a0000\u00a0kr (jan).');
});

test('what has not happened yet is no zero', () => {
  const shape = column.from(input({ series }, [rev], { today: '2026-02-10' }))!;
  expect(shape.values).toEqual([100_000, 200_000, null]);
  expect(shape.provisional).toEqual([false, true, false]);
  expect(column.summary(shape, nb)).toBe('Solgt: høyest 200\u00a0000\u00a0kr (feb), lavest 100\u00a0000\u00a0kr (jan).');
});

test('a month of which the period has a few days is not the lowest', () => {
  const few = { ...point(null, 1, { rev: value(1_000, 'money') }), period: { from: '2026-01-27', to: '2026-02-01' } };
  const shape = column.from(input({ series: [few, ...series.slice(1)] }, [rev]))!;
  expect(shape.cut).toEqual([true, false, false]);
  expect(column.summary(shape, nb)).toContain('lavest 200\u00a0000\u00a0kr (feb)');
});
