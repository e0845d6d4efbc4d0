import type { Catalogue } from '$lib/i18n/catalogue';
import type { Measure, Value } from '$lib/api/types';
import { format, place, range, signed } from './unit';
import { number } from './number';
import { NBSP } from './style';

export type Tone = 'plain' | 'muted' | 'good' | 'bad';

export interface Said {
  text: string;
  tone: Tone;
}

/** Below so many a count's change is told in pieces: from 2 to 3 is "+1", not "+50 %". */
const fewToCompare = 10;

/** The bare value with its unit, as precise as its interval allows. */
export function exactValue(c: Catalogue, v: Value): string {
  return v.value === null ? '–' : format(c, v.unit, v.currency, v.value, place(v.unit, v.value, v.interval));
}

function unexplained(v: Value): boolean {
  return !v.reason || v.reason === 'too_few';
}

/** A value in the words of its display state (metrics.md G13), for one cell. */
export function valueText(c: Catalogue, v: Value): Said {
  const tooFew = v.display === 'too_few';
  if (tooFew && v.k !== null && v.n !== null) {
    return { text: c.t('text.of', { k: count(c, v.k), n: count(c, v.n) }), tone: 'muted' };
  }
  if (v.value === null) return { text: '–', tone: 'muted' };
  return { text: exactValue(c, v), tone: v.display === 'ok' ? 'plain' : 'muted' };
}

/** Why a value cannot be read, or "". */
export function remark(c: Catalogue, v: Value): string {
  if (v.value === null && !unexplained(v)) return c.name('reason', v.reason ?? '');
  if (v.display === 'too_few') return c.t('text.too_few');
  if (v.display === 'provisional') return c.t('text.provisional');
  return '';
}

export function count(c: Catalogue, n: number): string {
  return format(c, 'count', null, n, place('count', n));
}

/** The range of a value, one digit finer than the value itself; "" without one. */
export function intervalText(c: Catalogue, v: Value): string {
  if (!v.interval || v.value === null) return '';
  const rough = place(v.unit, v.value, { ...v.interval, method: '' });
  const at = Math.max(rough - 1, place(v.unit, v.value));
  return range(c, v.unit, v.currency, v.interval.lo, v.interval.hi, at);
}

export interface Delta extends Said {
  arrow: '▲' | '▼' | '=' | '';
  judged: 'better' | 'worse' | 'uncertain' | '';
}

/** A comparison with its sign and judgement; null where there is nothing to compare with. */
export function delta(c: Catalogue, m: Pick<Measure, 'better'>, v: Value, to: string): Delta | null {
  const change = v.compare.find((one) => one.to === to);
  if (!change) return null;
  if (change.delta === null || change.value === null || v.value === null || v.display === 'too_few') return null;
  const text = deltaText(c, v, change);
  // A word for what was not there before has no digits and is no standstill.
  const arrow = /\d/.test(text) && !/[1-9]/.test(text) ? '=' : change.delta > 0 ? '▲' : '▼';
  if (change.interval && change.interval.lo <= 0 && change.interval.hi >= 0) return { text, arrow, tone: 'muted', judged: 'uncertain' };
  if (arrow === '=' || !m.better) return { text, arrow, tone: 'plain', judged: '' };
  const good = change.delta > 0 === (m.better === 'up');
  return { text, arrow, tone: good ? 'good' : 'bad', judged: good ? 'better' : 'worse' };
}

function deltaText(c: Catalogue, v: Value, change: Value['compare'][number]): string {
  const d = change.delta ?? 0;
  const before = change.value ?? 0;
  if (v.unit === 'share') {
    const s = number(c, d * 100, Math.max(0, -place('share', d, change.interval)));
    return (d > 0 && /[1-9]/.test(s) ? '+' : '') + s + NBSP + c.t('text.points');
  }
  if (v.unit === 'money' && before === 0 && d !== 0) return c.t('text.new');
  if ((v.unit === 'money' && before !== 0) || (v.unit === 'count' && Math.abs(before) >= fewToCompare)) {
    return signed(c, 'share', null, d / Math.abs(before), 0);
  }
  return signed(c, v.unit, v.currency, d, place(v.unit, d));
}
