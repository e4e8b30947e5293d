import { LOOKS, USUAL, check, dress, examine, whole, worn } from '../support/axe.mjs';
import { ownContest, upload } from '../support/committee.mjs';
import { test, expect, HUE, PASSWORD, SIZES, shot, signInRoster, signInStaff, slip } from '../support/fixtures.mjs';
import { BONG_SON_KIOSKS, HUE_KIOSKS, clerkVouches, declare, pairedKiosk, start, takeTurn } from '../support/kiosk.mjs';
import { BAD_ROSTER, ROSTER } from '../support/papers.mjs';
import { readQr } from '../support/qr.mjs';

const ADMIN = '/admin/thua-thien-hue-2022';
const KIOSK = { wide: SIZES.kiosk };

// Pages that stand before an act.
const STEPS = [`${ADMIN}/ra-soat/dot-2?lam=huy-cau`, `${ADMIN}/ra-soat/dot-2?lam=huy-bai&nguoi=an`,
  `${ADMIN}/ra-soat/dot-2?lam=cong-bo`, `${ADMIN}/ra-soat/dot-2?lam=doi-dap-an`, `${ADMIN}/ra-soat/dot-3?lam=doi-gio-dong`,
  `${ADMIN}/ra-soat/dot-3?lam=su-co`, `${ADMIN}/ra-soat/dot-3?lam=them-gio&nguoi=an`, `${ADMIN}/nguoi-thi?phan=don-vi`,
  `${ADMIN}/nguoi-thi?phan=nhap`];

test.beforeEach(({ context, server }) => dress(context, server, USUAL));

async function signOut(page) {
  await page.goto('/admin');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
}

// Examines the page as it stands; people get pictures of it in the usual look.
async function see(page, name, picture) {
  await examine(page, name);
  if (picture) for (const size of ['phone', 'desktop']) await shot(page, picture, size);
}

test('every page of a kiosk has no axe violation', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy đọc trang');
  // As the server gives them: a kiosk's buttons that chose the look are shown pressed.
  for (const look of LOOKS) {
    await dress(context, server, look);
    await kiosk.goto('/kiosk');
    expect(await worn(kiosk)).toBe(look);
    await whole(kiosk, `/kiosk, served ${look}`);
  }
  await dress(context, server, USUAL);
  await check(kiosk, '/kiosk', KIOSK);
  await shot(kiosk, 'kiosk-bat-dau', 'phone');
  await check(kiosk, `${HUE}/vao-thi/dot-3`, KIOSK);
  const sheet = await takeTurn(kiosk, 'HUE-0005', { from: '/kiosk' });
  await examine(kiosk, 'the sheet', KIOSK);
  await shot(kiosk, 'kiosk-cau-hoi', 'phone');
  await kiosk.locator('#con-do').evaluate((dialog) => dialog.showModal());
  await examine(kiosk, 'the question whether someone is there', KIOSK);
  await kiosk.locator('#con-do').evaluate((dialog) => dialog.close());
  await kiosk.locator('#ket-thuc summary').tap();
  await examine(kiosk, 'the question before a turn ends', KIOSK);
  for (const path of [`${sheet}/kiem-tra`, '/cua-toi', '/kiosk', '/thi/khong-co']) await check(kiosk, path, KIOSK);
  await kiosk.goto('/cua-toi');
  await kiosk.getByRole('link', { name: 'Biên nhận' }).last().tap();
  await expect(kiosk.locator('svg.receipt__qr')).toBeVisible();
  await examine(kiosk, 'the receipt', KIOSK);
  await shot(kiosk, 'kiosk-bien-nhan', 'phone');
  await kiosk.goto(sheet);
  await kiosk.getByRole('button', { name: 'Làm tiếp trên điện thoại' }).tap();
  await expect(kiosk.locator('svg.receipt__qr')).toBeVisible();
  await examine(kiosk, 'the code for one\'s own phone', KIOSK);
  await shot(kiosk, 'kiosk-ma-qr', 'phone');
  const own = await browser.newContext({ baseURL: server.url, viewport: { width: 360, height: 640 } });
  await dress(own, server, USUAL);
  const phone = await own.newPage();
  await phone.goto(await readQr(kiosk));
  await expect(phone.getByRole('button', { name: 'Mở bài thi của tôi' })).toBeVisible();
  await examine(phone, 'where the code leads one\'s own phone');
  await own.close();
  await context.close();
});

