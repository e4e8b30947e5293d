//! The question before an act that cannot be taken back: its own page, so that it works without JavaScript.

use super::holds;
use crate::request;
use crate::ui::field::ErrorSummary;
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RoundPhase;
use domain::contest::check::{Severity, check};
use domain::contest::phase::may_commit;
use domain::people::permission::Permission;
use domain::time::Moment;
use leptos::prelude::*;
use services::FieldProblem;
use services::contest::{Contest, RoundState};
use services::question::BankStatus;

/// Why it cannot be done now, with where to put it right.
struct Obstacle {
    text: String,
    to: String,
}

fn obstacles(
    contest: &Contest,
    round: &RoundState,
    bank: &BankStatus,
    people: Vec<FieldProblem>,
    now: Moment,
) -> Vec<Obstacle> {
    let code = &contest.rules.code;
    let rules = format!("/admin/{code}/the-le");
    let questions = format!("/admin/{code}/cau-hoi");
    let mut found = Vec::new();
    let mut add = |text: String, to: &str| {
        found.push(Obstacle {
            text,
            to: to.to_owned(),
        })
    };
    if !may_commit(&round.clock, now) {
        let name = &round.rule.name;
        match super::moved::address(contest, round, now) {
            Some(to) => add(
                format!("{name} đã đến giờ mở. Đề nghị dời đợt rồi khoá trước giờ mở mới."),
                &to,
            ),
            None => add(
                format!("{name} đã đến giờ mở. Sửa giờ mở trong thể lệ rồi khoá trước giờ đó."),
                &rules,
            ),
        }
    }
    for problem in check(&contest.rules)
        .into_iter()
        .filter(|p| p.severity == Severity::Error)
    {
        add(problem.message, &rules);
    }
    for shortage in bank
        .rounds
        .iter()
        .filter(|r| r.code == round.rule.code)
        .flat_map(|r| &r.shortages)
    {
        add(shortage.clone(), &questions);
    }
    if !bank.without_key.is_empty() {
        add(
            format!("Chưa có đáp án: {}.", bank.without_key.join(", ")),
            &questions,
        );
    }
    for problem in people {
        add(problem.message, &format!("/admin/{code}/vai-tro"));
    }
    found
}

/// Asks before a round is committed.
#[component]
pub(super) fn CommitStep(
    /// Contest.
    contest: Contest,
    /// Round.
    round: RoundState,
    /// Bank against the blueprint.
    bank: BankStatus,
    /// What is wrong with the people.
    people: Vec<FieldProblem>,
    /// Now.
    now: Moment,
) -> impl IntoView {
    let found = obstacles(&contest, &round, &bank, people, now);
    let doubts: Vec<String> = check(&contest.rules)
        .into_iter()
        .filter(|p| p.severity != Severity::Error)
        .map(|p| p.message)
        .collect();
    let rules = format!("/admin/{}/the-le", contest.rules.code);
    let allowed = holds(&request::actor(), &contest, Permission::Commit);
    let draft = round.phase(now) == RoundPhase::Draft;
    let questions = bank
        .rounds
        .iter()
        .find(|r| r.code == round.rule.code)
        .map_or(0, |r| r.questions);
    let back = format!("/admin/{}#dot-thi", contest.rules.code);
    let name = round.rule.name.clone();
    let refusal = match (draft, allowed) {
        (false, _) => Some("Đợt này đã khoá."),
        (true, false) => Some("Chỉ người có vai trò Ban Tổ chức mới khoá được."),
        (true, true) => None,
    };
    let free = refusal.is_none() && found.is_empty();
    view! {
        <ErrorSummary title="Chưa khoá được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Khoá thể lệ và câu hỏi của {name}?")}</h1>
            <dl class="rules">
                <div><dt>"Mở"</dt><dd>{round.clock.opens.opening_words()}</dd></div>
                <div><dt>"Đóng"</dt><dd>{round.clock.closes.closing_words()}</dd></div>
                <div><dt>"Ngân hàng của đợt"</dt><dd>{format!("{questions} câu hỏi")}</dd></div>
            </dl>
            <p>"Khoá rồi thì không mở lại được: thể lệ của cả cuộc thi và câu hỏi, đáp án của đợt này không sửa được nữa. Mã băm của thể lệ, ngân hàng và số bí mật của đợt được công bố để ai cũng đối chiếu được sau này."</p>
            <p>"Đợt chưa khoá thì không mở, dù đã đến giờ."</p>
            {refusal.map(|why| view! { <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>{why}</p></div></div> })}
            <Obstacles found=found/>
            <Doubts doubts=doubts rules=rules/>
            <div class="btn-row">
                {free.then(|| view! {
                    <form method="post">
                        <input type="hidden" name="round" value=round.rule.code.clone()/>
                        <button class="btn btn--danger" name="act" value="khoa">{format!("Khoá {name}")}</button>
                    </form>
                })}
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

