import type { CatalogueMeasure, Unit } from '$lib/api/types';
import { signed, place } from '$lib/format/unit';
import { sentence, type Catalogue } from '$lib/i18n/catalogue';
import { textOf } from './bar';
import { base, categories, linesOf, namesWidth, rim, roomFor, rowsAxis, tooltip, values } from './parts';
import { first, sliceRows, totalRow } from './series';
import type { Kind } from './types';

/** From the other window's sum to this one's, step by step. A hollow step may be chance. */
export interface WaterfallShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit' | 'better'>;
  /** What both ends are counted in, where the steps are not: points between shares. */
  ends?: Unit;
  currency: string | null;
  from: { label: string; value: number };
  to: { label: string; value: number };
  steps: { key: string; label: string; delta: number; hollow: boolean }[];
}

const most = 8;

function change(s: WaterfallShape, v: number, c: Catalogue): string {
  return signed(c, s.measure.unit, s.currency, v, place(s.measure.unit, v));
}

function end(s: WaterfallShape, v: number, c: Catalogue): string {
  return textOf({ measure: { unit: s.ends ?? s.measure.unit }, currency: s.currency }, v, c);
}

/** Where columns would stand too close for what is written on them, the bars lie. */
const lying = (s: WaterfallShape, width: number) => width / (s.steps.length + 2) < 92;

/** Steps that begin alike are told apart by their ends, so their names may take three lines. */
const nameLines = 3;

/** Where each step begins and ends. */
export function ledges(s: WaterfallShape): { lo: number; hi: number }[] {
  let at = s.from.value;
  return s.steps.map((step) => {
    const next = at + step.delta;
    const out = { lo: Math.min(at, next), hi: Math.max(at, next) };
    at = next;
    return out;
  });
}

export const waterfall: Kind<WaterfallShape> = {
  kind: 'waterfall',

  from(input) {
    const measure = first(input);
    const total = measure && totalRow(input.result)?.measures[measure.id];
    const ch = total?.compare.find((one) => one.to === 'previous');
    if (!measure || !total || !ch || ch.value === null || ch.delta === null) return null;
    const steps = sliceRows(input.result)
      .flatMap((r) => {
        const one = r.measures[measure.id]?.compare.find((x) => x.to === 'previous');
        const hollow = !one?.interval || (one.interval.lo <= 0 && one.interval.hi >= 0);
        return one?.delta ? [{ key: r.key ?? '', label: r.label, delta: one.delta, hollow }] : [];
      })
      .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
    if (!steps.length) return null;
    const shown = steps.slice(0, most);
    // What is not among the steps is a step too, so that the books balance.
    const rest = ch.delta - shown.reduce((sum, st) => sum + st.delta, 0);
    if (Math.abs(rest) > Math.abs(ch.delta) * 1e-9 + 1e-6) shown.push({ key: '', label: input.c.t('ui.chart.others'), delta: rest, hollow: true });
    return {
      measure,
      currency: total.currency,
      from: { label: input.c.t('ui.chart.before'), value: ch.value },
      to: { label: input.c.t('ui.chart.now'), value: ch.value + ch.delta },
      steps: shown
    };
  },

  option(s, d) {
    const all = ledges(s);
    const good = (delta: number) => (s.measure.better === 'down' ? delta < 0 : delta > 0);
    const tint = (delta: number) => (s.measure.better === '' ? d.look.palette[0]! : good(delta) ? d.look.good : d.look.bad);
    const ends = { color: d.look.text2 };
    const names = [s.from.label, ...s.steps.map((st) => st.label), s.to.label];
    const written = [end(s, s.from.value, d.c), ...s.steps.map((st) => change(s, st.delta, d.c)), end(s, s.to.value, d.c)];
    const flat = lying(s, d.width);
    const size = values(d, s.ends ?? s.measure.unit, flat ? { max: 'dataMax', axisLabel: { show: false }, splitLine: { show: false } } : {});
    const name = flat
      ? rowsAxis(d, names, namesWidth(d.width), nameLines)
      : { ...categories(d, names), axisLabel: { color: d.look.text2, fontSize: 11, interval: 0, width: d.width / (s.steps.length + 3), overflow: 'break' as const, lineHeight: 13 } };
    return {
      ...base(d),
      grid: { left: 8, right: flat ? roomFor(written) : 16, top: flat ? 4 : 26, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      ...(flat ? { xAxis: size, yAxis: name } : { xAxis: name, yAxis: size }),
      tooltip: tooltip('axis', (i) => {
        const step = s.steps[i - 1];
        if (step) return [step.label, change(s, step.delta, d.c), ...(step.hollow ? [d.c.t('ui.chart.chance')] : [])];
        const side = i === 0 ? s.from : s.to;
        return [side.label, end(s, side.value, d.c)];
      }),
      series: [
        { type: 'bar', stack: 'w', silent: true, itemStyle: { color: 'transparent' }, data: [0, ...all.map((l) => l.lo), 0] },
        {
          type: 'bar',
          stack: 'w',
          barMaxWidth: flat ? 20 : 52,
          data: [
            { value: s.from.value, itemStyle: ends },
            ...all.map((l, i) => {
              const step = s.steps[i]!;
              const color = tint(step.delta);
              return { value: l.hi - l.lo, itemStyle: step.hollow ? { color: d.look.surface, borderColor: color, borderWidth: 1.5 } : { color } };
            }),
            { value: s.to.value, itemStyle: ends }
          ],
          label: {
            show: true,
            position: flat ? 'right' : 'top',
            color: d.look.text,
            fontSize: 11,
            ...rim(d),
            formatter: (p: { dataIndex: number }) => written[p.dataIndex] ?? ''
          }
        }
      ]
    };
  },

  summary(s, c) {
    const top = s.steps.reduce((a, b) => (Math.abs(b.delta) > Math.abs(a.delta) ? b : a));
    return c.t(s.measure.name ? 'ui.chart.waterfall' : 'ui.figure.steps', { measure: s.measure.name, from: end(s, s.from.value, c), to: end(s, s.to.value, c), name: top.label, delta: change(s, top.delta, c) });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('ui.chart.slice'), num: false }, { name: s.measure.name, num: true }, { name: '', num: false }],
      rows: [
        [s.from.label, end(s, s.from.value, c), ''],
        ...s.steps.map((st) => [st.label, change(s, st.delta, c), st.hollow ? c.t('ui.chart.chance') : '']),
        [s.to.label, end(s, s.to.value, c), '']
      ]
    };
  },

  legend: (s, c) => (s.steps.some((st) => st.hollow) ? [{ name: sentence(c.t('ui.chart.chance')), mark: 'hollow', color: 'muted' }] : []),

  height: (s, width) => (lying(s, width) ? (s.steps.length + 2) * (linesOf(s.steps.map((st) => st.label), namesWidth(width), nameLines) > 2 ? 48 : 32) + 12 : 300),
  pick: (s, _, i) => (s.steps[i - 1]?.key ? { key: s.steps[i - 1]!.key } : null)
};

