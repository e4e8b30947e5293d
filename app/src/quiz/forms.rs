//! Forms of the quiz: what the live sheet does, without JavaScript.

use crate::forms::{Call, Done, FormRoute, SMALL};
use crate::policy::Policy;
use crate::quiz::words::refusal;
use domain::quiz::AttemptState;
use domain::quiz::save::{Save, SaveReply, Slot};
use domain::quiz::sheet::QuizSheet;
use domain::quiz::submit::Submit;
use domain::time::Span;
use services::{FieldProblem, Rejection, ServiceError};

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[
    FormRoute {
        path: "/thi/{attempt}",
        policy: Policy::Contestant,
        handle: |call| Box::pin(handle_sheet(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/thi/{attempt}/kiem-tra",
        policy: Policy::Contestant,
        handle: |call| Box::pin(handle_check(call)),
        limit: SMALL,
    },
];

/// Saves every slot that differs from what is held, then stays or goes on to the check.
async fn handle_sheet(call: Call) -> Result<Done, ServiceError> {
    let attempt = call.param("attempt").to_owned();
    let sheet = call.services.quiz_sheet(&call.actor, &attempt).await?;
    // What came in time is the writer's to decide, also where the server closed the attempt meanwhile.
    let in_time = call.received_at < sheet.deadline + Span::seconds(sheet.grace_seconds);
    let decided = match sheet.state {
        AttemptState::InProgress => false,
        AttemptState::Finalised => !in_time,
        AttemptState::Submitted => true,
    };
    if decided {
        return Ok(Done::Go(format!("/thi/{attempt}/bien-nhan")));
    }
    // The live sheet has saved each choice already, and posts its fields only because they stand in the form.
    let mut problems = Vec::new();
    for (slot, value, base) in posted(&call, &sheet) {
        let save = Save {
            slot,
            value: value.clone(),
            base_revision: base,
        };
        let key = form_key(&call);
        let reply = call
            .services
            .save_answer(&call.actor, &attempt, &key, save, call.received_at)
            .await?;
        // The panel's own save of this value may have come in between.
        let same = matches!(&reply, SaveReply::Stale { held, .. } if held.value == value);
        problems.extend(problem(&reply).filter(|_| !same));
    }
    if !problems.is_empty() {
        return Err(Rejection::Fields(problems).into());
    }
    let to = if call.act() == "check" {
        format!("/thi/{attempt}/kiem-tra")
    } else {
        format!("/thi/{attempt}?luu=1#danh-sach")
    };
    Ok(Done::Go(to))
}

/// Slots whose posted value differs from what is held, with the revision the page was based on. An empty part clears an
/// answer the page showed; one that never was answered stays as it is.
fn posted(call: &Call, sheet: &QuizSheet) -> Vec<(Slot, String, u32)> {
    let mut slots = Vec::new();
    for place in 0..u16::try_from(sheet.questions.len()).unwrap_or(0) {
        let name = format!("q{place}");
        let chosen: Vec<&str> = call.form.all(&name).collect();
        slots.push((Slot::Question(place), chosen.join(","), format!("r{place}")));
    }
    if sheet.prediction.is_some() {
        slots.push((
            Slot::Prediction,
            call.form.get("p").trim().to_owned(),
            "rp".to_owned(),
        ));
    }
    slots
        .into_iter()
        .map(|(slot, value, revision)| (slot, value, call.form.get(&revision).parse().unwrap_or(0)))
        .filter(|(slot, value, revision): &(Slot, String, u32)| {
            sheet.held(*slot).value != *value && (!value.is_empty() || *revision > 0)
        })
        .collect()
}

/// A form is decided anew each time it comes: its revision tells whether it is old, and equal values agree.
fn form_key(call: &Call) -> String {
    format!("f{}", domain::ids::base32(&call.services.random::<10>()))
}

fn problem(reply: &SaveReply) -> Option<FieldProblem> {
    let field = |slot: &Slot| match slot {
        Slot::Question(place) => format!("cau-{}", place + 1),
        Slot::Prediction => "du-doan".to_owned(),
    };
    match reply {
        SaveReply::Saved { .. } => None,
        SaveReply::Stale { slot, .. } => {
            let name = match slot {
                Slot::Question(place) => format!("Câu {}", place + 1),
                Slot::Prediction => "Câu dự đoán".to_owned(),
            };
            Some(FieldProblem::new(
                field(slot),
                format!(
                    "{name}: thiết bị khác đã lưu sau bạn. Trang đang hiện bản mới nhất; chọn lại nếu muốn đổi."
                ),
            ))
        }
        SaveReply::Refused { slot, why } => Some(FieldProblem::new(field(slot), refusal(why))),
    }
}

/// Sends the attempt.
async fn handle_check(call: Call) -> Result<Done, ServiceError> {
    let attempt = call.param("attempt").to_owned();
    let receipt = format!("/thi/{attempt}/bien-nhan");
    match call
        .services
        .submit(&call.actor, &attempt, call.received_at)
        .await?
    {
        Submit::Sent { .. } | Submit::Already | Submit::Late => Ok(Done::Go(receipt)),
        Submit::Gaps { slots } => {
            let gap = |slot: &Slot| match slot {
                Slot::Question(place) => FieldProblem::new(
                    format!("cau-{}", place + 1),
                    format!("Câu {}: chọn một đáp án.", place + 1),
                ),
                Slot::Prediction => FieldProblem::new("du-doan", "Câu dự đoán: điền một số."),
            };
            Err(Rejection::Fields(slots.iter().map(gap).collect()).into())
        }
    }
}
