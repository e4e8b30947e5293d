import { test, expect, shot } from '../support/fixtures.mjs';
import { bankText, keyOf, questionsOf } from '../support/bank.mjs';
import { DAY, MINUTE } from '../support/clock.mjs';
import { changeRules, commit, committeeOf, confirmNewest, download, ownContest, publish, sealed, upload } from '../support/committee.mjs';
import { answerPlain, bySlip } from '../support/programme.mjs';
import { answerOpen, begin, saved } from '../support/quiz.mjs';
import { filled, unzip } from '../support/workbook.mjs';

// Part 1 of the district's contest as its plan has it (contests/thanh-tri-2023.toml) with the demo's questions. Three blocs
// are three tracks; 20 questions, total then points then fastest, prizes, collective prizes by contestants. Two open points
// the committee decides as their notes allow: people come from the units' lists, and each bloc has a list of its own, with
// a third of the plan's prizes (1 + 1 + 2 + 3 + 5 each, for a prize that exists once in all cannot be said per list).
// Changed besides: code, title, the day it opens. The essay (part 2) stays in the sheet. The preset as it is, with one list
// for people who state who they are, runs in programmes.spec.mjs.
test.use({ movesClock: true });
const CONTEST = 'thanh-tri-thu';
const ADMIN = `/admin/${CONTEST}`;
const TOPICS = ['the_che', 'thu_tuc', 'bo_may', 'cong_vu', 'tai_chinh_cong', 'chinh_phu_so', 'chi_so'];
const KEY = keyOf(TOPICS);
const TOTAL = 20;
const [OFFICE, SERVICE, COMMUNE] = ['Khối cơ quan chuyên môn', 'Khối đơn vị sự nghiệp', 'Khối xã, thị trấn'];

const person = (code, name, unit, unitName, bloc) => [code, name, unit, unitName, bloc, 'Công chức', '', '', '', '', ''];
const PEOPLE = [
  person('TT-01', 'Nguyễn Thị Thử Sen', 'PNV', 'Phòng Nội vụ Thử', OFFICE),
  person('TT-02', 'Trần Văn Thử Tùng', 'PNV', 'Phòng Nội vụ Thử', OFFICE),
  person('TT-03', 'Lê Thị Thử Cúc', 'TH1', 'Trường Tiểu học Thử', SERVICE),
  person('TT-04', 'Phạm Văn Thử Muộn', 'TH1', 'Trường Tiểu học Thử', SERVICE),
  person('TT-05', 'Hoàng Thị Thử Mai', 'XTT', 'UBND xã Thử', COMMUNE),
  person('TT-06', 'Vũ Văn Thử Vắng', 'XTT', 'UBND xã Thử', COMMUNE),
];
const nameOf = (code) => PEOPLE.find(([own]) => own === code)[1];

async function device(browser, server, javaScriptEnabled = true) {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled, locale: 'vi-VN',
    viewport: { width: 1280, height: 900 }, timezoneId: 'America/New_York' });
  return context.newPage();
}

const enter = (page, slip) => bySlip(page, CONTEST, 'dot-1', slip);

// Answers on the live panel from the first question to this one, each rightly but the one named; gives its words.
async function answer(page, { until = TOTAL, wrong } = {}) {
  let mistake;
  for (let question = 1; question <= until; question += 1) {
    if (question > 1) await page.locator('.quiz-acts').getByRole('button', { name: `Câu ${question}`, exact: true }).click();
    const stem = await answerOpen(page, question, KEY, question !== wrong);
    if (question === wrong) mistake = stem;
    await expect(saved(page)).toContainText(/Đã lưu lúc \d\d:\d\d:\d\d/);
  }
  return mistake;
}

