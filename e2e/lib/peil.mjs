// A Peil of one's own for a test: the real binary, a copy of the sample company, a free port.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
export const binary = process.env.PEIL_BIN ?? join(root, 'bin/peil');
export const out = join(import.meta.dirname, '../out');
if (!existsSync(binary)) throw new Error(`${binary} is missing: make build`);
mkdirSync(out, { recursive: true });

/** The sample company, made once for each binary. */
function sample() {
  const dir = join(out, `sample-${Math.round(statSync(binary).mtimeMs)}`);
  if (existsSync(join(dir, 'ready'))) return dir;
  rmSync(dir, { recursive: true, force: true });
  execFileSync(binary, ['demo', '--data', dir], { stdio: 'pipe' });
  execFileSync(binary, ['report', 'productivity', '--data', dir], { stdio: 'pipe' });
  writeFileSync(join(dir, 'ready'), '');
  return dir;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
    s.on('error', reject);
  });
}

export class Peil {
  /** empty starts without any workspace. */
  static async start({ empty = false } = {}) {
    const p = new Peil();
    p.data = mkdtempSync(join(tmpdir(), 'peil-e2e-'));
    if (!empty) cpSync(sample(), p.data, { recursive: true });
    p.port = await freePort();
    await p.up();
    return p;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async up() {
    this.process = spawn(binary, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`], { stdio: 'ignore' });
    for (let i = 0; i < 200; i++) {
      try {
        if ((await fetch(this.url + '/readyz')).ok) return;
      } catch {
        // Not yet.
      }
      await new Promise((r) => setTimeout(r, 100));
    }
    throw new Error('peil serve did not come up');
  }

  down() {
    return new Promise((resolve) => {
      this.process.once('exit', resolve);
      this.process.kill('SIGTERM');
    });
  }

  cli(...args) {
    return execFileSync(binary, [...args, '--data', this.data], { encoding: 'utf8' });
  }

  async api(path, init) {
    const r = await fetch(this.url + path, init);
    return r.json();
  }

  async stop() {
    await this.down();
    rmSync(this.data, { recursive: true, force: true });
  }
}
