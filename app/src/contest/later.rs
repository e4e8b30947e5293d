//! What two people changed after commitment, where everyone reads it.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::contest::MovedRound;

/// Rounds that were moved, with the reasons given. The rule sheet below keeps the times that were committed.
#[component]
pub(super) fn MovedRounds(moved: Vec<MovedRound>) -> impl IntoView {
    moved
        .into_iter()
        .map(|m| {
            let at = format!(
                "Hai người của Ban Tổ chức quyết định lúc {}.",
                m.moved_at.stamp()
            );
            view! {
                <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div>
                    <p class="notice__title">{title(&m)}</p><p>{words(&m)}</p><p class="hint">{at}</p>
                </div></div>
            }
        })
        .collect_view()
}

fn title(moved: &MovedRound) -> String {
    if moved.before.0 == moved.after.0 {
        format!("{} đóng muộn hơn thể lệ", moved.round)
    } else {
        format!("{} dời sang thời gian khác", moved.round)
    }
}

fn words(moved: &MovedRound) -> String {
    let (opened, closed) = moved.before;
    let (opens, closes) = moved.after;
    let what = if opened == opens {
        format!(
            "Giờ đóng dời từ {} sang {}.",
            closed.closing_words(),
            closes.closing_words()
        )
    } else {
        format!(
            "Mở {}, đóng {}. Trước đây: mở {}, đóng {}.",
            opens.opening_words(),
            closes.closing_words(),
            opened.opening_words(),
            closed.closing_words()
        )
    };
    format!("{what} Lý do: {}", moved.reason)
}
