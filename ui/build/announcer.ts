import type { Plugin } from 'vite';

/**
 * SvelteKit's own page has one style attribute, on the element that tells screen
 * readers of a new page. The policy refuses it, and the text would be seen: it
 * gets the app's class for hidden text in its place.
 */
export function announcer(): Plugin {
  return {
    name: 'peil-announcer',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/generated/root.svelte')) return;
      const out = code.replace(/(<div id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1 class="hidden"');
      if (out === code) this.error('the announcer of SvelteKit has changed: see that it has no style attribute');
      return out;
    }
  };
}
