//! What the committee can propose for a round.

use super::super::list::Asked;
use domain::contest::RoundPhase;
use domain::contest::rule_sheet::Unresolved;
use leptos::prelude::*;
use services::contest::{Contest, RoundState};

/// A kind of proposal made from the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AskKind {
    VoidEntry,
    VoidQuestion,
    ChangeKey,
    GrantExtra,
    MoveClosing,
    Outage,
    Settle,
    Draw,
    Publish,
}

impl AskKind {
    const ALL: [Self; 9] = [
        Self::Publish,
        Self::Settle,
        Self::Draw,
        Self::VoidEntry,
        Self::VoidQuestion,
        Self::ChangeKey,
        Self::GrantExtra,
        Self::MoveClosing,
        Self::Outage,
    ];

    /// Value of `lam` in the address.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::VoidEntry => "huy-bai",
            Self::VoidQuestion => "huy-cau",
            Self::ChangeKey => "doi-dap-an",
            Self::MoveClosing => "doi-gio-dong",
            Self::GrantExtra => "them-gio",
            Self::Outage => "su-co",
            Self::Settle => "bang-nhau",
            Self::Draw => "boc-tham",
            Self::Publish => "cong-bo",
        }
    }

    pub(super) fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// What it does.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VoidEntry => "Huỷ bài thi",
            Self::VoidQuestion => "Huỷ câu hỏi",
            Self::ChangeKey => "Đổi đáp án",
            Self::MoveClosing => "Dời giờ đóng",
            Self::GrantExtra => "Cho thêm giờ",
            Self::Outage => "Ghi nhận sự cố",
            Self::Settle => "Quyết định khi bằng nhau",
            Self::Draw => "Nhập số bốc thăm",
            Self::Publish => "Công bố kết quả",
        }
    }

    /// When one needs it.
    fn hint(self) -> &'static str {
        match self {
            Self::VoidEntry => {
                "Bài vi phạm không được tính, không còn trong số thật của câu dự đoán."
            }
            Self::VoidQuestion => {
                "Câu hỏi sai hoặc không có đáp án đúng. Cách tính điểm theo thể lệ."
            }
            Self::ChangeKey => {
                "Đáp án đã khoá sai, hoặc có thêm phương án cũng đúng. Mọi bài có câu này được chấm lại."
            }
            Self::MoveClosing => {
                "Cho đợt đóng muộn hơn thể lệ. Chỉ dời về sau; trang cuộc thi ghi giờ mới và lý do."
            }
            Self::GrantExtra => {
                "Cho một người thêm phút làm bài, thí dụ người khuyết tật. Không quá giờ đóng của đợt."
            }
            Self::Outage => "Máy chủ ngừng trong giờ thi: bù thời gian cho mọi người đang làm bài.",
            Self::Settle => "Thể lệ giao Ban Tổ chức quyết định thứ tự những người bằng nhau.",
            Self::Draw => "Nhập con số công khai của sự kiện nêu trong thể lệ.",
            Self::Publish => {
                "Đăng tên người được giải; mỗi người dự thi xem được kết quả của mình."
            }
        }
    }

    /// Whether it can fit the round now. The use case asks again.
    fn fits(self, unresolved: Option<Unresolved>, phase: RoundPhase, pending: bool) -> bool {
        use RoundPhase as P;
        match self {
            Self::VoidEntry => phase >= P::Open,
            Self::VoidQuestion | Self::ChangeKey => phase >= P::Committed,
            Self::GrantExtra | Self::MoveClosing => matches!(phase, P::Committed | P::Open),
            Self::Outage => matches!(phase, P::Open | P::Closed),
            Self::Settle => {
                phase >= P::Sealed && pending && unresolved == Some(Unresolved::Committee)
            }
            Self::Draw => phase == P::Sealed && pending && unresolved == Some(Unresolved::Draw),
            Self::Publish => phase >= P::Sealed && !pending,
        }
    }
}

/// What can be proposed now.
#[component]
pub(super) fn Menu(
    contest: Contest,
    round: RoundState,
    phase: RoundPhase,
    pending: bool,
    asked: Asked,
) -> impl IntoView {
    let unresolved = contest.rules.ranking.unresolved;
    let items = AskKind::ALL
        .into_iter()
        .filter(|k| k.fits(unresolved, phase, pending))
        .map(|kind| {
            let class = if kind == AskKind::Publish {
                "btn"
            } else {
                "btn btn--second"
            };
            let to = asked.with(&[
                ("lam", kind.key()),
                ("bai", ""),
                ("nguoi", ""),
                ("chon", ""),
                ("so", ""),
                ("ban", ""),
            ]);
            view! {
                <li>
                    <div><p class="strong">{kind.name()}</p><p class="hint">{kind.hint()}</p></div>
                    <a class=class href=to>{format!("{}…", kind.name())}</a>
                </li>
            }
        });
    let items = items.collect_view();
    let none = items.is_empty();
    view! {
        <section class="stack" aria-labelledby="thay-doi">
            <div class="section__head">
                <h2 id="thay-doi">"Đề nghị thay đổi"</h2>
                <a href=format!("/admin/{}/de-nghi", contest.rules.code)>"Xem các đề nghị đang chờ"</a>
                {contest.rules.overall.is_some().then(|| view! { <a href=format!("/admin/{}/xep-hang-chung", contest.rules.code)>"Xếp hạng chung các đợt"</a> })}
            </div>
            <p class="measure">{format!("Việc nào làm thay đổi kết quả của {} cũng cần hai người: một người đề nghị, một người khác xem trước rồi xác nhận.", round.rule.name)}</p>
            {none.then(|| view! { <p>"Lúc này chưa có gì để đề nghị."</p> })}
            <ul class="list">{items}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_address() {
        for kind in AskKind::ALL {
            assert_eq!(AskKind::parse(kind.key()), Some(kind));
        }
        assert_eq!(AskKind::parse("x"), None);
    }

    #[test]
    fn publication_waits_for_ties() {
        let fits =
            |kind: AskKind, pending| kind.fits(Some(Unresolved::Draw), RoundPhase::Sealed, pending);
        assert!(fits(AskKind::Draw, true) && !fits(AskKind::Publish, true));
        assert!(!fits(AskKind::Draw, false) && fits(AskKind::Publish, false));
        assert!(!fits(AskKind::Settle, true), "the rule sheet says draw");
    }
}