test('the steps of the committee have no axe violation', async ({ page }) => {
  await signInStaff(page, 'bantochuc');
  for (const path of STEPS) {
    await page.goto(path);
    await see(page, path, `buoc${path.replaceAll(/[/?=&]/g, '-')}`);
  }
});

test('proposals of every kind have no axe violation', async ({ page }) => {
  await signInStaff(page, 'bantochuc');
  const propose = async (path, fill, button) => {
    await page.goto(path);
    await fill();
    await page.getByLabel(/^Lý do/).fill('Biên bản số 12 của Ban Tổ chức');
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByText('Đã gửi đề nghị.')).toBeVisible();
  };
  await propose(`${ADMIN}/vai-tro`, async () => {
    await page.getByLabel('Tên đăng nhập của người nhận').fill('daumoi');
    await page.getByRole('region', { name: 'Giao vai trò' }).getByLabel('Vai trò', { exact: true }).selectOption('auditor');
  }, 'Gửi đề nghị giao vai trò');
  await page.goto(`${ADMIN}/cau-hoi?dot=dot-2`);
  const code = await page.getByRole('table', { name: 'Danh sách câu hỏi' }).getByRole('rowheader').first().innerText();
  await propose(`${ADMIN}/ra-soat/dot-2?lam=doi-dap-an`, async () => {
    await page.getByLabel('Mã câu hỏi').fill(code.trim().split(/\s/)[0]);
    await page.getByLabel('Đáp án được nhận').fill('A; B');
  }, 'Gửi đề nghị');
  // Rounds of Huế follow one another without a gap; the ward's one round can close later.
  await propose('/admin/bong-son-2024/ra-soat/dot-1?lam=doi-gio-dong', async () => {
    const closes = page.getByLabel('Đóng lúc', { exact: true });
    const day = new Date(Date.parse(`${await closes.inputValue()}Z`) + 86_400_000);
    await closes.fill(day.toISOString().slice(0, 16));
  }, 'Gửi đề nghị');
  await signOut(page);
  await signInStaff(page, 'phobantochuc');
  const addresses = [];
  for (const [contest, waiting] of [['thua-thien-hue-2022', 3], ['bong-son-2024', 1]]) { // the demo has one already
    await page.goto(`/admin/${contest}/de-nghi`);
    const links = page.getByRole('link', { name: 'Xem trước thay đổi' });
    await expect(links).toHaveCount(waiting);
    await see(page, `proposals that wait in ${contest}`, `de-nghi-${contest}`);
    addresses.push(...await links.evaluateAll((all) => all.map((link) => link.href)));
  }
  for (const [place, address] of addresses.entries()) {
    await page.goto(address);
    await expect(page.getByRole('region', { name: 'Nếu xác nhận lúc này' })).toBeVisible();
    await see(page, address, `de-nghi-loai-${place + 1}`);
  }
  await page.goto('/admin/bong-son-2024/de-nghi');
  await page.getByRole('link', { name: 'Bỏ đề nghị…' }).click();
  await page.getByRole('button', { name: 'Bỏ đề nghị' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await see(page, 'a proposal refused without a reason', 'bo-de-nghi-thieu-ly-do');
});

test('an administrator\'s pages have no axe violation', async ({ page }) => {
  await signInStaff(page, 'quantri');
  await page.goto('/admin/tao');
  await see(page, 'a contest to be created', 'tao-cuoc-thi');
  await page.getByRole('button', { name: 'Tạo cuộc thi' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await see(page, 'a contest not created, with every reason');
  await page.goto('/admin/tai-khoan');
  await see(page, 'accounts', 'tai-khoan');
  await page.getByRole('link', { name: 'Đổi số nhận biết… của thuky' }).click();
  await expect(page.getByRole('heading', { name: /^Đổi số nhận biết của/ })).toBeVisible();
  await see(page, 'another number?', 'tai-khoan-so');
  await page.goto('/admin/tai-khoan');
  await page.getByRole('link', { name: 'Đặt lại mật khẩu… của thuky' }).click();
  await expect(page.getByRole('heading', { name: /^Đặt lại mật khẩu cho/ })).toBeVisible();
  await see(page, 'a new password?', 'tai-khoan-mat-khau');
  await page.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'Mật khẩu dùng một lần của thuky' });
  await expect(notice).toBeVisible();
  await see(page, 'the one-time password', 'tai-khoan-mat-khau-moi');
  const once = await notice.locator('.num').innerText();

  // It lets nobody in before a password of one's own.
  await signOut(page);
  const fill = async () => {
    await page.getByLabel('Tên đăng nhập').fill('thuky');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(once);
  };
  await page.goto('/dang-nhap');
  await fill();
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByLabel('Mật khẩu mới')).toBeVisible();
  await see(page, 'a password of one\'s own', 'dang-nhap-mat-khau-moi');
  await fill();
  await page.getByLabel('Mật khẩu mới').fill(PASSWORD + '-2');
  await page.getByRole('button', { name: 'Đặt mật khẩu và đăng nhập' }).click();
  await expect(page).toHaveURL(/\/admin/);
});

