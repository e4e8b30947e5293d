//! What is posted: saves, sends, refusals, previews, sealing and publishing.

use super::crawl::Difference;
use super::{Twins, apart};
use crate::talk::Page;
use crate::world::{HUE, Story};

const REVIEW: &str = "/admin/thua-thien-hue-2022/ra-soat/dot-2";
const PROPOSALS: &str = "/admin/thua-thien-hue-2022/de-nghi";

impl Twins {
    /// Posts the same on both servers.
    async fn post(&self, who: &str, path: &str, form: &[(&str, &str)]) -> (Page, Page) {
        let cookie = self.story.cast.cookie(who);
        let talks = (self.one.with(cookie), self.other.with(cookie));
        if path.starts_with("/api/") {
            // Server functions read the values alone, in one line.
            let line: Vec<&str> = form.iter().map(|(_, value)| *value).collect();
            let (line, kind) = (line.join(" "), "text/plain; charset=utf-8");
            let other = talks.1.post_raw(path, kind, line.clone());
            return tokio::join!(talks.0.post_raw(path, kind, line), other);
        }
        tokio::join!(talks.0.post(path, form), talks.1.post(path, form))
    }
}

/// Who posts what where: names and values of the fields.
type Posts = Vec<(&'static str, String, Vec<(&'static str, String)>)>;

/// What contestants post: saves of every kind, the form without JavaScript, sending with and without gaps.
fn of_contestants(story: &Story) -> Posts {
    let mut posts: Posts = Vec::new();
    let attempt = story.attempt("person-0/dot-3");
    let mut save = |key: &str, slot: &str, value: &str, base: &str| {
        let fields = [
            ("attempt", attempt),
            ("key", key),
            ("slot", slot),
            ("base", base),
            ("value", value),
        ];
        let fields = fields.map(|(n, v)| (n, v.to_owned())).to_vec();
        posts.push(("person-0", "/api/quiz/save".to_owned(), fields));
    };
    // Every option of a question: on one server one of them is right, on the other another.
    for (n, value) in ["0", "1", "2", "3"].iter().enumerate() {
        let base = n.to_string();
        save(&format!("k{n}"), "6", value, &base);
        save(&format!("k{n}"), "6", value, &base);
    }
    save("stale", "6", "0", "1");
    save("other", "0", "99", "1");
    save("none", "77", "0", "0");
    let submit = || vec![("act", "submit".to_owned())];
    for who in ["person-0", "person-1", "person-2"] {
        let own = story.attempt(&format!("{who}/dot-3"));
        let state = vec![("attempt", own.to_owned())];
        posts.push((who, "/api/quiz/state".to_owned(), state));
        let fields = [("q0", "0"), ("r0", "0"), ("act", "save")];
        let fields = fields.map(|(n, v)| (n, v.to_owned())).to_vec();
        posts.push((who, format!("/thi/{own}"), fields));
        for _ in 0..2 {
            posts.push((who, format!("/thi/{own}/kiem-tra"), submit()));
        }
    }
    let kiosk = format!("/thi/{}/kiem-tra", story.attempt("kiosk"));
    posts.push(("kiosk-turn", kiosk, submit()));
    posts
}

/// What the committee posts: acts that are refused before sealing, and confirmations of what was proposed.
fn of_the_committee(story: &Story) -> Posts {
    let mut posts: Posts = Vec::new();
    for who in ["bantochuc", "thuky", "giamsat"] {
        for act in ["huy-bai", "huy-cau", "cong-bo", "bang-nhau", "boc-tham"] {
            let fields = vec![("act", act.to_owned()), ("reason", "Thử".to_owned())];
            posts.push((who, REVIEW.to_owned(), fields));
        }
    }
    let open = REVIEW.replace("dot-2", "dot-3");
    posts.push(("thuky", open, vec![("act", "seal".to_owned())]));
    // The organiser proposed; the secretary confirms voiding an entry and a question, before sealing.
    for id in &story.proposals {
        let fields = vec![("act", "confirm".to_owned()), ("id", id.clone())];
        posts.push(("thuky", PROPOSALS.to_owned(), fields));
    }
    posts
}

/// Posts everything a contestant and the committee can post before sealing; tells what differed.
pub(super) async fn everything_posted(twins: &Twins) -> Vec<Difference> {
    let mut told = Vec::new();
    let posts = [of_contestants(&twins.story), of_the_committee(&twins.story)];
    for (who, path, fields) in &posts.concat() {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let (one, other) = twins.post(who, path, &fields).await;
        assert!(one.status < 500, "{who} {path} {fields:?}: {}", one.text());
        if let Some(what) = apart(&one, &other) {
            told.push(Difference::new(who, path, what));
        }
    }
    // What was posted now stands on pages.
    for who in ["anyone", "person-0", "person-2", "giamsat"] {
        let found = twins.differences(who).await.into_iter();
        // The log's chain of hashes and the signature of a receipt cover the instants of what was just posted, which
        // are not the same. (Those of the story were compared by the crawl before sealing.)
        let signed = format!("/thi/{}/bien-nhan", twins.story.attempt("person-2/dot-3"));
        told.extend(found.filter(|d| !d.path.contains("/nhat-ky") && d.path != signed));
    }
    told
}

/// The secretary seals the second round on both servers.
pub(super) async fn seal_second(twins: &Twins) {
    let (one, other) = twins.post("thuky", REVIEW, &[("act", "seal")]).await;
    for page in [one, other] {
        assert_eq!(page.goes_to(), format!("{REVIEW}?xong=niem-phong"));
    }
}

/// The organiser proposes to publish what was sealed, the secretary confirms.
pub(super) async fn publish_second(twins: &Twins) {
    for server in [&twins.one, &twins.other] {
        let cast = &twins.story.cast;
        let organiser = server.with(cast.cookie("bantochuc"));
        let secretary = server.with(cast.cookie("thuky"));
        // While one of them waits that could change the winners, nothing is published.
        for waiting in &twins.story.proposals {
            let form = [
                ("act", "drop"),
                ("id", waiting.as_str()),
                ("reason", "Chưa đủ căn cứ"),
            ];
            organiser.post(PROPOSALS, &form).await;
        }
        let review = organiser.get(&format!("{REVIEW}?lam=cong-bo")).await.text();
        let standings = hidden(&review, "standings");
        let form = [("act", "cong-bo"), ("standings", standings.as_str())];
        let page = organiser.post(REVIEW, &form).await;
        assert_eq!(page.goes_to(), format!("/admin/{HUE}/de-nghi?xong=de-nghi"));
        let proposals = secretary.get(PROPOSALS).await.text();
        let ids = proposals
            .split("xem=")
            .skip(1)
            .filter_map(|rest| rest.get(..26));
        let new = ids
            .filter(|id| !twins.story.proposals.iter().any(|p| p == id))
            .last();
        let form = [("act", "confirm"), ("id", new.unwrap())];
        let page = secretary.post(PROPOSALS, &form).await;
        assert!(page.goes_to().contains("xong=xac-nhan"), "{page:?}");
    }
}

/// The value of the first hidden field of this name.
fn hidden(html: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = html.split(field.as_str()).nth(1);
    rest.and_then(|r| r.split('"').next()).unwrap().to_owned()
}
