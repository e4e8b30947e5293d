//! The workbook committees fill in with their people.

use super::roster::{COLUMNS, EXAMPLE};
use crate::export::{Cell, Column, ColumnKind, TableExport, book};
use crate::problem::WriteError;
use domain::contest::RuleSheet;

/// The template: heading, one example, and a sheet that explains the columns with the blocs and tracks of this contest.
///
/// # Errors
/// When the workbook cannot be made.
pub fn roster_template(rules: &RuleSheet) -> Result<Vec<u8>, WriteError> {
    let bloc = rules
        .eligibility
        .blocs
        .first()
        .map_or("", |b| b.name.as_str());
    let track = rules.tracks.first().map_or("", |t| t.name.as_str());
    let example = [
        EXAMPLE,
        "Nguyễn Văn An",
        "UBND-01",
        "Uỷ ban nhân dân xã",
        bloc,
        "Công chức",
        "x",
        "21/7/1990",
        "0912345678",
        "",
        track,
    ];
    let roster = TableExport {
        title: "Danh sách".to_owned(),
        columns: COLUMNS
            .iter()
            .map(|c| Column::new(c.title, ColumnKind::Text))
            .collect(),
        rows: vec![example.into_iter().map(Cell::text).collect()],
    };
    book(&[&roster, &guide(rules)])
}

fn guide(rules: &RuleSheet) -> TableExport {
    let blocs: Vec<&str> = rules
        .eligibility
        .blocs
        .iter()
        .map(|b| b.name.as_str())
        .collect();
    let tracks: Vec<&str> = rules.tracks.iter().map(|t| t.name.as_str()).collect();
    let one_of = |names: &[&str]| {
        if names.is_empty() {
            "Không bắt buộc.".to_owned()
        } else {
            format!("Một trong: {}.", names.join("; "))
        }
    };
    let lines = [
        ("Mã cán bộ", "Bắt buộc, mỗi người một mã. Dòng có mã VÍ DỤ không được nhập.".to_owned()),
        ("Họ và tên", "Bắt buộc.".to_owned()),
        ("Mã đơn vị", "Nên có. Cùng một mã phải cùng một tên đơn vị.".to_owned()),
        ("Tên đơn vị", "Bắt buộc, ít nhất một lần cho mỗi mã đơn vị.".to_owned()),
        ("Khối", one_of(&blocs)),
        ("Chức danh/Loại", "Như: Công chức, Viên chức, Người hoạt động không chuyên trách.".to_owned()),
        ("Lãnh đạo", "Ghi x nếu là lãnh đạo đơn vị.".to_owned()),
        ("Ngày sinh", "Ghi như 21/7/1990.".to_owned()),
        ("Điện thoại", "Ghi như 0912345678.".to_owned()),
        (
            "Số định danh nội bộ",
            "Không bắt buộc. Dùng để đối chiếu với thành viên Ban Tổ chức. Không dùng số hay ảnh căn cước.".to_owned(),
        ),
        ("Nhóm thi", one_of(&tracks)),
        ("Lưu ý", "Thứ tự cột không quan trọng. Giữ nguyên tên cột. Nhiều nhất 200.000 dòng.".to_owned()),
    ];
    TableExport {
        title: "Hướng dẫn".to_owned(),
        columns: vec![
            Column::new("Cột", ColumnKind::Text),
            Column::new("Cách ghi", ColumnKind::Text),
        ],
        rows: lines
            .into_iter()
            .map(|(a, b)| vec![Cell::text(a), Cell::Text(b)])
            .collect(),
    }
}
