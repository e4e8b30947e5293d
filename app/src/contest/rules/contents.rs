//! The ways about the editor: the list of its parts, the preview beside it, the bar that saves it.

use super::side::Sheet;
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RuleSheet;
use leptos::prelude::*;
use std::sync::Arc;

/// Id of a part, and its heading.
const PARTS: &[(&str, &str)] = &[
    ("muc-chung", "Thông tin chung"),
    ("muc-nguoi", "Người dự thi"),
    ("tracks", "Bảng thi"),
    ("rounds", "Đợt thi"),
    ("muc-noi-dung", "Nội dung thi"),
    ("muc-bai", "Bài thi trắc nghiệm"),
    ("quiz.blueprint", "Ma trận đề"),
    ("quiz.forms", "Bộ đề có sẵn"),
    ("muc-du-doan", "Câu dự đoán"),
    ("muc-xep-hang", "Xếp hạng"),
    ("muc-giai", "Giải thưởng"),
    ("legal_basis", "Căn cứ"),
    ("study", "Tài liệu ôn tập"),
    ("timetable", "Tiến độ"),
    ("bodies", "Tổ chức"),
    ("open_points", "Chỗ chưa nêu"),
    ("ban-toml", "Bản TOML"),
];

fn links(more: Option<(&'static str, &'static str)>) -> impl IntoView {
    let parts = PARTS.iter().copied().chain(more);
    let links = parts.map(|(id, title)| view! { <li><a href=format!("#{id}")>{title}</a></li> });
    view! { <ol class="contents__list">{links.collect_view()}</ol> }
}

/// The parts on top of the form where nothing stands beside it: folded up.
#[component]
pub(super) fn ContentsAbove() -> impl IntoView {
    let preview = Some(("xem-truoc", "Thí sinh sẽ đọc"));
    view! {
        <details class="details contents contents--above">
            <summary>"Mục lục"</summary>
            <nav class="details__body" aria-label="Mục lục thể lệ">{links(preview)}</nav>
        </details>
    }
}

/// What stands beside the form: the parts, and what a contestant will read.
#[component]
pub(super) fn Beside(
    /// Rule sheet.
    sheet: Arc<RuleSheet>,
) -> impl IntoView {
    view! {
        <div class="split__aside split__aside--tall stack">
            <nav class="contents contents--beside" aria-labelledby="muc-luc">
                <h2 class="h3" id="muc-luc">"Mục lục"</h2>
                {links(None)}
            </nav>
            // Beside the form it scrolls by itself: the keyboard must reach it.
            <aside class="split__scroll stack" aria-labelledby="xem-truoc" tabindex="0">
                <h2 id="xem-truoc">"Thí sinh sẽ đọc"</h2>
                <Sheet sheet=sheet/>
                <p class="hint">"Bản này đổi theo các ô bên cạnh mỗi lần bấm “Xem trước” hoặc “Lưu bản nháp”. Chỗ tô vàng là chỗ kế hoạch không nêu. Khi khoá, thể lệ được công bố kèm mã băm; sau đó không sửa được nữa."</p>
            </aside>
        </div>
    }
}

/// The bar that saves; it stays in sight.
#[component]
pub(super) fn SaveBar(
    /// Code of the contest.
    code: String,
    /// Whether the page shows something else than what is stored.
    unsaved: bool,
) -> impl IntoView {
    view! {
        <div class="save-bar">
            {unsaved.then(|| view! { <p class="save-bar__hint" role="status"><Icon glyph=Glyph::Warn/>"Có thay đổi chưa lưu"</p> })}
            <button class="btn" name="act" value="luu">"Lưu bản nháp"</button>
            <button class="btn btn--second" name="act" value="xem">"Xem trước"</button>
            <a class="btn btn--quiet save-bar__more" href=format!("/admin/{code}#dot-thi")>"Khoá thể lệ…"</a>
        </div>
    }
}
