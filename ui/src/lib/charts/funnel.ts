import { number } from '$lib/format/number';
import { format } from '$lib/format/unit';
import type { Catalogue } from '$lib/i18n/catalogue';
import { mix } from './look';
import { base, roomFor, rowsAxis, tooltip, values } from './parts';
import { numberOf, sliceRows } from './series';
import type { Kind } from './types';

/** Stages in their order: what came in, and where it went. In = on + lost + not yet known. */
export interface FunnelShape {
  stages: { key: string; label: string; entered: number; on: number; lost: number; open: number; conv: number | null; muted: boolean }[];
}

const whole = (c: Catalogue, n: number) => number(c, n, 0);
const share = (c: Catalogue, v: number | null) => (v === null ? '–' : format(c, 'share', null, v, 0));

const said = (st: FunnelShape['stages'][number], c: Catalogue) => `${whole(c, st.entered)} · ${share(c, st.conv)}`;

export const funnel: Kind<FunnelShape> = {
  kind: 'funnel',

  // measures: entered, share that goes on, share lost, share not known.
  from(input) {
    const [entered, on, lost] = input.measures;
    if (!entered || !on || !lost) return null;
    const stages = sliceRows(input.result).flatMap((r) => {
      const n = numberOf(r.measures[entered.id]);
      if (!n) return [];
      const conv = numberOf(r.measures[on.id]);
      const gone = Math.round(n * (numberOf(r.measures[lost.id]) ?? 0));
      const ahead = Math.min(n - gone, Math.round(n * (conv ?? 0)));
      const display = r.measures[on.id]?.display;
      return [{ key: r.key ?? '', label: r.label, entered: n, on: ahead, lost: gone, open: n - gone - ahead, conv, muted: display !== 'ok' }];
    });
    return stages.length ? { stages } : null;
  },

  option(s, d) {
    const color = d.look.palette[0]!;
    const parts: { name: string; of: (st: FunnelShape['stages'][number]) => number; color: string }[] = [
      { name: d.c.t('ui.chart.onward'), of: (st) => st.on, color },
      { name: d.c.t('ui.chart.undecided'), of: (st) => st.open, color: mix(color, d.look.surface, 0.3) },
      { name: d.c.t('ui.chart.lost'), of: (st) => st.lost, color: mix(d.look.bad, d.look.surface, 0.55) }
    ];
    return {
      ...base(d),
      grid: { left: 8, right: roomFor(s.stages.map((st) => said(st, d.c))), top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: values(d, 'count', { max: 'dataMax', axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: rowsAxis(d, s.stages.map((st) => st.label)),
      tooltip: tooltip('axis', (i) => {
        const st = s.stages[i];
        return st ? [st.label, `${d.c.t('ui.chart.entered')}: ${whole(d.c, st.entered)}`, ...parts.map((p) => `${p.name}: ${whole(d.c, p.of(st))}`)] : null;
      }),
      series: parts.map((p, at) => ({
        type: 'bar' as const,
        stack: 'books',
        name: p.name,
        barMaxWidth: 26,
        itemStyle: { color: p.color, borderColor: d.look.surface, borderWidth: 1 },
        data: s.stages.map(p.of),
        label: {
          show: at === parts.length - 1,
          position: 'right' as const,
          color: d.look.text,
          fontSize: 12,
          formatter: (q: { dataIndex: number }) => said(s.stages[q.dataIndex]!, d.c)
        }
      }))
    };
  },

  summary(s, c) {
    const worst = s.stages.filter((st) => st.conv !== null && !st.muted).sort((a, b) => (a.conv ?? 1) - (b.conv ?? 1))[0] ?? s.stages[0]!;
    return c.t('ui.chart.funnel', { name: worst.label, share: share(c, worst.conv), n: whole(c, worst.entered) });
  },

  table(s, c) {
    return {
      columns: [
        { name: c.t('dim.stage'), num: false },
        ...['entered', 'onward', 'lost', 'undecided'].map((k) => ({ name: c.t(`ui.chart.${k}`), num: true })),
        { name: c.t('ui.chart.onward_share'), num: true }
      ],
      rows: s.stages.map((st) => [st.label, whole(c, st.entered), whole(c, st.on), whole(c, st.lost), whole(c, st.open), share(c, st.conv)])
    };
  },

  pick: (s, _, i) => (s.stages[i] ? { key: s.stages[i].key } : null),
  height: (s) => Math.max(140, s.stages.length * 40 + 8)
};
