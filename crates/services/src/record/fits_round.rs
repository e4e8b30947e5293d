//! Whether a changed key or other times fit their round.

use super::fits::refuse;
use crate::contest::{Contest, RoundState};
use crate::{Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::contest::moved::{ClosingRefused, MoveRefused, check_closing, check_move};
use domain::contest::rule_sheet::Round;
use domain::question::Kind;
use domain::time::Moment;
use scoring::question::Accepted;
use store::Tx;

impl Services {
    /// A question that is void at this round counts for nobody, whatever its key.
    pub(super) async fn check_not_void(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        question: &str,
    ) -> Result<()> {
        let voids = store::question::voids(tx, round.id.as_str()).await?;
        if voids.iter().any(|(code, _)| code == question) {
            return refuse("Câu hỏi này đã bị huỷ ở đợt này.");
        }
        Ok(())
    }

    /// A key for a question of the committed bank, with options it has, that differs from the one in force.
    pub(super) async fn check_key(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        (question, accepted): (&str, &str),
    ) -> Result<()> {
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        let Some(entry) = bank.entries.get(question) else {
            let what = "Đợt này không có câu hỏi mang mã đó. Kiểm tra mã câu hỏi.";
            return Err(ServiceError::field("question", what));
        };
        self.check_not_void(tx, round, question).await?;
        let options = entry.wording.options.len();
        let several = entry.wording.kind == Kind::MultipleChoice;
        let fits = |accepted: &Accepted| accepted.fits(options, several);
        let Some(accepted) = Accepted::parse(accepted).filter(fits) else {
            let what = format!(
                "Câu này có {options} phương án. Ghi chữ cái của phương án đúng, thí dụ B; nhận thêm phương án khác thì ghi B; C."
            );
            return Err(ServiceError::field("accepted", what));
        };
        let id = (contest.id.as_str(), round.id.as_str());
        let keys = crate::question::round_keys(tx, id, Moment(i64::MAX)).await?;
        if keys.accepted(question).is_some_and(|now| now == accepted) {
            return refuse("Đáp án này đang được dùng rồi.");
        }
        Ok(())
    }
}

/// The other rounds somebody of this one may take part in.
pub(super) fn for_the_same<'a>(
    contest: &'a Contest,
    round: &'a RoundState,
) -> impl Iterator<Item = &'a RoundState> {
    let others = contest.rounds.iter().filter(|other| other.id != round.id);
    others.filter(|other| share_people(&other.rule, &round.rule))
}

/// Whether a round may close later.
pub(super) fn check_closing_move(
    contest: &Contest,
    round: &RoundState,
    closes: Moment,
    (now, phase): (Moment, RoundPhase),
) -> Result<()> {
    let others = for_the_same(contest, round);
    let others: Vec<Moment> = others.map(|other| other.clock.opens).collect();
    let Err(why) = check_closing(&round.clock, phase, closes, &others, now) else {
        return Ok(());
    };
    let field = |what: &str| Err(ServiceError::field("closes", what));
    match why {
        ClosingRefused::NotCommitted => refuse("Đợt này chưa khoá: sửa giờ đóng trong thể lệ."),
        ClosingRefused::Closed => refuse("Đợt này đã đóng nên không dời giờ đóng được nữa."),
        ClosingRefused::NotLater => {
            field("Giờ đóng chỉ dời được về sau. Chọn giờ muộn hơn giờ đóng hiện nay.")
        }
        ClosingRefused::Past => field("Giờ đóng mới phải ở tương lai."),
        ClosingRefused::Overlaps => {
            field("Giờ này lấn sang đợt sau của cùng người dự thi. Chọn giờ trước khi đợt sau mở.")
        }
    }
}

/// Whether a round that is not committed may run at other times.
pub(super) fn check_round_move(
    contest: &Contest,
    round: &str,
    times: (Moment, Moment),
    now: Moment,
) -> Result<()> {
    let round = contest.round(round).ok_or(ServiceError::NotFound)?;
    let others: Vec<(Moment, Moment)> = for_the_same(contest, round)
        .map(|other| (other.clock.opens, other.clock.closes))
        .collect();
    let Err(why) = check_move((round.phase(now), &round.clock), times, &others, now) else {
        return Ok(());
    };
    let field = |name: &str, what: &str| Err(ServiceError::field(name, what));
    match why {
        MoveRefused::Committed => {
            refuse("Đợt này đã khoá nên giờ mở không đổi nữa. Giờ đóng dời được ở trang rà soát.")
        }
        MoveRefused::TimeOver => refuse(
            "Đợt này đã qua giờ đóng: đáp án của các câu dùng chung có thể đã hiện cho người thi, nên không dời được nữa.",
        ),
        MoveRefused::OpensTooSoon => field(
            "opens",
            "Giờ mở phải ở tương lai, đủ để khoá đợt trước giờ đó.",
        ),
        MoveRefused::ClosesTooSoon => field("closes", "Giờ đóng phải sau giờ mở."),
        MoveRefused::Overlaps => field(
            "opens",
            "Thời gian này trùng với đợt khác của cùng người dự thi. Chọn thời gian khác.",
        ),
    }
}

/// Whether somebody may take part in both rounds.
fn share_people(a: &Round, b: &Round) -> bool {
    a.tracks.is_empty() || b.tracks.is_empty() || a.tracks.iter().any(|t| b.tracks.contains(t))
}
