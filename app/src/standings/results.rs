//! Published results, and the calm page before them.

mod all;
mod chart;
mod proof;
mod published;
mod why;

pub use all::AllResultsPage;
pub use proof::drawn_text;
pub(in crate::standings) use proof::{ALL, Draw};

use crate::contest::page::phase_badge;
use crate::contest::watch::Watched;
use crate::request;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::contest::RoundPhase;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use published::Published;
use services::ServiceError;
use services::contest::{Contest, RoundState};
use services::standings::FixedDraw;

/// Results of a round.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let services = request::services();
    let params = use_params_map();
    let param = |name: &str| params.read_untracked().get(name).unwrap_or_default();
    let (code, round_code) = (param("contest"), param("round"));
    let load = async move {
        let contest = services.contest(&code).await?;
        if !contest.listed {
            return Err(ServiceError::NotFound);
        }
        let round = contest
            .round(&round_code)
            .cloned()
            .ok_or(ServiceError::NotFound)?;
        let state = contest.state(services.now());
        let watched = view! { <Watched of=Some(code.clone()) state=state/> };
        if let Some(results) = services.public_results(&code, &round_code).await? {
            return Ok(
                view! { {watched}<Published contest=contest round=round results=results/> }
                    .into_any(),
            );
        }
        let draws = services.fixed_draws(&code).await?;
        let draw = draws.into_iter().find(|d| d.round == round_code);
        let phase = round.phase(services.now());
        Ok(
            view! { {watched}<NotYet contest=contest round=round phase=phase draw=draw/> }
                .into_any(),
        )
    };
    view! { <Frame place=Place::Results>{loaded(load)}</Frame> }
}

/// Where the page stands.
#[component]
fn Crumbs(contest: Contest, here: String) -> impl IntoView {
    let about = format!("/cuoc-thi/{}", contest.rules.code);
    view! {
        <nav class="crumbs" aria-label="Đường dẫn">
            <ol>
                <li><a href="/ket-qua">"Kết quả"</a></li>
                <li><a href=about>{contest.rules.title.clone()}</a></li>
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// What is said while nothing is public: which phase it is, what comes next, no number.
fn waiting_words(phase: RoundPhase, round: &RoundState) -> String {
    match phase {
        RoundPhase::Draft => "Ban Tổ chức đang chuẩn bị đợt này và chưa khoá thể lệ.".to_owned(),
        RoundPhase::Committed => format!("Đợt này mở lúc {}.", round.clock.opens.opening_words()),
        RoundPhase::Open => format!(
            "Đợt này đang nhận bài đến {}.",
            round.clock.closes.closing_words()
        ),
        RoundPhase::Closed => {
            "Đợt này đã đóng. Bước tiếp theo là niêm phong, sau đó mới chấm điểm.".to_owned()
        }
        RoundPhase::Sealed => {
            "Bài thi đã niêm phong. Ban Tổ chức đang rà soát trước khi công bố.".to_owned()
        }
        RoundPhase::Published => {
            "Kết quả đang được cập nhật. Tải lại trang sau ít phút.".to_owned()
        }
    }
}

/// What is fixed for a draw before its number is known.
#[component]
fn BeforeDraw(draw: FixedDraw) -> impl IntoView {
    let entries = draw.entries_hash.map(|hash| {
        view! {
            <p>"Mã băm của bài thi đã niêm phong, dùng để bốc thăm:"</p>
            <p class="hash">{hash}</p>
        }
    });
    view! {
        <details class="details">
            <summary>"Cam kết cho việc bốc thăm"</summary>
            <div class="details__body stack">
                <p>"Mã này được chốt từ khi khoá thể lệ. Khi công bố, số bí mật ứng với mã sẽ được mở ra để ai cũng tính lại được việc bốc thăm."</p>
                <p class="hash">{draw.commitment}</p>
                {entries}
            </div>
        </details>
    }
}

/// The way to publication: what each step is, how many are done, which one runs.
fn steps(phase: RoundPhase, round: &RoundState) -> ([(&'static str, String); 4], usize) {
    let done = match phase {
        RoundPhase::Draft | RoundPhase::Committed | RoundPhase::Open => 0,
        RoundPhase::Closed => 1,
        RoundPhase::Sealed => 2,
        RoundPhase::Published => 4,
    };
    let when = domain::contest::plain::round_when(&round.rule);
    let steps = [
        ("Nhận bài", format!("Nhận bài {when}.")),
        ("Niêm phong", "Toàn bộ bài thi được cố định bằng mã băm. Trước lúc này không ai xem được điểm.".to_owned()),
        ("Rà soát", "Ban Tổ chức kiểm tra bài thi; thay đổi nào cũng cần hai người và được ghi lại.".to_owned()),
        ("Công bố", "Trang này nêu người được giải, số thật của câu dự đoán nếu có, và mã băm để ai cũng đối chiếu được.".to_owned()),
    ];
    (steps, done)
}

#[component]
fn NotYet(
    contest: Contest,
    round: RoundState,
    phase: RoundPhase,
    draw: Option<FixedDraw>,
) -> impl IntoView {
    let name = round.rule.name.clone();
    let (steps, done) = steps(phase, &round);
    let running = phase >= RoundPhase::Open;
    let items = steps.into_iter().enumerate().map(|(i, (title, text))| {
        let now = running && i == done;
        let class = if i < done { "is-done" } else if now { "is-now" } else { "" };
        view! {
            <li class=class aria-current=now.then_some("step")>
                <h3 class="timeline__title">{title}</h3>
                {(i < done).then(|| view! { <span class="badge"><Icon glyph=Glyph::Tick/>"Đã xong"</span> })}
                <p>{text}</p>
            </li>
        }
    });
    let about = format!("/cuoc-thi/{}", contest.rules.code);
    view! {
        <Title text=format!("Kết quả {name}: chưa công bố")/>
        <div class="wrap wrap--read section stack">
            <div class="page-head">
                <Crumbs contest=contest here=name.clone()/>
                <p class="page-head__meta"><span class=phase_badge(phase)>{phase.name()}</span></p>
                <h1>{format!("{name} chưa công bố kết quả")}</h1>
                <p class="lede">{waiting_words(phase, &round)}</p>
            </div>
            <section class="stack" aria-labelledby="cac-buoc">
                <h2 id="cac-buoc">"Các bước đến lúc công bố"</h2>
                <ol class="timeline">{items.collect_view()}</ol>
            </section>
            {draw.map(|draw| view! { <BeforeDraw draw=draw/> })}
            <div class="btn-row">
                <a class="btn" href="/bien-nhan">"Tra biên nhận"</a>
                <a class="btn btn--second" href=about>"Xem thể lệ"</a>
            </div>
        </div>
    }
}
