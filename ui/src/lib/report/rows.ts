import type { Column, Table, Unit } from '$lib/api/types';

/**
 * Columns that tell people nothing are not shown: ids, those that are empty or the
 * same throughout, beside an amount what only the sum behind it needs, and behind
 * a share the days or weights that it is reckoned with.
 */
export function shownColumns(table: Table, unit: Unit): { col: Column; at: number }[] {
  const same = (at: number) => table.rows.every((r) => r[at] === table.rows[0]?.[at]);
  const at = (id: string) => table.columns.findIndex((c) => c.id === id);
  const priced = table.rows.some((r) => r[at('amount')] != null);
  const currency = at('currency');
  return table.columns.flatMap((col, at) => {
    if (col.id === 'id' || table.rows.every((r) => r[at] === null || r[at] === '')) return [];
    if (col.id === 'currency' && !priced) return [];
    if (['currency', 'kind', 'detail'].includes(col.id) && table.rows.length > 1 && same(at)) return [];
    if (col.id === 'quantity' && (priced || unit === 'share')) return [];
    if (col.id === 'value' && same(currency)) return [];
    return [{ col, at }];
  });
}

/** The sum of a column over the rows that count. */
export function sumOf(rows: Table['rows'], at: number, excluded: number): number {
  return rows.reduce((sum, r) => (excluded >= 0 && r[excluded] ? sum : sum + (Number(r[at]) || 0)), 0);
}
