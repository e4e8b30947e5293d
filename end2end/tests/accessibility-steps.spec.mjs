import { LOOKS, check, examine } from '../support/axe.mjs';
import { test, expect, HUE, signInRoster, signInStaff, slip } from '../support/fixtures.mjs';
import { BONG_SON_KIOSKS, HUE_KIOSKS, clerkVouches, declare, pairedKiosk, start, takeTurn } from '../support/kiosk.mjs';

const ADMIN = '/admin/thua-thien-hue-2022';

// Pages that stand before an act, and pages one only reaches with a role of its own.
const STEPS = [`${ADMIN}?khoa=dot-4`, `${ADMIN}/ra-soat/dot-2?lam=huy-cau`, `${ADMIN}/ra-soat/dot-2?lam=huy-bai&nguoi=an`,
  `${ADMIN}/ra-soat/dot-2?lam=cong-bo`, `${ADMIN}/ra-soat/dot-3?lam=su-co`, `${ADMIN}/ra-soat/dot-3?lam=them-gio&nguoi=an`,
  `${ADMIN}/nguoi-thi?phan=don-vi`, `${ADMIN}/nguoi-thi?phan=nhap`, `${ADMIN}/cau-hoi?them=1`, '/unit'];

for (const look of LOOKS) {
  const dress = (context, server) => context.addCookies([{ name: 'hien-thi', value: look.cookie, url: server.url }]);

  test(`every page of a kiosk has no axe violation: ${look.name}`, async ({ page, browser, server }) => {
    const { context, page: kiosk } = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy đọc trang');
    await dress(context, server);
    await check(kiosk, '/kiosk');
    await check(kiosk, `${HUE}/vao-thi/dot-3`);
    const sheet = await takeTurn(kiosk, 'HUE-0005', { from: '/kiosk' });
    await examine(kiosk, 'the sheet');
    await kiosk.locator('dialog').evaluate((dialog) => dialog.showModal());
    await examine(kiosk, 'the question whether someone is there');
    for (const path of [`${sheet}/kiem-tra`, '/cua-toi', '/kiosk', '/thi/khong-co']) await check(kiosk, path);
    await kiosk.goto('/cua-toi');
    await kiosk.getByRole('link', { name: 'Biên nhận' }).last().tap();
    await examine(kiosk, 'the receipt');
    await kiosk.goto(sheet);
    await kiosk.getByRole('button', { name: 'Làm tiếp trên điện thoại' }).tap();
    await expect(kiosk.locator('svg.receipt__qr')).toBeVisible();
    await examine(kiosk, 'the code for one\'s own phone');
    await context.close();
  });

  test(`the steps of the committee have no axe violation: ${look.name}`, async ({ page, context, server }) => {
    test.setTimeout(300_000);
    await signInStaff(page, 'bantochuc');
    await dress(context, server);
    // Width changes no colour: the phone is looked at in the look whose letters are largest.
    const sizes = look.cookie.endsWith('large') ? [{ width: 360, height: 640 }] : [];
    for (const size of [...sizes, { width: 1280, height: 900 }]) {
      await page.setViewportSize(size);
      for (const path of STEPS) await check(page, path);
      await page.goto(`${ADMIN}/de-nghi`);
      await page.getByRole('link', { name: 'Xem trước thay đổi' }).first().click();
      await examine(page, 'a proposal looked at');
    }
  });

  test(`an administrator's and a unit officer's pages have no axe violation: ${look.name}`, async ({ page, context, server }) => {
    await signInStaff(page, 'quantri');
    await dress(context, server);
    await check(page, '/admin/tai-khoan');
    await check(page, '/admin/tao');
    await page.getByRole('button', { name: 'Tạo cuộc thi' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await examine(page, 'a contest not created, with every reason');
    await page.goto('/admin');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await signInStaff(page, 'daumoi');
    for (const size of [{ width: 360, height: 640 }, { width: 1280, height: 900 }]) {
      await page.setViewportSize(size);
      await check(page, '/unit');
    }
  });

  test(`one's own result has no axe violation: ${look.name}`, async ({ page, context, server }) => {
    await dress(context, server);
    await signInRoster(page, 'HUE-0001');
    for (const size of [{ width: 320, height: 640 }, { width: 1280, height: 900 }]) {
      await page.setViewportSize(size);
      await page.goto('/cua-toi');
      await page.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
      await expect(page.getByText('Bạn đạt Giải Nhất')).toBeVisible();
      await examine(page, 'own result');
    }
  });
}

test('help by a clerk has no axe violation', async ({ page, browser, server }) => {
  const { context, page: kiosk } = await pairedKiosk(page, browser, server, BONG_SON_KIOSKS, 'Máy có cán bộ');
  await check(kiosk, '/kiosk?giup=1');
  await kiosk.getByRole('button', { name: 'Tiếp tục' }).tap();
  await expect(kiosk.getByRole('alert')).toBeVisible();
  await examine(kiosk, 'a person\'s data refused');
  await declare(kiosk, 'Nguyễn Thử Đọc Trang', { phone: '0912 000 333' });
  await examine(kiosk, 'the clerk\'s word');
  await clerkVouches(kiosk, '');
  await examine(kiosk, 'the clerk\'s word refused');
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
