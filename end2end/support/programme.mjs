// The committee of a programme that is run whole, with its preset as it is: weeks pass on the server's clock.
import { expect } from '@playwright/test';
import { bankText, questionsOf } from './bank.mjs';
import { HOUR, MINUTE } from './clock.mjs';
import { OWN_PASSWORD, commit, grantRole, local, makeAccount, publish, sealed, staff, upload } from './committee.mjs';
import { PASSWORD } from './fixtures.mjs';

const LASTS = 9 * HOUR; // members sign in anew before ten hours are over, when they would be signed out

export class Programme {
  constructor(browser, server, code) {
    Object.assign(this, { browser, server, code, admin: `/admin/${code}`, clock: server.clock, members: {} });
  }

  // An administrator makes the contest from its preset, opening at this instant, and its committee: login to role.
  static async found(browser, server, { preset, code, opens, roles }) {
    const programme = new Programme(browser, server, code);
    const admin = await staff(browser, server, 'quantri', PASSWORD);
    await admin.goto('/admin/tao');
    await admin.getByRole('radio', { name: preset }).check();
    await admin.getByLabel('Mã cuộc thi trong địa chỉ trang').fill(code);
    await admin.getByLabel('Đợt đầu mở lúc').fill(local(opens));
    await admin.getByLabel('Dời cả ngày trong bảng tiến độ').check();
    await admin.getByLabel('Hiện trên trang chủ').check();
    await admin.getByRole('button', { name: 'Tạo cuộc thi' }).click();
    await expect(admin.getByText('Đã tạo cuộc thi.')).toBeVisible();
    for (const [login, role] of Object.entries(roles)) {
      await makeAccount(admin, `${code}-${login}`, `Cán bộ Thử ${role}`);
      await grantRole(admin, code, `${code}-${login}`, role);
    }
    await admin.context().close();
    return programme;
  }

  // An account and a role for the officer of a unit, which is known only once the list is in.
  async addOfficer(member, login, unit) {
    const admin = await staff(this.browser, this.server, 'quantri', PASSWORD);
    await makeAccount(admin, this.login(login), 'Cán bộ Thử Đầu mối');
    await admin.context().close();
    await grantRole(await this.as(member), this.code, this.login(login), 'Đầu mối đơn vị', unit);
  }

  login(member) {
    return `${this.code}-${member}`;
  }

  // The browser of a member, signed in.
  async as(member) {
    const known = this.members[member];
    if (known && this.clock.now() - known.since < LASTS) return known.page;
    await known?.page.context().close();
    const page = await staff(this.browser, this.server, this.login(member), OWN_PASSWORD);
    this.members[member] = { page, since: this.clock.now() };
    return page;
  }

  async importBank(member, topics) {
    const page = await this.as(member);
    await page.goto(`${this.admin}/cau-hoi`);
    await upload(page, 'Tệp câu hỏi', 'ngan-hang.toml', topics.map(bankText).join('\n'));
    const count = questionsOf(topics).length;
    await page.getByRole('button', { name: `Nhập ${count} câu` }).click();
    await expect(page.getByText(`${count} câu mới, 0 câu thay bản cũ, 0 câu giữ nguyên.`)).toBeVisible();
  }

  // Imports a list of officials as CSV; gives their slips by code.
  async importRoster(member, rows) {
    const page = await this.as(member);
    const heading = ['Mã cán bộ', 'Họ và tên', 'Mã đơn vị', 'Tên đơn vị', 'Chức danh/Loại', 'Lãnh đạo', 'Số định danh nội bộ'];
    await page.goto(`${this.admin}/nguoi-thi?phan=nhap`);
    await upload(page, 'Tệp danh sách', 'danh-sach.csv', [heading, ...rows].map((row) => row.join(';')).join('\n'));
    await page.getByRole('button', { name: `Nhập ${rows.length} người` }).click();
    await expect(page.getByRole('heading', { name: `${rows.length} phiếu dự thi` })).toBeVisible();
    const slips = {};
    for (const card of await page.locator('.grid .card').all()) {
      const [code, secret] = await card.locator('b.num').allInnerTexts();
      slips[code] = { code, secret };
    }
    return slips;
  }

