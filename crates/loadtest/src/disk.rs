//! What a disk holds after the power failed, told from the log of what a program did to the files of a folder.
//!
//! A file holds what was written before a sync of it began that also ended. A name is there, gone or changed once the
//! folder was synced: a file that was made, written and synced is lost with its name. Of what was not synced the disk
//! keeps nothing, or what chance will have: each page of 4,096 bytes as it was at some moment since, in any order.

pub(crate) mod log;

use crate::Outcome;
use crate::dice::Dice;
use log::Event;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Bytes a disk writes at once.
const PAGE: usize = 4_096;

/// Files by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What becomes of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// All of it is gone.
    Everything,
    /// Some pages and names were on the disk already; which, is this seed's choice.
    Some(u64),
}

/// What the disk holds, and what was lost.
#[derive(Debug, Default)]
pub(crate) struct Left {
    /// The files.
    pub(crate) files: Files,
    /// Writes that no sync covered.
    pub(crate) unsynced_writes: u64,
    /// Pages they touched.
    pub(crate) unsynced_pages: u64,
    /// Of them those of which something was kept.
    pub(crate) kept_pages: u64,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Done {
    /// Writes.
    pub(crate) writes: u64,
    /// Syncs of files that ended.
    pub(crate) syncs: u64,
    /// Syncs of the folder that ended.
    pub(crate) folder_syncs: u64,
}

#[derive(Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Cut(usize),
}

#[derive(Debug, Default)]
struct File {
    synced: Vec<u8>,
    since: Vec<(u64, Change)>,
}

#[derive(Debug)]
enum Naming {
    Link(String, usize),
    Unlink(String),
    Rename(String, String),
}

/// A folder on a disk, as the log tells it.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// Which file a number means now: numbers are given again.
    by_number: HashMap<u64, usize>,
    /// Names as the program sees them, and as the disk has them.
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    naming: Vec<(u64, Naming)>,
    /// Syncs under way: what of, and when they began.
    syncs: HashMap<u64, (Option<usize>, u64)>,
    clock: u64,
    /// What was done.
    pub(crate) done: Done,
}

impl Disk {
    /// A folder with these files, all of them safe.
    pub(crate) fn with(base: Files) -> Self {
        let mut disk = Self::default();
        for (name, synced) in base {
            disk.names.insert(name, disk.files.len());
            disk.files.push(File {
                synced,
                since: Vec::new(),
            });
        }
        disk.synced_names = disk.names.clone();
        disk
    }

    /// Takes note of what the program did next.
    ///
    /// # Errors
    /// When it did what this cannot follow.
    pub(crate) fn heed(&mut self, event: Event) -> Outcome<()> {
        self.clock += 1;
        match event {
            Event::Opened(number, name, made) => self.opened(number, name, made)?,
            Event::Written(number, at, data) => {
                self.done.writes += 1;
                let at = usize::try_from(at)?;
                self.change(number, Change::Write(at, data))?;
            }
            Event::Cut(number, length) => {
                self.change(number, Change::Cut(usize::try_from(length)?))?;
            }
            Event::SyncBegun(0, ticket) => {
                self.syncs.insert(ticket, (None, self.clock));
            }
            Event::SyncBegun(number, ticket) => {
                let file = self.file(number)?;
                self.syncs.insert(ticket, (Some(file), self.clock));
            }
            Event::SyncEnded(ticket) => self.synced(ticket)?,
            Event::Unlinked(name) => self.name(Naming::Unlink(name)),
            Event::Renamed(from, to) => self.name(Naming::Rename(from, to)),
            Event::Foreign(how) => {
                return Err(
                    format!("the program changes files in a way not followed: {how}").into(),
                );
            }
        }
        Ok(())
    }

    fn opened(&mut self, number: u64, name: String, made: bool) -> Outcome<()> {
        if made {
            let file = self.files.len();
            self.files.push(File::default());
            self.by_number.insert(number, file);
            self.name(Naming::Link(name, file));
        } else if let Some(file) = self.names.get(&name) {
            self.by_number.insert(number, *file);
        } else {
            return Err(format!("{name} was there and nobody knows what it held").into());
        }
        Ok(())
    }

    fn file(&self, number: u64) -> Outcome<usize> {
        let file = self.by_number.get(&number);
        Ok(*file.ok_or_else(|| format!("a file {number} nobody opened"))?)
    }

    fn change(&mut self, number: u64, change: Change) -> Outcome<()> {
        let file = self.file(number)?;
        self.files[file].since.push((self.clock, change));
        Ok(())
    }

    fn name(&mut self, naming: Naming) {
        rename(&mut self.names, &naming);
        self.naming.push((self.clock, naming));
    }

    fn synced(&mut self, ticket: u64) -> Outcome<()> {
        let sync = self.syncs.remove(&ticket);
        let (what, begun) = sync.ok_or("a sync ended that never began")?;
        if let Some(file) = what {
            self.done.syncs += 1;
            let file = &mut self.files[file];
            let covered = file.since.partition_point(|(at, _)| *at < begun);
            for (_, change) in file.since.drain(..covered) {
                apply(&mut file.synced, &change);
            }
        } else {
            self.done.folder_syncs += 1;
            let covered = self.naming.partition_point(|(at, _)| *at < begun);
            for (_, naming) in self.naming.drain(..covered) {
                rename(&mut self.synced_names, &naming);
            }
        }
        Ok(())
    }

