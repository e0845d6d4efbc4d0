import type { Card } from '$lib/api/types';
import { compact } from './layout';

/** Up to this width the grid is one column. */
export const column = '(max-width: 980px)';

/**
 * Lets cards be moved and sized with mouse and touch while a dashboard is arranged: on
 * the grid by gridstack, which is fetched then and only then, in one column by their
 * grips. Runs anew when the cards change, or the screen is turned.
 */
export function draggable(cards: Card[], onchange: (cards: Card[]) => void) {
  return (grid: HTMLElement) => {
    const narrow = matchMedia(column);
    let stop = () => {};
    let turn = 0;
    const start = async () => {
      stop();
      stop = () => {};
      const mine = ++turn;
      if (narrow.matches) {
        const { grips } = await import('./column');
        if (mine === turn) stop = grips(grid, cards, onchange);
        return;
      }
      const { arrange } = await import('./grid');
      if (mine === turn) stop = arrange(grid, cards, (next, lead) => onchange(compact(next, lead)));
    };
    void start();
    narrow.addEventListener('change', start);
    return () => {
      turn++;
      narrow.removeEventListener('change', start);
      stop();
    };
  };
}
