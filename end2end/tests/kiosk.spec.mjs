import { test, expect, shot } from '../support/fixtures.mjs';
import { BONG_SON_KIOSKS, HUE_KIOSKS, NOTHING, clerkVouches, declare, device, endAsked, endTurn, enterCode, enterWithSlip,
  keptBy, pairedKiosk, pairingCode, start, takeTurn } from '../support/kiosk.mjs';
import { readQr } from '../support/qr.mjs';

// Neither text size nor contrast is chosen.
async function standardLook(page) {
  for (const attribute of ['data-text', 'data-contrast']) {
    await expect(page.locator('html')).not.toHaveAttribute(attribute, /large|more/);
  }
  await expect(page.getByRole('button', { name: 'Chữ vừa' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Tăng tương phản' })).toHaveAttribute('aria-pressed', 'false');
}

// Letters to be read standing, and nothing to be touched that a thumb could miss.
async function large(page) {
  const small = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const texts = [...document.querySelectorAll('.question__text, .option, main .btn')].filter(seen);
    const targets = [...document.querySelectorAll('a, button, .option, input:not([type=hidden], [type=radio], [type=checkbox])')]
      .filter((element) => seen(element) && !element.closest('.sr, .skip'));
    const name = (element) => `${element.className} ${element.textContent.trim().slice(0, 30)}`;
    return [
      ...texts.filter((element) => size(element) < 28).map((element) => `${name(element)}: ${size(element)} px`),
      ...targets.filter((element) => element.getBoundingClientRect().height < 80)
        .map((element) => `${name(element)}: ${element.getBoundingClientRect().height} px high`),
    ];
  });
  expect(small).toEqual([]);
}

const saved = (page) => page.locator('.save-state--saved');

test('two people in a row: the next one finds nothing of the one before', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy 1, bộ phận một cửa');
  await shot(kiosk, 'kiosk-bat-dau', 'kiosk');
  const pages = []; // every page the device was shown, with what the server says about keeping it
  kiosk.on('response', (response) => {
    if (response.headers()['content-type']?.startsWith('text/html')) pages.push(response);
  });

  // A slip mistyped first: a refused form stays in the history with what was typed.
  await kiosk.getByRole('link', { name: 'Bắt đầu thi' }).tap();
  await expect(kiosk.getByLabel('Mã dự thi')).toBeVisible(); // no picture can be taken of a page on its way
  await shot(kiosk, 'kiosk-vao-thi', 'kiosk');
  for (const field of await kiosk.locator('main input:not([type=hidden])').all()) {
    await expect(field).toHaveAttribute('autocomplete', 'off');
  }
  // The keyboard of a screen learns from plain fields.
  await expect(kiosk.getByLabel('Mật mã trên phiếu')).toHaveAttribute('type', 'password');
  await kiosk.getByLabel('Mã dự thi').fill('HUE-0005');
  await kiosk.getByLabel('Mật mã trên phiếu').fill('SAI-SAI-SAI');
  await kiosk.getByRole('button', { name: 'Tiếp tục' }).tap();
  await expect(kiosk.getByRole('alert')).toContainText('không đúng');
  await endTurn(kiosk).tap();
  await expect(start(kiosk)).toBeVisible();

  const sheet = await takeTurn(kiosk, 'HUE-0005');
  const stem = await kiosk.locator('#cau-1 .question__text').innerText();
  await shot(kiosk, 'kiosk-cau-hoi', 'kiosk');
  // Whatever the length of the question, the next step is in sight and the foot does not lie over it.
  const forward = await kiosk.locator('.quiz-acts .btn:not([hidden])').last().boundingBox();
  const foot = await kiosk.getByRole('contentinfo').boundingBox();
  expect(forward.y + forward.height).toBeLessThanOrEqual(foot.y);
  expect(foot.y + foot.height).toBeLessThanOrEqual(1920);
  await large(kiosk);
  await kiosk.locator('#cau-1 .option').first().tap();
  await expect(saved(kiosk)).toBeVisible();
  await shot(kiosk, 'kiosk-da-chon', 'kiosk');
  await kiosk.getByRole('button', { name: 'Kiểm tra và gửi bài' }).tap();
  await expect(kiosk).toHaveURL(/kiem-tra$/);
  await expect(endTurn(kiosk)).toBeVisible();
  await shot(kiosk, 'kiosk-kiem-tra', 'kiosk');
  for (const path of ['/cua-toi', `${sheet}/bien-nhan`, `${sheet}/ket-qua`]) {
    await kiosk.goto(path);
    await expect(endTurn(kiosk), `${path} has the way out`).toBeVisible();
    await expect(kiosk.locator('dialog'), `${path} watches for an idle screen`).toHaveCount(1);
  }
  // While the paper is not sent the way out asks, and a wrong touch loses nothing.
  await kiosk.goto(sheet);
  await standardLook(kiosk);
  await kiosk.getByRole('button', { name: 'Chữ to' }).tap();
  await expect(kiosk.getByRole('button', { name: 'Chữ to' })).toHaveAttribute('aria-pressed', 'true');
  await kiosk.getByRole('button', { name: 'Tăng tương phản' }).tap();
  await expect(kiosk.getByRole('button', { name: 'Tăng tương phản' })).toHaveAttribute('aria-pressed', 'true');
  await expect(kiosk.locator('html')).toHaveAttribute('data-text', 'large');
  await expect(kiosk.locator('html')).toHaveAttribute('data-contrast', 'more');
  await expect(kiosk.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  await endTurn(kiosk).tap();
  await expect(endAsked(kiosk)).toBeVisible();
  await shot(kiosk, 'kiosk-ket-thuc', 'kiosk');
  await endAsked(kiosk).getByRole('button', { name: 'Làm bài tiếp' }).tap();
  await expect(endAsked(kiosk)).toBeHidden();
  await expect(kiosk).toHaveURL(new RegExp(`${sheet}$`));
  await endTurn(kiosk).tap();
  await endAsked(kiosk).getByRole('button', { name: 'Kết thúc lượt' }).tap();
  await expect(start(kiosk)).toBeVisible();
  await standardLook(kiosk); // the next person did not ask for larger letters

  // Nothing is left on the device but the pairing.
  expect(await keptBy(context, kiosk)).toEqual({ ...NOTHING, cookies: ['__Host-kiosk'] });

  // Back through the whole history: every stop is the start screen, the sign-in page or empty, never person one.
  const seen = async () => {
    await expect(kiosk.locator('body')).not.toContainText(stem);
    await expect(kiosk.locator('body')).not.toContainText('HUE-0005');
    const typed = kiosk.locator('main input:not([type=hidden], [type=radio], [type=checkbox])');
    expect(await typed.evaluateAll((fields) => fields.map((field) => field.value).join(''))).toBe('');
    expect(kiosk.url()).not.toContain(sheet);
  };
  const entries = await kiosk.evaluate(() => history.length);
  expect(entries).toBeGreaterThan(10);
  for (let step = 1; step < entries; step += 1) {
    await kiosk.goBack();
    await seen();
  }
  for (const path of [sheet, `${sheet}/kiem-tra`, `${sheet}/bien-nhan`, `${sheet}/ket-qua`, '/cua-toi']) {
    await kiosk.goto(path);
    await expect(kiosk, `${path} leads to the start`).toHaveURL(/\/kiosk$/);
    await seen();
  }

  // Person two, in the same browser.
  const second = await takeTurn(kiosk, 'HUE-0001');
  expect(second).not.toBe(sheet);
  await expect(kiosk.locator('.option input:checked')).toHaveCount(0);
  for (const path of [sheet, `${sheet}/kiem-tra`, `${sheet}/bien-nhan`, `${sheet}/ket-qua`, '/khong-co-trang-nay']) {
    const response = await kiosk.goto(path);
    expect(response.status(), path).toBe(404);
    await expect(endTurn(kiosk), `even a refusal has the way out`).toBeVisible();
    await expect(kiosk.getByRole('link', { name: 'Về màn hình đầu' })).toHaveAttribute('href', '/kiosk');
  }
  await kiosk.goto('/cua-toi');
  await expect(kiosk.locator('main')).not.toContainText(sheet);
  await shot(kiosk, 'kiosk-bai-cua-toi', 'kiosk');
  await kiosk.getByRole('link', { name: 'Biên nhận' }).last().tap();
  await expect(endTurn(kiosk)).toBeVisible();
  const code = (await kiosk.locator('.receipt__code').innerText()).replace(/\W/g, '');
  expect(new URL(await readQr(kiosk)).searchParams.get('ma').toUpperCase()).toBe(code.toUpperCase());
  await shot(kiosk, 'kiosk-bien-nhan', 'kiosk');
  await kiosk.goto('/cua-toi');
  await kiosk.getByRole('link', { name: 'Xem kết quả của tôi' }).tap();
  await expect(endTurn(kiosk)).toBeVisible();
  await shot(kiosk, 'kiosk-ket-qua', 'kiosk');
  const sheetTwo = await kiosk.request.get(second);
  expect(sheetTwo.status()).toBe(200);
  const turnCookie = (await context.cookies()).find((c) => c.name === '__Host-hoithi');
  expect(turnCookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' });
  await endTurn(kiosk).tap();
  await expect(start(kiosk)).toBeVisible();

  // A form sent after the turn has ended leads to the start screen: there is no address bar to get out by.
  const third = await takeTurn(kiosk, 'HUE-0001');
  await kiosk.locator('#cau-1 .option').first().tap();
  await expect(kiosk.locator('.save-state--saved')).toBeVisible();
  await kiosk.goto(`${third}/kiem-tra`);
  await context.clearCookies({ name: '__Host-hoithi' });
  await kiosk.getByRole('button', { name: 'Gửi bài thi' }).tap();
  await expect(start(kiosk)).toBeVisible();

  // No page of the turns may be kept by the browser.
  expect(pages.length).toBeGreaterThan(10);
  for (const response of pages) {
    expect((await response.allHeaders())['cache-control'], response.url()).toBe('no-store');
  }
  // The turn's token is worth nothing any more, on this device or elsewhere.
  await context.addCookies([turnCookie]);
  await kiosk.goto(second);
  await expect(kiosk).toHaveURL(/\/kiosk$/);

  // The committee sees the two entries of this device.
  await page.goto(HUE_KIOSKS);
  const row = page.getByRole('row').filter({ hasText: 'Máy 1, bộ phận một cửa' });
  await expect(row.getByRole('cell').filter({ hasText: /^2$/ })).toHaveCount(1);
  await shot(page, 'kiosk-danh-sach');
  await shot(page, 'kiosk-danh-sach', 'phone');
  await context.close();
});

test('an idle screen asks, waits, and ends the turn by itself', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy 2');
  await kiosk.clock.install();
  const sheet = await takeTurn(kiosk, 'HUE-0003');
  const question = kiosk.getByRole('dialog', { name: 'Bạn còn ở đây không?' });
  await kiosk.clock.runFor(85_000);
  await expect(question).toBeHidden();
  await kiosk.clock.runFor(8_000);
  await expect(question).toBeVisible();
  await shot(kiosk, 'kiosk-con-o-day', 'kiosk');
  await question.getByRole('button', { name: 'Tôi vẫn ở đây' }).tap();
  await expect(question).toBeHidden();

  // A touch counts from anew.
  await kiosk.clock.runFor(80_000);
  await kiosk.locator('#cau-1 .option').first().tap();
  await kiosk.clock.runFor(80_000);
  await expect(question).toBeHidden();
  await kiosk.clock.runFor(12_000);
  await expect(question).toBeVisible();
  await kiosk.clock.runFor(32_000);
  await expect(start(kiosk)).toBeVisible();
  await kiosk.goto(sheet);
  await expect(kiosk).toHaveURL(/\/kiosk$/);

  // Before anyone has signed in a half-filled form is wiped too.
  await kiosk.getByRole('link', { name: 'Bắt đầu thi' }).tap();
  await kiosk.getByLabel('Mã dự thi').fill('HUE-0003');
  await expect(kiosk.locator('dialog')).toHaveCount(1);
  await kiosk.clock.runFor(130_000);
  await expect(start(kiosk)).toBeVisible();
  await context.close();
});

test('one goes on with one\'s own phone: once, within a minute, and the turn ends', async ({ page, browser, server }) => {
  test.setTimeout(200_000); // a code lives for a minute
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy 3');
  const sheet = await takeTurn(kiosk, 'HUE-0002');
  await kiosk.locator('#cau-1 .option').nth(1).tap();
  await expect(saved(kiosk)).toBeVisible();

  // The address is only in the picture, so the journey reads it from there as a phone would.
  const address = async () => {
    await kiosk.getByRole('button', { name: 'Làm tiếp trên điện thoại' }).tap();
    await expect(kiosk.getByRole('img', { name: 'Mã QR để làm tiếp trên điện thoại' })).toBeVisible();
    return readQr(kiosk);
  };
  const early = await address();
  await expect(kiosk.getByRole('timer')).toContainText(/Còn \d+ giây/);
  await shot(kiosk, 'kiosk-ma-qr', 'kiosk');

  // A minute later the kiosk takes the code away by itself, and the phone that comes too late is told so.
  await expect(kiosk.getByRole('heading', { name: 'Lượt của bạn đang mở' })).toBeVisible({ timeout: 75_000 });
  const phone = await (await browser.newContext({ baseURL: server.url, viewport: { width: 360, height: 640 } })).newPage();
  await phone.goto(early);
  await phone.getByRole('button', { name: 'Mở bài thi của tôi' }).click();
  await expect(phone.getByRole('alert')).toContainText('đã hết hạn hoặc đã dùng');
  await shot(phone, 'kiosk-dien-thoai-het-han', 'phone');

  await kiosk.goto(sheet);
  await kiosk.getByRole('button', { name: 'Chữ to' }).tap();
  await expect(kiosk.locator('html')).toHaveAttribute('data-text', 'large');
  const fresh = await address();
  expect(fresh).not.toBe(early);
  // Looking at the address, as chat apps do, uses nothing up.
  await phone.goto(fresh);
  await phone.goto(fresh);
  await shot(phone, 'kiosk-dien-thoai', 'phone');
  await phone.getByRole('button', { name: 'Mở bài thi của tôi' }).click();
  await expect(phone).toHaveURL(new RegExp(`${sheet}$`));
  await expect(phone.locator('#cau-1 .option input').nth(1)).toBeChecked();
  await expect(phone.getByRole('button', { name: 'Kết thúc lượt của tôi' })).toHaveCount(0);

  // The kiosk sees it by itself, long before the code is over.
  await expect(start(kiosk)).toBeVisible({ timeout: 20_000 });
  await standardLook(kiosk);
  await kiosk.goto(sheet);
  await expect(kiosk).toHaveURL(/\/kiosk$/);

  const thief = await (await browser.newContext({ baseURL: server.url })).newPage();
  await thief.goto(fresh);
  await thief.getByRole('button', { name: 'Mở bài thi của tôi' }).click();
  await expect(thief.getByRole('alert')).toContainText('đã hết hạn hoặc đã dùng');
  await thief.goto(sheet);
  await expect(thief).toHaveURL(/\/(\?het-phien=1)?$/);
  for (const other of [phone.context(), thief.context(), context]) await other.close();
});

test('a clerk helps, under their own name', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, BONG_SON_KIOSKS, 'Máy nhà văn hoá');
  await kiosk.getByRole('link', { name: 'Nhờ cán bộ giúp' }).tap();
  await expect(kiosk.getByLabel('Họ và tên')).toBeVisible();
  await shot(kiosk, 'kiosk-giup-1', 'kiosk');
  await declare(kiosk, 'Nguyễn Thị Thử Cụ Bà');
  await expect(kiosk.getByRole('heading', { name: 'Cán bộ xác nhận giúp' })).toBeVisible();
  await shot(kiosk, 'kiosk-giup-2', 'kiosk');
  await clerkVouches(kiosk, 'bantochuc', 'khong-dung-mat-khau');
  await expect(kiosk.getByRole('alert')).toContainText('Tên đăng nhập hoặc mật khẩu không đúng');
  await clerkVouches(kiosk, 'thuky');
  await expect(kiosk.getByText(/Câu 1 trong/)).toBeVisible();
  await kiosk.goto('/kiosk');
  await endTurn(kiosk).tap();

  // Without a telephone the clerk's one word lets the person in and starts the attempt.
  await kiosk.getByRole('link', { name: 'Nhờ cán bộ giúp' }).tap();
  await declare(kiosk, 'Trần Văn Thử Cụ Ông', { phone: '' });
  await expect(kiosk.getByRole('alert')).toContainText('Người dự thi không có điện thoại thì cán bộ nhập mật khẩu');
  await shot(kiosk, 'kiosk-giup-khong-dien-thoai', 'kiosk');
  await clerkVouches(kiosk, 'thuky');
  await expect(kiosk.getByText(/Câu 1 trong/)).toBeVisible();
  await kiosk.locator('#cau-1 .option').first().tap();
  await expect(saved(kiosk)).toBeVisible();
  await kiosk.goto(`${new URL(kiosk.url()).pathname}/kiem-tra`);
  await kiosk.getByRole('button', { name: 'Gửi bài thi, bỏ trống 19 mục' }).tap();
  await expect(kiosk.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  await endTurn(kiosk).tap();

  // Whoever comes again is let in by the clerk's word and cannot start: their own page says why, and has their receipt.
  await kiosk.getByRole('link', { name: 'Nhờ cán bộ giúp' }).tap();
  await declare(kiosk, 'Trần Văn Thử Cụ Ông', { phone: '' });
  await clerkVouches(kiosk, 'thuky');
  await expect(kiosk).toHaveURL(/\/vao-thi\/dot-1$/);
  await expect(kiosk.getByText('Bạn đã thi xong đợt này')).toBeVisible();
  await expect(kiosk.getByRole('link', { name: 'Biên nhận lượt 1' })).toBeVisible();
  await expect(kiosk.getByRole('button', { name: 'Bắt đầu thi' })).toHaveCount(0);
  // The clerk vouched; nobody is signed in as the clerk.
  await kiosk.goto('/admin');
  await expect(kiosk).toHaveURL(/\/dang-nhap/);
  await kiosk.goto('/kiosk');
  await endTurn(kiosk).tap();

  await page.goto('/admin/bong-son-2024/nhat-ky');
  const act = page.getByRole('row').filter({ hasText: 'Cán bộ giúp người dự thi ở ki-ốt' });
  await expect(act).toHaveCount(2);
  await expect(act.first()).toContainText('Phạm Mẫu Thư Ký');
  // The entry itself carries the kiosk and the clerk.
  await page.goto('/admin/bong-son-2024/ra-soat/dot-1?lam=huy-bai&nguoi=Thử Cụ Bà');
  const entry = page.getByRole('row').filter({ hasText: 'Nguyễn Thị Thử Cụ Bà' });
  await expect(entry).toContainText('ở ki-ốt Máy nhà văn hoá, cán bộ Phạm Mẫu Thư Ký (thuky) giúp');
  await shot(page, 'tim-bai');
  await context.close();
});

