//! The foot of every page a person sees during a turn on a kiosk: the way out, always in reach, and the idle watch.

use super::idle::KioskIdle;
use crate::ui::icon::{Glyph, Icon};
use domain::kiosk::IDLE_WARNING_SECONDS;
use leptos::prelude::*;

/// The way out, and to one's own phone where an attempt runs.
#[component]
pub fn KioskFoot(
    /// The running attempt, if the page is about one.
    #[prop(optional)]
    attempt: Option<String>,
) -> impl IntoView {
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
                <form method="post" action="/kiosk">
                    <button class="btn btn--danger btn--wide" name="act" value="end"><Icon glyph=Glyph::Leave/>"Kết thúc lượt của tôi"</button>
                </form>
            </div>
            <p class="hint">
                {format!("Sau {IDLE_WARNING_SECONDS}\u{a0}giây không chạm, máy hỏi rồi xoá màn hình.")}
            </p>
        </footer>
        <KioskIdle/>
    }
}
