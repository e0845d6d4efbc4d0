import type { Look } from './types';

/** The page's colours as they are now. */
export function lookOf(root: HTMLElement): Look {
  const style = getComputedStyle(root);
  const get = (name: string) => long(style.getPropertyValue(name).trim());
  return {
    palette: ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6'].map(get),
    text: get('--text'),
    text2: get('--text-2'),
    line: get('--line'),
    surface: get('--surface'),
    surface2: get('--surface-2'),
    accent: get('--accent'),
    good: get('--good'),
    bad: get('--bad'),
    warn: get('--warn')
  };
}

/** Six digits of a colour that the build has shortened to three. */
export function long(hex: string): string {
  return /^#[0-9a-f]{3}$/i.test(hex) ? '#' + [...hex.slice(1)].map((ch) => ch + ch).join('') : hex;
}

/** A colour mixed into another: what fades does so without opacity, which would fade its label too. */
export function mix(a: string, b: string, share: number): string {
  const of = (hex: string) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const [x, y] = [of(a), of(b)];
  return '#' + x.map((v, i) => Math.round(v * share + (y[i] ?? 0) * (1 - share)).toString(16).padStart(2, '0')).join('');
}

/** Lines across a fill: not yet resolved. */
export function hatch(color: string, surface: string) {
  return { color: mix(color, surface, 0.45), decal: { symbol: 'rect', symbolSize: 1, color, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 } };
}

/** Text for markup. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`);
}
