import { expect, test } from 'vitest';
import type { Cell, Figure } from '$lib/api/types';
import { value } from '$lib/charts/draw.testing';
import { openBetween, valueNow } from './tick';

const at = (t: string) => Date.parse(`2026-03-12T${t}Z`);
const open = [{ from: '2026-03-12T07:00:00Z', to: '2026-03-12T15:00:00Z' }, { from: '2026-03-13T07:00:00Z', to: '2026-03-13T15:00:00Z' }];
const cell: Cell = { keys: ['c'], labels: ['c'], open, measures: { waited: value(30, 'open_minutes'), wall: value(40, 'minutes'), n: value(1, 'count') } };
const figure: Figure = { id: 'q', title: 'Kø', chart: 'list', marks: [], axes: [], measures: [], cells: [cell], ticks: ['waited', 'wall'] };
const shown = (measure: string, from: string, to: string, f = figure) => valueNow(f, cell, measure, at(from), at(to))?.value;

test('open minutes grow while somebody works, others all the time', () => {
  expect(shown('waited', '14:30:00', '14:35:00')).toBe(35);
  expect(shown('wall', '14:30:00', '14:35:00')).toBe(45);
  expect(shown('waited', '14:30:00', '18:00:00')).toBe(60);
  expect(shown('wall', '14:30:00', '18:00:00')).toBe(250);
  expect(openBetween(open, at('18:00:00'), at('18:00:00') + 24 * 3600_000)).toBe(480);
});

test('what does not tick stands, and so does what was a past moment', () => {
  expect(shown('n', '14:30:00', '14:35:00')).toBe(1);
  expect(shown('wall', '14:30:00', '14:35:00', { ...figure, ticks: [] })).toBe(40);
  expect(shown('wall', '14:30:00', '14:30:59')).toBe(40);
  expect(shown('wall', '14:30:00', '14:00:00')).toBe(40);
});
