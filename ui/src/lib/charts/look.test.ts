import { expect, test } from 'vitest';
import { escape, long, mix } from './look';

test('colours that the build has shortened are colours still', () => {
  expect(long('#fff')).toBe('#ffffff');
  expect(long('#364ab5')).toBe('#364ab5');
});

test('mixing goes from the one colour to the other', () => {
  expect(mix('#000000', '#ffffff', 1)).toBe('#000000');
  expect(mix('#000000', '#ffffff', 0)).toBe('#ffffff');
  expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
});

test('names from the data are no markup', () => {
  expect(escape('<b onclick="x">&')).not.toMatch(/[<>"]/);
});
