//! Right options that give themselves away by their length.

use super::{Finding, Looked};

/// A right option is told by its length when it is so many times as long as the next …
const TIMES: f64 = 1.5;
/// … and longer by at least so many characters.
const BY: usize = 15;
/// A bank is lopsided when chance brings as many only once in about 700 banks (three standard deviations).
const DEVIATIONS: f64 = 3.0;

/// In how many questions the right option alone is the longest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LengthBias {
    /// Questions with one right option and one longest option.
    pub questions: usize,
    /// Those whose longest is the right one.
    pub longest_is_right: usize,
    /// As many as chance would bring.
    pub by_chance: f64,
    /// Whether that is more than chance explains.
    pub lopsided: bool,
}

pub(super) fn right_is_longest(question: &Looked<'_>) -> Option<Finding> {
    let (longest, right) = (longest(question.options)?, one_right(question)?);
    if longest != right {
        return None;
    }
    let mut lengths = lengths(question.options);
    let right = lengths.swap_remove(right);
    let next = lengths.into_iter().max()?;
    #[expect(clippy::cast_precision_loss, reason = "characters of an option")]
    let much = right as f64 >= next as f64 * TIMES && right >= next + BY;
    much.then_some(Finding::RightIsLongest { right, next })
}

/// Looks at a whole bank: does the right option stand out by its length more often than chance brings?
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "questions of a bank")]
pub fn length_bias(bank: &[Looked<'_>]) -> LengthBias {
    let mut bias = LengthBias::default();
    let mut variance = 0.0;
    for question in bank {
        let (Some(longest), Some(right)) = (longest(question.options), one_right(question)) else {
            continue;
        };
        let chance = 1.0 / question.options.len() as f64;
        bias.questions += 1;
        bias.longest_is_right += usize::from(longest == right);
        bias.by_chance += chance;
        variance += chance * (1.0 - chance);
    }
    let above = bias.longest_is_right as f64 - bias.by_chance;
    bias.lopsided = variance > 0.0 && above > DEVIATIONS * f64::sqrt(variance);
    bias
}

fn lengths(options: &[&str]) -> Vec<usize> {
    options.iter().map(|o| o.chars().count()).collect()
}

/// The place of the one longest option; none where two are equally long.
fn longest(options: &[&str]) -> Option<usize> {
    let lengths = lengths(options);
    let most = *lengths.iter().max()?;
    let mut places = lengths.iter().enumerate().filter(|(_, l)| **l == most);
    let (place, _) = places.next()?;
    places.next().is_none().then_some(place)
}

fn one_right(question: &Looked<'_>) -> Option<usize> {
    match question.right {
        [only] if *only < question.options.len() && question.options.len() > 1 => Some(*only),
        _ => None,
    }
}
