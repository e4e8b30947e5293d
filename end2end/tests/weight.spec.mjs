import { test, expect, signInRoster } from '../support/fixtures.mjs';

// What a phone downloads that opens the quiz for the first time, as the browser counts it (DESIGN 6).
const ALL = 150_000;
const WASM = 100_000;

test('a first visit to the quiz stays within its weight', async ({ page, browser, server }) => {
  await signInRoster(page, 'HUE-0001');
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page).toHaveURL(/\/thi\/[0-9a-z]{26}$/);
  const session = await page.context().cookies();

  const context = await browser.newContext({ baseURL: server.url });
  await context.addCookies(session);
  const fresh = await context.newPage();
  const network = await context.newCDPSession(fresh);
  const kinds = new Map();
  const sizes = [];
  network.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, new URL(response.url).pathname));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.push({ path: kinds.get(requestId) ?? '', bytes: encodedDataLength }));
  await network.send('Network.enable');
  await fresh.goto(page.url());
  await expect(fresh.locator('form:not([data-asleep]) .flag:visible').first()).toBeVisible(); // the panel is awake
  await fresh.waitForLoadState('networkidle');
  await context.close();

  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const wasm = sizes.filter(({ path }) => path.endsWith('.wasm')).reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of sizes) console.log(`${String(bytes).padStart(8)}  ${path}`);
  console.log(`${String(total).padStart(8)}  in all, ${wasm} of it WebAssembly`);
  expect(wasm, 'the WebAssembly was loaded').toBeGreaterThan(10_000);
  expect(wasm).toBeLessThanOrEqual(WASM);
  expect(total).toBeLessThanOrEqual(ALL);
});
