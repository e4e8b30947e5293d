//! Finding columns by their titles, whatever their order, case and diacritics.

use super::{Fault, Row, Table};
use crate::problem::RowProblem;
use domain::text::{fold, tidy};

/// A column we read: its title as the template prints it, and other titles it answers to, already folded.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    /// Title in the template.
    pub title: &'static str,
    /// Other titles, folded.
    pub also: &'static [&'static str],
    /// Whether a table without it is refused.
    pub required: bool,
}

/// Which column each [`Header`] is in.
#[derive(Debug, Clone)]
pub struct HeaderRow {
    titles: Vec<&'static str>,
    places: Vec<Option<usize>>,
    /// Index of the first row of data in [`Table::rows`].
    pub first_row: usize,
}

/// How many rows from the top may be titles and blank before the heading.
const HEADING_WITHIN: usize = 10;

/// A title without what people add to it: stars, a colon, a remark in brackets.
fn bare(title: &str) -> String {
    let folded = fold(title);
    let cut = folded.split(['(', '[']).next().unwrap_or_default();
    cut.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

impl HeaderRow {
    /// Finds the heading among the first rows: the row in which most wanted titles occur.
    ///
    /// # Errors
    /// When a required column is missing or a column occurs twice.
    pub fn find(table: &Table, wanted: &[Header]) -> Result<Self, Vec<RowProblem>> {
        let best = table
            .rows
            .iter()
            .take(HEADING_WITHIN)
            .enumerate()
            .map(|(index, row)| (index, row, Self::places(row, wanted)))
            .max_by_key(|(index, _, places)| {
                let hits = places.iter().filter(|p| !p.is_empty()).count();
                (hits, usize::MAX - index)
            });
        let Some((index, row, places)) = best else {
            return Err(vec![RowProblem::whole("tệp không có dòng tiêu đề cột.")]);
        };
        let mut problems = Self::problems(row, wanted, &places);
        let too_wide = row.faults.iter().any(|f| f.place().is_none());
        if too_wide || !problems.is_empty() {
            // a title that could not be read may be the one that is missing
            problems.extend(row.faults.iter().map(|f| Self::untitled(row, f)));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            titles: wanted.iter().map(|h| h.title).collect(),
            places: places.iter().map(|p| p.first().copied()).collect(),
            first_row: index + 1,
        })
    }

    fn places(row: &Row, wanted: &[Header]) -> Vec<Vec<usize>> {
        let titles: Vec<String> = row.cells.iter().map(|c| bare(c)).collect();
        wanted
            .iter()
            .map(|header| {
                let own = bare(header.title);
                let exact = titles.iter().enumerate().filter(|(_, t)| **t == own);
                let exact: Vec<usize> = exact.map(|(i, _)| i).collect();
                if exact.is_empty() {
                    // of several columns with other names the first counts: rosters have "Chức danh" and "Chức vụ"
                    let also = |t: &String| header.also.contains(&t.as_str());
                    titles.iter().position(also).into_iter().collect()
                } else {
                    exact
                }
            })
            .collect()
    }

    fn problems(row: &Row, wanted: &[Header], places: &[Vec<usize>]) -> Vec<RowProblem> {
        wanted
            .iter()
            .zip(places)
            .filter_map(|(header, found)| match found.len() {
                0 if header.required => Some(RowProblem {
                    row: 0,
                    column: Some(header.title.to_owned()),
                    message:
                        "không có cột này ở dòng tiêu đề. Dùng tệp mẫu hoặc thêm cột đúng tên."
                            .to_owned(),
                }),
                0 | 1 => None,
                _ => Some(RowProblem::cell(
                    row.number,
                    header.title,
                    "cột này có hai lần. Xoá bớt một cột.",
                )),
            })
            .collect()
    }

    /// A fault in a column without a title.
    fn untitled(row: &Row, fault: &Fault) -> RowProblem {
        let message = match fault.place() {
            Some(place) => format!("cột thứ {}: {fault}", place + 1),
            None => fault.to_string(),
        };
        RowProblem {
            row: row.number,
            column: None,
            message,
        }
    }

    /// What could not be read in a row: the row itself, or cells of the wanted columns. Cells nobody asks for may hold
    /// anything.
    #[must_use]
    pub fn faults(&self, row: &Row) -> Vec<RowProblem> {
        let problem = |fault: &Fault| match fault.place() {
            None => Some(Self::untitled(row, fault)),
            Some(place) => {
                let column = self.places.iter().position(|p| *p == Some(place))?;
                let title = self.title(column);
                Some(RowProblem::cell(row.number, title, fault.to_string()))
            }
        };
        row.faults.iter().filter_map(problem).collect()
    }

    /// Whether the cell of a column could not be read.
    #[must_use]
    pub fn is_faulty(&self, row: &Row, column: usize) -> bool {
        let place = self.places.get(column).copied().flatten();
        place.is_some() && row.faults.iter().any(|f| f.place() == place)
    }

    /// Tidy text of a column (an index into the wanted headers) in a row; empty when there is none.
    #[must_use]
    pub fn get(&self, row: &Row, column: usize) -> String {
        tidy(self.raw(row, column))
    }

    /// Text of a column as it stands in the file.
    #[must_use]
    pub fn raw<'a>(&self, row: &'a Row, column: usize) -> &'a str {
        self.places
            .get(column)
            .copied()
            .flatten()
            .and_then(|place| row.cells.get(place))
            .map_or("", String::as_str)
    }

    /// Whether the table has this column.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.places.get(column).is_some_and(Option::is_some)
    }

    /// Title of a column, for messages.
    #[must_use]
    pub fn title(&self, column: usize) -> &'static str {
        self.titles.get(column).copied().unwrap_or_default()
    }
}
