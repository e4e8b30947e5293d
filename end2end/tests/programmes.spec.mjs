import { test, expect, shot } from '../support/fixtures.mjs';
import { keyOf } from '../support/bank.mjs';
import { DAY, HOUR, MINUTE } from '../support/clock.mjs';
import { Programme, bySlip, device, ownResult, wholePaper } from '../support/programme.mjs';
import { answerOpen, begin, declareOwn, saved } from '../support/quiz.mjs';

// Programmes run whole with their presets as they are: only the day of the first opening is chosen. Their weeks pass
// on the server's clock; whoever comes back a week later signs in anew, as in life.
test.use({ movesClock: true });

// An opening still ahead, on a whole minute as the form takes it.
const soon = (clock) => Math.ceil((clock.now() + HOUR) / MINUTE) * MINUTE;

test('Thừa Thiên Huế 2022: four weekly rounds with a prediction, by people in every role', async ({ browser, server }) => {
  const { clock } = server;
  const contest = 'hue-tron-ven';
  const topics = ['the_che', 'thu_tuc', 'bo_may', 'cong_vu', 'tai_chinh_cong', 'chinh_phu_so', 'chi_so'];
  const key = keyOf(topics);
  const opens = soon(clock);
  const closes = (round) => opens + round * 7 * DAY; // each is a week, the next opens as it closes
  const [office, centre] = ['Văn phòng Sở Thử', 'Trung tâm Thử'];
  const people = {
    an: ['HT-01', 'Nguyễn Thị Thử An', 'VP', office, 'Công chức', 'x', ''],
    binh: ['HT-02', 'Trần Văn Thử Bình', 'VP', office, 'Công chức', '', ''],
    chi: ['HT-03', 'Lê Thị Thử Chi', 'TT', centre, 'Viên chức', '', ''],
    dung: ['HT-04', 'Phạm Văn Thử Dũng', 'TT', centre, 'Viên chức', 'x', ''],
    ky: ['HT-05', 'Bùi Thị Thử Ký', 'VP', office, 'Công chức', '', `nb-${contest}-thuky`], // the secretary, on the list
  };
  const name = (who) => people[who][1];
  let programme;
  let slips;
  let sheet;
  const pages = {};
  // Someone at the door of a round with the slip, on their own phone: a week later nobody is signed in there any more.
  const at = async (who, round, phone = who) => {
    pages[phone] ??= await device(browser, server, phone === 'live');
    await pages[phone].context().clearCookies();
    await bySlip(pages[phone], contest, `dot-${round}`, slips[people[who][0]]);
    return pages[phone];
  };

  await test.step('created from the preset; author, vetter and organiser do their parts', async () => {
    programme = await Programme.found(browser, server, { preset: /Hội thi trực tuyến tìm hiểu công tác cải cách hành chính/,
      code: contest, opens, roles: { btc: 'Ban Tổ chức', thuky: 'Ban Thư ký', soan: 'Người soạn câu hỏi',
        thamdinh: 'Người thẩm định', giamsat: 'Người giám sát' } });
    await programme.importBank('soan', topics);
    const vetter = await programme.as('thamdinh');
    await vetter.goto(`${programme.admin}/cau-hoi?tim=TH-001`);
    await expect(vetter.getByRole('table', { name: 'Danh sách câu hỏi' })).toContainText('TH-001');
    await expect(vetter.getByLabel('Tệp câu hỏi')).toHaveCount(0);
    const auditor = await programme.as('giamsat');
    await auditor.goto(`${programme.admin}/cau-hoi`);
    await expect(auditor.getByText('TH-001')).toHaveCount(0);
    slips = await programme.importRoster('btc', Object.values(people));
    await programme.addOfficer('btc', 'daumoi', centre);
    for (const round of [1, 2, 3, 4]) await programme.commit('btc', `dot-${round}`);
  });

  await test.step('round 1: four take part, the secretary may not', async () => {
    const early = await device(browser, server);
    await early.goto(`/cuoc-thi/${contest}/vao-thi/dot-1`);
    await expect(early.getByText('Bây giờ chưa vào thi được')).toBeVisible();
    await early.context().close();
    clock.goTo(opens);
    const refused = await at('ky', 1);
    await expect(refused.getByRole('status')).toContainText('Bạn không dự thi được đợt này');
    // Two are perfect. He says so and comes before her who says three; of the others the closer guess wins.
    const live = await at('an', 1, 'live');
    sheet = await begin(live, 10);
    for (let question = 1; question <= 10; question += 1) {
      if (question > 1) await live.locator('.quiz-acts').getByRole('button', { name: `Câu ${question}`, exact: true }).click();
      await answerOpen(live, question, key, true);
      await expect(saved(live)).toContainText(/Đã lưu lúc/);
    }
    await live.locator('.quiz-acts').getByRole('button', { name: 'Dự đoán', exact: true }).click();
    await live.locator('#du-doan').fill('3');
    await live.locator('#du-doan').blur();
    await expect(saved(live)).toBeVisible();
    await live.getByRole('button', { name: 'Kiểm tra và gửi bài' }).click();
    await live.getByRole('button', { name: 'Gửi bài thi' }).click();
    await expect(live.getByRole('heading', { name: 'Đã nhận bài thi của bạn' })).toBeVisible();
    await Promise.all([
      wholePaper(await at('binh', 1), key, { prediction: '2' }),
      wholePaper(await at('chi', 1), key, { wrong: [4], prediction: '9' }),
      wholePaper(await at('dung', 1), key, { wrong: [10], prediction: '2' }),
    ]);
  });

  await test.step('while it is open everyone of the committee sees who took part, nobody how well', async () => {
    const officer = await programme.as('daumoi');
    await officer.goto('/unit');
    const own = officer.getByRole('table', { name: 'Tham gia của đơn vị' });
    await expect(own).toContainText(centre);
    await expect(own).toContainText('100');
    await expect(own).not.toContainText(office);
    for (const member of ['giamsat', 'thuky', 'btc']) {
      const page = await programme.as(member);
      await page.goto(`${programme.admin}/tham-gia?dot=dot-1`);
      await expect(page.getByRole('row').filter({ hasText: centre })).toContainText('100');
      await expect(page.getByRole('columnheader', { name: /điểm|đúng/i })).toHaveCount(0);
    }
  });

  await test.step('a week later round 1 is sealed, reviewed, published by two', async () => {
    programme.pass(closes(1));
    await programme.seal('thuky');
    expect(await programme.winners('btc', 'dot-1')).toEqual(['binh', 'an', 'dung'].map(name));
    expect(await programme.winners('giamsat', 'dot-1')).toEqual(['binh', 'an', 'dung'].map(name));
    const anyone = await device(browser, server);
    await anyone.goto(`/cuoc-thi/${contest}/ket-qua/dot-1`);
    await expect(anyone.getByText(name('binh'))).toHaveCount(0);
    await programme.publish('btc', 'thuky', 'dot-1');
    await anyone.reload();
    const winners = anyone.getByRole('table', { name: 'Người được giải' });
    await expect(winners.getByRole('rowheader')).toHaveText(['binh', 'an', 'dung'].map((who) => new RegExp(name(who))));
    await expect(anyone.getByText(name('chi'))).toHaveCount(0);
    await expect(anyone.locator('.stat--gold').filter({ hasText: 'số thật của câu dự đoán' })).toContainText('2');
    await shot(anyone, 'tron-ven-hue-ket-qua', 'phone');
    await anyone.context().close();
  });

  // The own paper: what was chosen is shown, and what is right only where `open`.
  const paper = async (page, open) => {
    await expect(page.locator('fieldset.question')).toHaveCount(10);
    await expect(page.getByText('Bạn chọn').first()).toBeVisible();
    const right = page.locator('.option--right');
    await expect(page.getByText('Câu nào còn có thể ra ở đợt sau thì chưa hiện đáp án.')).toHaveCount(open ? 0 : 1);
    if (open) {
      expect(await right.count()).toBeGreaterThanOrEqual(10);
    } else {
      for (const hint of [right, page.locator('.option--wrong'), page.getByText(/^Giải thích:|^Căn cứ:|Đáp án đúng/)]) {
        await expect(hint).toHaveCount(0);
      }
    }
  };

  await test.step('the winner comes back with the slip and finds prize and prediction, but no right answer yet', async () => {
    const own = await at('binh', 1);
    await ownResult(own, 'Đợt 1');
    await expect(own.getByText('Bạn đạt Giải Nhất')).toBeVisible();
    await expect(own.getByRole('region', { name: 'Điểm và thứ hạng' })).toContainText('2, lệch 0. Số thật là 2.');
    await expect(own.getByRole('region', { name: 'Điểm và thứ hạng' })).toContainText('10 trong 10 câu');
    await paper(own, false);
    await shot(own, 'tron-ven-hue-cua-toi', 'phone');
    const other = await at('chi', 1);
    await other.goto(`${sheet}/ket-qua`);
    await expect(other.locator('fieldset.question')).toHaveCount(0); // another's paper
  });

  await test.step('rounds 2 to 4, each a week, each published; one begins and never sends', async () => {
    const plan = { 2: ['an', 'chi'], 3: ['chi'], 4: ['dung', 'chi'] };
    for (const [round, takers] of Object.entries(plan)) {
      await Promise.all(takers.map(async (who, place) =>
        wholePaper(await at(who, round), key, { wrong: place === 0 ? [] : [1], prediction: '1' })));
      if (round === '2') {
        const late = await at('binh', round);
        await late.getByRole('button', { name: 'Bắt đầu thi' }).click();
        await expect(late.getByText('Chỉ những câu đã lưu mới được tính')).toBeVisible();
        await late.locator('#cau-1 .option').first().click();
        await late.getByRole('button', { name: 'Lưu', exact: true }).click();
        await expect(late.getByText('Đã lưu 1 câu.')).toBeVisible();
      }
      programme.pass(closes(Number(round)));
      if (round === '4') { // the last that can draw has closed; until it is sealed, lost time can be given back
        const own = await at('an', 1);
        await ownResult(own, 'Đợt 1');
        await paper(own, false);
      }
      await programme.seal('thuky');
      expect((await programme.winners('btc', `dot-${round}`))[0]).toBe(name(takers[0]));
      await programme.publish('thuky', 'btc', `dot-${round}`);
    }
  });

  await test.step('no round is left that could draw a question: every own paper shows its right answers', async () => {
    const own = await at('an', 1);
    for (const round of ['Đợt 1', 'Đợt 2']) {
      await ownResult(own, round);
      await paper(own, true);
      await expect(own.locator('.option--wrong')).toHaveCount(0);
    }
    const chi = await at('chi', 4);
    await ownResult(chi, 'Đợt 1');
    await paper(chi, true);
    const mistake = chi.locator('fieldset.question').filter({ has: chi.locator('.option--wrong') });
    await expect(mistake).toHaveCount(1);
    await expect(mistake.locator('.question__no')).toHaveText('Câu 4 trong 10');
    const late = await at('binh', 4);
    await ownResult(late, 'Đợt 2');
    await expect(late.getByText('Bạn chưa trả lời câu này.')).toHaveCount(9);
  });

  await test.step('the committee has every week\'s participation, and a log that holds', async () => {
    const officer = await programme.as('daumoi');
    await officer.goto('/unit');
    await expect(officer.getByRole('table', { name: 'Tham gia của đơn vị' }).getByRole('rowheader')).toHaveCount(4);
    const auditor = await programme.as('giamsat');
    await auditor.goto(`${programme.admin}/nhat-ky?kiem=1`);
    await expect(auditor.getByText('Chuỗi mã băm còn nguyên')).toBeVisible();
  });
});

