//! What happened in a contest, in the words of a note on its page.

use domain::contest::RoundPhase;

/// Where no more can be said.
pub const CHANGED: &str = "Trang này vừa có thay đổi.";

/// Sentences a note has room for: a round closes and the next opens.
const FEW: usize = 3;

/// Names the phases that began, where they are few; nothing otherwise. Rounds are named with their phases, before and now.
#[must_use]
pub fn words(before: &[(String, RoundPhase)], now: &[(String, RoundPhase)]) -> String {
    let began = now.iter().filter(|(name, phase)| {
        let earlier = before.iter().find(|(n, _)| n == name);
        earlier.is_some_and(|(_, earlier)| earlier != phase)
    });
    let began: Vec<String> = began.map(|(name, phase)| sentence(name, *phase)).collect();
    if began.len() > FEW {
        return String::new();
    }
    began.join(" ")
}

fn sentence(name: &str, phase: RoundPhase) -> String {
    match phase {
        RoundPhase::Draft => String::new(),
        RoundPhase::Committed => format!("{name} đã khoá đề, sẽ mở đúng giờ."),
        RoundPhase::Open => format!("{name} đã mở."),
        RoundPhase::Closed => format!("{name} đã đóng, không nhận bài nữa."),
        RoundPhase::Sealed => format!("Bài của {name} đã được niêm phong."),
        RoundPhase::Published => format!("Kết quả {name} đã được công bố."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(name: &str, phase: RoundPhase) -> (String, RoundPhase) {
        (name.to_owned(), phase)
    }

    #[test]
    fn phases_that_began_are_named() {
        use RoundPhase::{Closed, Open, Published, Sealed};
        let before = [round("Đợt 1", Sealed), round("Đợt 2", Open)];
        let published = [round("Đợt 1", Published), round("Đợt 2", Open)];
        assert_eq!(words(&before, &published), "Kết quả Đợt 1 đã được công bố.");
        let closed = [round("Đợt 1", Sealed), round("Đợt 2", Closed)];
        assert_eq!(
            words(&before, &closed),
            "Đợt 2 đã đóng, không nhận bài nữa."
        );
        let both = [round("Đợt 1", Published), round("Đợt 2", Closed)];
        assert_eq!(
            words(&before, &both),
            "Kết quả Đợt 1 đã được công bố. Đợt 2 đã đóng, không nhận bài nữa."
        );
        let many = |phase| {
            (0..4)
                .map(|n| round(&format!("Đợt {n}"), phase))
                .collect::<Vec<_>>()
        };
        assert_eq!(words(&many(Open), &many(Closed)), "", "too many for a note");
        for nothing in [&before[..], &[round("Đợt 3", Open)]] {
            assert_eq!(words(&before, nothing), "");
        }
        assert_eq!(words(&[], &before), "", "what was before is not known");
    }
}
