import { expect, test } from 'vitest';
import type { Figure } from '$lib/api/types';
import { value } from '$lib/charts/draw.testing';
import { fieldOf, isField } from './figure';

const hours: Figure = {
  id: 'hours',
  title: 'Timer',
  chart: 'heat',
  axes: [
    { id: 'weekday', name: 'Dag', unit: null },
    { id: 'hour', name: 'Time', unit: null }
  ],
  measures: [{ id: 'share', name: 'Andel', unit: 'share', better: 'up' }],
  cells: [
    { keys: ['2', '10'], labels: ['tirsdag', '10'], measures: { share: value(0.2, 'share') } },
    { keys: ['1', '9'], labels: ['mandag', '9'], measures: { share: value(0.8, 'share') } },
    { keys: ['1', '10'], labels: ['mandag', '10'], measures: { share: value(0.4, 'share', { display: 'too_few' }) } }
  ]
};

test('a heat map is pivoted in the order of its keys', () => {
  expect(isField(hours)).toBe(true);
  const f = fieldOf(hours);
  expect(f.down.map((d) => d.label)).toEqual(['mandag', 'tirsdag']);
  expect(f.across.map((d) => d.key)).toEqual(['9', '10']);
  expect(f.step(f.at('1', '9'))).toBe(6);
  expect(f.step(f.at('2', '10'))).toBe(2);
});

test('what says too little, or is not there, has no colour', () => {
  const f = fieldOf(hours);
  expect(f.step(f.at('1', '10'))).toBe(0);
  expect(f.at('2', '9')).toBeUndefined();
  expect(f.step(undefined)).toBe(0);
});

test('a list is no field', () => {
  expect(isField({ ...hours, chart: 'list' })).toBe(false);
});