test('a contest that is being prepared: files read, questions written, a round about to be locked', async ({ browser, server }) => {
  const { organiser: page } = await ownContest(browser, server, { preset: /Hội thi trực tuyến tìm hiểu công tác cải cách hành chính/,
    code: 'dang-soan', title: 'Hội thi đang soạn' });
  await dress(page.context(), server, USUAL);
  const admin = '/admin/dang-soan';
  const aiken = [
    'Cơ quan nào tiếp nhận hồ sơ của người dân tại phường?\nA. Bộ phận một cửa\nB. Nhà văn hoá\nANSWER: A',
    'Một câu không có đáp án?\nA. Có\nB. Không',
    'Một câu có đáp án lạ?\nA. Có\nB. Không\nANSWER: D',
  ];
  const bank = async (text) => {
    await page.goto(`${admin}/cau-hoi`);
    await page.getByLabel('Chủ đề của câu không ghi chủ đề').selectOption({ index: 1 });
    await page.getByLabel('Mức độ của câu không ghi mức độ').selectOption({ index: 1 });
    await upload(page, 'Tệp câu hỏi', 'cau-hoi.txt', text);
  };
  await bank(aiken.join('\n\n'));
  const fault = (line) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: line, exact: true }) });
  await expect(fault('8')).toContainText('thiếu đáp án');
  await expect(fault('13')).toContainText('đáp án D không có trong các phương án');
  await expect(page.getByRole('button', { name: /^Nhập/ })).toHaveCount(0);
  await see(page, 'questions read, with faults', 'xem-truoc-cau-hoi-loi');
  await bank(aiken[0]);
  await see(page, 'questions read', 'xem-truoc-cau-hoi');
  await page.getByRole('button', { name: 'Nhập 1 câu' }).click();
  await expect(page.getByText('1 câu mới, 0 câu thay bản cũ, 0 câu giữ nguyên.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Danh sách câu hỏi' })).toContainText('Cơ quan nào tiếp nhận');
  await page.goto(`${admin}/cau-hoi?them=1`);
  await see(page, 'a question to be written', 'soan-cau-hoi');

  for (const [name, text] of [['loi', BAD_ROSTER], ['tot', ROSTER]]) {
    await page.goto(`${admin}/nguoi-thi?phan=nhap`);
    await upload(page, 'Tệp danh sách', 'danh-sach.csv', text);
    await see(page, `a list of people read, ${name}`, `xem-truoc-danh-sach-${name}`);
  }
  await page.goto(`${admin}?khoa=dot-1`);
  await see(page, 'a round that cannot be locked yet', 'khoa-dot-chua-du');
});

