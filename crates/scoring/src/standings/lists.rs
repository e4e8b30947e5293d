//! Lists and scopes: one per track, or one for all (docs/RULES.md, "Lists").

use domain::contest::RuleSheet;
use domain::contest::rule_sheet::Scope;
use std::collections::HashMap;

/// Tracks in output order, those of the rule sheet in its order, then unknown ones by name, and the track of each
/// entry. Looked up once per entry: a million entries are read from memory as seldom as possible.
pub(super) struct Tracks<'a> {
    names: Vec<&'a str>,
    of: Vec<u32>,
}

impl<'a> Tracks<'a> {
    /// `tracks` are those of the entries in their order, empty for none.
    pub(super) fn new(rules: &'a RuleSheet, tracks: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<&str> = rules.tracks.iter().map(|t| t.code.as_str()).collect();
        let declared = names.len();
        let mut index: HashMap<&str, u32> = (0..).zip(&names).map(|(i, n)| (*n, i)).collect();
        let mut of: Vec<u32> = Vec::new();
        if declared == 0 {
            return Self { names, of };
        }
        for track in tracks {
            let next = super::prizes::number(names.len());
            of.push(*index.entry(track).or_insert_with(|| {
                names.push(track);
                next
            }));
        }
        names[declared..].sort_unstable();
        let place: HashMap<&str, u32> = (0..).zip(&names).map(|(i, n)| (*n, i)).collect();
        let mut moved = vec![0; names.len()];
        for (name, old) in index {
            moved[old as usize] = place[name];
        }
        for at in &mut of {
            *at = moved[*at as usize];
        }
        Self { names, of }
    }

    /// The place of an entry's list among the lists of a scope.
    pub(super) fn list(&self, divided: bool, entry: usize) -> usize {
        match self.of.get(entry) {
            Some(at) if divided => *at as usize,
            _ => 0,
        }
    }

    /// Names of the lists of a scope; none for the one list, and for entries without a track.
    pub(super) fn names(&self, divided: bool) -> Vec<Option<&'a str>> {
        if divided {
            let name = |n: &&'a str| Some(*n).filter(|n| !n.is_empty());
            self.names.iter().map(name).collect()
        } else {
            vec![None]
        }
    }
}

/// Whether a scope divides by track. A rule sheet without tracks has one list whatever the entries say.
pub(super) fn by_track(rules: &RuleSheet, scope: Scope) -> bool {
    scope == Scope::Track && !rules.tracks.is_empty()
}
