//! What two people changed after commitment, where everyone reads it.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::contest::MovedClosing;

/// Closings that were moved, with the reasons given. The rule sheet below keeps the closing that was committed.
#[component]
pub(super) fn MovedClosings(moved: Vec<MovedClosing>) -> impl IntoView {
    moved
        .into_iter()
        .map(|m| {
            let title = format!("{} đóng muộn hơn thể lệ", m.round);
            let words = format!(
                "Giờ đóng dời từ {} sang {}. Lý do: {}",
                m.before.closing_words(),
                m.after.closing_words(),
                m.reason
            );
            let at = format!(
                "Hai người của Ban Tổ chức quyết định lúc {}.",
                m.moved_at.stamp()
            );
            view! {
                <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                    <p class="notice__title">{title}</p><p>{words}</p><p class="hint">{at}</p>
                </div></div>
            }
        })
        .collect_view()
}
