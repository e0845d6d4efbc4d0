/** What is yet to be drawn, by the place where it will stand. */
const waiting = new Map<Element, () => void>();
let asked = false;

const idle = (go: () => void) => ('requestIdleCallback' in window ? requestIdleCallback(go, { timeout: 2000 }) : setTimeout(go, 60));

function ask(): void {
  if (asked || !waiting.size) return;
  asked = true;
  idle(() => {
    asked = false;
    const first = waiting.keys().next().value;
    if (first) hurry(first);
    ask();
  });
}

/** Draws a place at once that waited for its turn. */
export function hurry(place: Element): void {
  const draw = waiting.get(place);
  waiting.delete(place);
  draw?.();
}

/** Draws a place when nothing else is to be done: what is off the screen must not hold up what is on it. Returns how to call it off. */
export function later(place: Element, draw: () => void): () => void {
  waiting.set(place, draw);
  ask();
  return () => waiting.get(place) === draw && waiting.delete(place);
}

/** Draws all that waits: paper has no screen. */
export function drawAll(): void {
  for (const place of [...waiting.keys()]) hurry(place);
}