test('without JavaScript the way out of a running attempt asks too', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy không chạy mã');
  const sheet = await takeTurn(kiosk, 'HUE-0003');
  const plain = await browser.newContext({ baseURL: server.url, storageState: await context.storageState(),
    javaScriptEnabled: false, viewport: { width: 1080, height: 1920 }, hasTouch: true });
  const still = await plain.newPage();
  await still.goto(sheet);
  const end = still.getByRole('contentinfo').getByRole('button', { name: 'Kết thúc lượt', exact: true });
  await expect(end).toBeHidden();
  await endTurn(still).tap();
  await expect(endAsked(still)).toContainText('Những câu đã lưu vẫn còn');
  await expect(endAsked(still).getByRole('button', { name: 'Làm bài tiếp' })).toBeHidden(); // folding up again stays
  await shot(still, 'kiosk-ket-thuc-khong-ma', 'kiosk');
  await end.tap();
  await expect(start(still)).toBeVisible();
  await plain.close();
  await context.close();
});

test('a code is used once, and a revoked device is any device again', async ({ page, browser, server }) => {
  const { context, page: kiosk, code } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy 4');
  const other = await device(browser, server);
  await enterCode(other.page, code);
  await expect(other.page.getByRole('alert')).toContainText('đã dùng hoặc đã quá 15 phút');
  await shot(other.page, 'kiosk-ghep-sai', 'phone');
  await enterCode(other.page, '0000 0000');
  await expect(other.page.getByRole('alert')).toContainText('Mã không đúng');

  // A code that nobody entered is gone with its kiosk.
  const unused = await pairingCode(page, HUE_KIOSKS, 'Máy 5');
  await page.goto(HUE_KIOSKS);
  const revoke = async (label) => {
    await page.goto(HUE_KIOSKS);
    await page.getByRole('link', { name: `Thu hồi… ${label}` }).click();
    await page.getByRole('button', { name: 'Thu hồi ki-ốt' }).click();
    await expect(page.getByText('Đã thu hồi ki-ốt.')).toBeVisible();
  };
  await revoke('Máy 5');
  await enterCode(other.page, unused);
  await expect(other.page.getByRole('alert')).toContainText('Mã không đúng');

  await enterWithSlip(kiosk, 'HUE-0004');
  await expect(kiosk.locator('main')).toContainText(/lượt|Bắt đầu/i);
  await revoke('Máy 4');
  await kiosk.goto('/cua-toi');
  await expect(kiosk).toHaveURL(/\/(\?het-phien=1)?$/);
  await kiosk.goto('/kiosk');
  await expect(kiosk.getByRole('heading', { name: 'Ghép máy này làm ki-ốt dự thi' })).toBeVisible();
  await other.context.close();
  await context.close();
});

