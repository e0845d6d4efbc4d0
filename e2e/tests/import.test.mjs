import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, launch, open, settled } from '../lib/browser.mjs';
import { Peil } from '../lib/peil.mjs';

let peil, browser;
before(async () => {
  peil = await Peil.start({ empty: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await peil?.stop();
});

const deals = (n, amount) =>
  ['Deal ID;Name;Owner;Stage;Amount;Currency;Created;Closed;Status', ...Array.from({ length: n }, (_, i) => `D-${i};Sak ${i};Kari Prøve;Vunnet;${amount};NOK;2026-0${1 + (i % 6)}-05;2026-0${2 + (i % 6)}-20;Won`)].join('\r\n');
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function won(page) {
  await go(page, peil.url + '/reports/productivity?period=2026&measure=won&ws=main');
  return page.locator('.headline .value').innerText();
}

test('three doors, a file, a look, a number, and back as it was', async () => {
  const page = await open(browser);
  await page.goto(peil.url + '/');
  await page.getByRole('heading', { name: 'Velkommen til Peil' }).waitFor();
  await page.getByRole('button', { name: 'Velg filer' }).click();
  await page.waitForURL(/\/import/);
  await page.setInputFiles('input[type=file]', file('saker.csv', deals(12, '10 000,00')));
  await page.getByRole('heading', { name: 'saker.csv' }).waitFor();
  assert.ok((await page.locator('main').innerText()).includes('12'));
  await page.getByRole('button', { name: 'Lagre importen' }).click();
  await page.getByText('Importen er lagret').waitFor();
  assert.equal(await won(page), '12');

  await go(page, peil.url + '/import?ws=main');
  // The workspace has people now, and what is written wants one of them.
  await page.getByRole('button', { name: 'Angre importen' }).first().click();
  await page.locator('.pop').getByRole('button', { name: 'Kari Prøve' }).click();
  await page.getByText('Du er: Kari Prøve').waitFor();
  await page.getByRole('button', { name: 'Angre importen' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Angre importen' }).click();
  await page.getByText('Angret', { exact: true }).waitFor();
  assert.equal(await won(page), '0');
  assert.deepEqual(page.wrong, []);
});

test('what cannot be read is said with file, row and column; the rest is taken', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/import?ws=main');
  const bad = deals(6, '5000') + '\r\nD-x;Sak x;Kari Prøve;Vunnet;mye;NOK;2026-01-05;2026-02-20;Won\r\n';
  await page.setInputFiles('input[type=file]', file('feil.csv', bad));
  const row = page.locator('tr', { hasText: 'mye' }).filter({ hasText: 'feil.csv' });
  await row.waitFor();
  assert.match(await row.innerText(), /8/);
  await page.getByRole('button', { name: 'Avbryt' }).first().click();
  await page.getByText('Slipp filene her').waitFor();
});

test('a column is corrected before anything is stored', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/import?ws=main');
  await page.setInputFiles('input[type=file]', file('rettes.csv', deals(5, '700')));
  await page.getByRole('heading', { name: 'rettes.csv' }).waitFor();
  const amount = page.getByLabel('Hva kolonnen «Amount» er');
  await amount.locator('option').nth(1).waitFor({ state: 'attached' });
  await amount.selectOption('');
  await page.getByRole('button', { name: 'Bruk endringene og les på nytt' }).first().click();
  await page.waitForFunction(() => [...document.querySelectorAll('select')].some((s) => s.getAttribute('aria-label')?.includes('Amount') && s.value === '' && !document.querySelector('.box > .primary')));
});

test('a large file does not hurt the page', async () => {
  const page = await open(browser);
  await go(page, peil.url + '/import?ws=main');
  const heap = () => page.evaluate(() => performance.memory.usedJSHeapSize);
  const before = await heap();
  // 40 MB here; the page streams what it is given and never reads it.
  await page.evaluate((head) => {
    const line = 'D-1;Sak;Kari Prøve;Vunnet;1000;NOK;2026-01-05;2026-02-20;Won\r\n';
    const blob = new Blob([head, ...Array.from({ length: 640 }, () => line.repeat(1000))]);
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], 'stor.csv', { type: 'text/csv' }));
    const input = document.querySelector('input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 'Deal ID;Name;Owner;Stage;Amount;Currency;Created;Closed;Status\r\n');
  await page.getByRole('button', { name: 'Avbryt' }).first().waitFor({ timeout: 120_000 });
  const grown = ((await heap()) - before) / 1048576;
  assert.ok(grown < 60, `the page grew by ${grown.toFixed(0)} MB`);
  await page.getByRole('button', { name: 'Avbryt' }).first().click();
});

test('the sample company is one press away', async () => {
  const page = await open(browser);
  await page.goto(peil.url + '/start');
  await page.getByRole('button', { name: 'Åpne eksempelfirmaet' }).click();
  await page.waitForURL(/ws=demo/, { timeout: 120_000 });
  await settled(page);
  await page.getByText('eksempeldata').first().waitFor();
});
