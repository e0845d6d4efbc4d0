import { presets } from '$lib/time/period';
import { desk } from '$lib/state/desk.svelte';
import { set, there } from '$lib/state/nav.svelte';
import { chooseLang, chooseTheme } from '$lib/state/prefs.svelte';
import type { Catalogue } from '$lib/i18n/catalogue';
import { dialogs } from './keys.svelte';

/** Somewhere to go, or something to do, from the command palette. */
export interface Place {
  id: string;
  text: string;
  kind: string;
  /** Other words that it is found by. */
  also?: string;
  href?: string;
  do?: () => void;
}

export function places(c: Catalogue): Place[] {
  const page = (id: string, path: string): Place => ({ id, text: c.t(id), kind: c.t('ui.palette.page'), href: there(path) });
  const action = (id: string, text: string, run: () => void, also = ''): Place => ({ id, text, kind: c.t('ui.palette.action'), do: run, also });
  return [
    page('ui.board', '/'),
    page('ui.reports', '/reports'),
    page('ui.import', '/import'),
    ...desk.reports.map((r) => ({ id: r.id, text: r.title, kind: c.t('text.report'), href: there(`/reports/${r.id}`), also: r.help })),
    ...desk.reports.flatMap((r) =>
      r.measures.map((m) => ({
        id: `${r.id}.${m.id}`,
        text: m.name,
        kind: r.title,
        also: m.formula,
        href: there(`/reports/${r.id}`, { measure: m.id })
      }))
    ),
    ...presets.map((p) => action(`period.${p}`, c.t(`ui.period.${p}`), () => void set({ period: p }), c.t('text.period'))),
    action('ui.theme.dark', c.t('ui.theme.dark'), () => void chooseTheme('dark'), c.t('ui.theme')),
    action('ui.theme.light', c.t('ui.theme.light'), () => void chooseTheme('light'), c.t('ui.theme')),
    action('lang', c.lang === 'nb' ? 'English' : 'Norsk', () => void chooseLang(c.lang === 'nb' ? 'en' : 'nb'), c.t('ui.language')),
    action('ui.tv', c.t('ui.tv'), () => void set({ tv: '1' })),
    action('ui.print', c.t('ui.print'), () => window.print()),
    action('ui.keys.title', c.t('ui.keys.title'), () => (dialogs.help = true))
  ];
}

/** Those with every word that was typed; what begins with it comes first. In what explains a place only beginnings of words count. */
export function found(all: Place[], text: string): Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = all.flatMap((p) => {
    const name = p.text.toLowerCase();
    const hay = `${name} ${p.kind}`.toLowerCase();
    const also = ` ${p.also ?? ''}`.toLowerCase();
    if (!words.every((w) => hay.includes(w) || also.includes(` ${w}`))) return [];
    const score = words.reduce((sum, w) => sum + (name.startsWith(w) ? 0 : name.includes(w) ? 1 : 3), 0);
    return [{ p, score }];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, 60)
    .map((s) => s.p);
}
