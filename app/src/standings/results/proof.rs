//! What lets anyone check published results again: version, hashes, draw, void questions.

use crate::standings::list::count;
use leptos::prelude::*;
use services::standings::{DrawView, DrawnTie, PublicResults, VoidQuestionView};
use services::{ServiceError, Services};

/// In place of a round: all rounds together.
pub(in crate::standings) const ALL: &str = "toan-cuoc";

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
            {results.draw.map(|draw| view! { <Draw draw=draw contest=results.contest_code round=results.round_code entries=Vec::new()/> })}
        </section>
    }
}

/// Everything needed to repeat a draw.
#[component]
pub(in crate::standings) fn Draw(
    draw: DrawView,
    /// Code of the contest.
    contest: String,
    /// Code of the round, or [`ALL`].
    #[prop(into)]
    round: String,
    /// Code and hash of the entries of each round, where several are drawn over.
    entries: Vec<(String, String)>,
) -> impl IntoView {
    let each = entries.into_iter().map(|(round, hash)| {
        view! { <div><dt>{format!("Mã băm bài thi {round}")}</dt><dd class="hash">{hash}</dd></div> }
    });
    let each = each.collect_view();
    let ties = draw.ties.into_iter().map(tie).collect_view();
    let file = format!("/cuoc-thi/{contest}/boc-tham/{round}");
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
                <p class="hint">"Mỗi mã là của một bài, một người hay một đơn vị bằng nhau; chỉ người và đơn vị được giải được nêu tên."</p>
                <p><a href=file download="">"Tải đủ các mã theo thứ tự bốc thăm"</a></p>
            </div>
        </details>
    }
}

/// Ids shown on the page; the file has them all.
const SHOWN: usize = 20;

/// The tied in the order drawn, by the ids their tickets are made of; winners by name too.
fn tie(tie: DrawnTie) -> impl IntoView {
    let of = if tie.of.is_empty() {
        String::new()
    } else {
        format!(" ({})", tie.of)
    };
    let caption = format!("Thứ tự bốc thăm từ giải thứ {}{of}", tie.first_place);
    let rest = tie.tied.len().saturating_sub(SHOWN);
    let ids = tie.tied.into_iter().take(SHOWN).map(|one| {
        view! { <li><span class="hash">{one.id}</span>{one.winner.map(|name| format!(" {name}"))}</li> }
    });
    view! {
        <div class="stack">
            <h3>{caption}</h3>
            <ol>{ids.collect_view()}</ol>
            {(rest > 0).then(|| view! { <p>{format!("và {} mã nữa trong tệp.", count(rest))}</p> })}
        </div>
    }
}

/// All that a published draw ordered, as text: per tie its scope, then the ids in the order drawn. `round` is a code, or
/// `toan-cuoc` for the draw over all rounds.
///
/// # Errors
/// [`ServiceError::NotFound`] where nothing is published or nothing was drawn.
pub async fn drawn_text(
    services: &Services,
    contest: &str,
    round: &str,
) -> Result<String, ServiceError> {
    let listed = services.contest(contest).await?.listed;
    let draw = if !listed {
        None
    } else if round == ALL {
        let overall = services.public_overall(contest).await?;
        overall.and_then(|o| o.draw).map(|d| d.draw)
    } else {
        let results = services.public_results(contest, round).await?;
        results.and_then(|r| r.draw)
    };
    let draw = draw.ok_or(ServiceError::NotFound)?;
    let mut text = String::new();
    for tie in draw.ties {
        text.push_str(&format!("scope={}\n", tie.scope));
        for one in tie.tied {
            text.push_str(&one.id);
            text.push('\n');
        }
    }
    Ok(text)
}
