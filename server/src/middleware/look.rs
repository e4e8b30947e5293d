//! How pages look on a kiosk. Large letters chosen at the start screen go with the person into the turn; a turn's look
//! ends with the turn, however it ends, and what somebody chose without beginning one is soon forgotten.

use crate::cookies;
use app::request::Display;
use axum::http::{HeaderMap, HeaderValue, header};
use services::Actor;

/// Marks a look that belongs to a turn; the fourth part of the cookie, which [`Display::parse`] passes over.
const TURN: &str = ".luot";
/// How long a look chosen at the start screen waits for its turn, in seconds.
pub const AT_START: i64 = 300;

/// The cookie's value of a look that ends with its turn.
#[must_use]
pub fn of_turn(look: &Display) -> String {
    format!("{}{TURN}", look.to_cookie())
}

/// What is to be done about the look of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// Nothing: no kiosk, or nothing chosen.
    Keep,
    /// The turn has begun: the look is now the turn's.
    Take(String),
    /// The turn it belonged to is over.
    Forget,
}

impl Look {
    /// What a request asks for.
    #[must_use]
    pub fn of(actor: &Actor, headers: &HeaderMap) -> Self {
        Self::when(actor.kiosk.is_some(), actor.person.is_some(), headers)
    }

    fn when(on_kiosk: bool, signed_in: bool, headers: &HeaderMap) -> Self {
        let Some(value) = cookies::get(headers, Display::COOKIE) else {
            return Self::Keep;
        };
        match (on_kiosk, signed_in) {
            (true, true) if !value.ends_with(TURN) => Self::Take(of_turn(&Display::parse(value))),
            (true, false) if value.ends_with(TURN) => Self::Forget,
            _ => Self::Keep,
        }
    }

    /// Says so to the browser, unless the response already chooses a look.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let chooses = |value: &HeaderValue| {
            let own = value.as_bytes().strip_prefix(Display::COOKIE.as_bytes());
            own.is_some_and(|rest| rest.starts_with(b"="))
        };
        if headers.get_all(header::SET_COOKIE).iter().any(chooses) {
            return;
        }
        let cookie = match self {
            Self::Keep => return,
            Self::Take(value) => cookies::display(value),
            Self::Forget => cookies::remove(Display::COOKIE),
        };
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn a_look_ends_with_its_turn() {
        let (chosen, taken) = ("hien-thi=-.-.large", "hien-thi=-.-.large.luot");
        let start = |cookie| Look::when(true, false, &headers(cookie));
        let turn = |cookie| Look::when(true, true, &headers(cookie));
        assert_eq!(start(chosen), Look::Keep);
        assert_eq!(turn(chosen), Look::Take("-.-.large.luot".to_owned()));
        assert_eq!(turn(taken), Look::Keep);
        assert_eq!(start(taken), Look::Forget);
        assert_eq!(start("a=1"), Look::Keep);
        assert_eq!(Look::when(false, true, &headers(chosen)), Look::Keep);
    }

    #[test]
    fn what_a_response_chooses_stands() {
        let mut response = HeaderMap::new();
        response.append(header::SET_COOKIE, cookies::display("dark.-.-"));
        Look::Forget.tell(&mut response);
        assert_eq!(response.get_all(header::SET_COOKIE).iter().count(), 1);
        let mut response = HeaderMap::new();
        Look::Forget.tell(&mut response);
        assert!(
            response[header::SET_COOKIE]
                .to_str()
                .unwrap()
                .contains("Max-Age=0")
        );
    }
}
