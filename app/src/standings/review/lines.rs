//! Every line of a version: searched, sorted, paged.

use super::super::list::{
    Asked, Empty, Pager, Rank, SortTh, Table, Td, Th, count, figure, or_dash,
};
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RuleSheet;
use leptos::prelude::*;
use services::standings::{LineView, ReviewView};
use std::sync::Arc;

#[component]
pub(super) fn Lines(
    view: ReviewView,
    rules: Arc<RuleSheet>,
    propose: bool,
    asked: Asked,
) -> impl IntoView {
    let predicts = rules.prediction.is_some();
    let page = view.lines;
    let empty = page.lines.is_empty();
    let now = asked.some("xep").unwrap_or("hang").to_owned();
    let caption = format!("Bài thi ở bản {}", view.version.version);
    let total = format!("{} bài", count(page.total));
    let rows = page.lines.into_iter().map(|line| {
        let entry = line.entry.as_str().to_owned();
        // Search and page stay in the address, so that the form finds the line with its points.
        let here = asked.page().to_string();
        let who = line.code.clone().unwrap_or_else(|| line.name.clone());
        let to = (propose && line.void.is_none()).then(|| {
            asked.with(&[
                ("lam", "huy-bai"),
                ("bai", &entry),
                ("nguoi", &who),
                ("trang", &here),
            ])
        });
        view! { <Row line=line predicts=predicts to=to/> }
    });
    let rows = rows.collect_view();
    let sort = |text: &'static str, key: &'static str, n: bool| {
        view! { <SortTh text=text key=key now=now.clone() asked=asked.clone() n=n/> }
    };
    let head = view! {
        {sort("Hạng", "hang", false)}
        {sort("Họ và tên", "ten", false)}
        {sort("Đơn vị", "don-vi", false)}
        <Th text="Điểm" n=true/>
        {predicts.then(|| view! { <Th text="Dự đoán" n=true/><Th text="Lệch" n=true/> })}
        // Long figures that nobody adds up: they may take two lines, so that names keep their room.
        {sort("Làm bài trong", "lam-bai", false)}
        {sort("Gửi bài lúc", "gui", false)}
        <Th text="Giải, trạng thái"/>
        {propose.then(|| view! { <Th text="Việc"/> })}
    };
    view! {
        <section class="stack" aria-labelledby="tat-ca">
            <h2 id="tat-ca">"Tất cả bài thi"</h2>
            <Filter tracks=view.tracks asked=asked.clone()/>
            {if empty {
                view! { <Empty title="Không có bài nào khớp" text="Thử gõ ít chữ hơn, hoặc chọn lọc “Tất cả”."/> }.into_any()
            } else {
                view! { <Table caption=caption head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }.into_any()
            }}
            <Pager asked=asked.clone() page=page.page pages=page.pages total=total/>
        </section>
    }
}

#[component]
fn Filter(tracks: Vec<(String, String)>, asked: Asked) -> impl IntoView {
    let kinds = [
        ("", "Tất cả"),
        ("giai", "Được giải"),
        ("dung-het", "Đúng hết"),
        ("huy", "Bị huỷ"),
    ];
    let chosen = asked.get("loc").to_owned();
    let kinds = kinds.map(|(value, words)| view! { <option value=value selected=chosen == value>{words}</option> }).collect_view();
    let track = asked.get("bang").to_owned();
    let several = !tracks.is_empty();
    let tracks = tracks.into_iter().map(|(code, name)| {
        let selected = code == track;
        view! { <option value=code selected=selected>{name}</option> }
    });
    let tracks = tracks.collect_view();
    view! {
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm theo tên, mã dự thi hoặc đơn vị"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <div class="field">
                <label class="field__label" for="loc">"Lọc"</label>
                <select class="select" id="loc" name="loc">{kinds}</select>
            </div>
            {several.then(|| view! {
                <div class="field">
                    <label class="field__label" for="bang">"Bảng thi"</label>
                    <select class="select" id="bang" name="bang"><option value="">"Tất cả"</option>{tracks}</select>
                </div>
            })}
            {asked.hidden(&["ban", "xep"])}
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

/// Prize and state of a line.
#[component]
fn State(line: LineView) -> impl IntoView {
    let unknown = !line.identified && line.prize.is_some();
    let money = line
        .amount
        .filter(|a| a.0 > 0)
        .map(|a| format!(" {a}"))
        .unwrap_or_default();
    view! {
        {line.void.map(|why| view! { <span class="badge badge--void">"Bị huỷ"</span>" "<span class="hint">{why}</span> })}
        {(!line.counted).then(|| view! { <span class="badge">"Lượt không tính"</span>" " })}
        {line.pending.then(|| view! { <span class="badge badge--draft">"Chờ quyết định"</span>" " })}
        {line.prize.map(|p| view! { <span class="badge badge--gold">{p}</span>{money} })}
        {(line.perfect && line.counted).then_some(" Đúng hết")}
        {unknown.then(|| view! { " "<span class="table__sub strong">"Đối chiếu giấy tờ trước khi trao"</span> })}
    }
}

#[component]
fn Row(line: LineView, predicts: bool, to: Option<String>) -> impl IntoView {
    let class = if line.void.is_some() { "is-void" } else { "" };
    let detail = [line.code.clone(), line.track.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let (name, shown) = (line.name.clone(), line.name.clone());
    let (over, rank) = (line.exceeded, line.rank);
    let unit = or_dash(Some(line.unit.clone()));
    let score = format!("{}/{}", line.score.format(','), line.max_score.format(','));
    let duration = or_dash(line.duration.map(|d| d.words()));
    let sent = or_dash(line.submitted_at.map(|t| t.stamp_exact()));
    let guess = or_dash(line.prediction.as_deref().map(figure));
    let distance = or_dash(line.distance.as_deref().map(figure));
    view! {
        <tr role="row" class=class>
            <Td label="Hạng"><Rank rank=rank/></Td>
            <th class="table__name" scope="row" role="rowheader">
                {shown}
                {(!detail.is_empty()).then(|| view! { <span class="muted table__sub">" "{detail}</span> })}
            </th>
            <Td label="Đơn vị">{unit}</Td>
            <Td label="Điểm" n=true>{score}</Td>
            {predicts.then(|| view! {
                <Td label="Dự đoán" n=true>{guess}</Td>
                <Td label="Lệch" n=true>{distance}{over.then_some(", vượt")}</Td>
            })}
            <Td label="Làm bài trong"><span class="num">{duration}</span></Td>
            <Td label="Gửi bài lúc"><span class="num">{sent}</span></Td>
            <Td label="Giải, trạng thái"><State line=line/></Td>
            {to.map(|to| view! { <td class="table__acts" role="cell" data-label="Việc"><a href=to>"Huỷ bài…"<span class="sr">{format!(" của {name}")}</span></a></td> })}
        </tr>
    }
}
