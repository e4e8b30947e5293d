//! What the forms of the roster page do.

use super::import::Previewed;
use super::slips::SlipsShown;
use super::units::NEW_ROWS;
use crate::error::problems;
use crate::forms::{Call, Done};
use crate::question::carry::sent;
use crate::standings::list::count;
use domain::ids::{PersonId, UnitId};
use domain::text::{fold, tidy};
use services::import::ImportTicket;
use services::people::{Reissue, RosterImported, UnitInput};
use services::{FieldProblem, Rejection, ServiceError};
use std::sync::Arc;

/// Previews or imports a list, makes slips anew, strikes off, edits units.
///
/// # Errors
/// Field problems `file`, `units.N.…`; what the use cases refuse.
pub async fn handle(call: Call) -> Result<Done, ServiceError> {
    let contest = call.param("contest").to_owned();
    let (services, actor, form) = (&call.services, &call.actor, &call.form);
    let page = |rest: &str| format!("/admin/{contest}/nguoi-thi?{rest}");
    let person = || PersonId::from_text(form.get("person"));
    match call.act() {
        "xem-truoc" => {
            let upload = sent(form)?;
            let preview = services
                .preview_roster(actor, &contest, upload.clone())
                .await?;
            Ok(Done::Show(Arc::new(Previewed {
                preview,
                upload,
                refused: None,
            })))
        }
        "nhap" => import(&call, &contest).await,
        "de-nghi" => propose(&call, &contest).await,
        "de-nghi-bo" | "de-nghi-lay-lai" => {
            let off = call.act() == "de-nghi-bo";
            services
                .propose_strike_off(actor, &contest, &person(), (off, form.get("reason")))
                .await?;
            Ok(Done::Go(page("xong=de-nghi")))
        }
        "phieu" => reissue(&call, &contest, Reissue::Person(person())).await,
        "phieu-don-vi" => {
            reissue(
                &call,
                &contest,
                Reissue::Unit(UnitId::from_text(form.get("unit"))),
            )
            .await
        }
        "bo" => {
            services
                .strike_off(actor, &contest, &person(), true)
                .await?;
            Ok(Done::Go(page("xong=bo")))
        }
        "lay-lai" => {
            services
                .strike_off(actor, &contest, &person(), false)
                .await?;
            Ok(Done::Go(page("xong=lay-lai")))
        }
        "them-don-vi" => {
            add_units(&call, &contest).await?;
            Ok(Done::Go(page("phan=don-vi&xong=don-vi")))
        }
        "sua-don-vi" => {
            rename_unit(&call, &contest).await?;
            Ok(Done::Go(page("phan=don-vi&xong=don-vi")))
        }
        _ => Err(ServiceError::NotFound),
    }
}

/// Imports what was previewed. Refused, it shows the preview as it would be now, so that the file need not be sent again.
async fn import(call: &Call, contest: &str) -> Result<Done, ServiceError> {
    let upload = sent(&call.form)?;
    let ticket = ImportTicket::from_text(call.form.get("ticket"));
    let why = match call
        .services
        .import_roster(&call.actor, contest, upload.clone(), &ticket)
        .await
    {
        Ok(done) => {
            let words = imported_words(&done);
            return Ok(Done::Show(Arc::new(SlipsShown {
                slips: done.slips,
                done: words,
            })));
        }
        Err(ServiceError::Rejected(why)) => why,
        Err(other) => return Err(other),
    };
    let preview = call
        .services
        .preview_roster(&call.actor, contest, upload.clone())
        .await?;
    let refused = match &why {
        Rejection::Stale => "Tệp hoặc danh sách đã khác lúc xem trước. Dưới đây là bản xem trước mới; xem lại rồi nhập.".to_owned(),
        other => problems(other).into_iter().take(1).map(|p| p.message).collect(),
    };
    Ok(Done::Show(Arc::new(Previewed {
        preview,
        upload,
        refused: Some(refused),
    })))
}

/// Proposes what was previewed to a second person. Refused, it shows the preview again with the reason.
async fn propose(call: &Call, contest: &str) -> Result<Done, ServiceError> {
    let upload = sent(&call.form)?;
    let ticket = ImportTicket::from_text(call.form.get("ticket"));
    let asked = (&ticket, call.form.get("reason"));
    let (services, actor) = (&call.services, &call.actor);
    let refused = match services
        .propose_roster(actor, contest, upload.clone(), asked)
        .await
    {
        Ok(_) => {
            return Ok(Done::Go(format!("/admin/{contest}/nguoi-thi?xong=de-nghi")));
        }
        Err(ServiceError::Rejected(why)) => problems(&why).into_iter().take(1),
        Err(other) => return Err(other),
    };
    let preview = services
        .preview_roster(actor, contest, upload.clone())
        .await?;
    Ok(Done::Show(Arc::new(Previewed {
        preview,
        upload,
        refused: Some(refused.map(|p| p.message).collect()),
    })))
}

fn imported_words(done: &RosterImported) -> String {
    let left = match done.left {
        0 => String::new(),
        left => format!(
            " Còn {} người chưa ghi được: in phiếu ở đây trước, rồi xem trước lại đúng tệp đó để nhập nốt.",
            count(left)
        ),
    };
    format!(
        "Đã nhập danh sách: {} người mới, {} người cập nhật, {} đơn vị mới, {} đơn vị cập nhật.{left}",
        count(done.slips.len()),
        count(done.changed),
        count(done.units_new),
        count(done.units_changed)
    )
}

async fn reissue(call: &Call, contest: &str, whose: Reissue) -> Result<Done, ServiceError> {
    let slips = call
        .services
        .reissue_slips(&call.actor, contest, &whose)
        .await?;
    let done = format!(
        "Đã cấp lại {} phiếu. Phiếu cũ không còn dùng được.",
        count(slips.len())
    );
    Ok(Done::Show(Arc::new(SlipsShown { slips, done })))
}

/// The unit typed in a row.
fn typed_unit(call: &Call, row: usize) -> UnitInput {
    let field = |part: &str| call.form.get(&format!("units.{row}.{part}")).to_owned();
    UnitInput {
        code: field("code"),
        name: field("name"),
        bloc: field("bloc"),
    }
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

/// Adds units. The use case renames a unit whose code is known; here that would be a slip of the hand.
async fn add_units(call: &Call, contest: &str) -> Result<(), ServiceError> {
    let units: Vec<UnitInput> = (0..NEW_ROWS).map(|row| typed_unit(call, row)).collect();
    if units
        .iter()
        .all(|u| tidy(&u.name).is_empty() && tidy(&u.code).is_empty())
    {
        return Err(ServiceError::field(
            "units.0.name",
            "Ghi tên ít nhất một đơn vị.",
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
    if !clashes.is_empty() {
        return Err(Rejection::Fields(clashes).into());
    }
    call.services
        .set_units(&call.actor, contest, &units)
        .await?;
    Ok(())
}

async fn rename_unit(call: &Call, contest: &str) -> Result<(), ServiceError> {
    let unit = typed_unit(call, 0);
    let code = tidy(&unit.code).to_lowercase();
    let known = call
        .services
        .units(contest)
        .await?
        .into_iter()
        .any(|u| u.code.to_lowercase() == code);
    if !known {
        return Err(ServiceError::NotFound);
    }
    call.services
        .set_units(&call.actor, contest, &[unit])
        .await?;
    Ok(())
}
