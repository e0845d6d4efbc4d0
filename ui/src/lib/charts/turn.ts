/** What is yet to be drawn, by the place where it will stand. */
const waiting = new Map<Element, () => void>();
/** Places that are on the screen, or nearly: they come first. */
const near = new Set<Element>();
let asked: 'soon' | 'idle' | '' = '';

const idle = (go: () => void) => ('requestIdleCallback' in window ? requestIdleCallback(go, { timeout: 2000 }) : setTimeout(go, 60));

/** After the frame that is being made: the numbers are painted before the pictures. */
export const painted = (go: () => void) => requestAnimationFrame(() => setTimeout(go));

function ask(): void {
  if (!waiting.size) return;
  const close = [...waiting.keys()].some((place) => near.has(place));
  // Nobody waits for a pause with what is looked at.
  if (asked === 'soon' || (asked === 'idle' && !close)) return;
  asked = close ? 'soon' : 'idle';
  (close ? painted : idle)(next);
}

function next(): void {
  asked = '';
  const place = [...waiting.keys()].find((one) => near.has(one)) ?? waiting.keys().next().value;
  if (place) now(place);
  ask();
}

function now(place: Element): void {
  const draw = waiting.get(place);
  waiting.delete(place);
  draw?.();
}

/** Says that a place has come near the screen, or has left it. */
export function seen(place: Element, is: boolean): void {
  if (is) near.add(place);
  else near.delete(place);
  ask();
}

/** Draws a place in its turn, one at a time. Returns how to call it off. */
export function inTurn(place: Element, draw: () => void): () => void {
  waiting.set(place, draw);
  ask();
  return () => {
    if (waiting.get(place) === draw) waiting.delete(place);
  };
}

/** Draws all that waits: paper has no screen. */
export function drawAll(): void {
  for (const place of [...waiting.keys()]) now(place);
}
