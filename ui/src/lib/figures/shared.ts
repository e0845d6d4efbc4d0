import type { Figure } from '$lib/api/types';
import type { CalibrationShape } from '$lib/charts/calibration';
import type { ScatterShape } from '$lib/charts/scatter';
import { isoOf } from '$lib/charts/scatter';
import type { WaterfallShape } from '$lib/charts/waterfall';
import { exactValue } from '$lib/format/value';
import type { Catalogue } from '$lib/i18n/catalogue';
import { at, marksOf, numberAt, parts, placeName, wholeOf } from './values';

// Figures that are drawn as the reports' own charts are.

/** From one end to the other by the figure's parts; hollow is what may be chance. */
export function stepsOf(f: Figure): WaterfallShape | null {
  const marks = marksOf(f);
  const lead = marks[0];
  const whole = wholeOf(f);
  const [from, to] = whole && lead ? [at(whole, lead.mark.from), at(whole, lead.mark.to)] : [null, null];
  if (!lead || from?.value == null || to?.value == null) return null;
  const names = new Map(f.measures.map((m) => [m.id, m.name]));
  const steps = parts(f).flatMap((cell) =>
    marks.flatMap(({ measure }) => {
      const v = at(cell, measure.id);
      const label = marks.length > 1 ? `${placeName(cell)}: ${measure.name.toLowerCase()}` : placeName(cell);
      return v?.value == null ? [] : [{ key: '', label, delta: v.value, hollow: v.chance }];
    })
  );
  if (!steps.length) return null;
  return {
    measure: { name: '', unit: lead.measure.unit, better: lead.measure.better },
    ends: from.unit,
    currency: from.currency,
    from: { label: names.get(lead.mark.from ?? '') ?? '', value: from.value },
    to: { label: names.get(lead.mark.to ?? '') ?? '', value: to.value },
    steps
  };
}

/** The first mark across, the second up, the third as area. */
export function cloudOf(f: Figure, c: Catalogue): ScatterShape | null {
  const [x, y, size] = marksOf(f).map((m) => m.measure);
  if (!x || !y) return null;
  const points = parts(f).flatMap((cell) => {
    const [a, b] = [at(cell, x.id), at(cell, y.id)];
    if (a?.value == null || b?.value == null) return [];
    const said: [string, string] = [exactValue(c, a), exactValue(c, b)];
    return [{ key: '', label: placeName(cell), x: a.value, y: b.value, size: size ? numberAt(cell, size.id) : null, said, muted: b.display !== 'ok' }];
  });
  if (points.length < 2) return null;
  const currency = f.cells[0]?.measures[x.id]?.currency ?? null;
  return { x, y, size: size ?? null, currency, points, iso: x.unit === 'share' && y.unit === 'share' ? isoOf(points) : [] };
}

/** What came against what was foretold. */
export function kept(f: Figure): CalibrationShape | null {
  const lead = marksOf(f)[0];
  if (!lead) return null;
  const points = parts(f).flatMap((cell) => {
    const [said, came] = [numberAt(cell, lead.mark.beside), at(cell, lead.measure.id)];
    return said === null || came?.value == null ? [] : [{ label: placeName(cell), foretold: said, happened: came.value, interval: came.interval, n: came.n }];
  });
  return points.length ? { points } : null;
}
