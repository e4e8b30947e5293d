//! What a proposal would change, computed but not stored: the second person decides on facts.

use super::PreviewView;
use super::confirm::makes_version;
use super::fits_round::for_the_same;
use super::outage::{forecast, given_back};
use super::proposal::Case;
use crate::contest::{Contest, RoundState};
use crate::standings::{Names, diff_view};
use crate::{Actor, Result, Services, require};
use domain::contest::phase::{Outage, merge_outages};
use domain::contest::{RoundClock, RoundPhase};
use domain::people::permission::Permission;
use domain::quiz::attempt::AttemptState;
use domain::record::Change;
use domain::time::{Moment, Span};
use store::Tx;

impl Services {
    /// Exactly what a proposal would change now. Before sealing that is never a score.
    ///
    /// # Errors
    /// [`crate::Rejection::Phase`] when the proposal no longer fits its round.
    pub async fn preview(&self, actor: &Actor, proposal_id: &str) -> Result<PreviewView> {
        let mut tx = self.db().read().await?;
        let case = self.case(&mut tx, proposal_id).await?;
        require(actor, &case.contest.id, Permission::SeeStandings)?;
        let proposal = self.told(&mut tx, actor, &case).await?;
        self.check_fits(&mut tx, &case.contest, &case.round, &case.change)
            .await?;
        let diff = if makes_version(&case.change, case.round.phase(self.now())) {
            let (contest, round) = (&case.contest, &case.round);
            let before = self.version_numbered(&mut tx, round, None).await?;
            let after = self
                .draft_with(&mut tx, contest, round, &case.change)
                .await?;
            let names = Names::all(&mut tx, contest).await?;
            Some(diff_view(&names, &before.standings, &after.standings))
        } else {
            None
        };
        let consequences = match &diff {
            Some(diff) => diff.summary.clone(),
            None => self.consequences(&mut tx, &case).await?,
        };
        let notes = match &case.change {
            Change::ChangeKey {
                question, accepted, ..
            } => {
                self.key_notes(&mut tx, actor, &case, (question, accepted))
                    .await?
            }
            Change::VoidQuestion { question, .. } => {
                self.question_notes(&mut tx, &case, question).await?
            }
            _ => Vec::new(),
        };
        let honoured = self.honoured(&mut tx, &case.contest, &case.change).await?;
        Ok(PreviewView {
            proposal,
            notes,
            consequences,
            honoured,
            diff,
        })
    }

    /// The words of a question, once everybody who takes part has seen them: nobody knows it by its code.
    async fn question_notes(
        &self,
        tx: &mut Tx,
        case: &Case,
        question: &str,
    ) -> Result<Vec<String>> {
        if case.round.phase(self.now()) < RoundPhase::Closed {
            return Ok(Vec::new());
        }
        let bank = self.bank(tx, case.contest.id.as_str(), &case.round).await?;
        let entry = bank.entries.get(question);
        Ok(entry
            .map(|e| format!("Câu {question}: {}", e.wording.stem))
            .into_iter()
            .collect())
    }

    /// Consequences of a change that makes no version.
    async fn consequences(&self, tx: &mut Tx, case: &Case) -> Result<Vec<String>> {
        Ok(match &case.change {
            Change::VoidEntry { .. } | Change::VoidQuestion { .. } | Change::ChangeKey { .. } => {
                vec!["Điểm chỉ có sau niêm phong: khi chấm sẽ tính theo quyết định này.".to_owned()]
            }
            Change::GrantExtra {
                person, seconds, ..
            } => {
                self.extra_consequences(tx, case, (person, *seconds))
                    .await?
            }
            Change::RecordOutage { from, until, .. } => {
                self.outage_consequences(tx, case, (*from, *until)).await?
            }
            Change::Publish { standings } => {
                let version = self.version(tx, standings).await?;
                let winners = version.standings.winners().count();
                vec![
                    format!("Trang kết quả nêu tên {winners} người được giải."),
                    "Mỗi người dự thi xem được điểm và thứ hạng của riêng mình.".to_owned(),
                ]
            }
            Change::SettleTie { .. } | Change::EnterDraw { .. } => Vec::new(),
            Change::MoveClosing { closes, .. } => self.closing_consequences(tx, case, *closes).await?,
            Change::MoveRound { round, .. } => moved_consequences(&case.contest, round),
            Change::GrantRole { account, role, .. } => {
                self.grant_consequences(tx, case, (account, *role)).await?
            }
            Change::WithdrawRole { .. } => vec![
                "Quyền mất ngay ở lần bấm tiếp theo của người này.".to_owned(),
                "Giao lại sau này tính là vai trò mới, không xác nhận được việc làm đổi kết quả.".to_owned(),
            ],
            Change::StrikeOff { person, off, .. } => {
                self.strike_off_consequences(tx, case, (person, *off)).await?
            }
            Change::ImportRoster { file, .. } => vec![
                "Tệp không lưu ở máy chủ. Mở trang Người dự thi, chọn đúng tệp người đề nghị đưa, xem trước rồi xác nhận ở đó.".to_owned(),
                format!("Mã băm SHA-256 của tệp: {file}."),
            ],
            Change::PublishOverall { standings } => self.overall_consequences(tx, standings).await?,
        })
    }

