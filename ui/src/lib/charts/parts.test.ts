import { expect, test } from 'vitest';
import { inLines, letter, linesOf } from './parts';

const wide = (letters: number) => letters * letter;

test('a name that fits stands in one line, a longer one in two, at a word or a dash', () => {
  expect(inLines('Tilbud', wide(10))).toBe('Tilbud');
  expect(inLines('Behov · Eksisterende kunder', wide(20))).toBe('Behov · Eksisterende\nkunder');
  expect(inLines('oktober 2025–september 2026', wide(16))).toBe('oktober 2025–\nseptember 2026');
});

test('what two lines do not hold is cut at the end', () => {
  expect(inLines('Eksisterende kunder: av bedre eller dårligere salg', wide(18))).toBe('Eksisterende\nkunder: av bedre…');
  expect(inLines('Uendeligesammenskrivning', wide(8))).toBe('Uendelig\nesammen…');
  expect(inLines('Eksisterende kunder: av bedre eller dårligere salg', wide(18), 3)).toBe('Eksisterende\nkunder: av bedre\neller dårligere…');
});

test('a point between two names stays at the end of its line', () => {
  expect(inLines('Tilbud (Nysalg) · Nye kunder', wide(16))).toBe('Tilbud (Nysalg) ·\nNye kunder');
  expect(linesOf(['Ny', 'Tilbud (Nysalg) · Eksisterende kunder'], wide(14), 3)).toBe(3);
});
