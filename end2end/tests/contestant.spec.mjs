import { test, expect, HUE, shot, signInRoster } from '../support/fixtures.mjs';
import { examine } from '../support/axe.mjs';

const saved = (page) => page.locator('.save-state--saved');

// Answers the open question and waits until the server has it.
async function answer(page, question, option) {
  const field = page.locator(`#cau-${question}`);
  await expect(field).toBeVisible();
  // Papers are drawn: a question may have two options or four.
  const place = option % (await field.locator('.option').count());
  await field.locator('.option').nth(place).click();
  await expect(field.locator('.option input').nth(place)).toBeChecked();
}

test('a contestant takes part with JavaScript, through reload, second device, lost network and dead server', async ({ page, context, browser, server }) => {
  await page.goto(HUE);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('cải cách hành chính');
  await shot(page, 'cuoc-thi');
  await signInRoster(page, 'HUE-0002');
  await expect(page.getByRole('button', { name: 'Bắt đầu thi' })).toBeVisible();
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page).toHaveURL(/\/thi\/[0-9a-z]{26}$/);
  await expect(page.getByText('Câu 1 trong 10')).toBeVisible();

  await answer(page, 1, 1);
  await expect(saved(page)).toContainText(/Đã lưu lúc \d\d:\d\d:\d\d/);
  await shot(page, 'bai-thi', 'phone');
  await shot(page, 'bai-thi');

  // Reload: what was saved is there.
  await page.reload();
  await expect(page.locator('#cau-1 .option input').nth(1)).toBeChecked();

  // A second device with the same slip goes on with the same attempt.
  const sheet = page.url();
  const other = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signInRoster(other, 'HUE-0002');
  await expect(other.getByRole('heading', { name: 'Bài của bạn đang làm dở' })).toBeVisible();
  await examine(other, 'an attempt to go on with');
  await other.getByRole('button', { name: 'Làm tiếp' }).click();
  await expect(other).toHaveURL(new URL(sheet).pathname);
  await other.getByRole('link', { name: /Câu 2/ }).click();
  await answer(other, 2, 0);
  await expect(saved(other)).toBeVisible();

  // The first device answers the same question later, from an older state: it is shown the newer answer.
  await page.getByRole('link', { name: /Câu 2/ }).click();
  await page.locator('#cau-2 .option').nth(1).click();
  await expect(page.getByText('Một trang hoặc thiết bị khác đã lưu câu 2 sau khi trang này mở.')).toBeVisible();
  await expect(page.locator('#cau-2 .option input').nth(0)).toBeChecked();
  await other.context().close();

  // A second tab of the same browser is a second device like any other.
  const tab = await context.newPage();
  await tab.goto(sheet);
  await expect(tab.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  await tab.getByRole('link', { name: /Câu 7/ }).click();
  await answer(tab, 7, 0);
  await expect(saved(tab)).toBeVisible();
  await tab.close();
  await page.getByRole('link', { name: /Câu 7/ }).click();
  await page.locator('#cau-7 .option').nth(1).click();
  await expect(page.getByText('Một trang hoặc thiết bị khác đã lưu câu 7 sau khi trang này mở.')).toBeVisible();
  await expect(page.locator('#cau-7 .option input').nth(0)).toBeChecked();

  // The network goes: the choice is kept, and saved once it is back.
  await context.setOffline(true);
  await page.getByRole('link', { name: /Câu 3/ }).click();
  await answer(page, 3, 2);
  await expect(page.getByText(/Mất mạng\. Đang gửi lại/)).toBeVisible();
  await shot(page, 'bai-thi-mat-mang', 'phone');
  // Leaving now would lose it, so the browser asks first.
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => { setTimeout(() => window.location.reload()); });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await context.setOffline(false);
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });

  // The server is dead for a minute: the same. The tenth try comes 65 seconds after the first.
  await server.kill();
  await page.getByRole('link', { name: /Câu 4/ }).click();
  await answer(page, 4, 3);
  await expect(page.getByText('Chưa tới được máy chủ. Đang gửi lại')).toBeVisible();
  await expect(page.getByText('lần 10.')).toBeVisible({ timeout: 120_000 });
  await server.start();
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });

  // While a choice is on its way the page says so, and does not yet say saved.
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/api/quiz/save', async (route) => { await held; await route.continue(); }, { times: 1 });
  await page.locator('#cau-4 .option:not(:has(input:checked))').first().click();
  await expect(page.locator('.save-state--saving')).toContainText('Đang lưu…');
  await expect(saved(page)).toHaveCount(0);
  letGo();
  await expect(saved(page)).toBeVisible();

  // A request that nobody answers, as on a telephone that lost its signal, holds nothing up; nor does a busy server.
  const busy = (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'busy 2' });
  for (const [trouble, words] of [[() => {}, 'Chưa tới được máy chủ.'], [busy, 'Máy chủ đang bận.']]) {
    await page.route('**/api/quiz/save', trouble, { times: 1 });
    await page.locator('#cau-4 .option:not(:has(input:checked))').first().click();
    await expect(page.getByText(words)).toBeVisible();
    await expect(saved(page)).toBeVisible({ timeout: 20_000 });
  }

  // A save arrives and its reply does not; meanwhile the person thinks better of it. The newer choice is the one kept.
  let lost = false;
  await page.route('**/api/quiz/save', async (route) => {
    if (lost) return route.fallback();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('link', { name: /Câu 5[^0-9]/ }).click();
  await answer(page, 5, 0);
  await expect(page.getByText('Chưa tới được máy chủ. Đang gửi lại')).toBeVisible();
  await answer(page, 5, 1);
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expect(page.locator('#cau-5 .option input').nth(1)).toBeChecked();

  for (const question of [6, 7, 8, 9, 10]) {
    await page.getByRole('link', { name: new RegExp(`Câu ${question}[^0-9]`) }).click();
    await answer(page, question, question % 4);
    await expect(saved(page)).toBeVisible();
  }

  // Sending without the prediction: refused with the list of gaps.
  await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
  await expect(page).toHaveURL(/kiem-tra$/);
  await shot(page, 'kiem-tra');
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.getByRole('alert')).toContainText('Câu dự đoán: điền một số.');
  await shot(page, 'kiem-tra-thieu', 'phone');

  await page.goto(sheet);
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  // After a refusal the page asks what the server holds. That is told late, when the correction is being typed already.
  let tell;
  const told = new Promise((resolve) => { tell = resolve; });
  await page.route('**/api/quiz/state', async (route) => { await told; await route.continue(); });
  await page.locator('#du-doan').fill('mười');
  await page.locator('#du-doan').blur();
  await expect(page.locator('.quiz-note').filter({ hasText: 'Câu này không được lưu.' }))
    .toContainText('Dự đoán phải là một số, thí dụ: 1250.');
  await expect(page.locator('.save-state--failed')).toContainText('Không lưu được');
  // What was refused is no longer said once it is corrected, before that is saved too.
  await page.locator('#du-doan').fill('1250');
  await expect(page.getByText('Câu này không được lưu.')).toBeHidden();
  const late = page.waitForResponse('**/api/quiz/state');
  tell();
  await (await late).finished();
  await page.unroute('**/api/quiz/state');
  await expect(page.locator('#du-doan')).toHaveValue('1250');
  await page.locator('#du-doan').blur();
  await expect(saved(page)).toBeVisible();
  await shot(page, 'du-doan', 'phone');
  await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
  await expect(page.getByText('1.250 người')).toBeVisible();
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();

  // The receipt, and the same receipt for anyone who has its code. Nothing in it speaks of a score.
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  await expect(page.locator('.receipt')).toContainText('10/10 câu');
  await expect(page.locator('.receipt')).not.toContainText(/điểm/i);
  await shot(page, 'bien-nhan');
  const code = await page.locator('.receipt__code').innerText();
  const anyone = await (await browser.newContext({ baseURL: server.url })).newPage();
  await anyone.goto('/bien-nhan');
  await anyone.getByLabel('Mã biên nhận').fill(code.toLowerCase());
  await anyone.getByRole('button', { name: 'Tra' }).click();
  await expect(anyone.locator('.receipt__code')).toHaveText(code);
  await anyone.goto(sheet);
  await expect(anyone).toHaveURL(/\/(\?het-phien=1)?$/); // a stranger does not see the sheet
  await anyone.context().close();

  // Sent is sent.
  await page.goto(sheet);
  await expect(page).toHaveURL(/bien-nhan$/);

  // Whoever comes back finds the receipt, not a button that refuses.
  await page.goto(`${HUE}/vao-thi/dot-3`);
  await expect(page.getByText('Bạn đã thi xong đợt này')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Bắt đầu thi' })).toHaveCount(0);
  await examine(page, 'no attempt left');
  await shot(page, 'vao-thi-da-xong', 'phone');
  await page.getByRole('link', { name: 'Biên nhận lượt 1' }).click();
  await expect(page).toHaveURL(new URL(`${sheet}/bien-nhan`).pathname);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a contestant takes part with plain forms', async ({ page }) => {
    await signInRoster(page, 'HUE-0003');
    await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
    await expect(page).toHaveURL(/\/thi\/[0-9a-z]{26}$/);
    await expect(page.getByText('Chỉ những câu đã lưu mới được tính')).toBeVisible();
    for (let question = 1; question <= 10; question += 1) {
      const options = page.locator(`#cau-${question} .option`);
      await options.nth(question % (await options.count())).click();
    }
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await expect(page.getByText('Đã lưu 10 câu.')).toBeVisible();
    await expect(page.locator('#cau-3 .option input:checked')).toHaveCount(1);

    // Bad input: a sentence at the field, and nothing is lost.
    await page.locator('#du-doan').fill('nhiều lắm');
    await page.getByRole('button', { name: 'Lưu và kiểm tra bài' }).click();
    await expect(page.getByRole('alert')).toContainText('Dự đoán phải là một số');
    await page.locator('#du-doan').fill('987');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await expect(page.locator('#du-doan')).toHaveValue('987');
    // What was given can be taken back, and the page does not pretend otherwise.
    await page.locator('#du-doan').fill('');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await expect(page.locator('#du-doan')).toHaveValue('');
    await page.reload();
    await expect(page.locator('#du-doan')).toHaveValue('');
    await page.locator('#du-doan').fill('987');
    await page.getByRole('button', { name: 'Lưu và kiểm tra bài' }).click();
    await expect(page).toHaveURL(/kiem-tra(#.*)?$/);
    await shot(page, 'kiem-tra-khong-js', 'phone');
    await page.getByRole('button', { name: 'Gửi bài thi' }).click();
    await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  });

  test('a wrong secret is refused without saying what is wrong', async ({ page }) => {
    await page.goto(`${HUE}/vao-thi/dot-3`);
    await page.getByLabel('Mã dự thi').fill('HUE-0001');
    await page.getByLabel('Mật mã trên phiếu').fill('SAI-SAI-SAI');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await expect(page.getByRole('alert')).toContainText('không đúng');
    await expect(page.getByLabel('Mã dự thi')).toHaveValue('HUE-0001');
    await shot(page, 'vao-thi-sai', 'phone');
  });
});

