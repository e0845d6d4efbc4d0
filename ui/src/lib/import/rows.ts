import type { Catalogue } from '$lib/i18n/catalogue';
import { number } from '$lib/format/number';

/** How many rows cannot be read, or were left out: a sentence without its end. */
export function unread(c: Catalogue, what: 'refused' | 'left', n: number): string {
  return c.t(`ui.import.${what}.${n === 1 ? 'one' : 'many'}`, { n: number(c, n, 0) });
}
