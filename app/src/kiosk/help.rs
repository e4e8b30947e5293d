//! Help by a clerk, in two steps: the person's data, then the clerk's word.

use crate::forms::problem_of;
use crate::people::enter::DeclareFields;
use crate::ui::field::{ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Attribute, Identity};
use leptos::prelude::*;
use std::sync::Arc;

/// Address of the first step.
pub(super) const HELP: &str = "/kiosk?giup=1";
/// Address of the second step.
pub(super) const HELP_START: &str = "/kiosk?giup=2";

/// Whether a clerk can enter for people who identify themselves in this way.
pub(super) fn can_help(identity: Identity) -> bool {
    matches!(
        identity,
        Identity::Roster | Identity::Sso | Identity::SelfDeclared
    )
}

/// The person's data.
#[component]
pub(super) fn PersonStep(rules: Arc<RuleSheet>, units: Vec<(String, String)>) -> impl IntoView {
    let declares = rules.eligibility.identity == Identity::SelfDeclared;
    let can_win = rules.eligibility.assisted_can_win;
    let by_phone = rules.eligibility.unique_by.contains(&Attribute::Phone);
    view! {
        <ErrorSummary title="Chưa tiếp tục được"/>
        <p class="eyebrow">"Bước 1 trong 2"</p>
        <h1>"Thông tin của người dự thi"</h1>
        <p class="lede">"Cán bộ nhập giúp, người dự thi nghe lại và xác nhận là đúng."</p>
        {if declares {
            view! {
                <form class="form" method="post" autocomplete="off">
                    <DeclareFields rules=rules units=units helped=true/>
                    {(!by_phone).then(|| view! { <ClerkFields can_win=can_win/> })}
                    <button class="btn" name="act" value="declare">"Tiếp tục"</button>
                </form>
            }
            .into_any()
        } else {
            view! { <SlipFields/> }.into_any()
        }}
        <p><a class="btn btn--second" href="/kiosk">"Quay lại"</a></p>
    }
}

/// Who has no telephone is known to the clerk, whose one word lets them in and starts the attempt.
#[component]
fn ClerkFields(can_win: bool) -> impl IntoView {
    let asked = ["login", "password"]
        .iter()
        .any(|field| problem_of(field).is_some());
    view! {
        <details class="details" open=asked>
            <summary>"Người dự thi không có điện thoại?"</summary>
            <div class="details__body stack">
                <p>"Cán bộ xem giấy tờ, rồi nhập tên đăng nhập và mật khẩu của mình để bảo đảm đúng người. Bấm “Bắt đầu thi” là bài thi mở và đồng hồ chạy ngay; tên cán bộ được ghi vào bài."</p>
                <NoPrize can_win=can_win/>
                <TextField name="login" label="Tên đăng nhập của cán bộ"/>
                <TextField name="password" label="Mật khẩu của cán bộ" kind="password" autocomplete="off"/>
                <button class="btn btn--second btn--wide" name="act" value="declare-clerk">"Bắt đầu thi"<Icon glyph=Glyph::Right/></button>
            </div>
        </details>
    }
}

#[component]
fn SlipFields() -> impl IntoView {
    view! {
        <form class="form" method="post" autocomplete="off">
            <TextField name="code" label="Mã dự thi" hint="In trên phiếu của người dự thi." class="input--medium"/>
            <TextField name="secret" label="Mật mã trên phiếu" kind="secret" class="input--medium"/>
            <button class="btn" name="act" value="roster">"Tiếp tục"</button>
        </form>
    }
}

/// What help costs, where the rule sheet says so.
#[component]
fn NoPrize(can_win: bool) -> impl IntoView {
    (!can_win).then(|| view! {
        <div class="notice notice--info" role="status"><Icon glyph=Glyph::Info/><div><p>"Theo thể lệ, bài có cán bộ giúp không xét giải cá nhân, vẫn tính là đã tham gia."</p></div></div>
    })
}

/// The clerk's word; the attempt starts with it.
#[component]
pub(super) fn ClerkStep(can_win: bool) -> impl IntoView {
    view! {
        <ErrorSummary title="Chưa bắt đầu được"/>
        <p class="eyebrow">"Bước 2 trong 2"</p>
        <h1>"Cán bộ xác nhận giúp"</h1>
        <p class="lede">"Tên cán bộ được ghi vào bài thi này. Cán bộ chỉ đọc câu hỏi và chạm giúp; người dự thi tự chọn đáp án."</p>
        <NoPrize can_win=can_win/>
        <form class="form" method="post" autocomplete="off">
            <TextField name="login" label="Tên đăng nhập của cán bộ"/>
            <TextField name="password" label="Mật khẩu của cán bộ" kind="password" autocomplete="off"/>
            <button class="btn btn--shout" name="act" value="clerk">"Bắt đầu thi"<Icon glyph=Glyph::Right/></button>
        </form>
    }
}
