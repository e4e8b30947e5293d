// What a person does at awkward moments: before the page is awake, as it goes, without network, as time ends.
import { examine } from '../support/axe.mjs';
import { MINUTE } from '../support/clock.mjs';
import { test, expect, HUE, shot, signInRoster } from '../support/fixtures.mjs';
import { answerAny, begin, saved } from '../support/quiz.mjs';

const bar = (page) => page.getByRole('region', { name: /^Giờ và/ });

// Milliseconds left by the clock of the page.
async function left(page) {
  const [minutes, seconds] = (await page.locator('.clock__t').innerText()).split(':').map(Number);
  return (minutes * 60 + seconds) * 1_000;
}

// A page whose script comes when told.
async function slowScript(page) {
  let comes;
  const told = new Promise((resolve) => { comes = resolve; });
  await page.route('**/*.wasm', async (route) => { await told; await route.continue(); });
  return comes;
}

async function started(page, code) {
  await signInRoster(page, code);
  await page.getByRole('button', { name: 'Bắt đầu thi' }).click();
  await expect(page).toHaveURL(/\/thi\/[0-9a-z]{26}$/);
  return page.url();
}

test('what is chosen before the page is awake is saved when it wakes, and the clock is right', async ({ page }) => {
  const sheet = await started(page, 'HUE-0003');
  const comes = await slowScript(page);
  await page.goto(sheet, { waitUntil: 'commit' });
  const asked = Date.now();
  await expect(bar(page)).toContainText('Đang chuẩn bị…');
  await expect(page.getByText('Chọn là lưu ngay')).toBeHidden();
  await page.locator('#cau-1 .option').nth(1).click();
  await shot(page, 'bai-thi-dang-chuan-bi', 'phone');
  const [now, deadline] = await page.locator('#bai-thi').evaluate((form) => form.dataset.sheet.split(' ').slice(2, 4).map(Number));
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 4_000); }));
  comes();
  await expect(saved(page)).toContainText(/Đã lưu lúc/);
  const shown = await left(page);
  const waited = Date.now() - asked;
  expect(shown).toBeLessThanOrEqual(deadline - now - waited + 2_000);
  expect(shown).toBeGreaterThan(deadline - now - waited - 2_000);
  await page.reload();
  await expect(page.locator('#cau-1 .option input').nth(1)).toBeChecked();
});

test('a sheet whose script never comes is sent with buttons, and says when time ends', async ({ browser, server }) => {
  // A context of its own: that the script fails is an error of the page, and here the point.
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const sheet = await started(page, 'HUE-0003');
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(sheet);
  await expect(bar(page)).toContainText(/Hết giờ lúc \d\d:\d\d:\d\d\. Chọn xong bấm “Lưu”\./, { timeout: 15_000 });
  await expect(page.locator('.clock')).toBeHidden();
  await expect(page.getByText('Chọn là lưu ngay')).toBeHidden();
  await expect(page.locator('.quiz-plain')).toBeVisible();
  for (const size of ['phone', 'tablet', 'desktop', 'kiosk']) await shot(page, 'bai-thi-khong-js', size);
  await examine(page, 'a sheet without its script');
  await page.locator('#cau-2 .option').first().click();
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page.getByText('Đã lưu 1 câu.')).toBeVisible();
  await context.close();
});

test('a prediction is saved once the fingers rest, and when the page goes', async ({ page }) => {
  await signInRoster(page, 'HUE-0003');
  const sheet = await begin(page, 10);
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  const field = page.locator('#du-doan');
  await field.pressSequentially('125');
  await expect(bar(page)).toContainText(/Chưa lưu số dự đoán|Đang lưu|Đã lưu/);
  await expect(saved(page)).toBeVisible();
  await expect(field).toBeFocused();

  // The last key, and gone: the page is asked to stay, and says so to the server when it is not.
  page.on('dialog', (dialog) => dialog.accept());
  await field.press('7');
  await expect(bar(page)).toContainText('Chưa lưu số dự đoán');
  await page.goto(HUE);
  await expect.poll(async () => {
    await page.goto(sheet);
    return field.inputValue();
  }).toBe('1257');

  // No number: it stays to be mended, and is nothing that can be sent.
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  await field.fill('mười');
  await expect(page.getByText('Dự đoán phải là một số, thí dụ: 1250.')).toBeVisible();
  await expect(field).toHaveValue('mười');
  await page.getByRole('button', { name: 'Kiểm tra bài' }).click();
  await expect(page).toHaveURL(sheet);
  await expect(field).toHaveValue('mười');
  await field.fill('900');
  await page.getByRole('button', { name: 'Kiểm tra bài' }).click();
  await expect(page).toHaveURL(/kiem-tra$/);
  await expect(page.getByText('900 người')).toBeVisible();
});

