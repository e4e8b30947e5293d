//! Malformed requests to every route, as every kind of person: never a 5xx, never a word of the inside.

mod bodies;

use crate::routes::{addresses, declared};
use crate::server::Server;
use crate::talk::{Page, Talk, sent};
use crate::world::{SESSIONS, WARD, World, on_both_engines};
use bodies::{ACTS, FIELDS, HOSTILE, RAW, percent_all, percent_decoded};
use reqwest::Method;
use std::collections::BTreeSet;

/// What only the inside says.
const INSIDE: [&str; 17] = [
    "sqlx",
    "panicked",
    ".rs:",
    "/src/",
    "rustc",
    "missing field",
    "invalid digit",
    "deserializ",
    "Utf8Error",
    "unwrap",
    "backtrace",
    "services::",
    "hyper",
    "axum",
    "invalid type",
    "ServerFnError",
    "SQLITE",
];

/// What is wrong with an answer to a malformed request; none where it is as it should be.
fn fault(page: &Page) -> Option<String> {
    let text = page.text();
    if page.status >= 500 {
        return Some(format!("{}: {}", page.status, shortened(&text)));
    }
    if page.header("x-request-id").len() != 13 {
        return Some("no id".to_owned());
    }
    let kind = page.header("content-type");
    if page.status < 400 || !(kind.starts_with("text/") || kind.contains("json") || kind.is_empty())
    {
        return None;
    }
    // A page or a sentence instead of a page bears the id a person can report; a form given back stands for itself.
    let given_back = kind.starts_with("text/html") && !text.contains("<h1 class=\"empty__title\"");
    // A server function answers the live sheet with a kind, which has its sentence there.
    let function = ["signed-out", "not-found", "forbidden"].contains(&text.as_str());
    let to_sheet = function || text.starts_with("refused ");
    if !given_back && !to_sheet && !text.contains(page.header("x-request-id")) {
        return Some(format!("{} bears no id: {}", page.status, shortened(&text)));
    }
    if let Some(word) = INSIDE.iter().find(|w| text.contains(**w)) {
        return Some(format!("{} says {word}: {}", page.status, shortened(&text)));
    }
    // An error is told in Vietnamese: no sentence of it does without these.
    let vietnamese = text
        .chars()
        .any(|c| "ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ".contains(c));
    (!vietnamese && !function).then(|| {
        format!(
            "{} without a Vietnamese word: {}",
            page.status,
            shortened(&text)
        )
    })
}

fn shortened(text: &str) -> String {
    text.chars().take(160).collect()
}

/// Faults of every answer, each kind once.
#[derive(Default)]
struct Sweep {
    faults: BTreeSet<String>,
    asked: usize,
}

impl Sweep {
    async fn post(&mut self, talk: &Talk, path: &str, kind: &str, body: &[u8]) {
        let page = talk.post_raw(path, kind, body).await;
        self.look(&format!("POST {path}"), &page);
    }

    fn look(&mut self, what: &str, page: &Page) {
        self.asked += 1;
        if let Some(fault) = fault(page) {
            self.faults.insert(format!("{what}: {fault}"));
        }
    }

    fn done(self, server: &mut Server, least: usize) {
        assert!(server.is_alive());
        let log = server.log();
        assert!(!log.contains("panicked"), "{log}");
        let faults: Vec<String> = self.faults.into_iter().take(25).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(self.asked >= least, "only {} requests", self.asked);
    }
}

on_both_engines!(broken_bodies_are_refused_everywhere);
on_both_engines!(hostile_fields_are_refused_by_every_act);
on_both_engines!(hostile_addresses_are_refused);

const FORM: &str = "application/x-www-form-urlencoded";

async fn broken_bodies_are_refused_everywhere(world: World) {
    let mut server = Server::of(&world);
    let mut sweep = Sweep::default();
    let cast = &world.story.cast;
    for who in [
        "anyone",
        "person-0",
        "kiosk-turn",
        "daumoi",
        "bantochuc",
        "quantri",
    ] {
        let talk = server.with(cast.cookie(who));
        for path in declared("POST").into_iter().filter(|p| *p != "/dang-xuat") {
            let path = &addresses(path, &world.story)[0];
            for (kind, body) in RAW {
                sweep.post(&talk, path, kind, body).await;
            }
        }
    }
    sweep.done(&mut server, 900);
}

