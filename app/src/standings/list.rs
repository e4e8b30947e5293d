//! Lists: what was asked for in the address, and the pieces of a table.

use crate::request;
use crate::ui::icon::{Glyph, Icon};
use domain::units::grouped;
use leptos::prelude::*;

/// Parameter that holds the page.
const PAGE: &str = "trang";

/// A list as it was asked for: the page's path and its parameters. Links change one of them and keep the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

impl Asked {
    /// Reads these parameters of the request, and the page's number.
    #[must_use]
    pub fn of_request(names: &[&'static str]) -> Self {
        let read = |name: &'static str| (name, request::query(name).unwrap_or_default());
        Self {
            path: request::path(),
            pairs: names.iter().copied().chain([PAGE]).map(read).collect(),
        }
    }

    /// A parameter without white space around it; empty when it was not given.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| v.trim())
    }

    /// A parameter, when it was given.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }

    /// The page asked for, 1 first.
    #[must_use]
    pub fn page(&self) -> u32 {
        self.get(PAGE).parse().unwrap_or(1).max(1)
    }

    /// The address with some parameters changed. The page starts anew unless it is one of them.
    #[must_use]
    pub fn with(&self, changes: &[(&'static str, &str)]) -> String {
        let changed = |name: &str| changes.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
        let kept = self
            .pairs
            .iter()
            .filter(|(n, _)| *n != PAGE && changed(n).is_none())
            .map(|(n, v)| (*n, v.as_str()));
        let pairs: Vec<String> = kept
            .chain(changes.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if pairs.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, pairs.join("&"))
        }
    }

    /// Parameters a search form must send along.
    #[must_use]
    pub fn hidden(&self, names: &[&'static str]) -> impl IntoView + use<> {
        let pairs: Vec<(&'static str, String)> = names
            .iter()
            .filter_map(|n| self.some(n).map(|v| (*n, v.to_owned())))
            .collect();
        pairs
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view()
    }
}

/// Writes a text as part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A figure as a person reads it: `14492` becomes `14.492`, a decimal stays.
#[must_use]
pub fn figure(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), grouped)
}

/// A count as a person reads it.
#[must_use]
pub fn count(n: usize) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A count where there may be none to tell.
#[must_use]
pub fn or_dash(value: Option<String>) -> String {
    value
        .filter(|v| !v.is_empty())
        .unwrap_or_else(|| "–".to_owned())
}

/// A table that becomes cards on a phone.
#[component]
pub fn Table(
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// Whether a heading already says so.
    #[prop(optional)]
    quiet: bool,
    /// Cells of the head: [`Th`] and [`SortTh`].
    head: AnyView,
    /// `tbody`, and `tfoot` if any.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-wrap">
            <table class="table table--stack" role="table">
                <caption class=quiet.then_some("sr")>{caption}</caption>
                <thead role="rowgroup"><tr role="row">{head}</tr></thead>
                {children()}
            </table>
        </div>
    }
}

/// A column's head.
#[component]
pub fn Th(
    /// Words.
    text: &'static str,
    /// Whether figures stand below.
    #[prop(optional)]
    n: bool,
) -> impl IntoView {
    view! { <th class=n.then_some("n") scope="col" role="columnheader">{text}</th> }
}

/// A column's head that sorts.
#[component]
pub fn SortTh(
    /// Words.
    text: &'static str,
    /// Value of `xep` that asks for this order.
    key: &'static str,
    /// The order in force.
    #[prop(into)]
    now: String,
    /// The list.
    asked: Asked,
    /// Whether the order runs downwards.
    #[prop(optional)]
    down: bool,
    /// Whether figures stand below.
    #[prop(optional)]
    n: bool,
) -> impl IntoView {
    let current = now == key;
    let sort = current.then_some(if down { "descending" } else { "ascending" });
    let glyph = if down { Glyph::Down } else { Glyph::Up };
    view! {
        <th class=n.then_some("n") scope="col" role="columnheader" aria-sort=sort>
            <a class="sort" href=asked.with(&[("xep", key)])>
                {text}
                {current.then(|| view! { <Icon glyph=glyph class="icon--sm"/> })}
                {(!current).then(|| view! { <span class="sr">": xếp theo cột này"</span> })}
            </a>
        </th>
    }
}

