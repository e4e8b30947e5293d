//! How often a form can be sent: sign-ins by what is signed in to, everything else by session.
//!
//! Strangers can send wrong guesses for a name until its tries are used up. So that this keeps nobody out who belongs
//! there, what nobody finds by trying is free, and a browser that signed in under the name before, and each paired kiosk,
//! has tries of its own (docs/adr/0007).

use crate::AppState;
use crate::cookies;
use crate::middleware::limits;
use app::forms::{Call, Done, FormRoute};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue};
use domain::ids::base32;
use domain::text::{fold, tidy};
use domain::time::Day;
use sha2::{Digest as _, Sha256};

/// Days a browser stays known.
const KNOWN_DAYS: i64 = 180;
/// Names a browser stays known under: a family, or a shared office computer.
const KNOWN_NAMES: usize = 4;
/// Between what a browser keeps of each name.
const BETWEEN: char = '~';

/// What a form counts against.
pub(super) enum Tries {
    /// Nothing: it guesses at nothing, or at what nobody finds by trying.
    Free,
    /// Names that are signed in to; on a kiosk, its id.
    SignIn {
        names: Vec<String>,
        kiosk: Option<String>,
    },
    /// A slip, by code and secret together: only who has it in hand uses its tries up.
    Slip(String),
    /// Whoever makes a change.
    Change(String),
}

impl Tries {
    pub(super) async fn of(state: &AppState, route: &FormRoute, call: &Call) -> Self {
        let kiosk = call.actor.kiosk.as_ref().map(|k| k.id.as_str().to_owned());
        let names = match signs_in_to(route, call) {
            Some(names) => names,
            None => return limits::whose(&call.actor).map_or(Self::Free, Self::Change),
        };
        let mut counted = Vec::new();
        for name in names {
            if guessable(state, call, &name).await {
                counted.push(name.key());
            }
        }
        if counted.is_empty() {
            let slip = (call.act() == "roster").then(|| Self::Slip(slip(call)));
            return slip.unwrap_or(Self::Free);
        }
        Self::SignIn {
            names: counted,
            kiosk,
        }
    }

    /// Counts one; otherwise says after how many seconds to come back.
    pub(super) fn take(&self, state: &AppState, headers: &HeaderMap) -> Result<(), u32> {
        let now = state.services.now();
        match self {
            Self::Free => Ok(()),
            Self::Slip(slip) => state.limiter.take(slip, limits::SLIP, now),
            Self::Change(whose) => state.limiter.take(whose, limits::CHANGES, now),
            Self::SignIn { names, kiosk } => names.iter().try_for_each(|name| {
                let key = match (kiosk, known(state, headers, name)) {
                    (Some(kiosk), _) => format!("{name}@{kiosk}"),
                    (None, Some(kept)) => format!("{name}@{kept}"),
                    (None, None) => name.clone(),
                };
                state.limiter.take(&key, limits::SIGN_IN, now)
            }),
        }
    }

    /// Whether the browser signed in under this name before.
    pub(super) fn is_known(&self, state: &AppState, headers: &HeaderMap) -> bool {
        match self {
            Self::SignIn { names, .. } => names.iter().any(|n| known(state, headers, n).is_some()),
            Self::Free | Self::Slip(_) | Self::Change(_) => false,
        }
    }

    /// The cookie of a browser that has just signed in. A kiosk keeps nothing of anyone.
    pub(super) fn remember(
        &self,
        state: &AppState,
        page: &Request,
        done: &Done,
    ) -> Option<HeaderValue> {
        let (Self::SignIn { names, kiosk: None }, Done::SignedIn { .. }) = (self, done) else {
            return None;
        };
        let name = names.first()?;
        if known(state, page.headers(), name).is_some() {
            return None;
        }
        let mut kept = vec![state.services.known_browser(name)];
        let before = cookies::get(page.headers(), cookies::KNOWN).unwrap_or_default();
        let before = before.split(BETWEEN).filter(|k| !k.is_empty());
        kept.extend(before.take(KNOWN_NAMES - 1).map(str::to_owned));
        let value = kept.join(&BETWEEN.to_string());
        Some(cookies::set_for(
            cookies::KNOWN,
            &value,
            KNOWN_DAYS * 86_400,
        ))
    }
}

/// What the browser keeps of an earlier sign-in under a name.
fn known<'a>(state: &AppState, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies::get(headers, cookies::KNOWN)?
        .split(BETWEEN)
        .take(KNOWN_NAMES)
        .find(|kept| state.services.is_known_browser(name, kept))
}

/// What a form signs in to.
enum Name {
    /// A code of the roster: a slip opens it, or an own password.
    Code(String),
    /// A name with a password.
    Login(String),
    /// Name and birth date, which a colleague knows: the telephone is not to be found by trying.
    Person(String),
}

impl Name {
    fn key(self) -> String {
        match self {
            Self::Code(key) | Self::Login(key) | Self::Person(key) => key,
        }
    }
}

/// Whether trying could find what is asked for. Whoever cannot be asked about is limited.
async fn guessable(state: &AppState, call: &Call, name: &Name) -> bool {
    let contest = call.param("contest");
    let found = match name {
        Name::Login(_) => return true,
        Name::Code(_) => {
            let code = call.form.get("code");
            state.services.has_own_password(contest, code).await
        }
        Name::Person(_) => {
            let declared = app::people::enter::declared(&call.form);
            state.services.is_declared(contest, &declared).await
        }
    };
    found.unwrap_or(true)
}

fn signs_in_to(route: &FormRoute, call: &Call) -> Option<Vec<Name>> {
    // Tidied as the use cases do: what they read as one name has the tries of one.
    let field = |field: &str| short(&fold(&tidy(call.form.get(field))));
    let login = || Name::Login(format!("login:{}", field("login")));
    let contest = call.param("contest");
    Some(match call.act() {
        // By its address first: an act that is none of this page must not lift the limit.
        act if act == "clerk" || route.path == "/dang-nhap" => vec![login()],
        "declare" | "declare-clerk" | "register" => {
            let birth = Day::parse(call.form.get("birth_date"));
            let birth = birth.map_or_else(|| field("birth_date"), Day::iso);
            let person = format!("person:{contest}:{}:{birth}", field("full_name"));
            let mut names = vec![Name::Person(person)];
            // A clerk's word in place of a telephone is a guess at the clerk's password as well.
            if route.path == "/kiosk" && !field("login").is_empty() {
                names.push(login());
            }
            names
        }
        "roster" => {
            vec![Name::Code(format!(
                "code:{contest}:{}",
                typed(call, "code")
            ))]
        }
        "login" => vec![Name::Login(format!("code:{contest}:{}", field("login")))],
        // Its code has 56 bits.
        "pair" => Vec::new(),
        _ => return None,
    })
}

/// What a slip's tries are counted under: a digest, for the limiter keeps it for a while and a secret is kept nowhere.
fn slip(call: &Call) -> String {
    let contest = call.param("contest");
    let (code, secret) = (typed(call, "code"), typed(call, "secret"));
    let digest = Sha256::digest(format!("{contest}:{code}:{secret}"));
    format!("slip:{}", base32(&digest[..20]))
}

/// Letters and digits of a field, however they are typed.
fn typed(call: &Call, field: &str) -> String {
    let text = fold(&tidy(call.form.get(field)));
    let text: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    short(&text)
}

/// The beginning of what was typed: a key of the limiter is kept, so nobody makes it large.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
