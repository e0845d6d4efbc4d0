import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { go, launch, open, settled } from '../lib/browser.mjs';
import { Peil } from '../lib/peil.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = ['/', '/reports', '/reports/productivity', '/reports/sources', '/reports/stages?as=table', '/reports/forecast?chart=matrix', '/reports/losses', '/reports/response', '/reports/upsell', '/reports/upsell?tables=whitespace,families', '/reports/activities', '/reports/channels', '/import', '/start', '/?tv=1'];

let peil, browser;
before(async () => {
  peil = await Peil.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await peil?.stop();
});

/** The policy forbids scripts from elsewhere: axe is put in by the debugger, beside the page. */
async function violations(page, rules = {}) {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const r = await window.axe.run(document, { rules, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(' | ')}`);
  }, rules);
}

/** Text of charts, which axe does not judge: its colour against the card's. */
function faint(page) {
  return page.evaluate(() => {
    const lum = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
    const rgb = (text) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    const ground = (el) => {
      for (let e = el; e; e = e.parentElement) {
        const c = getComputedStyle(e).backgroundColor;
        if (!/, 0\)|transparent/.test(c)) return rgb(c);
      }
      return [255, 255, 255];
    };
    const out = [];
    for (const t of document.querySelectorAll('figure svg text')) {
      let share = 1;
      for (let e = t; e && e.tagName !== 'FIGURE'; e = e.parentElement) share *= Number(getComputedStyle(e).opacity) * (e === t ? Number(getComputedStyle(e).fillOpacity) : 1);
      const back = ground(t.closest('figure'));
      const fill = rgb(getComputedStyle(t).fill).map((v, i) => v * share + back[i] * (1 - share));
      const [a, b] = [lum(fill), lum(back)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      // A mark inside a bar stands on the bar and not on the card.
      if (ratio < 4.5 && t.textContent !== '▲' && t.textContent !== '⚑') out.push(`${t.textContent}: ${ratio.toFixed(2)}`);
    }
    return out;
  });
}

for (const theme of ['light', 'dark']) {
  for (const lang of ['nb', 'en']) {
    test(`axe finds nothing, and chart text can be read: ${theme} ${lang}`, async () => {
      // Without movement: a label that is still appearing has no contrast yet.
      const page = await open(browser, { theme, lang, reducedMotion: 'reduce' });
      for (const path of pages) {
        await page.goto(peil.url + path);
        await settled(page);
        assert.deepEqual(await violations(page), [], `${path} ${theme} ${lang}`);
        assert.deepEqual(await faint(page), [], `chart text on ${path} ${theme} ${lang}`);
      }
    });
  }
}

test('open menus, panels and dialogs are clean too', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/stages');
  for (const name of [/^Periode:/, 'Filtrer', /^Slik det var/, 'Eksporter', 'Slik regner vi', 'Kolonner', 'Sett flagg']) {
    await page.getByRole('button', { name }).first().click();
    await page.locator('.pop, [role=dialog]').first().waitFor();
    await page.waitForTimeout(300);
    // What floats lies outside the page's regions, as dialogs do.
    assert.deepEqual(await violations(page, { region: { enabled: false } }), [], String(name));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('.pop, [role=dialog]'));
  }
});

test('the checks find what is planted', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/sources');
  await page.evaluate(() => {
    document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>');
    document.querySelector('figure svg text').setAttribute('fill', '#dddddd');
  });
  assert.ok((await violations(page)).some((v) => v.startsWith('button-name')));
  assert.equal((await faint(page)).length, 1);
});

test('at 320 pixels, and at 200 % zoom, nothing is wider than the screen', async () => {
  for (const size of [{ width: 320, height: 640 }, { width: 640, height: 450, deviceScaleFactor: 2 }]) {
    const page = await open(browser, size);
    for (const path of pages.filter((p) => !p.includes('tv='))) {
      await go(page, peil.url + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= size.width, `${path} is ${wide} wide at ${size.width}`);
    }
  }
});

test('who wants no movement gets none', async () => {
  const page = await open(browser, { reducedMotion: 'reduce' });
  await go(page, peil.url + '/');
  const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').length);
  assert.equal(moving, 0);
});

test('by keyboard: to the content, through a table, into its rows and back', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/reports/sources');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Hopp til innholdet');
  await page.locator('.split tbody td .cell').first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('[role=dialog]'));
});
