//! `ENTRIES.csv`: the entries of a contest for a recount. The first fifteen columns are a contract (DESIGN 5); the last
//! four say what only the product knows, and may be missing.

mod write;

pub use write::entries_csv;

use crate::problem::LineProblem;
use domain::quiz::prediction::{DECIMALS, Predicted};
use domain::time::{Moment, Span};
use domain::units::{Points, parse_fixed};
use std::collections::HashMap;

/// One entry as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Line in the file.
    pub line: u32,
    /// Entry, unique in the file.
    pub entry_id: String,
    /// Person.
    pub person_id: String,
    /// Unit, or empty.
    pub unit_id: String,
    /// Track, or empty.
    pub track: String,
    /// Round, or empty.
    pub round: String,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// Quiz score.
    pub score: Points,
    /// Highest quiz score.
    pub max_score: Points,
    /// Prediction, if one was given.
    pub prediction: Option<Predicted>,
    /// Start.
    pub started_at: Moment,
    /// Recorded submission; a void entry may have none.
    pub submitted_at: Option<Moment>,
    /// Whether the server finalised it.
    pub finalised: bool,
    /// Granted extra seconds.
    pub extra_seconds: u32,
    /// Essay points.
    pub essay: Option<Points>,
    /// Why it is void.
    pub void: Option<String>,
    /// Whether at least one answer was saved; yes when the file does not say.
    pub answered: bool,
    /// Working time with recorded outages subtracted; from start to submission when the file does not say.
    pub duration: Option<Span>,
    /// Whether it can win an individual prize; yes when the file does not say.
    pub can_win: bool,
    /// Right answers, for collective prizes that count them; 0 when the file does not say.
    pub right: u16,
}

/// Columns in the order of the contract.
const COLUMNS: [&str; 19] = [
    "entry_id",
    "person_id",
    "unit_id",
    "track",
    "round",
    "attempt",
    "score",
    "max_score",
    "prediction",
    "started_at",
    "submitted_at",
    "finalised",
    "extra_seconds",
    "essay",
    "void",
    "answered",
    "duration_ms",
    "can_win",
    "right",
];

/// Columns a file cannot do without.
const REQUIRED: [&str; 5] = [
    "entry_id",
    "person_id",
    "score",
    "started_at",
    "submitted_at",
];

/// Faults after which reading stops: a wrong file would list every line.
const MAX_PROBLEMS: usize = 1_000;

