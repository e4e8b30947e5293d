//! Choices that wait for the server, in order, and what is taken over of what it holds. Pure: the requests are made in
//! [`super::queue`].

use domain::quiz::save::Held;

/// A choice that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pending {
    /// Its part of the paper.
    pub(super) part: usize,
    /// What was chosen.
    pub(super) value: String,
    /// Idempotency key: the same for every try.
    pub(super) key: String,
    /// Whether it was sent. The server may hold it then, even if no reply came.
    sent: bool,
}

impl Pending {
    pub(super) fn new(part: usize, value: String, key: String) -> Self {
        Self {
            part,
            value,
            key,
            sent: false,
        }
    }
}

/// What waits, oldest first; one is under way at a time.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    pending: Vec<Pending>,
    busy: bool,
    /// The part somebody types in: its field is theirs until the choice is made.
    edited: Option<usize>,
    /// What was typed there last and refused: it is not sent again as it is.
    refused: Option<String>,
}

impl Waiting {
    /// A choice takes the place of an older one of its part that was never sent. One that was sent stays in front of it
    /// under its own key: the server may hold it, and only its reply tells the revision the newer choice stands on.
    pub(super) fn put(&mut self, choice: Pending) {
        self.pending.retain(|p| p.sent || p.part != choice.part);
        self.edited = self.edited.filter(|part| *part != choice.part);
        self.pending.push(choice);
    }

    /// The oldest choice, unless one is under way; it is under way then.
    pub(super) fn next(&mut self) -> Option<Pending> {
        if self.busy {
            return None;
        }
        let next = self.pending.first_mut()?;
        next.sent = true;
        self.busy = true;
        Some(next.clone())
    }

    /// The one under way came back, with a reply or without.
    pub(super) fn back(&mut self) {
        self.busy = false;
    }

    /// A choice is settled: saved or refused.
    pub(super) fn settle(&mut self, key: &str) {
        self.pending.retain(|p| p.key != key);
    }

    /// Another device saved this part later: what was chosen here, on an older state, does not overwrite it.
    pub(super) fn drop_part(&mut self, part: usize) {
        self.pending.retain(|p| p.part != part);
    }

    /// Parts with a choice that waits, oldest first.
    pub(super) fn parts(&self) -> Vec<usize> {
        let mut parts = Vec::with_capacity(self.pending.len());
        for choice in &self.pending {
            if !parts.contains(&choice.part) {
                parts.push(choice.part);
            }
        }
        parts
    }

    /// Somebody types in this part: no choice yet, and nothing told by the server may wipe it.
    pub(super) fn edit(&mut self, part: usize) {
        self.edited = Some(part);
    }

    /// The part somebody types in.
    pub(super) fn edited(&self) -> Option<usize> {
        self.edited
    }

    /// The newest choice of a part that waits.
    pub(super) fn newest(&self, part: usize) -> Option<&Pending> {
        self.pending.iter().rfind(|p| p.part == part)
    }

    /// The last word of a page that goes: the newest choice of each part, and how many revisions beyond the known one it
    /// stands on. An older one that is under way makes one more; if it never arrives, nothing stands at that revision, and
    /// the newer choice is taken all the same.
    #[cfg(any(feature = "hydrate", test))]
    pub(super) fn last_word(&self) -> Vec<(Pending, u32)> {
        let older = |newest: &Pending| {
            let sent = self
                .pending
                .iter()
                .filter(|p| p.part == newest.part && p.sent);
            u32::from(sent.filter(|p| p.key != newest.key).count() > 0)
        };
        let parts = self.parts().into_iter();
        parts
            .filter_map(|part| self.newest(part))
            .map(|newest| (newest.clone(), older(newest)))
            .collect()
    }

    /// A choice was refused while its field shows this. Says whether that is the last word on it: what was typed since, or
    /// chosen since, will be answered by itself.
    pub(super) fn refuse(&mut self, sent: &Pending, shown: Option<&str>, typed: bool) -> bool {
        if self.newest(sent.part).is_some() || (typed && shown != Some(sent.value.as_str())) {
            return false;
        }
        if typed {
            self.edited = Some(sent.part);
            self.refused = Some(sent.value.clone());
        }
        true
    }

    /// Whether what a field shows is to be saved: not what was refused as it is.
    pub(super) fn keeps(&self, shown: &str) -> bool {
        self.refused.as_deref() != Some(shown)
    }

    /// Whether a choice of this part waits, or is being typed.
    pub(super) fn has(&self, part: usize) -> bool {
        self.edited == Some(part) || self.pending.iter().any(|p| p.part == part)
    }
}