test('without network nobody is led to an error of the browser: the page waits, checks and sends by itself', async ({ page, context, server }) => {
  await signInRoster(page, 'HUE-0003');
  await begin(page, 10);
  for (const question of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    await page.getByRole('link', { name: new RegExp(`Câu ${question}[^0-9]`) }).click();
    await answerAny(page, question);
    await expect(saved(page)).toBeVisible();
  }
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  await page.locator('#du-doan').fill('1250');
  await expect(saved(page)).toBeVisible();

  await test.step('to the check', async () => {
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Kiểm tra bài' }).click();
    await expect(page.getByText('Mọi câu bạn chọn đã lưu. Có mạng lại, trang tự sang bước kiểm tra.')).toBeVisible();
    await context.setOffline(false);
    await expect(page).toHaveURL(/kiem-tra$/);
  });

  await test.step('to the receipt', async () => {
    await expect(bar(page)).toContainText('Bài chưa gửi');
    for (const size of ['phone', 'desktop', 'kiosk']) await shot(page, 'kiem-tra-dong-ho', size);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Gửi bài thi' }).click();
    await expect(page.getByText(/Mất mạng\. Đang gửi lại, lần \d/)).toBeVisible();
    await expect(page).toHaveURL(/kiem-tra$/);
    await shot(page, 'kiem-tra-mat-mang', 'phone');
    await examine(page, 'a check that cannot be sent');
    await server.kill();
    await context.setOffline(false);
    await expect(page.getByText(/Chưa tới được máy chủ\. Đang gửi lại, lần \d/)).toBeVisible({ timeout: 20_000 });
    await server.start();
    await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible({ timeout: 20_000 });
    await expect(page.locator('.receipt')).toContainText('10/10 câu');
  });
});

test('two pages of one attempt: the person says which choice is kept', async ({ page, context }) => {
  const sheet = await started(page, 'HUE-0003');
  const other = await context.newPage();
  await other.goto(sheet);
  await expect(other.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  await other.locator('#cau-1 .option').nth(0).click();
  await expect(saved(other)).toBeVisible();

  await page.locator('#cau-1 .option').nth(1).click();
  await expect(page.getByText('Một trang hoặc thiết bị khác đã lưu câu 1 sau khi trang này mở.')).toBeVisible();
  await expect(page.locator('#cau-1 .option input').nth(0)).toBeChecked();
  await shot(page, 'bai-thi-hai-trang', 'phone');
  await page.getByRole('button', { name: 'Lấy lựa chọn vừa bấm ở đây' }).click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.locator('#cau-1 .option input').nth(1)).toBeChecked();

  // The attempt is found again from wherever one looks for it.
  for (const place of ['/', HUE]) {
    await other.goto(place);
    await expect(other.getByText('Bài Đợt 3 của bạn đang làm dở')).toBeVisible();
    await shot(other, place === '/' ? 'trang-chu-lam-do' : 'cuoc-thi-lam-do', 'phone');
    await other.getByRole('link', { name: 'Làm tiếp' }).click();
    await expect(other).toHaveURL(sheet);
  }
});

test('a number that is mended while its unfinished form is refused is saved', async ({ page }) => {
  await signInRoster(page, 'HUE-0003');
  const sheet = await begin(page, 10);
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  const first = page.waitForRequest('**/api/quiz/save');
  await page.route('**/api/quiz/save', async (route) => { await held; await route.continue(); }, { times: 1 });
  const field = page.locator('#du-doan');
  await field.fill('125x');
  await first;
  await field.press('Backspace');
  letGo(); // the refusal of 125x comes now
  await expect(saved(page)).toBeVisible();
  await expect(page.getByText('Câu này không được lưu.')).toBeHidden();
  await page.goto(sheet);
  await expect(field).toHaveValue('125');
});

