import { createHash } from 'node:crypto';
import { test, expect, shot } from '../support/fixtures.mjs';
import { bankText, keyOf, questionsOf, rowOf } from '../support/bank.mjs';
import { DAY, HOUR, MINUTE } from '../support/clock.mjs';
import { OWN_PASSWORD, commit, committeeOf, download, ownContest, publish, sealed, upload } from '../support/committee.mjs';
import { clerkVouches, device, endTurn, enterCode, start } from '../support/kiosk.mjs';
import { readQr } from '../support/qr.mjs';
import { answerOpen, begin, declareOwn, saved } from '../support/quiz.mjs';
import { filled } from '../support/workbook.mjs';

// The ward's contest as its plan has it (contests/bong-son-2024.toml) with the demo's questions. Changed: code, title, the
// day it opens. Everything else stays: three weeks, 20 questions of seven topics in 20 minutes, self-declared by name and
// birthday, highest score then fastest, prizes, help at a kiosk that can win.
test.use({ movesClock: true });
const CONTEST = 'bong-son-thu';
const ADMIN = `/admin/${CONTEST}`;
const TOPICS = ['the_che', 'thu_tuc', 'bo_may', 'cong_vu', 'tai_chinh_cong', 'chinh_phu_so'];
const LAST = 'de_an_06'; // the topic the committee types into the template
const KEY = keyOf([...TOPICS, LAST]);
const TOTAL = 20;
const WARDS = Array.from({ length: 11 }, (_, i) => `Khu phố ${i + 1}`);
const ORGANISER = '0905 111 222';

const HOA = { name: 'Trần Thị Thử Hoa', born: '2/9/1975', phone: '0905 000 001', unit: 'Khu phố 1' };
const MINH = { name: 'Lê Văn Thử Minh', born: '15/3/1988', phone: '0905 000 002', unit: 'Khu phố 1' };
const LAN = { name: 'Võ Thị Thử Lan', born: '8/8/2001', phone: '0905 000 003', unit: 'Khu phố 2' };
const CU = { name: 'Nguyễn Thị Thử Cụ', born: '1/5/1948', phone: '0905 000 004', unit: 'Khu phố 2' };

const phone = async (browser, server) => (await browser.newContext({ baseURL: server.url, locale: 'vi-VN', hasTouch: true,
  viewport: { width: 360, height: 640 }, timezoneId: 'America/New_York' })).newPage();

const enter = async (page, person) => {
  await page.goto(`/cuoc-thi/${CONTEST}`);
  await page.getByRole('link', { name: 'Bắt đầu thi' }).first().click();
  await declareOwn(page, person);
};

// Question by question on the live panel; the one named by place is answered wrongly; gives its words.
async function answerAll(page, wrong) {
  let mistake;
  for (let question = 1; question <= TOTAL; question += 1) {
    if (question > 1) await page.locator('.quiz-acts').getByRole('button', { name: `Câu ${question}`, exact: true }).click();
    const stem = await answerOpen(page, question, KEY, question !== wrong);
    if (question === wrong) mistake = stem;
    await expect(saved(page)).toContainText(/Đã lưu lúc \d\d:\d\d:\d\d/);
  }
  return mistake;
}

async function send(page, picture) {
  await page.locator('.quiz-acts').getByRole('button', { name: 'Kiểm tra bài', exact: true }).click();
  await expect(page).toHaveURL(/kiem-tra$/);
  await expect(page.locator('.answer')).toHaveCount(TOTAL);
  await expect(page.locator('.answer.is-missing')).toHaveCount(0);
  if (picture) await shot(page, picture, 'phone');
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
  await expect(page.locator('.receipt')).toContainText(`${TOTAL}/${TOTAL} câu`);
  await expect(page.locator('.receipt')).not.toContainText(/điểm/i);
  return page.locator('.receipt__code').innerText();
}

