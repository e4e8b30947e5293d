import { test, expect, HUE, shot, signInRoster, signInStaff } from '../support/fixtures.mjs';
import { HUE_KIOSKS, pairedKiosk } from '../support/kiosk.mjs';
import { answerAny, begin, saved } from '../support/quiz.mjs';

const TOTAL = 10;

// What tools/screenshots.sh copies to docs/screenshots: one screen each, as people first see it.
test('pictures for the README: what anyone and the committee see', async ({ page, browser, server }) => {
  const see = async (path, name, heading) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await shot(page, name, 'readme');
  };
  await see('/', 'trang-chu', /./);
  await see(HUE, 'cuoc-thi', /cải cách hành chính/);
  await see(`${HUE}/ket-qua/dot-1`, 'ket-qua', 'Kết quả Đợt 1');
  const kiosk = await pairedKiosk(page, browser, server, HUE_KIOSKS, 'Máy 1, bộ phận một cửa');
  await shot(kiosk.page, 'ki-ot', 'readmeKiosk');
  await kiosk.context.close();
  await see('/admin/thua-thien-hue-2022', 'tong-quan', /cải cách hành chính/);
  await see('/admin/thua-thien-hue-2022/ra-soat/dot-2', 'ra-soat', 'Niêm phong, rà soát Đợt 2');
});

test('pictures for the README: a contestant\'s phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await signInRoster(page, 'HUE-0001');
  await begin(page, TOTAL);
  for (let question = 1; question <= TOTAL; question += 1) {
    if (question > 1) await page.locator('.quiz-acts').getByRole('button', { name: `Câu ${question}`, exact: true }).click();
    await answerAny(page, question);
    await expect(saved(page)).toBeVisible();
    if (question === 2) await shot(page, 'bai-thi', 'readmePhone');
  }
  await page.locator('.quiz-acts').getByRole('button', { name: 'Dự đoán', exact: true }).click();
  await page.locator('#du-doan').fill('1250');
  await page.locator('#du-doan').blur();
  await expect(saved(page)).toBeVisible();
  await page.locator('.quiz-acts').getByRole('button', { name: 'Kiểm tra bài', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Kiểm tra bài trước khi gửi' })).toBeVisible();
  await shot(page, 'kiem-tra', 'readmePhone');
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.locator('svg.receipt__qr')).toBeVisible();
  await shot(page, 'bien-nhan', 'readmeTall');
});
