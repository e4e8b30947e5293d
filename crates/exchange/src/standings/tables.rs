//! The tables committees download: participation per unit, and standings.

use crate::export::{self, Cell, Column, ColumnKind, TableExport};
use crate::problem::WriteError;
use domain::quiz::prediction::{DECIMALS, Predicted};
use domain::time::{Moment, Span};
use domain::units::{Dong, Points};

/// Participation of one unit in one round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParticipationRow {
    /// Round, or empty for all rounds together.
    pub round: String,
    /// Code of the unit.
    pub unit_code: String,
    /// Unit.
    pub unit: String,
    /// Bloc.
    pub bloc: String,
    /// People on the roster; none without a roster.
    pub roster: Option<i64>,
    /// People who took part.
    pub participants: i64,
    /// Leaders on the roster; none without a roster.
    pub leaders: Option<i64>,
    /// Leaders who took part; none without a roster.
    pub leaders_in: Option<i64>,
}

/// One line of standings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// Rank; none for a void entry.
    pub rank: Option<u32>,
    /// Full name.
    pub name: String,
    /// Roster code; empty for who declared themselves.
    pub code: String,
    /// Telephone, of prize winners only: they are told.
    pub phone: String,
    /// Unit.
    pub unit: String,
    /// Track.
    pub track: String,
    /// Quiz score.
    pub score: Points,
    /// Prediction.
    pub prediction: Option<Predicted>,
    /// Distance to the true number.
    pub distance: Option<Predicted>,
    /// Working time.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Prize.
    pub prize: Option<String>,
    /// Money.
    pub amount: Option<Dong>,
    /// Remark: why the entry is void.
    pub note: String,
}

/// The table of participation; the rate is left empty without a roster.
#[must_use]
pub fn participation(title: &str, rows: &[ParticipationRow]) -> TableExport {
    use ColumnKind::{Number, Text};
    let columns = [
        ("Đợt", Text),
        ("Mã đơn vị", Text),
        ("Đơn vị", Text),
        ("Khối", Text),
        ("Số người theo danh sách", Number),
        ("Số người dự thi", Number),
        ("Tỷ lệ (%)", Number),
        ("Số lãnh đạo", Number),
        ("Lãnh đạo dự thi", Number),
    ];
    let row = |r: &ParticipationRow| {
        vec![
            Cell::text(&r.round),
            Cell::text(&r.unit_code),
            Cell::text(&r.unit),
            Cell::text(&r.bloc),
            Cell::or_empty(r.roster.map(Cell::whole)),
            Cell::whole(r.participants),
            Cell::or_empty(r.roster.and_then(|of| rate(r.participants, of))),
            Cell::or_empty(r.leaders.map(Cell::whole)),
            Cell::or_empty(r.leaders_in.map(Cell::whole)),
        ]
    };
    table(title, &columns, rows.iter().map(row).collect())
}

/// Per cent with one decimal, rounded as [`domain::units::percent`] does.
fn rate(part: i64, whole: i64) -> Option<Cell> {
    (whole > 0).then(|| Cell::Number {
        value: (part * 1_000 + whole / 2) / whole,
        decimals: 1,
    })
}

/// The table of standings.
#[must_use]
pub fn standings(title: &str, rows: &[StandingRow]) -> TableExport {
    use ColumnKind::{Money, Number, Text};
    let columns = [
        ("Hạng", Number),
        ("Họ và tên", Text),
        ("Mã dự thi", Text),
        ("Đơn vị", Text),
        ("Bảng thi", Text),
        ("Điểm", Number),
        ("Dự đoán", Number),
        ("Độ lệch", Number),
        ("Thời gian làm bài (giây)", Number),
        ("Thời điểm nộp bài", ColumnKind::Moment),
        ("Giải", Text),
        ("Tiền thưởng (đồng)", Money),
        ("Điện thoại người được giải", Text),
        ("Ghi chú", Text),
    ];
    let predicted = |p: Predicted| Cell::Number {
        value: p.0,
        decimals: DECIMALS,
    };
    let row = |r: &StandingRow| {
        vec![
            Cell::or_empty(r.rank.map(|n| Cell::whole(i64::from(n)))),
            Cell::text(&r.name),
            Cell::text(&r.code),
            Cell::text(&r.unit),
            Cell::text(&r.track),
            Cell::points(r.score),
            Cell::or_empty(r.prediction.map(predicted)),
            Cell::or_empty(r.distance.map(predicted)),
            Cell::or_empty(r.duration.map(|d| Cell::Number {
                value: d.0,
                decimals: 3,
            })),
            Cell::or_empty(r.submitted_at.map(Cell::Moment)),
            Cell::text(r.prize.clone().unwrap_or_default()),
            Cell::or_empty(r.amount.map(Cell::Money)),
            Cell::text(&r.phone),
            Cell::text(&r.note),
        ]
    };
    table(title, &columns, rows.iter().map(row).collect())
}

fn table(title: &str, columns: &[(&str, ColumnKind)], rows: Vec<Vec<Cell>>) -> TableExport {
    TableExport {
        title: title.to_owned(),
        columns: columns.iter().map(|(n, k)| Column::new(*n, *k)).collect(),
        rows,
    }
}

/// [`participation`] as CSV.
#[must_use]
pub fn participation_csv(title: &str, rows: &[ParticipationRow]) -> Vec<u8> {
    export::csv(&participation(title, rows))
}

/// [`participation`] as a workbook.
///
/// # Errors
/// When the table is larger than a sheet can be.
pub fn participation_xlsx(title: &str, rows: &[ParticipationRow]) -> Result<Vec<u8>, WriteError> {
    export::xlsx(&participation(title, rows))
}

/// [`standings`] as CSV.
#[must_use]
pub fn standings_csv(title: &str, rows: &[StandingRow]) -> Vec<u8> {
    export::csv(&standings(title, rows))
}

/// [`standings`] as a workbook.
///
/// # Errors
/// When the table is larger than a sheet can be.
pub fn standings_xlsx(title: &str, rows: &[StandingRow]) -> Result<Vec<u8>, WriteError> {
    export::xlsx(&standings(title, rows))
}