test('a unit officer\'s page, receipt and own result have no axe violation', async ({ page }) => {
  await signInStaff(page, 'daumoi');
  await page.goto('/unit');
  await see(page, 'participation of a unit', 'don-vi');
  await signOut(page);
  await signInRoster(page, 'HUE-0001');
  await page.goto('/cua-toi');
  await page.getByRole('main').getByRole('link', { name: 'Biên nhận' }).first().click();
  await expect(page.locator('svg.receipt__qr')).toBeVisible();
  await see(page, 'the receipt', 'bien-nhan-cua-toi');
  await page.goto('/cua-toi');
  await page.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
  await expect(page.getByText('Bạn đạt Giải Nhất')).toBeVisible();
  await see(page, 'own result', 'ket-qua-giai-nhat');
});

test('help by a clerk has no axe violation', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, BONG_SON_KIOSKS, 'Máy có cán bộ');
  await dress(context, server, USUAL);
  await check(kiosk, '/kiosk?giup=1', KIOSK);
  await kiosk.getByRole('button', { name: 'Tiếp tục' }).tap();
  await expect(kiosk.getByRole('alert')).toBeVisible();
  await examine(kiosk, 'a person\'s data refused', KIOSK);
  await shot(kiosk, 'kiosk-giup-loi', 'phone');
  await declare(kiosk, 'Nguyễn Thử Đọc Trang', { phone: '0912 000 333' });
  await expect(kiosk.getByRole('heading', { name: 'Cán bộ xác nhận giúp' })).toBeVisible();
  await examine(kiosk, 'the clerk\'s word', KIOSK);
  await shot(kiosk, 'kiosk-can-bo', 'phone');
  await clerkVouches(kiosk, '');
  await expect(kiosk.getByRole('alert')).toBeVisible();
  await examine(kiosk, 'the clerk\'s word refused', KIOSK);
  await kiosk.goto('/kiosk');
  await kiosk.getByRole('button', { name: 'Kết thúc lượt của tôi' }).tap();
  await expect(start(kiosk)).toBeVisible();
  await context.close();
});

test('a whole attempt with the keyboard alone', async ({ page }) => {
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.id || '');
  // Goes forward by Tab until what has the focus says this.
  const tabTo = async (words) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      if (words.test(await focused())) return;
    }
    throw new Error(`no way by Tab to ${words}`);
  };
  await page.goto(`${HUE}/vao-thi/dot-3`);
  await press('Tab');
  expect(await focused()).toMatch(/Đến nội dung chính/);
  await press('Enter');
  const { code, secret } = slip('HUE-0003');
  await tabTo(/^code$/);
  await page.keyboard.type(code);
  await press('Tab');
  await page.keyboard.type(secret);
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Bắt đầu thi' })).toBeVisible();
  await tabTo(/^Bắt đầu thi/);
  await press('Enter');
  await expect(page.locator('#bai-thi')).not.toHaveAttribute('data-asleep');

  for (let question = 1; question <= 10; question += 1) {
    const field = page.locator(`#cau-${question}`);
    await expect(field).toBeVisible();
    if (question > 1) await expect(field).toBeFocused(); // the step before brought the focus along
    else await field.focus();
    await press('Tab', 'Space');
    await expect(field.locator('input:checked')).toHaveCount(1);
    await expect(page.locator('.save-state--saved')).toBeVisible();
    await tabTo(question < 10 ? new RegExp(`^Câu ${question + 1}$`) : /^Dự đoán$/);
    await press('Enter');
  }
  await tabTo(/^du-doan$/);
  await page.keyboard.type('700');
  await tabTo(/^Kiểm tra bài/);
  await press('Enter');
  await expect(page).toHaveURL(/kiem-tra(#main)?$/); // the skip link's fragment stays
  await tabTo(/^Gửi bài thi$/);
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
});
