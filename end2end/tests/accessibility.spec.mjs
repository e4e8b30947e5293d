import { LOOKS, MORE_LOOKS, USUAL, check, dress } from '../support/axe.mjs';
import { test, expect, HUE, SIZES, shot, signInRoster, signInStaff } from '../support/fixtures.mjs';

// Halves, so that two workers end at about the same time.
const PUBLIC = {
  'contests and results': ['/', HUE, '/cuoc-thi/bong-son-2024', '/cuoc-thi/thanh-tri-2023', '/cuoc-thi/khanh-son-2019',
    '/cuoc-thi/kon-tum-2023-2030', `${HUE}/ket-qua/dot-1`, `${HUE}/ket-qua/dot-2`, '/ket-qua'],
  'ways in and explanations': [`${HUE}/vao-thi/dot-3`, `${HUE}/vao-thi/dot-4`, '/cuoc-thi/bong-son-2024/vao-thi/dot-1',
    '/bien-nhan', '/bien-nhan?ma=0000', '/dang-nhap', '/huong-dan', '/du-lieu-ca-nhan', '/kiosk', '/khong-co-trang-nay'],
};

const STAFF = ['/admin', '/admin/thua-thien-hue-2022', '/admin/thua-thien-hue-2022/the-le', '/admin/thua-thien-hue-2022/cau-hoi',
  '/admin/thua-thien-hue-2022/nguoi-thi', '/admin/thua-thien-hue-2022/tham-gia', '/admin/thua-thien-hue-2022/ra-soat/dot-2',
  '/admin/thua-thien-hue-2022/de-nghi', '/admin/thua-thien-hue-2022/kiosk', '/admin/thua-thien-hue-2022/vai-tro',
  '/admin/thua-thien-hue-2022/nhat-ky'];

// Pages as members with fewer rights find them: other notices, other panels, nothing to press.
const ADMIN = '/admin/thua-thien-hue-2022';
const OTHERS = {
  thuky: ['/admin', ADMIN, `${ADMIN}/the-le`, `${ADMIN}/cau-hoi`, `${ADMIN}/tham-gia`, `${ADMIN}/ra-soat/dot-2`,
    `${ADMIN}/ra-soat/dot-2?lam=cong-bo`, `${ADMIN}/de-nghi`, `${ADMIN}/nhat-ky`],
  giamsat: [ADMIN, `${ADMIN}/the-le`, `${ADMIN}/cau-hoi`, `${ADMIN}/tham-gia`, `${ADMIN}/ra-soat/dot-2`,
    `${ADMIN}/de-nghi`, `${ADMIN}/nhat-ky`],
};

const nameOf = (path) => `trang${path === '/' ? '' : path.replaceAll(/[/?=]/g, '-')}`;

// Examines pages; in the usual look people get pictures of them to look at.
async function checkAll(page, paths, look, sizes) {
  for (const path of paths) {
    await check(page, path, look);
    if (look === USUAL) for (const size of sizes) await shot(page, nameOf(path), size);
  }
}

for (const look of [...LOOKS, ...MORE_LOOKS]) {
  for (const [part, paths] of Object.entries(PUBLIC)) {
    test(`public pages have no axe violation, ${part}: ${look.name}`, async ({ page, context, server }) => {
      await dress(context, server, look);
      await checkAll(page, paths, look, ['phone', 'tablet', 'desktop']);
    });
  }

  test(`the committee's pages have no axe violation: ${look.name}`, async ({ page, context, server }) => {
    await signInStaff(page, 'bantochuc');
    await dress(context, server, look);
    await checkAll(page, STAFF, look, ['phone', 'desktop']);
  });

  test(`a running quiz has no axe violation: ${look.name}`, async ({ page, context, server }) => {
    await dress(context, server, look);
    await signInRoster(page, 'HUE-0001');
    await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
    await expect(page.getByText('Câu 1 trong 10')).toBeVisible();
    const sheet = new URL(page.url()).pathname;
    for (const path of [sheet, `${sheet}/kiem-tra`, '/cua-toi']) {
      await check(page, path, look, { wide: SIZES.desktop, narrow: [320, 640] });
    }
  });
}

for (const [login, paths] of Object.entries(OTHERS)) {
  test(`the committee's pages have no axe violation: ${login}`, async ({ page, context, server }) => {
    await signInStaff(page, login);
    await dress(context, server, USUAL);
    for (const path of paths) expect((await check(page, path, USUAL)).status(), `${login} may see ${path}`).toBe(200);
  });
}
