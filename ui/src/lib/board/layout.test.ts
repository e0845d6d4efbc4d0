import { expect, test } from 'vitest';
import type { Card } from '$lib/api/types';
import { add, compact, inRow, move, place, resize } from './layout';

const card = (id: string, x: number, y: number, w: number, h: number): Card => ({ id, x, y, w, h, report: 'r', measures: ['m'], kind: 'number' });
const at = (cards: Card[], id: string) => {
  const c = cards.find((one) => one.id === id)!;
  return [c.x, c.y, c.w, c.h];
};
const free = (cards: Card[]) =>
  cards.every((a, i) => cards.slice(i + 1).every((b) => a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h));

const board = [card('a', 0, 0, 6, 2), card('b', 6, 0, 6, 2), card('c', 0, 2, 12, 4)];

test('a card goes past its neighbour, and back', () => {
  const down = move(board, 'a', 'down');
  expect(at(down, 'c')).toEqual([0, 0, 12, 4]);
  expect(at(down, 'a')[1]).toBe(4);
  expect(free(down)).toBe(true);
  const up = move(board, 'c', 'up');
  expect(at(up, 'c')).toEqual([0, 0, 12, 4]);
  expect(at(up, 'a')[1]).toBe(4);
  expect(free(up)).toBe(true);
  expect(at(move(up, 'c', 'down'), 'c')).toEqual([0, 2, 12, 4]);
});

test('a card that grows pushes the others down, and never off the grid', () => {
  const wide = resize(board, 'a', { w: 8 });
  expect(free(wide)).toBe(true);
  expect(at(wide, 'b')[1]).toBe(2);
  expect(at(resize(board, 'b', { w: 99 }), 'b')).toEqual([0, 0, 12, 2]);
});

test('to the side it stops at the edge', () => {
  expect(at(move(board, 'b', 'right'), 'b')[0]).toBe(6);
  expect(at(move(board, 'a', 'left'), 'a')[0]).toBe(0);
});

test('a new card takes the first place that is free', () => {
  const holes = [card('a', 0, 0, 6, 2), card('c', 0, 2, 12, 4)];
  expect(at(add(holes, card('n', 0, 0, 3, 2)), 'n')).toEqual([6, 0, 3, 2]);
});

test('nothing floats and nothing overlaps, whatever came in', () => {
  let seed = 7;
  const next = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
  for (let round = 0; round < 200; round++) {
    const wild = Array.from({ length: 12 }, (_, i) => {
      const w = 1 + next(12);
      return card(`c${i}`, next(13 - w), next(30), w, 1 + next(6));
    });
    const tidy = compact(wild);
    expect(free(tidy)).toBe(true);
    expect(compact(tidy)).toEqual(tidy);
  }
});

test('a card is put before another, and what is read stays in that order', () => {
  const many = [card('a', 0, 0, 3, 2), card('b', 3, 0, 3, 2), card('c', 6, 0, 3, 2), card('d', 9, 0, 3, 2), card('e', 0, 2, 6, 5), card('f', 6, 2, 6, 5), card('g', 0, 7, 12, 6)];
  for (const id of many.map((c) => c.id)) {
    for (const before of [...many.map((c) => c.id), null]) {
      const next = place(many, id, before);
      const order = many.map((c) => c.id).filter((one) => one !== id);
      order.splice(before === null ? order.length : before === id ? many.findIndex((c) => c.id === id) : order.indexOf(before), 0, id);
      expect(inRow(next).map((c) => c.id), `${id} before ${before}`).toEqual(order);
      expect(free(next)).toBe(true);
      expect(next.map((c) => [c.id, c.w, c.h])).toEqual(many.map((c) => [c.id, c.w, c.h]));
    }
  }
});
