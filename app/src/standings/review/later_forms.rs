//! Forms of what two people change after commitment: the key of a question, the closing of the round.

use crate::forms::typed;
use crate::ui::field::TextField;
use crate::ui::reason::ReasonField;
use domain::time::Moment;
use leptos::prelude::*;

#[component]
pub(super) fn ChangeKey() -> impl IntoView {
    view! {
        <TextField name="question" label="Mã câu hỏi" hint="Mã ghi ở trang Câu hỏi." class="input--medium"/>
        <TextField
            name="accepted"
            label="Đáp án được nhận"
            hint="Chữ cái theo thứ tự phương án ở trang Câu hỏi, thí dụ B. Nhận thêm phương án khác: B; C. Câu chọn nhiều phương án: A, C."
            class="input--medium"
        />
        <ReasonField label="Lý do đổi"/>
    }
}

#[component]
pub(super) fn MoveClosing(closes: Moment) -> impl IntoView {
    view! {
        <dl class="rules"><div><dt>"Đang đóng lúc"</dt><dd>{closes.closing_words()}</dd></div></dl>
        <TextField name="closes" label="Đóng lúc" hint="Giờ Việt Nam, muộn hơn giờ đóng hiện nay." kind="datetime-local" value=typed("closes", closes.to_local())/>
        <ReasonField label="Lý do dời"/>
    }
}
