//! One person's browser, reduced to what goes over the wire: no redirect is followed, no cookie kept by itself.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder};

/// The name every server of the tests is called by, so that pages of two servers can be compared.
pub(crate) const HOST: &str = "hoithi.test";

/// A browser with its cookies.
#[derive(Clone)]
pub(crate) struct Talk {
    client: Client,
    address: String,
    cookie: String,
}

/// A response, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Talk {
    pub(crate) fn new(address: &str) -> Self {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            client,
            address: address.to_owned(),
            cookie: String::new(),
        }
    }

    /// The same browser with other cookies.
    pub(crate) fn cookie(&self, cookie: &str) -> Self {
        Self {
            cookie: cookie.to_owned(),
            ..self.clone()
        }
    }

    /// A request as a page of this site would send it.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, path);
        request
            .header("origin", format!("https://{HOST}"))
            .header("sec-fetch-site", "same-origin")
    }

    /// A request that says nothing about where it comes from.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("http://{}{path}", self.address))
            .header("host", HOST);
        if self.cookie.is_empty() {
            request
        } else {
            request.header("cookie", &self.cookie)
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        sent(self.request(Method::GET, path)).await
    }

    /// Posts a form.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_raw(path, "application/x-www-form-urlencoded", urlencoded(form))
            .await
    }

    /// Posts any body.
    pub(crate) async fn post_raw(&self, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Page {
        let request = self.request(Method::POST, path);
        sent(request.header("content-type", kind).body(body.into())).await
    }
}

/// Sends a request and reads the whole answer; of a stream of events, which has no end, what it tells first.
pub(crate) async fn sent(request: RequestBuilder) -> Page {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let kind = headers.get("content-type").map(HeaderValue::as_bytes);
    let bytes = match kind {
        Some(b"text/event-stream") => first_told(response).await,
        _ => response.bytes().await.unwrap().to_vec(),
    };
    Page {
        status,
        headers,
        bytes,
    }
}

/// The first event with data. How long to wait before coming back is drawn by lot and left out.
async fn first_told(mut response: reqwest::Response) -> Vec<u8> {
    let mut text = String::new();
    let ends = |text: &str| {
        let told = text.split_once("data: ");
        told.is_some_and(|(_, rest)| rest.contains("\n\n"))
    };
    while !ends(&text) {
        match response.chunk().await.unwrap() {
            Some(chunk) => text.push_str(std::str::from_utf8(&chunk).unwrap()),
            None => break,
        }
    }
    let data = text.lines().filter(|line| line.starts_with("data: "));
    data.flat_map(|line| [line.as_bytes(), b"\n"].concat())
        .collect()
}

impl Page {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &'static str) -> &str {
        let name = HeaderName::from_static(name);
        let value = self.headers.get(name).map(HeaderValue::to_str);
        value.transpose().unwrap().unwrap_or_default()
    }

    /// Where a redirect leads.
    pub(crate) fn goes_to(&self) -> &str {
        assert!((300..400).contains(&self.status), "{self:?}");
        self.header("location")
    }

    /// Cookies set, as they were written.
    pub(crate) fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all("set-cookie").iter();
        all.map(|v| v.to_str().unwrap().to_owned()).collect()
    }
}

/// A form as a browser writes it: every byte that is no letter or digit as `%XX`.
pub(crate) fn urlencoded(form: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

fn percent(text: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
