import { LOOKS, USUAL, check, dress, wear, whole } from '../support/axe.mjs';
import { test, expect, HUE, SIZES, shot, signInRoster, signInStaff } from '../support/fixtures.mjs';

// Parts of about the same length, so that two workers end at about the same time.
const PUBLIC = {
  'small contests': ['/cuoc-thi/bong-son-2024', '/cuoc-thi/thanh-tri-2023', '/cuoc-thi/khanh-son-2019',
    '/cuoc-thi/kon-tum-2023-2030'],
  'a large contest and results': ['/', HUE, `${HUE}/ket-qua/dot-1`, `${HUE}/ket-qua/dot-2`, '/ket-qua'],
  'ways in and explanations': [`${HUE}/vao-thi/dot-3`, `${HUE}/vao-thi/dot-4`, '/cuoc-thi/bong-son-2024/vao-thi/dot-1',
    '/bien-nhan', '/bien-nhan?ma=0000', '/dang-nhap', '/huong-dan', '/du-lieu-ca-nhan', '/kiosk', '/khong-co-trang-nay'],
};

const ADMIN = '/admin/thua-thien-hue-2022';
const STAFF = {
  'questions and people': ['/admin', `${ADMIN}/cau-hoi`, `${ADMIN}/nguoi-thi`, `${ADMIN}/kiosk`, `${ADMIN}/vai-tro`],
  'a contest and its results': [ADMIN, `${ADMIN}/the-le`, `${ADMIN}/tham-gia`, `${ADMIN}/ra-soat/dot-2`,
    `${ADMIN}/de-nghi`, `${ADMIN}/nhat-ky`],
};

// Pages as members with fewer rights find them: other notices, other panels, nothing to press.
const OTHERS = {
  thuky: ['/admin', ADMIN, `${ADMIN}/the-le`, `${ADMIN}/cau-hoi`, `${ADMIN}/tham-gia`, `${ADMIN}/ra-soat/dot-2`,
    `${ADMIN}/ra-soat/dot-2?lam=cong-bo`, `${ADMIN}/de-nghi`, `${ADMIN}/nhat-ky`],
  soancauhoi: ['/admin', ADMIN, `${ADMIN}/cau-hoi`],
  thamdinh: [ADMIN, `${ADMIN}/cau-hoi`],
  giamkhao: ['/admin', ADMIN, `${ADMIN}/the-le`],
  giamsat: [ADMIN, `${ADMIN}/the-le`, `${ADMIN}/cau-hoi`, `${ADMIN}/tham-gia`, `${ADMIN}/ra-soat/dot-2`,
    `${ADMIN}/de-nghi`, `${ADMIN}/nhat-ky`],
};

const nameOf = (path) => `trang${path === '/' ? '' : path.replaceAll(/[/?=]/g, '-')}`;

// Examines pages; people get pictures of them in the usual look.
async function checkAll(page, paths, sizes) {
  for (const path of paths) {
    await check(page, path);
    for (const size of sizes) await shot(page, nameOf(path), size);
  }
}

test.beforeEach(({ context, server }) => dress(context, server, USUAL));

for (const [part, paths] of Object.entries(PUBLIC)) {
  test(`public pages have no axe violation, ${part}`, async ({ page }) => {
    await checkAll(page, paths, ['phone', 'tablet', 'desktop']);
  });
}

for (const [part, paths] of Object.entries(STAFF)) {
  test(`the committee's pages have no axe violation, ${part}`, async ({ page }) => {
    await signInStaff(page, 'bantochuc');
    await checkAll(page, paths, ['phone', 'desktop']);
  });
}

for (const [login, paths] of Object.entries(OTHERS)) {
  test(`the committee's pages have no axe violation: ${login}`, async ({ page }) => {
    await signInStaff(page, login);
    for (const path of paths) expect((await check(page, path)).status(), `${login} may see ${path}`).toBe(200);
  });
}

test('a running quiz has no axe violation', async ({ page }) => {
  await signInRoster(page, 'HUE-0001');
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page.getByText('Câu 1 trong 10')).toBeVisible();
  const sheet = new URL(page.url()).pathname;
  for (const path of [sheet, `${sheet}/kiem-tra`, '/cua-toi']) {
    await check(page, path, { wide: SIZES.desktop, narrow: [320, 640] });
  }
});

// The other tests give pages their looks by script. Here the server does, and the buttons that were pressed show it.
test('a look given by script is the look the server gives, and has no axe violation', async ({ page, context, server }) => {
  const attributes = () => page.locator('html').evaluate((html) =>
    Object.fromEntries([...html.attributes].map(({ name, value }) => [name, value])));
  for (const look of LOOKS) {
    await dress(context, server, look);
    await page.goto('/');
    const [theme, contrast, text] = look.split('.');
    const served = { lang: 'vi', 'data-theme': theme, 'data-contrast': contrast, ...(text !== '-' && { 'data-text': text }) };
    expect(await attributes(), look).toEqual(served);
    await whole(page, `the home page, served ${look}`);
    for (const other of LOOKS) await wear(page, other);
    await wear(page, look);
    expect(await attributes(), look).toEqual(served);
  }
});