  async addUnits(member, units) {
    const page = await this.as(member);
    await page.goto(`${this.admin}/nguoi-thi?phan=don-vi`);
    const form = page.getByRole('region', { name: 'Thêm đơn vị' });
    for (const [place, [name, bloc]] of units.entries()) {
      const row = form.getByRole('group', { name: `Đơn vị ${place + 1}` });
      await row.getByLabel('Tên').fill(name);
      await row.getByLabel('Khối').selectOption({ label: bloc });
    }
    await form.getByRole('button', { name: 'Thêm đơn vị' }).click();
    await expect(page.getByRole('heading', { name: `${units.length} đơn vị` })).toBeVisible();
  }

  async commit(member, round) {
    await commit(await this.as(member), this.code, round);
  }

  async seal(member) {
    await sealed(await this.as(member), this.code);
  }

  async publish(one, other, round) {
    await publish(await this.as(one), await this.as(other), this.code, round);
  }

  // The names of who is given a prize, in order, as the review has them.
  async winners(member, round) {
    const page = await this.as(member);
    await page.goto(`${this.admin}/ra-soat/${round}`);
    await expect(page.getByRole('heading', { name: 'Người được giải' })).toBeVisible();
    const named = await page.getByRole('table', { name: 'Người được giải' }).getByRole('rowheader').allInnerTexts();
    return named.map((text) => text.split(' · ')[0]); // a track follows
  }

  // Past the closing of a round: its grace is over too, and whoever had begun is through.
  pass(closes) {
    this.clock.goTo(closes + 2 * MINUTE);
  }
}

// A device of a contestant's own; without JavaScript, all questions stand on one page.
export async function device(browser, server, javaScriptEnabled = false) {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled, locale: 'vi-VN', hasTouch: true,
    viewport: { width: 360, height: 640 }, timezoneId: 'America/New_York' });
  return context.newPage();
}

// The door of a round, with a slip.
export async function bySlip(page, contest, round, { code, secret }) {
  await page.goto(`/cuoc-thi/${contest}/vao-thi/${round}`);
  await page.getByLabel('Mã dự thi').fill(code);
  await page.getByLabel('Mật mã trên phiếu').fill(secret);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

// From the button that begins to the receipt with plain forms; every question rightly but those named by place. Gives
// the address of the paper.
export async function wholePaper(page, key, { wrong = [], prediction } = {}) {
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page.getByText('Chỉ những câu đã lưu mới được tính')).toBeVisible();
  const sheet = new URL(page.url()).pathname;
  await answerPlain(page, key, wrong);
  if (prediction) await page.locator('#du-doan').fill(prediction);
  await page.getByRole('button', { name: 'Lưu và kiểm tra bài' }).click();
  await expect(page).toHaveURL(/kiem-tra(#.*)?$/);
  await expect(page.locator('.answer.is-missing')).toHaveCount(0);
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  return sheet;
}

// All questions on one page, as plain forms show them.
export async function answerPlain(page, key, wrong = []) {
  const fields = page.locator('fieldset.question', { has: page.locator('.options') });
  for (const [place, field] of (await fields.all()).entries()) {
    const stem = await field.locator('.question__text').innerText();
    const { right, several } = key.get(stem);
    const texts = await field.locator('.option__text').allInnerTexts();
    const wanted = texts.map((text, at) => ({ at, right: right.has(text.replace(/^[A-H]\.\s*/, '').trim()) }))
      .filter((option) => option.right !== wrong.includes(place + 1));
    expect(wanted.length, `options to choose: ${stem}`).toBeGreaterThan(0);
    for (const { at } of several ? wanted : wanted.slice(0, 1)) await field.locator('.option').nth(at).click();
  }
}

// The own result of a round, by the way its owner finds it.
export async function ownResult(page, round) {
  await page.goto('/cua-toi');
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: round, exact: true }) });
  await card.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(round);
}
