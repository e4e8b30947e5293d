//! A contest: its rules in one minute and in full, rounds, ranking, prizes, timetable, study list.

use super::commitment::Commitment;
use super::countdown::Countdown;
use super::later::MovedRounds;
use super::turnout::Turnout;
use super::watch::Watched;
use crate::quiz::mine::{GoOn, own_running};
use crate::request;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::contest::rule_sheet::{LegalText, Step};
use domain::contest::{RoundPhase, RuleSheet, plain};
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::ServiceError;
use services::contest::{Contest, MovedRound, RoundState};
use services::standings::{FixedDraw, OwnEntry, PublicParticipation};
use std::sync::Arc;

/// The page of a contest.
#[component]
pub fn ContestPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let code = use_params_map()
        .read_untracked()
        .get("contest")
        .unwrap_or_default();
    let load = async move {
        let contest = services.contest(&code).await?;
        if !contest.listed {
            return Err(ServiceError::NotFound);
        }
        let moved = services.moved_rounds(&code).await?;
        let turnout = services.public_participation(&code).await?;
        let draws = services.fixed_draws(&code).await?;
        let running = own_running(&services, &actor).await?;
        let running = running.filter(|e| e.contest_code == contest.rules.code);
        Ok(
            view! { <ContestView now=services.now() contest=contest moved=moved turnout=turnout draws=draws running=running/> },
        )
    };
    view! { <Frame place=Place::Contests>{loaded(load)}</Frame> }
}

#[component]
fn ContestView(
    contest: Contest,
    now: Moment,
    moved: Vec<MovedRound>,
    turnout: Option<PublicParticipation>,
    draws: Vec<FixedDraw>,
    running: Option<OwnEntry>,
) -> impl IntoView {
    let rules = contest.rules.clone();
    let current = contest.current_round(now).cloned();
    let badge = current
        .as_ref()
        .map(|r| (r.rule.name.clone(), r.phase(now)));
    let overall = contest.overall_published.is_some();
    let basis = rules.legal_basis.first().map(document_words);
    let state = contest.state(now);
    view! {
        <Title text=rules.title.clone()/>
        <Watched of=Some(rules.code.clone()) state=state/>
        <div class="wrap section section--tight">
            <div class="page-head">
                <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href="/">"Cuộc thi"</a></li><li aria-current="page">{rules.title.clone()}</li></ol></nav>
                <p class="page-head__meta">
                    {badge.map(|(name, phase)| view! { <span class=phase_badge(phase)>{format!("{name}: {}", phase.name().to_lowercase())}</span> })}
                    <span>{rules.organiser.clone()}{basis.map(|b| format!(", theo {b}"))}</span>
                </p>
                <h1>{rules.title.clone()}</h1>
                <p class="lede">{rules.summary.clone()}</p>
            </div>
            <div class="split split--aside-first">
                <div class="split__main stack stack--loose">
                    <OneMinute rules=rules.clone()/>
                    <MovedRounds moved=moved/>
                    <Rounds contest=contest.clone() now=now/>
                    {overall.then(|| view! { <p><a class="btn btn--second" href=format!("/cuoc-thi/{}/toan-cuoc", rules.code)>"Xếp hạng chung các đợt"</a></p> })}
                    <Turnout participation=turnout/>
                    <Ladder rules=rules.clone()/>
                    <Prizes rules=rules.clone()/>
                    <FullRules rules=rules.clone()/>
                    <Timetable rules=rules.clone()/>
                    <Study rules=rules/>
                    <Commitment contest=contest.clone() draws=draws/>
                </div>
                <aside class="split__aside stack" aria-label="Vào thi">
                    {match running {
                        Some(entry) => view! { <section class="card card--accent stack"><GoOn entry=entry/></section> }.into_any(),
                        None => current.map(|round| view! { <EnterCard contest=contest round=round now=now/> }).into_any(),
                    }}
                </aside>
            </div>
        </div>
    }
}

/// Class of the badge of a phase.
pub fn phase_badge(phase: RoundPhase) -> &'static str {
    match phase {
        RoundPhase::Open => "badge badge--open",
        RoundPhase::Committed => "badge badge--soon",
        RoundPhase::Draft => "badge badge--draft",
        RoundPhase::Closed | RoundPhase::Sealed | RoundPhase::Published => "badge",
    }
}

fn document_words(text: &LegalText) -> String {
    let date = text
        .date
        .map(|d| format!(" ngày {}", d.words()))
        .unwrap_or_default();
    if text.number.is_empty() {
        text.title.clone()
    } else {
        format!("{} {}{date}", kind_words(&text.number), text.number)
    }
}

/// What a document is, by the letters of its number: `141/KH-UBND` is a plan.
fn kind_words(number: &str) -> &'static str {
    let kinds = [
        ("/KH-", "Kế hoạch số"),
        ("/QĐ-", "Quyết định số"),
        ("/NQ-", "Nghị quyết số"),
        ("/CT-", "Chỉ thị số"),
        ("/NĐ-", "Nghị định số"),
        ("/TT-", "Thông tư số"),
        ("/QH", "Luật số"),
    ];
    let found = kinds.iter().find(|(letters, _)| number.contains(letters));
    found.map_or("Văn bản số", |(_, words)| words)
}

