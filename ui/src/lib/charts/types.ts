import type { EChartsOption } from 'echarts';
import type { CatalogueMeasure, ChartKind, Changed, Report, Result } from '$lib/api/types';
import type { Catalogue } from '$lib/i18n/catalogue';
import type { Entry } from './legend';

/** The colours and the type that a chart is drawn in: those of the page. */
export interface Look {
  palette: string[];
  text: string;
  text2: string;
  line: string;
  surface: string;
  surface2: string;
  accent: string;
  good: string;
  bad: string;
  warn: string;
}

export interface Drawing {
  c: Catalogue;
  look: Look;
  width: number;
  /** How high it is drawn, where that is not what the chart itself asks for. */
  height?: number;
  /** No movement: asked for by the reader, or for paper. */
  still: boolean;
}

/** The numbers of a chart as a table: the way to them by keyboard and for screen readers. */
export interface ChartTable {
  columns: { name: string; num: boolean }[];
  rows: string[][];
}

/** What a chart is made from: a result and what the catalogue says of it. */
export interface Input {
  result: Result;
  report: Report;
  measures: CatalogueMeasure[];
  /** The same series a year before, where it was asked for. */
  lastYear?: Result | null;
  changes: Changed[];
  c: Catalogue;
  /** The local day it is; what comes after has not happened. */
  today: string;
  /** The place of a time axis that a date falls on is set with it. */
  zone: string;
}

/** What was pressed: a slice, or a bucket of time. */
export interface Pick {
  key?: string;
  from?: string;
  to?: string;
}

/** A way to draw. S is what it draws, made of a result or of a test. */
export interface Kind<S> {
  kind: ChartKind;
  /** Null where the result has not what it takes. */
  from(input: Input): S | null;
  option(shape: S, d: Drawing): EChartsOption;
  /** One sentence that says what is to be seen. */
  summary(shape: S, c: Catalogue): string;
  table(shape: S, c: Catalogue): ChartTable;
  /** What the i-th mark of a series stands for. */
  pick?(shape: S, series: number, index: number): Pick | null;
  /** The day that a place on the time axis stands for, where there is one. */
  dayAt?(shape: S, index: number): string | null;
  height?(shape: S, width: number): number;
  /** What its colours stand for, where the shape says it. */
  legend?(shape: S, c: Catalogue): Entry[];
}
