import { GridStack } from 'gridstack';
import 'gridstack/dist/gridstack.min.css';
import type { Card } from '$lib/api/types';
import { across } from './layout';

const row = 72;
const gap = 6;

type Tell = (cards: Card[], lead: string) => void;

/** Makes a drawn dashboard draggable; the elements stay those that are drawn. Returns what undoes it. */
export function arrange(grid: HTMLElement, cards: Card[], tell: Tell): () => void {
  for (const el of grid.querySelectorAll<HTMLElement>('[data-card]')) {
    const card = cards.find((c) => c.id === el.dataset.card);
    if (!card) continue;
    el.classList.add('grid-stack-item');
    for (const key of ['x', 'y', 'w', 'h'] as const) el.setAttribute(`gs-${key}`, String(card[key]));
    el.setAttribute('gs-id', card.id);
  }
  grid.classList.add('grid-stack');
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const stack = GridStack.init(
    { column: across, cellHeight: row, margin: gap, handle: 'header', animate: !still, alwaysShowResizeHandle: 'mobile', resizable: { handles: 'se' } },
    grid
  );
  if (!stack) return () => {};
  const moved = (_: Event, el: HTMLElement) => {
    const lead = el.dataset.card ?? '';
    const next = cards.map((c) => {
      const node = stack.engine.nodes.find((n) => n.id === c.id);
      return node ? { ...c, x: node.x ?? c.x, y: node.y ?? c.y, w: node.w ?? c.w, h: node.h ?? c.h } : c;
    });
    // After gridstack is done with its own part of the event.
    setTimeout(() => tell(next, lead));
  };
  stack.on('dragstop', moved);
  stack.on('resizestop', moved);
  return () => {
    stack.destroy(false);
    grid.classList.remove('grid-stack');
  };
}