#[component]
fn EnterCard(contest: Contest, round: RoundState, now: Moment) -> impl IntoView {
    let phase = round.phase(now);
    let minutes = contest.rules.quiz.as_ref().map_or(0, |q| q.minutes);
    let enter = format!(
        "/cuoc-thi/{}/vao-thi/{}",
        contest.rules.code, round.rule.code
    );
    let results = format!(
        "/cuoc-thi/{}/ket-qua/{}",
        contest.rules.code, round.rule.code
    );
    let accepts = phase == RoundPhase::Open && round.clock.accepts_start(now);
    let inside = if accepts {
        view! {
            <p class="strong">{format!("{} đóng sau", round.rule.name)}</p>
            <Countdown until=round.clock.closes server_now=now/>
            <p class="hint">{round.clock.closes.closing_words()}</p>
            <a class="btn btn--shout btn--wide" href=enter>"Bắt đầu thi"<Icon glyph=Glyph::Right/></a>
            <p class="hint">{format!("Bấm “Bắt đầu thi” ở trang sau thì mới bắt đầu tính {minutes}\u{a0}phút. Hãy chuẩn bị sẵn máy và kết nối mạng.")}</p>
        }
        .into_any()
    } else if phase <= RoundPhase::Committed {
        view! {
            <p class="strong">{format!("{} mở sau", round.rule.name)}</p>
            <Countdown until=round.clock.opens server_now=now/>
            <p class="hint">{format!("Mở lúc {}.", round.clock.opens.opening_words())}</p>
        }
        .into_any()
    } else if phase == RoundPhase::Published {
        view! {
            <p class="strong">{format!("{} đã công bố kết quả", round.rule.name)}</p>
            <a class="btn btn--wide" href=results>"Xem kết quả"<Icon glyph=Glyph::Right/></a>
        }
        .into_any()
    } else {
        view! {
            <p class="strong">{format!("{} đã đóng", round.rule.name)}</p>
            <p>"Ban Tổ chức đang rà soát. Kết quả sẽ đăng ở trang này khi công bố."</p>
            <a class="btn btn--second btn--wide" href="/bien-nhan">"Tra biên nhận"</a>
        }
        .into_any()
    };
    view! { <section class="card card--accent stack">{inside}</section> }
}

#[component]
fn OneMinute(rules: Arc<RuleSheet>) -> impl IntoView {
    view! {
        <section aria-labelledby="mot-phut">
            <h2 id="mot-phut">"Thể lệ trong một phút"</h2>
            <dl class="rules">
                {plain::in_one_minute(&rules).into_iter().map(|(what, how)| view! { <div><dt>{what}</dt><dd>{how}</dd></div> }).collect_view()}
            </dl>
        </section>
    }
}

#[component]
fn Rounds(contest: Contest, now: Moment) -> impl IntoView {
    (!contest.rounds.is_empty()).then(|| {
        let code = contest.rules.code.clone();
        let items = contest.rounds.into_iter().map(move |round| {
            let phase = round.phase(now);
            let class = match phase {
                RoundPhase::Open => "is-now",
                RoundPhase::Draft | RoundPhase::Committed => "",
                _ => "is-done",
            };
            let results = format!("/cuoc-thi/{code}/ket-qua/{}", round.rule.code);
            view! {
                <li class=class aria-current=(phase == RoundPhase::Open).then_some("step")>
                    <h3 class="timeline__title">{round.rule.name.clone()}</h3>
                    <span class=phase_badge(phase)>{phase.name()}</span>
                    <p>{plain::round_when(&round.rule)}</p>
                    {(phase == RoundPhase::Published).then(|| view! { <a href=results>"Xem kết quả"</a> })}
                </li>
            }
        });
        view! {
            <section aria-labelledby="cac-dot">
                <h2 id="cac-dot">"Các đợt thi"</h2>
                <ol class="timeline timeline--row">{items.collect_view()}</ol>
            </section>
        }
    })
}

#[component]
fn Ladder(rules: Arc<RuleSheet>) -> impl IntoView {
    rules.quiz.is_some().then(|| {
        let steps = plain::ranking_ladder(&rules);
        let last = steps.len().saturating_sub(1);
        view! {
            <section aria-labelledby="xep-hang">
                <h2 id="xep-hang">"Xếp hạng thế nào"</h2>
                <p>"Xét lần lượt từ trên xuống. Chỉ khi còn bằng nhau mới xét đến dòng dưới."</p>
                <ol class="ladder">
                    {steps
                        .into_iter()
                        .enumerate()
                        .map(|(i, (title, text))| view! {
                            <li class=if i == last { "is-end" } else { "" }><p class="ladder__title">{title}</p><p class="ladder__text">{text}</p></li>
                        })
                        .collect_view()}
                </ol>
            </section>
        }
    })
}