async function send(page) {
  await page.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
  await expect(page).toHaveURL(/kiem-tra$/);
  await expect(page.locator('.answer')).toHaveCount(TOTAL);
  await expect(page.locator('.answer.is-missing')).toHaveCount(0);
  await page.getByRole('button', { name: 'Gửi bài thi' }).click();
  await expect(page.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
}

test('a district runs part 1 of its contest, from the preset to results by bloc', async ({ browser, server }) => {
  const step = (name, body) => test.step(name, body);
  const { clock } = server;
  let organiser;
  let secretary;
  let opens;
  const slips = {};

  await step('the contest is made from the preset; two open points are decided in the editor', async () => {
    ({ organiser, secretary, opens } = await ownContest(browser, server, { preset: /huyện Thanh Trì/, code: CONTEST,
      title: 'Cuộc thi thử của huyện Thanh Trì', number: '' }));
    await organiser.goto(`${ADMIN}/nguoi-thi`);
    await expect(organiser.getByRole('link', { name: 'Nhập danh sách' })).toHaveCount(0); // everyone declares: no list
    await organiser.goto(`${ADMIN}/the-le`);
    await organiser.getByLabel('Cách nhận biết người thi').selectOption({ label: 'Theo danh sách: mã và mật mã trên phiếu dự thi' });
    await organiser.getByLabel('Cách nhận biết người thi').press('Tab');
    await organiser.locator('[name="ranking.list"]').selectOption({ label: 'Mỗi bảng thi một danh sách' });
    await organiser.getByRole('button', { name: 'Lưu bản nháp' }).click();
    await expect(organiser.getByText('Đã lưu bản nháp thể lệ.')).toBeVisible();
  });

  await step('questions of seven topics from the demo\'s files', async () => {
    await organiser.goto(`${ADMIN}/cau-hoi`);
    await upload(organiser, 'Tệp câu hỏi', 'bay-chu-de.toml', TOPICS.map(bankText).join('\n'));
    const count = questionsOf(TOPICS).length;
    await organiser.getByRole('button', { name: `Nhập ${count} câu` }).click();
    await expect(organiser.getByText(`${count} câu mới, 0 câu thay bản cũ, 0 câu giữ nguyên.`)).toBeVisible();
  });

  await step('the units\' list in the template, first with two bad rows; slips are shown once', async () => {
    await organiser.goto(`${ADMIN}/nguoi-thi?phan=nhap`);
    const template = await download(organiser, organiser.getByRole('link', { name: 'Tải tệp mẫu (Excel)' }));
    expect(Object.values(unzip(template.bytes)).join('')).toContain(COMMUNE); // the template names this contest's blocs
    const bad = PEOPLE.with(1, person('TT-02', '', 'PNV', 'Phòng Nội vụ Thử', OFFICE))
      .with(4, person('TT-05', nameOf('TT-05'), 'XTT', 'UBND xã Thử', 'Khối không có'));
    const refused = filled(template.bytes, bad);
    await upload(organiser, 'Tệp danh sách', 'hong.xlsx', refused.bytes);
    const problems = organiser.getByRole('table', { name: 'Chỗ phải sửa' });
    await expect(problems.getByRole('row').nth(1)).toHaveText(new RegExp(`${refused.first + 1}\\s*Họ và tên\\s*.*để trống`));
    await expect(problems.getByRole('row').nth(2)).toHaveText(new RegExp(`${refused.first + 4}\\s*Khối\\s*.*Khối không có`));
    await expect(organiser.getByRole('button', { name: /^Nhập/ })).toHaveCount(0);
    await shot(organiser, 'thanh-tri-danh-sach-hong');
    await organiser.getByRole('link', { name: 'Gửi tệp khác' }).click();
    await upload(organiser, 'Tệp danh sách', 'danh-sach.xlsx', filled(template.bytes, PEOPLE).bytes);
    await organiser.getByRole('button', { name: 'Nhập 6 người' }).click();
    await expect(organiser.getByRole('heading', { name: '6 phiếu dự thi' })).toBeVisible();
    for (const card of await organiser.locator('.grid .card').all()) {
      const [code, secret] = await card.locator('b.num').allInnerTexts();
      slips[code] = { code, secret };
    }
    expect(Object.keys(slips).sort()).toEqual(PEOPLE.map(([code]) => code));
    await shot(organiser, 'thanh-tri-phieu');
  });

  await step('committed', async () => {
    const counts = { nhat: [3, 1], nhi: [6, 2], ba: [9, 3], khuyen_khich: [15, 5] };
    const change = (sheet) => Object.entries(counts).reduce((text, [prize, [all, each]]) => {
      const before = new RegExp(`(code = "${prize}"\\nname = "[^"]*"\\ncount = )${all}\\n`);
      expect(text).toMatch(before);
      return text.replace(before, `$1${each}\n`);
    }, sheet);
    await changeRules(organiser, CONTEST, change);
    await commit(organiser, CONTEST);
    clock.goTo(opens);
  });

  const pages = {};
  let mistake;
  // A contestant's line in the review; the code stands below the name.
  const line = (code) => organiser.getByRole('table', { name: /^Bài thi ở bản/ }).getByRole('row').filter({ hasText: code });
  await step('four take part with JavaScript, one of them too slow, one without', async () => {
    const [sen, tung, cuc, muon, mai] = await Promise.all([device(browser, server), device(browser, server),
      device(browser, server, false), device(browser, server), device(browser, server)]);
    await muon.clock.install();
    Object.assign(pages, { sen, tung, cuc, muon, mai });
    // He starts before her and sends after her: with equal points she is the faster one.
    await enter(tung, slips['TT-02']);
    await begin(tung, TOTAL);
    await Promise.all([
      (async () => {
        await enter(sen, slips['TT-01']);
        await begin(sen, TOTAL);
        await answer(sen);
        await send(sen);
        await shot(sen, 'thanh-tri-bien-nhan');
      })(),
      (async () => { mistake = await answer(tung, { wrong: 5 }); })(),
      (async () => {
        await enter(muon, slips['TT-04']);
        await begin(muon, TOTAL);
        await answer(muon, { until: 3 });
        await shot(muon, 'thanh-tri-dang-lam');
      })(),
      (async () => {
        await enter(mai, slips['TT-05']);
        await begin(mai, TOTAL);
        await answer(mai, { wrong: 11 });
        await send(mai);
      })(),
      (async () => {
        await enter(cuc, slips['TT-03']);
        await cuc.getByRole('button', { name: 'Bắt đầu thi' }).click();
        await expect(cuc.getByText('Chỉ những câu đã lưu mới được tính')).toBeVisible();
        await answerPlain(cuc, KEY);
        await cuc.getByRole('button', { name: 'Lưu và kiểm tra bài' }).click();
        await expect(cuc).toHaveURL(/kiem-tra(#.*)?$/);
        await expect(cuc.locator('.answer.is-missing')).toHaveCount(0);
        await cuc.getByRole('button', { name: 'Gửi bài thi' }).click();
        await expect(cuc.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
      })(),
    ]);
    await send(tung);
  });

  await step('who is too slow is told, and keeps what was saved', async () => {
    const { muon } = pages;
    const later = 32 * MINUTE; // past the working time and its grace, however quickly the others were done
    clock.goTo(clock.now() + later);
    await muon.clock.fastForward(later);
    await expect(muon).toHaveURL(/bien-nhan$/);
    await expect(muon.locator('.receipt')).toContainText(`3/${TOTAL} câu`);
    await shot(muon, 'thanh-tri-het-gio');
  });

  await step('sealed after a month: each bloc has a list of its own', async () => {
    clock.goTo(opens + 31 * DAY + 2 * MINUTE);
    ({ organiser, secretary } = await committeeOf(browser, server, CONTEST));
    await sealed(secretary, CONTEST);
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    await shot(organiser, 'thanh-tri-ra-soat');
    for (const [code, points, prize] of [['TT-01', '20/20', 'Giải Đặc biệt'], ['TT-02', '19/20', 'Giải Nhất'],
      ['TT-03', '20/20', 'Giải Đặc biệt'], ['TT-04', '3/20', 'Giải Nhất'], ['TT-05', '19/20', 'Giải Đặc biệt']]) {
      await expect(line(code)).toContainText(points);
      await expect(line(code)).toContainText(prize);
    }
    await expect(line('TT-06')).toHaveCount(0);
    await organiser.getByLabel('Bảng thi').selectOption({ label: SERVICE });
    await organiser.getByRole('button', { name: 'Tìm' }).click();
    await expect(organiser.getByText('2 bài', { exact: true })).toBeVisible();
    await expect(line('TT-01')).toHaveCount(0);
  });

  await step('a void question and a void entry: two people, and what changes is named', async () => {
    const propose = async (by, address, reason, fill = async () => {}) => {
      await by.goto(`${ADMIN}/ra-soat/dot-1?${address}`);
      await fill();
      await by.getByLabel(/^Lý do/).fill(reason);
      await by.getByRole('button', { name: 'Gửi đề nghị' }).click();
      await expect(by.getByText('Đã gửi đề nghị.')).toBeVisible();
    };
    const { code } = KEY.get(mistake);
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    await propose(secretary, 'lam=huy-cau', 'Văn bản của câu đã hết hiệu lực',
      () => secretary.getByLabel('Mã câu hỏi').fill(code));
    await expect(line('TT-02')).not.toContainText('Đúng hết');
    const question = await confirmNewest(organiser, CONTEST);
    await question.confirm();
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    await expect(line('TT-02')).toContainText('19/19'); // nothing of it is wrong any more, and the maximum is lower
    await expect(line('TT-02')).toContainText('Đúng hết');

    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    await organiser.getByRole('link', { name: `Huỷ bài… của ${nameOf('TT-05')}` }).click();
    await organiser.getByLabel(/^Lý do/).fill('Thi hộ, có biên bản của đơn vị');
    await organiser.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await expect(organiser.getByText('Đã gửi đề nghị.')).toBeVisible();
    const entry = await confirmNewest(secretary, CONTEST);
    expect(entry.words).toContain(nameOf('TT-05'));
    await shot(secretary, 'thanh-tri-xem-truoc-huy');
    await entry.confirm();
    await organiser.goto(`${ADMIN}/ra-soat/dot-1?so=2-3`);
    await expect(organiser.getByRole('region', { name: 'Bản 2 và bản 3 khác nhau ở đâu' })).toContainText(nameOf('TT-05'));
    await expect(line('TT-05')).toContainText('Bị huỷ');
    await expect(line('TT-05')).not.toContainText('Giải');
  });

  await step('published: results by bloc', async () => {
    await publish(organiser, secretary, CONTEST);
    const anyone = await device(browser, server);
    await anyone.goto(`/cuoc-thi/${CONTEST}/ket-qua/dot-1`);
    const winners = (bloc) => anyone.getByRole('table', { name: `Người được giải, ${bloc}` });
    await expect(winners(OFFICE).getByRole('rowheader')).toHaveText([/Thử Sen/, /Thử Tùng/]);
    await expect(winners(SERVICE).getByRole('rowheader')).toHaveText([/Thử Cúc/, /Thử Muộn/]);
    await expect(winners(OFFICE).getByRole('row').nth(1)).toContainText('Giải Đặc biệt, 3.000.000');
    await expect(winners(OFFICE).getByRole('row').nth(2)).toContainText('Giải Nhất, 2.000.000');
    await expect(winners(COMMUNE)).toHaveCount(0);
    await expect(anyone.getByText(nameOf('TT-05'))).toHaveCount(0);
    const units = anyone.getByRole('table', { name: 'Giải tập thể' });
    await expect(units.getByRole('row').filter({ hasText: '1.500.000' }).getByRole('rowheader'))
      .toHaveText(['Phòng Nội vụ Thử', 'Trường Tiểu học Thử']);
    await expect(anyone.getByRole('region', { name: 'Câu hỏi bị huỷ' })).toContainText(KEY.get(mistake).code);
    await shot(anyone, 'thanh-tri-ket-qua');
    await shot(anyone, 'thanh-tri-ket-qua', 'phone');
    await anyone.context().close();
  });

  await step('everyone finds their own paper, with and without JavaScript', async () => {
    const own = async (page, code) => {
      await enter(page, slips[code]); // a month later nobody is signed in any more
      await page.goto('/cua-toi');
      await page.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
    };
    await own(pages.tung, 'TT-02');
    await expect(pages.tung.getByText('Bạn đạt Giải Nhất')).toBeVisible();
    const gone = pages.tung.locator('fieldset.question').filter({ hasText: 'Câu bị huỷ' });
    await expect(gone.locator('.question__text')).toHaveText(mistake);
    await expect(gone).toContainText('Văn bản của câu đã hết hiệu lực');
    await shot(pages.tung, 'thanh-tri-bai-cua-toi');
    await own(pages.cuc, 'TT-03');
    await expect(pages.cuc.getByText('Bạn đạt Giải Đặc biệt')).toBeVisible();
    await expect(pages.cuc.locator('.option--wrong')).toHaveCount(0);
    await own(pages.muon, 'TT-04');
    await expect(pages.muon.getByText('Bạn chưa trả lời câu này.')).toHaveCount(TOTAL - 3);
    await enter(pages.mai, slips['TT-05']);
    await pages.mai.goto('/cua-toi');
    await expect(pages.mai.getByText('Đã bị huỷ')).toBeVisible();
  });

  await step('files: the standings and the participation, for a spreadsheet', async () => {
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    const csv = await download(organiser, organiser.getByRole('link', { name: /Tải bản 3 \(CSV\)/ }));
    expect(csv.bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'));
    const lines = csv.bytes.toString().trim().split(/\r?\n/);
    const own = (code) => lines.find((text) => text.includes(nameOf(code)));
    expect(own('TT-01')).toContain(OFFICE);
    expect(own('TT-01')).toContain('Giải Đặc biệt');
    expect(own('TT-05')).toContain('Thi hộ');
    expect(own('TT-06')).toBeUndefined();
    const book = await download(organiser, organiser.getByRole('link', { name: /Tải bản 3 \(Excel\)/ }));
    expect(Object.values(unzip(book.bytes)).join('')).toContain(nameOf('TT-03'));
    await organiser.goto(`${ADMIN}/tham-gia`);
    const sheet = await download(organiser, organiser.getByRole('link', { name: 'Tải về (CSV)' }));
    const units = sheet.bytes.toString();
    for (const unit of ['Phòng Nội vụ Thử', 'Trường Tiểu học Thử', 'UBND xã Thử']) expect(units).toContain(unit);
    expect(units).not.toMatch(/điểm/i);
  });
});