test('question and options are read aloud where the device has a Vietnamese voice', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, BONG_SON_KIOSKS, 'Máy đọc');
  await expect(kiosk.getByRole('button', { name: /^Nghe/ })).toHaveCount(0); // no voice, no button
  await context.addInitScript(() => {
    window.spoken = [];
    speechSynthesis.getVoices = () => [{ lang: 'vi-VN', name: 'Giọng thử' }];
    Object.setPrototypeOf(SpeechSynthesisVoice, { [Symbol.hasInstance]: () => true });
    Object.defineProperty(SpeechSynthesisVoice, Symbol.hasInstance, { value: () => true });
    Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', { set() {} });
    speechSynthesis.speak = (words) => window.spoken.push([words.lang, words.text]);
  });
  await kiosk.reload();
  await kiosk.getByRole('link', { name: 'Bắt đầu thi' }).tap();
  await declare(kiosk, 'Lê Văn Thử Nghe', { phone: '0912 000 222' });
  await kiosk.getByRole('button', { name: 'Bắt đầu thi' }).tap();
  await expect(kiosk.getByText(/Câu 1 trong/)).toBeVisible();
  await kiosk.getByRole('button', { name: 'Nghe đọc câu hỏi' }).filter({ visible: true }).tap();
  const [lang, text] = await kiosk.evaluate(() => window.spoken[0]);
  expect(lang).toBe('vi-VN');
  expect(text).toContain(await kiosk.locator('#cau-1 .question__text').innerText());
  expect(text).toMatch(/ A: .+ B: /s);
  await shot(kiosk, 'kiosk-nghe', 'kiosk');
  await context.close();
});
