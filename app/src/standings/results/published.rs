//! The published results of a round: winners, the true number, collective prizes.

use super::super::list::{Asked, Empty, Rank, RowTh, SortTh, Table, Td, Th, figure, or_dash};
use super::super::words::{perfect, true_number};
use super::Crumbs;
use super::chart::GuessChart;
use super::proof::{KeyChanges, Proof, VoidQuestions};
use super::why::{Ladder, WhyCard};
use crate::request;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::contest::rule_sheet::RankingKey;
use domain::contest::{RuleSheet, plain};
use domain::standings::PublicLine;
use domain::text;
use domain::units::grouped;
use leptos::prelude::*;
use services::contest::{Contest, RoundState};
use services::standings::{ActualView, CollectiveView, PublicResults, WinnerList};
use std::sync::Arc;

#[component]
pub(super) fn Published(
    contest: Contest,
    round: RoundState,
    results: PublicResults,
) -> impl IntoView {
    let rules = contest.rules.clone();
    let asked = Asked::of_request(&["tim", "xep", "vi-sao"]);
    let name = results.round.clone();
    let meta = format!(
        "Bản {}, công bố lúc {}",
        results.version,
        results.published_at.stamp()
    );
    let revised = (results.version > 1).then(|| format!("Lý do có bản này: {}", results.reason));
    let winners = results.lists.clone();
    let collective = results.collective.clone();
    let has_units = !collective.is_empty();
    view! {
        <Title text=format!("Kết quả {name}: {}", results.contest)/>
        <div class="wrap section section--tight stack stack--loose">
            <div class="page-head">
                <Crumbs contest=contest here=name.clone()/>
                <p class="page-head__meta"><span class="badge badge--open"><Icon glyph=Glyph::Tick/>"Đã công bố"</span><span>{meta}</span></p>
                <h1>{format!("Kết quả {name}")}</h1>
                <p class="lede">{format!("{}, {}.", rules.title, plain::round_when(&round.rule))}</p>
                {revised.map(|why| view! { <p class="hint">{why}</p> })}
            </div>
            <Totals results=results.clone() rules=rules.clone()/>
            <nav class="tabs" aria-label="Phần của trang">
                <ul>
                    <li><a href="#ca-nhan">"Giải cá nhân"</a></li>
                    {has_units.then(|| view! { <li><a href="#tap-the">"Giải tập thể"</a></li> })}
                    <li><a href="#xep-hang">"Cách xếp hạng"</a></li>
                    <li><a href="#kiem-tra">"Kiểm tra lại"</a></li>
                </ul>
            </nav>
            <Individual lists=winners actuals=results.actuals.clone() rules=rules.clone() asked=asked/>
            <Collective prizes=collective/>
            <Ladder rules=rules/>
            <VoidQuestions questions=results.void_questions.clone()/>
            <KeyChanges questions=results.key_changes.clone()/>
            <Proof results=results/>
        </div>
    }
}

#[component]
fn Totals(results: PublicResults, rules: Arc<RuleSheet>) -> impl IntoView {
    let counts = results.counts;
    let predicts = rules.prediction.is_some();
    let golden = results
        .actuals
        .iter()
        .filter(|a| predicts && a.value.is_some())
        .map(|a| {
            let of = a
                .track
                .as_ref()
                .map_or_else(String::new, |t| format!(", {t}"));
            view! {
                <div class="stat stat--gold">
                    <dt>{format!("số thật của câu dự đoán{of}")}</dt>
                    <dd>{figure(a.value.as_deref().unwrap_or_default())}</dd>
                </div>
            }
        });
    let golden = golden.collect_view();
    let perfect_words = format!("người trả lời {}", perfect(&rules));
    let single = (results.actuals.len() == 1).then(|| results.actuals[0].perfect);
    let sentences: Vec<String> = results
        .actuals
        .iter()
        .filter_map(|a| true_number(&rules, a))
        .collect();
    view! {
        <section class="stack" aria-label="Tổng số">
            <dl class="stats">
                <div class="stat"><dt>"người dự thi được tính"</dt><dd>{grouped(i64::from(counts.persons))}</dd></div>
                {single.map(|n| view! { <div class="stat"><dt>{perfect_words}</dt><dd>{grouped(i64::from(n))}</dd></div> })}
                {golden}
                <div class="stat"><dt>"bài bị huỷ, có ghi lý do"</dt><dd>{grouped(i64::from(counts.void))}</dd></div>
            </dl>
            {sentences.into_iter().map(|s| view! { <p class="measure">{s}</p> }).collect_view()}
        </section>
    }
}

