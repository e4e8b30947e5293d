//! The home page: what is running, what is coming, what is over.

use super::countdown::Countdown;
use super::plans::{PlanCards, RunningPlans};
use super::watch::Watched;
use crate::quiz::mine::{GoOn, own_running};
use crate::request;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::contest::RoundPhase;
use domain::contest::period::{Course, course};
use domain::time::Moment;
use leptos::prelude::*;
use services::contest::{Contest, RoundState, state_of_all};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A round of a listed contest, with its phase now.
struct Shown {
    contest: Contest,
    round: RoundState,
    phase: RoundPhase,
}

/// Rounds of listed contests, each once, in order of opening.
fn shown(contests: Vec<Contest>, now: Moment) -> Vec<Shown> {
    let mut list: Vec<Shown> = contests
        .into_iter()
        .filter(|c| c.listed)
        .flat_map(|contest| {
            let rounds = contest.rounds.clone();
            rounds.into_iter().map(move |round| Shown {
                phase: round.phase(now),
                contest: contest.clone(),
                round,
            })
        })
        .collect();
    list.sort_by_key(|s| s.round.clock.opens);
    list
}

/// The home page.
#[component]
pub fn Home() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let now = services.now();
    let load = async move {
        let contests = services.contests().await?;
        let state = state_of_all(&contests, now);
        let plans = |wanted: Course| -> Vec<Contest> {
            let plans = contests.iter();
            let plans = plans.filter(|c| c.listed && c.rules.rounds.is_empty());
            plans
                .filter(|c| course(&c.rules, now) == wanted)
                .cloned()
                .collect()
        };
        let (coming_plans, running, over_plans) = (
            plans(Course::Coming),
            plans(Course::Running),
            plans(Course::Over),
        );
        let all = shown(contests, now);
        let (open, rest): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|s| s.phase == RoundPhase::Open);
        let (coming, over): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|s| s.phase < RoundPhase::Open);
        let mut over: Vec<_> = over.into_iter().collect();
        over.reverse();
        let own = own_running(&services, &actor).await?;
        Ok(view! {
            <Watched of=None state=state/>
            <SignedOut/>
            {own.map(|entry| view! { <div class="wrap section section--tight"><section class="card card--accent stack"><GoOn entry=entry/></section></div> })}
            <Hero open=open now=now/>
            <Coming coming=coming plans=coming_plans now=now/>
            <RunningPlans plans=running/>
            <Steps/>
            <Over over=over plans=over_plans/>
        })
    };
    view! {
        <Title text="Thi trực tuyến tìm hiểu cải cách hành chính"/>
        <Frame place=Place::Contests>{loaded(load)}</Frame>
    }
}

/// Where someone is led whose turn or session ended.
pub const SIGNED_OUT: &str = "/?het-phien=1";

/// Says why somebody who asked for their paper stands on the home page.
#[component]
fn SignedOut() -> impl IntoView {
    request::query("het-phien").map(|_| {
        view! {
            <div class="wrap section section--tight">
                <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Alert/><div>
                    <p class="notice__title">"Bạn chưa vào thi, hoặc phiên làm việc đã hết"</p>
                    <p>"Chọn cuộc thi dưới đây rồi vào lại như lúc đầu. Những câu đã lưu vẫn còn; giờ làm bài vẫn chạy."</p>
                </div></div>
            </div>
        }
    })
}

/// The first open round large, further ones as cards below.
#[component]
fn Hero(open: Vec<Shown>, now: Moment) -> impl IntoView {
    let mut open = open.into_iter();
    let Some(first) = open.next() else {
        return view! {
            <section class="hero" aria-labelledby="chinh">
                <div class="wrap hero__in">
                    <div class="hero__text">
                        <h1 class="hero__title" id="chinh">"Thi trực tuyến tìm hiểu cải cách hành chính"</h1>
                        <p class="hero__lede">"Hiện chưa có đợt thi nào mở. Xem các đợt sắp diễn ra bên dưới."</p>
                    </div>
                </div>
            </section>
        }
        .into_any();
    };
    let more: Vec<Shown> = open.collect();
    view! {
        <HeroOpen shown=first now=now/>
        {(!more.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="dang-mo">
                <div class="wrap">
                    <div class="section__head"><h2 id="dang-mo">"Cũng đang mở"</h2></div>
                    <div class="grid grid--3">{more.into_iter().map(|s| view! { <RoundCard shown=s now=now/> }).collect_view()}</div>
                </div>
            </section>
        })}
    }
    .into_any()
}

