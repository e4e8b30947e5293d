//! Finding the person or the attempt a proposal is about. No score is in it, so it works while a round runs.

use super::super::list::{Asked, Empty, RowTh, Table, Td, Th};
use super::ask::AskKind;
use crate::ui::icon::{Glyph, Icon};
use domain::quiz::AttemptState;
use leptos::prelude::*;
use services::record::{FOUND_AT_MOST, FoundAttempt, FoundPerson};

/// Whom a proposal is about.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// Person.
    pub(super) person: String,
    /// Name, code and unit.
    pub(super) who: String,
    /// The attempt, where one was chosen.
    pub(super) attempt: Option<FoundAttempt>,
}

/// Name, code and unit in one line.
fn who(person: &FoundPerson) -> String {
    let parts = [
        Some(person.name.clone()),
        person.code.clone(),
        Some(person.unit.clone()),
    ];
    parts
        .into_iter()
        .flatten()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Chosen {
    /// What the address chooses among those found.
    pub(super) fn of(kind: AskKind, found: &[FoundPerson], asked: &Asked) -> Option<Self> {
        let of = |person: &FoundPerson, attempt: Option<FoundAttempt>| Self {
            person: person.person.as_str().to_owned(),
            who: who(person),
            attempt,
        };
        if kind == AskKind::GrantExtra {
            let person = found
                .iter()
                .find(|p| p.person.as_str() == asked.get("chon"))?;
            return Some(of(person, None));
        }
        found.iter().find_map(|person| {
            let attempt = person
                .attempts
                .iter()
                .find(|a| a.attempt.as_str() == asked.get("bai"))?;
            Some(of(person, Some(attempt.clone())))
        })
    }
}

/// A search, and who was found.
#[component]
pub(super) fn Find(kind: AskKind, found: Vec<FoundPerson>, asked: Asked) -> impl IntoView {
    let searched = asked.get("nguoi").to_owned();
    let many = found.len() >= FOUND_AT_MOST;
    let results = match (searched.is_empty(), found.is_empty()) {
        (true, _) => ().into_any(),
        (false, true) => {
            let title = format!("Không có ai khớp “{searched}”");
            view! { <Empty title=title text="Gõ một phần họ tên hoặc mã dự thi; có dấu hay không dấu đều được."/> }.into_any()
        }
        (false, false) => view! { <Found kind=kind found=found asked=asked.clone()/> }.into_any(),
    };
    view! {
        <form class="toolbar" role="search" method="get">
            <div class="field toolbar__grow">
                <label class="field__label" for="nguoi">"Tìm người dự thi theo họ tên hoặc mã"</label>
                <input class="input" id="nguoi" name="nguoi" type="search" value=searched/>
            </div>
            <input type="hidden" name="lam" value=kind.key()/>
            <button class="btn"><Icon glyph=Glyph::Search/>"Tìm"</button>
        </form>
        {results}
        {many.then(|| view! { <p class="table-note">{format!("Chỉ hiện {FOUND_AT_MOST} người đầu. Gõ thêm để tìm đúng người.")}</p> })}
    }
}

#[component]
fn Found(kind: AskKind, found: Vec<FoundPerson>, asked: Asked) -> impl IntoView {
    let rows = found
        .into_iter()
        .map(|p| view! { <Row kind=kind person=p asked=asked.clone()/> })
        .collect_view();
    let head = view! { <Th text="Họ và tên"/><Th text="Mã"/><Th text="Đơn vị"/><Th text="Bài thi ở đợt này"/> };
    view! { <Table caption="Người tìm thấy" head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table> }
}

/// An attempt in words.
fn attempt_words(attempt: &FoundAttempt) -> String {
    let state = match (&attempt.void, attempt.state) {
        (Some(_), _) => "đã huỷ",
        (None, AttemptState::InProgress) => "đang làm",
        (None, AttemptState::Submitted) => "đã gửi",
        (None, AttemptState::Finalised) => "máy chủ đã nộp",
    };
    let kiosk = attempt.kiosk.as_ref().map(|k| format!(", ở ki-ốt {k}"));
    let clerk = attempt
        .assisted_by
        .as_ref()
        .map(|name| format!(", cán bộ {name} giúp"));
    format!(
        "Lượt {}, bắt đầu {}, {state}{}{}",
        attempt.number,
        attempt.started_at.stamp(),
        kiosk.unwrap_or_default(),
        clerk.unwrap_or_default()
    )
}

#[component]
fn Row(kind: AskKind, person: FoundPerson, asked: Asked) -> impl IntoView {
    let extra = kind == AskKind::GrantExtra;
    let to_person = asked.with(&[("chon", person.person.as_str())]);
    let none = person.attempts.is_empty();
    let name = person.name.clone();
    let attempts = person.attempts.iter().map(|a| {
        let to = (!extra && a.void.is_none()).then(|| asked.with(&[("bai", a.attempt.as_str())]));
        view! { <li>{attempt_words(a)}{to.map(|to| view! { <a href=to>"Chọn bài này"<span class="sr">{format!(" của {name}")}</span></a> })}</li> }
    });
    let attempts = attempts.collect_view();
    let spoken = format!(" {}", person.name);
    view! {
        <tr role="row">
            <RowTh>{person.name}{extra.then(|| view! { " "<a href=to_person>"Chọn"<span class="sr">{spoken}</span></a> })}</RowTh>
            <Td label="Mã">{person.code.unwrap_or_else(|| "–".to_owned())}</Td>
            <Td label="Đơn vị">{if person.unit.is_empty() { "–".to_owned() } else { person.unit }}</Td>
            <Td label="Bài thi ở đợt này">
                {if none { "Chưa bắt đầu".into_any() } else { view! { <ul class="list">{attempts}</ul> }.into_any() }}
            </Td>
        </tr>
    }
}
