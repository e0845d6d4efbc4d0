import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Families of the catalogue that the app says itself; the rest comes with the server's answers. */
export const families = ['ui', 'text', 'grain', 'reason', 'dim', 'detail', 'mark'];

/** Where the catalogue of a language lies: Go's own. */
export function catalogueFile(lang: string): string {
  return join(import.meta.dirname, '../../internal/locale', `${lang}.json`);
}

/** Serves `virtual:words/nb` and `virtual:words/en`: the app's part of the one catalogue. */
export function words(): Plugin {
  const prefix = 'virtual:words/';
  return {
    name: 'peil-words',
    resolveId: (id) => (id.startsWith(prefix) ? '\0' + id : undefined),
    load(id) {
      if (!id.startsWith('\0' + prefix)) return;
      const file = catalogueFile(id.slice(prefix.length + 1));
      this.addWatchFile(file);
      const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      const own = Object.entries(all).filter(([key]) => families.includes(key.split('.')[0] ?? ''));
      return `export default ${JSON.stringify(Object.fromEntries(own))}`;
    }
  };
}
