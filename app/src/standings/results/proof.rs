//! What lets anyone check published results again: version, hashes, draw, void questions.

use leptos::prelude::*;
use services::standings::{DrawView, DrawnTie, PublicResults, VoidQuestionView};

#[component]
pub(super) fn VoidQuestions(questions: Vec<VoidQuestionView>) -> impl IntoView {
    (!questions.is_empty()).then(|| {
        let items = questions.into_iter().map(|q| {
            view! { <div><dt>{format!("Câu {}", q.code)}</dt><dd>{q.reason}</dd></div> }
        });
        view! {
            <section class="stack" aria-labelledby="cau-huy">
                <h2 id="cau-huy">"Câu hỏi bị huỷ"</h2>
                <p>"Các câu sau có sai sót và đã được huỷ. Cách tính điểm khi huỷ câu theo thể lệ, như nhau cho mọi người."</p>
                <dl class="rules">{items.collect_view()}</dl>
            </section>
        }
    })
}

#[component]
pub(super) fn KeyChanges(questions: Vec<VoidQuestionView>) -> impl IntoView {
    (!questions.is_empty()).then(|| {
        let items = questions.into_iter().map(|q| {
            view! { <div><dt>{format!("Câu {}", q.code)}</dt><dd>{q.reason}</dd></div> }
        });
        view! {
            <section class="stack" aria-labelledby="doi-dap-an">
                <h2 id="doi-dap-an">"Câu hỏi đổi đáp án"</h2>
                <p>"Hai người của Ban Tổ chức đã đổi đáp án của các câu sau khi khoá đề. Mọi bài có câu đó được chấm lại như nhau; người dự thi xem đáp án ở bài của mình."</p>
                <dl class="rules">{items.collect_view()}</dl>
            </section>
        }
    })
}

#[component]
pub(super) fn Proof(results: PublicResults) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="kiem-tra">
            <h2 id="kiem-tra">"Kiểm tra lại"</h2>
            <p class="measure">
                "Trang chỉ nêu tên người được giải. Mỗi người dự thi xem được điểm, thứ hạng và bài làm của riêng mình ở "
                <a href="/cua-toi">"Bài thi của tôi"</a>", và tra được biên nhận ở "<a href="/bien-nhan">"Tra biên nhận"</a>"."
            </p>
            <dl class="rules">
                <div><dt>"Phiên bản"</dt><dd>{format!("Bản {}. Lý do: {}", results.version, results.reason)}</dd></div>
                <div><dt>"Tính lúc"</dt><dd>{results.computed_at.stamp()}</dd></div>
                <div><dt>"Công bố lúc"</dt><dd>{results.published_at.stamp()}</dd></div>
                <div><dt>"Mã băm của kết quả"</dt><dd class="hash">{results.hash}</dd></div>
                <div><dt>"Mã băm của bài thi đã niêm phong"</dt><dd class="hash">{results.record_hash}</dd></div>
            </dl>
            <p class="hint">"Mã băm đổi nếu sửa dù chỉ một chữ số. Kết quả tính lại ra phiên bản mới, bản cũ vẫn giữ nguyên."</p>
            {results.draw.map(|draw| view! { <Draw draw=draw entries=Vec::new()/> })}
        </section>
    }
}

/// Everything needed to repeat a draw.
#[component]
pub(in crate::standings) fn Draw(
    draw: DrawView,
    /// Code and hash of the entries of each round, where several are drawn over.
    entries: Vec<(String, String)>,
) -> impl IntoView {
    let each = entries.into_iter().map(|(round, hash)| {
        view! { <div><dt>{format!("Mã băm bài thi {round}")}</dt><dd class="hash">{hash}</dd></div> }
    });
    let each = each.collect_view();
    let ties = draw.ties.into_iter().map(tie).collect_view();
    view! {
        <details class="details">
            <summary>"Số liệu của việc bốc thăm"</summary>
            <div class="details__body stack">
                <p>"Thứ tự bốc thăm tính từ số bí mật đã cam kết trước khi mở, mã băm của bài thi đã niêm phong và con số công khai. Không ai chọn được kết quả, ai cũng tính lại được."</p>
                <dl class="rules rules--plain">
                    <div><dt>"Sự kiện nêu trong thể lệ"</dt><dd>{draw.event}</dd></div>
                    <div><dt>"Con số công khai"</dt><dd class="num">{draw.number}</dd></div>
                    <div><dt>"Số bí mật, nay đã mở"</dt><dd class="hash">{draw.nonce}</dd></div>
                    <div><dt>"Cam kết trước khi mở"</dt><dd class="hash">{draw.commitment}</dd></div>
                    <div><dt>"Mã băm của bài thi"</dt><dd class="hash">{draw.entries_hash}</dd></div>
                    {each}
                </dl>
                {ties}
            </div>
        </details>
    }
}

/// The tied in the order drawn, by the ids their tickets are made of; winners by name too.
fn tie(tie: DrawnTie) -> impl IntoView {
    let of = if tie.of.is_empty() {
        String::new()
    } else {
        format!(" ({})", tie.of)
    };
    let caption = format!("Thứ tự bốc thăm từ giải thứ {}{of}", tie.first_place);
    let scope = (!tie.scope.is_empty())
        .then(|| view! { <p class="hint">{format!("Phạm vi của phiếu: {}", tie.scope)}</p> });
    let ids = tie.tied.into_iter().map(|one| {
        view! { <li><span class="hash">{one.id}</span>{one.winner.map(|name| format!(" {name}"))}</li> }
    });
    view! {
        <div class="stack">
            <h3>{caption}</h3>
            {scope}
            <p class="hint">"Mỗi dòng là mã của một bài hay một đơn vị bằng nhau; chỉ người và đơn vị được giải được nêu tên."</p>
            <ol>{ids.collect_view()}</ol>
        </div>
    }
}
