//! Pages that hear of what happens: a note when a phase begins or the committee decides something, and counts of people
//! that go on. Without JavaScript a page is as it was made.

use leptos::prelude::*;

/// What the server tells, line by line: the kind, then for `state` the page's word and what happened, for `count` a name
/// and a number on each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The page as it would be made now, and what happened, in words.
    State {
        /// The word pages depend on.
        state: String,
        /// What happened.
        words: String,
    },
    /// Numbers by name.
    Count(Vec<(String, i64)>),
}

impl Told {
    /// As it is sent.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::State { state, words } => format!("state\n{state}\n{words}"),
            Self::Count(numbers) => numbers.iter().fold("count".to_owned(), |text, (name, n)| {
                text + "\n" + name + " " + &n.to_string()
            }),
        }
    }

    /// As it was sent; none of another version of the program.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        match lines.next()? {
            "state" => Some(Self::State {
                state: lines.next()?.to_owned(),
                words: lines.next()?.to_owned(),
            }),
            "count" => lines
                .map(|line| {
                    let (name, n) = line.split_once(' ')?;
                    Some((name.to_owned(), n.parse().ok()?))
                })
                .collect::<Option<Vec<_>>>()
                .map(Self::Count),
            _ => None,
        }
    }
}

/// Watches a contest, or every listed one, for a page whose word is `state`.
#[cfg(feature = "ssr")]
#[component]
pub fn Watched(
    /// Code of the contest; none for all.
    of: Option<String>,
    /// The page's word.
    state: String,
) -> impl IntoView {
    let from = of.map_or_else(
        || "/su-kien".to_owned(),
        |code| format!("/su-kien?cuoc-thi={code}"),
    );
    view! { <Followed from=from state=state/> }
}

/// Follows what is told at an address.
#[cfg(feature = "ssr")]
#[component]
pub fn Followed(
    /// The address.
    from: String,
    /// The page's word; empty where only counts are told.
    state: String,
) -> impl IntoView {
    use crate::ui::icon::{Glyph, Icon};
    let here = crate::request::address();
    view! {
        <Watching>
            <div class="watch" role="status" data-watch=from data-state=state>
                <div class="watch__note" hidden><Icon glyph=Glyph::Info/><p></p><a class="btn btn--small" href=here>"Xem bản mới"</a></div>
            </div>
        </Watching>
    }
}

/// Listens for the element inside, which has the address in `data-watch` and the page's word in `data-state`. Numbers go to
/// the elements named in `data-live`.
#[island]
pub fn Watching(
    /// The element.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| browser::listen());
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Told;
    use domain::units::grouped;
    use leptos::prelude::document;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::prelude::Closure;
    use web_sys::{Element, EventSource, MessageEvent};

    /// Listens as long as the page is open. The browser comes back by itself when the line is cut, after the wait the
    /// server named.
    pub(super) fn listen() {
        let Ok(Some(place)) = document().query_selector("[data-watch]") else {
            return;
        };
        let address = place.get_attribute("data-watch").unwrap_or_default();
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match Told::parse(&text) {
                Some(Told::State { state, words }) => note(&place, &state, &words),
                Some(Told::Count(numbers)) => numbers.iter().for_each(|(name, n)| show(name, *n)),
                None => {}
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    fn note(place: &Element, state: &str, words: &str) {
        if place.get_attribute("data-state").as_deref() == Some(state) {
            return;
        }
        if let (Ok(Some(note)), Ok(Some(text))) = (
            place.query_selector(".watch__note"),
            place.query_selector("p"),
        ) {
            text.set_text_content(Some(words));
            let _ = note.remove_attribute("hidden");
        }
    }

    fn show(name: &str, number: i64) {
        let places = document().query_selector_all(&("[data-live=\"".to_owned() + name + "\"]"));
        let Ok(places) = places else {
            return;
        };
        for i in 0..places.length() {
            if let Some(place) = places.get(i) {
                place.set_text_content(Some(&grouped(number)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_understood() {
        let state = Told::State {
            state: "ABC".to_owned(),
            words: "Đợt 1 đã mở.".to_owned(),
        };
        let count = Told::Count(vec![("dot-1".to_owned(), 0), ("dot-2".to_owned(), 24_525)]);
        for told in [state, count, Told::Count(Vec::new())] {
            assert_eq!(Told::parse(&told.to_text()), Some(told));
        }
        for strange in [
            "",
            "state",
            "state\nA",
            "count\nx",
            "count\nx y",
            "other\nA\nB",
        ] {
            assert_eq!(Told::parse(strange), None, "{strange}");
        }
    }
}
