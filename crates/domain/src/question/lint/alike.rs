//! Questions that ask nearly the same.

use super::without_punctuation;
use std::collections::{HashMap, HashSet};

/// Two questions that ask nearly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Place of the earlier one.
    pub first: usize,
    /// Place of the later one.
    pub second: usize,
    /// Shared pairs of words among all of the two, 0 to 1.
    pub share: f64,
}

/// Finds every pair of questions whose pairs of neighbouring words, of stem and options, are shared to at least this
/// share (Jaccard). Exact: none is missed. Texts of fewer than four words are compared with nothing.
///
/// Only the rarest pairs of each question are looked up: two questions that are alike to `at_least` must share one of
/// these (prefix filter), and rare ones are shared by few. Memory grows with the texts, not with their pairs.
#[must_use]
pub fn alike(questions: &[(&str, &[&str])], at_least: f64) -> Vec<Alike> {
    let sets = by_rarity(questions.iter().map(|(stem, options)| pairs(stem, options)));
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (second, set) in sets.iter().enumerate() {
        let mut candidates = HashSet::new();
        for pair in &set[..prefix(set.len(), at_least)] {
            let held = holders.entry(*pair).or_default();
            candidates.extend(held.iter().copied());
            held.push(second);
        }
        let mut near: Vec<Alike> = candidates
            .into_iter()
            .map(|first| Alike {
                first,
                second,
                share: share(&sets[first], set),
            })
            .filter(|pair| pair.share >= at_least)
            .collect();
        near.sort_by_key(|pair| pair.first);
        found.extend(near);
    }
    found
}

/// Neighbouring words of the stem and of each option.
fn pairs(stem: &str, options: &[&str]) -> HashSet<(String, String)> {
    let texts = [stem].into_iter().chain(options.iter().copied());
    let mut pairs = HashSet::new();
    for text in texts {
        let bare = without_punctuation(text);
        let words: Vec<&str> = bare.split(' ').filter(|w| !w.is_empty()).collect();
        // An option of one word counts too: a year, a number.
        if let [only] = words[..] {
            pairs.insert((only.to_owned(), String::new()));
        }
        pairs.extend(words.windows(2).map(|w| (w[0].to_owned(), w[1].to_owned())));
    }
    pairs
}

/// Each pair as its rank, rarest first, ascending in every set.
fn by_rarity(texts: impl Iterator<Item = HashSet<(String, String)>>) -> Vec<Vec<u32>> {
    let texts: Vec<_> = texts.collect();
    let mut counts: HashMap<&(String, String), usize> = HashMap::new();
    for pair in texts.iter().flatten() {
        *counts.entry(pair).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_unstable_by(|a, b| (a.1, a.0).cmp(&(b.1, b.0)));
    let ranks: HashMap<_, u32> = ranked.into_iter().map(|(pair, _)| pair).zip(0..).collect();
    texts
        .iter()
        .map(|text| {
            let mut set: Vec<u32> = text
                .iter()
                .filter_map(|pair| ranks.get(pair).copied())
                .collect();
            set.sort_unstable();
            if set.len() < 3 { Vec::new() } else { set }
        })
        .collect()
}

/// How many of the rarest must be looked up so that no pair of questions is missed.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pairs of words of one question"
)]
fn prefix(length: usize, at_least: f64) -> usize {
    let needed = (length as f64 * at_least).ceil() as usize;
    (length + 1).saturating_sub(needed.max(1)).min(length)
}

#[expect(clippy::cast_precision_loss, reason = "pairs of words of one question")]
fn share(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}
