//! A contestant's own result: points, rank, and the own paper with right answers where they may be known.

mod paper;

use super::list::{figure, or_dash};
use crate::request;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::units::grouped;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use paper::Paper;
use services::standings::OwnResult;

/// The result of one's own attempt.
#[component]
pub fn OwnResultPage() -> impl IntoView {
    let (services, actor) = (request::services(), request::actor());
    let attempt = use_params_map()
        .read_untracked()
        .get("attempt")
        .unwrap_or_default();
    let load = async move {
        let result = services.own_result(&actor, &attempt).await?;
        Ok(match result {
            Some(result) => view! { <Own result=result/> }.into_any(),
            None => view! { <Sealed attempt=attempt/> }.into_any(),
        })
    };
    view! { <Title text="Kết quả của tôi"/><Frame place=Place::Results>{loaded(load)}</Frame> }
}

/// Before publication nobody sees a score.
#[component]
fn Sealed(attempt: String) -> impl IntoView {
    view! {
        <div class="wrap wrap--narrow section stack">
            <h1>"Kết quả chưa công bố"</h1>
            <p class="lede">"Điểm được niêm phong đến khi Ban Tổ chức công bố. Trước lúc đó không ai xem được điểm, kể cả Ban Tổ chức khi chưa niêm phong."</p>
            <p>"Bài của bạn đã được nhận thì có biên nhận. Sau khi công bố, trang này hiện điểm, thứ hạng và bài làm của bạn."</p>
            <div class="btn-row">
                <a class="btn" href=format!("/thi/{attempt}/bien-nhan")>"Xem biên nhận"</a>
                <a class="btn btn--second" href="/cua-toi">"Bài thi của tôi"</a>
            </div>
        </div>
    }
}

#[component]
fn Own(result: OwnResult) -> impl IntoView {
    let public = format!(
        "/cuoc-thi/{}/ket-qua/{}",
        result.contest_code, result.round_code
    );
    let receipt = format!("/thi/{}/bien-nhan", result.attempt);
    let paper = result.paper.clone();
    view! {
        <div class="wrap wrap--read section stack stack--loose">
            <div class="page-head">
                <nav class="crumbs" aria-label="Đường dẫn">
                    <ol>
                        <li><a href="/cua-toi">"Bài thi của tôi"</a></li>
                        <li aria-current="page">{format!("Kết quả {}", result.round)}</li>
                    </ol>
                </nav>
                <p class="page-head__meta">{format!("Bản {}, công bố lúc {}", result.version, result.published_at.stamp())}</p>
                <h1>{format!("Kết quả của bạn ở {}", result.round)}</h1>
                <p class="lede">{result.contest.clone()}</p>
            </div>
            <Standing result=result.clone()/>
            <Figures result=result/>
            <Paper answers=paper/>
            <div class="btn-row no-print">
                <a class="btn" href=public>"Xem kết quả của đợt"</a>
                <a class="btn btn--second" href=receipt>"Xem biên nhận"</a>
            </div>
        </div>
    }
}

/// The result in a sentence: prize, rank, or why there is none.
#[component]
fn Standing(result: OwnResult) -> impl IntoView {
    if let Some(reason) = result.void {
        return view! {
            <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                <p class="notice__title">"Bài này đã bị huỷ nên không xếp hạng"</p><p>{format!("Lý do: {reason}")}</p>
            </div></div>
        }
        .into_any();
    }
    if !result.counted {
        return view! {
            <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                <p class="notice__title">"Lượt này không phải lượt được tính"</p>
                <p>"Theo thể lệ, một lượt khác của bạn được tính để xếp hạng."</p>
            </div></div>
        }
        .into_any();
    }
    let Some(prize) = result.prize else {
        return ().into_any();
    };
    let money = result
        .amount
        .filter(|a| a.0 > 0)
        .map(|a| format!("Tiền thưởng {a}. "))
        .unwrap_or_default();
    view! {
        <div class="notice notice--ok notice--big" role="status"><Icon glyph=Glyph::Medal/><div>
            <p class="notice__title">{format!("Bạn đạt {prize}")}</p>
            <p>{format!("{money}Ban Tổ chức kiểm tra thông tin người dự thi trước khi trao giải.")}</p>
        </div></div>
    }
    .into_any()
}

#[component]
fn Figures(result: OwnResult) -> impl IntoView {
    let list = result
        .track
        .clone()
        .map(|t| format!(", {t}"))
        .unwrap_or_default();
    let ranked = format!(
        "thứ hạng trong {}\u{a0}người{list}",
        grouped(i64::from(result.ranked))
    );
    let guess = result.prediction.as_deref().map(figure);
    let about_guess = result.actual.as_deref().map(|actual| {
        let own = guess.clone().unwrap_or_else(|| "không có".to_owned());
        let off = result
            .distance
            .as_deref()
            .map(|d| format!(", lệch {}", figure(d)))
            .unwrap_or_default();
        format!("{own}{off}. Số thật là {}.", figure(actual))
    });
    let right = format!("{} trong {}\u{a0}câu", result.right, result.paper.len());
    view! {
        <section class="stack" aria-label="Điểm và thứ hạng">
            <dl class="stats">
                <div class="stat">
                    <dt>{format!("điểm, trên {}", result.max_score.format(','))}</dt>
                    <dd>{result.score.format(',')}</dd>
                </div>
                {result.rank.map(|rank| view! { <div class="stat stat--gold"><dt>{ranked}</dt><dd>{grouped(i64::from(rank))}</dd></div> })}
            </dl>
            <dl class="rules">
                <div><dt>"Trả lời đúng"</dt><dd>{right}</dd></div>
                {about_guess.map(|words| view! { <div><dt>"Dự đoán"</dt><dd>{words}</dd></div> })}
                <div><dt>"Thời gian làm bài"</dt><dd>{or_dash(result.duration.map(|d| d.words()))}</dd></div>
                <div><dt>"Gửi bài lúc"</dt><dd>{or_dash(result.submitted_at.map(|t| t.stamp_exact()))}</dd></div>
            </dl>
        </section>
    }
}
