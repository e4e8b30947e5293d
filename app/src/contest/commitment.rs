//! What was fixed before a round opened, as anyone may note it down and compare it later (`docs/RULES.md`, section 11).

use leptos::prelude::*;
use services::contest::{Contest, RoundState};
use services::standings::FixedDraw;

/// The hashes of every committed round; nothing before the first commitment.
#[component]
pub(super) fn Commitment(contest: Contest, draws: Vec<FixedDraw>) -> impl IntoView {
    let rounds = contest.rounds.iter();
    let rounds: Vec<_> = rounds
        .filter_map(|r| round_hashes(r, draws.iter().find(|d| d.round == r.rule.code)))
        .collect();
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

fn round_hashes(round: &RoundState, draw: Option<&FixedDraw>) -> Option<impl IntoView + use<>> {
    let committed = round.acts.committed_at?;
    let hash = |label: &'static str, value: &Option<String>| {
        value.clone().map(|value| {
            view! { <div><dt>{label}</dt><dd class="hash">{value}</dd></div> }
        })
    };
    let rules = hash("Thể lệ", &round.row.rules_hash);
    let bank = hash("Ngân hàng câu hỏi", &round.row.bank_hash);
    let secret = hash("Số bí mật của đợt", &round.row.secret_hash);
    let commitment = draw.map(|d| d.commitment.clone());
    let commitment = hash("Cam kết của số bí mật để bốc thăm", &commitment);
    let entries = hash(
        "Bài thi đã niêm phong, để bốc thăm",
        &draw.and_then(|d| d.entries_hash.clone()),
    );
    let name = round.rule.name.clone();
    Some(view! {
        <div>
            <h3>{format!("{name}, khoá lúc {}", committed.stamp())}</h3>
            <dl class="rules rules--plain">{rules}{bank}{secret}{commitment}{entries}</dl>
        </div>
    })
}
