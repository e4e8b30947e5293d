// Pages that stay open hear of what happens: nobody reloads them in these journeys.
import { test, expect, shot, HUE, signInRoster, signInStaff } from '../support/fixtures.mjs';
import { DAY } from '../support/clock.mjs';
import { examine } from '../support/axe.mjs';

test.use({ movesClock: true });

const ADMIN = '/admin/thua-thien-hue-2022';

test('a page that is open is told of a phase that began and of what the committee did', async ({ page, browser, server }) => {
  await page.goto(HUE);
  const note = page.getByRole('status').filter({ hasText: 'Đợt 3' });
  await expect(page.getByText('Đợt 3: đang mở')).toBeVisible();
  await expect(note).toHaveCount(0);
  const before = await page.evaluate(() => { window.notReloaded = true; return document.title; });

  await test.step('the round closes', async () => {
    server.clock.set(server.clock.ahead + 8 * DAY); // within its last week: over now
    await expect(note).toContainText('Đợt 3 đã đóng, không nhận bài nữa.', { timeout: 20_000 });
    expect(await page.evaluate(() => window.notReloaded)).toBe(true);
    expect(await page.title()).toBe(before);
    await shot(page, 'live-note', 'phone');
    await shot(page, 'live-note', 'desktop');
    await examine(page, 'a page with a note');
    await page.getByRole('link', { name: 'Xem bản mới' }).click();
    await expect(note).toHaveCount(0);
    await expect(page.getByText('Đợt 3: đang mở')).toHaveCount(0);
  });

  await test.step('the secretary seals it', async () => {
    const secretary = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signInStaff(secretary, 'thuky');
    await expect.poll(async () => {
      await secretary.goto(`${ADMIN}?niem-phong=dot-3`);
      return secretary.getByRole('button', { name: /^Niêm phong / }).count();
    }, { timeout: 60_000 }).toBe(1);
    await secretary.getByRole('button', { name: /^Niêm phong / }).click();
    await expect(secretary.getByText('Đã niêm phong. Bản xếp hạng số 1 đã lập')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Bài của Đợt 3 đã được niêm phong.' })).toBeVisible();
    await secretary.context().close();
  });
});

test('the committee sees how many take part without asking, and nobody else does', async ({ page, browser, server }) => {
  await signInStaff(page, 'bantochuc');
  await page.goto(`${ADMIN}/tham-gia?dot=dot-3`);
  const started = page.locator('[data-live="started"]');
  const number = async () => Number((await started.innerText()).replaceAll('.', ''));
  const before = await number();

  const contestant = await (await browser.newContext({ baseURL: server.url })).newPage();
  const heard = [];
  contestant.on('request', (request) => heard.push(new URL(request.url()).pathname));
  await contestant.goto(HUE);
  await signInRoster(contestant, 'HUE-0002');
  await contestant.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(contestant).toHaveURL(/\/thi\//);
  await expect.poll(number, { timeout: 20_000 }).toBe(before + 1);
  expect(heard.filter((path) => path.startsWith('/su-kien/'))).toEqual([]);
  await contestant.context().close();
});

test('without JavaScript the page is as it was made', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(HUE);
  await expect(page.getByText('Đợt 3: đang mở')).toBeVisible();
  await expect(page.getByText('Xem bản mới')).toBeHidden();
  await context.close();
});
