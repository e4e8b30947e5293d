//! Words neither a migration nor a query of the store may use, and what may stand behind ORDER BY.

use crate::calls::all_calls;
use crate::schema::{columns, strip_comments};
use crate::{migrations, words};

/// Each means something else on the other engine, or nothing.
const NOT_PORTABLE: &[&str] = &[
    "AUTOINCREMENT",
    "SERIAL",
    "BIGSERIAL",
    "SMALLSERIAL",
    "IDENTITY",
    "NOW",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "LOCALTIMESTAMP",
    "DATE",
    "DATETIME",
    "JULIANDAY",
    "STRFTIME",
    "UNIXEPOCH",
    "EXTRACT",
    "TRIGGER",
    "REPLACE",
    "IGNORE",
    "ILIKE",
    "GLOB",
    "REGEXP",
    "SIMILAR",
    "GREATEST",
    "LEAST",
    "IFNULL",
    "NVL",
    "IIF",
    "ROWID",
    "STRICT",
    "WITHOUT",
    "PRAGMA",
    "BOOLEAN",
    "TRUE",
    "FALSE",
    "JSON",
    "JSONB",
    "JSON_EXTRACT",
    "ANY",
    "ILIKE",
    "GROUP_CONCAT",
    "STRING_AGG",
    "ARRAY_AGG",
    "AVG",
    "RANDOM",
    "GEN_RANDOM_UUID",
    "NEXTVAL",
    "TRUNCATE",
    "VACUUM",
];

/// What is not portable in a SQL text, in words.
pub(crate) fn not_portable(sql: &str) -> Option<String> {
    let words = words(sql);
    if let Some(word) = words
        .iter()
        .find(|word| NOT_PORTABLE.contains(&word.as_str()))
    {
        return Some(format!("{word} is not portable: {sql}"));
    }
    if sql.contains("::") || sql.contains('"') || sql.contains('`') || sql.contains('?') {
        return Some(format!(
            "no ::casts, no quoted names, no ? for a placeholder: {sql}"
        ));
    }
    // PostgreSQL makes a NUMERIC of the sum of a BIGINT, which no i64 can take.
    if words.iter().any(|word| word == "SUM") && !sql.contains("AS BIGINT") {
        return Some(format!("SUM needs CAST(… AS BIGINT): {sql}"));
    }
    None
}

/// Text in ORDER BY: the engine's collation would decide. Only `id`, after a number, as the last resort.
fn sorts_text(sql: &str, texts: &[String]) -> Option<String> {
    let (_, order) = sql.split_once("ORDER BY ")?;
    let order = order.split(" LIMIT").next()?;
    for (place, term) in order.split(',').enumerate() {
        let column = term.split_whitespace().next()?.rsplit('.').next()?;
        let last_resort = column == "id" && place > 0;
        if !last_resort && texts.iter().any(|name| name == column) {
            return Some(format!("sort {column} with `db::sorted`: {sql}"));
        }
    }
    None
}

/// Names of the TEXT columns of the schema.
fn text_columns() -> Vec<String> {
    let mut found = Vec::new();
    for (_, sql) in migrations() {
        found.extend(
            columns(&sql)
                .into_iter()
                .filter(|c| c.kind == "TEXT")
                .map(|c| c.name),
        );
    }
    found
}

#[test]
fn the_store_keeps_to_the_portable_subset() {
    let texts = text_columns();
    assert!(texts.len() > 50, "{texts:?}");
    for call in all_calls() {
        for sql in &call.sql {
            assert_eq!(not_portable(sql), None, "{}", call.place);
            assert_eq!(sorts_text(sql, &texts), None, "{}", call.place);
        }
    }
}

#[test]
fn migrations_keep_to_the_portable_subset() {
    let files = migrations();
    assert!(files.len() >= 3);
    for (path, sql) in files {
        assert_eq!(
            not_portable(&strip_comments(&sql)),
            None,
            "{}",
            path.display()
        );
    }
}

#[test]
fn planted_dialect_is_caught() {
    for sql in [
        "CREATE TABLE a (id BIGINT PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE a (id bigserial PRIMARY KEY)",
        "INSERT INTO a (b) VALUES (now())",
        "CREATE TRIGGER a AFTER INSERT ON b",
        "REPLACE INTO a (b) VALUES ($1)",
        "INSERT OR IGNORE INTO a (b) VALUES ($1)",
        "SELECT a FROM b WHERE c ILIKE $1",
        "SELECT GREATEST(a, b) FROM c",
        "SELECT a::text FROM b",
        "SELECT \"order\" FROM b",
        "SELECT a FROM b WHERE c = ?",
        "SELECT SUM(a) FROM b",
    ] {
        assert!(not_portable(sql).is_some(), "not caught: {sql}");
    }
    for sql in [
        "SELECT 'now() and ILIKE' FROM b",
        "SELECT CAST(SUM(a) AS BIGINT) FROM b",
    ] {
        assert_eq!(not_portable(sql), None);
    }
    let texts = ["id".to_owned(), "code".to_owned()];
    for sql in [
        "SELECT a FROM b ORDER BY code",
        "SELECT a FROM b ORDER BY n, x.code LIMIT 1",
        "… ORDER BY id",
    ] {
        assert!(sorts_text(sql, &texts).is_some(), "not caught: {sql}");
    }
    for sql in [
        "SELECT a FROM b ORDER BY n DESC, id LIMIT $1",
        "SELECT code FROM b",
    ] {
        assert_eq!(sorts_text(sql, &texts), None);
    }
}
