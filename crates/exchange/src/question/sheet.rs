//! Questions in a workbook or CSV file with our columns, and the template for them.

use super::aiken::letters;
use super::bank_toml::is_true_false;
use super::gift::true_false;
use super::{ImportedKind, ImportedOption, ImportedQuestion, Outcome, Weight};
use crate::export::{Cell, Column, ColumnKind, TableExport, book};
use crate::problem::{LineProblem, RowProblem, WriteError};
use crate::table::{self, Header, HeaderRow, Row};
use domain::question::{Level, Source, letter};
use domain::text::{fold, tidy_lines};
use domain::time::Day;

pub(super) const CODE: usize = 0;
const TOPIC: usize = 1;
const LEVEL: usize = 2;
const STEM: usize = 3;
const OPTION_A: usize = 4;
const ANSWER: usize = 12;
const EXPLANATION: usize = 13;
const DOCUMENT: usize = 14;
const ARTICLE: usize = 15;
const DATE: usize = 16;
const KIND: usize = 17;

const fn column(title: &'static str, also: &'static [&'static str], required: bool) -> Header {
    Header {
        title,
        also,
        required,
    }
}

/// Columns in the order of the template.
pub(super) const COLUMNS: [Header; 18] = [
    column("Mã câu", &["ma", "ma cau hoi", "code"], false),
    column("Chủ đề", &["chuyen de", "linh vuc", "topic"], false),
    column("Mức độ", &["muc", "muc do nhan thuc", "level"], false),
    column(
        "Câu hỏi",
        &["noi dung cau hoi", "noi dung", "question"],
        true,
    ),
    column("Phương án A", &["a", "dap an a", "lua chon a"], true),
    column("Phương án B", &["b", "dap an b", "lua chon b"], true),
    column("Phương án C", &["c", "dap an c", "lua chon c"], false),
    column("Phương án D", &["d", "dap an d", "lua chon d"], false),
    column("Phương án E", &["e", "dap an e", "lua chon e"], false),
    column("Phương án F", &["f", "dap an f", "lua chon f"], false),
    column("Phương án G", &["g", "dap an g", "lua chon g"], false),
    column("Phương án H", &["h", "dap an h", "lua chon h"], false),
    column("Đáp án", &["dap an dung", "dung", "answer"], true),
    column("Giải thích", &["loi giai thich", "explanation"], false),
    column("Văn bản", &["can cu", "nguon", "document"], false),
    column("Điều khoản", &["dieu", "article"], false),
    column("Ngày ban hành", &["ngay van ban", "date"], false),
    column("Loại câu", &["loai cau hoi", "kind"], false),
];

/// Code of the template's example, which is never imported.
const EXAMPLE: &str = "VÍ DỤ";

/// Whether the first line of a text looks like our heading.
pub(crate) fn looks_like_header(line: &str) -> bool {
    let line = fold(line);
    line.contains("cau hoi") && line.contains("dap an")
}

/// Reads questions; what cannot be read is a problem of its row.
pub(crate) fn read(bytes: &[u8]) -> Outcome {
    let mut outcome = Outcome::default();
    let table = match table::read(bytes) {
        Ok(table) => table,
        Err(error) => {
            outcome.problems.push(error.into());
            return outcome;
        }
    };
    let heading = match HeaderRow::find(&table, &COLUMNS) {
        Ok(heading) => heading,
        Err(problems) => {
            outcome.problems = problems.into_iter().map(LineProblem::from).collect();
            return outcome;
        }
    };
    for row in &table.rows[heading.first_row..] {
        let reader = RowReader {
            heading: &heading,
            row,
        };
        if reader.get(CODE).to_uppercase() == EXAMPLE {
            continue;
        }
        let mut faults = heading.faults(row);
        if faults.is_empty() {
            match reader.question() {
                Ok(question) => outcome.questions.push(question),
                Err(problem) => faults.push(problem),
            }
        }
        for fault in faults {
            outcome.problems.push(fault.into());
            if outcome.go_on().is_break() {
                return outcome;
            }
        }
    }
    outcome
}

struct RowReader<'a> {
    heading: &'a HeaderRow,
    row: &'a Row,
}

