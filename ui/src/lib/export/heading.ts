import type { Result } from '$lib/api/types';
import { instant, period } from '$lib/format/date';
import type { Catalogue } from '$lib/i18n/catalogue';
import type { View } from '$lib/state/view';

/** What stands on everything that leaves the page: period, filters, as-of, definition. */
export function headingOf(c: Catalogue, result: Result, v: View, zone: string, nameOf: (dim: string, value: string) => string): string[] {
  const filters = v.filters.map((f) => f.values.map((value) => nameOf(f.dim, value)).join(', '));
  const lines = [period(c, result.period) + (filters.length ? ` · ${filters.join(' · ')}` : '')];
  const clocks = result.as_of ? [c.t(v.knownThen ? 'text.known_at' : 'text.as_of', { at: instant(c, result.as_of, zone) })] : [];
  lines.push([...clocks, c.t('text.definition', { v: result.def_version })].join(' · '));
  return lines;
}
