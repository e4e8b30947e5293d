//! Reads the forms of the review: sealing, computing anew, and proposals to a second person.

use super::ask::AskKind;
use crate::forms::{Call, Done, Form};
use domain::record::Change;
use domain::text;
use domain::time::Moment;
use services::{FieldProblem, Rejection, ServiceError};

/// Prefix of the fields that order a tie; the id follows.
const ORDER: &str = "thu-tu-";
/// Most minutes given at once, as the use case says.
const MOST_MINUTES: u32 = 240;

/// Seals, computes anew, or proposes a change.
///
/// # Errors
/// What the use cases refuse; fields that cannot be read.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let (contest, round) = (
        call.param("contest").to_owned(),
        call.param("round").to_owned(),
    );
    if call.act() == "seal" {
        call.services
            .seal_round(&call.actor, &contest, &round)
            .await?;
        return Ok(Done::Go(format!(
            "/admin/{contest}/ra-soat/{round}?xong=niem-phong"
        )));
    }
    if call.act() == "tinh-lai" {
        call.services
            .recompute_round(&call.actor, &contest, &round)
            .await?;
        return Ok(Done::Go(format!(
            "/admin/{contest}/ra-soat/{round}?xong=tinh-lai"
        )));
    }
    let kind = AskKind::parse(call.act()).ok_or(ServiceError::NotFound)?;
    let change = read(kind, &call.form)?;
    call.services
        .propose(&call.actor, &contest, &round, change)
        .await?;
    Ok(Done::Go(format!("/admin/{contest}/de-nghi?xong=de-nghi")))
}

/// A change from its form.
fn read(kind: AskKind, form: &Form) -> Result<Change, ServiceError> {
    let reason = form.get("reason").to_owned();
    let filled = |name: &str, message: &str| {
        let value = form.get(name).trim();
        if value.is_empty() {
            Err(ServiceError::field(name, message))
        } else {
            Ok(value.to_owned())
        }
    };
    Ok(match kind {
        AskKind::VoidEntry => {
            let attempt = filled("attempt", "Tìm rồi chọn bài thi cần huỷ.")?;
            Change::VoidEntry {
                attempt,
                reason,
                retake: form.ticked("retake"),
            }
        }
        AskKind::VoidQuestion => Change::VoidQuestion {
            question: filled("question", "Nhập mã câu hỏi.")?,
            reason,
        },
        AskKind::ChangeKey => Change::ChangeKey {
            question: filled("question", "Nhập mã câu hỏi.")?,
            accepted: accepted(form)?,
            reason,
        },
        AskKind::MoveClosing => Change::MoveClosing {
            closes: closes(form)?,
            reason,
        },
        AskKind::Outage => {
            let (from, until) = outage(form)?;
            Change::RecordOutage {
                from,
                until,
                reason,
            }
        }
        AskKind::Settle => Change::SettleTie {
            order: order(form)?,
            reason,
        },
        AskKind::Draw => Change::EnterDraw {
            number: filled("number", "Nhập con số đã công bố.")?,
            reason,
        },
        AskKind::Publish => Change::Publish {
            standings: filled("standings", "Chưa có kết quả để công bố.")?,
        },
        AskKind::GrantExtra => {
            let person = filled("person", "Tìm rồi chọn người được thêm giờ.")?;
            Change::GrantExtra {
                person,
                seconds: minutes(form)? * 60,
                reason,
            }
        }
    })
}

fn minutes(form: &Form) -> Result<u32, ServiceError> {
    let typed = form.get("minutes").trim().parse::<u32>().ok();
    typed
        .filter(|m| (1..=MOST_MINUTES).contains(m))
        .ok_or_else(|| ServiceError::field("minutes", "Nhập số phút thêm từ 1 đến 240."))
}

fn closes(form: &Form) -> Result<Moment, ServiceError> {
    Moment::parse_local(form.get("closes"))
        .ok_or_else(|| ServiceError::field("closes", "Chọn ngày và giờ, thí dụ 21/7/2024 17 giờ."))
}

/// Accepted answers from letters.
fn accepted(form: &Form) -> Result<String, ServiceError> {
    let accepted = services::question::accepted_letters(&text::tidy(form.get("accepted")));
    accepted.ok_or_else(|| {
        let what =
            "Ghi chữ cái của phương án đúng, thí dụ B. Nhận thêm phương án khác thì ghi B; C.";
        ServiceError::field("accepted", what)
    })
}

