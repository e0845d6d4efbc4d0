import type { Card } from '$lib/api/types';

/** Columns of the grid. */
export const across = 12;

type Box = Pick<Card, 'x' | 'y' | 'w' | 'h'>;

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function shares(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w;
}

/** Cards in reading order; of two in one place the leading one comes first. */
function inOrder(cards: Card[], lead: string): Card[] {
  return [...cards].sort((a, b) => a.y - b.y || Number(b.id === lead) - Number(a.id === lead) || a.x - b.x);
}

/** Lets every card rise until it meets another; none lies on another. */
export function compact(cards: Card[], lead = ''): Card[] {
  const placed: Card[] = [];
  for (const card of inOrder(cards, lead)) {
    const now = { ...card };
    while (placed.some((p) => overlaps(p, now))) now.y++;
    while (now.y > 0 && !placed.some((p) => overlaps(p, { ...now, y: now.y - 1 }))) now.y--;
    placed.push(now);
  }
  return cards.map((c) => placed.find((p) => p.id === c.id)!);
}

/** Cards as they are read: row by row. */
export function inRow(cards: Card[]): Card[] {
  return [...cards].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Puts a card before another in reading order, or last. What comes after the two keeps its order, each in the first place that is free for it. */
export function place(cards: Card[], id: string, before: string | null): Card[] {
  const card = cards.find((c) => c.id === id);
  if (!card || id === before) return cards;
  const old = inRow(cards);
  const order = old.filter((c) => c.id !== id);
  const to = before === null ? order.length : order.findIndex((c) => c.id === before);
  order.splice(to < 0 ? order.length : to, 0, card);
  const kept = order.findIndex((c, i) => c.id !== old[i]?.id);
  if (kept < 0) return cards;
  const placed = order.slice(0, kept);
  for (const c of order.slice(kept)) placed.push(firstFree(placed, c));
  return compact(cards.map((c) => placed.find((p) => p.id === c.id)!));
}

/** The first place that is read after those before it and has room. */
function firstFree(placed: Card[], card: Card): Card {
  const last = placed.at(-1) ?? { x: -1, y: 0 };
  for (let y = last.y; ; y++) {
    for (let x = y === last.y ? last.x + 1 : 0; x + card.w <= across; x++) {
      if (!placed.some((p) => overlaps(p, { ...card, x, y }))) return { ...card, x, y };
    }
  }
}

export type Way = 'up' | 'down' | 'left' | 'right';

/** Moves a card past its neighbour above or below, or a column to the side. */
export function move(cards: Card[], id: string, way: Way): Card[] {
  const card = cards.find((c) => c.id === id);
  if (!card) return cards;
  const set = (change: Partial<Card>, lead = id) => compact(cards.map((c) => (c.id === id ? { ...c, ...change } : c)), lead);
  const others = cards.filter((c) => c.id !== id && shares(c, card));
  if (way === 'left') return set({ x: Math.max(0, card.x - 1) });
  if (way === 'right') return set({ x: Math.min(across - card.w, card.x + 1) });
  if (way === 'up') {
    const above = others.filter((c) => c.y < card.y).sort((a, b) => b.y - a.y)[0];
    return above ? set({ y: above.y }) : cards;
  }
  const below = others.filter((c) => c.y > card.y).sort((a, b) => a.y - b.y)[0];
  if (!below) return cards;
  // The one below takes this one's place and this one the place after it.
  const swapped = cards.map((c) => (c.id === below.id ? { ...c, y: card.y } : c.id === id ? { ...c, y: card.y + below.h } : c));
  return compact(swapped, below.id);
}

/** Gives a card another size; what is in the way sinks. */
export function resize(cards: Card[], id: string, size: Partial<Pick<Card, 'w' | 'h'>>): Card[] {
  return compact(
    cards.map((c) => {
      if (c.id !== id) return c;
      const w = Math.min(across, Math.max(2, size.w ?? c.w));
      return { ...c, w, h: Math.min(40, Math.max(2, size.h ?? c.h)), x: Math.min(c.x, across - w) };
    }),
    id
  );
}

/** The size that a card of a kind begins with. */
export function sizeOf(kind: Card['kind']): Pick<Card, 'w' | 'h'> {
  return kind === 'number' ? { w: 3, h: 2 } : kind === 'chart' ? { w: 6, h: 5 } : { w: 12, h: 6 };
}

/** Puts a card in the first place below the others where it fits, or beside the one it came from. */
export function add(cards: Card[], card: Card): Card[] {
  const bottom = Math.max(0, ...cards.map((c) => c.y + c.h));
  for (let y = 0; y <= bottom; y++) {
    for (let x = 0; x + card.w <= across; x++) {
      if (!cards.some((c) => overlaps(c, { ...card, x, y }))) return compact([...cards, { ...card, x, y }]);
    }
  }
  return compact([...cards, { ...card, x: 0, y: bottom }]);
}

/** An id that no card has. */
export function freshId(cards: Card[]): string {
  for (let i = cards.length + 1; ; i++) if (!cards.some((c) => c.id === `c${i}`)) return `c${i}`;
}