test('Thanh Trì 2023, part 1: people of three blocs state who they are, one list for all', async ({ browser, server }) => {
  const { clock } = server;
  const contest = 'thanh-tri-tron-ven';
  const topics = ['the_che', 'thu_tuc', 'bo_may', 'cong_vu', 'tai_chinh_cong', 'chinh_phu_so', 'chi_so'];
  const key = keyOf(topics);
  const opens = soon(clock);
  const units = [['Phòng Thử Nội vụ', 'Khối cơ quan chuyên môn'], ['Trường Thử Tiểu học', 'Khối đơn vị sự nghiệp'],
    ['UBND xã Thử', 'Khối xã, thị trấn']];
  const person = (name, born, unit) => ({ name, born, phone: '0905 000 111', unit: units[unit][0] });
  const people = [person('Nguyễn Thị Thử Sen', '1/2/1980', 0), person('Trần Văn Thử Tùng', '3/4/1985', 1),
    person('Lê Thị Thử Cúc', '5/6/1990', 2), person('Phạm Văn Thử Mai', '7/8/1995', 2)];
  const [sen, tung, cuc, mai] = people;
  const enter = async (who) => {
    const page = await device(browser, server);
    await page.goto(`/cuoc-thi/${contest}/vao-thi/dot-1`);
    await declareOwn(page, who);
    return page;
  };
  let programme;

  await test.step('created from the preset, committed', async () => {
    programme = await Programme.found(browser, server, { preset: /huyện Thanh Trì/, code: contest, opens,
      roles: { btc: 'Ban Tổ chức', thuky: 'Ban Thư ký', giamkhao: 'Giám khảo' } });
    await programme.importBank('btc', topics);
    await programme.addUnits('btc', units);
    await programme.commit('btc', 'dot-1');
  });

  await test.step('a month is open; on its last day one more takes part', async () => {
    clock.goTo(opens);
    await Promise.all([[sen, []], [tung, [3]], [cuc, [2, 5]]].map(async ([who, wrong]) =>
      wholePaper(await enter(who), key, { wrong })));
    clock.goTo(opens + 31 * DAY - HOUR);
    await wholePaper(await enter(mai), key, { wrong: [1, 2, 20] });
    const again = await enter(sen);
    await expect(again.getByText('Bạn đã thi xong đợt này')).toBeVisible();
    const judge = await programme.as('giamkhao');
    await judge.goto(`${programme.admin}/ra-soat/dot-1`);
    await expect(judge.getByText(sen.name)).toHaveCount(0);
  });

  await test.step('sealed, reviewed, published: one list, the plan\'s prizes', async () => {
    programme.pass(opens + 31 * DAY);
    await programme.seal('thuky');
    expect(await programme.winners('btc', 'dot-1')).toEqual(people.map((who) => who.name));
    await programme.publish('btc', 'thuky', 'dot-1');
    const anyone = await device(browser, server);
    await anyone.goto(`/cuoc-thi/${contest}/ket-qua/dot-1`);
    const line = (who) => anyone.getByRole('table', { name: 'Người được giải' }).getByRole('row').filter({ hasText: who.name });
    for (const [who, prize, points] of [[sen, 'Giải Đặc biệt, 3.000.000', '20'], [tung, 'Giải Nhất, 2.000.000', '19'],
      [cuc, 'Giải Nhất, 2.000.000', '18'], [mai, 'Giải Nhất, 2.000.000', '17']]) {
      await expect(line(who)).toContainText(prize);
      await expect(line(who).locator('[data-label="Điểm"]')).toHaveText(points);
    }
    await expect(anyone.getByRole('table', { name: 'Giải tập thể' }).getByRole('rowheader').first()).toHaveText('UBND xã Thử');
    await shot(anyone, 'tron-ven-thanh-tri-ket-qua', 'phone');
    await anyone.context().close();
  });

  await test.step('a month later one states who one is again, and finds the own paper with its right answers', async () => {
    const own = await enter(tung);
    await ownResult(own, 'Đợt thi');
    await expect(own.getByText('Bạn đạt Giải Nhất')).toBeVisible();
    const mistake = own.locator('fieldset.question').filter({ has: own.locator('.option--wrong') });
    await expect(mistake).toHaveCount(1);
    await expect(mistake.locator('.question__no')).toHaveText('Câu 3 trong 20');
    await expect(own.getByRole('region', { name: 'Điểm và thứ hạng' })).toContainText('19 trong 20 câu');
    const stranger = await enter({ ...tung, phone: '0905 000 999' });
    await expect(stranger.getByRole('alert')).toContainText('Thông tin này đã được dùng');
  });
});
