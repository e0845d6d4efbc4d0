import type { Row } from '$lib/api/types';

/** Rows in the order asked for: "measure" downwards, "-measure" upwards, "label"; what has no value comes last. */
export function sorted(rows: Row[], by: string, lang: string): Row[] {
  if (!by) return rows;
  const up = by.startsWith('-');
  const id = up ? by.slice(1) : by;
  if (id === 'label') {
    const collator = new Intl.Collator(lang);
    return [...rows].sort((a, b) => (up ? -1 : 1) * collator.compare(a.label, b.label));
  }
  const value = (r: Row) => r.measures[id]?.value ?? null;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return up ? x - y : y - x;
  });
}
