import type { CatalogueMeasure } from '$lib/api/types';
import { signed, place } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { textOf } from './bar';
import { base, categories, tooltip, values } from './parts';
import { first, sliceRows, totalRow } from './series';
import type { Kind } from './types';

/** From the other window's sum to this one's, step by step. A hollow step may be chance. */
export interface WaterfallShape {
  measure: Pick<CatalogueMeasure, 'name' | 'unit' | 'better'>;
  currency: string | null;
  from: { label: string; value: number };
  to: { label: string; value: number };
  steps: { key: string; label: string; delta: number; hollow: boolean }[];
}

const most = 8;

function change(s: WaterfallShape, v: number, c: Catalogue): string {
  return signed(c, s.measure.unit, s.currency, v, place(s.measure.unit, v));
}

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
    return {
      ...base(d),
      grid: { left: 8, right: 16, top: 26, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        ...categories(d, [s.from.label, ...s.steps.map((st) => st.label), s.to.label]),
        axisLabel: { color: d.look.text2, fontSize: 11, interval: 0, width: Math.max(44, d.width / (s.steps.length + 3)), overflow: 'break', lineHeight: 13 }
      },
      yAxis: values(d, s.measure.unit),
      tooltip: tooltip('axis', (i) => {
        const step = s.steps[i - 1];
        if (step) return [step.label, change(s, step.delta, d.c), ...(step.hollow ? [d.c.t('ui.chart.chance')] : [])];
        const end = i === 0 ? s.from : s.to;
        return [end.label, textOf(s, end.value, d.c)];
      }),
      series: [
        { type: 'bar', stack: 'w', silent: true, itemStyle: { color: 'transparent' }, data: [0, ...all.map((l) => l.lo), 0] },
        {
          type: 'bar',
          stack: 'w',
          barMaxWidth: 52,
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
            show: d.width > 420,
            position: 'top',
            color: d.look.text,
            fontSize: 11,
            formatter: (p: { dataIndex: number }) => {
              const step = s.steps[p.dataIndex - 1];
              return step ? change(s, step.delta, d.c) : textOf(s, p.dataIndex === 0 ? s.from.value : s.to.value, d.c);
            }
          }
        }
      ]
    };
  },

  summary(s, c) {
    const top = s.steps[0]!;
    return c.t('ui.chart.waterfall', { measure: s.measure.name, from: textOf(s, s.from.value, c), to: textOf(s, s.to.value, c), name: top.label, delta: change(s, top.delta, c) });
  },

  table(s, c) {
    return {
      columns: [{ name: c.t('ui.chart.slice'), num: false }, { name: s.measure.name, num: true }, { name: '', num: false }],
      rows: [
        [s.from.label, textOf(s, s.from.value, c), ''],
        ...s.steps.map((st) => [st.label, change(s, st.delta, c), st.hollow ? c.t('ui.chart.chance') : '']),
        [s.to.label, textOf(s, s.to.value, c), '']
      ]
    };
  },

  pick: (s, _, i) => (s.steps[i - 1]?.key ? { key: s.steps[i - 1]!.key } : null)
};

