import { expect, test } from 'vitest';
import type { Card } from '$lib/api/types';
import { screens } from './tv';

const card = (id: string, x: number, y: number, w: number, h: number, by?: string): Card => ({ id, x, y, w, h, by, report: 'r', measures: ['m'], kind: 'chart' });

test('a wall shows nothing about single persons, closes the gaps, and goes on to the next screen', () => {
  const shown = screens([card('a', 0, 0, 12, 2), card('b', 0, 2, 6, 5), card('p', 6, 2, 6, 5, 'user'), card('c', 6, 7, 6, 5), card('d', 0, 12, 12, 6)]);
  expect(shown.map((s) => s.map((c) => c.id))).toEqual([['a', 'b', 'c'], ['d']]);
  expect(shown[0]!.find((c) => c.id === 'c')!.y).toBe(2);
  expect(shown[1]![0]!.y).toBe(0);
});

test('an empty dashboard has no screens', () => expect(screens([])).toEqual([]));
