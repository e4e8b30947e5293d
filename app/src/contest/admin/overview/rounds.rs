//! Rounds of a contest with what can be done next, and the published hashes.

use super::holds;
use crate::contest::page::phase_badge;
use crate::request;
use crate::ui::icon::{Glyph, Icon};
use domain::contest::RoundPhase;
use domain::people::permission::Permission;
use domain::time::Moment;
use leptos::prelude::*;
use services::contest::{Contest, RoundState};

/// The next step of a round: words and address; none when it is someone else's turn or too early.
fn next_step(
    contest: &Contest,
    round: &RoundState,
    phase: RoundPhase,
) -> Option<(&'static str, String)> {
    let actor = request::actor();
    let may = |permission| holds(&actor, contest, permission);
    let (contest, code) = (&contest.rules.code, &round.rule.code);
    match phase {
        RoundPhase::Draft => {
            may(Permission::Commit).then(|| ("Khoá…", format!("/admin/{contest}?khoa={code}")))
        }
        RoundPhase::Committed => None,
        RoundPhase::Open => may(Permission::SeeParticipation)
            .then(|| ("Xem tham gia", format!("/admin/{contest}/tham-gia"))),
        RoundPhase::Closed => may(Permission::Seal)
            .then(|| ("Niêm phong…", format!("/admin/{contest}?niem-phong={code}"))),
        RoundPhase::Sealed => may(Permission::SeeStandings)
            .then(|| ("Rà soát", format!("/admin/{contest}/ra-soat/{code}"))),
        RoundPhase::Published => {
            Some(("Xem kết quả", format!("/cuoc-thi/{contest}/ket-qua/{code}")))
        }
    }
}

/// The table of rounds.
#[component]
pub(super) fn Rounds(
    /// Contest.
    contest: Contest,
    /// Now.
    now: Moment,
) -> impl IntoView {
    let rows = contest.rounds.iter().map(|round| {
        let phase = round.phase(now);
        let name = round.rule.name.clone();
        let step = next_step(&contest, round, phase);
        let moved = super::moved::address(&contest, round, now);
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{name.clone()}</th>
                <td role="cell" data-label="Mở">{round.clock.opens.opening_words()}</td>
                <td role="cell" data-label="Đóng">{round.clock.closes.closing_words()}</td>
                <td role="cell" data-label="Trạng thái"><span class=phase_badge(phase)>{phase.name()}</span></td>
                <td class="table__acts" role="cell" data-label="Việc tiếp theo">
                    {match step {
                        Some((words, to)) => view! { <a href=to>{words}<span class="sr">{format!(" {name}")}</span></a> }.into_any(),
                        None => "–".into_any(),
                    }}
                    {moved.map(|to| view! { <a href=to>"Dời đợt…"<span class="sr">{format!(" {name}")}</span></a> })}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let none = contest.rounds.is_empty();
    view! {
        <section class="stack" id="dot-thi" tabindex="-1" aria-labelledby="dot-thi-ten">
            <h2 id="dot-thi-ten">"Đợt thi"</h2>
            {if none {
                view! {
                    <div class="empty"><Icon glyph=Glyph::Clock class="icon--xl"/><h3 class="empty__title">"Chưa có đợt thi nào"</h3>
                        <p>"Thêm đợt ở trang Thể lệ. Phong trào và hội thi hồ sơ có thể không cần đợt thi trực tuyến."</p></div>
                }
                .into_any()
            } else {
                view! {
                    <div class="table-wrap">
                        <table class="table table--stack" role="table">
                            <caption class="sr">"Các đợt thi và việc tiếp theo"</caption>
                            <thead role="rowgroup"><tr role="row">
                                <th scope="col" role="columnheader">"Đợt"</th><th scope="col" role="columnheader">"Mở"</th>
                                <th scope="col" role="columnheader">"Đóng"</th><th scope="col" role="columnheader">"Trạng thái"</th>
                                <th scope="col" role="columnheader">"Việc tiếp theo"</th>
                            </tr></thead>
                            <tbody role="rowgroup">{rows}</tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
        </section>
    }
}

/// What a commitment published.
#[component]
pub(super) fn Hashes(
    /// Contest.
    contest: Contest,
) -> impl IntoView {
    let committed: Vec<RoundState> = contest
        .rounds
        .into_iter()
        .filter(|r| r.row.rules_hash.is_some())
        .collect();
    (!committed.is_empty()).then(|| {
        let rounds = committed.into_iter().map(|round| {
            let row = round.row;
            let hashes = [("Thể lệ", row.rules_hash), ("Ngân hàng câu hỏi", row.bank_hash), ("Số bí mật của đợt", row.secret_hash), ("Bài đã niêm phong", row.entries_hash)];
            let lines = hashes.into_iter().filter_map(|(what, hash)| hash.map(|h| view! { <div><dt>{what}</dt><dd class="hash">{h}</dd></div> }));
            let when = row.committed_at.map(|at| format!("Khoá lúc {}", Moment(at).stamp()));
            view! {
                <details class="details" open>
                    <summary>{round.rule.name}</summary>
                    <div class="details__body"><p class="hint">{when}</p><dl class="rules">{lines.collect_view()}</dl></div>
                </details>
            }
        });
        view! {
            <section class="stack stack--tight" id="ma-bam" aria-labelledby="ma-bam-ten">
                <h2 id="ma-bam-ten">"Mã băm đã công bố"</h2>
                <p class="hint">"Ai giữ các mã này có thể kiểm tra rằng thể lệ, câu hỏi và bài thi không bị đổi sau khi khoá."</p>
                {rounds.collect_view()}
            </section>
        }
    })
}
