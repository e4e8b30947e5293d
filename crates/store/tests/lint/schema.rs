//! Statements, column types and names in the migrations.

use crate::{migrations, split_at_commas, to_closing_bracket, words};

/// A column as a migration declares it.
pub(crate) struct Column {
    pub(crate) table: String,
    pub(crate) name: String,
    /// The words of its type, upper case.
    pub(crate) kind: String,
}

const KINDS: [&str; 3] = ["TEXT", "BIGINT", "DOUBLE PRECISION"];

/// Names that need quotes on PostgreSQL or SQLite, and a few that invite mistakes.
const RESERVED: &str = "ALL ALTER ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION AUTOINCREMENT BETWEEN \
    BINARY BOTH CASE CAST CHECK COLLATE COLLATION COLUMN COMMIT CONCURRENTLY CONSTRAINT CREATE CROSS CURRENT_CATALOG \
    CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DELETE DESC \
    DISTINCT DO DROP ELSE END ESCAPE EXCEPT EXISTS FALSE FETCH FOR FOREIGN FREEZE FROM FULL GRANT GROUP HAVING ILIKE IN \
    INDEX INITIALLY INNER INSERT INTERSECT INTO IS ISNULL JOIN KEY LATERAL LEADING LEFT LIKE LIMIT LOCALTIME \
    LOCALTIMESTAMP NATURAL NOT NOTHING NOTNULL NULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS PLACING PRIMARY REFERENCES \
    RETURNING RIGHT SELECT SESSION_USER SET SIMILAR SOME SYMMETRIC TABLE TABLESAMPLE THEN TO TRAILING TRANSACTION TRUE \
    UNION UNIQUE UPDATE USER USING VALUE VALUES VARIADIC VERBOSE WHEN WHERE WINDOW WITH";

/// The text without `--` comments.
pub(crate) fn strip_comments(sql: &str) -> String {
    sql.lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Columns of every CREATE TABLE and ADD COLUMN.
pub(crate) fn columns(sql: &str) -> Vec<Column> {
    let sql = strip_comments(sql);
    let mut found = Vec::new();
    for statement in sql.split(';').map(str::trim) {
        let head = words(statement);
        match head.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["CREATE", "TABLE", table, ..] => {
                let Some(body) = statement
                    .find('(')
                    .and_then(|at| to_closing_bracket(&statement[at + 1..]))
                else {
                    panic!("no columns: {statement}");
                };
                found.extend(
                    split_at_commas(body)
                        .iter()
                        .filter_map(|item| column(table, item)),
                );
            }
            ["ALTER", "TABLE", table, "ADD", "COLUMN", ..] => {
                let at = statement.to_uppercase().find("COLUMN").unwrap() + "COLUMN".len();
                found.extend(column(table, &statement[at..]));
            }
            _ => {}
        }
    }
    found
}

/// The column an item of a table declares, if it is not a constraint.
fn column(table: &str, item: &str) -> Option<Column> {
    const AFTER_TYPE: [&str; 9] = [
        "NOT",
        "NULL",
        "PRIMARY",
        "UNIQUE",
        "REFERENCES",
        "CHECK",
        "DEFAULT",
        "CONSTRAINT",
        "COLLATE",
    ];
    let words = words(item);
    if ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"].contains(&words[0].as_str()) {
        return None;
    }
    let kind: Vec<&str> = words[1..]
        .iter()
        .map(String::as_str)
        .take_while(|word| !AFTER_TYPE.contains(word))
        .collect();
    Some(Column {
        table: table.to_lowercase(),
        name: words[0].to_lowercase(),
        kind: kind.join(" "),
    })
}

/// What is wrong with a migration, in words.
fn problems(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    for statement in strip_comments(sql)
        .split(';')
        .map(str::trim)
        .filter(|s| !s.is_empty())
    {
        let head = words(statement);
        let known = matches!(
            head.iter().map(String::as_str).collect::<Vec<_>>()[..],
            ["CREATE", "TABLE", ..]
                | ["CREATE", "INDEX", ..]
                | ["CREATE", "UNIQUE", "INDEX", ..]
                | ["ALTER", "TABLE", _, "ADD", "COLUMN", ..]
                | ["ALTER", "TABLE", _, "RENAME", ..]
                | ["DROP", "TABLE" | "INDEX", ..]
                | ["INSERT", "INTO", ..]
                | ["UPDATE", ..]
                | ["DELETE", "FROM", ..]
        );
        if !known {
            found.push(format!("a statement the engines do not share: {statement}"));
        }
    }
    for column in columns(sql) {
        let place = format!("{}.{}", column.table, column.name);
        if !KINDS.contains(&column.kind.as_str()) {
            found.push(format!("{place} is {}, not one of {KINDS:?}", column.kind));
        }
        for name in [&column.table, &column.name] {
            if RESERVED
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case(name))
            {
                found.push(format!("{place}: {name} is a reserved word"));
            }
        }
    }
    found
}

#[test]
fn migrations_share_one_schema_language() {
    let mut tables = 0;
    for (path, sql) in migrations() {
        assert_eq!(problems(&sql), Vec::<String>::new(), "{}", path.display());
        tables += strip_comments(&sql).matches("CREATE TABLE").count();
    }
    assert!(tables >= 17, "only {tables} tables found");
}

#[test]
fn planted_offences_are_caught() {
    for sql in [
        "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        "CREATE TABLE a (b VARCHAR(20) NOT NULL)",
        "CREATE TABLE a (b BOOLEAN)",
        "CREATE TABLE a (b)",
        "CREATE TABLE a (b TEXT, at TIMESTAMPTZ NOT NULL)",
        "CREATE TABLE a (b DOUBLE)",
        "CREATE TABLE a (user TEXT NOT NULL)",
        "CREATE TABLE a (value TEXT)",
        "CREATE TABLE group (b TEXT)",
        "ALTER TABLE a ADD COLUMN b JSONB",
        "ALTER TABLE a ALTER COLUMN b TYPE TEXT",
        "CREATE TRIGGER a AFTER INSERT ON b",
        "CREATE TYPE a AS ENUM ('b')",
        "PRAGMA user_version = 1",
    ] {
        assert!(!problems(sql).is_empty(), "not caught: {sql}");
    }
    let right = "CREATE TABLE a ( -- INTEGER\n id TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n IN (0, 1)), \
        share DOUBLE PRECISION, b TEXT NOT NULL REFERENCES c (id), UNIQUE (id, n)); \
        ALTER TABLE a ADD COLUMN d BIGINT; CREATE UNIQUE INDEX e ON a (n, d);";
    assert_eq!(problems(right), Vec::<String>::new());
    assert_eq!(columns(right).len(), 5);
}
