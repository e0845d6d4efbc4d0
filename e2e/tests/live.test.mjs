import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, launch, open, settled } from '../lib/browser.mjs';
import { Peil } from '../lib/peil.mjs';

let peil, browser;
before(async () => {
  peil = await Peil.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await peil?.stop();
});

test('a change made elsewhere is on the page within a second or two, without a jump', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/stages?measure=won&period=last-365-days&chart=column');
  await page.evaluate(() => window.scrollTo(0, 300));
  // What is being read stays where it is, whatever comes above it.
  const read = await page.evaluateHandle(() => document.elementFromPoint(innerWidth / 2, 60).closest('section'));
  const top = () => read.evaluate((el) => Math.round(el.getBoundingClientRect().top));
  const before = await top();
  const { people } = await peil.api('/api/v1/people');
  const me = await fetch(peil.url + '/api/v1/me', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: people[0].id }) });
  const cookie = me.headers.get('set-cookie').split(';')[0];
  const { settings } = await peil.api('/api/v1/reports');
  const start = Date.now();
  const made = await fetch(peil.url + '/api/v1/notes', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ date: settings.today, title: 'Nytt manus' })
  });
  assert.equal(made.status, 201);
  await page.locator('.flags').getByText('Nytt manus').waitFor({ timeout: 8000 });
  console.log(`# a note was seen after ${Date.now() - start} ms`);
  assert.ok(Math.abs((await top()) - before) <= 1, `what is read moved from ${before} to ${await top()}`);
});

/** "19 t 9 min" in minutes. */
const minutes = (text) => [...text.matchAll(/(\d+)\s(d|t|min)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * { d: 1440, t: 60, min: 1 }[unit], 0);

test('who waits is counted on, minute by minute, and asked for anew when something happens', async () => {
  const page = await open(browser);
  await page.clock.install({ time: new Date() });
  await go(page, peil.url + '/reports/response');
  const queue = page.locator('.figure', { has: page.getByRole('heading', { name: 'Venter nå', exact: true }) });
  const wall = await queue.locator('thead th').allInnerTexts().then((all) => all.indexOf('Ventet, døgnet rundt'));
  // Days are told in hours: a row of hours is needed, in which minutes show.
  const said = await queue.locator('tbody tr').evaluateAll((rows, at) => rows.map((r) => r.children[at].innerText), wall);
  const row = queue.locator('tbody tr').nth(said.findIndex((text) => /min/.test(text)));
  const waited = () => row.locator('th, td').nth(wall).innerText().then(minutes);
  const before = await waited();
  assert.ok(before > 0);
  await page.clock.fastForward('07:00');
  const after = await waited();
  assert.ok(after - before >= 7 && after - before <= 8, `it grew from ${before} to ${after}`);
  const { people } = await peil.api('/api/v1/people');
  const me = await fetch(peil.url + '/api/v1/me', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: people[0].id }) });
  const { settings } = await peil.api('/api/v1/reports');
  const asked = page.waitForResponse((r) => r.url().includes('/api/v1/reports/response?') && r.ok(), { timeout: 10_000 });
  await fetch(peil.url + '/api/v1/notes', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: me.headers.get('set-cookie').split(';')[0] },
    body: JSON.stringify({ date: settings.today, title: 'Ny vaktliste' })
  });
  await asked;
});

test('tabs of one browser share one stream', async () => {
  const one = await open(browser);
  let streams = 0;
  one.context().on('request', (r) => r.url().includes('/api/v1/live') && streams++);
  await go(one, peil.url + '/reports/losses');
  const two = await one.context().newPage();
  await two.goto(peil.url + '/reports/stages');
  await two.waitForTimeout(1500);
  assert.equal(streams, 1);
});

test('a restart of the server is survived: old figures stay, a sentence says so, and it goes on by itself', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/losses');
  const shown = await page.locator('.headline .value').innerText();
  await peil.down();
  await page.getByText('Får ikke kontakt med Peil.').first().waitFor({ timeout: 15_000 });
  assert.equal(await page.locator('.headline .value').innerText(), shown);
  await peil.up();
  await page.getByText('Får ikke kontakt med Peil.').first().waitFor({ state: 'detached', timeout: 20_000 });
  await settled(page);
  assert.equal(await page.locator('.headline .value').innerText(), shown);
});

test('an address that leads nowhere says so and has a way on', async () => {
  const page = await open(browser);
  await page.goto(peil.url + '/reports/ingenting');
  await page.getByRole('heading', { name: 'Siden finnes ikke' }).waitFor();
  await page.goto(peil.url + '/finnes/ikke');
  await page.getByRole('link', { name: 'Oversikt' }).first().waitFor();
});
