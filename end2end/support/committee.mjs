// A contest of a journey's own, run by a committee of its own.
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

export const OWN_PASSWORD = 'Mat-khau-cua-hanh-trinh-1';

// The instant as the product's forms and rule sheets write it, in Vietnamese time.
const vietnamese = (at) => new Date(at + 7 * 3_600_000).toISOString();
export const local = (at) => vietnamese(at).slice(0, 16);
export const rfc3339 = (at) => `${vietnamese(at).slice(0, 19)}+07:00`;

// A signed-in member of the committee in a browser of their own.
export async function staff(browser, server, login, password) {
  const context = await browser.newContext({ baseURL: server.url, locale: 'vi-VN', timezoneId: 'America/New_York',
    acceptDownloads: true });
  const page = await context.newPage();
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page).toHaveURL(/\/admin/);
  return page;
}

export async function makeAccount(page, login, name) {
  await page.goto('/admin/tai-khoan');
  const form = page.getByRole('region', { name: 'Tạo tài khoản' });
  await form.getByLabel('Tên đăng nhập').fill(login);
  await form.getByLabel('Tên hiển thị').fill(name);
  await form.getByLabel('Mật khẩu').fill(OWN_PASSWORD);
  await form.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await expect(page.getByRole('row').filter({ hasText: login })).toContainText(name);
}

export async function grantRole(page, contest, login, role, unit) {
  await page.goto(`/admin/${contest}/vai-tro`);
  const form = page.getByRole('region', { name: 'Giao vai trò' });
  await form.getByLabel('Tên đăng nhập của người nhận').fill(login);
  await form.getByLabel('Vai trò', { exact: true }).selectOption({ label: role });
  if (unit) await form.getByLabel('Đơn vị', { exact: true }).selectOption({ label: unit });
  await form.getByRole('button', { name: 'Giao vai trò' }).click();
  await expect(page.getByText('Đã giao vai trò.')).toBeVisible();
}

export async function upload(page, label, name, text) {
  await page.getByLabel(label).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Xem trước' }).click();
}

// Follows a link to a file and reads it.
export async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

// The texts of a workbook's parts by name: a zip is a row of files with a directory at its end.
export function unzip(bytes) {
  const parts = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const header = bytes.readUInt32LE(at + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const body = bytes.subarray(start, start + packed);
    parts[bytes.toString('utf8', at + 46, at + 46 + name)] = (method === 0 ? body : inflateRawSync(body)).toString('utf8');
    at += 46 + name + extra + comment;
  }
  return parts;
}

// Takes part with plain forms, as a phone without JavaScript would: every right answer but the one named.
export async function takePart(browser, server, contest, { code, secret, prediction, mistake }) {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false,
    viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(`/cuoc-thi/${contest}/vao-thi/dot-1`);
  await page.getByLabel('Mã dự thi').fill(code);
  await page.getByLabel('Mật mã trên phiếu').fill(secret);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  const questions = page.locator('fieldset.question', { has: page.locator('.options') });
  for (const question of await questions.all()) {
    const wrong = mistake && (await question.innerText()).includes(mistake);
    await question.locator('.option', { hasText: wrong ? 'Sai' : 'Đúng' }).first().click();
  }
  await page.locator('#du-doan').fill(prediction);
  await page.getByRole('button', { name: 'Lưu và kiểm tra bài' }).click();
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  return page;
}

// The second person looks at what a proposal would change, and confirms it. Gives the words of the preview.
export async function confirmNewest(page, contest) {
  await page.goto(`/admin/${contest}/de-nghi`);
  await page.getByRole('link', { name: 'Xem trước thay đổi' }).first().click();
  const words = await page.getByRole('region', { name: 'Nếu xác nhận lúc này' }).innerText();
  return { words, confirm: async () => {
    await page.getByRole('button', { name: 'Xác nhận và thực hiện' }).click();
    await expect(page.getByText('Đã xác nhận và thực hiện.')).toBeVisible();
  } };
}