/// Reads entries. Columns may be in any order; `,` and `;` and tab separate.
///
/// # Errors
/// Every line that cannot be read, with what to do.
pub fn read_entries(bytes: &[u8]) -> Result<Vec<EntryRow>, Vec<LineProblem>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| vec![LineProblem::from(crate::table::TableError::NotUtf8)])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(crate::table::sniff(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let wrong = |e: &csv::Error| vec![LineProblem::whole(format!("không đọc được tệp CSV: {e}."))];
    if !reader.read_record(&mut record).map_err(|e| wrong(&e))? {
        return Err(vec![LineProblem::whole("tệp không có dòng nào.")]);
    }
    let places = places(&record)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut lines = crate::table::Lines::new(text);
    while reader.read_record(&mut record).map_err(|e| wrong(&e))? {
        let line = lines.of(&record);
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let fields = Fields {
            record: &record,
            places: &places,
        };
        match fields.entry(line) {
            Ok(row) => rows.push(row),
            Err(message) => problems.push(LineProblem::new(line, message)),
        }
        if problems.len() >= MAX_PROBLEMS {
            problems.push(LineProblem::whole("quá nhiều lỗi nên dừng đọc ở đây."));
            break;
        }
    }
    problems.extend(twice(&rows));
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

/// Entries whose id occurred before.
fn twice(rows: &[EntryRow]) -> Vec<LineProblem> {
    let mut seen: HashMap<&str, u32> = HashMap::with_capacity(rows.len());
    rows.iter()
        .filter_map(|row| {
            let first = seen.insert(&row.entry_id, row.line)?;
            let message = format!("entry_id “{}” đã có ở dòng {first}.", row.entry_id);
            Some(LineProblem::new(row.line, message))
        })
        .take(MAX_PROBLEMS)
        .collect()
}

fn places(heading: &csv::StringRecord) -> Result<[Option<usize>; 19], Vec<LineProblem>> {
    let mut places = [None; 19];
    for (i, name) in heading.iter().enumerate() {
        let name = name.trim();
        if let Some(c) = COLUMNS.iter().position(|c| name.eq_ignore_ascii_case(c)) {
            places[c] = places[c].or(Some(i));
        }
    }
    let missing: Vec<&str> = REQUIRED
        .into_iter()
        .filter(|r| {
            !COLUMNS
                .iter()
                .zip(&places)
                .any(|(c, p)| c == r && p.is_some())
        })
        .collect();
    if missing.is_empty() {
        Ok(places)
    } else {
        Err(vec![LineProblem::new(
            1,
            format!(
                "thiếu cột {}. Dòng đầu phải ghi: {}.",
                missing.join(", "),
                COLUMNS[..15].join(",")
            ),
        )])
    }
}

struct Fields<'a> {
    record: &'a csv::StringRecord,
    places: &'a [Option<usize>; 19],
}

impl Fields<'_> {
    fn get(&self, column: usize) -> &str {
        self.places[column]
            .and_then(|i| self.record.get(i))
            .map_or("", str::trim)
    }

    fn owned(&self, column: usize) -> String {
        self.get(column).to_owned()
    }

    fn required(&self, column: usize) -> Result<String, String> {
        match self.get(column) {
            "" => Err(format!("cột {} để trống.", COLUMNS[column])),
            text => Ok(text.to_owned()),
        }
    }

    fn points(&self, column: usize) -> Result<Option<Points>, String> {
        match self.get(column) {
            "" => Ok(None),
            text => Points::parse(text)
                .filter(|p| p.0 >= 0)
                .map(Some)
                .ok_or_else(|| {
                    format!(
                        "cột {}: “{text}” không phải số điểm. Ghi như 9 hoặc 9,25 (tối đa 3 chữ số thập phân).",
                        COLUMNS[column]
                    )
                }),
        }
    }

    fn moment(&self, column: usize) -> Result<Option<Moment>, String> {
        match self.get(column) {
            "" => Ok(None),
            text => Moment::parse_rfc3339(text).map(Some).ok_or_else(|| {
                format!(
                    "cột {}: “{text}” không phải thời điểm. Ghi như 2022-08-01T07:00:00+07:00.",
                    COLUMNS[column]
                )
            }),
        }
    }

    fn count(&self, column: usize, default: u32) -> Result<u32, String> {
        match self.get(column) {
            "" => Ok(default),
            text => text.parse().map_err(|_| {
                format!(
                    "cột {}: “{text}” không phải số nguyên không âm.",
                    COLUMNS[column]
                )
            }),
        }
    }

    fn yes_or_no(&self, column: usize, default: bool) -> Result<bool, String> {
        match self.get(column).to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            "" => Ok(default),
            other => Err(format!(
                "cột {}: “{other}” không hợp lệ. Ghi true hoặc false.",
                COLUMNS[column]
            )),
        }
    }

    fn right(&self) -> Result<u16, String> {
        match self.get(18) {
            "" => Ok(0),
            text => text
                .parse()
                .map_err(|_| format!("cột right: “{text}” không phải số câu.")),
        }
    }

    fn duration(&self) -> Result<Option<Span>, String> {
        match self.get(16) {
            "" => Ok(None),
            text => text
                .parse::<u32>()
                .map(|ms| Some(Span(i64::from(ms))))
                .map_err(|_| format!("cột duration_ms: “{text}” không phải số mi-li-giây.")),
        }
    }

    fn prediction(&self) -> Result<Option<Predicted>, String> {
        match self.get(8) {
            "" => Ok(None),
            text => parse_fixed(text, DECIMALS)
                .filter(|v| *v >= 0)
                .map(|v| Some(Predicted(v)))
                .ok_or_else(|| {
                    format!(
                        "cột prediction: “{text}” không phải số dự đoán. Ghi như 1250 hoặc 87,65."
                    )
                }),
        }
    }

    fn entry(&self, line: u32) -> Result<EntryRow, String> {
        let void = Some(self.owned(14)).filter(|v| !v.is_empty());
        let missing = |column: usize| format!("cột {} để trống.", COLUMNS[column]);
        let started_at = self.moment(9)?.ok_or_else(|| missing(9))?;
        let submitted_at = self.moment(10)?;
        match submitted_at {
            None if void.is_none() => return Err(missing(10)),
            Some(at) if at < started_at => {
                return Err(
                    "submitted_at sớm hơn started_at. Kiểm tra lại hai thời điểm.".to_owned(),
                );
            }
            _ => {}
        }
        let score = self.points(6)?.unwrap_or_default();
        let max_score = self.points(7)?;
        if self.get(6).is_empty() && void.is_none() {
            return Err(missing(6));
        }
        if max_score.is_some_and(|max| score > max) {
            return Err("score lớn hơn max_score. Kiểm tra lại hai cột điểm.".to_owned());
        }
        Ok(EntryRow {
            line,
            entry_id: self.required(0)?,
            person_id: self.required(1)?,
            unit_id: self.owned(2),
            track: self.owned(3),
            round: self.owned(4),
            attempt: self.count(5, 1)?.max(1),
            score,
            max_score: max_score.unwrap_or_default(),
            prediction: self.prediction()?,
            started_at,
            submitted_at,
            finalised: self.yes_or_no(11, false)?,
            extra_seconds: self.count(12, 0)?,
            essay: self.points(13)?,
            void,
            answered: self.yes_or_no(15, true)?,
            duration: self.duration()?,
            can_win: self.yes_or_no(17, true)?,
            right: self.right()?,
        })
    }
}
