import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, '../dist');

/** Bytes that a browser fetches before anything is drawn: what index.html names and what those files name in turn. */
function before(): { script: number; style: number } {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const seen = new Set<string>();
  const take = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    if (!name.endsWith('.js')) return;
    const text = readFileSync(join(dist, name), 'utf8');
    // Static imports only: what is imported when needed is not before.
    for (const m of text.matchAll(/(?:from|^import|;import)\s*"(\.[^"]+\.js)"/g)) take(join(name, '..', m[1]!));
  };
  for (const m of html.matchAll(/(?:href|src)="\/([^"]+\.(?:js|css))"/g)) take(m[1]!);
  // The first page is the dashboard: its own script and style come before it is drawn.
  for (const name of firstPage()) take(name);
  const sum = (ext: string) => [...seen].filter((n) => n.endsWith(ext)).reduce((total, n) => total + gzipSync(readFileSync(join(dist, n)), { level: 9 }).length, 0);
  return { script: sum('.js'), style: sum('.css') };
}

/** The files of the page at /, as the app's list of pages names them. */
function firstPage(): string[] {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const app = /\/(_app\/immutable\/entry\/app\.[^"]+\.js)"/.exec(html)![1]!;
  const text = readFileSync(join(dist, app), 'utf8');
  const deps = JSON.parse(/m\.f=(\[[^\]]*\])/.exec(text)?.[1] ?? '[]') as string[];
  const node = /nodes\/2\.[\w-]+\.js/.exec(text)![0];
  const words = [...text.matchAll(/nb[.-][\w-]+\.js/g)].map((m) => m[0]);
  return [`_app/immutable/${node}`, ...deps.filter((d) => d.endsWith('.css')).map((d) => join('_app/immutable/entry', d)).filter((d) => existsSync(join(dist, d)) && d.includes('/2.')), ...words];
}

test('script and style before charts weigh at most 90 kB', () => {
  const { script, style } = before();
  console.info(`before charts: script ${script} B, style ${style} B, gzip`);
  expect(script).toBeGreaterThan(20_000);
  expect(script + style).toBeLessThanOrEqual(90_000);
});

test('nothing is inline in the page', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script>|<style|\sstyle=|\son[a-z]+=/);
});

test('what compresses lies there compressed', () => {
  expect(existsSync(join(dist, 'index.html.br'))).toBe(true);
  expect(existsSync(join(dist, 'index.html.gz'))).toBe(true);
});
