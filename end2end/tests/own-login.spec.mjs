import { test, expect, shot, signInRoster, slip, HUE } from '../support/fixtures.mjs';
import { examine } from '../support/axe.mjs';
import { bankText } from '../support/bank.mjs';
import { commitSoon, opened, ownContest, upload } from '../support/committee.mjs';
import { answerAny, begin, saved } from '../support/quiz.mjs';

// The ward's contest with the third way in: people state who they are and choose a login and a password.
const CONTEST = 'tai-khoan-rieng';
const ENTER = `/cuoc-thi/${CONTEST}/vao-thi/dot-1`;
const PASSWORD = 'mot cau ngan de nho';
const TOPICS = ['the_che', 'thu_tuc', 'bo_may', 'cong_vu', 'tai_chinh_cong', 'chinh_phu_so', 'de_an_06'];

async function signIn(page, login, password) {
  await page.goto(ENTER);
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
}

test('people choose a login when they enter, and come back with it on another device', async ({ browser, server }) => {
  test.setTimeout(300_000);
  const { organiser } = await ownContest(browser, server, { preset: /phường Bồng Sơn/, code: CONTEST,
    title: 'Cuộc thi có tài khoản riêng' });
  await organiser.goto(`/admin/${CONTEST}/nguoi-thi?phan=don-vi`);
  const unit = organiser.getByRole('group', { name: 'Đơn vị 1' });
  await unit.getByLabel('Tên').fill('Khu phố Thử');
  await unit.getByLabel('Khối').selectOption({ label: 'Khu phố' });
  await organiser.getByRole('button', { name: 'Thêm đơn vị' }).click();
  await organiser.goto(`/admin/${CONTEST}/cau-hoi`);
  await upload(organiser, 'Tệp câu hỏi', 'cau-hoi.toml', TOPICS.map(bankText).join('\n'));
  await organiser.getByRole('button', { name: /^Nhập \d+ câu/ }).click();
  await organiser.goto(`/admin/${CONTEST}/the-le`);
  await organiser.getByLabel('Cách nhận biết người thi').selectOption({ label: 'Tự khai thông tin, có tên đăng nhập và mật khẩu riêng' });
  await organiser.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await expect(organiser.getByText('Đã lưu bản nháp thể lệ.')).toBeVisible();
  await commitSoon(organiser, CONTEST, { soon: 20_000, open: 200_000,
    change: (sheet) => sheet.replace('minutes = 20', 'minutes = 3') });
  await opened(organiser, CONTEST, 'Tên đăng nhập');

  const device = async () => (await browser.newContext({ baseURL: server.url, locale: 'vi-VN', hasTouch: true,
    viewport: { width: 360, height: 640 } })).newPage();
  const phone = await device();
  await signIn(phone, 'hoa.thu', PASSWORD);
  await expect(phone.getByRole('alert')).toBeVisible(); // nobody has this login yet
  await phone.goto(ENTER);
  await phone.getByRole('link', { name: 'Tạo tài khoản dự thi' }).click();
  await phone.getByRole('button', { name: 'Tạo tài khoản và tiếp tục' }).click();
  const problems = phone.getByRole('alert');
  for (const field of ['Tên đăng nhập', 'Mật khẩu', 'họ và tên', 'ngày sinh', 'khu phố', 'đồng ý']) {
    await expect(problems).toContainText(new RegExp(field, 'i'));
  }
  await phone.goto(ENTER);
  await examine(phone, 'the login');
  await phone.goto(`${ENTER}?moi=1`);
  await examine(phone, 'a new login');
  await shot(phone, 'tai-khoan-moi', 'phone');
  await phone.getByLabel('Tên đăng nhập').fill('Hoa.Thu');
  await phone.getByLabel('Mật khẩu').fill(PASSWORD);
  await phone.getByLabel('Họ và tên').fill('Trần Thị Thử Hoa');
  await phone.getByLabel('Ngày sinh').fill('2/9/1975');
  await phone.getByLabel('Số điện thoại').fill('0905 000 001');
  await phone.getByLabel('Khu phố hoặc đơn vị').selectOption({ label: 'Khu phố Thử' });
  await phone.getByRole('checkbox').check();
  await phone.getByRole('button', { name: 'Tạo tài khoản và tiếp tục' }).click();
  const sheet = await begin(phone, 20);
  await answerAny(phone, 1);
  await expect(saved(phone)).toContainText(/Đã lưu lúc/);

  // Somebody else cannot take the login, nor be the same person under another one.
  const other = await device();
  await other.goto(`${ENTER}?moi=1`);
  const fill = async (login, number) => {
    await other.getByLabel('Tên đăng nhập').fill(login);
    await other.getByLabel('Mật khẩu').fill(PASSWORD);
    await other.getByLabel('Họ và tên').fill('Trần Thị Thử Hoa');
    await other.getByLabel('Ngày sinh').fill(number === '0905 000 001' ? '2/9/1975' : '3/9/1975');
    await other.getByLabel('Số điện thoại').fill(number);
    await other.getByLabel('Khu phố hoặc đơn vị').selectOption({ label: 'Khu phố Thử' });
    await other.getByRole('checkbox').check();
    await other.getByRole('button', { name: 'Tạo tài khoản và tiếp tục' }).click();
  };
  await fill('hoa.thu', '0905 000 002');
  await expect(other.getByRole('alert')).toContainText('đã có người dùng');
  await expect(other.getByLabel('Mật khẩu')).toHaveValue(''); // a password is never sent back
  await fill('hoa.khac', '0905 000 001');
  await expect(other.getByRole('alert')).toBeVisible();
  await expect(other.getByText('Bắt đầu thi')).toHaveCount(0);

  // The same person on a second device goes on where the first stopped.
  await signIn(other, 'HOA.THU', PASSWORD);
  await other.getByRole('button', { name: 'Làm tiếp' }).click();
  await expect(other).toHaveURL(new RegExp(`${sheet}$`));
  await expect(other.locator('#cau-1 input:checked')).toHaveCount(1);
});

test('a slip gives way to a password of one\'s own', async ({ page, browser, server }) => {
  await signInRoster(page, 'HUE-0002');
  await expect(page.getByRole('button', { name: 'Bắt đầu thi' })).toBeVisible();
  await page.goto('/cua-toi');
  await page.getByText('Đặt mật khẩu riêng').click();
  await page.getByLabel('đang dùng').fill('sai');
  await page.getByLabel('Mật khẩu mới').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await expect(page.getByRole('alert')).toContainText('chưa đúng');
  await examine(page, 'a password refused');
  await page.getByLabel('đang dùng').fill(slip('HUE-0002').secret);
  await page.getByLabel('Mật khẩu mới').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await expect(page.getByRole('status')).toContainText('Đã đổi mật khẩu');
  const other = await (await browser.newContext({ baseURL: server.url, locale: 'vi-VN' })).newPage();
  await signInRoster(other, 'HUE-0002');
  await expect(other.getByRole('alert')).toBeVisible(); // the slip alone is worth nothing now
  await other.goto(`${HUE}/vao-thi/dot-3`);
  await other.getByLabel('Mã dự thi').fill('HUE-0002');
  await other.getByLabel('Mật mã trên phiếu').fill(PASSWORD);
  await other.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(other.getByRole('button', { name: 'Bắt đầu thi' })).toBeVisible();
});