impl RowReader<'_> {
    fn get(&self, column: usize) -> String {
        self.heading.get(self.row, column)
    }

    fn filled(&self, column: usize) -> Option<String> {
        Some(self.get(column)).filter(|t| !t.is_empty())
    }

    fn fault(&self, column: usize, message: impl Into<String>) -> RowProblem {
        RowProblem::cell(self.row.number, COLUMNS[column].title, message)
    }

    fn question(&self) -> Result<ImportedQuestion, RowProblem> {
        let stem = tidy_lines(self.heading.raw(self.row, STEM));
        if stem.is_empty() {
            return Err(self.fault(STEM, "để trống. Viết nội dung câu hỏi."));
        }
        let stated = self.kind()?;
        let mut options = self.options()?;
        if options.is_empty() && stated == Some(ImportedKind::TrueFalse) {
            options = true_false(false);
        }
        let right = self.right(&options, stated)?;
        let share = Weight::each_of(right.len());
        for place in &right {
            options[*place].correct = true;
            options[*place].weight = share;
        }
        for (i, option) in options.iter_mut().enumerate() {
            if !right.contains(&i) {
                option.correct = false;
                option.weight = Weight::ZERO;
            }
        }
        let explanation = tidy_lines(self.heading.raw(self.row, EXPLANATION));
        Ok(ImportedQuestion {
            kind: stated.unwrap_or(match right.len() {
                _ if is_true_false(&options) => ImportedKind::TrueFalse,
                1 => ImportedKind::SingleChoice,
                _ => ImportedKind::MultipleChoice,
            }),
            stem,
            options,
            explanation: Some(explanation).filter(|e| !e.is_empty()),
            topic: self.filled(TOPIC),
            level: self.level()?,
            source: self.source()?,
            line: Some(self.row.number),
            code: self.filled(CODE),
        })
    }

    fn kind(&self) -> Result<Option<ImportedKind>, RowProblem> {
        let Some(text) = self.filled(KIND) else {
            return Ok(None);
        };
        Ok(Some(match fold(&text).as_str() {
            "chon mot" | "mot dap an" | "single_choice" => ImportedKind::SingleChoice,
            "chon nhieu" | "nhieu dap an" | "multiple_choice" => ImportedKind::MultipleChoice,
            "dung/sai" | "dung sai" | "true_false" => ImportedKind::TrueFalse,
            "tu luan" | "essay" => ImportedKind::Essay,
            _ => {
                return Err(self.fault(
                    KIND,
                    format!("loại câu “{text}” chưa được hỗ trợ. Ghi Chọn một, Chọn nhiều, Đúng/Sai hoặc Tự luận."),
                ));
            }
        }))
    }

    /// Options up to the last filled one; a gap between them is a mistake.
    fn options(&self) -> Result<Vec<ImportedOption>, RowProblem> {
        let texts: Vec<String> = (OPTION_A..ANSWER).map(|c| self.get(c)).collect();
        let used = texts
            .iter()
            .rposition(|t| !t.is_empty())
            .map_or(0, |i| i + 1);
        if let Some(gap) = texts[..used].iter().position(String::is_empty) {
            return Err(self.fault(
                OPTION_A + gap,
                "để trống trong khi phương án sau có nội dung. Điền hoặc dồn các phương án lại.",
            ));
        }
        let option = |text: String| ImportedOption {
            text,
            correct: false,
            weight: Weight::ZERO,
        };
        Ok(texts.into_iter().take(used).map(option).collect())
    }

    /// Places of the right options.
    fn right(
        &self,
        options: &[ImportedOption],
        stated: Option<ImportedKind>,
    ) -> Result<Vec<usize>, RowProblem> {
        let answer = self.get(ANSWER);
        if stated == Some(ImportedKind::Essay) {
            return Ok(Vec::new());
        }
        if answer.is_empty() {
            return Err(self.fault(
                ANSWER,
                "để trống. Ghi chữ cái của phương án đúng, như B hoặc A,C.",
            ));
        }
        // a column of Đúng/Sai questions is often answered in words
        let in_words = ["dung", "sai"].iter().position(|w| *w == fold(&answer));
        if let Some(place) = in_words.filter(|_| is_true_false(options)) {
            return Ok(vec![place]);
        }
        let letters = letters(&answer).ok_or_else(|| {
            self.fault(
                ANSWER,
                format!("“{answer}” không phải chữ cái phương án. Ghi như B hoặc A,C."),
            )
        })?;
        letters
            .into_iter()
            .map(|l| {
                (0..options.len()).find(|i| letter(*i) == l).ok_or_else(|| {
                    self.fault(ANSWER, format!("đáp án {l} không có trong các phương án. Sửa đáp án hoặc thêm phương án."))
                })
            })
            .collect()
    }

    fn level(&self) -> Result<Option<Level>, RowProblem> {
        let Some(text) = self.filled(LEVEL) else {
            return Ok(None);
        };
        Level::parse(&text).map(Some).ok_or_else(|| {
            self.fault(
                LEVEL,
                format!("“{text}” không phải mức độ. Ghi Nhận biết, Thông hiểu, Vận dụng hoặc Vận dụng cao."),
            )
        })
    }

    fn source(&self) -> Result<Option<Source>, RowProblem> {
        let date = match self.filled(DATE) {
            None => String::new(),
            Some(text) => Day::parse(&text).map(Day::iso).ok_or_else(|| {
                self.fault(
                    DATE,
                    format!("“{text}” không phải ngày. Ghi như 15/7/2021."),
                )
            })?,
        };
        let source = Source {
            document: self.get(DOCUMENT),
            article: self.get(ARTICLE),
            date,
        };
        Ok(Some(source).filter(|s| *s != Source::default()))
    }
}

