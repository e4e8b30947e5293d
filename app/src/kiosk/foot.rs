//! The foot of every page a person sees during a turn on a kiosk: the way out, always in reach, and the idle watch.

use super::idle::{ASK, KioskIdle, OUT};
use crate::ui::icon::{Glyph, Icon};
use domain::kiosk::IDLE_WARNING_SECONDS;
use leptos::prelude::*;

/// The way out, and to one's own phone where an attempt runs. While an attempt runs the way out asks first.
#[component]
pub fn KioskFoot(
    /// The running attempt, if the page is about one.
    #[prop(optional)]
    attempt: Option<String>,
    /// Whether an attempt runs though the page offers no second way to one's own phone: it shows the code.
    #[prop(optional)]
    running: bool,
) -> impl IntoView {
    let asks = running || attempt.is_some();
    view! {
        <footer class="kiosk__foot no-print">
            <div class="kiosk__out">
                {attempt.map(|attempt| view! {
                    <form method="post" action="/kiosk">
                        <input type="hidden" name="attempt" value=attempt/>
                        <button class="btn btn--second btn--wide" name="act" value="handoff">
                            <Icon glyph=Glyph::Phone/>"Làm tiếp trên điện thoại"
                        </button>
                    </form>
                })}
                {if asks { view! { <EndAsking/> }.into_any() } else { view! { <End/> }.into_any() }}
            </div>
            <p class="hint">
                {format!("Sau {IDLE_WARNING_SECONDS}\u{a0}giây không chạm, máy hỏi rồi xoá màn hình.")}
            </p>
        </footer>
        <KioskIdle/>
    }
}

/// Ends the turn at once: nothing is lost by it.
#[component]
fn End() -> impl IntoView {
    view! {
        <form method="post" action="/kiosk">
            <button class="btn btn--danger btn--wide" name="act" value="end"><Icon glyph=Glyph::Leave/>"Kết thúc lượt của tôi"</button>
        </form>
    }
}

/// Asks before it ends the turn: the paper is not sent yet. Without JavaScript the question unfolds in the foot; with
/// it, [`KioskIdle`] puts the same question in front of the page.
#[component]
fn EndAsking() -> impl IntoView {
    view! {
        <details class="kiosk__end" id=OUT>
            <summary class="btn btn--danger btn--wide"><Icon glyph=Glyph::Leave/>"Kết thúc lượt của tôi"</summary>
            <dialog class="dialog kiosk__ask" id=ASK open=true aria-labelledby="hoi-ket-thuc-ten">
                <h2 class="dialog__title" id="hoi-ket-thuc-ten">"Kết thúc khi bài chưa gửi?"</h2>
                <p>
                    "Những câu đã lưu vẫn còn, giờ làm bài vẫn chạy. Bạn có thể làm tiếp ở máy khác cho đến khi hết giờ; hết giờ, máy chủ tự nộp những câu đã lưu."
                </p>
                <div class="btn-row">
                    <form method="dialog"><button class="btn">"Làm bài tiếp"</button></form>
                    <form method="post" action="/kiosk">
                        <button class="btn btn--danger" name="act" value="end">"Kết thúc lượt"</button>
                    </form>
                </div>
            </dialog>
        </details>
    }
}
