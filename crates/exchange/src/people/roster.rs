//! Rosters row by row: every row is read to its end, so that one upload shows everything to mend.

use super::{PersonRow, RosterPreview, UnitRow, cells};
use crate::problem::RowProblem;
use crate::table::{self, Header, HeaderRow, Row};
use domain::contest::RuleSheet;
use std::collections::HashMap;

const CODE: usize = 0;
const NAME: usize = 1;
const UNIT_CODE: usize = 2;
const UNIT_NAME: usize = 3;
const BLOC: usize = 4;
const CATEGORY: usize = 5;
const LEADER: usize = 6;
const BIRTH: usize = 7;
const PHONE: usize = 8;
const IDENTITY: usize = 9;
const TRACK: usize = 10;

const fn column(title: &'static str, also: &'static [&'static str], required: bool) -> Header {
    Header {
        title,
        also,
        required,
    }
}

/// Columns in the order of the template.
pub(super) const COLUMNS: [Header; 11] = [
    column(
        "Mã cán bộ",
        &["ma", "ma so", "ma nhan vien", "ma cbccvc", "code"],
        true,
    ),
    column(
        "Họ và tên",
        &["ho ten", "ho va ten can bo", "full name"],
        true,
    ),
    column("Mã đơn vị", &["ma don vi cong tac", "unit code"], false),
    column(
        "Tên đơn vị",
        &["don vi", "don vi cong tac", "co quan", "unit"],
        true,
    ),
    column("Khối", &["khoi thi dua", "bloc"], false),
    column(
        "Chức danh/Loại",
        &["chuc danh", "loai", "loai can bo", "chuc vu"],
        false,
    ),
    column("Lãnh đạo", &["la lanh dao", "leader"], false),
    column("Ngày sinh", &["ngay thang nam sinh", "birth date"], false),
    column(
        "Điện thoại",
        &["so dien thoai", "dien thoai di dong", "sdt", "phone"],
        false,
    ),
    column(
        "Số định danh nội bộ",
        &["dinh danh noi bo", "ma dinh danh noi bo"],
        false,
    ),
    column("Nhóm thi", &["bang thi", "track"], false),
];

/// Code of the template's example, which is never imported.
pub(super) const EXAMPLE: &str = "VÍ DỤ";

/// Problems listed at most; a wrong file would have one in every row.
const MAX_PROBLEMS: usize = 1_000;

/// Reads a roster: a workbook or CSV, told apart by content. Nothing is stored; problems name their row and column.
#[must_use]
pub fn read_roster(bytes: &[u8], rules: &RuleSheet) -> RosterPreview {
    let table = match table::read(bytes) {
        Ok(table) => table,
        Err(error) => {
            return RosterPreview {
                problems: vec![error.into()],
                ..RosterPreview::default()
            };
        }
    };
    let heading = match HeaderRow::find(&table, &COLUMNS) {
        Ok(heading) => heading,
        Err(problems) => {
            return RosterPreview {
                problems,
                ..RosterPreview::default()
            };
        }
    };
    let mut roster = Roster {
        rules,
        heading: &heading,
        units: Vec::new(),
        unit_places: HashMap::new(),
        codes: HashMap::new(),
        identities: HashMap::new(),
        people: Vec::new(),
        problems: Vec::new(),
    };
    for row in &table.rows[heading.first_row..] {
        roster.row(row);
    }
    roster.finish()
}

struct Roster<'a> {
    rules: &'a RuleSheet,
    heading: &'a HeaderRow,
    units: Vec<UnitRow>,
    unit_places: HashMap<String, usize>,
    codes: HashMap<String, u32>,
    identities: HashMap<String, u32>,
    people: Vec<PersonRow>,
    problems: Vec<RowProblem>,
}