#[component]
fn HeroOpen(shown: Shown, now: Moment) -> impl IntoView {
    let Shown { contest, round, .. } = shown;
    let rules = contest.rules.clone();
    let place = contest
        .rounds
        .iter()
        .position(|r| r.id == round.id)
        .map_or(1, |i| i + 1);
    let total = contest.rounds.len();
    let enter = format!("/cuoc-thi/{}/vao-thi/{}", rules.code, round.rule.code);
    let about = format!("/cuoc-thi/{}", rules.code);
    view! {
        <section class="hero" aria-labelledby="chinh">
            <div class="wrap hero__in">
                <div class="hero__text">
                    <p class="hero__meta">
                        <span class="badge badge--gold">"Đang mở"</span>
                        {if total > 1 { format!("Đợt {place} trong {total} đợt") } else { rules.organiser.clone() }}
                    </p>
                    <h1 class="hero__title" id="chinh">{rules.title.clone()}</h1>
                    <p class="hero__lede">{rules.summary.clone()}</p>
                </div>
                <div class="card card--gold hero__panel stack">
                    <p class="strong">{format!("{} đóng sau", round.rule.name)}</p>
                    <Countdown until=round.clock.closes server_now=now/>
                    <a class="btn btn--shout btn--wide" href=enter>"Bắt đầu thi"<Icon glyph=Glyph::Right/></a>
                    <p class="hint">{format!("Nhận bài đến {}, theo giờ máy chủ.", round.clock.closes.closing_words())}</p>
                    <a class="btn btn--second btn--wide" href=about>"Xem thể lệ"</a>
                </div>
                <ul class="hero__facts">
                    {rules.quiz.as_ref().map(|q| {
                        let prediction = if rules.prediction.is_some() { " và 1 câu dự đoán" } else { "" };
                        view! { <li><Icon glyph=Glyph::List/>{format!("{} câu hỏi{prediction}, {}\u{a0}phút", q.questions, q.minutes)}</li> }
                    })}
                    <li><Icon glyph=Glyph::Phone/>"Điện thoại, máy tính bảng hay máy tính đều được"</li>
                    <li><Icon glyph=Glyph::Tick/>"Trả lời câu nào, lưu ngay câu đó"</li>
                </ul>
            </div>
        </section>
    }
}

#[component]
fn DateBox(at: Moment) -> impl IntoView {
    let (day, month, year) = at.day_month_year();
    view! {
        <time class="datebox" datetime=at.to_rfc3339()>
            <span class="datebox__m">{format!("Tháng {month}")}</span>
            <span class="datebox__d">{format!("{day:02}")}</span>
            <span class="datebox__y">{year}</span>
        </time>
    }
}

/// When a round that is not open yet will be. One nobody committed in time waits for two people to move it.
fn opening(opens: Moment, now: Moment) -> String {
    match (opens - now).0 {
        left if left <= 0 => "Chưa mở, chờ giờ mới".to_owned(),
        left if left < DAY => format!("Mở lúc {}", opens.opening_words()),
        left => format!("Mở sau {}\u{a0}ngày", left / DAY),
    }
}

#[component]
fn RoundCard(shown: Shown, now: Moment) -> impl IntoView {
    let Shown {
        contest,
        round,
        phase,
    } = shown;
    let rules = contest.rules;
    let open = phase == RoundPhase::Open;
    let title = if contest.rounds.len() > 1 {
        format!("{}: {}", round.rule.name, rules.title)
    } else {
        rules.title.clone()
    };
    let when = if open {
        format!("Nhận bài đến {}", round.clock.closes.closing_words())
    } else {
        opening(round.clock.opens, now)
    };
    let href = if open {
        format!("/cuoc-thi/{}/vao-thi/{}", rules.code, round.rule.code)
    } else {
        format!("/cuoc-thi/{}", rules.code)
    };
    view! {
        <article class="card">
            <div class="card__head">
                <DateBox at=round.clock.opens/>
                <div>
                    <h3 class="card__title"><a href=format!("/cuoc-thi/{}", rules.code)>{title}</a></h3>
                    <p class="card__meta">{rules.organiser.clone()}</p>
                </div>
            </div>
            <p>{rules.summary.clone()}</p>
            <div class="card__foot">
                <span class=if open { "badge badge--open" } else { "badge badge--soon" }><Icon glyph=Glyph::Clock/>{when}</span>
                <a href=href>{if open { "Vào thi" } else { "Xem thể lệ" }}</a>
            </div>
        </article>
    }
}

