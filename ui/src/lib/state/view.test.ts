import { expect, test } from 'vitest';
import { changed, over, readFilter, readView, writeFilter } from './view';

test('a filter is read as it was written', () => {
  for (const values of [['Google'], ['Fjell, AS', 'Dal'], ['back\\', 'slash\\,'], ['\\\\', ','], ['Øst\\nord', '😀']]) {
    expect(readFilter(writeFilter({ dim: 'account', values }))).toEqual([{ dim: 'account', values }]);
  }
});

test('an address goes before what a dashboard opens with, and can take it away', () => {
  const own = 'period=this-month&filter=source=x';
  const at = new URLSearchParams('ws=demo&period=2026');
  expect(readView(over(own, at))).toMatchObject({ period: '2026', filters: [{ dim: 'source', values: ['x'] }] });
  const cleared = changed(at, { filter: [] }, own);
  expect(readView(over(own, cleared)).filters).toEqual([]);
  expect(changed(at, { filter: [] }).has('filter')).toBe(false);
});

test('a backslash before a letter is one', () => {
  expect(readFilter('source=a\\b')).toEqual([{ dim: 'source', values: ['a\\b'] }]);
  expect(readFilter('source=')).toEqual([]);
  expect(readFilter('=x')).toEqual([]);
});
