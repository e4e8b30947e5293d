//! A process with a bare Leptos page of the size of a quiz page: plain components, no database, no session, no island,
//! one layer of axum. What the program adds is the difference.

use crate::Outcome;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// Options of a question.
const OPTIONS: usize = 4;
/// The variable that holds the size.
pub(crate) const SIZE: &str = "BARE_PAGE";
/// A piece of text in the letters of the real one.
const TEXT: &str = "Cải cách hành chính ";

/// What a page is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Size {
    /// Bytes of the document.
    pub(crate) bytes: usize,
    /// Elements in it.
    pub(crate) elements: usize,
    /// Questions.
    pub(crate) questions: usize,
}

impl Size {
    /// Of a document.
    pub(crate) fn of(html: &str, questions: usize) -> Self {
        Self {
            bytes: html.len(),
            elements: elements(html),
            questions,
        }
    }
}

/// Opening tags.
fn elements(html: &str) -> usize {
    let bytes = html.as_bytes().windows(2);
    bytes
        .filter(|w| w[0] == b'<' && w[1].is_ascii_alphabetic())
        .count()
}

/// How much of everything a page of a size needs.
#[derive(Debug, Clone, Default)]
struct Plan {
    questions: usize,
    links: usize,
    filler: String,
}

impl Plan {
    /// First the elements, then the text.
    fn of(size: Size) -> Self {
        let mut plan = Self {
            questions: size.questions,
            ..Self::default()
        };
        let without = elements(&rendered(&plan));
        plan.links = 1;
        let with_one = elements(&rendered(&plan));
        plan.links = size.elements.saturating_sub(without) / (with_one - without);
        let missing = size.bytes.saturating_sub(rendered(&plan).len());
        let each = missing / (size.questions * (OPTIONS + 1)).max(1);
        while plan.filler.len() < each {
            plan.filler.push_str(TEXT);
        }
        let mut end = each;
        while !plan.filler.is_char_boundary(end) {
            end -= 1;
        }
        plan.filler.truncate(end);
        plan
    }
}

/// Serves until it is killed.
///
/// # Errors
/// When no address can be had.
pub(crate) async fn serve() -> Outcome<()> {
    // Nothing is routed here, but this is what begins the executor that streams run on.
    let _no_routes = leptos_axum::generate_route_list(|| view! { <p></p> });
    let plan = Plan::of(serde_json::from_str(&std::env::var(SIZE)?)?);
    let shown = plan.clone();
    let streamed = leptos_axum::render_app_async(move || view! { <Document plan=shown.clone()/> });
    let routes = Router::new()
        .route("/page", get(page))
        .route("/rendered-by-leptos-axum", get(streamed))
        .with_state(plan);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("Hội Thi đang chạy ở http://{}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn page(State(plan): State<Plan>) -> Html<String> {
    Html(rendered(&plan))
}

fn rendered(plan: &Plan) -> String {
    let plan = plan.clone();
    Owner::new().with(|| view! { <Document plan=plan/> }.to_html())
}

#[component]
fn Document(plan: Plan) -> impl IntoView {
    let (total, filler) = (plan.questions, plan.filler);
    let links = (1..=plan.links)
        .map(|n| view! { <li><a class="navigator__item" href=format!("#cau-{n}")>{n}</a></li> });
    let questions =
        (1..=total).map(|n| view! { <Question number=n total=total filler=filler.clone()/> });
    view! {
        <!DOCTYPE html>
        <html lang="vi">
            <head><meta charset="utf-8"/><title>"Bài thi"</title></head>
            <body>
                <main id="main" tabindex="-1">
                    <h1>"Bài thi"</h1>
                    <form method="post" autocomplete="off">
                        {questions.collect_view()}
                        <button class="btn" name="act" value="save">"Lưu"</button>
                    </form>
                    <ol class="navigator">{links.collect_view()}</ol>
                </main>
            </body>
        </html>
    }
}

#[component]
fn Question(number: usize, total: usize, filler: String) -> impl IntoView {
    let options =
        (0..OPTIONS).map(|n| view! { <Choice question=number index=n text=filler.clone()/> });
    view! {
        <fieldset class="question" id=format!("cau-{number}") tabindex="-1">
            <legend class="question__legend">
                <span class="question__no">{format!("Câu {number} trong {total}")}</span>
                <span class="question__text">{filler.clone()}</span>
            </legend>
            <input type="hidden" name=format!("r{number}") value="0"/>
            <div class="options">{options.collect_view()}</div>
            <label class="check flag">
                <input type="checkbox" data-flag=number/>
                <span class="check__text">"Đánh dấu để xem lại"</span>
            </label>
        </fieldset>
    }
}

#[component]
fn Choice(question: usize, index: usize, text: String) -> impl IntoView {
    view! {
        <label class="option">
            <input type="radio" name=format!("q{question}") value=index/>
            <span class="option__letter" aria-hidden="true">{["A", "B", "C", "D"][index]}</span>
            <span class="option__text"><span class="sr">"Phương án "</span>{text}</span>
            <svg class="icon option__tick" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12l5 5L20 7"/></svg>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_page_has_the_size_that_was_asked_for() {
        let asked = Size {
            bytes: 60_000,
            elements: 900,
            questions: 20,
        };
        let made = Size::of(&rendered(&Plan::of(asked)), 20);
        assert!(
            made.bytes.abs_diff(asked.bytes) * 20 <= asked.bytes,
            "{made:?}"
        );
        assert!(
            made.elements.abs_diff(asked.elements) * 20 <= asked.elements,
            "{made:?}"
        );
    }
}
