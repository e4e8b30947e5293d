// Devices that sleep: the monotonic clock of the browser stands still, the device's own and the server's go on.
import { MINUTE } from '../support/clock.mjs';
import { test, expect, signInRoster } from '../support/fixtures.mjs';
import { HUE_KIOSKS, pairedKiosk, start, takeTurn } from '../support/kiosk.mjs';
import { begin } from '../support/quiz.mjs';

test.use({ movesClock: true });

// Lets the page sleep: `sleepFor` says how far the device's clock went on meanwhile.
async function ableToSleep(page) {
  await page.addInitScript(() => {
    const { now } = Date;
    let slept = 0;
    Date.now = () => now() + slept;
    window.sleepFor = (span) => { slept += span; };
  });
}

async function sleep(page, server, span) {
  server.clock.set(server.clock.ahead + span);
  await page.evaluate((ms) => window.sleepFor(ms), span);
}

// Milliseconds left by the clock of the sheet.
async function left(page) {
  const [minutes, seconds] = (await page.locator('.clock__t').innerText()).split(':').map(Number);
  return (minutes * 60 + seconds) * 1_000;
}

test('a telephone that slept shows the server\'s time again', async ({ page, server }) => {
  await ableToSleep(page);
  await signInRoster(page, 'HUE-0003');
  await begin(page, 10);
  const before = await left(page);
  await sleep(page, server, 4 * MINUTE);
  await expect.poll(() => left(page)).toBeLessThanOrEqual(before - 4 * MINUTE + 2_000);
  expect(await left(page)).toBeGreaterThan(before - 6 * MINUTE);

  // A page with a countdown asks for itself anew.
  await page.goto('/');
  await expect(page.locator('.countdown[data-ticking]').first()).toBeVisible();
  const figures = page.locator('.countdown').first();
  const first = await figures.innerText();
  await expect(figures).not.toHaveText(first); // it counts
  await page.evaluate(() => { window.isOld = true; });
  await sleep(page, server, 4 * MINUTE);
  await expect.poll(() => page.evaluate(() => window.isOld).catch(() => true)).toBeUndefined();
});

test('a kiosk that slept does not wake on somebody\'s paper', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy ngủ');
  await ableToSleep(kiosk);
  await takeTurn(kiosk, 'HUE-0001', { from: '/kiosk' });
  await sleep(kiosk, server, 4 * MINUTE);
  await expect(start(kiosk)).toBeVisible();
  await context.close();
});
