//! Slips on the screen: once, to be printed. Their secrets are stored nowhere.

use super::About;
use crate::request;
use crate::standings::list::count;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::people::Slip;
use std::sync::Arc;

/// Slips just made.
#[derive(Debug)]
pub(super) struct SlipsShown {
    pub(super) slips: Vec<Slip>,
    /// What was done, in one sentence.
    pub(super) done: String,
}

/// The slips, to be cut apart.
#[component]
pub(super) fn SlipsPage(about: About, slips: Arc<SlipsShown>) -> impl IntoView {
    let back = format!("/admin/{}/nguoi-thi", about.contest);
    let total = slips.slips.len();
    let address = format!("{}/cuoc-thi/{}", request::origin(), about.contest);
    let cards = slips.slips.iter().map(|slip| {
        view! { <SlipCard slip=slip.clone() title=about.title.clone() address=address.clone()/> }
    });
    let cards = cards.collect_view();
    view! {
        <div class="no-print stack">
            <div class="notice notice--ok" role="status"><Icon glyph=Glyph::Tick/><div><p class="notice__title">{slips.done.clone()}</p></div></div>
            <div class="page-head">
                <h1>{if total == 0 { "Không có phiếu mới".to_owned() } else { format!("{} phiếu dự thi", count(total)) }}</h1>
            </div>
            {(total > 0).then(|| view! {
                <div class="notice notice--warn" role="status"><Icon glyph=Glyph::Warn/><div>
                    <p class="notice__title">"Phiếu chỉ hiện một lần"</p>
                    <p>"In hoặc lưu thành PDF ngay: bấm Ctrl và P, trên máy Mac là Command và P. Rời hoặc tải lại trang thì mật mã mất hẳn, chỉ còn cách cấp lại phiếu."</p>
                    <p>"Cắt rời và trao tận tay từng người. Ai cầm phiếu là thi được dưới tên người đó."</p>
                </div></div>
            })}
            <p><a class="btn btn--second" href=back>"Đã in xong, về danh sách"</a></p>
        </div>
        <div class="grid grid--2">{cards}</div>
    }
}

#[component]
fn SlipCard(slip: Slip, title: String, address: String) -> impl IntoView {
    view! {
        <article class="card">
            <p class="card__meta">{title}</p>
            <h2 class="card__title">{slip.full_name}</h2>
            <p class="card__meta">{slip.unit}</p>
            <dl class="rules rules--plain">
                <div><dt>"Mã dự thi"</dt><dd><b class="num">{slip.code}</b></dd></div>
                <div><dt>"Mật mã"</dt><dd><b class="num nowrap">{slip.secret}</b></dd></div>
                <div><dt>"Vào thi tại"</dt><dd>{address}</dd></div>
            </dl>
            <p class="hint">"Giữ kín mật mã. Mất phiếu thì báo đầu mối đơn vị để cấp lại."</p>
        </article>
    }
}
