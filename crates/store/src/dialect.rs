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

/// `($1, $2), ($3, $4)`: placeholders for several rows.
pub(crate) fn row_placeholders(tx: &Tx, rows: usize, columns: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 5);
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                out.push_str(", ");
            }
            placeholder(numbered(tx), row * columns + column + 1, &mut out);
        }
        out.push(')');
    }
    out
}

/// `$1, $2, $3`: placeholders for a list.
pub(crate) fn list_placeholders(tx: &Tx, items: usize) -> String {
    let mut out = String::with_capacity(items * 5);
    for item in 1..=items {
        if item > 1 {
            out.push_str(", ");
        }
        placeholder(numbered(tx), item, &mut out);
    }
    out
}

/// Whether placeholders of long statements have numbers. SQLite keeps numbers as names and the driver asks for the name of
/// each: in a statement of a thousand that search is half a million steps.
fn numbered(tx: &Tx) -> bool {
    matches!(tx, Tx::Postgres(_))
}

fn placeholder(numbered: bool, n: usize, out: &mut String) {
    if numbered {
        out.push('$');
        out.push_str(&n.to_string());
    } else {
        out.push('?');
    }
}
