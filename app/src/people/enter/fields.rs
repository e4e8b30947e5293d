//! What people state about themselves, in the form of the page and in the one a clerk fills in.

use crate::ui::field::{CheckField, SelectField, TextField};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::Attribute;
use leptos::prelude::*;
use std::sync::Arc;

/// Name, birth date, telephone, unit, consent: as many fields as the rule sheet leaves to the person.
#[component]
pub(crate) fn DeclareFields(
    rules: Arc<RuleSheet>,
    /// Id and name.
    units: Vec<(String, String)>,
    /// Whether a clerk types for the person.
    #[prop(optional)]
    helped: bool,
) -> impl IntoView {
    let chosen = rules.tracks.iter().filter(|t| t.blocs.is_empty());
    let tracks: Vec<(String, String)> = chosen.map(|t| (t.code.clone(), t.name.clone())).collect();
    let (consent, about_consent) = if helped {
        (
            "Người dự thi đồng ý cho Ban Tổ chức dùng các thông tin trên để tổ chức cuộc thi này.",
            "Hỏi người dự thi trước khi đánh dấu.",
        )
    } else {
        (
            "Tôi đồng ý cho Ban Tổ chức dùng các thông tin trên để tổ chức cuộc thi này.",
            "Bạn có thể rút lại bằng cách báo Ban Tổ chức.",
        )
    };
    let by_phone = rules.eligibility.unique_by.contains(&Attribute::Phone);
    let vouched = helped && !by_phone;
    let about_phone = if vouched {
        "Không có điện thoại thì để trống; cán bộ xác nhận ở cuối trang."
    } else if rules.eligibility.assisted_entry && !by_phone {
        "Để nhận ra bạn khi làm tiếp trên máy khác và báo tin khi đạt giải. Không có điện thoại thì đến bàn hướng dẫn, cán bộ giúp vào thi."
    } else {
        "Để mỗi người chỉ thi theo số lượt quy định, nhận ra bạn trên máy khác và báo tin khi đạt giải."
    };
    view! {
        <TextField name="full_name" label="Họ và tên"/>
        <TextField name="birth_date" label="Ngày sinh" hint="Ngày/tháng/năm, thí dụ: 21/7/1990." inputmode="numeric" class="input--medium"/>
        <TextField name="phone" label="Số điện thoại" hint=about_phone optional=vouched kind="tel" class="input--medium"/>
        <SelectField name="unit" label="Khu phố hoặc đơn vị" options=units empty="Chọn…"/>
        {(!tracks.is_empty()).then(|| view! { <SelectField name="track" label="Nhóm thi" options=tracks empty="Chọn…"/> })}
        <CheckField name="consent" label=consent hint=about_consent/>
    }
}
