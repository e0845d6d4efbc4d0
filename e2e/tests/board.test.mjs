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

async function person(page, name = 'Bjørk Eksempel') {
  await page.getByRole('button', { name: /^(Hvem er du|Du er:)/ }).click();
  await page.locator('.pop').getByRole('button', { name }).click();
  await page.getByText(`Du er: ${name}`).waitFor();
}

const saved = (page) => page.waitForResponse((r) => /\/dashboards\/\w+/.test(r.url()) && r.request().method() === 'PUT' && r.ok());
const order = (page) => page.locator('article h2').allInnerTexts();

test('a dashboard is arranged by buttons and found again after a reload', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/');
  await person(page);
  await page.getByRole('button', { name: 'Tilpass' }).click();
  await page.waitForURL(/board=.*edit=1|edit=1.*board=/);
  await settled(page);
  const before = await order(page);

  const last = page.locator('article').last();
  await Promise.all([saved(page), last.getByRole('button', { name: 'Flytt opp' }).click()]);
  await settled(page);
  assert.notDeepEqual(await order(page), before);

  await page.getByRole('button', { name: 'Legg til kort' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Graf').first().check({ force: true });
  await dialog.getByLabel('Tittel (valgfri)').fill('Mitt eget kort');
  await Promise.all([saved(page), dialog.getByRole('button', { name: 'Lagre' }).click()]);
  await page.getByRole('heading', { name: 'Mitt eget kort' }).waitFor();

  const first = page.locator('article').first();
  await first.getByRole('button', { name: 'Størrelse og mer' }).click();
  await Promise.all([saved(page), page.getByRole('menuitem', { name: 'Full bredde' }).click()]);
  await page.getByRole('button', { name: 'Ferdig' }).click();
  await settled(page);
  const after = await order(page);
  await page.reload();
  await settled(page);
  assert.deepEqual(await order(page), after);
  assert.ok(after.includes('Mitt eget kort'));
  assert.deepEqual(page.wrong, []);
});

test('a card is dragged by mouse', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/');
  await person(page, 'Ask Eksempel');
  await page.getByRole('button', { name: 'Tilpass' }).click();
  await page.waitForURL(/edit=1/);
  await settled(page);
  await page.locator('.grid-stack').waitFor();
  const before = await order(page);
  const head = page.locator('article').first().locator('header');
  const box = await head.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 16);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 20, { steps: 8 });
  await page.mouse.move(box.x + 560, box.y + 20, { steps: 8 });
  await Promise.all([saved(page), page.mouse.up()]);
  await settled(page);
  assert.notDeepEqual(await order(page), before);
  assert.deepEqual(page.wrong, []);
});

/** A finger that presses, waits, goes through points and lets go. */
async function finger(page, points, wait = 0) {
  const cdp = await page.context().newCDPSession(page);
  const [first, ...rest] = points;
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [first] });
  await page.waitForTimeout(wait);
  for (const p of rest) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [p] });
    await page.waitForTimeout(30);
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Points on the way from one to another. */
const way = (from, to, steps = 8) => Array.from({ length: steps + 1 }, (_, i) => ({ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }));
const middle = async (locator) => {
  const b = await locator.boundingBox();
  return { x: b.x + b.width / 2, y: b.y + b.height / 2 };
};

async function arranging(size, name) {
  const page = await open(browser, { ...size, hasTouch: true, isMobile: true });
  await go(page, peil.url + '/');
  if (size.width < 980) await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await person(page, name);
  if (size.width < 980) await page.getByRole('button', { name: 'Meny', exact: true }).click();
  await page.getByRole('button', { name: 'Tilpass' }).click();
  await page.waitForURL(/edit=1/);
  await settled(page);
  return page;
}

test('by finger on a phone: a card is moved before another and made higher, and found so again', async () => {
  const page = await arranging({ width: 390, height: 844 }, 'Furu Eksempel');
  const ids = () => page.locator('article').evaluateAll((all) => all.map((el) => el.dataset.card));
  const before = await ids();
  const chart = page.locator('article.chart').first();
  const id = await chart.getAttribute('data-card');
  // To the left half of the number that stands before it; both in the middle, since near an edge the page scrolls.
  const other = before[before.indexOf(id) - 1];
  await page.locator(`[data-card=${other}]`).evaluate((el) => el.scrollIntoView({ block: 'center' }));
  const start = await middle(chart.locator('[data-grip=move]'));
  const there = await page.locator(`[data-card=${other}]`).boundingBox();
  await Promise.all([saved(page), finger(page, way(start, { x: there.x + 20, y: there.y + 30 }))]);
  await settled(page);
  const rest = before.filter((n) => n !== id);
  assert.deepEqual(await ids(), rest.toSpliced(rest.indexOf(other), 0, id));

  const tall = (await page.locator('article.chart').first().boundingBox()).height;
  await page.locator('article.chart').first().evaluate((el) => el.scrollIntoView({ block: 'center' }));
  const corner = await middle(page.locator('article.chart').first().locator('[data-grip=size]'));
  await Promise.all([saved(page), finger(page, way(corner, { x: corner.x, y: corner.y + 160 }))]);
  await settled(page);
  await page.reload();
  await settled(page);
  assert.ok((await ids()).indexOf(id) < (await ids()).indexOf(other));
  assert.ok((await page.locator('article.chart').first().boundingBox()).height > tall + 60);
  assert.deepEqual(page.wrong, []);
});

