use super::log::Event::{self, Cut, Opened, Renamed, SyncBegun, SyncEnded, Unlinked, Written};
use super::*;

const DB: u64 = 7;

fn base() -> Files {
    [("db".to_owned(), vec![b'o'; 3 * PAGE])].into()
}

fn opened() -> Event {
    Opened(DB, "db".into(), false)
}

fn write(page: usize, letter: u8) -> Event {
    let at = u64::try_from(page * PAGE).unwrap();
    Written(DB, at, vec![letter; PAGE])
}

fn disk(events: Vec<Event>) -> Disk {
    let mut disk = Disk::with(base());
    for event in events {
        disk.heed(event).unwrap();
    }
    disk
}

/// The first letter of each page.
fn letters(left: &Left) -> String {
    let pages = left.files["db"].chunks(PAGE);
    pages.map(|page| char::from(page[0])).collect()
}

#[test]
fn only_what_was_written_before_a_sync_that_ended_is_left() {
    let mut events = vec![opened(), write(0, b'a'), SyncBegun(DB, 1), write(1, b'b')];
    let began = disk(events.clone()).after(Loss::Everything);
    assert_eq!(
        letters(&began),
        "ooo",
        "a sync that did not end promises nothing"
    );
    assert_eq!(began.unsynced_writes, 2);
    events.push(SyncEnded(1));
    let ended = disk(events.clone()).after(Loss::Everything);
    assert_eq!(
        letters(&ended),
        "aoo",
        "it covers what came before it began"
    );
    assert_eq!((ended.unsynced_writes, ended.unsynced_pages), (1, 1));
    events.extend([SyncBegun(DB, 2), SyncEnded(2)]);
    assert_eq!(letters(&disk(events).after(Loss::Everything)), "abo");
}

#[test]
fn a_length_is_lost_like_bytes() {
    let mut events = vec![opened(), Cut(DB, 4_096), write(4, b'z')];
    assert_eq!(
        letters(&disk(events.clone()).after(Loss::Everything)),
        "ooo"
    );
    events.extend([SyncBegun(DB, 1), SyncEnded(1)]);
    let left = disk(events).after(Loss::Everything);
    assert_eq!(letters(&left), "o\0\0\0z");
}

#[test]
fn a_file_is_lost_with_its_name_until_the_folder_is_synced() {
    let made = vec![
        Opened(8, "db-wal".into(), true),
        Written(8, 0, b"log".to_vec()),
        SyncBegun(8, 1),
        SyncEnded(1),
    ];
    assert!(
        !disk(made.clone())
            .after(Loss::Everything)
            .files
            .contains_key("db-wal")
    );
    let synced = [made, vec![SyncBegun(0, 2), SyncEnded(2)]].concat();
    assert_eq!(
        disk(synced.clone()).after(Loss::Everything).files["db-wal"],
        b"log"
    );
    let gone = [synced.clone(), vec![Unlinked("db-wal".into())]].concat();
    let left = disk(gone.clone()).after(Loss::Everything);
    assert_eq!(left.files["db-wal"], b"log", "its removal was not synced");
    let removed = disk([gone, vec![SyncBegun(0, 3), SyncEnded(3)]].concat());
    assert!(!removed.after(Loss::Everything).files.contains_key("db-wal"));
    let moved = [synced, vec![Renamed("db-wal".into(), "x".into())]].concat();
    let moved = disk([moved, vec![SyncBegun(0, 3), SyncEnded(3)]].concat());
    assert_eq!(moved.after(Loss::Everything).files["x"], b"log");
}

#[test]
fn a_number_given_again_is_another_file() {
    let again = disk(vec![
        Opened(8, "a".into(), true),
        Written(8, 0, b"first".to_vec()),
        Unlinked("a".into()),
        Opened(8, "b".into(), true),
        Written(8, 0, b"2".to_vec()),
        SyncBegun(8, 1),
        SyncEnded(1),
        SyncBegun(0, 2),
        SyncEnded(2),
    ]);
    let left = again.after(Loss::Everything);
    assert_eq!(left.files.keys().collect::<Vec<_>>(), ["b", "db"]);
    assert_eq!(left.files["b"], b"2");
}

#[test]
fn chance_keeps_each_page_as_it_was_at_some_moment_and_repeats_itself() {
    let twice = disk(vec![
        opened(),
        write(0, b'a'),
        SyncBegun(DB, 1),
        SyncEnded(1),
        write(0, b'b'),
        write(0, b'c'),
        write(2, b'd'),
    ]);
    let mut seen = BTreeSet::new();
    for seed in 1..200 {
        let left = twice.after(Loss::Some(seed));
        assert_eq!(left.files, twice.after(Loss::Some(seed)).files);
        seen.insert(letters(&left));
    }
    let all = ["aoo", "aod", "boo", "bod", "coo", "cod"];
    assert_eq!(seen, all.map(str::to_owned).into());
}

#[test]
fn what_cannot_be_followed_is_said() {
    for event in [
        Event::Foreign("mmap".into()),
        Written(99, 0, vec![1]),
        Opened(9, "unknown".into(), false),
        SyncEnded(5),
    ] {
        assert!(Disk::with(base()).heed(event).is_err());
    }
}
