import { speak } from '$lib/i18n/words.svelte';
import { chosenLang } from '$lib/state/prefs.svelte';

// One static page; everything is drawn in the browser.
export const ssr = false;
export const prerender = false;

export async function load({ url }: { url: URL }) {
  await speak(chosenLang(url.searchParams));
}
