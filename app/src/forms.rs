//! Plain HTML forms. A form posts to the address of its own page: success redirects, a refusal renders the same page
//! again with what was typed and a sentence at each field. So everything works without JavaScript and nothing typed is
//! lost.

use crate::policy::Policy;
use domain::time::Moment;
use leptos::prelude::use_context;
use services::people::NewSession;
use services::{Actor, FieldProblem, ServiceError, Services};
use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A file that came with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Field name.
    pub field: String,
    /// File name as the browser says; only ever a label.
    pub file_name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Fields of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Name and value in order.
    pub fields: Vec<(String, String)>,
    /// Files.
    pub files: Vec<Upload>,
}

impl Form {
    /// Reads `a=b&c=d`.
    #[must_use]
    pub fn from_urlencoded(text: &str) -> Self {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self {
            fields: text
                .split('&')
                .filter(|p| !p.is_empty())
                .map(pair)
                .collect(),
            files: Vec::new(),
        }
    }

    /// The value of a field; empty when it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.get_opt(name).unwrap_or_default()
    }

    /// The value of a field.
    #[must_use]
    pub fn get_opt(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Every value of a repeated field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The file of a field, when one with content was chosen.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files
            .iter()
            .find(|f| f.field == name && !f.bytes.is_empty())
    }
}

/// Percent-decoding of form data; bytes that are no UTF-8 become replacement characters, zero characters go.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = (
                    ahead.next().and_then(hex_digit),
                    ahead.next().and_then(hex_digit),
                );
                if let (Some(high), Some(low)) = digits {
                    bytes.push(high * 16 + low);
                    rest = ahead;
                } else {
                    bytes.push(byte);
                }
            }
            other => bytes.push(other),
        }
    }
    clean(&String::from_utf8_lossy(&bytes))
}

/// A text as somebody could have typed it: without the zero character, which PostgreSQL takes in no text.
#[must_use]
pub fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

/// A posted form with everything its handler needs.
#[derive(Debug, Clone)]
pub struct Call {
    /// Use cases.
    pub services: Services,
    /// Who posts.
    pub actor: Actor,
    /// Parameters of the path.
    pub params: HashMap<String, String>,
    /// Fields.
    pub form: Form,
    /// When the request entered the server.
    pub received_at: Moment,
}

impl Call {
    /// A parameter of the path.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// The act chosen: the name of the button pressed.
    #[must_use]
    pub fn act(&self) -> &str {
        self.form.get("act")
    }
}

/// What a form comes to.
pub enum Done {
    /// Go to this address.
    Go(String),
    /// A session begins; go on to this address.
    SignedIn {
        /// Address.
        to: String,
        /// The new session.
        session: NewSession,
    },
    /// The session ends and the browser forgets everything of it.
    SignedOut {
        /// Address.
        to: String,
    },
    /// This device is a kiosk now.
    Paired {
        /// Address.
        to: String,
        /// Secret of the device, for its cookie.
        device: String,
    },
    /// Show the page again with something on it: a preview, a code that is shown once.
    Show(Arc<dyn Any + Send + Sync>),
    /// A file to keep.
    File {
        /// Name.
        name: String,
        /// Content type.
        mime: &'static str,
        /// Content.
        bytes: Vec<u8>,
    },
}

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Go(_) => "Go",
            Self::SignedIn { .. } => "SignedIn",
            Self::SignedOut { .. } => "SignedOut",
            Self::Paired { .. } => "Paired",
            Self::Show(_) => "Show",
            Self::File { .. } => "File",
        })
    }
}

/// Future of a handler.
pub type Handling = Pin<Box<dyn Future<Output = Result<Done, ServiceError>> + Send>>;

/// A form: where it posts, who may, what it does.
#[derive(Debug, Clone, Copy)]
pub struct FormRoute {
    /// Path with `{name}` for parameters.
    pub path: &'static str,
    /// Who may post.
    pub policy: Policy,
    /// Does it.
    pub handle: fn(Call) -> Handling,
    /// Largest body in bytes.
    pub limit: usize,
}

/// Body limit of an ordinary form.
pub const SMALL: usize = 64 * 1024;
/// Body limit of a form with a file.
pub const UPLOAD: usize = 12 * 1024 * 1024;

/// Files the committee can download with a plain link.
pub const DOWNLOADS: &[&str] = &["/admin/{contest}/tai-ve/{file}"];

/// Every form of the program.
#[must_use]
pub fn routes() -> &'static [FormRoute] {
    static ROUTES: std::sync::OnceLock<Vec<FormRoute>> = std::sync::OnceLock::new();
    ROUTES.get_or_init(|| {
        [
            crate::people::FORMS,
            crate::contest::FORMS,
            crate::quiz::FORMS,
            crate::question::FORMS,
            crate::standings::FORMS,
            crate::record::FORMS,
            crate::kiosk::FORMS,
        ]
        .concat()
    })
}

/// What was posted to the page being rendered again.
#[derive(Clone)]
pub struct Posted {
    /// Fields as typed.
    pub form: Form,
    /// What is wrong, by field.
    pub problems: Vec<FieldProblem>,
    /// Something to show.
    pub shown: Option<Arc<dyn Any + Send + Sync>>,
}

/// What was posted, when this rendering answers a form.
#[must_use]
pub fn posted() -> Option<Posted> {
    use_context::<Posted>()
}

/// What the handler wants shown, when it is of this type.
#[must_use]
pub fn shown<T: Send + Sync + 'static>() -> Option<Arc<T>> {
    posted()?.shown?.downcast::<T>().ok()
}

/// Problems of the form being shown again.
#[must_use]
pub fn form_problems() -> Vec<FieldProblem> {
    posted().map(|p| p.problems).unwrap_or_default()
}

/// What a field shows: what was typed, else this default.
#[must_use]
pub fn typed(name: &str, default: impl Into<String>) -> String {
    posted()
        .and_then(|p| p.form.get_opt(name).map(str::to_owned))
        .unwrap_or_else(|| default.into())
}

/// The sentence at a field, if something is wrong with it.
#[must_use]
pub fn problem_of(name: &str) -> Option<String> {
    form_problems()
        .into_iter()
        .find(|p| p.field == name)
        .map(|p| p.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_data_are_decoded_without_panic() {
        let form = Form::from_urlencoded("a=x+y&b=%C4%90%E1%BB%A3t&c=%zz&c=%&d");
        assert_eq!(form.get("a"), "x y");
        assert_eq!(form.get("b"), "Đợt");
        assert_eq!(form.all("c").collect::<Vec<_>>(), ["%zz", "%"]);
        assert_eq!(form.get_opt("d"), Some(""));
        assert_eq!(Form::from_urlencoded("%E1%9").get_opt("x"), None);
        assert_eq!(Form::from_urlencoded("a=%00x%00").get("a"), "x");
    }
}
