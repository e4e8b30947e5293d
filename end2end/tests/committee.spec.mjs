import { test, expect, PASSWORD, shot } from '../support/fixtures.mjs';
import { LOOKS, USUAL, dress, examine } from '../support/axe.mjs';
import { OWN_PASSWORD, commitSoon, confirmNewest, download, grantRole, local, makeAccount, opened, publish, sealed, staff,
  takePart, upload } from '../support/committee.mjs';
import { unzip } from '../support/workbook.mjs';
import { BAD_QUESTIONS, BAD_ROSTER, QUESTIONS, ROSTER } from '../support/papers.mjs';

const CONTEST = 'hanh-trinh';
const ADMIN = `/admin/${CONTEST}`;
const [ANH, BINH, CHI, DUNG] = ['Nguyễn Thị Thử Ánh', 'Trần Văn Thử Bình', 'Lê Thị Thử Chi', 'Phạm Văn Thử Dũng'];

test('a committee runs a contest from a preset to its published results', async ({ browser, server }) => {
  test.setTimeout(600_000); // half of it is waiting for the round to open and to close
  const step = (name, body) => test.step(name, body);
  let organiser;
  let secretary;
  const slips = {};

  await step('an administrator creates the contest from a preset, accounts and roles', async () => {
    const admin = await staff(browser, server, 'quantri', PASSWORD);
    await admin.goto('/admin/tao');
    await admin.getByRole('radio', { name: /Hội thi trực tuyến tìm hiểu công tác cải cách hành chính/ }).check();
    await admin.getByLabel('Mã cuộc thi trong địa chỉ trang').fill('Mã lạ');
    await admin.getByRole('button', { name: 'Tạo cuộc thi' }).click();
    await expect(admin.getByRole('alert')).toContainText('Chọn ngày và giờ mở đợt đầu');
    await shot(admin, 'tao-cuoc-thi-loi');
    await admin.getByLabel('Mã cuộc thi trong địa chỉ trang').fill(CONTEST);
    await admin.getByLabel('Tên cuộc thi').fill('Hội thi của hành trình');
    await admin.getByLabel('Đợt đầu mở lúc').fill(local(Date.now() + 3_600_000));
    await admin.getByLabel('Hiện trên trang chủ').check();
    await admin.getByRole('button', { name: 'Tạo cuộc thi' }).click();
    await expect(admin.getByText('Đã tạo cuộc thi.')).toBeVisible();
    await makeAccount(admin, 'hanhtrinh-btc', 'Đỗ Thử Tổ Chức');
    await makeAccount(admin, 'hanhtrinh-tk', 'Bùi Thử Thư Ký');
    await grantRole(admin, CONTEST, 'hanhtrinh-btc', 'Ban Tổ chức');
    await grantRole(admin, CONTEST, 'hanhtrinh-tk', 'Ban Thư ký');
    // An administrator without a role sees no question and no key.
    await admin.goto(`${ADMIN}/cau-hoi`);
    await expect(admin.getByText('HT-1')).toHaveCount(0);
    await admin.context().close();
    organiser = await staff(browser, server, 'hanhtrinh-btc', OWN_PASSWORD);
    secretary = await staff(browser, server, 'hanhtrinh-tk', OWN_PASSWORD);
  });

  await step('the organiser edits the rule sheet: every inconsistency is named, the preview is plain', async () => {
    await organiser.goto(`${ADMIN}/the-le`);
    const preview = organiser.getByRole('complementary', { name: 'Thí sinh sẽ đọc' });
    await expect(preview).toContainText('10 câu');
    // Every part of the list of contents is there.
    const parts = await organiser.locator('.contents a').evaluateAll((links) => links.map((link) => link.hash.slice(1)));
    expect(parts.length).toBeGreaterThan(30);
    const missing = (ids) => ids.filter((id) => !document.getElementById(id));
    expect(await organiser.evaluate(missing, parts)).toEqual([]);
    await expect(organiser.getByText('Có thay đổi chưa lưu')).toHaveCount(0);
    for (const round of ['Đợt 4', 'Đợt 3', 'Đợt 2']) {
      await organiser.getByRole('button', { name: `Bỏ ${round}`, exact: true }).click();
    }
    await organiser.getByLabel('Số câu hỏi').fill('4');
    await organiser.getByLabel('Số phút làm bài').fill('1');
    await organiser.getByLabel('Ân hạn khi hết giờ').fill('1');
    await organiser.getByRole('button', { name: 'Xem trước' }).filter({ visible: true }).last().click();
    await expect(preview).toContainText('4 câu');
    const problems = organiser.getByRole('alert');
    await expect(problems).toContainText(/ma trận đề/i);
    await expect(organiser.getByText('Có thay đổi chưa lưu')).toBeVisible();
    await shot(organiser, 'the-le-mau-thuan');
    for (const row of [7, 6, 5, 4]) await organiser.getByRole('button', { name: `Bỏ dòng ${row}`, exact: true }).click();
    await organiser.getByRole('button', { name: 'Lưu bản nháp' }).click();
    await expect(organiser.getByText('Đã lưu bản nháp thể lệ.')).toBeVisible();
    await expect(problems).toHaveCount(0);
    await shot(organiser, 'the-le-sua');
    await shot(organiser, 'the-le-sua', 'phone');
  });

  await step('questions: a bad row is listed, nothing is imported before it is confirmed', async () => {
    await organiser.goto(`${ADMIN}/cau-hoi`);
    const template = await download(organiser, organiser.getByRole('link', { name: 'Tải tệp mẫu (Excel)' }));
    expect(template.name).toBe('mau-cau-hoi.xlsx');
    expect(Object.values(unzip(template.bytes)).join('')).toContain('Phương án');
    await upload(organiser, 'Tệp câu hỏi', 'hong.gift', BAD_QUESTIONS);
    await expect(organiser.getByText('Còn 1 dòng phải sửa')).toBeVisible();
    const bad = organiser.getByRole('table', { name: 'Dòng phải sửa' }).getByRole('row').nth(1);
    const line = BAD_QUESTIONS.split('\n').findIndex((l) => l.startsWith('::HT-5')) + 1;
    await expect(bad.getByRole('rowheader')).toHaveText(String(line));
    await expect(bad.getByRole('cell')).toContainText(/đúng/);
    await expect(organiser.getByRole('button', { name: /^Nhập/ })).toHaveCount(0);
    await shot(organiser, 'cau-hoi-hong');
    await organiser.getByRole('link', { name: 'Về trang câu hỏi, gửi tệp khác' }).click();
    await expect(organiser.getByText('HT-1')).toHaveCount(0);
    await upload(organiser, 'Tệp câu hỏi', 'de.gift', QUESTIONS);
    await shot(organiser, 'cau-hoi-xem-truoc');
    await organiser.getByRole('button', { name: 'Nhập 4 câu' }).click();
    await expect(organiser.getByText('HT-4').first()).toBeVisible();
    await shot(organiser, 'cau-hoi-da-nhap');
  });

  await step('prepared forms, rounds ranked together, weighed criteria: in the form, every contradiction at its field', async () => {
    await organiser.goto(`${ADMIN}/the-le`);
    const save = () => organiser.getByRole('button', { name: 'Lưu bản nháp' }).click();
    const preview = () => organiser.getByRole('button', { name: 'Xem trước' }).filter({ visible: true }).last().click();
    const problems = organiser.getByRole('alert');
    const group = (name) => organiser.getByRole('group', { name, exact: true });
    await organiser.getByLabel('Cách ra đề').selectOption({ label: 'Bộ đề có sẵn' });
    await organiser.getByLabel('Trộn thứ tự câu hỏi').uncheck();
    for (const row of [3, 2, 1]) await organiser.getByRole('button', { name: `Bỏ dòng ${row}`, exact: true }).click();
    await preview();
    await expect(group('Bộ đề có sẵn')).toContainText('chưa có đề nào');
    await organiser.getByRole('button', { name: 'Thêm đề' }).click();
    await expect(group('Đề 01').getByLabel('Tên đề')).toHaveValue('Đề 01');
    const codes = organiser.getByLabel('Đề 01: mã các câu hỏi theo thứ tự');
    await codes.fill('HT-4, HT-3\nHT-9');
    await preview();
    await expect(problems).toContainText('Đề “Đề 01” có 3 câu, thể lệ ghi 4 câu.');
    await expect(codes).toHaveAttribute('aria-invalid', 'true');
    await codes.fill('HT-4\nHT-3\nHT-9\nHT-1');
    await organiser.getByLabel('Xếp hạng chung các đợt').check();
    await group('Khi xếp hạng chung: cộng các đợt').getByLabel('Đợt 1').check();
    await save();
    await expect(organiser.getByText('Đã lưu bản nháp thể lệ.')).toBeVisible();
    await expect(codes).toHaveValue('HT-4\nHT-3\nHT-9\nHT-1');
    await expect(group('Khi xếp hạng chung: cộng các đợt').getByLabel('Đợt 1')).toBeChecked();
    // A collective prize of weighed criteria, seen in the preview and taken away again.
    await organiser.getByRole('button', { name: 'Thêm giải tập thể' }).click();
    const prize = organiser.locator('[id="prizes.collective"]');
    await prize.getByLabel('Tên giải').fill('Giải tập thể thử');
    await prize.getByLabel('Mã giải').fill('tap_the');
    await prize.getByLabel('Số người dự thi').fill('60');
    await prize.getByLabel('Tỷ lệ dự thi trên danh sách').fill('30');
    await prize.getByLabel('Bằng nhau thì xét thêm').selectOption({ label: 'Điểm trung bình' });
    await preview();
    await expect(prize.getByRole('group', { name: 'Xét theo' })).toContainText(/cộng lại 90\s%/);
    await shot(organiser, 'the-le-tap-the');
    await shot(organiser, 'the-le-tap-the', 'phone');
    await prize.getByLabel('Tỷ lệ dự thi trên danh sách').fill('40');
    await preview();
    await expect(problems).toHaveCount(0);
    await organiser.getByRole('button', { name: 'Bỏ Giải tập thể thử' }).click();
    await save();
    // The bank is asked too: a form may name a question that is not there.
    await organiser.goto(`${ADMIN}/cau-hoi`);
    await expect(organiser.getByText(/Đề 01 có câu “HT-9” mà ngân hàng không có/)).toBeVisible();
    await organiser.goto(`${ADMIN}/the-le`);
    await codes.fill('HT-4\nHT-3\nHT-2\nHT-1');
    await save();
    await organiser.goto(`${ADMIN}/cau-hoi`);
    await expect(organiser.getByText(/HT-9/)).toHaveCount(0);
  });

  await step('the roster: the same, and slips that are shown once', async () => {
    await organiser.goto(`${ADMIN}/nguoi-thi?phan=nhap`);
    const template = await download(organiser, organiser.getByRole('link', { name: 'Tải tệp mẫu (Excel)' }));
    expect(Object.values(unzip(template.bytes)).join('')).toContain('Họ và tên');
    await upload(organiser, 'Tệp danh sách', 'hong.csv', BAD_ROSTER);
    const bad = organiser.getByRole('table', { name: 'Chỗ phải sửa' });
    await expect(bad.getByRole('row').nth(1)).toHaveText(/3\s*Họ và tên\s*.*để trống/);
    await expect(bad.getByRole('row').nth(2)).toHaveText(/4\s*Mã cán bộ\s*.*đã có ở dòng 2/);
    await shot(organiser, 'danh-sach-hong');
    await shot(organiser, 'danh-sach-hong', 'phone');
    await organiser.getByRole('link', { name: 'Gửi tệp khác' }).click();
    await upload(organiser, 'Tệp danh sách', 'danh-sach.csv', ROSTER);
    await shot(organiser, 'danh-sach-xem-truoc');
    await organiser.getByRole('button', { name: 'Nhập 5 người' }).click();
    await expect(organiser.getByRole('heading', { name: '5 phiếu dự thi' })).toBeVisible();
    for (const card of await organiser.locator('.grid .card').all()) {
      const [code, secret] = await card.locator('b.num').allInnerTexts();
      slips[code] = { code, secret };
    }
    expect(Object.keys(slips)).toHaveLength(5);
  });

  await step('committed, the rule sheet and the bank are locked', async () => {
    await commitSoon(organiser, CONTEST, { soon: 20_000, open: 61_000 });
    await organiser.goto(`${ADMIN}/the-le`);
    await expect(organiser.getByText('Thể lệ đã khoá nên không sửa được nữa.')).toBeVisible();
    await expect(organiser.getByRole('button', { name: 'Lưu bản nháp' })).toHaveCount(0);
  });

  const contestants = {};
  await step('people take part; the committee sees who, not how well', async () => {
    await opened(organiser, CONTEST, 'Mã dự thi');
    const inOrder = ['Câu về bộ máy?', 'Câu sẽ bị huỷ?', 'Câu về thủ tục?', 'Câu về thể chế?'];
    const plan = [['TH-01', '3'], ['TH-02', '2'], ['TH-04', '1'], ['TH-03', '9', 'Câu sẽ bị huỷ?']];
    for (const [code, prediction, mistake] of plan) {
      contestants[code] = await takePart(browser, server, CONTEST, { ...slips[code], prediction, mistake, inOrder });
    }
    await organiser.goto(`${ADMIN}/tham-gia`);
    const unit = organiser.getByRole('row').filter({ hasText: 'Phòng Thử Nội vụ' });
    await expect(unit).toContainText(/100/);
    await expect(organiser.getByText('Chỉ có số người dự thi')).toBeVisible();
    await expect(organiser.getByRole('columnheader', { name: /điểm|đúng/i })).toHaveCount(0);
    await shot(organiser, 'tham-gia-dang-mo');
    const sheet = await download(organiser, organiser.getByRole('link', { name: 'Tải về (CSV)' }));
    expect(sheet.bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'));
    expect(sheet.bytes.toString()).toContain("'=1+2 Phòng Thử Tài chính");
    expect(sheet.bytes.toString()).not.toMatch(/điểm/i);
    await secretary.goto(`${ADMIN}/ra-soat/dot-1`);
    await expect(secretary.getByText('Chưa có điểm')).toBeVisible();
  });

  await step('closed, then sealed by the secretary', async () => {
    await sealed(secretary, CONTEST, () => shot(secretary, 'niem-phong'));
  });

  // Prize, then name, as the review names the winners.
  const winners = async (of) => {
    await of.goto(`${ADMIN}/ra-soat/dot-1`);
    const rows = await of.getByRole('table', { name: 'Người được giải' }).getByRole('row').all();
    return Promise.all(rows.slice(1).map((row) => row.getByRole('rowheader').innerText()));
  };

  await step('a void entry changes the true number, and so the winners', async () => {
    expect(await winners(organiser)).toEqual([ANH, BINH, DUNG]);
    await shot(organiser, 'ra-soat');
    await shot(organiser, 'ra-soat', 'phone');
    await organiser.getByRole('link', { name: `Huỷ bài… của ${DUNG}` }).click();
    await organiser.getByRole('button', { name: /đề nghị/i }).click();
    await expect(organiser.getByRole('alert')).toBeVisible(); // no reason given
    await organiser.getByRole('textbox').last().fill('Hai người làm chung một máy, có biên bản');
    await shot(organiser, 'huy-bai');
    await organiser.getByRole('button', { name: /đề nghị/i }).click();
    await expect(organiser.getByText('Đã gửi đề nghị.')).toBeVisible();
    await expect(organiser.getByText('Bạn là người đề nghị. Cần một người khác xác nhận.')).toBeVisible();
    const { words, confirm } = await confirmNewest(secretary, CONTEST);
    expect(words).toContain(BINH);
    await shot(secretary, 'xem-truoc-huy-bai');
    await shot(secretary, 'xem-truoc-huy-bai', 'phone');
    await confirm();
    expect(await winners(organiser)).toEqual([BINH, ANH, CHI]);
  });

  await step('who does not agree says why, and nothing changes', async () => {
    await secretary.goto(`${ADMIN}/ra-soat/dot-1?lam=huy-cau`);
    await secretary.getByLabel('Mã câu hỏi').fill('HT-1');
    await secretary.getByRole('textbox').last().fill('Có người phản ánh');
    await secretary.getByRole('button', { name: /đề nghị/i }).click();
    await organiser.goto(`${ADMIN}/de-nghi`);
    await organiser.getByRole('link', { name: 'Bỏ đề nghị…' }).click();
    await organiser.getByRole('button', { name: 'Bỏ đề nghị' }).click();
    await expect(organiser.getByRole('alert')).toContainText('Nêu lý do không đồng ý');
    await organiser.getByLabel('Vì sao bạn không đồng ý').fill('Câu hỏi đúng với văn bản');
    await shot(organiser, 'bo-de-nghi');
    await organiser.getByRole('button', { name: 'Bỏ đề nghị' }).click();
    await secretary.goto(`${ADMIN}/de-nghi`);
    const refused = secretary.getByRole('row').filter({ hasText: 'HT-1' });
    await expect(refused).toContainText('Không đồng ý vì: Câu hỏi đúng với văn bản');
    expect(await winners(organiser)).toEqual([BINH, ANH, CHI]);
  });

  await step('a void question does too', async () => {
    await secretary.goto(`${ADMIN}/ra-soat/dot-1?lam=huy-cau`);
    await secretary.getByLabel('Mã câu hỏi').fill('HT-3');
    await secretary.getByRole('textbox').last().fill('Văn bản đã hết hiệu lực');
    await secretary.getByRole('button', { name: /đề nghị/i }).click();
    const { words, confirm } = await confirmNewest(organiser, CONTEST);
    expect(words).toContain(ANH);
    await shot(organiser, 'xem-truoc-huy-cau');
    await confirm();
    expect(await winners(organiser)).toEqual([ANH, BINH, CHI]);
    await organiser.goto(`${ADMIN}/ra-soat/dot-1?so=2-3`);
    await expect(organiser.getByRole('region', { name: 'Bản 2 và bản 3 khác nhau ở đâu' })).toContainText(ANH);
    await shot(organiser, 'so-sanh-ban');
  });

  await step('published by two, named in public, private for the rest', async () => {
    const anyone = await (await browser.newContext({ baseURL: server.url })).newPage();
    await anyone.goto(`/cuoc-thi/${CONTEST}/ket-qua/dot-1`);
    await expect(anyone.getByText(ANH)).toHaveCount(0);
    const words = await publish(organiser, secretary, CONTEST);
    for (const name of [ANH, BINH, CHI]) expect(words, 'the second person sees who will be named').toContain(name);
    await anyone.reload();
    for (const name of [ANH, BINH, CHI]) await expect(anyone.getByText(name).first()).toBeVisible();
    await expect(anyone.getByText(DUNG)).toHaveCount(0);
    await shot(anyone, 'ket-qua-hanh-trinh');
    await shot(anyone, 'ket-qua-hanh-trinh', 'phone');
    await anyone.context().close();
  });

  await step('the rounds ranked together: computed, published by two, public', async () => {
    const anyone = await (await browser.newContext({ baseURL: server.url })).newPage();
    await anyone.goto(`/cuoc-thi/${CONTEST}/toan-cuoc`);
    await expect(anyone.getByText('Xếp hạng chung chưa công bố.')).toBeVisible();
    await examine(anyone, 'the overall ranking before publication', USUAL);
    await secretary.goto(`${ADMIN}/xep-hang-chung`);
    await secretary.getByRole('button', { name: 'Tính xếp hạng chung' }).click();
    await expect(secretary.getByText('Đã tính và lưu bản xếp hạng chung mới.')).toBeVisible();
    await examine(secretary, 'the overall ranking in review', USUAL);
    for (const size of ['phone', 'desktop']) await shot(secretary, 'xep-hang-chung', size);
    await secretary.getByRole('button', { name: 'Đề nghị công bố bản 1' }).click();
    await expect(secretary.getByText('Đã gửi đề nghị.')).toBeVisible();
    await organiser.goto(`${ADMIN}/de-nghi`);
    await organiser.getByRole('link', { name: 'Xem trước thay đổi' }).first().click();
    await organiser.getByRole('button', { name: 'Xác nhận và thực hiện' }).click();
    await expect(organiser.getByText('Đã xác nhận và thực hiện.')).toBeVisible();
    await anyone.reload();
    await expect(anyone.getByText('người có kết quả')).toBeVisible();
    for (const look of LOOKS) {
      await dress(anyone.context(), server, look);
      await anyone.reload();
      await examine(anyone, 'the overall ranking', look);
    }
    for (const size of ['phone', 'desktop']) await shot(anyone, 'toan-cuoc', size);
    await anyone.context().close();
    const own = contestants['TH-01'];
    await own.goto(`/cuoc-thi/${CONTEST}/toan-cuoc`);
    await expect(own.getByRole('region', { name: 'Kết quả chung của bạn' })).toContainText('Hạng 1 trong 3');
  });

  await step('a contestant finds score, rank and paper', async () => {
    const own = contestants['TH-01'];
    await own.goto('/cua-toi');
    await own.getByRole('link', { name: 'Xem kết quả của tôi' }).click();
    await expect(own.getByText('Bạn đạt Giải Nhất')).toBeVisible();
    await expect(own.locator('.stats')).toContainText('3');
    await expect(own.getByText('Đúng, HT-1').first()).toBeVisible();
    await shot(own, 'ket-qua-cua-toi', 'phone');
    await shot(own, 'ket-qua-cua-toi');
    const voided = contestants['TH-04'];
    await voided.goto('/cua-toi');
    await expect(voided.getByText('Đã bị huỷ')).toBeVisible();
  });

  await step('files open in a spreadsheet, with Vietnamese letters and without formulas', async () => {
    await organiser.goto(`${ADMIN}/ra-soat/dot-1`);
    const table = await download(organiser, organiser.getByRole('link', { name: /Tải bản 3 \(CSV\)/ }));
    expect(table.bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'));
    for (const text of [ANH, 'Giải Nhất', "'=1+2 Phòng Thử Tài chính"]) expect(table.bytes.toString()).toContain(text);
    expect(table.bytes.toString()).not.toMatch(/(^|[,;"\n])=/);
    const book = await download(organiser, organiser.getByRole('link', { name: /Tải bản 3 \(Excel\)/ }));
    const parts = Object.values(unzip(book.bytes)).join('');
    for (const text of [ANH, '=1+2 Phòng Thử Tài chính']) expect(parts).toContain(text);
    expect(parts).not.toMatch(/<f[ >]/); // a text, never a formula
  });

  await step('the log names every act, newest first, in an unbroken chain', async () => {
    await organiser.goto(`${ADMIN}/nhat-ky?kiem=1`);
    await expect(organiser.getByText('Chuỗi mã băm còn nguyên')).toBeVisible();
    const acts = await organiser.getByRole('table').getByRole('rowheader').allInnerTexts();
    const wanted = ['Tải bảng kết quả', 'Xác nhận đề nghị công bố kết quả', 'Gửi đề nghị công bố kết quả',
      'Xác nhận đề nghị huỷ câu hỏi', 'Gửi đề nghị huỷ câu hỏi', 'Bỏ đề nghị huỷ câu hỏi', 'Xác nhận đề nghị huỷ bài thi',
      'Gửi đề nghị huỷ bài thi', 'Niêm phong', 'Khoá thể lệ và đề', 'Sửa thể lệ',
      'Nhập danh sách người dự thi', 'Nhập câu hỏi từ tệp', 'Giao vai trò', 'Tạo cuộc thi'];
    let from = 0;
    for (const act of wanted) {
      const found = acts.findIndex((text, place) => place >= from && text.startsWith(act));
      expect(found, `${act} in ${acts.join(' | ')}`).toBeGreaterThanOrEqual(0);
      from = found;
    }
    await shot(organiser, 'nhat-ky-hanh-trinh');
  });
});
