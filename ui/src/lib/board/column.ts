import type { Card } from '$lib/api/types';
import { across, inRow, place, resize } from './layout';

/** How high a row of the grid is, its gap with it. */
const row = 72;
/** So near an edge of the screen the page moves along. */
const edge = 72;
const half = across / 2;

type Tell = (cards: Card[]) => void;

/**
 * Lets cards that stand in one column be moved and sized by their grips, by finger or
 * mouse: a grip takes the finger for itself, all else scrolls the page. Returns what
 * undoes it.
 */
export function grips(grid: HTMLElement, cards: Card[], tell: Tell): () => void {
  let stop = () => {};
  const down = (e: PointerEvent) => {
    const grip = e.target instanceof Element ? e.target.closest<HTMLElement>('[data-grip]') : null;
    const item = grip?.closest<HTMLElement>('[data-card]');
    if (!grip || !item || e.button !== 0) return;
    e.preventDefault();
    stop();
    const done = (next: Card[] | null) => next && tell(next);
    stop = grip.dataset.grip === 'move' ? follow(e, grip, moving(grid, item, cards, done)) : follow(e, grip, sizing(item, cards, done));
  };
  grid.addEventListener('pointerdown', down);
  return () => {
    grid.removeEventListener('pointerdown', down);
    stop();
  };
}

interface Point {
  x: number;
  y: number;
}

interface Course {
  /** How far from where it was pressed, and where on the page the pointer is. */
  move: (by: Point, at: Point) => void;
  end: (kept: boolean) => void;
}

/** Follows a pointer until it is let go; Escape, or a pointer that is taken away, leaves all as it was. */
function follow(start: PointerEvent, grip: HTMLElement, course: Course): () => void {
  grip.setPointerCapture(start.pointerId);
  const from = { x: start.clientX, y: start.clientY + window.scrollY };
  let last = start.clientY;
  const move = (e: PointerEvent) => {
    last = e.clientY;
    const at = { x: e.clientX, y: e.clientY + window.scrollY };
    course.move({ x: at.x - from.x, y: at.y - from.y }, at);
  };
  const scroll = setInterval(() => {
    const by = last < edge ? -12 : last > window.innerHeight - edge ? 12 : 0;
    if (by) window.scrollBy(0, by);
  }, 16);
  const finish = (kept: boolean) => {
    clearInterval(scroll);
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', up);
    grip.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', key);
    course.end(kept);
  };
  const up = () => finish(true);
  const cancel = () => finish(false);
  const key = (e: KeyboardEvent) => e.key === 'Escape' && cancel();
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', up);
  grip.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', key);
  return cancel;
}

/** A card that follows the finger; the one that it would stand before is marked. */
function moving(grid: HTMLElement, item: HTMLElement, cards: Card[], done: (next: Card[] | null) => void): Course {
  const others = [...grid.querySelectorAll<HTMLElement>('[data-card]')].filter((el) => el !== item);
  const boxes = others.map((el) => el.getBoundingClientRect()).map((b) => ({ top: b.top + window.scrollY, height: b.height, left: b.left, width: b.width }));
  let before: number | null = null;
  const mark = (i: number | null) => {
    others.forEach((el, n) => el.classList.toggle('before', n === i));
    grid.classList.toggle('after', i === others.length);
  };
  item.classList.add('held');
  return {
    move(by, at) {
      item.style.transform = `translate(${by.x}px, ${by.y}px)`;
      // Of two that stand beside each other the left half of one is before it, of a wide one the upper half.
      const beside = (b: (typeof boxes)[number]) => at.y < b.top || (at.y < b.top + b.height && at.x < b.left + b.width / 2);
      const i = boxes.findIndex((b) => (b.width < grid.clientWidth * 0.7 ? beside(b) : at.y < b.top + b.height / 2));
      before = i < 0 ? others.length : i;
      mark(before);
    },
    end(kept) {
      item.classList.remove('held');
      item.style.transform = '';
      mark(null);
      const order = inRow(cards).filter((c) => c.id !== item.dataset.card);
      if (kept && before !== null) done(place(cards, item.dataset.card ?? '', order[before]?.id ?? null));
    }
  };
}

/** A card's height in rows follows the finger; a number takes half the width or all of it. */
function sizing(item: HTMLElement, cards: Card[], done: (next: Card[] | null) => void): Course {
  const card = cards.find((c) => c.id === item.dataset.card);
  const number = item.classList.contains('number');
  const tall = item.offsetHeight;
  let size: Partial<Pick<Card, 'w' | 'h'>> = {};
  item.classList.add('held');
  return {
    move(by) {
      if (!card) return;
      if (number) {
        if (Math.abs(by.x) < 40) return;
        size = { w: by.x > 0 ? across : Math.min(card.w, half) };
        item.classList.toggle('full', by.x > 0);
        return;
      }
      // From what is seen: in a column a card may be higher than its rows.
      const rows = Math.max(2, Math.round((tall + by.y + 12) / row));
      size = { h: rows };
      item.style.height = `${rows * row - 12}px`;
    },
    end(kept) {
      item.classList.remove('held');
      item.style.height = '';
      done(kept && card && Object.keys(size).length ? resize(cards, card.id, size) : null);
    }
  };
}
