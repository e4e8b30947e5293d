//! What the forms of the roster page do.

use super::add::{add_units, typed_unit};
use super::import::Previewed;
use super::slips::SlipsShown;
use crate::error::problems;
use crate::forms::{Call, Done};
use crate::question::carry::sent;
use crate::standings::list::count;
use domain::ids::{PersonId, UnitId};
use domain::text::tidy;
use services::import::ImportTicket;
use services::people::{Reissue, RosterImported};
use services::{Rejection, ServiceError};
use std::sync::Arc;

/// Previews or imports a list, makes slips anew, strikes off, edits units.
///
/// # Errors
/// Field problems `file`, `units.N.…`, `units.lines`; what the use cases refuse.
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

async fn rename_unit(call: &Call, contest: &str) -> Result<(), ServiceError> {
    let unit = typed_unit(&call.form, 0);
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
