// A contest of a journey's own, run by a committee of its own.
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { PASSWORD } from './fixtures.mjs';

export const OWN_PASSWORD = 'Mat-khau-cua-hanh-trinh-1';
const FIRST_PASSWORD = 'Mat-khau-lan-dau-1';

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

// An account may be known by a number, so that its owner is recognised among contestants.
export async function makeAccount(page, login, name, number) {
  await page.goto('/admin/tai-khoan');
  const form = page.getByRole('region', { name: 'Tạo tài khoản' });
  await form.getByLabel('Tên đăng nhập').fill(login);
  await form.getByLabel('Tên hiển thị').fill(name);
  await form.getByLabel('Mật khẩu lần đầu').fill(FIRST_PASSWORD);
  await form.getByLabel('Số điện thoại hoặc số nội bộ').fill(number || `nb-${login}`);
  await form.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await expect(page.getByRole('row').filter({ hasText: login })).toContainText(name);
  await setOwnPassword(page, login);
}

// What was typed for somebody else opens the door once: the holder chooses a password, in a browser of their own.
async function setOwnPassword(page, login) {
  const context = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin });
  const own = await context.newPage();
  await own.goto('/dang-nhap');
  await own.getByLabel('Tên đăng nhập').fill(login);
  await own.getByLabel('Mật khẩu').fill(FIRST_PASSWORD);
  await own.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(own.getByRole('alert')).toContainText('chỉ dùng một lần');
  await own.getByLabel('Mật khẩu', { exact: true }).fill(FIRST_PASSWORD);
  await own.getByLabel('Mật khẩu mới').fill(OWN_PASSWORD);
  await own.getByRole('button', { name: 'Đặt mật khẩu và đăng nhập' }).click();
  await expect(own.getByRole('heading', { name: 'Cuộc thi', level: 1 })).toBeVisible();
  await context.close();
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

export async function upload(page, label, name, content) {
  await page.getByLabel(label).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: 'Xem trước' }).click();
}

// Follows a link to a file and reads it.
export async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

// Takes part with plain forms, as a phone without JavaScript would: every right answer but the one named. The questions
// stand in the order of the prepared form, where there is one.
export async function takePart(browser, server, contest, { code, secret, prediction, mistake, inOrder }) {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false,
    viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(`/cuoc-thi/${contest}/vao-thi/dot-1`);
  await page.getByLabel('Mã dự thi').fill(code);
  await page.getByLabel('Mật mã trên phiếu').fill(secret);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  const questions = page.locator('fieldset.question', { has: page.locator('.options') });
  if (inOrder) await expect(questions).toContainText(inOrder);
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

// A contest of a journey's own from a preset, with an organiser and a secretary who are signed in. The organiser can be
// recognised by a telephone number.
export async function ownContest(browser, server, { preset, code, title, number }) {
  const opens = Math.floor((Date.now() + 3_600_000) / 60_000) * 60_000; // on a whole minute, as the form takes it
  const admin = await staff(browser, server, 'quantri', PASSWORD);
  await admin.goto('/admin/tao');
  await admin.getByRole('radio', { name: preset }).check();
  await admin.getByLabel('Mã cuộc thi trong địa chỉ trang').fill(code);
  await admin.getByLabel('Tên cuộc thi').fill(title);
  await admin.getByLabel('Đợt đầu mở lúc').fill(local(opens));
  await admin.getByLabel('Hiện trên trang chủ').check();
  await admin.getByRole('button', { name: 'Tạo cuộc thi' }).click();
  await expect(admin.getByText('Đã tạo cuộc thi.')).toBeVisible();
  await makeAccount(admin, `${code}-btc`, 'Đỗ Thử Tổ Chức', number);
  await makeAccount(admin, `${code}-tk`, 'Bùi Thử Thư Ký');
  await grantRole(admin, code, `${code}-btc`, 'Ban Tổ chức');
  await grantRole(admin, code, `${code}-tk`, 'Ban Thư ký');
  await admin.context().close();
  return { opens, ...await committeeOf(browser, server, code) };
}

// Organiser and secretary of such a contest, signed in.
export async function committeeOf(browser, server, code) {
  const [organiser, secretary] = await Promise.all(['btc', 'tk'].map((member) =>
    staff(browser, server, `${code}-${member}`, OWN_PASSWORD)));
  return { organiser, secretary };
}

// Locks a round's rules and questions.
export async function commit(page, contest, round = 'dot-1') {
  await page.goto(`/admin/${contest}?khoa=${round}`);
  await page.getByRole('button', { name: /^Khoá / }).click();
  await expect(page.getByText('Đã khoá đợt thi.')).toBeVisible();
}

// Sets the instants of the one round, changes the sheet's text further, and commits. Where a journey lives by the machine's
// clock the round opens soon after it is committed, and stays open just long enough for everyone.
export async function commitSoon(page, contest, { soon, open, change = (text) => text }) {
  const opens = Date.now() + soon;
  await changeRules(page, contest, (text) => change(text).replace(/opens = "[^"]*"/, `opens = "${rfc3339(opens)}"`)
    .replace(/closes = "[^"]*"/, `closes = "${rfc3339(opens + open)}"`));
  await commit(page, contest);
}

// Changes the rule sheet as a document.
export async function changeRules(page, contest, change) {
  await page.goto(`/admin/${contest}/the-le`);
  await page.getByText('Thể lệ dạng TOML').click();
  const document = page.getByLabel('Thể lệ (TOML)');
  await document.fill(change(await document.inputValue()));
  await page.getByRole('button', { name: 'Lưu bản TOML' }).click();
  await expect(page.getByText('Đã thay thể lệ bằng bản TOML.')).toBeVisible();
}

// Comes back with the page that lets people in, once the round has opened by the server's clock.
export async function opened(page, contest, label) {
  await expect.poll(async () => {
    await page.goto(`/cuoc-thi/${contest}/vao-thi/dot-1`);
    return page.getByLabel(label).count();
  }, { timeout: 90_000, intervals: [500] }).toBe(1);
}

// The secretary seals as soon as the round has closed by the server's clock, which nothing may hurry.
export async function sealed(page, contest, before = async () => {}) {
  const link = page.getByRole('link', { name: /^Niêm phong… / });
  await expect.poll(async () => {
    await page.goto(`/admin/${contest}`);
    return link.count();
  }, { timeout: 240_000, intervals: [1_000] }).toBe(1);
  await link.click();
  await expect(page.getByRole('button', { name: /^Niêm phong / })).toBeVisible();
  await before();
  await page.getByRole('button', { name: /^Niêm phong / }).click();
  await expect(page.getByText('Đã niêm phong. Bản xếp hạng số 1 đã lập')).toBeVisible();
}

// One proposes publication, the other confirms it.
export async function publish(organiser, secretary, contest, round = 'dot-1') {
  await organiser.goto(`/admin/${contest}/ra-soat/${round}?lam=cong-bo`);
  await organiser.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(organiser.getByText('Đã gửi đề nghị.')).toBeVisible();
  await expect(organiser.getByText('Bạn là người đề nghị. Cần một người khác xác nhận.')).toBeVisible();
  const { words, confirm } = await confirmNewest(secretary, contest);
  await confirm();
  return words;
}
