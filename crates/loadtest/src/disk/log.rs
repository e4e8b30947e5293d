//! The log that shim/power.c writes, read back.

use crate::Outcome;

/// What the program did to the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A file of this number was opened; it may have been made.
    Opened(u64, String, bool),
    /// Bytes were written to a file, from an offset on.
    Written(u64, u64, Vec<u8>),
    /// A file was given a length.
    Cut(u64, u64),
    /// A sync of a file began; 0 is the folder.
    SyncBegun(u64, u64),
    /// The sync of this ticket ended.
    SyncEnded(u64),
    /// A name was removed.
    Unlinked(String),
    /// A name was changed.
    Renamed(String, String),
    /// Something the log cannot follow.
    Foreign(String),
}

/// Bytes before the data of an entry: two numbers of four bytes, three of eight.
const HEAD: usize = 32;

/// Reads the log. The last entry may be torn: the process was killed while it was written, and whatever it tells had
/// not been followed by anything.
///
/// # Errors
/// When an entry is none.
pub(crate) fn parse(mut bytes: &[u8]) -> Outcome<Vec<Event>> {
    let mut events = Vec::new();
    while let Some((head, rest)) = bytes.split_at_checked(HEAD) {
        let long = |at: usize| u64::from_ne_bytes(eight(&head[at..]));
        let both = long(0).to_ne_bytes();
        let short =
            |at: usize| u32::from_ne_bytes([both[at], both[at + 1], both[at + 2], both[at + 3]]);
        let Some((data, rest)) = rest.split_at_checked(usize::try_from(short(4))?) else {
            break;
        };
        events.push(event(short(0), [long(8), long(16), long(24)], data)?);
        bytes = rest;
    }
    Ok(events)
}

/// The first eight bytes.
fn eight(bytes: &[u8]) -> [u8; 8] {
    let mut first = [0; 8];
    first.copy_from_slice(&bytes[..8]);
    first
}

fn event(kind: u32, [file, at, extra]: [u64; 3], data: &[u8]) -> Outcome<Event> {
    let text = || String::from_utf8(data.to_vec());
    Ok(match kind {
        1 => Event::Opened(file, text()?, extra == 1),
        2 => Event::Written(file, at, data.to_vec()),
        3 => Event::Cut(file, at),
        4 => Event::SyncBegun(file, at),
        5 => Event::SyncEnded(at),
        6 => Event::Unlinked(text()?),
        7 => {
            let names = text()?;
            let (from, to) = names.split_once('\0').ok_or("a rename of one name")?;
            Event::Renamed(from.to_owned(), to.to_owned())
        }
        8 => Event::Foreign(text()?),
        other => return Err(format!("the log of writes has an entry of kind {other}").into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: u32, numbers: [u64; 3], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap();
        let mut bytes = [kind.to_ne_bytes(), length.to_ne_bytes()].concat();
        bytes.extend(numbers.iter().flat_map(|n| n.to_ne_bytes()));
        bytes.extend(data);
        bytes
    }

    #[test]
    fn entries_are_read_and_a_torn_one_ends_the_log() {
        let whole = [
            entry(1, [9, 0, 1], b"a-wal"),
            entry(2, [9, 4_096, 0], b"page"),
            entry(4, [0, 3, 0], b""),
            entry(7, [0, 0, 0], b"a\0b"),
        ]
        .concat();
        let read = vec![
            Event::Opened(9, "a-wal".into(), true),
            Event::Written(9, 4_096, b"page".to_vec()),
            Event::SyncBegun(0, 3),
            Event::Renamed("a".into(), "b".into()),
        ];
        assert_eq!(parse(&whole).unwrap(), read);
        let torn = [whole, entry(2, [9, 0, 0], b"more")].concat();
        for missing in 1..=HEAD + 4 {
            assert_eq!(parse(&torn[..torn.len() - missing]).unwrap(), read);
        }
    }

    #[test]
    fn what_is_no_entry_is_said() {
        assert!(parse(&entry(77, [0; 3], b"")).is_err());
    }
}
