//! What was fixed before a round opened, as anyone may note it down and compare it later (`docs/RULES.md`, section 11).

use leptos::prelude::*;
use services::contest::{Contest, RoundState};

/// The hashes of every committed round; nothing before the first commitment.
#[component]
pub(super) fn Commitment(contest: Contest) -> impl IntoView {
    let rounds: Vec<_> = contest.rounds.iter().filter_map(round_hashes).collect();
    let rules = format!("/cuoc-thi/{}/the-le.toml", contest.rules.code);
    (!rounds.is_empty()).then(|| {
        view! {
            <section aria-labelledby="cam-ket">
                <h2 id="cam-ket">"Đã khoá trước giờ thi"</h2>
                <details class="details">
                    <summary>"Mã băm của thể lệ, ngân hàng câu hỏi và số bí mật"</summary>
                    <div class="details__body stack">
                        <p>"Ai cũng có thể ghi lại các mã này. Sau khi công bố kết quả, một chữ bị sửa là mã khác đi. Từ mã không suy ra được đáp án."</p>
                        <p><a href=rules download="">"Tải thể lệ đã khoá (TOML)"</a>": mã băm của thể lệ là SHA-256 của đúng tệp này."</p>
                        {rounds}
                    </div>
                </details>
            </section>
        }
    })
}

fn round_hashes(round: &RoundState) -> Option<impl IntoView + use<>> {
    let committed = round.acts.committed_at?;
    let hash = |label: &'static str, value: &Option<String>| {
        value.clone().map(|value| {
            view! { <div><dt>{label}</dt><dd class="hash">{value}</dd></div> }
        })
    };
    let rules = hash("Thể lệ", &round.row.rules_hash);
    let bank = hash("Ngân hàng câu hỏi", &round.row.bank_hash);
    let secret = hash("Số bí mật của đợt", &round.row.secret_hash);
    let name = round.rule.name.clone();
    Some(view! {
        <div>
            <h3>{format!("{name}, khoá lúc {}", committed.stamp())}</h3>
            <dl class="rules rules--plain">{rules}{bank}{secret}</dl>
        </div>
    })
}
