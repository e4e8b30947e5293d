//! Whether a change fits the round it is proposed for. Asked when it is proposed, and again when it is confirmed.

use super::fits_people::check_locked;
use super::fits_round::{check_closing_move, check_round_move};
use crate::contest::{Contest, RoundState};
use crate::standings::{id_set, is_outdated, not_sealed, round_ties};
use crate::{FieldProblem, Rejection, Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::contest::rule_sheet::Unresolved;
use domain::record::{Change, ProposalState};
use domain::time::Moment;
use scoring::draw::Draw;
use store::Tx;

/// Longest reason, in letters.
const MAX_REASON: usize = 500;
/// Most extra time at once: four hours.
const MAX_EXTRA: u32 = 4 * 3_600;

impl Services {
    /// Whether a change fits its round now.
    pub(super) async fn check_fits(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        change: &Change,
    ) -> Result<()> {
        let (now, phase) = (self.now(), round.phase(self.now()));
        if phase == RoundPhase::Draft {
            return refuse("Đợt này chưa khoá đề nên chưa có gì để thay đổi bằng hai người.");
        }
        check_reason(change)?;
        match change {
            Change::VoidEntry {
                attempt, retake, ..
            } => {
                self.check_void_entry(tx, round, attempt, *retake && phase != RoundPhase::Open)
                    .await
            }
            Change::VoidQuestion { question, .. } => {
                self.check_void_question(tx, contest, round, question).await
            }
            Change::ChangeKey {
                question, accepted, ..
            } => {
                self.check_key(tx, contest, round, (question, accepted))
                    .await
            }
            Change::MoveClosing { closes, .. } => {
                check_closing_move(contest, round, *closes, (now, phase))
            }
            Change::MoveRound {
                round,
                opens,
                closes,
                ..
            } => check_round_move(contest, round, (*opens, *closes), now),
            Change::GrantRole { .. } | Change::WithdrawRole { .. } => {
                self.check_role_change(tx, contest, change).await
            }
            Change::StrikeOff { person, off, .. } => {
                self.check_strike_off(tx, contest, person, *off).await
            }
            Change::ImportRoster { .. } => check_locked(contest, now),
            Change::PublishOverall { standings } => {
                self.check_publish_overall(tx, contest, standings).await
            }
            Change::GrantExtra {
                person, seconds, ..
            } => {
                self.check_extra(tx, (contest, phase), person, *seconds)
                    .await
            }
            Change::RecordOutage { from, until, .. } => {
                check_outage(round, (*from, *until), (now, phase))
            }
            Change::Publish { standings } => {
                self.check_publish(tx, (contest, round), standings).await
            }
            Change::SettleTie { order, .. } => {
                self.check_settle(tx, contest, round, phase, order).await
            }
            Change::EnterDraw { number, .. } => check_draw(contest, round, phase, number),
        }
    }

    async fn check_void_entry(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        attempt: &str,
        retake_too_late: bool,
    ) -> Result<()> {
        let row = store::quiz::find_attempt(tx, attempt).await?;
        let row = row
            .filter(|r| r.round_id == round.id.as_str())
            .ok_or_else(|| {
                ServiceError::field(
                    "attempt",
                    "Không có bài thi này trong đợt. Chọn lại bài thi.",
                )
            })?;
        if row.void_reason.is_some() {
            return refuse("Bài thi này đã bị huỷ.");
        }
        if retake_too_late {
            return refuse("Chỉ cho thi lại khi đợt còn mở. Bỏ dấu ở ô cho thi lại.");
        }
        Ok(())
    }

    /// The change with the code of its question as the bank writes it: people type `bm-002` for `BM-002`.
    pub(super) async fn with_known_code(
        &self,
        tx: &mut Tx,
        (contest, round): (&Contest, &RoundState),
        mut change: Change,
    ) -> Result<Change> {
        let (Change::VoidQuestion { question, .. } | Change::ChangeKey { question, .. }) =
            &mut change
        else {
            return Ok(change);
        };
        if round.acts.committed_at.is_some() {
            let bank = self.bank(tx, contest.id.as_str(), round).await?;
            let typed = question.to_lowercase();
            let known = bank.entries.keys().find(|c| c.to_lowercase() == typed);
            if let (false, Some(known)) = (bank.entries.contains_key(question), known) {
                question.clone_from(known);
            }
        }
        Ok(change)
    }

    async fn check_void_question(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        question: &str,
    ) -> Result<()> {
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        if !bank.entries.contains_key(question) {
            let what = "Đợt này không có câu hỏi mang mã đó. Kiểm tra mã câu hỏi.";
            return Err(ServiceError::field("question", what));
        }
        self.check_not_void(tx, round, question).await
    }

    async fn check_extra(
        &self,
        tx: &mut Tx,
        (contest, phase): (&Contest, RoundPhase),
        person: &str,
        seconds: u32,
    ) -> Result<()> {
        if phase >= RoundPhase::Closed {
            return refuse("Đợt này đã đóng: thêm giờ không kéo dài quá giờ đóng của đợt.");
        }
        let row = store::people::find_person(tx, person).await?;
        if row.is_none_or(|p| p.contest_id != contest.id.as_str()) {
            let what = "Không có người này trong cuộc thi. Chọn lại trong danh sách.";
            return Err(ServiceError::field("person", what));
        }
        if seconds == 0 || seconds > MAX_EXTRA {
            let what = "Nhập số phút thêm từ 1 đến 240.";
            return Err(ServiceError::field("seconds", what));
        }
        Ok(())
    }

    async fn check_publish(
        &self,
        tx: &mut Tx,
        (contest, round): (&Contest, &RoundState),
        standings: &str,
    ) -> Result<()> {
        if round.phase(self.now()) < RoundPhase::Sealed {
            return Err(not_sealed().into());
        }
        let heads = store::standings::heads(tx, round.id.as_str()).await?;
        if heads.first().is_none_or(|newest| newest.id != standings) {
            return refuse("Chỉ công bố phiên bản kết quả mới nhất. Mở lại trang rà soát.");
        }
        if waiting_decisions(tx, round).await? {
            return refuse(
                "Còn đề nghị chờ xác nhận có thể đổi kết quả của đợt này. Xác nhận hoặc bỏ ở trang Đề nghị trước khi công bố.",
            );
        }
        if round.row.published_standings.as_deref() == Some(standings) {
            return refuse("Phiên bản này đang được công bố.");
        }
        let version = self.version(tx, standings).await?;
        if version.standings.is_pending() {
            return refuse(
                "Còn giải chờ bốc thăm hoặc chờ quyết định. Giải quyết trước khi công bố.",
            );
        }
        if is_outdated(tx, contest, &version).await? {
            return refuse(OUTDATED);
        }
        Ok(())
    }

    async fn check_settle(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        phase: RoundPhase,
        order: &[String],
    ) -> Result<()> {
        if phase < RoundPhase::Sealed {
            return Err(not_sealed().into());
        }
        if contest.rules.ranking.unresolved != Some(Unresolved::Committee) {
            return refuse("Thể lệ không giao cho Ban Tổ chức quyết định khi bằng nhau.");
        }
        let newest = self.version_numbered(tx, round, None).await?;
        let wanted = id_set(order);
        let mut ties = round_ties(&newest.standings).into_iter();
        let names_each_once = wanted.len() == order.len();
        let in_round = ties.any(|(_, t)| id_set(&t.ids) == wanted);
        let fits = names_each_once
            && (in_round
                || self
                    .overall(tx, contest)
                    .await?
                    .is_some_and(|o| o.has_tie(order)));
        if fits {
            return Ok(());
        }
        let what = "Thứ tự phải nêu đủ và đúng những người đang bằng nhau, mỗi người một lần.";
        Err(ServiceError::field("order", what))
    }
}

/// What is told when a role or a number changed since a version was computed.
pub(crate) const OUTDATED: &str = "Từ khi tính bản này, danh sách người giữ vai trò đã thay đổi, nên có người được xếp hạng mà không được dự thi, hoặc ngược lại. Bấm “Tính lại” ở trang rà soát của đợt rồi mới công bố.";

/// Whether a proposal waits that could make other standings of this round.
pub(crate) async fn waiting_decisions(tx: &mut Tx, round: &RoundState) -> Result<bool> {
    let rows = store::record::proposals(tx, &round.row.contest_id).await?;
    for row in rows {
        if row.round_id == round.id.as_str() && row.state == ProposalState::Proposed.code() {
            let change: Change =
                serde_json::from_str(&row.change).map_err(ServiceError::internal)?;
            if change.decides_standings() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

pub(super) fn refuse(why: &'static str) -> Result<()> {
    Err(Rejection::Phase(why).into())
}

fn check_reason(change: &Change) -> Result<()> {
    let Some(reason) = change.reason() else {
        return Ok(());
    };
    let message = "Nêu lý do bằng một câu, 5 đến 500 ký tự. Lý do được lưu và đọc khi công bố.";
    reason_of_length(reason, message)
}

/// Refuses a reason that says nothing or too much.
pub(super) fn reason_of_length(reason: &str, message: &str) -> Result<()> {
    if (5..=MAX_REASON).contains(&reason.chars().count()) {
        return Ok(());
    }
    Err(Rejection::Fields(vec![FieldProblem::new("reason", message)]).into())
}

fn check_outage(
    round: &RoundState,
    (from, until): (Moment, Moment),
    (now, phase): (Moment, RoundPhase),
) -> Result<()> {
    if phase >= RoundPhase::Sealed {
        return refuse("Đợt này đã niêm phong nên không ghi thêm sự cố.");
    }
    if until <= from {
        return Err(ServiceError::field(
            "until",
            "Giờ hết sự cố phải sau giờ bắt đầu.",
        ));
    }
    if until > now {
        let what = "Ghi sự cố sau khi hệ thống đã chạy lại: giờ hết sự cố không ở tương lai.";
        return Err(ServiceError::field("until", what));
    }
    if from >= round.clock.last_deadline() || until <= round.clock.opens {
        let what = "Sự cố phải nằm trong thời gian mở của đợt.";
        return Err(ServiceError::field("from", what));
    }
    Ok(())
}

fn check_draw(
    contest: &Contest,
    round: &RoundState,
    phase: RoundPhase,
    number: &str,
) -> Result<()> {
    if phase < RoundPhase::Sealed {
        return Err(not_sealed().into());
    }
    if contest.rules.ranking.unresolved != Some(Unresolved::Draw) {
        return refuse("Thể lệ không dùng bốc thăm khi bằng nhau.");
    }
    // Where no number was needed before publication, a later version may need one.
    if phase == RoundPhase::Published && round.row.draw_number.is_some() {
        return refuse("Kết quả đã công bố nên không đổi được số bốc thăm.");
    }
    if round.row.draw_number.as_deref() == Some(number) {
        return refuse("Số bốc thăm này đã được nhập.");
    }
    if Draw::new([0; 32], &"0".repeat(64), number).is_err() {
        let what = "Nhập đúng số đã công bố, chỉ gồm chữ số, giữ cả số 0 ở đầu.";
        return Err(ServiceError::field("number", what));
    }
    Ok(())
}
