//! The rule sheet in plain Vietnamese: what a contestant reads, made from the same document the machine obeys.

mod entry;
mod minute;
mod organisation;
mod other_parts;
mod prizes;
mod quiz;
mod ranking;
mod results;
#[cfg(test)]
mod tests;
mod words;

pub use entry::round_when;
pub use minute::in_one_minute;
pub use prizes::prize_total;
pub use ranking::ranking_ladder;

use super::rule_sheet::RuleSheet;
use serde::{Deserialize, Serialize};

/// A chapter of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Anchor of the chapter, `xep-hang`.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Its rules in order.
    pub items: Vec<Item>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is about, a few words.
    pub label: String,
    /// The rule.
    pub text: String,
    /// Whether the plan is silent here and this is the default chosen.
    pub open: bool,
}

/// The whole rule sheet in plain Vietnamese. Chapters a contest has no use for are left out.
#[must_use]
pub fn plain(sheet: &RuleSheet) -> Vec<Section> {
    let chapters = [
        entry::who(sheet),
        entry::when(sheet),
        quiz::paper(sheet),
        quiz::prediction(sheet),
        other_parts::essay(sheet),
        other_parts::dossier(sheet),
        other_parts::movement(sheet),
        ranking::chapter(sheet),
        ranking::overall(sheet),
        prizes::chapter(sheet),
        results::invalid(sheet),
        results::publication(sheet),
        organisation::organisation(sheet),
        organisation::timetable(sheet),
        organisation::legal_basis(sheet),
        organisation::study(sheet),
        organisation::open_points(sheet),
    ];
    chapters
        .into_iter()
        .map(|c| c.section)
        .filter(|s| !s.items.is_empty())
        .collect()
}

/// A chapter being written.
struct Chapter<'a> {
    sheet: &'a RuleSheet,
    section: Section,
}

impl<'a> Chapter<'a> {
    fn new(sheet: &'a RuleSheet, id: &'static str, title: &'static str) -> Self {
        let items = Vec::new();
        Self {
            sheet,
            section: Section { id, title, items },
        }
    }

    /// A rule, and the settings it was made from: the rule is open if one of them is.
    fn rule(&mut self, label: impl Into<String>, text: impl Into<String>, settings: &[&str]) {
        let open = settings.iter().any(|s| is_open(self.sheet, s));
        self.section.items.push(Item {
            label: label.into(),
            text: words::unbroken(&text.into()),
            open,
        });
    }
}

/// Whether an open point names this setting, a part of it, or what it is a part of.
fn is_open(sheet: &RuleSheet, setting: &str) -> bool {
    let within = |part: &str, whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    sheet
        .open_points
        .iter()
        .any(|p| within(&p.setting, setting) || within(setting, &p.setting))
}
