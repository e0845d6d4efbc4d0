import type { Cell, Figure, Value } from '$lib/api/types';

const minute = 60_000;

/** How many whole minutes of the openings lie between two moments. */
export function openBetween(open: Cell['open'], from: number, to: number): number {
  const parts = open.map((o) => Math.min(Date.parse(o.to), to) - Math.max(Date.parse(o.from), from));
  return Math.floor(parts.reduce((sum, ms) => sum + Math.max(0, ms), 0) / minute);
}

/** A cell's value now: what ticks has grown since the answer, in open hours where it is counted in those. */
export function valueNow(f: Figure, cell: Cell, measure: string, answered: number, now: number): Value | undefined {
  const v = cell.measures[measure];
  if (!v || v.value === null || now <= answered || !f.ticks.includes(measure)) return v;
  const grown = v.unit === 'open_minutes' ? openBetween(cell.open, answered, now) : Math.floor((now - answered) / minute);
  return grown > 0 ? { ...v, value: v.value + grown } : v;
}