fn outage(form: &Form) -> Result<(Moment, Moment), ServiceError> {
    let read = |name: &str| Moment::parse_local(form.get(name));
    let mut problems = Vec::new();
    for name in ["from", "until"] {
        if read(name).is_none() {
            problems.push(FieldProblem::new(
                name,
                "Chọn ngày và giờ, thí dụ 21/7/2024 8 giờ 30.",
            ));
        }
    }
    match (read("from"), read("until")) {
        (Some(from), Some(until)) => Ok((from, until)),
        _ => Err(Rejection::Fields(problems).into()),
    }
}

/// The order of a tie from numbers 1 to n, each once.
fn order(form: &Form) -> Result<Vec<String>, ServiceError> {
    let mut placed: Vec<(usize, String)> = Vec::new();
    let mut problems = Vec::new();
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .filter_map(|(n, v)| Some((n.strip_prefix(ORDER)?, v.as_str())))
        .collect();
    for (id, typed) in &fields {
        let place = typed
            .trim()
            .parse::<usize>()
            .ok()
            .filter(|n| (1..=fields.len()).contains(n));
        match place {
            Some(n) if placed.iter().all(|(p, _)| *p != n) => placed.push((n, (*id).to_owned())),
            Some(n) => problems.push(FieldProblem::new(
                format!("{ORDER}{id}"),
                format!("Số {n} đã dùng cho người khác."),
            )),
            None => problems.push(FieldProblem::new(
                format!("{ORDER}{id}"),
                format!("Ghi một số từ 1 đến {}.", fields.len()),
            )),
        }
    }
    if fields.is_empty() {
        problems.push(FieldProblem::new("", "Chọn nhóm cần quyết định."));
    }
    if !problems.is_empty() {
        return Err(Rejection::Fields(problems).into());
    }
    placed.sort();
    Ok(placed.into_iter().map(|(_, id)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(result: Result<impl std::fmt::Debug, ServiceError>) -> Vec<String> {
        match result {
            Err(ServiceError::Rejected(Rejection::Fields(fields))) => {
                fields.into_iter().map(|f| f.field).collect()
            }
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn a_tie_is_ordered_only_by_every_number_once() {
        let form = Form::from_urlencoded("thu-tu-a=2&thu-tu-b=1&reason=x");
        assert_eq!(
            order(&form).ok(),
            Some(vec!["b".to_owned(), "a".to_owned()])
        );
        assert_eq!(
            fields(order(&Form::from_urlencoded("thu-tu-a=1&thu-tu-b=1"))),
            ["thu-tu-b"]
        );
        assert_eq!(
            fields(order(&Form::from_urlencoded("thu-tu-a=0&thu-tu-b=x"))),
            ["thu-tu-a", "thu-tu-b"]
        );
        assert_eq!(fields(order(&Form::default())), [""]);
    }

    #[test]
    fn extra_time_is_between_one_minute_and_four_hours() {
        for minutes in ["0", "241", "-1", "x", ""] {
            let form = Form::from_urlencoded(&format!("person=p&minutes={minutes}&reason=x"));
            assert_eq!(
                fields(read(AskKind::GrantExtra, &form)),
                ["minutes"],
                "{minutes}"
            );
        }
        let form = Form::from_urlencoded("person=p&minutes=15&reason=x");
        let granted = Change::GrantExtra {
            person: "p".into(),
            seconds: 900,
            reason: "x".into(),
        };
        assert_eq!(read(AskKind::GrantExtra, &form).ok(), Some(granted));
    }

    #[test]
    fn letters_are_read_and_anything_else_is_refused() {
        let read = |typed: &str| accepted(&Form::from_urlencoded(&format!("accepted={typed}")));
        assert_eq!(read("b%3B+C").ok().as_deref(), Some("1|2"));
        for bad in ["", "1", "B%3B", "%C4%90"] {
            assert_eq!(fields(read(bad)), ["accepted"], "{bad}");
        }
    }

    #[test]
    fn an_outage_needs_both_instants() {
        let form = Form::from_urlencoded("from=2024-07-21T08%3A30&until=");
        assert_eq!(fields(outage(&form)), ["until"]);
    }
}
