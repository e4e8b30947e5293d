// Kiosks in journeys: pairing a device, taking a turn on it.
import { expect } from '@playwright/test';
import { PASSWORD, SIZES, signInStaff, slip } from './fixtures.mjs';

export const HUE_KIOSKS = '/admin/thua-thien-hue-2022/kiosk';
export const BONG_SON_KIOSKS = '/admin/bong-son-2024/kiosk';

// A browser of its own, as large as a kiosk.
export async function device(browser, server) {
  const [width, height] = SIZES.kiosk;
  const context = await browser.newContext({ baseURL: server.url, viewport: { width, height }, hasTouch: true,
    locale: 'vi-VN', timezoneId: 'America/New_York' });
  return { context, page: await context.newPage() };
}

// Makes a pairing code as a member of the committee; leaves the page that shows it open.
export async function pairingCode(page, admin, label) {
  await signInStaff(page, 'bantochuc');
  await page.goto(admin);
  await page.getByLabel('Đơn vị đặt máy').selectOption({ index: 1 });
  await page.getByLabel('Tên ki-ốt').fill(label);
  await page.getByRole('button', { name: 'Tạo mã ghép máy' }).click();
  await expect(page.getByRole('heading', { name: 'Mã ghép máy' })).toBeVisible();
  const code = await page.locator('.card--gold .num').innerText();
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  return code;
}

export async function enterCode(page, code) {
  await page.goto('/kiosk');
  await page.getByLabel('Mã ghép máy').fill(code);
  await page.getByRole('button', { name: 'Ghép máy này' }).click();
}

// A paired kiosk on its start screen.
export async function pairedKiosk(page, browser, server, admin, label) {
  const code = await pairingCode(page, admin, label);
  const kiosk = await device(browser, server);
  await enterCode(kiosk.page, code);
  await expect(start(kiosk.page)).toBeVisible();
  return { ...kiosk, code };
}

export const start = (page) => page.getByRole('heading', { name: 'Chào mừng bạn đến dự thi' });
// The way out: a button, and what unfolds a question while an attempt runs.
export const endTurn = (page) => page.getByRole('contentinfo').locator('button, summary').filter({ hasText: 'Kết thúc lượt của tôi' });
export const endAsked = (page) => page.getByRole('dialog', { name: 'Kết thúc khi bài chưa gửi?' });

// From the start screen to the page before the first question, with a slip.
export async function enterWithSlip(page, person) {
  const { code, secret } = slip(person);
  await page.getByRole('link', { name: 'Bắt đầu thi' }).tap();
  await page.getByLabel('Mã dự thi').fill(code);
  await page.getByLabel('Mật mã trên phiếu').fill(secret);
  await page.getByRole('button', { name: 'Tiếp tục' }).tap();
}

export async function takeTurn(page, person, { from } = {}) {
  if (from) await page.goto(from);
  await enterWithSlip(page, person);
  await page.getByRole('button', { name: /^(Bắt đầu thi|Làm tiếp)$/ }).tap();
  await expect(page.getByText('Câu 1 trong 10')).toBeVisible();
  await expect(page.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  return new URL(page.url()).pathname;
}

// A person who declares who they are; the contest asks for nothing that only one person has.
export async function declare(page, name, { phone = '0912 000 111' } = {}) {
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByLabel('Ngày sinh').fill('21/7/1951');
  await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByLabel('Khu phố hoặc đơn vị').selectOption({ index: 1 });
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Tiếp tục' }).tap();
}

export async function clerkVouches(page, login, password = PASSWORD) {
  await page.getByLabel('Tên đăng nhập của cán bộ').fill(login);
  await page.getByLabel('Mật khẩu của cán bộ').fill(password);
  await page.getByRole('button', { name: 'Bắt đầu thi' }).tap();
}

// Everything a browser keeps for a site, the secret cookies by name only.
export async function keptBy(context, page) {
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((d) => d.name),
    caches: typeof caches === 'undefined' ? [] : await caches.keys(),
    workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  }));
  const cookies = (await context.cookies()).map((c) => c.name).sort();
  return { ...kept, cookies };
}

export const NOTHING = { local: [], session: [], databases: [], caches: [], workers: 0 };
