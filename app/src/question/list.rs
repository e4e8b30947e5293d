//! The list of questions.

use super::rounds::{RoundChoice, names};
use crate::standings::list::{Asked, Empty, Pager, RowTh, SortTh, Table, Td, Th, count};
use crate::ui::icon::{Glyph, Icon};
use domain::question::letters::OptionOrder;
use domain::question::{Kind, Level, Source, letter};
use domain::text::fold;
use leptos::prelude::*;
use services::question::{Key, QuestionView};

/// Questions on a page.
const PAGE_SIZE: usize = 25;

/// A question as listed; the key only for those who may see keys.
#[derive(Clone)]
pub(super) struct Listed {
    pub(super) question: QuestionView,
    pub(super) key: Option<Key>,
}

/// What the list needs to know besides.
#[derive(Clone)]
pub(super) struct About {
    pub(super) contest: String,
    pub(super) rounds: Vec<RoundChoice>,
    /// Code and name.
    pub(super) topics: Vec<(String, String)>,
    pub(super) may_edit: bool,
}

fn sorted(mut questions: Vec<Listed>, sort: &str) -> Vec<Listed> {
    match sort {
        "chu-de" => questions
            .sort_by_cached_key(|q| (fold(&q.question.topic_name), q.question.code.clone())),
        "muc" => questions.sort_by_cached_key(|q| {
            (
                Level::ALL.iter().position(|l| *l == q.question.level),
                q.question.code.clone(),
            )
        }),
        "moi" => questions.sort_by_key(|q| std::cmp::Reverse(q.question.updated_at)),
        _ => questions.sort_by_cached_key(|q| q.question.code.clone()),
    }
    questions
}