#[component]
fn Individual(
    lists: Vec<WinnerList>,
    actuals: Vec<ActualView>,
    rules: Arc<RuleSheet>,
    asked: Asked,
) -> impl IntoView {
    let none = lists.iter().all(|l| l.winners.is_empty());
    let many = lists.iter().map(|l| l.winners.len()).sum::<usize>() > 10;
    let searched = asked.get("tim").to_owned();
    // Who is not signed in comes in by the door of the round.
    let mine = if request::actor().person.is_some() {
        "/cua-toi".to_owned()
    } else {
        request::path().replacen("/ket-qua/", "/vao-thi/", 1)
    };
    let blocks = lists.into_iter().enumerate().map(|(i, list)| {
        let actual = actuals.iter().find(|a| a.track == list.track).or(actuals.first());
        let actual = actual.and_then(|a| a.value.clone());
        view! { <WinnersOfList index=i list=list actual=actual rules=rules.clone() asked=asked.clone()/> }
    });
    let blocks = blocks.collect_view();
    view! {
        <section class="stack" aria-labelledby="ca-nhan">
            <div class="section__head">
                <h2 id="ca-nhan">"Giải cá nhân"</h2>
                <a class="btn" href=mine>"Xem kết quả của tôi"</a>
            </div>
            {none.then(|| view! { <Empty title="Không có giải cá nhân nào được trao" text="Giải tập thể, nếu có, ở phần dưới của trang."/> })}
            {many.then(|| view! {
                <form class="toolbar" role="search" method="get">
                    <div class="field toolbar__grow">
                        <label class="field__label" for="tim">"Tìm người được giải theo tên hoặc đơn vị"</label>
                        <input class="input" id="tim" name="tim" type="search" value=searched/>
                    </div>
                    <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
                </form>
            })}
            {blocks}
        </section>
    }
}

#[component]
fn WinnersOfList(
    index: usize,
    list: WinnerList,
    actual: Option<String>,
    rules: Arc<RuleSheet>,
    asked: Asked,
) -> impl IntoView {
    let winners = list.winners;
    let (title, track) = (list.track.clone(), list.track.unwrap_or_default());
    let chosen = asked
        .some("vi-sao")
        .and_then(|w| w.split_once('-'))
        .and_then(|(list, place)| {
            let (list, place): (usize, usize) = (list.parse().ok()?, place.parse().ok()?);
            (list == index && winners.len() > 1 && place < winners.len()).then_some(place)
        });
    let why = chosen.map(|place| {
        let other = if place == 0 { 1 } else { place - 1 };
        view! { <WhyCard rules=rules.clone() actual=actual.clone() line=winners[place].clone() other=winners[other].clone()/> }
    });
    view! {
        {title.map(|t| view! { <h3>{t}</h3> })}
        <Podium winners=winners.clone()/>
        {actual.clone().filter(|_| rules.prediction.is_some()).map(|actual| {
            view! { <GuessChart actual=actual winners=winners.clone() id=format!("doan-{index}")/> }
        })}
        <WinnerTable index=index track=track winners=winners rules=rules asked=asked/>
        {why}
    }
}

#[component]
fn Podium(winners: Vec<PublicLine>) -> impl IntoView {
    let places = winners
        .into_iter()
        .filter(|w| w.rank <= 3)
        .take(3)
        .map(|w| {
            let prize = w.prize.clone().unwrap_or_default();
            let words = [prize, w.unit]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(" · ");
            view! {
                <li class=format!("card podium__place podium__place--{}", w.rank)>
                    <span class="medal"><span class="sr">"Hạng "</span>{w.rank}</span>
                    <p class="podium__who">{w.name}</p>
                    <p class="hint">{words}</p>
                </li>
            }
        });
    view! { <ul class="podium">{places.collect_view()}</ul> }
}

/// Which columns a table of winners has.
#[derive(Clone, Copy)]
struct Columns {
    prediction: bool,
    duration: bool,
    why: bool,
}