impl Roster<'_> {
    fn row(&mut self, row: &Row) {
        let get = |column| self.heading.get(row, column);
        let code = get(CODE);
        if code.to_uppercase() == EXAMPLE {
            return;
        }
        let before = self.problems.len();
        self.problems.extend(self.heading.faults(row));
        let code = cells::short(code);
        let code = self.required(row, CODE, code, "Ghi mã riêng của từng người.");
        let full_name = cells::name(get(NAME));
        let full_name = self.required(row, NAME, full_name, "Ghi đủ họ và tên.");
        let category = cells::short(get(CATEGORY));
        let leader = cells::tick(&get(LEADER));
        let birth_date = cells::birth(&get(BIRTH));
        let phone = cells::phone(&get(PHONE));
        let identity = cells::short(get(IDENTITY));
        let track = cells::track(get(TRACK), &self.rules.tracks);
        let category = self.keep(row, CATEGORY, category);
        let leader = self.keep(row, LEADER, leader);
        let birth_date = self.keep(row, BIRTH, birth_date);
        let phone = self.keep(row, PHONE, phone);
        let identity = self.keep(row, IDENTITY, identity);
        let track = self.keep(row, TRACK, track);
        let unit_code = self.unit(row);
        self.unique(row, code.as_deref(), identity.as_deref());
        let sound = self.problems.len() == before;
        let (Some(code), Some(full_name), Some(unit_code)) = (code, full_name, unit_code) else {
            return;
        };
        if sound {
            self.people.push(PersonRow {
                row: row.number,
                code,
                full_name,
                unit_code,
                category,
                leader,
                birth_date,
                phone,
                identity,
                track,
            });
        }
    }

    fn fault(&mut self, row: &Row, column: usize, message: impl Into<String>) {
        // its cell is empty only because it could not be read, which is said already
        if self.heading.is_faulty(row, column) {
            return;
        }
        self.problems
            .push(RowProblem::cell(row.number, COLUMNS[column].title, message));
    }

    /// The value, or nothing and a problem.
    fn keep<T: Default>(&mut self, row: &Row, column: usize, value: Result<T, String>) -> T {
        value.unwrap_or_else(|message| {
            self.fault(row, column, message);
            T::default()
        })
    }

    fn required(
        &mut self,
        row: &Row,
        column: usize,
        value: Result<Option<String>, String>,
        advice: &str,
    ) -> Option<String> {
        match value {
            Ok(None) => {
                self.fault(row, column, format!("để trống. {advice}"));
                None
            }
            other => self.keep(row, column, other),
        }
    }

    fn unique(&mut self, row: &Row, code: Option<&str>, identity: Option<&str>) {
        let clash = |seen: &mut HashMap<String, u32>, text: Option<&str>| {
            let key = text?.to_lowercase();
            let first = *seen.entry(key).or_insert(row.number);
            (first != row.number).then_some(first)
        };
        if let Some(first) = clash(&mut self.codes, code) {
            let code = code.unwrap_or_default();
            self.fault(
                row,
                CODE,
                format!("mã “{code}” đã có ở dòng {first}. Mỗi người một mã."),
            );
        }
        if let Some(first) = clash(&mut self.identities, identity) {
            self.fault(
                row,
                IDENTITY,
                format!("trùng với dòng {first}. Mỗi người một số định danh."),
            );
        }
    }

    /// Code of the row's unit. Without a code the name stands for it.
    fn unit(&mut self, row: &Row) -> Option<String> {
        let code = cells::short(self.heading.get(row, UNIT_CODE));
        let name = cells::name(self.heading.get(row, UNIT_NAME));
        let bloc = cells::bloc(self.heading.get(row, BLOC), &self.rules.eligibility.blocs);
        let code = self.keep(row, UNIT_CODE, code);
        let name = self.keep(row, UNIT_NAME, name);
        let bloc = self.keep(row, BLOC, bloc);
        let code = match (code, &name) {
            (Some(code), _) => code,
            (None, Some(name)) => domain::text::fold(name).replace(' ', "-"),
            (None, None) => {
                self.fault(row, UNIT_NAME, "để trống. Ghi tên hoặc mã đơn vị.");
                return None;
            }
        };
        let Some(place) = self.unit_places.get(&code.to_lowercase()).copied() else {
            self.unit_places
                .insert(code.to_lowercase(), self.units.len());
            self.units.push(UnitRow {
                code: code.clone(),
                name: name.unwrap_or_default(),
                bloc,
                row: row.number,
            });
            return Some(code);
        };
        self.same_unit(row, place, name, bloc);
        self.units.get(place).map(|u| u.code.clone())
    }

    /// A unit met again must have the same name and bloc; what was empty before is filled in.
    fn same_unit(&mut self, row: &Row, place: usize, name: Option<String>, bloc: Option<String>) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let (code, first) = (unit.code.clone(), unit.row);
        if let Some(name) = name {
            if unit.name.is_empty() {
                unit.name = name;
            } else if unit.name.to_lowercase() != name.to_lowercase() {
                let other = unit.name.clone();
                self.fault(
                    row,
                    UNIT_NAME,
                    format!("đơn vị mã “{code}” ở dòng {first} tên là “{other}”, ở đây là “{name}”. Sửa cho giống nhau."),
                );
                return;
            }
        }
        if let Some(bloc) = bloc {
            let other = unit.bloc.get_or_insert_with(|| bloc.clone()).clone();
            if other != bloc {
                self.fault(
                    row,
                    BLOC,
                    format!("đơn vị mã “{code}” ở dòng {first} thuộc khối “{other}”, ở đây là “{bloc}”. Sửa cho giống nhau."),
                );
            }
        }
    }

    fn finish(mut self) -> RosterPreview {
        let nameless = self.units.iter().filter(|u| u.name.is_empty()).map(|u| {
            RowProblem::cell(
                u.row,
                COLUMNS[UNIT_NAME].title,
                format!("đơn vị mã “{}” chưa có tên. Ghi tên đơn vị.", u.code),
            )
        });
        self.problems.extend(nameless);
        if self.people.is_empty() && self.problems.is_empty() {
            self.problems
                .push(RowProblem::whole("danh sách không có người nào."));
        }
        self.problems.sort();
        if self.problems.len() > MAX_PROBLEMS {
            let more = self.problems.len() - MAX_PROBLEMS;
            self.problems.truncate(MAX_PROBLEMS);
            self.problems.push(RowProblem::whole(format!(
                "còn {more} lỗi nữa chưa liệt kê. Sửa các lỗi trên rồi nộp lại."
            )));
        }
        RosterPreview {
            units: self.units,
            people: self.people,
            problems: self.problems,
        }
    }
}