#[component]
fn Coming(coming: Vec<Shown>, plans: Vec<Contest>, now: Moment) -> impl IntoView {
    let nothing = coming.is_empty() && plans.is_empty();
    view! {
        <section class="section" aria-labelledby="sap-mo">
            <div class="wrap">
                <div class="section__head"><h2 id="sap-mo">"Sắp diễn ra"</h2></div>
                {nothing.then(|| view! {
                    <div class="empty"><Icon glyph=Glyph::Clock class="icon--xl"/><h3 class="empty__title">"Chưa có đợt thi nào được báo trước"</h3>
                        <p>"Ban Tổ chức sẽ đăng lịch ở đây."</p></div>
                })}
                <div class="grid grid--3">
                    {coming.into_iter().map(|s| view! { <RoundCard shown=s now=now/> }).collect_view()}
                    <PlanCards plans=plans/>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Steps() -> impl IntoView {
    let steps = [
        (
            "Đăng nhập",
            "Bằng mã trên phiếu dự thi, hoặc tự khai thông tin nếu cuộc thi mở cho người dân.",
        ),
        (
            "Trả lời",
            "Mỗi câu chọn xong là lưu ngay. Mạng yếu hay mất điện, những câu đã lưu vẫn còn.",
        ),
        (
            "Dự đoán và gửi bài",
            "Xem lại bài, điền số dự đoán nếu có, rồi bấm “Gửi bài thi”.",
        ),
        (
            "Giữ biên nhận",
            "Mã biên nhận cho biết máy chủ nhận bài lúc mấy giờ. Dùng mã để tra lại về sau.",
        ),
    ];
    view! {
        <section class="section section--sunk" aria-labelledby="bon-buoc">
            <div class="wrap">
                <h2 id="bon-buoc">"Dự thi trong bốn bước"</h2>
                <ol class="steps">{steps.map(|(name, text)| view! { <li><h3>{name}</h3><p>{text}</p></li> }).collect_view()}</ol>
            </div>
        </section>
    }
}

#[component]
fn Over(over: Vec<Shown>, plans: Vec<Contest>) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="da-xong">
            <div class="wrap split">
                <div class="split__main">
                    <div class="section__head"><h2 id="da-xong">"Đã kết thúc"</h2><a href="/ket-qua">"Tất cả kết quả"</a></div>
                    <OverTable over=over/>
                    <PlanCards plans=plans/>
                </div>
                <aside class="split__aside card" aria-labelledby="vi-sao">
                    <h2 class="h3" id="vi-sao">"Vì sao tin được kết quả"</h2>
                    <ul class="trust">
                        <li><Icon glyph=Glyph::Clock/><p><b>"Giờ của máy chủ. "</b>"Không ai được lợi vì đồng hồ điện thoại chạy nhanh hay chậm."</p></li>
                        <li><Icon glyph=Glyph::Shield/><p><b>"Điểm được niêm phong. "</b>"Trước khi niêm phong, không ai xem được điểm, kể cả Ban Tổ chức."</p></li>
                        <li><Icon glyph=Glyph::Count/><p><b>"Hai người cùng quyết định. "</b>"Việc gì đổi kết quả đều cần người thứ hai xác nhận và được ghi lại."</p></li>
                    </ul>
                </aside>
            </div>
        </section>
    }
}

#[component]
fn OverTable(over: Vec<Shown>) -> impl IntoView {
    if over.is_empty() {
        return view! {
            <div class="empty"><Icon glyph=Glyph::Medal class="icon--xl"/><h3 class="empty__title">"Chưa có đợt thi nào kết thúc"</h3></div>
        }
        .into_any();
    }
    let rows = over.into_iter().take(8).map(|s| {
        let rules = s.contest.rules;
        let link = format!("/cuoc-thi/{}/ket-qua/{}", rules.code, s.round.rule.code);
        let state = match s.phase {
            RoundPhase::Published => view! { <a href=link>"Đã công bố"</a> }.into_any(),
            phase => view! { <span>{phase.name()}</span> }.into_any(),
        };
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{format!("{}: {}", s.round.rule.name, rules.title)}<br/><span class="muted">{rules.organiser.clone()}</span></th>
                <td class="n" role="cell" data-label="Kết thúc">{s.round.clock.closes.closing_words()}</td>
                <td class="nowrap" role="cell" data-label="Kết quả">{state}</td>
            </tr>
        }
    });
    view! {
        <div class="table-wrap">
            <table class="table table--stack" role="table">
                <caption class="sr">"Các đợt thi đã kết thúc"</caption>
                <thead role="rowgroup"><tr role="row">
                    <th scope="col" role="columnheader">"Cuộc thi"</th>
                    <th class="n" scope="col" role="columnheader">"Kết thúc"</th>
                    <th scope="col" role="columnheader">"Kết quả"</th>
                </tr></thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_when_its_round_opens() {
        let opens = Moment::parse_rfc3339("2025-12-02T08:00:00+07:00").unwrap();
        let before = |left: i64| opening(opens, Moment(opens.0 - left));
        assert_eq!(before(2 * DAY), "Mở sau 2\u{a0}ngày");
        assert_eq!(before(DAY), "Mở sau 1\u{a0}ngày");
        let words = format!("Mở lúc {}", opens.opening_words());
        assert_eq!(before(DAY - 1), words);
        assert_eq!(before(1), words);
        for late in [0, -1, -3 * DAY] {
            assert_eq!(before(late), "Chưa mở, chờ giờ mới", "{late}");
        }
    }
}
