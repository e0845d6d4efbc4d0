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

const headline = (page) => page.locator('.headline .value').innerText();

test('another period shows the number that the command line prints', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/productivity');
  await page.getByRole('button', { name: /^Periode:/ }).click();
  await page.getByRole('button', { name: 'Forrige kvartal' }).click();
  await page.waitForURL(/period=last-quarter/);
  await settled(page);
  const shown = await headline(page);
  const printed = peil.cli('report', 'productivity', '--period', 'last-quarter', '--measure', 'rev', '--by', 'none', '--lang', 'nb');
  assert.ok(printed.includes(shown), `${shown} is not in:\n${printed}`);
  await page.goBack();
  await settled(page);
  assert.notEqual(await headline(page), shown);
  assert.deepEqual(page.wrong, []);
});

test('a reload and a copied address show the same', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/sources?period=last-quarter&measure=leads&by=region&chart=bar');
  const shown = [await headline(page), await page.locator('h2').allInnerTexts()];
  await page.reload();
  await settled(page);
  assert.deepEqual([await headline(page), await page.locator('h2').allInnerTexts()], shown);
});

test('the rows behind a number sum to it', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/productivity?period=last-quarter');
  const total = await page.locator('.split tfoot .cell').first().innerText();
  await page.locator('.split tfoot .cell').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('tfoot').waitFor();
  const sum = await dialog.locator('tfoot td').allInnerTexts();
  assert.ok(sum.includes(total), `${sum.join(' | ')} has no ${total}`);
  await page.keyboard.press('Escape');
  await page.waitForURL((u) => !u.searchParams.has('rows'));
});

test('a press on a slice filters, and the filter can be taken away', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/losses?period=last-quarter');
  const all = await headline(page);
  const first = page.locator('.split tbody th .name').first();
  const name = await first.innerText();
  await first.click();
  await page.waitForURL(/filter=/);
  await settled(page);
  assert.notEqual(await headline(page), all);
  await page.getByRole('button', { name: new RegExp(`Fjern filteret .*${name}`) }).click();
  await page.waitForURL((u) => !u.searchParams.has('filter'));
  await settled(page);
  assert.equal(await headline(page), all);
});

test('every report has its page, as chart and as table, without an error', async () => {
  const page = await open(browser);
  const { reports } = await peil.api('/api/v1/reports?lang=nb');
  for (const r of reports) {
    for (const c of r.charts) {
      await go(page, `${peil.url}/reports/${r.id}?chart=${c.kind}&measure=${c.measures[0]}`);
      assert.equal(await page.locator('h1').innerText(), r.title);
      const drawn = await page.locator('.panel figure [role=img]').count();
      const too = await page.locator('.panel .none').count();
      assert.ok(drawn + too > 0, `${r.id} ${c.kind}`);
      if (drawn) {
        const said = await page.locator('.panel figcaption').innerText();
        assert.match(said, /\.$/, `${r.id} ${c.kind}: “${said}” is no sentence`);
        await page.locator('.panel').getByRole('button', { name: 'Vis som tabell' }).click();
        await page.locator('.panel table tbody tr').first().waitFor();
      }
    }
  }
  assert.deepEqual(page.wrong, []);
});

test('every figure is the chart that it says it is, with a sentence, and a table by keyboard', async () => {
  const page = await open(browser);
  const { reports } = await peil.api('/api/v1/reports?lang=nb');
  const seen = new Set();
  for (const r of reports) {
    await go(page, `${peil.url}/reports/${r.id}?period=last-quarter`);
    const { figures } = await peil.api(`/api/v1/reports/${r.id}?lang=nb&compare=previous,year&period=last-quarter`);
    const filled = figures.filter((f) => f.cells.length);
    assert.equal(await page.locator('.figure').count(), filled.length, r.id);
    for (const f of filled) {
      seen.add(f.chart);
      const section = page.locator('.figure', { has: page.getByRole('heading', { name: f.title, exact: true }) });
      if (f.chart === 'list') {
        assert.equal(await section.locator('tbody tr').count(), f.cells.length, f.id);
        continue;
      }
      if (await section.locator('.none').count()) continue;
      assert.ok((await section.locator('[role=img] svg path').count()) > 0, `${f.id} is not drawn`);
      assert.match(await section.locator('figcaption').innerText(), /\.$/, f.id);
      await section.getByRole('button').focus();
      await page.keyboard.press('Enter');
      await section.locator('tbody tr').first().waitFor();
      assert.ok(new URL(page.url()).searchParams.get('tables').split(',').includes(f.id));
    }
  }
  assert.ok(seen.size >= 8, [...seen].join(' '));
  assert.deepEqual(page.wrong, []);
});

test('how it was on an earlier day, with what was known then', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/forecast');
  const now = await headline(page);
  await go(page, peil.url + '/reports/forecast?as_of=2026-03-31');
  assert.notEqual(await headline(page), now);
  assert.ok((await page.locator('.remarks').innerText()).includes('Slik det var'));
});

test('how it is counted: formula, n, definition, SQL', async () => {
  const page = await open(browser, { lang: 'en' });
  await go(page, peil.url + '/reports/stages?measure=conv_step');
  await page.getByRole('button', { name: 'How it is counted' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('version 1').waitFor();
  await dialog.getByText('SQL').click();
  assert.match(await dialog.locator('pre').innerText(), /select/i);
});

test('the palette finds a figure by keyboard alone', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('tapsårsaker');
  await page.getByRole('option', { name: /^Tapsårsaker over tid/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/reports\/losses/);
  await settled(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Taster' }).waitFor();
});