test('a swipe over a card scrolls the page and moves nothing', async () => {
  const page = await arranging({ width: 390, height: 844 }, 'Hassel Eksempel');
  const before = await order(page);
  const head = await middle(page.locator('article h2').nth(2));
  await finger(page, way(head, { x: head.x, y: head.y - 300 }));
  await page.waitForFunction(() => window.scrollY > 100);
  assert.deepEqual(await order(page), before);
});

test('by finger on a tablet: a card is dragged and sized on the grid', async () => {
  const page = await arranging({ width: 1180, height: 820 }, 'Lind Eksempel');
  await page.locator('.grid-stack').waitFor();
  const before = await order(page);
  const head = await page.locator('article').first().locator('header').boundingBox();
  const from = { x: head.x + 40, y: head.y + 16 };
  await Promise.all([saved(page), finger(page, way(from, { x: from.x + 520, y: from.y + 4 }), 400)]);
  await settled(page);
  assert.notDeepEqual(await order(page), before);
  await page.locator('.grid-stack .ui-resizable-se').first().waitFor({ state: 'attached' });
  const chart = page.locator('article.chart').first();
  await chart.scrollIntoViewIfNeeded();
  const tall = (await chart.boundingBox()).height;
  const corner = await middle(chart.locator('.ui-resizable-se'));
  await Promise.all([saved(page), finger(page, way(corner, { x: corner.x, y: corner.y + 150 }), 400)]);
  await settled(page);
  assert.ok((await page.locator('article.chart').first().boundingBox()).height > tall + 60);
  assert.deepEqual(page.wrong, []);
});

test('what flatters offers the better number', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/');
  await person(page, 'Einer Eksempel');
  await page.getByRole('button', { name: 'Tilpass' }).click();
  await page.waitForURL(/edit=1/);
  await page.getByRole('button', { name: 'Legg til kort' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Rapport').selectOption('sources');
  await dialog.locator('select').nth(1).selectOption('leads');
  await dialog.getByRole('button', { name: /^Bruk heller/ }).click();
  assert.notEqual(await dialog.locator('select').nth(1).inputValue(), 'leads');
});

test('two windows see each other’s moves within a second', async () => {
  const one = await open(browser);
  await go(one, peil.url + '/');
  await person(one, 'Gran Eksempel');
  await one.getByRole('button', { name: 'Tilpass' }).click();
  await one.waitForURL(/board=/);
  await settled(one);
  const id = new URL(one.url()).searchParams.get('board');
  await one.getByRole('button', { name: 'Mer om oversikten' }).click();
  await Promise.all([saved(one), one.getByRole('menuitem', { name: 'Del med de andre' }).click()]);
  const two = await open(browser);
  await go(two, `${peil.url}/?board=${id}`);
  const last = (await order(two)).at(-1);
  const gone = two.waitForFunction((title) => ![...document.querySelectorAll('article h2')].some((h) => h.innerText === title), last, { timeout: 3000 });
  const article = one.locator('article').last();
  await article.getByRole('button', { name: 'Størrelse og mer' }).click();
  await one.getByRole('menuitem', { name: 'Fjern kortet' }).click();
  const start = Date.now();
  await gone;
  assert.ok(Date.now() - start < 1500, `it took ${Date.now() - start} ms`);
});

test('a note stands as a flag, and before and after are one press away', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/productivity?period=last-365-days&chart=column');
  await person(page);
  const box = await page.locator('.panel figure [role=img]').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 12);
  const dialog = page.getByRole('dialog', { name: 'Hva ble endret?' });
  await dialog.waitFor();
  assert.match(await dialog.getByLabel('Dag').inputValue(), /^20\d\d-\d\d-01$/);
  await dialog.getByLabel('Kort sagt').fill('Ny prisliste');
  await dialog.getByRole('button', { name: 'Lagre' }).click();
  await page.locator('.flags').getByText('Ny prisliste').waitFor();
  await settled(page);
  assert.ok((await page.locator('.panel figure svg').innerHTML()).includes('⚑'));
  await page.getByRole('button', { name: 'Før og etter' }).click();
  await page.waitForURL(/compare=previous/);
});

test('on a phone: the menu, the cards in one column, nothing wider than the screen', async () => {
  const page = await open(browser, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await go(page, peil.url + '/');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await page.getByRole('button', { name: 'Meny', exact: true }).tap();
  await page.getByRole('link', { name: 'Leads per kilde' }).tap();
  await page.waitForURL(/reports\/sources/);
  await settled(page);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
});

test('the wall shows the dashboard and nothing else', async () => {
  const page = await open(browser);
  await page.goto(peil.url + '/?tv=1');
  await page.locator('.tv article').first().waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').waitFor();
});
