import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, settled } from '../lib/browser.mjs';
import { Peil } from '../lib/peil.mjs';

let peil, browser;
before(async () => {
  peil = await Peil.start();
  browser = await launch();
  // The answers are warm, as they are for a company that uses Peil.
  const page = await open(browser);
  await page.goto(peil.url + '/');
  await settled(page);
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await peil?.stop();
});

async function slow(page, network) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  if (network) await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
  return cdp;
}

test('a slow laptop on a slow line: first paint, and a dashboard to use', async () => {
  const page = await open(browser);
  await slow(page, true);
  const start = Date.now();
  await page.goto(peil.url + '/', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelectorAll('article.number .value').length >= 3, null, { timeout: 60_000, polling: 50 });
  const usable = Date.now() - start;
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  console.log(`# first paint ${Math.round(paint)} ms, numbers ${usable} ms (CPU 4 times slower, 1.6 Mbit/s, 150 ms)`);
  assert.ok(paint < 1200 * slack, `first paint ${paint}`);
  assert.ok(usable < 3500 * slack, `usable ${usable}`);
});

test('another filter gives new numbers at once', async () => {
  const page = await open(browser);
  await page.goto(peil.url + '/reports/losses?period=last-quarter');
  await settled(page);
  await slow(page, false);
  const before = await page.locator('.headline .value').innerText();
  const start = await page.evaluate(() => performance.now());
  await page.locator('.split tbody th .name').first().click();
  await page.waitForFunction((old) => document.querySelector('.headline .value')?.innerText !== old, before, { polling: 20 });
  const took = (await page.evaluate(() => performance.now())) - start;
  console.log(`# a filter took ${Math.round(took)} ms (CPU 4 times slower)`);
  assert.ok(took < 300 * slack, `a filter took ${took}`);
});

/** A machine that others use as well is not the one that is promised for; CI sets it. */
const slack = Number(process.env.PEIL_SPEED_SLACK ?? 1);
