//! Cookies: `__Host-` prefix (so they are Secure, without Domain, for the whole site), HttpOnly, SameSite=Lax.

use axum::http::{HeaderMap, HeaderValue, header};

/// Session of a person or an account.
pub const SESSION: &str = "__Host-hoithi";
/// Secret of a paired kiosk.
pub const DEVICE: &str = "__Host-kiosk";
/// Says that this browser signed in before, under the name it signs in under again.
pub const KNOWN: &str = "__Host-quen";

/// The value of a cookie.
#[must_use]
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|h| h.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v)
}

/// A cookie that ends with the browser.
#[must_use]
pub fn set(name: &str, value: &str) -> HeaderValue {
    header_value(format!(
        "{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"
    ))
}

/// A cookie that lives so many seconds.
#[must_use]
pub fn set_for(name: &str, value: &str, seconds: i64) -> HeaderValue {
    header_value(format!(
        "{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
    ))
}

/// Removes a cookie.
#[must_use]
pub fn remove(name: &str) -> HeaderValue {
    header_value(format!(
        "{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    ))
}

/// How pages look: readable by nobody's script, but no secret.
#[must_use]
pub fn display(value: &str) -> HeaderValue {
    display_for(value, 31_536_000)
}

/// The same for so many seconds.
#[must_use]
pub fn display_for(value: &str, seconds: i64) -> HeaderValue {
    header_value(format!(
        "{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax",
        app::request::Display::COOKIE
    ))
}

fn header_value(text: String) -> HeaderValue {
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_named_cookie_only() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=1; __Host-hoithi=abc; x__Host-hoithi=evil"),
        );
        assert_eq!(get(&headers, SESSION), Some("abc"));
        assert_eq!(get(&headers, DEVICE), None);
    }
}
