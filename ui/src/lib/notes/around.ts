import type { Changes } from '$lib/state/view';
import { addDays, daysBetween, type Day } from '$lib/time/day';
import { periodWord } from '$lib/time/period';

/** At least this many days on each side, so that there is something to compare. */
const least = 14;
const most = 182;

/**
 * Before and after a day: the period from it to today, so that the period before,
 * which is as long, ends where the change was made.
 */
export function around(border: Day, today: Day): Changes {
  const days = Math.min(most, Math.max(least, daysBetween(border, addDays(today, 1))));
  return { period: periodWord({ from: border, to: addDays(border, days) }), compare: 'previous' };
}
