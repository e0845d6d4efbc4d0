// Debian's Chromium, driven by playwright-core, which fetches no browser of its own.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install chromium`);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () => chromium.launch({ executablePath, args });

/** A page that keeps what went wrong on it: errors, refusals of the policy, requests that left the origin. */
export async function open(browser, { width = 1280, height = 900, theme = 'light', lang = 'nb', ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: lang === 'nb' ? 'nb-NO' : 'en-GB',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...more
  });
  const page = await context.newPage();
  page.wrong = [];
  page.on('pageerror', (e) => page.wrong.push(String(e.stack ?? e)));
  page.on('console', (m) => /Content Security Policy|Uncaught/.test(m.text()) && page.wrong.push(m.text()));
  page.on('request', (r) => {
    const url = new URL(r.url());
    if (!['127.0.0.1', 'localhost'].includes(url.hostname) && url.protocol.startsWith('http')) page.wrong.push(`left the origin: ${r.url()}`);
  });
  return page;
}

/** Waits until a page shows what it has: no placeholders, charts drawn. */
export async function settled(page) {
  await page.waitForFunction(
    () =>
      document.querySelector('h1') &&
      !document.querySelector('main .skeleton') &&
      !document.querySelector('[aria-busy=true]') &&
      [...document.querySelectorAll('figure [role=img]')].every((c) => c.querySelector('svg path')),
    null,
    { timeout: 60_000 }
  );
}

export async function go(page, url) {
  await page.goto(url);
  await settled(page);
}
