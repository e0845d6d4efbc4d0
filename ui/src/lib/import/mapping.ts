import type { ImportTable, ImportTableMapping } from '$lib/api/types';

/** What a corrected table is sent as: columns without a role are left out, how values are read stays. */
export function mappingOf(table: ImportTable, kind: string, roles: Record<string, string>): ImportTableMapping {
  const columns = table.columns.flatMap((c) => {
    const role = roles[c.name];
    if (!role) return [];
    const { name, dates, decimal, currency, unit } = c;
    return [{ name, role, dates, decimal, currency, unit }];
  });
  return { file: table.file, kind, system: table.system, columns } as ImportTableMapping;
}

/** Roles that more than one column was given. */
export function takenTwice(roles: Record<string, string>): string[] {
  const given = Object.values(roles).filter(Boolean);
  return [...new Set(given.filter((r, i) => given.indexOf(r) !== i))];
}
