//! Adding units: a few in rows with codes of their own, many at once by one name a line.

use super::units::{LINES, LINES_BLOC, LINES_PARENT, NEW_ROWS};
use crate::forms::{Call, Form};
use domain::text::{fold, tidy};
use services::people::UnitInput;
use services::{FieldProblem, Rejection, ServiceError};

/// Most lines at once: far above any ward, and the form stays small.
const MOST_LINES: usize = 200;

/// The unit typed in a row.
pub(super) fn typed_unit(form: &Form, row: usize) -> UnitInput {
    let field = |part: &str| form.get(&format!("units.{row}.{part}")).to_owned();
    UnitInput {
        code: field("code"),
        name: field("name"),
        bloc: field("bloc"),
        parent: field("parent"),
    }
}

/// The rows, then the lines: a line's place is its number behind [`NEW_ROWS`]. Empty ones keep their places.
fn typed_units(form: &Form) -> Vec<UnitInput> {
    let rows = (0..NEW_ROWS).map(|row| typed_unit(form, row));
    let lines = form.get(LINES).lines().map(|line| {
        let name = tidy(line);
        let shared = |field| {
            let empty = name.is_empty();
            form.get(field).to_owned().repeat(usize::from(!empty))
        };
        UnitInput {
            code: String::new(),
            bloc: shared(LINES_BLOC),
            parent: shared(LINES_PARENT),
            name,
        }
    });
    rows.chain(lines).collect()
}

/// The code a unit gets: the one typed, else one made of the name, as the use case does.
fn code_of(unit: &UnitInput) -> String {
    let typed = tidy(&unit.code);
    if typed.is_empty() {
        fold(&unit.name).replace(' ', "-")
    } else {
        typed.to_lowercase()
    }
}

/// Where a problem stands on the page: at its row, or at the field of lines with the line's number and name.
fn at_line(units: &[UnitInput], problem: FieldProblem) -> FieldProblem {
    let place = problem
        .field
        .strip_prefix("units.")
        .and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
    match place.and_then(|n| Some((n.checked_sub(NEW_ROWS)?, units.get(n)?))) {
        Some((line, unit)) => FieldProblem::new(
            LINES,
            format!("Dòng {}, “{}”: {}", line + 1, unit.name, problem.message),
        ),
        None => problem,
    }
}

/// Adds units. The use case renames a unit whose code is known; here that would be a slip of the hand.
pub(super) async fn add_units(call: &Call, contest: &str) -> Result<(), ServiceError> {
    let units = typed_units(&call.form);
    if units.len() > NEW_ROWS + MOST_LINES {
        return Err(ServiceError::field(
            LINES,
            "Nhiều nhất 200 dòng một lần. Chia danh sách ra, hoặc nhập từ tệp.",
        ));
    }
    if units
        .iter()
        .all(|u| tidy(&u.name).is_empty() && tidy(&u.code).is_empty())
    {
        return Err(ServiceError::field(
            LINES,
            "Ghi tên ít nhất một đơn vị, ở đây hoặc ở các dòng bên dưới.",
        ));
    }
    let known: Vec<String> = call
        .services
        .units(contest)
        .await?
        .into_iter()
        .map(|u| u.code.to_lowercase())
        .collect();
    let mut clashes = Vec::new();
    for (row, unit) in units.iter().enumerate() {
        let code = code_of(unit);
        if !code.is_empty() && known.contains(&code) {
            let message =
                format!("Mã “{code}” đã có. Đặt mã khác, hoặc bấm “Đổi tên” ở đơn vị đó.");
            clashes.push(FieldProblem::new(format!("units.{row}.code"), message));
        }
    }
    let placed = |problems: Vec<FieldProblem>| {
        let problems = problems.into_iter().map(|p| at_line(&units, p));
        ServiceError::from(Rejection::Fields(problems.collect()))
    };
    if !clashes.is_empty() {
        return Err(placed(clashes));
    }
    match call.services.set_units(&call.actor, contest, &units).await {
        Err(ServiceError::Rejected(Rejection::Fields(problems))) => Err(placed(problems)),
        other => other.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_follow_the_rows_and_keep_their_numbers() {
        let pairs = [
            ("units.0.name", "Tổ 1"),
            (LINES, "Khu phố 1\r\n\r\n  Khu phố 2 "),
            (LINES_BLOC, "khu-pho"),
        ];
        let form = Form {
            fields: pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec(),
            files: Vec::new(),
        };
        let units = typed_units(&form);
        let named: Vec<(usize, &str, &str)> = units
            .iter()
            .enumerate()
            .filter(|(_, u)| !u.name.is_empty())
            .map(|(n, u)| (n, u.name.as_str(), u.bloc.as_str()))
            .collect();
        assert_eq!(
            named,
            [
                (0, "Tổ 1", ""),
                (5, "Khu phố 1", "khu-pho"),
                (7, "Khu phố 2", "khu-pho")
            ]
        );
        let at = |field: &str| at_line(&units, FieldProblem::new(field, "Sai."));
        assert_eq!(at("units.0.code").field, "units.0.code");
        assert_eq!(at("units.7.code").field, LINES);
        assert_eq!(at("units.7.code").message, "Dòng 3, “Khu phố 2”: Sai.");
    }
}
