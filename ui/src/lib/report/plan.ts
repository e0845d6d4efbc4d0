import type { CatalogueMeasure, Chart, ChartKind, Report, Result } from '$lib/api/types';
import { totalRow } from '$lib/charts/series';

/** What the page of a report shows, decided by the catalogue and the address. */
export interface Plan {
  measure: CatalogueMeasure;
  charts: Chart[];
  chart: Chart;
  /** The measures that the chart draws, in its order. */
  drawn: CatalogueMeasure[];
  by: string;
}

/** Kinds that draw several measures together. */
const several: ChartKind[] = ['scatter', 'matrix', 'fan', 'funnel', 'calibration'];
const overTime: ChartKind[] = ['column', 'line', 'stacked', 'fan'];

export function measureOf(report: Report, id: string): CatalogueMeasure | undefined {
  return report.measures.find((m) => m.id === id);
}

/** The ways to draw a measure: the report's own that draw it, then what its unit allows, then the report's others. */
export function chartsFor(report: Report, measure: CatalogueMeasure): Chart[] {
  const own = report.charts.filter((c) => c.measures.includes(measure.id));
  const alone = measure.charts.map((kind) => ({ kind, measures: [measure.id], by: '', trend: overTime.includes(kind) }));
  const others = report.charts.filter((c) => several.includes(c.kind));
  const out: Chart[] = [];
  for (const c of [...own, ...alone, ...others]) if (!out.some((o) => o.kind === c.kind)) out.push(c);
  return out;
}

/** The measures that a chart draws when one of them leads. */
export function drawnBy(report: Report, chart: Chart, measure: CatalogueMeasure): CatalogueMeasure[] {
  if (!several.includes(chart.kind)) return [measure];
  return chart.measures.flatMap((id) => measureOf(report, id) ?? []);
}

export function planOf(report: Report, asked: { measure: string; chart: string; by: string }): Plan | null {
  const lead = report.charts[0]?.measures[0] ?? '';
  const measure = measureOf(report, asked.measure) ?? measureOf(report, lead) ?? report.measures[0];
  if (!measure) return null;
  const charts = chartsFor(report, measure);
  const chart = charts.find((c) => c.kind === asked.chart) ?? charts[0];
  if (!chart) return null;
  const has = (dim: string) => report.dims.some((d) => d.id === dim);
  const by = [asked.by, chart.by, report.by].find((dim) => dim !== '' && (dim === 'none' || has(dim))) ?? report.dims[0]?.id ?? 'none';
  return { measure, charts, chart, drawn: drawnBy(report, chart, measure), by };
}

/** The columns that a report's table has unless the address says otherwise. */
export function columnsOf(report: Report, measure: CatalogueMeasure, asked: string): CatalogueMeasure[] {
  const ids = asked ? asked.split(',') : [measure.id, ...report.charts.flatMap((c) => c.measures)];
  const unique = [...new Set(ids)];
  return unique.flatMap((id) => measureOf(report, id) ?? []).slice(0, asked ? undefined : 6);
}

/** The headline: the chart's measure, or, where that is said of slices only and nobody asked for it, the first that is said of the whole. */
export function headlineOf(report: Report, plan: Plan, result: Result, asked: boolean): CatalogueMeasure {
  const total = totalRow(result)?.measures;
  const said = (m: CatalogueMeasure) => total?.[m.id]?.value != null;
  if (asked || said(plan.measure)) return plan.measure;
  return [...columnsOf(report, plan.measure, ''), ...report.measures].find(said) ?? plan.measure;
}
