import { LOOKS, check } from '../support/axe.mjs';
import { test, expect, HUE, shot, signInRoster, signInStaff } from '../support/fixtures.mjs';

const PUBLIC = ['/', HUE, '/cuoc-thi/bong-son-2024', '/cuoc-thi/thanh-tri-2023', '/cuoc-thi/khanh-son-2019',
  '/cuoc-thi/kon-tum-2023-2030', `${HUE}/vao-thi/dot-3`, `${HUE}/vao-thi/dot-4`, '/cuoc-thi/bong-son-2024/vao-thi/dot-1',
  `${HUE}/ket-qua/dot-1`, `${HUE}/ket-qua/dot-2`, '/ket-qua', '/bien-nhan', '/bien-nhan?ma=0000', '/dang-nhap', '/huong-dan',
  '/du-lieu-ca-nhan', '/kiosk', '/khong-co-trang-nay'];

const STAFF = ['/admin', '/admin/thua-thien-hue-2022', '/admin/thua-thien-hue-2022/the-le', '/admin/thua-thien-hue-2022/cau-hoi',
  '/admin/thua-thien-hue-2022/nguoi-thi', '/admin/thua-thien-hue-2022/tham-gia', '/admin/thua-thien-hue-2022/ra-soat/dot-2',
  '/admin/thua-thien-hue-2022/de-nghi', '/admin/thua-thien-hue-2022/kiosk', '/admin/thua-thien-hue-2022/vai-tro',
  '/admin/thua-thien-hue-2022/nhat-ky'];

const nameOf = (path) => (path === '/' ? 'trang-chu' : path.slice(1).replaceAll(/[/?=]/g, '-'));

for (const look of LOOKS) {
  test(`public pages have no axe violation: ${look.name}`, async ({ page, context, server }) => {
    test.setTimeout(400_000);
    await context.addCookies([{ name: 'hien-thi', value: look.cookie, url: server.url }]);
    for (const size of [{ width: 360, height: 640 }, { width: 1280, height: 900 }]) {
      await page.setViewportSize(size);
      for (const path of PUBLIC) await check(page, path);
    }
  });

  test(`the committee's pages have no axe violation: ${look.name}`, async ({ page, context, server }) => {
    test.setTimeout(400_000);
    await signInStaff(page, 'bantochuc');
    await context.addCookies([{ name: 'hien-thi', value: look.cookie, url: server.url }]);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const path of STAFF) await check(page, path);
  });

  test(`a running quiz has no axe violation: ${look.name}`, async ({ page, context, server }) => {
    await context.addCookies([{ name: 'hien-thi', value: look.cookie, url: server.url }]);
    await signInRoster(page, 'HUE-0001');
    await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
    await expect(page.getByText('Câu 1 trong 10')).toBeVisible();
    const sheet = new URL(page.url()).pathname;
    for (const size of [{ width: 320, height: 640 }, { width: 1280, height: 900 }]) {
      await page.setViewportSize(size);
      for (const path of [sheet, `${sheet}/kiem-tra`, '/cua-toi']) await check(page, path);
    }
  });
}

test('pictures of every page for people to look at', async ({ page }) => {
  test.setTimeout(400_000);
  for (const path of PUBLIC) {
    await page.goto(path);
    for (const size of ['phone', 'tablet', 'desktop']) await shot(page, nameOf(path), size);
  }
  await signInStaff(page, 'bantochuc');
  for (const path of STAFF) {
    await page.goto(path);
    for (const size of ['phone', 'desktop']) await shot(page, nameOf(path), size);
  }
});
