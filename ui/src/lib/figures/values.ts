import type { Cell, Figure, FigureMark, FigureMeasure, Value } from '$lib/api/types';
import { intervalText, remark, valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';

/** The key of a cell that sums up the others (peil.Total). */
export const total = 'total';

/** The measure of an id, as the figure describes it. */
export function measureIn(f: Figure, id: string | null): FigureMeasure | null {
  return f.measures.find((m) => m.id === id) ?? null;
}

/** The marks of a figure with their measures. */
export function marksOf(f: Figure): { mark: FigureMark; measure: FigureMeasure }[] {
  return f.marks.flatMap((mark) => {
    const measure = measureIn(f, mark.measure);
    return measure ? [{ mark, measure }] : [];
  });
}

export function at(c: Cell, id: string | null): Value | null {
  return (id !== null && c.measures[id]) || null;
}

export function numberAt(c: Cell, id: string | null): number | null {
  return at(c, id)?.value ?? null;
}

/** What a place of a figure is called: its labels, without the sums and the empty ones that stand beside others. */
export function placeName(c: Cell): string {
  const kept = c.labels.filter((_, i) => c.keys.length === 1 || (c.keys[i] !== total && c.keys[i] !== ''));
  return (kept.length ? kept : c.labels).join(' · ');
}

/** The same in a sentence, where a bare number would not say what it counts. */
export function saidPlace(f: Figure, c: Cell): string {
  const axis = f.axes[0];
  return axis?.unit === 'count' ? `${axis.name.toLowerCase()} ${placeName(c)}` : placeName(c);
}

/** A range by the names of its ends, what they begin with said once: "Best, from – to". */
export function rangeName(from: string, to: string): string {
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  const cut = from.lastIndexOf(' ', same - 1) + 1;
  return `${from} – ${to.slice(cut)}`;
}

/** The cells that are no sum of the others. */
export function parts(f: Figure): Cell[] {
  return f.cells.filter((c) => !c.keys.every((k) => k === total));
}

export function wholeOf(f: Figure): Cell | null {
  return f.cells.find((c) => c.keys.every((k) => k === total)) ?? null;
}

/** A value in a line of a tooltip, with what it bears. */
export function told(c: Catalogue, name: string, v: Value | null): string[] {
  if (!v) return [];
  const range = intervalText(c, v);
  const why = remark(c, v);
  return [`${name}: ${valueText(c, v).text}${why ? ` (${why})` : ''}`, ...(range ? [`${c.t('text.interval', { level: 95 })}: ${range}`] : [])];
}

/** A table is given by the page, which shows all of the figure's measures. */
export const noTable = () => ({ columns: [], rows: [] });
