//! Sending the attempt from the page that checks it. The form there works by itself. Awake, the page sends it instead,
//! again and again until the server has it: a browser without network would put an error of its own in its place. The
//! clock goes on meanwhile, and at its end the page follows what the server did.

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(any(feature = "hydrate", test))]
use domain::time::Span;
use leptos::prelude::*;

/// What became of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "the server only writes the page")
)]
enum Sending {
    /// Not asked for.
    Not,
    /// Under way.
    UnderWay,
    /// No answer, or one to come back later.
    Retrying {
        /// How often it was tried.
        tries: u32,
        /// The server answers, and has too much to do.
        busy: bool,
    },
}

/// The bar of the check, as [`Send`] finds it: the same as the sheet's.
#[cfg(feature = "ssr")]
#[component]
pub fn CheckBar(
    /// The sheet that is checked.
    told: super::wire::SheetTold,
) -> impl IntoView {
    use super::left::{class, spoken};
    use super::wire::Line as _;
    use crate::ui::icon::{Glyph, Icon};
    let left = told.deadline - told.now;
    let end = format!("Hết giờ lúc {}. ", told.deadline.hms());
    let (line, _) = line(Sending::Not);
    view! {
        <section class=class(left) aria-label="Giờ và việc gửi bài" data-asleep data-sheet=told.to_line()>
            <div class="wrap quiz-bar__in">
                <p class="clock" role="timer" aria-live="off" aria-label=spoken(left)>
                    <Icon glyph=Glyph::Clock/>
                    <span class="clock__t" aria-hidden="true">{left.clock()}</span>
                </p>
                <p class="save-state quiz-bar__waking">"Đang chuẩn bị…"</p>
                <p class="quiz-bar__plain"><b class="num">{end}</b>"Khi đó máy chủ tự nộp những câu đã lưu."</p>
                <p class="save-state" role="status" data-line>{line}</p>
            </div>
            <div role="status">
                <div class="quiz-note quiz-note--warn" data-note hidden>
                    <div class="wrap"><Icon glyph=Glyph::Info/><p><b></b><span></span></p></div>
                </div>
            </div>
        </section>
        <p class="sr" role="status" data-announced></p>
    }
}

/// Sends the form inside, and keeps the bar inside.
#[island]
pub fn Send(
    /// The check: its [`CheckBar`], then what was answered and the form.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| browser::start());
    children()
}

/// Words and class of the one line.
fn line(sending: Sending) -> (&'static str, &'static str) {
    match sending {
        Sending::Not => ("Bài chưa gửi", "save-state"),
        Sending::UnderWay => ("Đang gửi bài…", "save-state save-state--saving"),
        Sending::Retrying { .. } => ("Chưa gửi được", "save-state save-state--retry"),
    }
}

/// What happened and what comes next; empty when there is nothing to say.
#[cfg(any(feature = "hydrate", test))]
fn note(sending: Sending, left: Span) -> (String, &'static str) {
    use super::line::unreached;
    match (sending, left.0) {
        (_, ..=0) => ("Hết giờ. ".to_owned(), super::line::OVER),
        (Sending::Retrying { tries, busy }, _) => (
            format!("{} Đang gửi lại, lần {tries}. ", unreached(busy)),
            "Đừng đóng trang. Những câu đã lưu vẫn còn; hết giờ, máy chủ tự nộp những câu đó.",
        ),
        (_, ..=60_000) => (
            "Còn 1 phút. ".to_owned(),
            "Hết giờ mà chưa gửi, máy chủ tự nộp những câu đã lưu.",
        ),
        _ => (String::new(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_is_over_is_said_before_anything_else() {
        let retrying = Sending::Retrying {
            tries: 3,
            busy: true,
        };
        let strong = |sending, left| note(sending, Span(left)).0;
        assert_eq!(strong(Sending::Not, 61_000), "");
        assert_eq!(strong(Sending::UnderWay, 60_000), "Còn 1 phút. ");
        assert!(strong(retrying, 60_000).contains("lần 3"));
        assert_eq!(strong(retrying, 0), "Hết giờ. ");
        assert_eq!(strong(Sending::Not, -5_000), "Hết giờ. ");
    }
}
