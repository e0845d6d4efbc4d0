import { expect, test } from 'vitest';
import { readFilter, writeFilter } from './view';

test('a filter is read as it was written', () => {
  for (const values of [['Google'], ['Fjell, AS', 'Dal'], ['back\\', 'slash\\,'], ['\\\\', ','], ['Øst\\nord', '😀']]) {
    expect(readFilter(writeFilter({ dim: 'account', values }))).toEqual([{ dim: 'account', values }]);
  }
});

test('a backslash before a letter is one', () => {
  expect(readFilter('source=a\\b')).toEqual([{ dim: 'source', values: ['a\\b'] }]);
  expect(readFilter('source=')).toEqual([]);
  expect(readFilter('=x')).toEqual([]);
});
