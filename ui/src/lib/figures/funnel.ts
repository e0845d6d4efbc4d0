import type { CustomSeriesRenderItemReturn } from 'echarts';
import type { Figure } from '$lib/api/types';
import { mix } from '$lib/charts/look';
import { base, font, roomFor, rowsAxis, tooltip } from '$lib/charts/parts';
import type { Kind } from '$lib/charts/types';
import { valueText } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { at, marksOf, noTable, numberAt, parts, placeName, saidPlace, told } from './values';

/** How many are left from step to step, and what the second measure says of each. */
export interface NarrowingShape {
  name: string;
  /** What the steps count, where their names are bare numbers. */
  across: string;
  steps: { name: string; said: string; n: number; text: string; share: string; tip: string[] }[];
}

export function narrowingOf(f: Figure, c: Catalogue): NarrowingShape | null {
  const [count, share] = marksOf(f);
  if (!count) return null;
  const steps = parts(f).flatMap((cell) => {
    const n = numberAt(cell, count.mark.measure);
    if (n === null) return [];
    const [v, of] = [at(cell, count.mark.measure)!, at(cell, share?.mark.measure ?? null)];
    const tip = [...told(c, count.measure.name, v), ...told(c, share?.measure.name ?? '', of)];
    return [{ name: placeName(cell), said: saidPlace(f, cell), n, text: valueText(c, v).text, share: of ? valueText(c, of).text : '', tip }];
  });
  return steps.some((s) => s.n > 0) ? { name: count.measure.name, across: f.axes[0]?.unit === 'count' ? f.axes[0].name : '', steps } : null;
}

const written = (st: NarrowingShape['steps'][number]) => (st.share ? `${st.text} · ${st.share}` : st.text);

export const narrowing: Kind<NarrowingShape> = {
  kind: 'funnel',
  from: () => null,

  option(s, d) {
    const color = d.look.palette[0]!;
    return {
      ...base(d),
      grid: { left: 8, right: roomFor(s.steps.map(written)), top: s.across ? 26 : 6, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', show: false, min: 0, max: Math.max(...s.steps.map((st) => st.n)) },
      yAxis: rowsAxis(d, s.steps.map((st) => st.name)),
      title: s.across ? { text: s.across, left: 8, top: 2, padding: 0, textStyle: { color: d.look.text2, fontFamily: font, fontSize: 12, fontWeight: 400 } } : undefined,
      tooltip: tooltip('axis', (i) => (s.steps[i] ? [s.steps[i].name, ...s.steps[i].tip] : null)),
      series: [
        {
          type: 'custom',
          data: s.steps.map((st, i) => [st.n, i]),
          renderItem: (params, api) => {
            const i = params.dataIndex;
            const [step, next] = [s.steps[i]!, s.steps[i + 1]];
            const [left = 0, y = 0] = api.coord([0, i]);
            const right = api.coord([step.n, i])[0]!;
            const tall = (api.size!([0, 1]) as number[])[1]!;
            const children: object[] = [];
            if (next) {
              const to = api.coord([next.n, i])[0]!;
              const [top, bottom] = [y + 11, y + tall - 11];
              children.push({ type: 'polygon', shape: { points: [[left, top], [right, top], [to, bottom], [left, bottom]] }, style: { fill: mix(color, d.look.surface, 0.12) } });
            }
            children.push({ type: 'rect', shape: { x: left, y: y - 11, width: Math.max(1, right - left), height: 22, r: 3 }, style: { fill: color } });
            children.push({ type: 'text', style: { text: written(step), x: right + 8, y, fill: d.look.text, font: `12px ${font}`, verticalAlign: 'middle' } });
            return { type: 'group', children } as CustomSeriesRenderItemReturn;
          }
        }
      ]
    };
  },

  summary(s, c) {
    const [first, last] = [s.steps[0]!, s.steps.at(-1)!];
    return c.t('ui.figure.curve', { measure: s.name, from: first.text, first: first.said, to: last.text, last: last.said });
  },

  table: noTable,
  height: (s) => s.steps.length * 40 + (s.across ? 32 : 12)
};