/// A cell with the name of its column for the card on a phone.
#[component]
pub fn Td(
    /// Name of the column.
    label: &'static str,
    /// Whether it is a figure.
    #[prop(optional)]
    n: bool,
    /// Whether it is text of several lines: on a card it stands below its label.
    #[prop(optional)]
    long: bool,
    /// Content.
    children: Children,
) -> impl IntoView {
    let class = [(n, "n"), (long, "table__text")]
        .into_iter()
        .find_map(|(on, class)| on.then_some(class));
    view! { <td class=class role="cell" data-label=label>{children()}</td> }
}

/// A row's head.
#[component]
pub fn RowTh(
    /// What a bare figure is, where the table is too narrow for its columns' heads.
    #[prop(optional)]
    label: &'static str,
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <th scope="row" role="rowheader" data-label=(!label.is_empty()).then_some(label)>{children()}</th> }
}

/// A rank as a medal or a plain figure.
#[component]
pub fn Rank(
    /// The rank; none for what is not ranked.
    rank: Option<u32>,
) -> impl IntoView {
    let class = match rank {
        Some(1) => "rank rank--1",
        Some(2) => "rank rank--2",
        Some(3) => "rank rank--3",
        _ => "rank",
    };
    view! { <span class=class>{or_dash(rank.map(|r| grouped(i64::from(r))))}</span> }
}

/// Nothing found, or nothing there yet.
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// What to do.
    text: &'static str,
) -> impl IntoView {
    view! {
        <div class="empty"><Icon glyph=Glyph::Search class="icon--xl"/><p class="empty__title h3">{title}</p><p>{text}</p></div>
    }
}

/// Links to the pages of a list; nothing where there is one page.
#[component]
pub fn Pager(
    /// The list.
    asked: Asked,
    /// This page, 1 first.
    page: usize,
    /// Pages in all.
    pages: usize,
    /// `3.184 bài`.
    total: String,
) -> impl IntoView {
    if pages <= 1 {
        return view! { <p class="table-note">{total}</p> }.into_any();
    }
    let to = move |n: usize| asked.with(&[(PAGE, &n.to_string())]);
    let near = (page.saturating_sub(2).max(1)..=(page + 2).min(pages)).map(|n| {
        let current = (n == page).then_some("page");
        view! { <li><a href=to(n) aria-current=current><span class="sr">"Trang "</span>{n}</a></li> }
    });
    let near = near.collect_view();
    view! {
        <nav class="pager" aria-label="Trang">
            <p class="pager__info">{format!("Trang {page} trong {pages} · {total}")}</p>
            <ul>
                {(page > 1).then(|| view! { <li><a href=to(page - 1) rel="prev">"Trước"</a></li> })}
                {near}
                {(page < pages).then(|| view! { <li><a href=to(page + 1) rel="next">"Sau"</a></li> })}
            </ul>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_was_asked_and_starts_at_the_first_page() {
        let asked = Asked {
            path: "/x".into(),
            pairs: vec![
                ("tim", "Sở Y & tế".into()),
                ("xep", String::new()),
                (PAGE, "4".into()),
            ],
        };
        assert_eq!(asked.page(), 4);
        assert_eq!(
            asked.with(&[("xep", "ten")]),
            "/x?tim=S%E1%BB%9F%20Y%20%26%20t%E1%BA%BF&xep=ten"
        );
        assert_eq!(asked.with(&[("tim", ""), (PAGE, "2")]), "/x?trang=2");
        assert_eq!(asked.with(&[("tim", "")]), "/x");
        assert_eq!(asked.some("xep"), None);
    }

    #[test]
    fn figures_are_grouped_and_decimals_stay() {
        assert_eq!(figure("14492"), "14.492");
        assert_eq!(figure("87,65"), "87,65");
    }
}
