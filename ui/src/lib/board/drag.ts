import type { Card } from '$lib/api/types';
import { compact } from './layout';

/**
 * Lets cards be dragged and sized with mouse and touch while a dashboard is
 * arranged. gridstack is fetched then and only then; where the grid is one column
 * the buttons do it. Runs anew when the cards change.
 */
export function draggable(cards: Card[], onchange: (cards: Card[]) => void) {
  return (grid: HTMLElement) => {
    let stop = () => {};
    let gone = false;
    void import('./grid').then(({ arrange }) => {
      if (!gone) stop = arrange(grid, cards, (next, lead) => onchange(compact(next, lead)));
    });
    return () => {
      gone = true;
      stop();
    };
  };
}