/// Search form and table.
#[component]
pub(super) fn QuestionList(
    about: About,
    questions: Vec<Listed>,
    total: usize,
    asked: Asked,
) -> impl IntoView {
    let found = questions.len();
    let pages = found.div_ceil(PAGE_SIZE).max(1);
    let page = usize::try_from(asked.page()).unwrap_or(1).clamp(1, pages);
    let shown: Vec<Listed> = sorted(questions, asked.get("xep"))
        .into_iter()
        .skip((page - 1) * PAGE_SIZE)
        .take(PAGE_SIZE)
        .collect();
    view! {
        <section class="stack" aria-labelledby="danh-sach">
            <h2 id="danh-sach">"Danh sách câu hỏi"</h2>
            {(total > 0).then(|| view! { <Search about=about.clone() asked=asked.clone()/> })}
            {match (total, found) {
                (0, _) => view! { <Empty title="Ngân hàng chưa có câu hỏi" text="Nhập từ tệp ở mục trên, hoặc soạn từng câu."/> }.into_any(),
                (_, 0) => view! { <Empty title="Không có câu nào khớp" text="Thử gõ ít chữ hơn, hoặc bỏ bớt điều kiện lọc."/> }.into_any(),
                _ => view! {
                    <Rows about=about questions=shown asked=asked.clone()/>
                    <Pager asked=asked page=page pages=pages total=format!("{} câu", count(found))/>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Search(about: About, asked: Asked) -> impl IntoView {
    let levels = Level::ALL
        .map(|l| (l.code().to_owned(), l.name().to_owned()))
        .to_vec();
    let rounds = about.rounds.into_iter().map(|r| (r.code, r.name)).collect();
    view! {
        <form class="toolbar" role="search" method="get">
            {asked.hidden(&["xep"])}
            <div class="field toolbar__grow">
                <label class="field__label" for="tim">"Tìm trong mã, câu hỏi, phương án"</label>
                <input class="input" id="tim" name="tim" type="search" value=asked.get("tim").to_owned()/>
            </div>
            <Choice name="chu-de" label="Chủ đề" options=about.topics chosen=asked.get("chu-de").to_owned()/>
            <Choice name="muc" label="Mức độ" options=levels chosen=asked.get("muc").to_owned()/>
            <Choice name="dot" label="Đợt" options=rounds chosen=asked.get("dot").to_owned()/>
            <button class="btn btn--second"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
) -> impl IntoView {
    if options.is_empty() {
        return ().into_any();
    }
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <select class="select" id=name name=name><option value="">"Tất cả"</option>{options}</select>
        </div>
    }
    .into_any()
}

#[component]
fn Rows(about: About, questions: Vec<Listed>, asked: Asked) -> impl IntoView {
    let now = Some(asked.get("xep"))
        .filter(|x| !x.is_empty())
        .unwrap_or("ma")
        .to_owned();
    let sort =
        move |text, key| view! { <SortTh text=text key=key now=now.clone() asked=asked.clone()/> };
    let may_edit = about.may_edit;
    let head = view! {
        {sort("Mã", "ma")}<Th text="Câu hỏi"/>{sort("Chủ đề", "chu-de")}{sort("Mức độ", "muc")}<Th text="Đợt"/>
        {may_edit.then(|| view! { <Th text="Việc"/> })}
    };
    let rows = questions
        .into_iter()
        .map(|q| view! { <Row about=about.clone() listed=q/> });
    let rows = rows.collect_view();
    view! { <Table caption="Danh sách câu hỏi" quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
}

#[component]
fn Row(about: About, listed: Listed) -> impl IntoView {
    let q = listed.question.clone();
    let to = |act: &str| {
        format!(
            "/admin/{}/cau-hoi?{act}={}",
            about.contest,
            crate::standings::list::encode(&q.code)
        )
    };
    let name = format!(" câu {}", q.code);
    let acts = about.may_edit.then(|| {
        let inside = if q.locked {
            "–".into_any()
        } else {
            view! {
                <a href=to("sua")>"Sửa"<span class="sr">{name.clone()}</span></a>" "
                <a href=to("xoa")>"Xoá…"<span class="sr">{name.clone()}</span></a>
            }
            .into_any()
        };
        view! { <td class="table__acts" role="cell" data-label="Việc">{inside}</td> }
    });
    view! {
        <tr role="row">
            <RowTh><span class="nowrap">{q.code.clone()}</span></RowTh>
            <Td label="Câu hỏi" long=true>
                <p>{q.stem.clone()}</p>
                <Inside listed=listed/>
            </Td>
            <Td label="Chủ đề">{q.topic_name}</Td>
            <Td label="Mức độ">{q.level.name()}</Td>
            <Td label="Đợt">{names(&about.rounds, &q.rounds)}</Td>
            {acts}
        </tr>
    }
}

/// Options, and behind one more press what is right.
#[component]
pub(super) fn Inside(listed: Listed) -> impl IntoView {
    let q = listed.question;
    let title = if listed.key.is_some() {
        "Xem đáp án"
    } else {
        "Xem phương án"
    };
    let order = order_words(&q.order);
    view! {
        <p>
            {q.locked.then(|| view! { <span class="badge badge--soon">"Đã khoá"</span>" " })}
            {order.map(|words| view! { <span class="badge">{words}</span>" " })}
            {(q.kind == Kind::MultipleChoice).then(|| view! { <span class="badge">"Nhiều phương án đúng"</span> })}
        </p>
        <details class="details">
            <summary>{title}<span class="sr">{format!(" của câu {}", q.code)}</span></summary>
            <div class="details__body"><Answers options=q.options key=listed.key source=q.source/></div>
        </details>
    }
}

/// Options with the right ones named in words, the reason and the source.
#[component]
pub(super) fn Answers(options: Vec<String>, key: Option<Key>, source: Source) -> impl IntoView {
    let right = key.as_ref().map(|k| k.right.clone()).unwrap_or_default();
    let is_right = |place: usize| right.iter().any(|r| usize::from(*r) == place);
    let rows = options.into_iter().enumerate().map(|(place, text)| {
        let right = is_right(place);
        view! {
            <li>
                <span class=right.then_some("strong")>{format!("{}. {text}", letter(place))}</span>
                {right.then(|| view! { <span class="badge">"Đáp án"</span> })}
            </li>
        }
    });
    let rows = rows.collect_view();
    let explanation = key.map(|k| k.explanation).filter(|e| !e.is_empty());
    let source = source_words(&source);
    view! {
        <ul class="list">{rows}</ul>
        {explanation.map(|e| view! { <p class="hint">{format!("Giải thích: {e}")}</p> })}
        {source.map(|s| view! { <p class="hint">{format!("Nguồn: {s}")}</p> })}
    }
}

fn order_words(order: &OptionOrder) -> Option<&'static str> {
    match order {
        OptionOrder::Free => None,
        OptionOrder::Pinned(_) => Some("Ghim phương án"),
        OptionOrder::Frozen => Some("Giữ thứ tự phương án"),
    }
}

fn source_words(source: &Source) -> Option<String> {
    let day = domain::time::Day::parse(&source.date)
        .map_or_else(|| source.date.clone(), |d| format!("ngày {}", d.words()));
    let parts: Vec<&str> = [
        source.document.as_str(),
        source.article.as_str(),
        day.as_str(),
    ]
    .into_iter()
    .filter(|p| !p.is_empty())
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_as_one_line() {
        let source = Source {
            document: "76/NQ-CP".into(),
            article: "Điều 2".into(),
            date: "2021-07-15".into(),
        };
        assert_eq!(
            source_words(&source).as_deref(),
            Some("76/NQ-CP, Điều 2, ngày 15/7/2021")
        );
        assert_eq!(source_words(&Source::default()), None);
    }
}