#[component]
fn Prizes(rules: Arc<RuleSheet>) -> impl IntoView {
    let prizes = rules.prizes.clone();
    (!prizes.individual.is_empty() || !prizes.collective.is_empty()).then(|| {
        let individual = prizes.individual.into_iter().map(|p| (p.name, p.count, p.amount, p.certificate));
        let collective = prizes.collective.into_iter().map(|p| (p.name, p.count, p.amount, p.certificate));
        let rows = individual.chain(collective).map(|(name, count, amount, certificate)| {
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">{name}</th>
                    <td class="n" role="cell" data-label="Số giải">{count}</td>
                    <td class="n" role="cell" data-label="Tiền thưởng mỗi giải">{if amount.0 > 0 { amount.to_string() } else { "Không kèm tiền thưởng".to_owned() }}</td>
                    <td role="cell" data-label="Kèm theo">{certificate}</td>
                </tr>
            }
        });
        view! {
            <section aria-labelledby="giai">
                <h2 id="giai">"Giải thưởng"</h2>
                <div class="table-wrap">
                    <table class="table table--stack" role="table">
                        <caption class="sr">"Giải thưởng"</caption>
                        <thead role="rowgroup"><tr role="row">
                            <th scope="col" role="columnheader">"Giải"</th><th class="n" scope="col" role="columnheader">"Số giải"</th>
                            <th class="n" scope="col" role="columnheader">"Tiền thưởng mỗi giải"</th><th scope="col" role="columnheader">"Kèm theo"</th>
                        </tr></thead>
                        <tbody role="rowgroup">{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// The whole rule sheet in plain Vietnamese.
#[component]
pub fn FullRules(rules: Arc<RuleSheet>) -> impl IntoView {
    let sections = plain::plain(&rules).into_iter().map(|section| {
        view! {
            <details class="details">
                <summary>{section.title}</summary>
                <div class="details__body">
                    <dl class="rules rules--plain">
                        {section
                            .items
                            .into_iter()
                            .map(|item| view! { <div><dt>{item.label}</dt><dd>{item.text}</dd></div> })
                            .collect_view()}
                    </dl>
                </div>
            </details>
        }
    });
    view! {
        <section aria-labelledby="day-du">
            <h2 id="day-du">"Thể lệ đầy đủ"</h2>
            <div class="faq">{sections.collect_view()}</div>
        </section>
    }
}

fn when(step: &Step) -> String {
    match (step.before, step.from, step.until) {
        (Some(day), _, _) => format!("Trước ngày {}", day.words()),
        (None, Some(from), Some(until)) => format!("{} đến {}", from.words(), until.words()),
        (None, Some(from), None) => format!("Từ {}", from.words()),
        (None, None, Some(until)) => format!("Đến hết {}", until.words()),
        (None, None, None) => step.when.clone(),
    }
}

#[component]
fn Timetable(rules: Arc<RuleSheet>) -> impl IntoView {
    (!rules.timetable.is_empty()).then(|| {
        let rows = rules.timetable.clone().into_iter().map(|step| {
            let support = step.support.join("; ");
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">{step.what.clone()}</th>
                    <td role="cell" data-label="Chủ trì">{step.lead.clone()}</td>
                    <td role="cell" data-label="Phối hợp">{if support.is_empty() { "–".to_owned() } else { support }}</td>
                    <td role="cell" data-label="Thời gian">{when(&step)}</td>
                </tr>
            }
        });
        view! {
            <section aria-labelledby="lich">
                <h2 id="lich">"Tiến độ thực hiện"</h2>
                <div class="table-wrap">
                    <table class="table table--stack" role="table">
                        <caption class="sr">"Tiến độ thực hiện"</caption>
                        <thead role="rowgroup"><tr role="row">
                            <th scope="col" role="columnheader">"Việc"</th><th scope="col" role="columnheader">"Chủ trì"</th>
                            <th scope="col" role="columnheader">"Phối hợp"</th><th scope="col" role="columnheader">"Thời gian"</th>
                        </tr></thead>
                        <tbody role="rowgroup">{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

#[component]
fn Study(rules: Arc<RuleSheet>) -> impl IntoView {
    (!rules.study.is_empty()).then(|| view! {
        <section aria-labelledby="on-tap">
            <h2 id="on-tap">"Văn bản nên đọc"</h2>
            <ul class="links">
                {rules
                    .study
                    .clone()
                    .into_iter()
                    .map(|text| {
                        let number = if text.number.is_empty() { String::new() } else { format!("{}: ", document_words(&text)) };
                        view! {
                            <li>
                                <Icon glyph=Glyph::Book/>
                                <span>
                                    <span class="strong">{number}</span>{text.title.clone()}
                                    {(!text.note.is_empty()).then(|| view! { <span class="hint">" "{text.note.clone()}</span> })}
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    })
}
