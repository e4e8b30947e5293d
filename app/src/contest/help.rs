//! Help for contestants, and what becomes of personal data.

use crate::ui::frame::Frame;
use crate::ui::page::Title;
use leptos::prelude::*;

/// How to take part.
#[component]
pub fn HelpPage() -> impl IntoView {
    let questions = [
        (
            "Tôi cần gì để dự thi?",
            "Một điện thoại, máy tính bảng hoặc máy tính có mạng. Nếu thi theo danh sách, cần phiếu dự thi có mã và mật mã do đơn vị phát.",
        ),
        (
            "Bấm “Bắt đầu thi” rồi thì sao?",
            "Đồng hồ bắt đầu chạy theo giờ máy chủ. Chọn đáp án nào là lưu ngay đáp án đó; đổi ý thì chọn lại.",
        ),
        (
            "Mất mạng hoặc tắt máy giữa chừng thì sao?",
            "Những câu trang báo “Đã lưu” vẫn còn. Mở lại trang trên máy này hay máy khác, đăng nhập và làm tiếp trong thời gian còn lại.",
        ),
        (
            "Hết giờ mà chưa bấm gửi thì sao?",
            "Máy chủ tự nộp những câu đã lưu, bài vẫn được tính. Giờ nộp khi đó là lúc hết giờ.",
        ),
        (
            "Câu dự đoán dùng làm gì?",
            "Chỉ dùng để xếp hạng khi nhiều người bằng điểm. Ai đoán gần số thật nhất thì xếp trên.",
        ),
        (
            "Máy tôi không chạy được phần tự lưu thì sao?",
            "Trang vẫn dùng được: chọn đáp án rồi bấm nút “Lưu”. Chỉ những câu đã lưu mới được tính.",
        ),
        (
            "Khi nào biết điểm?",
            "Sau khi Ban Tổ chức niêm phong, rà soát và công bố. Trước khi niêm phong không ai xem được điểm.",
        ),
        (
            "Biên nhận dùng làm gì?",
            "Mã biên nhận chứng tỏ máy chủ đã nhận bài của bạn lúc mấy giờ. Gõ mã hoặc quét mã QR ở trang Tra biên nhận để kiểm tra lại.",
        ),
    ];
    view! {
        <Title text="Hướng dẫn dự thi"/>
        <Frame>
            <div class="wrap wrap--read section stack">
                <h1>"Hướng dẫn dự thi"</h1>
                <p class="lede">"Những điều người dự thi hay hỏi nhất."</p>
                <div class="faq">
                    {questions
                        .map(|(q, a)| view! { <details class="details" open><summary>{q}</summary><div class="details__body"><p>{a}</p></div></details> })
                        .collect_view()}
                </div>
            </div>
        </Frame>
    }
}

/// What becomes of personal data.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <Title text="Bảo vệ dữ liệu cá nhân"/>
        <Frame>
            <div class="wrap wrap--read section prose">
                <h1>"Bảo vệ dữ liệu cá nhân"</h1>
                <p class="lede">"Hội Thi chỉ hỏi những gì cuộc thi cần, và không bao giờ hỏi ảnh giấy tờ tuỳ thân."</p>
                <h2>"Dữ liệu được dùng"</h2>
                <p>"Họ tên và đơn vị hoặc khu phố, để lập danh sách và báo cáo tham gia. Ngày sinh, để kiểm tra độ tuổi khi thể lệ yêu cầu. Số điện thoại, để báo tin khi đạt giải và, khi thể lệ nói vậy, để mỗi người chỉ thi theo số lượt quy định."</p>
                <h2>"Cách giữ"</h2>
                <p>"Số điện thoại được mã hoá, và được xoá sau khi cuộc thi kết thúc một thời gian ghi ở thể lệ (thường là 180 ngày). Dữ liệu dùng để nhận biết một người được giữ dưới dạng mã băm có khoá, không đọc ngược lại được. Nhật ký của máy chủ không ghi dữ liệu cá nhân."</p>
                <h2>"Ai xem được"</h2>
                <p>"Người đạt giải được nêu tên và đơn vị khi công bố. Mỗi người khác chỉ xem được kết quả của chính mình."</p>
                <h2>"Quyền của bạn"</h2>
                <p>"Bạn có thể yêu cầu Ban Tổ chức cho xem, sửa hoặc xoá dữ liệu của mình. Liên hệ cơ quan thường trực của cuộc thi, ghi ở trang thể lệ."</p>
            </div>
        </Frame>
    }
}
