//! Other times for a round that is not committed while the rule sheet is locked by another: proposed here, confirmed by
//! a second person on the page of proposals.

use super::holds;
use crate::forms::{Call, Done, typed};
use crate::request;
use crate::ui::field::{ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reason::ReasonField;
use domain::contest::RoundPhase;
use domain::people::permission::Permission;
use domain::record::Change;
use domain::time::Moment;
use leptos::prelude::*;
use services::contest::{Contest, RoundState};
use services::{FieldProblem, Rejection, ServiceError};

/// Query field of the page, with the code of the round.
pub(super) const MOVE: &str = "doi-dot";

/// Address of the step, when it is this round's and this actor's turn.
pub(super) fn address(contest: &Contest, round: &RoundState, now: Moment) -> Option<String> {
    let fits = contest.is_locked()
        && round.phase(now) == RoundPhase::Draft
        && now < round.clock.closed_from()
        && holds(&request::actor(), contest, Permission::ProposeChange);
    fits.then(|| format!("/admin/{}?{MOVE}={}", contest.rules.code, round.rule.code))
}

/// Asks for the new times.
#[component]
pub(super) fn MoveStep(
    /// Contest.
    contest: Contest,
    /// Round.
    round: RoundState,
    /// Now.
    now: Moment,
) -> impl IntoView {
    let name = round.rule.name.clone();
    let back = format!("/admin/{}#dot-thi", contest.rules.code);
    let free = address(&contest, &round, now).is_some();
    let (opens, closes) = (round.clock.opens, round.clock.closes);
    view! {
        <ErrorSummary title="Chưa gửi được đề nghị"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Dời {name} sang thời gian khác")}</h1>
            <dl class="rules">
                <div><dt>"Đang mở lúc"</dt><dd>{opens.opening_words()}</dd></div>
                <div><dt>"Đang đóng lúc"</dt><dd>{closes.closing_words()}</dd></div>
            </dl>
            <p>"Thể lệ đã khoá nên giờ của đợt chưa khoá chỉ đổi được khi hai người cùng quyết định. Trang của cuộc thi ghi giờ cũ, giờ mới và lý do. Đợt vẫn phải được khoá trước giờ mở mới."</p>
            {if free {
                view! {
                    <form class="form" method="post">
                        <input type="hidden" name="round" value=round.rule.code.clone()/>
                        <TextField name="opens" label="Mở lúc" hint="Giờ Việt Nam." kind="datetime-local" value=typed("opens", opens.to_local())/>
                        <TextField name="closes" label="Đóng lúc" hint="Giờ Việt Nam." kind="datetime-local" value=typed("closes", closes.to_local())/>
                        <ReasonField label="Lý do dời"/>
                        <div class="btn-row">
                            <button class="btn" name="act" value="doi-dot">"Gửi đề nghị"</button>
                            <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                        </div>
                    </form>
                }
                .into_any()
            } else {
                view! {
                    <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>"Đợt này đã khoá, hoặc thể lệ còn sửa được ở trang Thể lệ, hoặc bạn không có vai trò để đề nghị."</p></div></div>
                    <p><a class="btn btn--second" href=back>"Về tổng quan"</a></p>
                }
                .into_any()
            }}
        </section>
    }
}

/// Proposes the new times.
///
/// # Errors
/// Field problems; what the use case refuses.
pub(super) async fn propose(call: &Call) -> Result<Done, ServiceError> {
    let read = |name: &str| {
        Moment::parse_local(call.form.get(name))
            .ok_or_else(|| FieldProblem::new(name, "Chọn ngày và giờ, thí dụ 21/7/2024 17 giờ."))
    };
    let (opens, closes) = match (read("opens"), read("closes")) {
        (Ok(opens), Ok(closes)) => (opens, closes),
        (opens, closes) => {
            let problems = [opens.err(), closes.err()].into_iter().flatten().collect();
            return Err(Rejection::Fields(problems).into());
        }
    };
    let (contest, round) = (call.param("contest"), call.form.get("round"));
    let change = Change::MoveRound {
        round: round.to_owned(),
        opens,
        closes,
        reason: call.form.get("reason").to_owned(),
    };
    call.services
        .propose(&call.actor, contest, round, change)
        .await?;
    Ok(Done::Go(format!("/admin/{contest}/de-nghi?xong=de-nghi")))
}
