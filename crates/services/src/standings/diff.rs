//! What a new version changes, with names and as sentences people read aloud.

use super::names::Names;
use super::view::{
    ActualChangeView, DiffView, EntryName, PrizeChangeView, RANKS_SHOWN, RankChangeView,
    ScoreChangeView, UnitChangeView, WonView,
};
use domain::ids::AttemptId;
use domain::quiz::prediction::Predicted;
use domain::units::grouped;
use scoring::standings::{Diff, Line, Reached, RoundStandings, ScoreChange, Won, diff};
use std::collections::HashMap;

/// The difference between two versions of a round.
pub(crate) fn view(names: &Names, before: &RoundStandings, after: &RoundStandings) -> DiffView {
    let changes = diff(before, after);
    let lines = before.lines.iter().chain(&after.lines);
    let lines: HashMap<&AttemptId, &Line> = lines.map(|l| (&l.entry_id, l)).collect();
    let who = |id: &AttemptId| {
        lines.get(id).map_or_else(
            || EntryName {
                entry: id.clone(),
                name: String::new(),
                unit: String::new(),
            },
            |line| names.entry(line),
        )
    };
    let mut view = named(names, &changes, &who);
    view.headline = headline(&view);
    view.summary = summary(&view);
    view
}

fn named(names: &Names, changes: &Diff, who: &impl Fn(&AttemptId) -> EntryName) -> DiffView {
    let won = |won: &Option<Won>| won.as_ref().map(|w| won_view(names, w));
    let mut ranks: Vec<_> = changes.ranks.iter().collect();
    ranks.sort_by_key(|r| (r.after.is_none(), r.after, r.before));
    DiffView {
        headline: Vec::new(),
        summary: Vec::new(),
        actuals: changes
            .actuals
            .iter()
            .map(|a| ActualChangeView {
                track: names.track_of(a.track.as_ref()),
                before: a.before.map(Predicted::format),
                after: a.after.map(Predicted::format),
            })
            .collect(),
        voided: changes.voided.iter().map(who).collect(),
        restored: changes.restored.iter().map(who).collect(),
        prizes: prizes(names, changes, who),
        units: changes
            .units
            .iter()
            .map(|u| UnitChangeView {
                prize: names.prize(&u.prize),
                unit: names.unit(Some(&u.unit_id)),
                before: won(&u.before),
                after: won(&u.after),
            })
            .collect(),
        scores_changed: changes.scores.len(),
        perfect_changed: perfect_changed(changes),
        scores: changes
            .scores
            .iter()
            .take(RANKS_SHOWN)
            .map(|s| ScoreChangeView {
                who: who(&s.entry_id),
                before: reached(s.before),
                after: reached(s.after),
            })
            .collect(),
        ranks_changed: ranks.len(),
        ranks: ranks
            .into_iter()
            .take(RANKS_SHOWN)
            .map(|r| RankChangeView {
                who: who(&r.entry_id),
                before: r.before,
                after: r.after,
            })
            .collect(),
    }
}

/// Prizes that change hands, the largest first: by who gets it now, then by who had it.
fn prizes(
    names: &Names,
    changes: &Diff,
    who: &impl Fn(&AttemptId) -> EntryName,
) -> Vec<PrizeChangeView> {
    let place = |won: &Option<Won>| won.as_ref().map_or(usize::MAX, |w| names.place(w));
    let won = |won: &Option<Won>| won.as_ref().map(|w| won_view(names, w));
    let mut prizes: Vec<_> = changes.prizes.iter().collect();
    prizes.sort_by_key(|p| (place(&p.after), place(&p.before)));
    prizes
        .into_iter()
        .map(|p| PrizeChangeView {
            who: who(&p.entry_id),
            before: won(&p.before),
            after: won(&p.after),
        })
        .collect()
}

/// Entries that became perfect, and that no longer are.
fn perfect_changed(changes: &Diff) -> (usize, usize) {
    let turned = |to: bool| {
        let turned = |s: &&ScoreChange| s.before.perfect != to && s.after.perfect == to;
        changes.scores.iter().filter(turned).count()
    };
    (turned(true), turned(false))
}

