import { ask, type Query } from './client';
import type { Answers, DimValues, Question, Receipt, ReportCatalogue, Result, Table, Workspaces } from './types';
import { asked, type View } from '$lib/state/view';
import type { Lang } from '$lib/i18n/catalogue';

export const workspaces = (signal?: AbortSignal) => ask<Workspaces>('/api/v1/workspaces', { signal });

export const catalogue = (workspace: string, lang: Lang, signal?: AbortSignal) =>
  ask<ReportCatalogue>('/api/v1/reports', { query: { workspace, lang }, signal });

/** What a page asks a report beside its view. */
export interface Beside {
  by?: string;
  measures?: string[];
  trend?: string;
}

function query(v: View, lang: Lang, b: Beside): Query {
  return { ...asked(v), lang, by: b.by ?? '', measure: b.measures ?? [], trend: b.trend ?? '' };
}

export const report = (id: string, v: View, lang: Lang, b: Beside, signal?: AbortSignal) =>
  ask<Result>(`/api/v1/reports/${id}`, { query: query(v, lang, b), signal });

/** Rows are of a period and filters; nothing is compared or split. */
export function rowsQuery(v: View, lang: Lang, b: Beside & { limit: number; offset: number }): Query {
  return { ...query(v, lang, b), compare: '', trend: '', by: '', limit: b.limit, offset: b.offset };
}

export const rows = (id: string, v: View, lang: Lang, b: Beside & { limit: number; offset: number }, signal?: AbortSignal) => {
  return ask<Table>(`/api/v1/reports/${id}/rows`, { query: rowsQuery(v, lang, b), signal });
};

export const receipt = (id: string, v: View, lang: Lang, b: Beside, signal?: AbortSignal) =>
  ask<Receipt>(`/api/v1/reports/${id}/receipt`, { query: query(v, lang, b), signal });

/** All questions of a page in one round trip; its cards show nothing but their numbers. */
export const askAll = (v: View, lang: Lang, questions: Question[], signal?: AbortSignal) =>
  ask<Answers>('/api/v1/ask', {
    method: 'POST',
    query: { workspace: v.workspace, lang },
    body: { as_of: v.asOf || undefined, known_at: v.knownThen ? v.asOf : undefined, lean: true, questions },
    signal
  });

export const dimValues = (workspace: string, dim: string, q: string, lang: Lang, signal?: AbortSignal) =>
  ask<DimValues>(`/api/v1/dims/${dim}`, { query: { workspace, q, lang, limit: 100 }, signal });

/** Where a file of a report is fetched: what is seen, as CSV or XLSX. */
export function fileQuery(v: View, lang: Lang, b: Beside, format: string): Query {
  return { ...query(v, lang, b), format };
}
