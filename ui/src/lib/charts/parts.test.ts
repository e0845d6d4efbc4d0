import { expect, test } from 'vitest';
import { letter, twoLines } from './parts';

const wide = (letters: number) => letters * letter;

test('a name that fits stands in one line, a longer one in two, at a word or a dash', () => {
  expect(twoLines('Tilbud', wide(10))).toBe('Tilbud');
  expect(twoLines('Behov · Eksisterende kunder', wide(20))).toBe('Behov · Eksisterende\nkunder');
  expect(twoLines('oktober 2025–september 2026', wide(16))).toBe('oktober 2025–\nseptember 2026');
});

test('what two lines do not hold is cut at the end', () => {
  expect(twoLines('Eksisterende kunder: av bedre eller dårligere salg', wide(18))).toBe('Eksisterende\nkunder: av bedre…');
  expect(twoLines('Uendeligesammenskrivning', wide(8))).toBe('Uendelig\nesammen…');
});