async fn hostile_fields_are_refused_by_every_act(world: World) {
    let mut server = Server::of(&world);
    let mut sweep = Sweep::default();
    let mut sessions = (0..SESSIONS).cycle();
    for (path, who, acts) in ACTS {
        let path = &addresses(path, &world.story)[0];
        for act in *acts {
            // One session may post only so often, so they take turns.
            let n = sessions.next().unwrap();
            let cookie = match *who {
                "bantochuc" | "thuky" | "quantri" => format!("__Host-hoithi=cookie-{n}-of-{who}"),
                other => world.story.cast.cookie(other).to_owned(),
            };
            let talk = server.with(&cookie);
            for value in HOSTILE {
                let mut body = format!("act={}", percent_all(act.as_bytes()));
                for field in FIELDS {
                    body.push_str(&format!("&{field}={value}"));
                }
                sweep.post(&talk, path, FORM, body.as_bytes()).await;
            }
        }
    }
    let talk = server.with("__Host-hoithi=cookie-1-of-quantri");
    for (n, sheet) in bodies::odd_sheets().into_iter().enumerate() {
        let toml = percent_all(sheet.as_bytes());
        let body = format!("act=toml&toml={toml}");
        sweep
            .post(
                &talk,
                &format!("/admin/{WARD}/the-le"),
                FORM,
                body.as_bytes(),
            )
            .await;
        let field = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let (preset, code) = (
            field("preset", "tep"),
            field("code", &format!("le-moi-{n}")),
        );
        let file = format!(
            "{preset}{code}--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\n\r\n{sheet}\r\n--x--\r\n"
        );
        let kind = "multipart/form-data; boundary=x";
        let page = talk.post_raw("/admin/tao", kind, file).await;
        sweep.look("POST /admin/tao", &page);
        assert!(
            page.text().contains("ký tự không đọc được"),
            "{}",
            page.text()
        );
    }
    // As it travels in a form, and as it arrives from somebody who writes it by hand; one session may ask only so often.
    let plain = HOSTILE.map(percent_decoded);
    lines(&mut sweep, &server, &world, "person-0", &HOSTILE).await;
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    lines(&mut sweep, &server, &world, "person-2", &plain).await;
    sweep.done(&mut server, 400);
}

/// Lines of the live sheet with these values wherever one stands.
async fn lines(sweep: &mut Sweep, server: &Server, world: &World, who: &str, values: &[&str]) {
    let talk = server.with(world.story.cast.cookie(who));
    let attempt = world.story.attempt(&format!("{who}/dot-3"));
    for value in values {
        for line in [
            format!("{attempt}{value} k 0 0 0"),
            format!("{attempt} k-{value} 0 0 {value}"),
            format!("{attempt} k {value} {value} {value}"),
            format!("{value} {value} 0 0 {value}"),
        ] {
            sweep
                .post(&talk, "/api/quiz/save", "text/plain", line.as_bytes())
                .await;
        }
        sweep
            .post(&talk, "/api/quiz/state", "text/plain", value.as_bytes())
            .await;
    }
}

async fn hostile_addresses_are_refused(world: World) {
    let mut server = Server::of(&world);
    let mut sweep = Sweep::default();
    let talks =
        ["anyone", "person-0", "bantochuc"].map(|who| server.with(world.story.cast.cookie(who)));
    for path in declared("GET") {
        let real = &addresses(path, &world.story)[0];
        for value in HOSTILE {
            let query: Vec<String> = bodies::QUERIES
                .iter()
                .map(|q| format!("{q}={value}"))
                .collect();
            let asked = format!("{real}?{}", query.join("&"));
            sweep.look(&asked[..real.len()], &talks[2].get(&asked).await);
            if path.contains('{') && value.len() < 2_000 {
                let segments: Vec<&str> = path
                    .split('/')
                    .map(|s| if s.starts_with('{') { value } else { s })
                    .collect();
                let segments = segments.join("/");
                for talk in &talks {
                    sweep.look(path, &talk.get(&segments).await);
                }
            }
        }
    }
    // The id of another contest's round, and other methods.
    for path in declared("GET") {
        let real = &addresses(path, &world.story)[0];
        for method in [
            Method::HEAD,
            Method::OPTIONS,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            let head = method == Method::HEAD;
            let page = sent(talks[2].request(method, real)).await;
            assert!(page.status < 500, "{real}");
            if !head {
                sweep.look(real, &page);
            }
        }
    }
    sweep.done(&mut server, 900);
}
