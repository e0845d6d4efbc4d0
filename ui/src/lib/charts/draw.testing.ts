import { readFileSync } from 'node:fs';
import { init } from 'echarts';
import { catalogueFile } from '../../../build/words';
import { Catalogue, type Lang } from '$lib/i18n/catalogue';
import type { Change, Measure, Point, Result, Row, Value } from '$lib/api/types';
import type { CatalogueMeasure } from '$lib/api/types';
import type { Input, Kind, Look } from './types';

/** What the tests of charts draw with: the light theme's colours and the real words. */
export const look: Look = {
  palette: ['#364ab5', '#d37812', '#198166', '#6b0e4d', '#3899e2', '#514815'],
  text: '#17202b',
  text2: '#526070',
  line: '#e3e7ec',
  surface: '#ffffff',
  surface2: '#eef1f5',
  accent: '#364ab5',
  good: '#14704f',
  bad: '#b3261e',
  warn: '#8a5300'
};

export function words(lang: Lang): Catalogue {
  return new Catalogue(lang, JSON.parse(readFileSync(catalogueFile(lang), 'utf8')) as Record<string, string>);
}

export const nb = words('nb');

export function value(v: number | null, unit: Value['unit'], more: Partial<Value> = {}): Value {
  return {
    value: v, reason: null, unit, currency: unit === 'money' ? 'NOK' : null, k: null, n: null, interval: null,
    display: v === null ? 'too_few' : 'ok', maturity: null, chance: false, restated: null, without_largest: null, compare: [], ...more
  };
}

export function change(to: Change['to'], before: number, delta: number, interval: [number, number] | null = null): Change {
  return {
    to, period: { from: '2026-07-01', to: '2026-10-01' }, value: before, delta,
    interval: interval && { lo: interval[0], hi: interval[1], level: 0.95, method: 'mover' },
    business_days: 0, current: null, current_period: null
  };
}

export function measure(id: string, unit: Measure['unit'], more: Partial<CatalogueMeasure> = {}): CatalogueMeasure {
  return { id, unit, better: 'up', name: id, formula: '', sums: true, charts: [], instead: null, ...more };
}

export function row(key: string | null, measures: Record<string, Value>, label = key ?? ''): Row {
  return { key, slice: key, label, measures };
}

export function point(key: string | null, month: number, measures: Record<string, Value>): Point {
  const day = (m: number) => (m > 12 ? '2027-01-01' : `2026-${String(m).padStart(2, '0')}-01`);
  return { ...row(key, measures), period: { from: day(month), to: day(month + 1) } };
}

export function input(result: Partial<Result>, measures: CatalogueMeasure[], more: Partial<Input> = {}): Input {
  const whole: Result = {
    report: 'test', def_version: 1, period: { from: '2026-01-01', to: '2027-01-01' }, as_of: null, known_at: null, by: 'source', grain: 'month',
    measures, rows: [], series: [], figures: [], excluded: [], notes: [], flags: [], changes: [], advice: [], rows_href: '', ...result
  };
  const report = { id: 'test', title: 'Test', help: '', def_version: 1, by: '', period: 'last-365-days', measures, dims: [], charts: [], href: '' };
  return { result: whole, report, measures, changes: [], c: nb, today: '2026-12-31', zone: 'Europe/Oslo', ...more };
}

/** The picture of a shape, drawn by ECharts itself. */
export function svg<S>(kind: Kind<S>, shape: S, width = 800): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: kind.height?.(shape, width) ?? 300 });
  chart.setOption(kind.option(shape, { c: nb, look, width, still: true }));
  const out = chart.renderToSVGString();
  chart.dispose();
  return out;
}
