//! By what units are compared: the weights of a collective prize, and what is looked at next; the rounds summed.

use super::super::words::{COLLECTIVE, value_of};
use super::Reader;
use domain::contest::rule_sheet::{CollectiveKey, Round, WeightedKey};

/// The criteria that weigh something. Without any of these fields the stored ones stay.
pub(super) fn keys(
    read: &mut Reader<'_>,
    row: &str,
    prize: &str,
    stored: &[WeightedKey],
) -> Vec<WeightedKey> {
    let mut out = Vec::new();
    for (key, code, words) in COLLECTIVE {
        let field = format!("{row}.keys.{code}");
        let old = stored
            .iter()
            .find(|k| k.key == *key)
            .map_or(0, |k| k.weight);
        let weight = match read.form.get_opt(&field).map(str::trim) {
            Some("") => 0,
            _ => read.number(&field, &format!("{prize}: {}", words.to_lowercase()), old),
        };
        if weight > 0 {
            out.push(WeightedKey { key: *key, weight });
        }
    }
    // The order of the fields on the page is no edit.
    out.sort_by_key(|k| {
        stored
            .iter()
            .position(|s| s.key == k.key)
            .unwrap_or(usize::MAX)
    });
    out
}

/// What is looked at when units are equal, first choice first; gaps close up.
pub(super) fn tie(read: &Reader<'_>, row: &str) -> Vec<CollectiveKey> {
    (1..=super::super::rows::ties(read.form, row))
        .filter_map(|i| value_of(COLLECTIVE, read.form.get(&format!("{row}.tie.{i}"))))
        .collect()
}

/// The codes of the rounds whose boxes are ticked, as stored first; a box of a row that was removed says nothing.
pub(super) fn summed(read: &Reader<'_>, stored: &[String], rounds: &[Round]) -> Vec<String> {
    let places = read.rows("rounds");
    let code = |value: &str| match value.strip_prefix('#') {
        None => Some(value.to_owned()),
        Some(place) => {
            let place: usize = place.parse().ok()?;
            let at = places.iter().position(|p| *p == place)?;
            Some(rounds.get(at)?.code.clone())
        }
    };
    let mut out: Vec<String> = read.form.all("overall.rounds").filter_map(code).collect();
    out.sort_by_key(|c| stored.iter().position(|s| s == c).unwrap_or(usize::MAX));
    out
}
