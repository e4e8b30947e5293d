//! How often a form can be sent: sign-ins by what is signed in to, everything else by session.
//!
//! Strangers can send wrong guesses for a name until its tries are used up. So that this keeps nobody out who belongs
//! there, a browser that signed in under the name before, and each paired kiosk, has tries of its own.

use crate::AppState;
use crate::cookies;
use crate::middleware::limits;
use app::forms::{Call, Done, FormRoute};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue};
use domain::text::{fold, tidy};

/// Days a browser stays known.
const KNOWN_DAYS: i64 = 180;

/// What a form counts against.
pub(super) enum Tries {
    /// Nothing: it guesses at nothing, or at what nobody finds by trying.
    Free,
    /// A name that is signed in to; on a kiosk, its id.
    SignIn { name: String, kiosk: Option<String> },
    /// A session.
    Session(String),
}

impl Tries {
    pub(super) async fn of(state: &AppState, route: &FormRoute, call: &Call) -> Self {
        let kiosk = call.actor.kiosk.as_ref().map(|k| k.id.as_str().to_owned());
        match signs_in_to(route, call) {
            Some(Name::Slip(name)) => {
                let (contest, code) = (call.param("contest"), call.form.get("code"));
                let own = state.services.has_own_password(contest, code).await;
                // Whoever cannot be asked about is limited.
                if own.unwrap_or(true) {
                    Self::SignIn { name, kiosk }
                } else {
                    Self::Free
                }
            }
            Some(Name::Guessable(name)) => Self::SignIn { name, kiosk },
            Some(Name::PairingCode) => Self::Free,
            None => call.actor.session.clone().map_or(Self::Free, Self::Session),
        }
    }

    /// Counts one; otherwise says after how many seconds to come back.
    pub(super) fn take(&self, state: &AppState, headers: &HeaderMap) -> Result<(), u32> {
        let now = state.services.now();
        match self {
            Self::Free => Ok(()),
            Self::Session(session) => {
                let key = format!("session:{session}");
                state.limiter.take(&key, limits::SESSION, now)
            }
            Self::SignIn { name, kiosk } => {
                let kept = cookies::get(headers, cookies::KNOWN)
                    .filter(|kept| state.services.is_known_browser(name, kept));
                let key = match (kiosk, kept) {
                    (Some(kiosk), _) => format!("{name}@{kiosk}"),
                    (None, Some(kept)) => format!("{name}@{kept}"),
                    (None, None) => name.clone(),
                };
                state.limiter.take(&key, limits::SIGN_IN, now)
            }
        }
    }

    /// The cookie of a browser that has just signed in. A kiosk keeps nothing of anyone.
    pub(super) fn remember(
        &self,
        state: &AppState,
        page: &Request,
        done: &Done,
    ) -> Option<HeaderValue> {
        let (Self::SignIn { name, kiosk: None }, Done::SignedIn { .. }) = (self, done) else {
            return None;
        };
        let kept = cookies::get(page.headers(), cookies::KNOWN);
        if kept.is_some_and(|kept| state.services.is_known_browser(name, kept)) {
            return None;
        }
        let value = state.services.known_browser(name);
        Some(cookies::set_for(
            cookies::KNOWN,
            &value,
            KNOWN_DAYS * 86_400,
        ))
    }
}

/// What a form signs in to.
enum Name {
    /// A code of the roster: a slip opens it, or an own password.
    Slip(String),
    /// A name with a password, or with data a colleague knows.
    Guessable(String),
    /// A kiosk to be.
    PairingCode,
}

fn signs_in_to(route: &FormRoute, call: &Call) -> Option<Name> {
    // Tidied as the use cases do: what they read as one name has the tries of one.
    let field = |field: &str| short(&fold(&tidy(call.form.get(field))));
    let contest = call.param("contest");
    match call.act() {
        // By its address first: an act that is none of this page must not lift the limit.
        act if act == "clerk" || route.path == "/dang-nhap" => {
            Some(Name::Guessable(format!("login:{}", field("login"))))
        }
        // A clerk's word in place of a telephone is a guess at the clerk's password.
        "declare" if !field("login").is_empty() => {
            Some(Name::Guessable(format!("login:{}", field("login"))))
        }
        // Name and birthday are what a colleague knows: the telephone is not to be found by trying.
        "declare" | "register" => {
            let (name, birth) = (field("full_name"), field("birth_date"));
            Some(Name::Guessable(format!("person:{contest}:{name}:{birth}")))
        }
        "roster" => {
            let code = domain::people::code_readings(call.form.get("code")).pop();
            let code = short(&fold(&code.unwrap_or_default()));
            Some(Name::Slip(format!("code:{contest}:{code}")))
        }
        "login" => Some(Name::Guessable(format!(
            "code:{contest}:{}",
            field("login")
        ))),
        "pair" => Some(Name::PairingCode),
        _ => None,
    }
}

/// The beginning of what was typed: a key of the limiter is kept, so nobody makes it large.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