/// The workbook people fill in: heading, one example, and a sheet that explains the columns.
///
/// # Errors
/// When the workbook cannot be made.
pub fn template() -> Result<Vec<u8>, WriteError> {
    let example = [
        EXAMPLE,
        "thu_tuc",
        "Nhận biết",
        "Cơ quan nào ban hành Nghị quyết số 76/NQ-CP ngày 15/7/2021?",
        "Quốc hội",
        "Chính phủ",
        "Bộ Nội vụ",
        "Uỷ ban nhân dân tỉnh",
        "",
        "",
        "",
        "",
        "B",
        "Ký hiệu NQ-CP là nghị quyết của Chính phủ.",
        "Nghị quyết số 76/NQ-CP",
        "",
        "15/7/2021",
        "Chọn một",
    ];
    let questions = TableExport {
        title: "Câu hỏi".to_owned(),
        columns: heading(),
        rows: vec![example.into_iter().map(Cell::text).collect()],
    };
    book(&[&questions, &guide()])
}

/// Columns of the template, all of them text.
pub(super) fn heading() -> Vec<Column> {
    COLUMNS
        .iter()
        .map(|c| Column::new(c.title, ColumnKind::Text))
        .collect()
}

fn guide() -> TableExport {
    let lines = [
        (
            "Mã câu",
            "Không bắt buộc, không trùng nhau. Dòng có mã VÍ DỤ không được nhập.",
        ),
        ("Chủ đề", "Mã hoặc tên chủ đề trong thể lệ."),
        (
            "Mức độ",
            "Nhận biết, Thông hiểu, Vận dụng, Vận dụng cao (hoặc NB, TH, VD, VDC).",
        ),
        ("Câu hỏi", "Bắt buộc, nhiều nhất 2.000 ký tự."),
        (
            "Phương án A đến H",
            "Ít nhất hai, nhiều nhất tám, không trùng nhau, mỗi phương án nhiều nhất 1.000 ký tự.",
        ),
        (
            "Đáp án",
            "Chữ cái của phương án đúng: B. Câu chọn nhiều: A,C.",
        ),
        (
            "Giải thích",
            "Vì sao đúng. Không ghi “đáp án B” vì phương án sẽ được xáo trộn.",
        ),
        (
            "Văn bản, Điều khoản, Ngày ban hành",
            "Căn cứ để kiểm tra lại. Ngày ghi như 15/7/2021.",
        ),
        (
            "Loại câu",
            "Để trống, hoặc: Chọn một, Chọn nhiều, Đúng/Sai, Tự luận.",
        ),
        (
            "Lưu ý",
            "Thứ tự cột không quan trọng. Giữ nguyên tên cột ở dòng đầu. Lưu dạng .xlsx.",
        ),
    ];
    TableExport {
        title: "Hướng dẫn".to_owned(),
        columns: vec![
            Column::new("Cột", ColumnKind::Text),
            Column::new("Cách ghi", ColumnKind::Text),
        ],
        rows: lines
            .iter()
            .map(|(a, b)| vec![Cell::text(*a), Cell::text(*b)])
            .collect(),
    }
}
