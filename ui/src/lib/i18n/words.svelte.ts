import { Catalogue, type Lang } from './catalogue';

const loaders: Record<Lang, () => Promise<{ default: Record<string, string> }>> = {
  nb: () => import('virtual:words/nb'),
  en: () => import('virtual:words/en')
};

let current = $state.raw(new Catalogue('nb', {}));

/** The catalogue in use. Read in markup, it follows the language. */
export function cat(): Catalogue {
  return current;
}

/** The text of a key in the language in use. */
export function t(key: string, args?: Record<string, string | number>): string {
  return current.t(key, args);
}

/** Loads a language's words and makes it the one in use. */
export async function speak(lang: Lang): Promise<void> {
  if (current.lang === lang && current.has('ui.app')) return;
  const words = (await loaders[lang]()).default;
  current = new Catalogue(lang, words);
  document.documentElement.lang = lang;
}
