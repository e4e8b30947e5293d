//! What a page knows of the request it answers.

use domain::time::Moment;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::{expect_context, use_context, with_context};
use leptos_axum::ResponseOptions;
use services::{Actor, Services};

/// When the request entered the server, before any queue. Set once all of it is there, by the arrival layer.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedAt(pub Moment);

/// Id of the request, shown to people with an error and written to the log.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// How the person wants pages to look, from the cookie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Display {
    /// `light`, `dark` or none.
    pub theme: Option<String>,
    /// `more`, `normal` or none.
    pub contrast: Option<String>,
    /// `small`, `large` or none.
    pub text: Option<String>,
}

impl Display {
    /// Name of the cookie.
    pub const COOKIE: &str = "hien-thi";

    /// Reads the cookie's value, `dark.more.large` with `-` for none. Anything unknown is none.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        let mut parts = value.split('.');
        let mut pick = |allowed: &[&str]| {
            let part = parts.next()?;
            allowed.contains(&part).then(|| part.to_owned())
        };
        Self {
            theme: pick(&["light", "dark"]),
            contrast: pick(&["more", "normal"]),
            text: pick(&["small", "large"]),
        }
    }

    /// The cookie's value.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        let part = |p: &Option<String>| p.clone().unwrap_or_else(|| "-".into());
        format!(
            "{}.{}.{}",
            part(&self.theme),
            part(&self.contrast),
            part(&self.text)
        )
    }
}

/// The use cases.
#[must_use]
pub fn services() -> Services {
    expect_context::<Services>()
}

/// Who asks.
#[must_use]
pub fn actor() -> Actor {
    extension().unwrap_or_default()
}

/// How pages should look.
#[must_use]
pub fn display() -> Display {
    extension().unwrap_or_default()
}

/// When the request entered the server.
#[must_use]
pub fn received_at() -> Moment {
    extension::<ReceivedAt>().map_or_else(|| services().now(), |r| r.0)
}

/// Id of the request.
#[must_use]
pub fn request_id() -> String {
    extension::<RequestId>().map(|r| r.0).unwrap_or_default()
}

/// Path of the request.
#[must_use]
pub fn path() -> String {
    of_request(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// Path and query of the request: where a form that only changes how pages look leads back to.
#[must_use]
pub fn address() -> String {
    of_request(|parts| parts.uri.path_and_query().map(ToString::to_string))
        .flatten()
        .unwrap_or_default()
}

/// Whether the device is a kiosk.
#[must_use]
pub fn on_kiosk() -> bool {
    actor().kiosk.is_some()
}

/// A parameter of the query, decoded.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    of_request(|parts| {
        let pairs = crate::forms::Form::from_urlencoded(parts.uri.query().unwrap_or_default());
        pairs.get_opt(name).map(str::to_owned)
    })?
}

/// The public address of this installation as the browser sees it: scheme and host.
#[must_use]
pub fn origin() -> String {
    let host = of_request(|parts| {
        let host = parts.headers.get(http::header::HOST)?;
        host.to_str().ok().map(str::to_owned)
    });
    let host = host.flatten().unwrap_or_else(|| "localhost".to_owned());
    let local =
        host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
    format!("{}://{host}", if local { "http" } else { "https" })
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    of_request(|parts| parts.extensions.get::<T>().cloned())?
}

/// What is asked of the request, looked at where it lies: a copy of its head is a copy of every header and extension, and
/// a page asks a dozen times.
fn of_request<T>(asked: impl FnOnce(&Parts) -> T) -> Option<T> {
    with_context(asked)
}

/// Sets the status of the response.
pub fn respond_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Sets a header of the response.
pub fn respond_header(name: &'static str, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.insert_header(HeaderName::from_static(name), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_reads_only_what_it_knows() {
        let display = Display::parse("dark.x.large");
        assert_eq!(
            display,
            Display {
                theme: Some("dark".into()),
                contrast: None,
                text: Some("large".into())
            }
        );
        assert_eq!(display.to_cookie(), "dark.-.large");
        assert_eq!(Display::parse("\"><script>"), Display::default());
    }
}