/// What need not be mended and cannot be mended afterwards.
#[component]
fn Doubts(doubts: Vec<String>, rules: String) -> impl IntoView {
    (!doubts.is_empty()).then(|| {
        view! {
            <div class="notice notice--warn" role="status">
                <Icon glyph=Glyph::Info/>
                <div>
                    <p class="notice__title">{format!("Đọc lại {} chỗ này trước khi khoá: khoá rồi không sửa được", doubts.len())}</p>
                    <ul>{doubts.into_iter().map(|d| view! { <li>{d}</li> }).collect_view()}</ul>
                    <p><a href=rules>"Mở thể lệ để sửa"</a></p>
                </div>
            </div>
        }
    })
}

#[component]
fn Obstacles(found: Vec<Obstacle>) -> impl IntoView {
    (!found.is_empty()).then(|| {
        view! {
            <div class="notice notice--warn" role="status">
                <Icon glyph=Glyph::Warn/>
                <div>
                    <p class="notice__title">{format!("Chưa khoá được: còn {} mục", found.len())}</p>
                    <ul>{found.into_iter().map(|o| view! { <li><a href=o.to>{o.text}</a></li> }).collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// Asks before a round is sealed.
#[component]
pub(super) fn SealStep(
    /// Contest.
    contest: Contest,
    /// Round.
    round: RoundState,
    /// Now.
    now: Moment,
) -> impl IntoView {
    let allowed = holds(&request::actor(), &contest, Permission::Seal);
    let phase = round.phase(now);
    let name = round.rule.name.clone();
    let back = format!("/admin/{}#dot-thi", contest.rules.code);
    let refusal = match (phase, allowed) {
        (RoundPhase::Closed, true) => None,
        (RoundPhase::Closed, false) => {
            Some("Chỉ người có vai trò Ban Thư ký mới niêm phong được.".to_owned())
        }
        _ => Some(format!(
            "Chỉ niêm phong được sau khi đợt đã đóng. Đợt này: {}.",
            phase.name().to_lowercase()
        )),
    };
    let free = refusal.is_none();
    view! {
        <ErrorSummary title="Chưa niêm phong được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{format!("Niêm phong {name}?")}</h1>
            <p>"Bài dự thi được cố định bằng mã băm rồi mới chấm và lập bản xếp hạng số 1. Từ lúc này Ban Tổ chức xem được điểm; người ngoài chỉ biết khi công bố."</p>
            <p>"Niêm phong rồi thì không mở lại được. Mọi thay đổi sau đó là một bản mới, cần hai người và ghi lý do."</p>
            {refusal.map(|why| view! { <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>{why}</p></div></div> })}
            <div class="btn-row">
                {free.then(|| view! {
                    <form method="post">
                        <input type="hidden" name="round" value=round.rule.code.clone()/>
                        <button class="btn btn--danger" name="act" value="niem-phong">{format!("Niêm phong {name}")}</button>
                    </form>
                })}
                <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
            </div>
        </section>
    }
}

/// Whether the contest stands on the home page, with the way to change it.
#[component]
pub(super) fn Listed(code: String, listed: bool, locked: bool) -> impl IntoView {
    let fixed = listed && locked;
    let (words, link) = if fixed {
        (
            "Cuộc thi đang hiện trên trang chủ. Thể lệ đã khoá và mã băm đã công bố nên cuộc thi ở lại đó.",
            "",
        )
    } else if listed {
        (
            "Cuộc thi đang hiện trên trang chủ; ai cũng đọc được thể lệ và kết quả đã công bố.",
            "Gỡ khỏi trang chủ…",
        )
    } else {
        (
            "Cuộc thi chưa hiện trên trang chủ; người ngoài Ban Tổ chức chưa mở được trang của cuộc thi.",
            "Đưa lên trang chủ…",
        )
    };
    view! {
        <section class="panel" aria-labelledby="trang-chu">
            <h2 class="panel__title" id="trang-chu">"Trang chủ"</h2>
            <p>{words}</p>
            {(!fixed).then(|| view! { <p><a class="btn btn--second" href=format!("/admin/{code}?trang-chu=1")>{link}</a></p> })}
        </section>
    }
}

/// The question before a contest comes to the home page or leaves it.
#[component]
pub(super) fn ListStep(code: String, listed: bool) -> impl IntoView {
    let (title, words, act, class, button) = if listed {
        (
            "Gỡ cuộc thi khỏi trang chủ?",
            "Mọi trang công khai của cuộc thi không mở được nữa cho đến khi đưa lại.",
            "an",
            "btn btn--danger",
            "Gỡ khỏi trang chủ",
        )
    } else {
        (
            "Đưa cuộc thi lên trang chủ?",
            "Ai cũng đọc được thể lệ, lịch và đồng hồ đếm ngược ngay sau khi bấm.",
            "hien",
            "btn",
            "Đưa lên trang chủ",
        )
    };
    let back = format!("/admin/{code}");
    view! {
        <ErrorSummary title="Chưa làm được"/>
        <section class="dialog dialog--page" aria-labelledby="hoi">
            <h1 class="dialog__title" id="hoi">{title}</h1>
            <p>{words}</p>
            <form class="form" method="post">
                <div class="btn-row">
                    <button class=class name="act" value=act>{button}</button>
                    <a class="btn btn--second" href=back>"Để tôi xem lại"</a>
                </div>
            </form>
        </section>
    }
}
