// Makes a build fit for a strict content security policy, and smaller on the wire:
// SvelteKit's inline start script becomes a file (a classic script, since it reads
// document.currentScript), and what compresses gets .br and .gz beside it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;

function files(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function moveScripts(html) {
  return html.replace(/<script>([\s\S]*?)<\/script>/g, (_, code) => {
    const name = `_app/start.${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`;
    writeFileSync(join(dist, name), code.trim() + '\n');
    return `<script src="/${name}"></script>`;
  });
}

const index = join(dist, 'index.html');
const html = moveScripts(readFileSync(index, 'utf8'));
if (/<script>|<style|\sstyle=|\son[a-z]+=/.test(html)) throw new Error('index.html still has something inline');
writeFileSync(index, html);
writeFileSync(join(dist, '.keep'), '');

const squeezable = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);
for (const path of files(dist).filter((f) => squeezable.has(extname(f)) && statSync(f).size > 400)) {
  const data = readFileSync(path);
  writeFileSync(path + '.gz', gzipSync(data, { level: 9 }));
  writeFileSync(path + '.br', brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
