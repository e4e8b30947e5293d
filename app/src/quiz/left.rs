//! The time left, as both bars show and say it.

use domain::time::Span;

/// Minutes at which the time left is announced.
const ANNOUNCED: [i64; 3] = [10, 5, 1];

/// The bar's class by the time left.
pub(crate) fn class(left: Span) -> &'static str {
    match left.0 {
        ..=60_000 => "quiz-bar quiz-bar--urgent",
        60_001..=300_000 => "quiz-bar quiz-bar--soon",
        _ => "quiz-bar",
    }
}

/// The time left as it is read aloud. Whole seconds, as the clock beside it shows them.
pub(crate) fn spoken(left: Span) -> String {
    let seconds = (left.0.max(0) + 999) / 1_000;
    format!("Còn {}", Span(seconds * 1_000).words())
}

/// What a reader hears at 10, 5 and 1 minutes, and nothing in between.
pub(crate) fn announcement(left: Span) -> String {
    let minutes = (left.0 + 59_999) / 60_000;
    if ANNOUNCED.contains(&minutes) && left.0 > 0 {
        format!("Còn {minutes} phút")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_announced_once_each() {
        assert_eq!(announcement(Span(600_000)), "Còn 10 phút");
        assert_eq!(announcement(Span(540_000)), "");
        assert_eq!(announcement(Span(59_000)), "Còn 1 phút");
        assert_eq!(announcement(Span(0)), "");
    }
}
