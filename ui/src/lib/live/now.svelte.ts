import { createSubscriber } from 'svelte/reactivity';

/** How far the server's clock is ahead of this one, as its answers say. */
let ahead = 0;

/** Learns the server's time from an answer. It says whole seconds, so less is no difference. */
export function noteTime(date: string | null): void {
  const there = date ? Date.parse(date) : NaN;
  if (!Number.isNaN(there)) ahead = Math.abs(there - Date.now()) < 2000 ? 0 : there - Date.now();
}

const tick = createSubscriber((update) => {
  const timer = setInterval(update, 10_000);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

/** The server's time now. Read in markup, it goes on. */
export function now(): number {
  tick();
  return Date.now() + ahead;
}
