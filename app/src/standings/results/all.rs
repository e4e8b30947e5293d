//! Published rounds of all listed contests.

use super::super::list::{Asked, Empty};
use crate::request;
use crate::ui::frame::{Frame, Place};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::{Title, loaded};
use domain::contest::RoundPhase;
use domain::text;
use domain::time::Moment;
use leptos::prelude::*;
use services::contest::Contest;

/// A published round.
struct Shown {
    contest: String,
    code: String,
    organiser: String,
    round: String,
    round_code: String,
    published_at: Moment,
}

/// Published rounds of listed contests.
fn published(contests: Vec<Contest>, now: Moment) -> Vec<Shown> {
    let rounds = contests
        .into_iter()
        .filter(|c| c.listed)
        .flat_map(|contest| {
            let rules = contest.rules;
            contest
                .rounds
                .into_iter()
                .filter(move |r| r.phase(now) == RoundPhase::Published)
                .filter_map(move |round| {
                    Some(Shown {
                        contest: rules.title.clone(),
                        code: rules.code.clone(),
                        organiser: rules.organiser.clone(),
                        round: round.rule.name.clone(),
                        round_code: round.rule.code.clone(),
                        published_at: round.acts.published_at?,
                    })
                })
        });
    rounds.collect()
}

/// Every published result.
#[component]
pub fn AllResultsPage() -> impl IntoView {
    let services = request::services();
    let asked = Asked::of_request(&["tim", "xep"]);
    let form = asked.clone();
    let load = async move {
        let mut all = published(services.contests().await?, services.now());
        let nothing = all.is_empty();
        let folded = text::fold(asked.get("tim"));
        all.retain(|s| {
            [&s.contest, &s.organiser, &s.round]
                .iter()
                .any(|t| text::fold(t).contains(&folded))
        });
        if asked.get("xep") == "ten" {
            all.sort_by_cached_key(|s| (text::fold(&s.contest), s.published_at));
        } else {
            all.sort_by_key(|s| std::cmp::Reverse(s.published_at));
        }
        let searched = asked.get("tim").to_owned();
        Ok(view! { <Cards all=all nothing=nothing searched=searched/> })
    };
    view! {
        <Title text="Kết quả các đợt thi"/>
        <Frame place=Place::Results>
            <div class="wrap section stack">
                <h1>"Kết quả các đợt thi"</h1>
                <p class="lede">"Những đợt đã công bố. Trang kết quả nêu người được giải; kết quả của riêng bạn nằm ở “Bài thi của tôi”."</p>
                <Search asked=form/>
                {loaded(load)}
            </div>
        </Frame>
    }
}

#[component]
fn Search(asked: Asked) -> impl IntoView {
    let by_name = asked.get("xep") == "ten";
    view! {
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm cuộc thi, đơn vị tổ chức hoặc đợt"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <div class="field">
                <label class="field__label" for="xep">"Xếp theo"</label>
                <select class="select" id="xep" name="xep">
                    <option value="" selected=!by_name>"Mới công bố trước"</option>
                    <option value="ten" selected=by_name>"Tên cuộc thi"</option>
                </select>
            </div>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn Cards(all: Vec<Shown>, nothing: bool, searched: String) -> impl IntoView {
    if nothing {
        return view! {
            <div class="empty"><Icon glyph=Glyph::Medal class="icon--xl"/><h2 class="empty__title">"Chưa có đợt nào công bố kết quả"</h2>
                <p>"Kết quả được đăng sau khi Ban Tổ chức niêm phong và rà soát."</p><p><a class="btn btn--second" href="/">"Xem các cuộc thi"</a></p></div>
        }
        .into_any();
    }
    if all.is_empty() {
        let title = format!("Không có kết quả nào khớp “{searched}”");
        return view! { <Empty title=title text="Thử gõ ít chữ hơn; gõ có dấu hay không dấu đều được."/> }.into_any();
    }
    let cards = all.into_iter().map(|s| {
        let to = format!("/cuoc-thi/{}/ket-qua/{}", s.code, s.round_code);
        view! {
            <article class="card">
                <h2 class="card__title"><a href=to>{format!("{}: {}", s.round, s.contest)}</a></h2>
                <p class="card__meta">{s.organiser}</p>
                <div class="card__foot"><span class="badge badge--open"><Icon glyph=Glyph::Tick/>"Đã công bố"</span><span>{s.published_at.stamp()}</span></div>
            </article>
        }
    });
    view! { <div class="grid grid--3">{cards.collect_view()}</div> }.into_any()
}
