import type { Card } from '$lib/api/types';
import { compact } from './layout';

/** Dimensions whose slices are persons or customers, who are nobody's business on a wall. */
const personal = ['user', 'account', 'contact'];

/** The cards that may hang on a wall. */
export function impersonal(cards: Card[]): Card[] {
  return cards.filter((c) => !personal.includes(c.by ?? '') && !(c.filters ?? []).some((f) => personal.includes(f.dim)));
}

/** Rows of the grid that a wall has room for and can be read from across the room. */
const most = 8;

/** The cards in as many screens as it takes, each drawn together. */
export function screens(cards: Card[]): Card[][] {
  const out: Card[][] = [];
  let screen: Card[] = [];
  let top = 0;
  for (const card of compact(impersonal(cards)).sort((a, b) => a.y - b.y || a.x - b.x)) {
    if (screen.length && card.y + card.h - top > most) {
      out.push(screen);
      screen = [];
      top = card.y;
    }
    screen.push({ ...card, y: card.y - top });
  }
  return (screen.length ? [...out, screen] : out).map((one) => compact(one));
}
