import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { go, launch, open } from '../lib/browser.mjs';
import { out, Peil } from '../lib/peil.mjs';

let peil, browser, page;
before(async () => {
  peil = await Peil.start();
  browser = await launch();
  page = await open(browser);
  await go(page, peil.url + '/reports/sources?period=last-quarter&filter=channel%3Dnone');
  await go(page, peil.url + '/reports/sources?period=last-quarter');
});
after(async () => {
  await browser?.close();
  await peil?.stop();
});

async function exported(name) {
  await page.getByRole('button', { name: 'Eksporter' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()]);
  return readFileSync(await download.path());
}

const shownLeads = async () => (await page.locator('.split tbody tr').first().innerText()).split('\t')[0].trim();

test('CSV holds what is seen', async () => {
  const text = (await exported('CSV')).toString('utf8');
  assert.equal(text.charCodeAt(0), 0xfeff);
  assert.ok(text.includes(await shownLeads()), text.slice(0, 400));
});

test('XLSX is a workbook with the same', async () => {
  const files = unzipSync(await exported(/XLSX/));
  assert.ok(files['xl/workbook.xml']);
  const text = Object.entries(files).filter(([n]) => n.endsWith('.xml')).map(([, d]) => strFromU8(d)).join('');
  assert.ok(text.includes(await shownLeads()));
});

test('SVG is valid, says what it shows, and PNG is not blank', async () => {
  const svg = (await exported(/SVG/)).toString('utf8');
  assert.ok(svg.includes('Leads per kilde'));
  assert.ok(svg.includes('Definisjon 1'));
  assert.equal(await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror'), svg), null);
  const png = await exported(/PNG/);
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  const colours = await page.evaluate(async (data) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(data)]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data: px } = pen.getImageData(0, 0, image.width, image.height);
    const seen = new Set();
    for (let i = 0; i < px.length; i += 4 * 97) seen.add(`${px[i]},${px[i + 1]},${px[i + 2]}`);
    return { seen: seen.size, width: image.width };
  }, [...png]);
  assert.ok(colours.seen > 5 && colours.width > 1000, JSON.stringify(colours));
});

test('the print has title, period, as-of and the table', async () => {
  await page.emulateMedia({ media: 'print' });
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  await page.emulateMedia({ media: 'screen' });
  const path = join(out, 'sources.pdf');
  writeFileSync(path, pdf);
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  for (const said of ['Leads per kilde', 'Definisjon 1', 'Slik det var', await shownLeads(), 'Totalt']) {
    assert.ok(text.includes(said), `the print lacks “${said}”`);
  }
});

test('the link leads to the same view', async () => {
  await page.getByRole('button', { name: 'Eksporter' }).click();
  await page.getByRole('menuitem', { name: 'Kopier lenke til visningen' }).click();
  await page.getByText('Lenken er kopiert.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});