    async fn extra_consequences(
        &self,
        tx: &mut Tx,
        case: &Case,
        (person, seconds): (&str, u32),
    ) -> Result<Vec<String>> {
        let mut rows = store::quiz::attempts_of_people(tx, &[person.to_owned()]).await?;
        rows.retain(|r| r.round_id == case.round.id.as_str());
        if rows.is_empty() {
            return Ok(vec![
                "Người này chưa làm bài: giờ thêm tính vào lần bắt đầu tới.".to_owned(),
            ]);
        }
        let (clock, extra) = (&case.round.clock, Span::seconds(i64::from(seconds)));
        let mut lines = Vec::new();
        for row in &rows {
            let Some(after) = given_back(row, (clock, extra), self.now())? else {
                continue;
            };
            let before = crate::quiz::attempt_of(row)?;
            let until = crate::quiz::attempt_of(&after)?.deadline(clock).stamp();
            lines.push(if before.state == AttemptState::InProgress {
                let from = before.deadline(clock).stamp();
                format!(
                    "Giờ hết của bài đang làm đổi từ {from} thành {until}; không quá giờ đóng của đợt."
                )
            } else {
                format!("Bài máy chủ đã đóng được mở lại đến {until}.")
            });
        }
        if lines.is_empty() {
            let what = "Bài của người này đã gửi hoặc đã hết giờ: giờ thêm không đổi bài đó, chỉ tính cho lượt sau nếu còn.";
            lines.push(what.to_owned());
        }
        Ok(lines)
    }

    async fn outage_consequences(
        &self,
        tx: &mut Tx,
        case: &Case,
        (from, until): (Moment, Moment),
    ) -> Result<Vec<String>> {
        let clock = with_outage(&case.round.clock, Outage { from, until });
        let rows = store::quiz::attempts_of_round(tx, case.round.id.as_str()).await?;
        let (given, _) = forecast(&rows, &clock, self.now())?;
        let mut lines = vec![
            format!("{} bài đang làm được kéo dài giờ.", given.extended),
            format!("{} bài máy chủ đã đóng được mở lại.", given.reopened),
        ];
        let (before, after) = (case.round.clock.last_deadline(), clock.last_deadline());
        if before != after {
            lines.push(format!(
                "Giờ hết cuối cùng của đợt đổi từ {} thành {}.",
                before.stamp(),
                after.stamp()
            ));
        }
        if case.round.phase(self.now()) == RoundPhase::Closed && self.now() < clock.closed_from() {
            lines.push("Đợt đang đóng sẽ mở lại cho các bài đó.".to_owned());
        }
        lines.extend(reached(&case.contest, &case.round, (before, after)));
        Ok(lines)
    }
}

/// A round of the same people that opens while time given back still runs: nothing forbids it, but somebody should know.
fn reached(
    contest: &Contest,
    round: &RoundState,
    (before, after): (Moment, Moment),
) -> Option<String> {
    let opens = |r: &&RoundState| before <= r.clock.opens && r.clock.opens < after;
    let next = for_the_same(contest, round).find(opens)?;
    Some(format!(
        "Giờ trả lại chạy quá lúc mở {} ({}): một số người có hai bài cùng lúc.",
        next.rule.name,
        next.clock.opens.stamp()
    ))
}

fn with_outage(clock: &RoundClock, outage: Outage) -> RoundClock {
    let all: Vec<Outage> = clock.outages.iter().copied().chain([outage]).collect();
    RoundClock {
        outages: merge_outages(&all),
        ..clock.clone()
    }
}

fn moved_consequences(contest: &Contest, round: &str) -> Vec<String> {
    let now = contest.round(round).map(|r| {
        format!(
            "Đến nay: mở {}, đóng {}.",
            r.clock.opens.opening_words(),
            r.clock.closes.closing_words()
        )
    });
    let then =
        "Đợt vẫn phải được khoá trước giờ mở mới. Trang của cuộc thi ghi giờ cũ, giờ mới và lý do.";
    now.into_iter().chain([then.to_owned()]).collect()
}
