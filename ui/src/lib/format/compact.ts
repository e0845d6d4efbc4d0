import type { Catalogue } from '$lib/i18n/catalogue';
import type { Unit } from '$lib/api/types';
import { format, wrap } from './unit';
import { number } from './number';

/** A number for an axis or a narrow label: "1,2 mill.", "340 k", "42 %". Money has no currency here. */
export function compact(c: Catalogue, u: Unit, v: number): string {
  if (u === 'share' || u === 'points') return wrap(c, 'share', null, number(c, v * 100, Math.abs(v) < 0.1 && !Number.isInteger(v * 100) ? 1 : 0));
  if (u === 'minutes' || u === 'open_minutes') return format(c, u, null, v, 0);
  const size = Math.abs(v);
  if (size >= 1e6) return trim(c, number(c, v / 1e6, size >= 1e8 ? 0 : 1)) + c.t('text.million');
  if (size >= 1e4) return number(c, v / 1e3, 0) + c.t('ui.axis.thousand');
  if (u === 'money' || Number.isInteger(v)) return number(c, v, 0);
  return trim(c, number(c, v, 1));
}

function trim(c: Catalogue, s: string): string {
  const zero = c.style.point + '0';
  return s.endsWith(zero) ? s.slice(0, -zero.length) : s;
}