test('a contest page has its parts: rules, rounds, ranking, prizes, timetable, texts to study', async ({ page }) => {
  await page.goto(HUE);
  const part = (name) => page.getByRole('region', { name, exact: true });
  await expect(part('Thể lệ trong một phút')).toContainText('10 câu');
  for (const round of ['Đợt 1', 'Đợt 2', 'Đợt 3', 'Đợt 4']) await expect(part('Các đợt thi')).toContainText(round);
  await expect(part('Xếp hạng thế nào')).toContainText(/dự đoán/i);
  await expect(part('Giải thưởng')).toContainText('Giải Nhất');
  await expect(part('Tiến độ thực hiện').getByRole('row').filter({ hasText: 'thành lập Ban Tổ chức' })).toContainText('Văn phòng Sở');
  await expect(part('Văn bản nên đọc').getByRole('listitem').first()).toBeVisible();
});

test('a resident declares who they are, with consent not ticked in advance', async ({ page }) => {
  await page.goto('/cuoc-thi/bong-son-2024');
  await page.getByRole('link', { name: 'Bắt đầu thi' }).click();
  await expect(page.getByRole('checkbox')).not.toBeChecked();
  await page.getByLabel('Họ và tên').fill('Trần Thử Nghiệm');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(page.getByRole('alert')).toContainText('Nhập ngày sinh');
  await expect(page.getByLabel('Họ và tên')).toHaveValue('Trần Thử Nghiệm');
  await shot(page, 'tu-khai-loi', 'phone');
  await page.getByLabel('Ngày sinh').fill('21/7/1990');
  await page.getByLabel('Số điện thoại').fill('0912 345 678');
  await page.getByLabel('Khu phố hoặc đơn vị').selectOption({ index: 1 });
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page.getByText(/Câu 1 trong/)).toBeVisible();
});
