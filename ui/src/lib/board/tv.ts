import type { Card } from '$lib/api/types';

/** Dimensions whose slices are persons or customers, who are nobody's business on a wall. */
const personal = ['user', 'account', 'contact'];

/** The cards that may hang on a wall, drawn together where others were left out. */
export function impersonal(cards: Card[]): Card[] {
  return cards.filter((c) => !personal.includes(c.by ?? '') && !(c.filters ?? []).some((f) => personal.includes(f.dim)));
}
