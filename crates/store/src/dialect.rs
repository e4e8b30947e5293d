//! The few fragments in which the two engines differ.

use crate::db::Tx;

/// Locks the selected rows one after the other in the byte order of their ids until the transaction ends. SQLite has
/// one writer, so it needs no lock.
pub(crate) fn lock_in_id_order(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => " ORDER BY id",
        Tx::Postgres(_) => " ORDER BY id COLLATE \"C\" FOR UPDATE",
    }
}

/// The same without holding up those who only refer to the rows.
pub(crate) fn lock_rows_in_id_order(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => " ORDER BY id",
        Tx::Postgres(_) => " ORDER BY id COLLATE \"C\" FOR NO KEY UPDATE",
    }
}

/// Locks the selected row until the transaction ends, without holding up those who only refer to it.
pub(crate) fn lock_row(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " FOR NO KEY UPDATE",
    }
}

/// Locks the selected rows, leaving out those another transaction holds: waiting for them in any other order than that
/// of the ids could end in a deadlock. A transaction that only reads looks without locking.
pub(crate) fn lock_what_is_free(tx: &Tx) -> &'static str {
    match tx {
        Tx::Postgres(tx) if tx.may_write() => " FOR UPDATE SKIP LOCKED",
        Tx::Sqlite(_) | Tx::Postgres(_) => "",
    }
}

/// The clock of the database in epoch milliseconds. SQLite has none but ours: nothing is asked there.
pub(crate) fn clock(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "0",
        Tx::Postgres(_) => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
    }
}

/// `(?, ?), (?, ?)`: places for several rows of a statement of SQLite. Without numbers: SQLite keeps numbers as names and
/// the driver asks for the name of each; in a statement of a thousand that search is half a million steps.
pub(crate) fn rows_of_places(rows: usize, columns: usize) -> String {
    let row = format!("({})", places(columns));
    vec![row; rows].join(", ")
}

/// `?, ?, ?`: places for a list of SQLite.
pub(crate) fn places(items: usize) -> String {
    vec!["?"; items].join(", ")
}

/// `… = ANY($1) …` for a statement that ends with `IN`, as PostgreSQL takes a list: one value, one text for any length.
pub(crate) fn any_of(ends_with_in: &'static str, tail: &str) -> String {
    let before = ends_with_in.strip_suffix("IN ").unwrap_or(ends_with_in);
    format!("{before}= ANY($1){tail}")
}

/// `… SELECT * FROM UNNEST($1, $2) …` for a statement whose head ends with `VALUES`, as PostgreSQL takes many rows: an array
/// of each column. A place for each value costs it, and the driver, several times as much (docs/PERFORMANCE.md).
pub(crate) fn from_arrays(ends_with_values: &'static str, columns: usize, tail: &str) -> String {
    let before = ends_with_values.strip_suffix("VALUES ");
    let before = before.unwrap_or(ends_with_values);
    let arrays: Vec<String> = (1..=columns).map(|n| format!("${n}")).collect();
    format!("{before}SELECT * FROM UNNEST({}) {tail}", arrays.join(", "))
}