test('a ward runs its quiz, from the preset to everyone\'s own paper', async ({ browser, server }) => {
  const step = (name, body) => test.step(name, body);
  const { clock } = server;
  let organiser;
  let secretary;
  let opens;

  await step('the contest is made from the preset; units are typed in', async () => {
    ({ organiser, secretary, opens } = await ownContest(browser, server, { preset: /phường Bồng Sơn/, code: CONTEST,
      title: 'Cuộc thi thử của phường Bồng Sơn', number: ORGANISER }));
    const units = [...WARDS.map((name) => [name, 'Khu phố']), ['Trường Tiểu học Thử', 'Trường học']];
    for (let from = 0; from < units.length; from += 5) {
      await organiser.goto(`${ADMIN}/nguoi-thi?phan=don-vi`);
      const form = organiser.getByRole('region', { name: 'Thêm đơn vị' });
      for (const [place, [name, bloc]] of units.slice(from, from + 5).entries()) {
        const row = form.getByRole('group', { name: `Đơn vị ${place + 1}` });
        await row.getByLabel('Tên').fill(name);
        await row.getByLabel('Khối').selectOption({ label: bloc });
      }
      await form.getByRole('button', { name: 'Thêm đơn vị' }).click();
    }
    await expect(organiser.getByRole('heading', { name: '12 đơn vị' })).toBeVisible();
  });

  await step('questions from files: six topics as they are, the seventh by the template, with one bad row', async () => {
    await organiser.goto(`${ADMIN}/cau-hoi`);
    await upload(organiser, 'Tệp câu hỏi', 'sau-chu-de.toml', TOPICS.map(bankText).join('\n'));
    const six = questionsOf(TOPICS).length;
    await organiser.getByRole('button', { name: `Nhập ${six} câu` }).click();
    await expect(organiser.getByText(`${six} câu mới, 0 câu thay bản cũ, 0 câu giữ nguyên.`)).toBeVisible();

    const template = await download(organiser, organiser.getByRole('link', { name: 'Tải tệp mẫu (Excel)' }));
    const questions = questionsOf([LAST]);
    const rows = questions.map((question) => rowOf(question));
    const bad = rows.with(3, rowOf(questions[3], [7])); // says H is right, and has no H
    const refused = filled(template.bytes, bad);
    await upload(organiser, 'Tệp câu hỏi', 'de-an-06-hong.xlsx', refused.bytes);
    await expect(organiser.getByText('Còn 1 dòng phải sửa')).toBeVisible();
    const line = organiser.getByRole('table', { name: 'Dòng phải sửa' }).getByRole('row').nth(1);
    await expect(line.getByRole('rowheader')).toHaveText(String(refused.first + 3));
    await expect(line.getByRole('cell')).toContainText('đáp án H không có trong các phương án');
    await expect(organiser.getByRole('button', { name: /^Nhập/ })).toHaveCount(0);
    await shot(organiser, 'bong-son-dong-hong');
    await organiser.getByRole('link', { name: 'Về trang câu hỏi, gửi tệp khác' }).click();
    await upload(organiser, 'Tệp câu hỏi', 'de-an-06.xlsx', filled(template.bytes, rows).bytes);
    await organiser.getByRole('button', { name: `Nhập ${rows.length} câu` }).click();
    await expect(organiser.getByText(`${rows.length} câu mới, 0 câu thay bản cũ, 0 câu giữ nguyên.`)).toBeVisible();

    // The bank as a workbook is the bank: taken back in, it changes nothing.
    const book = await download(organiser, organiser.getByRole('link', { name: 'Tải về (Excel)' }));
    await upload(organiser, 'Tệp câu hỏi', book.name, book.bytes);
    const unchanged = organiser.locator('.stat').filter({ hasText: 'câu giữ nguyên' }).getByRole('definition');
    await expect(unchanged).toHaveText(String(six + rows.length));
    await expect(organiser.locator('.stat').filter({ hasText: 'dòng phải sửa' }).getByRole('definition')).toHaveText('0');
    await organiser.getByRole('link', { name: 'Bỏ, không nhập' }).click();
  });

  const kiosk = await device(browser, server);
  await step('committed, with a kiosk at the ward office ready before it opens', async () => {
    await organiser.goto(`${ADMIN}/kiosk`);
    await organiser.getByLabel('Đơn vị đặt máy').selectOption({ label: 'Khu phố 2' });
    await organiser.getByLabel('Tên ki-ốt').fill('Máy bộ phận một cửa');
    await organiser.getByRole('button', { name: 'Tạo mã ghép máy' }).click();
    const code = await organiser.locator('.card--gold .num').innerText();
    await enterCode(kiosk.page, code);
    await commit(organiser, CONTEST);
    await organiser.goto(`/cuoc-thi/${CONTEST}`);
    await organiser.getByText('Mã băm của thể lệ, ngân hàng câu hỏi và số bí mật').click();
    await expect(organiser.locator('dd.hash').filter({ visible: true })).toHaveText([/^[0-9a-f]{64}$/, /^[0-9a-f]{64}$/, /^[0-9a-f]{64}$/]);
    // The hash of the rules is that of the file anyone downloads.
    const rules = await organiser.request.get(`/cuoc-thi/${CONTEST}/the-le.toml`);
    const hash = createHash('sha256').update(await rules.body()).digest('hex');
    await expect(organiser.locator('dd.hash').filter({ visible: true }).first()).toHaveText(hash);
    clock.goTo(opens);
  });

  const papers = {};
  const pages = {};
  await step('three take part on phones, one with a clerk\'s help; who is faster is certain', async () => {
    // She starts first and sends last: of the perfect she takes longest.
    await kiosk.page.goto('/kiosk');
    await kiosk.page.getByRole('link', { name: 'Nhờ cán bộ giúp' }).tap();
    await declareOwn(kiosk.page, CU);
    await clerkVouches(kiosk.page, `${CONTEST}-tk`, OWN_PASSWORD);
    await expect(kiosk.page.getByText(`Câu 1 trong ${TOTAL}`)).toBeVisible();
    const [hoa, minh, lan] = await Promise.all([phone(browser, server), phone(browser, server), phone(browser, server)]);
    await enter(hoa, HOA);
    papers.hoa = await begin(hoa, TOTAL); // before him, and sends after him
    const faster = (async () => {
      await enter(minh, MINH);
      await begin(minh, TOTAL);
      await answerAll(minh);
      await shot(minh, 'bong-son-bai-thi', 'phone');
      return send(minh);
    })();
    const others = Promise.all([
      (async () => {
        await enter(lan, LAN);
        papers.lan = await begin(lan, TOTAL);
        papers.mistake = await answerAll(lan, 7);
        await send(lan);
      })(),
      answerAll(hoa),
      answerAll(kiosk.page),
    ]);
    await faster;
    await others;
    papers.code = await send(hoa, 'bong-son-kiem-tra');
    papers.address = await readQr(hoa);
    await shot(hoa, 'bong-son-bien-nhan', 'phone');
    await send(kiosk.page);
    await endTurn(kiosk.page).tap();
    await expect(start(kiosk.page)).toBeVisible();
    Object.assign(pages, { hoa, lan });
  });

  await step('nobody takes part twice, and nobody of the committee', async () => {
    const again = await phone(browser, server);
    await enter(again, { ...HOA, phone: '0905 000 009' });
    await expect(again.getByRole('alert')).toContainText('Thông tin này đã được dùng. Mang giấy tờ đến bàn hướng dẫn');
    await expect(again.getByRole('button', { name: 'Bắt đầu thi' })).toHaveCount(0);
    await enter(again, { ...HOA, name: 'Đỗ Thử Người Tổ Chức', phone: ORGANISER });
    await expect(again.getByRole('status')).toContainText('không được dự thi theo thể lệ');
    await expect(again.getByRole('button', { name: 'Bắt đầu thi' })).toHaveCount(0);
    await again.goto('/cua-toi');
    await expect(again.getByRole('heading', { name: 'Bạn chưa thi đợt nào' })).toBeVisible();
    await again.context().close();
    // Not with a clerk's word either; whoever comes is told so.
    await kiosk.page.getByRole('link', { name: 'Nhờ cán bộ giúp' }).tap();
    await declareOwn(kiosk.page, CU);
    await clerkVouches(kiosk.page, `${CONTEST}-tk`, OWN_PASSWORD);
    await expect(kiosk.page.getByRole('alert')).toContainText('Bạn đã dùng hết lượt thi của đợt này');
    await endTurn(kiosk.page).tap();
    await expect(start(kiosk.page)).toBeVisible();
  });

  await step('before publication there is no score for anyone', async () => {
    const { hoa } = pages;
    await hoa.goto(`${papers.hoa}/ket-qua`);
    await expect(hoa.getByRole('heading', { name: 'Kết quả chưa công bố' })).toBeVisible();
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    await expect(organiser.getByText('Chưa có điểm')).toBeVisible();
    await organiser.goto(`${ADMIN}/tham-gia`);
    await expect(organiser.getByRole('row').filter({ hasText: /^Khu phố 1\b/ })).toContainText('2');
    await expect(organiser.getByRole('columnheader', { name: /điểm|đúng/i })).toHaveCount(0);
  });

  await step('closed after three weeks, sealed, reviewed', async () => {
    clock.goTo(opens + 20 * DAY + 10 * HOUR + 2 * MINUTE); // from 7 o'clock on 1 July to 17 o'clock on 21 July, and the grace
    ({ organiser, secretary } = await committeeOf(browser, server, CONTEST));
    await sealed(secretary, CONTEST);
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    const rows = await organiser.getByRole('table', { name: 'Người được giải' }).getByRole('row').all();
    const names = await Promise.all(rows.slice(1).map((row) => row.getByRole('rowheader').innerText()));
    expect(names).toEqual([MINH.name, HOA.name, CU.name, LAN.name]);
    await shot(organiser, 'bong-son-ra-soat');
    await shot(organiser, 'bong-son-ra-soat', 'phone');
    // She was helped, and the review says by whom.
    await organiser.goto(`${ADMIN}/ra-soat/dot-1?lam=huy-bai&nguoi=${encodeURIComponent('Thử Cụ')}`);
    await expect(organiser.getByRole('row').filter({ hasText: CU.name }))
      .toContainText('ở ki-ốt Máy bộ phận một cửa, cán bộ Bùi Thử Thư Ký (bong-son-thu-tk) giúp');
  });

  await step('published by two: who won, and what for', async () => {
    const anyone = await phone(browser, server);
    await anyone.goto(`/cuoc-thi/${CONTEST}/ket-qua/dot-1`);
    await expect(anyone.getByText('Bài thi đã niêm phong. Ban Tổ chức đang rà soát trước khi công bố.')).toBeVisible();
    await expect(anyone.getByText(MINH.name)).toHaveCount(0);
    await publish(organiser, secretary, CONTEST);
    await anyone.reload();
    const row = (name) => anyone.getByRole('table', { name: 'Người được giải' }).getByRole('row').filter({ hasText: name });
    for (const [person, prize, points] of [[MINH, 'Giải Nhất, 600.000', '20'], [HOA, 'Giải Nhì, 500.000', '20'],
      [CU, 'Giải Ba, 400.000', '20'], [LAN, 'Giải Khuyến khích, 300.000', '19']]) {
      await expect(row(person.name)).toContainText(prize);
      await expect(row(person.name).locator('[data-label="Điểm"]')).toHaveText(points);
      await expect(anyone.getByText(person.phone)).toHaveCount(0);
      await expect(anyone.getByText(person.born)).toHaveCount(0);
    }
    // Two from each of two neighbourhoods: the one with more perfect papers has most contestants; a unit wins once.
    const most = anyone.getByRole('table', { name: 'Tập thể có nhiều người dự thi nhất' });
    await expect(most.getByRole('rowheader').first()).toHaveText('Khu phố 1');
    const right = anyone.getByRole('table', { name: 'Tập thể có nhiều người dự thi trả lời đúng nhất' });
    await expect(right.getByRole('row').filter({ hasText: '700.000' }).getByRole('rowheader')).toHaveText('Khu phố 2');
    await shot(anyone, 'bong-son-ket-qua', 'phone');
    await shot(anyone, 'bong-son-ket-qua');
    await anyone.context().close();
  });

  await step('a receipt read from its picture is found, and its owner finds score, rank and right answers', async () => {
    const stranger = await phone(browser, server);
    await stranger.goto(papers.address);
    await expect(stranger.locator('.receipt__code')).toHaveText(papers.code);
    await expect(stranger.locator('.receipt')).toContainText(`${TOTAL}/${TOTAL} câu`);
    await expect(stranger.getByText(HOA.name)).toHaveCount(0);
    await shot(stranger, 'bong-son-tra-bien-nhan', 'phone');
    await stranger.goto(`${papers.hoa}/ket-qua`);
    await expect(stranger.locator('fieldset.question')).toHaveCount(0); // not a stranger's to see
    await stranger.context().close();

    // Three weeks later nobody is signed in any more: they say again who they are.
    const { hoa, lan } = pages;
    for (const [page, person] of [[hoa, HOA], [lan, LAN]]) {
      await page.goto(`/cuoc-thi/${CONTEST}/vao-thi/dot-1`);
      await declareOwn(page, person);
    }
    await hoa.goto('/cua-toi');
    await hoa.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
    await expect(hoa.getByText('Bạn đạt Giải Nhì')).toBeVisible();
    await expect(hoa.getByText('20 trong 20 câu')).toBeVisible();
    await expect(hoa.locator('fieldset.question')).toHaveCount(TOTAL);
    await shot(hoa, 'bong-son-ket-qua-cua-toi', 'phone');
    await lan.goto(`${papers.lan}/ket-qua`);
    await expect(lan.getByText('Bạn đạt Giải Khuyến khích')).toBeVisible();
    const mistakes = lan.locator('fieldset.question').filter({ has: lan.locator('.option--wrong') });
    await expect(mistakes).toHaveCount(1);
    await expect(mistakes.locator('.question__text')).toHaveText(papers.mistake);
    const rights = await mistakes.locator('.option--right .option__text').allInnerTexts();
    const wanted = [...KEY.get(papers.mistake).right];
    expect(rights).toHaveLength(wanted.length);
    for (const text of wanted) expect(rights.join('\n')).toContain(text);
    await shot(lan, 'bong-son-bai-sai', 'phone');
  });
});
