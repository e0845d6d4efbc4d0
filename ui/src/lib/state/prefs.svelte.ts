import type { Lang } from '$lib/i18n/catalogue';
import { param, set } from './nav.svelte';

export type Theme = 'light' | 'dark' | 'system';

function stored(name: string): string {
  try {
    return localStorage.getItem('peil.' + name) ?? '';
  } catch {
    return '';
  }
}

function store(name: string, value: string): void {
  try {
    localStorage.setItem('peil.' + name, value);
  } catch {
    // Without storage the address alone remembers.
  }
}

function themeOf(text: string): Theme {
  return text === 'light' || text === 'dark' ? text : 'system';
}

export function chosenTheme(): Theme {
  return themeOf(param('theme') || stored('theme'));
}

/** What the theme is drawn as. */
export class Shown {
  theme = $state<'light' | 'dark'>('light');
  /** Whether it is drawn for paper, where nothing moves. */
  paper = $state(false);
}

export const shown = new Shown();

export function applyTheme(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  shown.theme = dark ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme): Promise<void> {
  store('theme', theme);
  return set({ theme: theme === 'system' ? null : theme }, true);
}

/** The language: of the address, remembered, the browser's. */
export function chosenLang(query: URLSearchParams): Lang {
  const said = query.get('lang') || stored('lang') || navigator.language.slice(0, 2);
  return said === 'en' || !['nb', 'nn', 'no', ''].includes(said) ? 'en' : 'nb';
}

export function chooseLang(lang: Lang): Promise<void> {
  store('lang', lang);
  return set({ lang }, true);
}
