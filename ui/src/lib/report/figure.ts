import type { Cell, Figure } from '$lib/api/types';

/** A figure of two axes as a field: keys down, keys across, and the cell at each place. */
export interface Field {
  down: { key: string; label: string }[];
  across: { key: string; label: string }[];
  at: (down: string, across: string) => Cell | undefined;
  /** How strong the first measure is at a place, in steps from 0 to 6. */
  step: (cell: Cell | undefined) => number;
}

const steps = 6;

/** Whether a figure is best read as a field: heat and matrix do, over two axes. */
export function isField(f: Figure): boolean {
  return f.axes.length === 2 && (f.chart === 'heat' || f.chart === 'matrix');
}

/** Pivots a figure of two axes; hours and weekdays come in their own order. */
export function fieldOf(f: Figure): Field {
  const cells = new Map(f.cells.map((c) => [c.keys.join('\u001f'), c]));
  const first = f.measures[0]?.id ?? '';
  const most = Math.max(0, ...f.cells.map((c) => c.measures[first]?.value ?? 0));
  return {
    down: places(f, 0),
    across: places(f, 1),
    at: (down, across) => cells.get(`${down}\u001f${across}`),
    step: (cell) => {
      const v = cell?.measures[first];
      if (!v || v.value === null || v.display === 'too_few' || most <= 0) return 0;
      return Math.max(0, Math.round((v.value / most) * steps));
    }
  };
}

function places(f: Figure, axis: number): { key: string; label: string }[] {
  const out = new Map<string, string>();
  for (const c of f.cells) {
    const key = c.keys[axis] ?? '';
    if (!out.has(key)) out.set(key, c.labels[axis] ?? key);
  }
  const list = [...out].map(([key, label]) => ({ key, label }));
  if (f.chart === 'heat') list.sort((a, b) => Number(a.key) - Number(b.key) || a.key.localeCompare(b.key));
  return list;
}
