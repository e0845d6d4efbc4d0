import type { Cell, Figure } from '$lib/api/types';

/** A figure of two axes as a field: keys down, keys across, and the cell at each place. */
export interface Field {
  down: Place[];
  across: Place[];
  at: (down: string, across: string) => Cell | undefined;
}

export interface Place {
  key: string;
  label: string;
}

/** Whether a figure is best read as a field: heat and matrix do, over two axes. */
export function isField(f: Figure): boolean {
  return f.axes.length === 2 && (f.chart === 'heat' || f.chart === 'matrix');
}

/** Pivots a figure of two axes; hours and weekdays come in their own order. */
export function fieldOf(f: Figure): Field {
  const cells = new Map(f.cells.map((c) => [c.keys.join('\u001f'), c]));
  return { down: placesOn(f, 0), across: placesOn(f, 1), at: (down, across) => cells.get(`${down}\u001f${across}`) };
}

function placesOn(f: Figure, axis: number): Place[] {
  const out = new Map<string, string>();
  for (const c of f.cells) {
    const key = c.keys[axis] ?? '';
    if (!out.has(key)) out.set(key, c.labels[axis] ?? key);
  }
  const list = [...out].map(([key, label]) => ({ key, label }));
  if (f.chart === 'heat') list.sort((a, b) => Number(a.key) - Number(b.key) || a.key.localeCompare(b.key));
  return list;
}
