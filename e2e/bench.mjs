// How fast the app is on a slow laptop: prints figures, asserts nothing, for what is
// measured is this machine with all that runs on it. Usage: scripts/bench-ui [TIMES]
import { launch, open, settled } from './lib/browser.mjs';
import { Peil } from './lib/peil.mjs';

const times = Number(process.argv[2] ?? 5);
const slower = 4;
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const ms = (list) => `${String(Math.round(middle(list))).padStart(5)} ms  (${list.map((v) => Math.round(v)).join(', ')})`;

const peil = await Peil.start();
const browser = await launch();

async function slow(page, network) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (network) await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
  return cdp;
}

/** A first visit on a slow line: when something is painted, and when the dashboard has its numbers. */
async function visit() {
  const page = await open(browser);
  await slow(page, true);
  const start = Date.now();
  await page.goto(peil.url + '/', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelectorAll('article.number .value').length >= 3, null, { timeout: 60_000, polling: 50 });
  const usable = Date.now() - start;
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  await page.context().close();
  return { paint, usable };
}

/** From a press until other numbers stand on the screen, and what the time went to. */
async function press(page, cdp, numbers, target) {
  const metrics = async () => Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value * 1000]));
  await page.evaluate((numbers) => {
    performance.clearResourceTimings();
    const said = () => [...document.querySelectorAll(numbers)].map((el) => el.textContent).join('|');
    const old = said();
    window.took = new Promise((resolve) => {
      let start = 0;
      document.addEventListener('click', (e) => (start = window.pressed = e.timeStamp), { capture: true, once: true });
      const watch = new MutationObserver(() => {
        if (!start || said() === old || !said()) return;
        watch.disconnect();
        // After the frame in which they are painted.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  }, numbers);
  const before = await metrics();
  await target.click();
  const took = await page.evaluate(() => window.took);
  const after = await metrics();
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').filter((e) => e.startTime >= window.pressed && /\/api\/v1\/(ask|reports)/.test(e.name)).map((e) => e.responseEnd - e.requestStart));
  const spent = (name) => after[name] - before[name];
  return { took, server: Math.max(0, ...asked), script: spent('ScriptDuration'), layout: spent('LayoutDuration') + spent('RecalcStyleDuration') };
}

/** Presses filters on and off: those never pressed before are new questions, the others have answers that the server has kept. */
async function filters(name, path, numbers, targets) {
  const page = await open(browser);
  await page.goto(peil.url + path);
  await settled(page);
  const cdp = await slow(page, false);
  await cdp.send('Performance.enable');
  const seen = { new: [], again: [] };
  for (let i = 0; i < 2 * times; i++) {
    const { target, fresh } = targets(page, i);
    seen[fresh ? 'new' : 'again'].push(await press(page, cdp, numbers, target));
    await settled(page);
    await page.waitForTimeout(300);
  }
  for (const [how, list] of Object.entries(seen)) {
    const part = (key) => Math.round(middle(list.map((s) => s[key])));
    console.log(`${`${name}, ${how}`.padEnd(26)}${ms(list.map((s) => s.took))}  server ${part('server')}, script ${part('script')}, style and layout ${part('layout')}`);
  }
  await page.context().close();
}

try {
  // The answers are warm, as they are for a company that uses Peil.
  const page = await open(browser);
  await page.goto(peil.url + '/');
  await settled(page);
  await page.context().close();

  const visits = [];
  for (let i = 0; i < times; i++) visits.push(await visit());
  console.log(`CPU ${slower} times slower. First visit, 1.6 Mbit/s and 150 ms:`);
  console.log(`${'first paint'.padEnd(26)}${ms(visits.map((v) => v.paint))}`);
  console.log(`${'dashboard to use'.padEnd(26)}${ms(visits.map((v) => v.usable))}`);
  console.log('Another filter, from the press to new numbers, on a fast line:');
  // One slice after the other, on and off; to off is an answer of before.
  const row = (page, i) => ({
    target: i % 2 === 0 ? page.locator('.split tbody th .name').nth(Math.floor(i / 2)) : page.locator('.split tbody th .name[aria-pressed=true]').first(),
    fresh: i % 2 === 0
  });
  // The table's numbers too: rounded, the headline can be what it was.
  for (const id of ['losses', 'sources', 'stages', 'productivity', 'response']) {
    await filters(id, `/reports/${id}?period=last-quarter&by=user`, '.headline .value, .split tbody td', row);
  }
  await filters('dashboard, a period', '/', 'article.number .value', (page, i) => ({ target: page.locator('[role=group] > .btn.icon').nth(i < times ? 0 : 1), fresh: i < times }));
} finally {
  await browser.close();
  await peil.stop();
}
