//! Acts on the rows of the editor that only change the form: add, remove, move, spread by week. Nothing is stored.

use super::form::TIES;
use crate::forms::Form;
use domain::time::{Moment, Span};

/// Lists with rows.
pub(super) const LISTS: &[&str] = &[
    "eligibility.blocs",
    "topics",
    "tracks",
    "rounds",
    "quiz.blueprint",
    "quiz.forms",
    "prizes.individual",
    "prizes.collective",
    "legal_basis",
    "study",
    "timetable",
    "bodies",
    "open_points",
];

/// Most rows a list may have: far above any plan, far below what would hurt.
pub(super) const MOST: usize = 60;

/// Places of the rows of a list, in order, each once.
pub(super) fn places(form: &Form, list: &str) -> Vec<usize> {
    let mut places: Vec<usize> = form
        .fields
        .iter()
        .filter_map(|(name, _)| {
            name.strip_prefix(list)?
                .strip_prefix('.')?
                .split_once('.')?
                .0
                .parse()
                .ok()
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    places.truncate(MOST);
    places
}

/// What an act makes of the form; `None` when it is no act on rows.
pub(super) fn apply(form: &Form, act: &str) -> Option<Form> {
    let (verb, rest) = act.split_once(':').unwrap_or((act, ""));
    match verb {
        "them" if rest == "ranking.keys" => Some(add_key(form)),
        "them" if LISTS.contains(&rest) => Some(add(form, rest)),
        "bo" => remove(form, rest),
        "len" | "xuong" => move_key(form, rest.parse().ok()?, verb == "len"),
        "bo-tieu-chi" => remove_key(form, rest.parse().ok()?),
        "chia-tuan" => Some(by_week(form)),
        _ => None,
    }
}

fn add(form: &Form, list: &str) -> Form {
    let mut form = form.clone();
    let used = places(&form, list);
    let n = used.last().map_or(1, |n| n + 1);
    if used.len() >= MOST {
        return form;
    }
    let at = |part: &str| format!("{list}.{n}.{part}");
    let mut put = |name: &str, value: String| form.fields.push((at(name), value));
    match list {
        "rounds" => {
            put("code", format!("dot-{n}"));
            put("name", format!("Đợt {n}"));
            put("attempts", "1".into());
            put("counts", "first".into());
            let opens = used
                .last()
                .and_then(|last| moment(&form, &format!("rounds.{last}.closes")));
            let times = opens
                .map(|o| (o.to_local(), (o + WEEK).to_local()))
                .unwrap_or_default();
            form.fields.push((at("opens"), times.0));
            form.fields.push((at("closes"), times.1));
        }
        "quiz.blueprint" => put("count", "1".into()),
        "quiz.forms" => put("name", format!("Đề {n:02}")),
        "prizes.individual" | "prizes.collective" => {
            put("code", String::new());
            put("name", String::new());
            put("count", "1".into());
        }
        // A row is there once one of its fields is.
        "legal_basis" | "study" => put("title", String::new()),
        "timetable" => put("what", String::new()),
        "bodies" => put("name", String::new()),
        "open_points" => put("note", String::new()),
        _ => {
            put("code", String::new());
            put("name", String::new());
        }
    }
    form
}

/// `rounds.2` without its fields. The other rows keep their places: the page numbers them anew by order.
fn remove(form: &Form, row: &str) -> Option<Form> {
    let (list, place) = row.rsplit_once('.')?;
    if !LISTS.contains(&list) || place.parse::<usize>().is_err() {
        return None;
    }
    let prefix = format!("{row}.");
    let mut form = form.clone();
    form.fields.retain(|(name, _)| !name.starts_with(&prefix));
    if list == "rounds" {
        // The place may be given to a new round.
        let box_of_it = ("overall.rounds".to_owned(), format!("#{place}"));
        form.fields.retain(|field| *field != box_of_it);
    }
    Some(form)
}

/// How many lists of further criteria a collective prize shows: as many as are offered, or as the form has.
pub(super) fn ties(form: &Form, row: &str) -> usize {
    let sent = (1..).take_while(|i| form.get_opt(&format!("{row}.tie.{i}")).is_some());
    sent.count().max(TIES)
}

fn keys(form: &Form) -> Vec<String> {
    form.all("ranking.keys").map(str::to_owned).collect()
}

fn with_keys(form: &Form, keys: Vec<String>) -> Form {
    let mut form = form.clone();
    form.fields.retain(|(name, _)| name != "ranking.keys");
    form.fields
        .extend(keys.into_iter().map(|key| ("ranking.keys".to_owned(), key)));
    form
}

fn add_key(form: &Form) -> Form {
    let (mut all, key) = (keys(form), form.get("ranking.add").to_owned());
    if !key.is_empty() && !all.contains(&key) {
        all.push(key);
    }
    with_keys(form, all)
}

/// Moves the key at a place, from 1 on, one up or down.
fn move_key(form: &Form, place: usize, up: bool) -> Option<Form> {
    let mut all = keys(form);
    let from = place.checked_sub(1)?;
    let to = if up { from.checked_sub(1)? } else { from + 1 };
    if from >= all.len() || to >= all.len() {
        return None;
    }
    all.swap(from, to);
    Some(with_keys(form, all))
}

fn remove_key(form: &Form, place: usize) -> Option<Form> {
    let mut all = keys(form);
    let at = place.checked_sub(1).filter(|at| *at < all.len())?;
    all.remove(at);
    Some(with_keys(form, all))
}

const WEEK: Span = Span::minutes(7 * 24 * 60);

fn moment(form: &Form, name: &str) -> Option<Moment> {
    Moment::parse_local(form.get(name))
}

/// Rounds of one week each, one after the other, from the opening of the first.
fn by_week(form: &Form) -> Form {
    let mut form = form.clone();
    let rows = places(&form, "rounds");
    let Some(mut opens) = rows
        .first()
        .and_then(|n| moment(&form, &format!("rounds.{n}.opens")))
    else {
        return form;
    };
    for n in rows {
        set(&mut form, &format!("rounds.{n}.opens"), opens.to_local());
        opens = opens + WEEK;
        set(&mut form, &format!("rounds.{n}.closes"), opens.to_local());
    }
    form
}

fn set(form: &mut Form, name: &str, value: String) {
    match form.fields.iter_mut().find(|(n, _)| n == name) {
        Some((_, old)) => *old = value,
        None => form.fields.push((name.to_owned(), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form {
            fields: pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            files: Vec::new(),
        }
    }

    #[test]
    fn weeks_follow_each_other() {
        let before = form(&[
            ("rounds.1.opens", "2026-08-01T07:00"),
            ("rounds.1.closes", ""),
            ("rounds.3.opens", "nonsense"),
        ]);
        let after = apply(&before, "chia-tuan").expect("act");
        assert_eq!(after.get("rounds.1.closes"), "2026-08-08T07:00");
        assert_eq!(after.get("rounds.3.opens"), "2026-08-08T07:00");
        assert_eq!(after.get("rounds.3.closes"), "2026-08-15T07:00");
    }

    #[test]
    fn a_new_round_begins_where_the_last_ends() {
        let before = form(&[
            ("rounds.2.code", "dot-2"),
            ("rounds.2.closes", "2026-08-08T00:00"),
        ]);
        let after = apply(&before, "them:rounds").expect("act");
        assert_eq!(places(&after, "rounds"), [2, 3]);
        assert_eq!(after.get("rounds.3.opens"), "2026-08-08T00:00");
        let gone = apply(&after, "bo:rounds.2").expect("act");
        assert_eq!(places(&gone, "rounds"), [3]);
    }

    #[test]
    fn keys_move_within_their_list() {
        let before = form(&[
            ("ranking.keys", "score"),
            ("ranking.keys", "duration"),
            ("ranking.add", "essay"),
        ]);
        let moved = apply(&before, "len:2").expect("act");
        assert_eq!(
            moved.all("ranking.keys").collect::<Vec<_>>(),
            ["duration", "score"]
        );
        let more = apply(&moved, "them:ranking.keys").expect("act");
        assert_eq!(
            more.all("ranking.keys").collect::<Vec<_>>(),
            ["duration", "score", "essay"]
        );
        for nowhere in [
            "len:1",
            "xuong:2",
            "len:0",
            "len:9",
            "bo-tieu-chi:7",
            "bo:title",
            "bo:rounds.x",
        ] {
            assert_eq!(apply(&before, nowhere), None, "{nowhere}");
        }
    }
}
