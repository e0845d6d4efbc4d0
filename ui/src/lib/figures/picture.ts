import type { Figure } from '$lib/api/types';
import { calibration } from '$lib/charts/calibration';
import { scatter } from '$lib/charts/scatter';
import type { Kind } from '$lib/charts/types';
import { waterfall } from '$lib/charts/waterfall';
import type { Catalogue } from '$lib/i18n/catalogue';
import { bars, barsOf } from './bars';
import { curve, curveOf } from './curve';
import { field, placesOf } from './field';
import { narrowing, narrowingOf } from './funnel';
import { cloudOf, kept, stepsOf } from './shared';
import { spread, spreadOf } from './spread';

/** A way to draw, with what it draws. */
export interface Picture {
  way: Kind<unknown>;
  shape: unknown;
}

function drawn<S>(way: Kind<S>, shape: S | null): Picture | null {
  return shape === null ? null : { way: way as unknown as Kind<unknown>, shape };
}

/** The middle in its range, held against the last of the other lines. */
function firstDay(f: Figure): Figure['marks'] {
  const [middle, ...rest] = f.marks;
  return middle ? [{ ...middle, beside: rest.at(-1)?.measure ?? null }] : [];
}

/** A figure as the chart that it says it is; null where it is a list, or too little is known. */
export function pictureOf(f: Figure, c: Catalogue): Picture | null {
  switch (f.chart) {
    case 'bars':
      return drawn(bars, barsOf(f, c));
    case 'line':
    case 'step':
      return drawn(curve, curveOf(f, c));
    case 'funnel':
      return drawn(narrowing, narrowingOf(f, c));
    case 'heat':
    case 'matrix':
      return drawn(field, placesOf(f, c));
    case 'dots':
      return drawn(scatter, cloudOf(f, c));
    case 'calibration':
      return drawn(calibration, kept(f));
    case 'waterfall':
      return drawn(waterfall, stepsOf(f));
    case 'fan':
      // The first day of a period is no fan yet, but a value in its range.
      return drawn(spread, spreadOf(f, c)) ?? drawn(bars, barsOf({ ...f, marks: firstDay(f) }, c));
  }
  return null;
}
