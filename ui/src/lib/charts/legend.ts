import type { CatalogueMeasure, ChartKind, Result } from '$lib/api/types';
import type { Catalogue } from '$lib/i18n/catalogue';
import { largest } from './series';

export interface Entry {
  name: string;
  mark: 'box' | 'line' | 'dashed' | 'tick' | 'hollow' | 'none';
  /** A colour of the palette by its place, or by its use. */
  color: number | 'open' | 'lost' | 'text' | 'muted' | 'faint' | 'low' | 'deep';
}

/** What the colours of a chart stand for; nothing where the labels say it. */
export function legendOf(kind: ChartKind, result: Result, measure: CatalogueMeasure, lastYear: boolean, c: Catalogue): Entry[] {
  switch (kind) {
    case 'column':
      return lastYear
        ? [
            { name: measure.name, mark: 'box', color: 0 },
            { name: c.t('ui.chart.last_year'), mark: 'dashed', color: 'muted' }
          ]
        : [];
    case 'funnel':
      if (!result.rows.some((r) => r.key !== null)) return [];
      return [
        { name: c.t('ui.chart.onward'), mark: 'box', color: 0 },
        { name: c.t('ui.chart.undecided'), mark: 'box', color: 'open' },
        { name: c.t('ui.chart.lost'), mark: 'box', color: 'lost' }
      ];
    case 'stacked': {
      const { rows, rest } = largest(result, measure.id, 5);
      const names = [...rows.map((r) => r.label), ...(rest.length ? [c.t('ui.chart.others')] : [])];
      return names.map((name, i) => ({ name, mark: 'box', color: i }));
    }
    case 'line': {
      const drawn = new Set(result.series.filter((p) => p.measures[measure.id]?.value != null).map((p) => p.key));
      const rows = largest(result, measure.id, 12).rows.filter((r) => drawn.has(r.key));
      return rows.length > 1 && rows.length <= 4 ? rows.map((r, i) => ({ name: r.label, mark: 'line', color: i })) : [];
    }
    case 'fan':
      if (!result.series.length) return [];
      return [
        { name: c.t('ui.chart.fan_booked'), mark: 'line', color: 'text' },
        { name: c.t('ui.chart.fan_middle'), mark: 'dashed', color: 0 },
        { name: c.t('ui.chart.fan_range'), mark: 'box', color: 'open' },
        { name: c.t('ui.chart.fan_quota'), mark: 'dashed', color: 1 }
      ];
  }
  return [];
}