    /// Writes to the file of a name that no sync covered.
    pub(crate) fn unsynced(&self, name: &str) -> usize {
        let file = self.names.get(name).map(|file| &self.files[*file]);
        file.map_or(0, |file| file.since.iter().filter(is_write).count())
    }

    /// What is left after the power failed now.
    pub(crate) fn after(&self, loss: Loss) -> Left {
        let mut dice = match loss {
            Loss::Everything => None,
            Loss::Some(seed) => Some(Dice::of(seed)),
        };
        let mut names = self.synced_names.clone();
        if let Some(dice) = &mut dice {
            // Folders are journalled: what survives of their changes is a first part.
            let kept = dice.below(self.naming.len() + 1);
            self.naming[..kept]
                .iter()
                .for_each(|(_, naming)| rename(&mut names, naming));
        }
        let mut left = Left::default();
        for file in &self.files {
            let writes = file.since.iter().filter(is_write).count();
            left.unsynced_writes += u64::try_from(writes).unwrap_or(0);
        }
        for (name, file) in names {
            let bytes = self.files[file].after(dice.as_mut(), &mut left);
            left.files.insert(name, bytes);
        }
        left
    }
}

impl File {
    fn after(&self, dice: Option<&mut Dice>, left: &mut Left) -> Vec<u8> {
        let pages = self.touched();
        left.unsynced_pages += u64::try_from(pages.len()).unwrap_or(0);
        let Some(dice) = dice else {
            return self.synced.clone();
        };
        let mut bytes = self.synced.clone();
        let length = self.length_after(dice.below(self.since.len() + 1));
        for page in pages {
            let changes = self.since.iter().map(|(_, change)| change);
            let of_page: Vec<&Change> = changes.filter(|c| c.touches(page)).collect();
            let kept = dice.below(of_page.len() + 1);
            left.kept_pages += u64::from(kept > 0);
            let here = page * PAGE..(page + 1) * PAGE;
            let mut as_it_was = page_of(&self.synced, &here);
            for change in &of_page[..kept] {
                change.on_page(here.start, &mut as_it_was);
            }
            if bytes.len() < here.end {
                bytes.resize(here.end, 0);
            }
            bytes[here].copy_from_slice(&as_it_was);
        }
        bytes.resize(length, 0);
        bytes
    }

    /// Pages changed since the last sync.
    fn touched(&self) -> BTreeSet<usize> {
        let mut longest = self.synced.len();
        for (_, change) in &self.since {
            longest = longest.max(change.end());
        }
        let mut pages = BTreeSet::new();
        for (_, change) in &self.since {
            match change {
                Change::Write(at, data) => {
                    pages.extend(at / PAGE..(at + data.len()).div_ceil(PAGE))
                }
                Change::Cut(length) => pages.extend(length / PAGE..longest.div_ceil(PAGE)),
            }
        }
        pages
    }

    /// Its length after the first so many changes since the last sync.
    fn length_after(&self, changes: usize) -> usize {
        let mut length = self.synced.len();
        for (_, change) in &self.since[..changes] {
            length = match change {
                Change::Write(..) => length.max(change.end()),
                Change::Cut(length) => *length,
            };
        }
        length
    }
}

impl Change {
    fn end(&self) -> usize {
        match self {
            Self::Write(at, data) => at + data.len(),
            Self::Cut(length) => *length,
        }
    }

    fn touches(&self, page: usize) -> bool {
        let (start, end) = (page * PAGE, (page + 1) * PAGE);
        match self {
            Self::Write(at, data) => *at < end && at + data.len() > start,
            Self::Cut(length) => *length < end,
        }
    }

    /// What it does to the page that begins there.
    fn on_page(&self, start: usize, page: &mut [u8]) {
        match self {
            Self::Write(at, data) => {
                let (from, to) = ((*at).max(start), self.end().min(start + PAGE));
                page[from - start..to - start].copy_from_slice(&data[from - at..to - at]);
            }
            Self::Cut(length) => page[length.saturating_sub(start)..].fill(0),
        }
    }
}

/// A page of a file, noughts where it has none.
fn page_of(bytes: &[u8], here: &std::ops::Range<usize>) -> Vec<u8> {
    let end = here.end.min(bytes.len());
    let mut page = bytes[here.start.min(end)..end].to_vec();
    page.resize(here.len(), 0);
    page
}

fn is_write((_, change): &&(u64, Change)) -> bool {
    matches!(change, Change::Write(..))
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, data) => {
            if bytes.len() < change.end() {
                bytes.resize(change.end(), 0);
            }
            bytes[*at..change.end()].copy_from_slice(data);
        }
        Change::Cut(length) => bytes.resize(*length, 0),
    }
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Link(name, file) => {
            names.insert(name.clone(), *file);
        }
        Naming::Unlink(name) => {
            names.remove(name);
        }
        Naming::Rename(from, to) => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
    }
}

#[cfg(test)]
mod tests;