test('a choice another page overtook is still asked about after the next one was saved', async ({ page, context }) => {
  const sheet = await started(page, 'HUE-0003');
  await expect(page.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  const other = await context.newPage();
  await other.goto(sheet);
  await expect(other.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  await other.locator('#cau-1 .option').nth(0).click();
  await expect(saved(other)).toBeVisible();
  await other.close();

  // Two answers wait, the first thought better of while it is on its way; then both are sent, and the person wants to check.
  await page.route('**/api/quiz/save', (route) => route.abort());
  const options = page.locator('#cau-1 .option');
  await options.nth(1).click();
  await expect(page.getByText(/Đang gửi lại/)).toBeVisible();
  const last = (await options.count()) - 1;
  await options.nth(last).click();
  await page.getByRole('link', { name: /Câu 2/ }).click();
  await answerAny(page, 2);
  await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
  await page.unroute('**/api/quiz/save');
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('đã lưu câu 1 sau khi trang này mở.')).toBeVisible();
  await expect(page).toHaveURL(sheet);
  await page.getByRole('button', { name: 'Lấy lựa chọn vừa bấm ở đây' }).click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.locator('#cau-1 .option input').nth(last)).toBeChecked();
});

test('a newer choice survives a page that goes while the older one is on its way', async ({ page }) => {
  const sheet = await started(page, 'HUE-0003');
  await expect(page.locator('#bai-thi')).not.toHaveAttribute('data-asleep');
  page.on('dialog', (dialog) => dialog.accept());
  // The older one arrives; its reply never does.
  let arrived;
  const there = new Promise((resolve) => { arrived = resolve; });
  await page.route('**/api/quiz/save', async (route) => { await route.fetch(); arrived(); }, { times: 1 });
  const options = page.locator('#cau-1 .option');
  await options.nth(0).click();
  await there;
  await options.nth(1).click();
  await page.goto(HUE);
  await expect.poll(async () => {
    await page.goto(sheet);
    return page.locator('#cau-1 .option input').nth(1).isChecked();
  }).toBe(true);
});

test('a number is saved when the telephone is put away', async ({ page }) => {
  await signInRoster(page, 'HUE-0003');
  await begin(page, 10);
  await page.getByRole('link', { name: /Dự đoán/ }).click();
  await page.locator('#du-doan').fill('77');
  const sent = page.waitForRequest('**/api/quiz/save', { timeout: 500 }); // before the fingers have rested
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  expect((await sent).postData()).toMatch(/ 77$/);
});

test('a browser that wrongly says it has no network is led to the check', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { value: false }));
  await signInRoster(page, 'HUE-0003');
  await begin(page, 10);
  await answerAny(page, 1);
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
  await expect(page).toHaveURL(/kiem-tra$/);
});

test.describe('as time goes', () => {
  test.use({ movesClock: true });

  test('the check follows the clock to its end, and the server hands in', async ({ page, server }) => {
    await page.addInitScript(() => {
      const { now } = Date;
      let slept = 0;
      Date.now = () => now() + slept;
      window.sleepFor = (span) => { slept += span; };
    });
    const goOn = async (span) => {
      server.clock.set(server.clock.ahead + span);
      await page.evaluate((ms) => window.sleepFor(ms), span);
    };
    await signInRoster(page, 'HUE-0003');
    await begin(page, 10);
    await answerAny(page, 1);
    await expect(saved(page)).toBeVisible();
    await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
    await expect(page).toHaveURL(/kiem-tra$/);
    await expect(bar(page)).toContainText('Bài chưa gửi');
    await goOn(await left(page) - 50_000);
    await expect(page.getByText('Còn 1 phút. Hết giờ mà chưa gửi, máy chủ tự nộp những câu đã lưu.')).toBeVisible();
    await shot(page, 'kiem-tra-con-mot-phut', 'phone');
    await goOn(51_000); // within the grace in which late saves still arrive
    await expect(page.getByText('Hết giờ. Máy chủ đang chốt')).toBeVisible();
    await goOn(MINUTE);
    await expect(page).toHaveURL(/bien-nhan$/, { timeout: 20_000 });
  });

  test('whoever waits for the opening is let in by the page itself', async ({ page, server }) => {
    await page.goto(`${HUE}/vao-thi/dot-4`);
    await expect(page.getByText('Bây giờ chưa vào thi được')).toBeVisible();
    await shot(page, 'vao-thi-cho-mo', 'phone');
    const countdown = page.locator('.countdown');
    const [now, until] = await countdown.evaluate((e) => [Number(e.dataset.now), Number(e.dataset.until)]);
    server.clock.set(server.clock.ahead + until - now - 6_000);
    await page.reload();
    await expect(page.getByText('Đến giờ rồi, trang tự tải lại sau vài giây…')).toBeVisible({ timeout: 15_000 });
    await expect(page.getByLabel('Mã dự thi')).toBeVisible({ timeout: 15_000 });
    await expect(countdown).toHaveCount(0);
  });
});
