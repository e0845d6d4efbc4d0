/** What a page looks at: the part of the address that all pages share. */
export interface View {
  workspace: string;
  period: string;
  compare: string;
  grain: string;
  filters: Filter[];
  /** A day at whose end things are looked at, or "". */
  asOf: string;
  /** With what was known then, and not with today's knowledge. */
  knownThen: boolean;
}

export interface Filter {
  dim: string;
  values: string[];
}

// A year back from today: long enough for cohorts to resolve, and what is new is in it.
export const defaultPeriod = 'last-365-days';
export const comparisons = ['previous,year', 'previous', 'year', 'none'] as const;

/** The parameters that go along from page to page. */
const shared = ['ws', 'period', 'compare', 'grain', 'filter', 'as_of', 'known', 'lang', 'theme'];

/** What an address says; period is what it means where it names none. */
export function readView(p: URLSearchParams, period = defaultPeriod): View {
  return {
    workspace: p.get('ws') ?? '',
    period: p.get('period') || period,
    compare: p.get('compare') || 'previous,year',
    grain: p.get('grain') || 'auto',
    filters: p.getAll('filter').flatMap(readFilter),
    asOf: p.get('as_of') ?? '',
    knownThen: p.get('known') === '1' && p.has('as_of')
  };
}

/** "dim=value,value"; of a value a comma is written \, and a backslash \\ . */
export function readFilter(text: string): Filter[] {
  const at = text.indexOf('=');
  if (at <= 0) return [];
  const values: string[] = [];
  let value = '';
  for (const [part] of text.slice(at + 1).matchAll(/\\[\\,]|[^]/g)) {
    if (part === ',') {
      values.push(value);
      value = '';
    } else value += part.length === 2 ? part.slice(1) : part;
  }
  values.push(value);
  const some = values.filter((v) => v !== '');
  return some.length ? [{ dim: text.slice(0, at), values: some }] : [];
}

export function writeFilter(f: Filter): string {
  return `${f.dim}=${f.values.map((v) => v.replaceAll(/[\\,]/g, '\\$&')).join(',')}`;
}

/** Adds a value to the filters, or takes it away where it is there. */
export function toggleFilter(filters: Filter[], dim: string, value: string): Filter[] {
  const old = filters.find((f) => f.dim === dim);
  if (!old) return [...filters, { dim, values: [value] }];
  const values = old.values.includes(value) ? old.values.filter((v) => v !== value) : [...old.values, value];
  return filters.flatMap((f) => (f !== old ? [f] : values.length ? [{ dim, values }] : []));
}

/** An address over what a dashboard opens with: what it names, even as empty, is no longer the dashboard's. */
export function over(own: string, p: URLSearchParams): URLSearchParams {
  const base = new URLSearchParams(own);
  for (const name of new Set(p.keys())) base.delete(name);
  return new URLSearchParams([...base, ...p]);
}

export type Changes = Record<string, string | string[] | null>;

/** The query of an address with some parameters changed; null and "" take one away, or leave it empty where own has a value that would come back. */
export function changed(p: URLSearchParams, changes: Changes, own = ''): URLSearchParams {
  const base = new URLSearchParams(own);
  const out = new URLSearchParams(p);
  for (const [name, value] of Object.entries(changes)) {
    out.delete(name);
    if (Array.isArray(value)) value.forEach((v) => out.append(name, v));
    else if (value) out.set(name, value);
    if (!out.has(name) && base.has(name)) out.set(name, '');
  }
  return out;
}

/** The shared part of an address, for a link to another page. */
export function carried(p: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams();
  for (const [name, value] of p) if (shared.includes(name)) out.append(name, value);
  return out;
}

/** What the API is asked, as query parameters. */
export function asked(v: View): Record<string, string | string[]> {
  return {
    workspace: v.workspace,
    period: v.period,
    compare: v.compare,
    filter: v.filters.map(writeFilter),
    as_of: v.asOf,
    known_at: v.knownThen ? v.asOf : ''
  };
}
