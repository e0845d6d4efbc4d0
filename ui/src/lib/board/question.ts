import type { Card, Question, Report } from '$lib/api/types';
import type { View } from '$lib/state/view';
import { grainOf } from '$lib/time/period';

const overTime = ['column', 'line', 'stacked', 'fan'];

/** What a card asks: its own slice, filter and period over those of its dashboard. */
export function questionOf(card: Card, v: View, report: Report | undefined): Question {
  const own = card.filters ?? [];
  const inherited = v.filters.filter((f) => !own.some((o) => o.dim === f.dim) && report?.dims.some((d) => d.id === f.dim));
  const chart = report?.charts.find((c) => c.kind === card.chart);
  const trend = card.kind === 'number' || (card.kind === 'chart' && overTime.includes(card.chart ?? ''));
  const compare = card.compare ?? (v.compare === 'none' ? [] : v.compare.split(','));
  return {
    key: card.id,
    report: card.report,
    period: card.period || v.period,
    by: card.kind === 'number' ? 'none' : card.by || chart?.by || report?.by || 'none',
    measures: card.measures,
    trend: trend ? ((card.trend || grainOf(v.grain, card.period || v.period)) as Question['trend']) : undefined,
    filters: [...inherited, ...own],
    compare: compare as Question['compare']
  };
}
