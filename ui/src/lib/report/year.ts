import type { Span } from '$lib/api/types';
import { addDays, addMonths, parts } from '$lib/time/day';

/** The span a year before, so cut that its buckets match: weeks and days by 52 weeks, the rest by the calendar. */
export function yearBefore(p: Span, grain: string): Span {
  if (grain === 'week' || grain === 'day') return { from: addDays(p.from, -364), to: addDays(p.to, -364) };
  const move = (d: string) => addDays(addMonths(d, -12), parts(d).d - 1);
  return { from: move(p.from), to: move(p.to) };
}
