//! Forms of a kiosk: pairing the device, a turn from sign-in to its end, going on with one's own phone.

use super::help::HELP_START;
use crate::forms::{Call, Done, FormRoute, SMALL};
use crate::people::enter;
use crate::policy::Policy;
use domain::contest::RoundPhase;
use domain::time::Moment;
use services::kiosk::{Clerk, KioskHome, KioskRound};
use services::quiz::StartOn;
use services::{Actor, FieldProblem, Rejection, ServiceError};
use std::sync::Arc;

/// Forms of this room.
pub const FORMS: &[FormRoute] = &[
    FormRoute {
        path: "/kiosk",
        policy: Policy::Public,
        handle: |call| Box::pin(handle_kiosk(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/kiosk/tiep-tuc/{token}",
        policy: Policy::Public,
        handle: |call| Box::pin(handle_handoff(call)),
        limit: SMALL,
    },
    FormRoute {
        path: "/admin/{contest}/kiosk",
        policy: Policy::Staff,
        handle: |call| Box::pin(super::admin::handle(call)),
        limit: SMALL,
    },
];

/// A hand-off to be shown as a QR code.
#[derive(Debug)]
pub(super) struct HandoffShown {
    pub(super) token: String,
    pub(super) attempt: String,
    pub(super) expires_at: Moment,
}

async fn handle_kiosk(call: Call) -> Result<Done, ServiceError> {
    match call.act() {
        "pair" => pair(call).await,
        "end" => {
            call.services.end_turn(&call.actor).await?;
            Ok(Done::SignedOut {
                to: "/kiosk".to_owned(),
            })
        }
        "handoff" => {
            let attempt = call.form.get("attempt").to_owned();
            let made = call.services.make_handoff(&call.actor, &attempt).await?;
            Ok(Done::Show(Arc::new(HandoffShown {
                token: made.token,
                attempt,
                expires_at: made.expires_at,
            })))
        }
        "roster" | "declare" | "declare-clerk" => identify(call).await,
        "clerk" => start_with_clerk(call).await,
        _ => Err(ServiceError::NotFound),
    }
}

async fn pair(call: Call) -> Result<Done, ServiceError> {
    let code = call.form.get("code");
    if code.trim().is_empty() {
        return Err(ServiceError::field(
            "code",
            "Nhập mã ghép máy gồm 12 chữ và số.",
        ));
    }
    match call.services.pair_kiosk(code).await {
        Ok(device) => {
            call.services.sign_out(&call.actor).await?;
            Ok(Done::Paired {
                to: "/kiosk".to_owned(),
                device: device.token,
            })
        }
        Err(ServiceError::Rejected(Rejection::BadCredentials)) => Err(ServiceError::field(
            "code",
            "Mã không đúng, đã dùng hoặc đã quá 15 phút. Xem lại từng chữ, hoặc nhờ Ban Tổ chức tạo mã mới.",
        )),
        Err(other) => Err(other),
    }
}

/// The kiosk's contest and its open round, where a clerk may help.
async fn helped_round(call: &Call) -> Result<(KioskHome, KioskRound), ServiceError> {
    let home = call
        .services
        .kiosk_status(&call.actor)
        .await?
        .filter(|h| h.assisted_entry);
    let mut home = home.ok_or(ServiceError::NotFound)?;
    let round = home.round.take().filter(|r| r.phase == RoundPhase::Open);
    let round = round.ok_or(Rejection::Phase(
        "Đợt thi chưa mở hoặc đã đóng, nên chưa vào thi được.",
    ))?;
    Ok((home, round))
}

/// First step of help: the person's own data, checked as on the page of the round. For who has no telephone a clerk
/// vouches at once: name and birth date are what a colleague knows. That word counts for the attempt too, which starts
/// in this same request: nobody is asked for a password twice, and no clerk is carried through the page.
async fn identify(mut call: Call) -> Result<Done, ServiceError> {
    let (home, round) = helped_round(&call).await?;
    let begins = call.act() == "declare-clerk";
    let phone = !call.form.get("phone").trim().is_empty();
    let alone = call.act() == "roster" || (phone && !begins);
    let session = if alone {
        call.params.insert("contest".to_owned(), home.contest_code);
        call.params.insert("round".to_owned(), round.code);
        match enter::handle(call).await? {
            Done::SignedIn { session, .. } => session,
            other => return Ok(other),
        }
    } else {
        let clerk = clerk(&call, "Người dự thi không có điện thoại thì cán bộ").await?;
        let (services, declared) = (&call.services, enter::declared(&call.form));
        let session = services
            .sign_in_declared(&call.actor, &home.contest_code, &declared, Some(&clerk))
            .await?;
        if !begins {
            let to = HELP_START.to_owned();
            return Ok(Done::SignedIn { to, session });
        }
        let person = services.signed_in(&call.actor, &session).await?;
        let to = match start(&call, &person, (&home, &round), clerk).await {
            Ok(attempt) => attempt,
            // Signed in all the same: their own start page says why not, and what is left to do.
            Err(ServiceError::Rejected(_)) => {
                format!("/cuoc-thi/{}/vao-thi/{}", home.contest_code, round.code)
            }
            Err(other) => return Err(other),
        };
        return Ok(Done::SignedIn { to, session });
    };
    Ok(Done::SignedIn {
        to: HELP_START.to_owned(),
        session,
    })
}

/// The clerk whose login and password are in the form.
async fn clerk(call: &Call, who: &str) -> Result<Clerk, ServiceError> {
    let (login, password) = (call.form.get("login"), call.form.get("password"));
    let mut missing = Vec::new();
    if login.trim().is_empty() {
        missing.push(FieldProblem::new(
            "login",
            format!("{who} nhập tên đăng nhập."),
        ));
    }
    if password.is_empty() {
        missing.push(FieldProblem::new(
            "password",
            format!("{who} nhập mật khẩu."),
        ));
    }
    if !missing.is_empty() {
        return Err(Rejection::Fields(missing).into());
    }
    match call
        .services
        .verify_clerk(&call.actor, login, password)
        .await
    {
        Err(ServiceError::Rejected(Rejection::BadCredentials)) => {
            let message = "Tên đăng nhập hoặc mật khẩu không đúng, hoặc cán bộ không có vai trò trong cuộc thi này.";
            Err(ServiceError::field("login", message))
        }
        other => other,
    }
}

/// Starts an attempt under two names; gives its address.
async fn start(
    call: &Call,
    person: &Actor,
    (home, round): (&KioskHome, &KioskRound),
    clerk: Clerk,
) -> Result<String, ServiceError> {
    let on = StartOn {
        assisted_by: Some(clerk),
    };
    let (contest, received_at) = (&home.contest_code, call.received_at);
    let attempt = call
        .services
        .start_attempt(person, contest, &round.code, on, received_at)
        .await?;
    Ok(format!("/thi/{attempt}"))
}

/// Second step: the clerk vouches, and the attempt starts under both names in the same request. So the clerk's name
/// never travels through the page, where it could be changed.
async fn start_with_clerk(call: Call) -> Result<Done, ServiceError> {
    if call.actor.person.is_none() {
        return Ok(Done::Go(super::help::HELP.to_owned()));
    }
    let (home, round) = helped_round(&call).await?;
    let clerk = clerk(&call, "Cán bộ").await?;
    let attempt = start(&call, &call.actor, (&home, &round), clerk).await?;
    Ok(Done::Go(attempt))
}

/// Takes the attempt over. Only a press of the button does: a preview of the address by a chat app must not use it up.
async fn handle_handoff(call: Call) -> Result<Done, ServiceError> {
    let session = call
        .services
        .take_handoff(&call.actor, call.param("token"))
        .await?;
    let taken = call.services.actor(Some(&session.token), None).await?;
    let attempt = taken
        .person
        .and_then(|p| p.only_attempt)
        .ok_or(ServiceError::NotFound)?;
    Ok(Done::SignedIn {
        to: format!("/thi/{attempt}"),
        session,
    })
}
