import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { catalogueFile, families } from '../build/words';

const src = join(import.meta.dirname, '../src');

function files(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const sources = files(src)
  .filter((f) => /\.(svelte|ts)$/.test(f) && !/\.(test|testing)\.ts$/.test(f) && !f.endsWith('schema.d.ts'))
  .map((path) => ({ path: path.slice(src.length + 1), text: readFileSync(path, 'utf8') }));
const code = sources.map((s) => s.text).join('\n');
const words = (lang: string) => JSON.parse(readFileSync(catalogueFile(lang), 'utf8')) as Record<string, string>;
const nb = words('nb');
const en = words('en');
const known = families.join('|');

// Keys that stand in the code as they are, and those that it puts together from a beginning.
const whole = new Set([...code.matchAll(new RegExp(`['"\`]((?:${known})\\.[\\w.-]+)['"\`]`, 'g'))].map((m) => m[1]!));
const begun = [...code.matchAll(new RegExp('`((?:' + known + ')\\.[\\w.]*)\\$\\{', 'g'))].map((m) => m[1]!);

test('every word that is asked for is there, in both languages', () => {
  const missing = [...whole].filter((key) => !(key in nb) || !(key in en));
  expect(missing).toEqual([]);
  for (const start of begun) {
    expect(Object.keys(nb).filter((k) => k.startsWith(start)).length, start).toBeGreaterThan(0);
  }
});

test('no word of the app is there for nothing', () => {
  const idle = Object.keys(nb).filter((key) => key.startsWith('ui.') && !whole.has(key) && !begun.some((start) => start.length > 3 && key.startsWith(start)));
  expect(idle).toEqual([]);
});

/** What is the same in every language, or a language's own name. */
const same = new Set(['SQL', 'CSV', 'XLSX', 'Ctrl K', 'n =', 'Norsk', 'English']);
const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);

function hardCoded(text: string): string[] {
  const found: string[] = [];
  const look = (said: string) => {
    const one = said.trim();
    if (/\p{L}{2,}/u.test(one) && !same.has(one)) found.push(one);
  };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== 'object') return;
    const n = node as Record<string, unknown>;
    if (n.type === 'Text' && typeof n.data === 'string') look(n.data);
    if (n.type === 'Attribute') {
      const values = Array.isArray(n.value) ? (n.value as Record<string, unknown>[]) : [];
      if (spoken.has(String(n.name))) values.forEach((v) => v.type === 'Text' && look(String(v.data)));
      return;
    }
    for (const [key, value] of Object.entries(n)) if (key !== 'parent' && key !== 'metadata') walk(value);
  };
  walk(parse(text, { modern: true }).fragment);
  return found;
}

test('no words are written into the pages', () => {
  const found = sources.filter((s) => s.path.endsWith('.svelte')).flatMap((s) => hardCoded(s.text).map((w) => `${s.path}: ${w}`));
  expect(found).toEqual([]);
});

test('the search for words in pages finds one', () => {
  expect(hardCoded('<p>Hei der</p><button aria-label="Lukk">x</button>')).toEqual(['Hei der', 'Lukk']);
});