fn reached(reached: Reached) -> String {
    let all = if reached.perfect {
        ", đúng hết"
    } else {
        ""
    };
    let (score, most) = (reached.score.format(','), reached.max_score.format(','));
    format!("{score}/{most}{all}")
}

fn won_view(names: &Names, won: &Won) -> WonView {
    WonView {
        prize: won.prize.as_deref().map(|p| names.prize(p)),
        amount: won.amount,
        pending: won.pending,
    }
}

/// The changes that matter as sentences.
/// What no table of the difference tells.
fn headline(view: &DiffView) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &view.actuals {
        let of = change
            .track
            .as_ref()
            .map_or_else(String::new, |t| format!(" ({t})"));
        let (was, is) = (
            number(change.before.as_ref()),
            number(change.after.as_ref()),
        );
        lines.push(format!("Số thật{of} đổi từ {was} thành {is}."));
    }
    for who in &view.voided {
        lines.push(format!("Bài của {} không còn được tính.", person(who)));
    }
    for who in &view.restored {
        lines.push(format!("Bài của {} được tính trở lại.", person(who)));
    }
    match view.perfect_changed {
        (0, 0) => {}
        (more, 0) => lines.push(format!("{} bài trở thành đúng hết.", counted(more))),
        (0, less) => lines.push(format!("{} bài không còn đúng hết.", counted(less))),
        (more, less) => lines.push(format!(
            "{} bài trở thành đúng hết, {} bài không còn đúng hết.",
            counted(more),
            counted(less)
        )),
    }
    lines
}

/// The whole difference in sentences.
fn summary(view: &DiffView) -> Vec<String> {
    let mut lines = view.headline.clone();
    for change in &view.prizes {
        lines.push(prize(
            &person(&change.who),
            change.before.as_ref(),
            change.after.as_ref(),
        ));
    }
    for change in &view.units {
        let who = format!("{} (tập thể, {})", change.unit, change.prize);
        lines.push(prize(&who, change.before.as_ref(), change.after.as_ref()));
    }
    if view.scores_changed > 0 {
        lines.push(format!("{} bài đổi điểm.", counted(view.scores_changed)));
    }
    if view.ranks_changed > 0 {
        lines.push(format!(
            "{} thứ hạng thay đổi.",
            counted(view.ranks_changed)
        ));
    }
    if lines.is_empty() {
        lines.push("Không có gì thay đổi.".to_owned());
    }
    lines
}

/// A count as a person reads it.
fn counted(n: usize) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

fn number(value: Option<&String>) -> String {
    value.map_or_else(
        || "chưa có".to_owned(),
        |v| v.parse().map_or_else(|_| v.clone(), grouped),
    )
}

fn person(who: &EntryName) -> String {
    if who.unit.is_empty() {
        who.name.clone()
    } else {
        format!("{} ({})", who.name, who.unit)
    }
}

fn prize(who: &str, before: Option<&WonView>, after: Option<&WonView>) -> String {
    match (before, after) {
        (None, Some(now)) if now.pending => format!("{who} vào diện chờ quyết định giải."),
        (None, Some(now)) => format!("{who} được {}.", won(now)),
        (Some(was), None) if was.pending => {
            format!("{who} không còn vào diện chờ quyết định giải.")
        }
        (Some(was), None) => format!("{who} không còn {}.", won(was)),
        (Some(was), Some(now)) => format!("{who}: từ {} thành {}.", won(was), won(now)),
        (None, None) => format!("{who}: không đổi."),
    }
}

fn won(won: &WonView) -> String {
    let name = match &won.prize {
        Some(prize) => prize.clone(),
        None if won.pending => return "chờ quyết định giải".to_owned(),
        None => return "không có giải".to_owned(),
    };
    match won.amount.filter(|a| a.0 > 0) {
        Some(amount) => format!("{name} ({amount})"),
        None => name,
    }
}