/// What a part shows once the server told what it holds; nothing changes when that is older than what is known: a state
/// read before a save may be told after it. A choice that still waits stays on the screen.
pub(super) fn taken(mine: Held, theirs: Held, waits: bool) -> Option<Held> {
    if theirs.revision < mine.revision {
        return None;
    }
    let value = if waits { mine.value } else { theirs.value };
    Some(Held { value, ..theirs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Moment;

    fn choice(part: usize, key: &str) -> Pending {
        Pending::new(part, "0".into(), key.into())
    }

    fn keys(waiting: &Waiting) -> Vec<&str> {
        waiting.pending.iter().map(|p| p.key.as_str()).collect()
    }

    #[test]
    fn an_unsent_choice_gives_way_to_the_next_one() {
        let mut waiting = Waiting::default();
        for (part, key) in [(0, "a"), (1, "b"), (0, "c")] {
            waiting.put(choice(part, key));
        }
        assert_eq!(keys(&waiting), ["b", "c"]);
        assert_eq!(waiting.parts(), [1, 0]);
    }

    #[test]
    fn a_choice_whose_reply_was_lost_is_sent_again_before_the_newer_one() {
        let mut waiting = Waiting::default();
        waiting.put(choice(0, "a"));
        assert_eq!(waiting.next().unwrap().key, "a");
        assert_eq!(waiting.next(), None, "one at a time");
        waiting.put(choice(0, "b"));
        waiting.put(choice(0, "c"));
        assert_eq!(keys(&waiting), ["a", "c"]);
        waiting.back(); // no reply
        assert_eq!(waiting.next().unwrap().key, "a", "the same key first");
        waiting.back();
        waiting.settle("a");
        assert_eq!(waiting.next().unwrap().key, "c");
    }

    #[test]
    fn what_is_being_typed_stays_until_it_is_chosen_and_settled() {
        let mut waiting = Waiting::default();
        waiting.edit(3);
        assert!(waiting.has(3) && !waiting.has(2));
        assert_eq!(waiting.parts(), [0; 0], "nothing to send yet");
        waiting.put(choice(2, "a"));
        assert!(waiting.has(3), "another part was chosen");
        waiting.put(choice(3, "b"));
        waiting.settle("b");
        assert!(!waiting.has(3));
    }

    #[test]
    fn a_page_that_goes_says_the_newest_choice_of_each_part() {
        let mut waiting = Waiting::default();
        waiting.put(choice(0, "a"));
        waiting.next();
        waiting.put(choice(1, "b"));
        waiting.put(choice(0, "c"));
        let told: Vec<(String, u32)> = waiting
            .last_word()
            .into_iter()
            .map(|(p, beyond)| (p.key, beyond))
            .collect();
        // What comes after one that is under way stands on its revision.
        assert_eq!(told, [("c".to_owned(), 1), ("b".to_owned(), 0)]);
    }

    #[test]
    fn a_refusal_that_comes_late_keeps_no_mended_number_back() {
        let sent = |value: &str| Pending::new(2, value.into(), "a".into());
        let typed = |waiting: &mut Waiting, shown| waiting.refuse(&sent("12,"), Some(shown), true);
        let mut waiting = Waiting::default();
        waiting.edit(2);
        assert!(!typed(&mut waiting, "12,5"), "typed on since");
        assert!(waiting.keeps("12,5"));
        assert!(typed(&mut waiting, "12,"));
        assert!(!waiting.keeps("12,") && waiting.keeps("12,5"));
        assert!(waiting.has(2), "its field stays as it is");
        // Its rest has put the mended one into the queue already.
        waiting.put(Pending::new(2, "12,5".into(), "b".into()));
        assert!(!typed(&mut waiting, "12,5"));
        assert!(!waiting.has(3) && waiting.edited().is_none());
    }

    #[test]
    fn a_newer_answer_of_another_device_ends_what_waits_for_its_part() {
        let mut waiting = Waiting::default();
        waiting.put(choice(0, "a"));
        waiting.next();
        waiting.put(choice(0, "b"));
        waiting.put(choice(1, "c"));
        waiting.back();
        waiting.settle("a");
        waiting.drop_part(0);
        assert!(!waiting.has(0) && waiting.has(1));
    }

    fn held(revision: u32, value: &str) -> Held {
        Held {
            value: value.into(),
            revision,
            saved_at: Some(Moment(revision.into())),
        }
    }

    #[test]
    fn an_older_state_told_late_never_overwrites_a_newer_answer() {
        let told = |theirs: Held, waits: bool| taken(held(3, "1"), theirs, waits);
        for waits in [false, true] {
            assert_eq!(told(held(2, "0"), waits), None);
            assert_eq!(told(Held::default(), waits), None);
        }
        // What was refused was never saved: the screen goes back to what the server holds.
        assert_eq!(told(held(3, "0"), false), Some(held(3, "0")));
        assert_eq!(told(held(4, "0"), false), Some(held(4, "0")));
        // The choice that waits stays, and stands on the newer revision.
        assert_eq!(told(held(4, "0"), true).unwrap().value, "1");
        assert_eq!(told(held(4, "0"), true).unwrap().revision, 4);
    }
}
