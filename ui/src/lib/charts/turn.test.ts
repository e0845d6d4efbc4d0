import { expect, test, vi } from 'vitest';
import { drawAll, inTurn, seen } from './turn';

test('what is on the screen is drawn first, after a frame, the rest when idle, and nothing twice', async () => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'setTimeout', 'requestIdleCallback'] });
  const said: string[] = [];
  const place = (): Element => document.createElement('div');
  const [far, close, gone] = [place(), place(), place()];
  seen(close, true);
  inTurn(far, () => said.push('far'));
  inTurn(gone, () => said.push('gone'))();
  inTurn(close, () => said.push('close, old'));
  inTurn(close, () => said.push('close'));
  expect(said).toEqual([]);
  await vi.runAllTimersAsync();
  expect(said).toEqual(['close', 'far']);
  inTurn(far, () => said.push('paper'));
  drawAll();
  expect(said.at(-1)).toBe('paper');
  await vi.runAllTimersAsync();
  expect(said).toHaveLength(3);
  vi.useRealTimers();
});