#[component]
fn WinnerTable(
    index: usize,
    track: String,
    winners: Vec<PublicLine>,
    rules: Arc<RuleSheet>,
    asked: Asked,
) -> impl IntoView {
    let columns = Columns {
        prediction: rules.prediction.is_some(),
        duration: rules.ranking.keys.contains(&RankingKey::Duration),
        why: winners.len() > 1,
    };
    let searched = asked.get("tim").to_owned();
    let folded = text::fold(&searched);
    let fits = |w: &PublicLine| {
        folded.is_empty()
            || text::fold(&w.name).contains(&folded)
            || text::fold(&w.unit).contains(&folded)
    };
    let mut shown: Vec<(usize, PublicLine)> = winners
        .into_iter()
        .enumerate()
        .filter(|(_, w)| fits(w))
        .collect();
    let order = asked.some("xep").unwrap_or("hang").to_owned();
    match order.as_str() {
        "ten" => shown.sort_by_cached_key(|(_, w)| text::name_order(&w.name)),
        "don-vi" => shown.sort_by_cached_key(|(_, w)| text::fold(&w.unit)),
        _ => {}
    }
    if shown.is_empty() {
        if searched.is_empty() {
            return ().into_any();
        }
        let title = format!("Không có người được giải nào khớp “{searched}”");
        return view! { <Empty title=title text="Trang chỉ nêu người được giải. Xem kết quả của bạn bằng nút ở trên."/> }.into_any();
    }
    let caption = if track.is_empty() {
        "Người được giải".to_owned()
    } else {
        format!("Người được giải, {track}")
    };
    let head = view! {
        <SortTh text="Hạng" key="hang" now=order.clone() asked=asked.clone()/>
        <SortTh text="Họ và tên" key="ten" now=order.clone() asked=asked.clone()/>
        <SortTh text="Đơn vị" key="don-vi" now=order asked=asked.clone()/>
        <Th text="Giải"/>
        <Th text="Điểm" n=true/>
        {columns.prediction.then(|| view! { <Th text="Dự đoán" n=true/><Th text="Lệch" n=true/> })}
        {columns.duration.then(|| view! { <Th text="Làm bài trong" n=true/> })}
        <Th text="Gửi bài lúc" n=true/>
    };
    let rows = shown.into_iter().map(|(place, line)| {
        let why = columns
            .why
            .then(|| asked.with(&[("vi-sao", &format!("{index}-{place}"))]) + "#vi-sao");
        view! { <WinnerRow line=line columns=columns why=why/> }
    });
    let rows = rows.collect_view();
    view! { <Table caption=caption head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
}

#[component]
fn WinnerRow(line: PublicLine, columns: Columns, why: Option<String>) -> impl IntoView {
    let money = line
        .amount
        .filter(|a| a.0 > 0)
        .map(|a| format!(", {a}"))
        .unwrap_or_default();
    let prize = format!("{}{money}", line.prize.clone().unwrap_or_default());
    let spoken = format!(" {} xếp hạng {}", line.name, line.rank);
    view! {
        <tr role="row">
            <Td label="Hạng"><Rank rank=Some(line.rank)/></Td>
            <th scope="row" role="rowheader">
                {line.name.clone()}
                {why.map(|to| view! { " "<a href=to>"Vì sao?"<span class="sr">{spoken}</span></a> })}
            </th>
            <Td label="Đơn vị">{or_dash(Some(line.unit))}</Td>
            <Td label="Giải">{prize}</Td>
            <Td label="Điểm" n=true>{line.score.format(',')}</Td>
            {columns.prediction.then(|| view! {
                <Td label="Dự đoán" n=true>{or_dash(line.prediction.as_deref().map(figure))}</Td>
                <Td label="Lệch" n=true>{or_dash(line.distance.as_deref().map(figure))}</Td>
            })}
            {columns.duration.then(|| view! { <Td label="Làm bài trong" n=true>{or_dash(line.duration.map(|d| d.words()))}</Td> })}
            <Td label="Gửi bài lúc" n=true>{or_dash(line.submitted_at.map(|t| t.stamp()))}</Td>
        </tr>
    }
}

#[component]
fn Collective(prizes: Vec<CollectiveView>) -> impl IntoView {
    (!prizes.is_empty()).then(|| {
        let blocks = prizes.into_iter().map(|prize| {
            let none = prize.lines.is_empty();
            let rows = prize.lines.into_iter().map(|unit| {
                view! {
                    <tr role="row">
                        <Td label="Hạng"><Rank rank=unit.rank/></Td>
                        <RowTh>{unit.name}</RowTh>
                        <Td label="Kết quả" n=true>{unit.value}</Td>
                        <Td label="Đã dự thi" n=true>{grouped(unit.participants)}</Td>
                        <Td label="Danh sách" n=true>{or_dash(unit.roster.map(grouped))}</Td>
                        <Td label="Tiền thưởng" n=true>{or_dash(unit.amount.filter(|a| a.0 > 0).map(|a| a.to_string()))}</Td>
                    </tr>
                }
            });
            let rows = rows.collect_view();
            let head = view! {
                <Th text="Hạng"/><Th text="Đơn vị"/><Th text="Kết quả" n=true/><Th text="Đã dự thi" n=true/>
                <Th text="Danh sách" n=true/><Th text="Tiền thưởng" n=true/>
            };
            if none {
                view! { <p>{format!("{}: không có đơn vị nào đủ điều kiện.", prize.name)}</p> }.into_any()
            } else {
                view! { <Table caption=prize.name head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
            }
        });
        let blocks = blocks.collect_view();
        view! { <section class="stack" aria-labelledby="tap-the"><h2 id="tap-the">"Giải tập thể"</h2>{blocks}</section> }
    })
}
