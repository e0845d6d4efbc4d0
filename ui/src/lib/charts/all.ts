import type { ChartKind } from '$lib/api/types';
import { bar } from './bar';
import { calibration } from './calibration';
import { column } from './column';
import { dot } from './dot';
import { fan } from './fan';
import { funnel } from './funnel';
import { heat } from './heat';
import { line } from './line';
import { matrix } from './matrix';
import { scatter } from './scatter';
import { stacked } from './stacked';
import { step } from './step';
import type { Kind } from './types';
import { waterfall } from './waterfall';

/** Every way to draw. Each entry keeps its own shape to itself. */
export const kinds = [column, line, bar, waterfall, funnel, step, heat, dot, scatter, fan, calibration, stacked, matrix] as unknown as Kind<unknown>[];

export function kindOf(kind: ChartKind): Kind<unknown> | undefined {
  return kinds.find((k) => k.kind === kind);
}
