//! The macros that run one SQL text on whichever engine is live.

/// Runs a statement; gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(t) => {
                let done = sqlx::query::<sqlx::Sqlite>($sql)$(.bind($bind))*.execute(t.connection()).await;
                t.heed(done).map(|done| done.rows_affected())
            }
            $crate::db::Tx::Postgres(t) => {
                let asked = sqlx::query::<sqlx::Postgres>($sql)$(.bind($bind))*.execute(t.connection());
                let done = $crate::db::patience::in_time(asked).await;
                t.heed(done).map(|done| done.rows_affected())
            }
        }
    };
}

/// Fetches rows with one of sqlx's `fetch_*` methods into a type that derives `FromRow`.
macro_rules! fetch {
    ($how:ident, $row:ty, $tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(t) => {
                let found = sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*.$how(t.connection()).await;
                t.heed(found)
            }
            $crate::db::Tx::Postgres(t) => {
                let asked = sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*.$how(t.connection());
                let found = $crate::db::patience::in_time(asked).await;
                t.heed(found)
            }
        }
    };
}

/// Fetches rows for a list of text keys: `$sql` ends with `IN`, `$tail` follows the list. In chunks both engines
/// accept, so `$tail` orders only within 400 keys: who promises an order sorts the outcome. No key, no statement.
///
/// PostgreSQL takes the list as one array. For SQLite it is filled up to a power of two with its last key: a text for
/// every length would push the prepared statements of all others out of the connection's memory.
macro_rules! fetch_in {
    ($row:ty, $tx:expr, $sql:literal, $tail:expr, $keys:expr) => {{
        // Each key once, in one order everywhere: a key repeated in two chunks would give its rows twice, and two
        // nodes that lock the same rows in opposite orders would wait for each other.
        let mut keys: Vec<&str> = $keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found: Vec<$row> = Vec::new();
        for chunk in keys.chunks(400) {
            match &mut *$tx {
                $crate::db::Tx::Sqlite(t) => {
                    let slots = chunk.len().next_power_of_two();
                    let filled = chunk.iter().chain(std::iter::repeat(&chunk[chunk.len() - 1])).take(slots);
                    let sql = format!(concat!($sql, " ({}){}"), $crate::dialect::places(slots), $tail);
                    let mut query = sqlx::query_as::<sqlx::Sqlite, $row>(sqlx::AssertSqlSafe(sql));
                    for key in filled { query = query.bind(*key); }
                    let rows = query.fetch_all(t.connection()).await;
                    found.extend(t.heed(rows)?);
                }
                $crate::db::Tx::Postgres(t) => {
                    let sql = $crate::dialect::any_of(concat!($sql, " "), $tail);
                    let query = sqlx::query_as::<sqlx::Postgres, $row>(sqlx::AssertSqlSafe(sql)).bind(chunk);
                    let rows = $crate::db::patience::in_time(query.fetch_all(t.connection())).await;
                    found.extend(t.heed(rows)?);
                }
            }
        }
        found
    }};
}

/// Fetches rows for pairs of a text and a number: `$sql` reads from `wanted (key, number)`. In chunks both engines accept.
/// No pair, no statement.
macro_rules! fetch_pairs {
    ($row:ty, $tx:expr, $sql:literal, $pairs:expr) => {{
        /// Fills a list up to a power of two, as `fetch_in!` does: no row has it.
        const NOTHING: (&str, i64) = ("", i64::MIN);
        let mut pairs: Vec<(&str, i64)> =
            $pairs.iter().map(|(key, n)| (key.as_str(), *n)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut found: Vec<$row> = Vec::new();
        for chunk in pairs.chunks(256) {
            match &mut *$tx {
                $crate::db::Tx::Sqlite(t) => {
                    let slots = chunk.len().next_power_of_two();
                    let filled = chunk.iter().chain(std::iter::repeat(&NOTHING)).take(slots);
                    let rows = $crate::dialect::rows_of_places(slots, 2);
                    let sql = format!(
                        concat!("WITH wanted (key, number) AS (VALUES {}) ", $sql),
                        rows
                    );
                    let mut query = sqlx::query_as::<sqlx::Sqlite, $row>(sqlx::AssertSqlSafe(sql));
                    for (key, number) in filled {
                        query = query.bind(*key).bind(*number);
                    }
                    let rows = query.fetch_all(t.connection()).await;
                    found.extend(t.heed(rows)?);
                }
                $crate::db::Tx::Postgres(t) => {
                    let sql = concat!(
                        "WITH wanted (key, number) AS (SELECT * FROM UNNEST($1, $2)) ",
                        $sql
                    );
                    let (keys, numbers): (Vec<&str>, Vec<i64>) = chunk.iter().copied().unzip();
                    let query = sqlx::query_as::<sqlx::Postgres, $row>(sql)
                        .bind(keys)
                        .bind(numbers);
                    let rows = $crate::db::patience::in_time(query.fetch_all(t.connection())).await;
                    found.extend(t.heed(rows)?);
                }
            }
        }
        found
    }};
}

/// Writes many rows in few statements: `$head` ends with `VALUES`, `$tail` may hold an `ON CONFLICT` clause; or `$head` is
/// `WITH name (columns) AS (VALUES`, and `$tail` ends the bracket and changes other rows by those.
/// `$rows` are in key order (see [`crate::db::last_per_key`]). No row, no statement.
///
/// PostgreSQL takes each column as one array. For SQLite, pieces of 256, 128, 64 … rows, so that few texts are prepared; a
/// full batch of the writer is one piece.
macro_rules! insert_rows {
    ($tx:expr, $head:literal, $tail:literal, $columns:literal, $rows:expr, |$row:ident| $($bind:expr),+ $(,)?) => {{
        let mut affected = 0_u64;
        match &mut *$tx {
            $crate::db::Tx::Sqlite(t) => {
                for chunk in $crate::db::in_powers_of_two(&$rows) {
                    let places = $crate::dialect::rows_of_places(chunk.len(), $columns);
                    let sql = format!(concat!($head, " {} ", $tail), places);
                    let mut query = sqlx::query::<sqlx::Sqlite>(sqlx::AssertSqlSafe(sql));
                    for $row in chunk { query = query$(.bind($bind))+; }
                    let done = query.execute(t.connection()).await;
                    affected += t.heed(done)?.rows_affected();
                }
            }
            $crate::db::Tx::Postgres(t) => {
                for chunk in $rows.chunks($crate::db::AT_ONCE) {
                    let sql = $crate::dialect::from_arrays(concat!($head, " "), $columns, $tail);
                    let query = sqlx::query::<sqlx::Postgres>(sqlx::AssertSqlSafe(sql))
                        $(.bind(chunk.iter().map(|$row| $bind).collect::<Vec<_>>()))+;
                    let done = $crate::db::patience::in_time(query.execute(t.connection())).await;
                    affected += t.heed(done)?.rows_affected();
                }
            }
        }
        affected
    }};
}
