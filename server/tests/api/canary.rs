//! No score signal before sealing (DESIGN 2.3). Two installations differ in the right answers and in nothing else: what
//! either says, to anyone, anywhere, may not differ, down to its size.

mod compare;
mod crawl;
mod forms;

use crate::server::Server;
use crate::world::{EXPLANATION, HUE, POINTS, SOURCE, Story, WARD, World};
use compare::apart;
use crawl::{Difference, Walked, crawl, download};

/// Who may see right answers: the committee members whose work is the question bank. They can never compete
/// (`Role::could_see_a_key`).
const MAY_SEE_KEYS: [&str; 4] = ["tacgia", "thamdinh", "bantochuc", "thuky"];

/// Whether the purpose of a page is to show the key to this person: the bank and its exports, nothing else.
fn may_show_keys(who: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    MAY_SEE_KEYS.contains(&who) && (path.ends_with("/cau-hoi") || path.contains("/tai-ve/cau-hoi."))
}

/// Whether someone may read a word here. An auditor reads questions with their sources, without key and explanation,
/// and can never compete either.
fn may_say(who: &str, path: &str, word: &str) -> bool {
    may_show_keys(who, path) || (who == "giamsat" && word == SOURCE && path.contains("/cau-hoi"))
}

/// Two servers whose right answers differ.
struct Twins {
    one: Server,
    other: Server,
    story: Story,
    /// Kept until the end: their folders.
    _worlds: (World, World),
}

impl Twins {
    async fn new() -> Self {
        let one = World::new().await;
        let other = one.copy();
        other.turn_keys().await;
        Self::start(one, other)
    }

    /// The keys of the second round differ by changes the committee made: turned behind its back, it could not be sealed.
    async fn by_changes() -> Self {
        let one = World::new().await;
        let other = one.copy();
        other.change_keys("dot-2").await;
        Self::start(one, other)
    }

    fn start(one: World, other: World) -> Self {
        Self {
            one: Server::start(one.path()),
            other: Server::start(other.path()),
            story: one.story.clone(),
            _worlds: (one, other),
        }
    }

    /// Everything someone can see; or every file they can download.
    async fn walk(&self, who: &str, downloading: bool) -> Walked {
        let cookie = self.story.cast.cookie(who);
        let talks = (self.one.with(cookie), self.other.with(cookie));
        if downloading {
            download(&talks, who, &self.story).await
        } else {
            crawl(&talks, who, &self.story).await
        }
    }

    /// What the operator reads is the same too, and names no contest and nobody.
    async fn metrics_tell_nothing(&self) {
        let (one, other) = (self.one.metrics().await, self.other.metrics().await);
        assert_eq!(
            compare::metrics(&one.text()),
            compare::metrics(&other.text())
        );
        let said = compare::without_sums(&one.text());
        assert!(said.contains("/cuoc-thi/{contest}"), "{said}");
        for word in canaries().iter().map(String::as_str).chain([HUE, WARD]) {
            assert!(!said.contains(word), "metrics say {word}");
        }
    }

    /// What differs for someone, on every page.
    async fn differences(&self, who: &str) -> Vec<Difference> {
        self.walk(who, false).await.differences
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_tell_the_right_answers_before_sealing() {
    let twins = Twins::new().await;
    let (mut told, mut seen, mut bank) = (Vec::new(), 0, Vec::new());
    for downloading in [false, true] {
        for who in twins.story.cast.names() {
            let walked = twins.walk(&who, downloading).await;
            seen += walked.pages.len();
            bank.extend(walked.expected.into_iter().map(|d| (d.who, downloading)));
            told.extend(walked.differences);
            for (path, page) in &walked.pages {
                let said = canaries().into_iter().filter(|w| page.contains(w.as_str()));
                let said = said.filter(|w| !may_say(&who, path, w));
                told.extend(said.map(|w| Difference::new(&who, path, format!("says {w}"))));
            }
        }
    }
    let first: Vec<&Difference> = told.iter().take(5).collect();
    assert!(
        told.is_empty(),
        "{} in {seen} pages: {first:#?}",
        told.len()
    );
    assert!(seen > 1_500, "the crawl saw only {seen} pages");
    for who in MAY_SEE_KEYS {
        let blind = !bank.contains(&(who.to_owned(), false));
        assert!(!blind, "{who} saw no key: is the crawl blind?");
    }
    assert!(bank.iter().any(|(_, downloaded)| *downloaded));
    twins.metrics_tell_nothing().await;
    let logs = (twins.one.log(), twins.other.log());
    assert_eq!(compare::log(&logs.0), compare::log(&logs.1));
    for word in canaries() {
        assert!(!logs.0.contains(&word), "the log says {word}");
    }
}

/// Explanations and sources, and every sum of points that only an attempt whose round is not published can have. (The
/// points of one answer stand in the rules; ten and seven right are in the published round.)
fn canaries() -> Vec<String> {
    let mut words = vec![EXPLANATION.to_owned(), SOURCE.to_owned()];
    for right in [2, 3, 4, 5, 6, 8, 9] {
        let points = right * POINTS;
        let (whole, part) = (points / 1_000, format!("{:03}", points % 1_000));
        let part = part.trim_end_matches('0');
        words.push(format!("{whole},{part}"));
        words.push(format!("{whole}.{part}"));
    }
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_and_no_saved_answer_tells() {
    let twins = Twins::new().await;
    let told = forms::everything_posted(&twins).await;
    assert_eq!(told, []);
}

/// The check can fail: once a round is sealed its standings differ for those who may see them, for nobody else until
/// they are published, and then for everyone.
#[tokio::test(flavor = "multi_thread")]
async fn sealing_and_publishing_is_what_tells() {
    let twins = Twins::by_changes().await;
    forms::seal_second(&twins).await;
    let review = "/admin/thua-thien-hue-2022/ra-soat/dot-2";
    let differences = twins.differences("thuky").await;
    assert!(
        differences.iter().any(|d| d.path == review),
        "{differences:?}"
    );
    for who in [
        "anyone", "person-0", "person-1", "person-3", "kiosk", "daumoi", "giamkhao",
    ] {
        assert_eq!(
            twins.differences(who).await,
            [],
            "{who}, sealed and not published"
        );
    }
    forms::publish_second(&twins).await;
    let own = format!("/thi/{}/ket-qua", twins.story.attempt("person-0/dot-2"));
    let public = "/cuoc-thi/thua-thien-hue-2022/ket-qua/dot-2".to_owned();
    for (who, path) in [("anyone", public), ("person-0", own)] {
        let found = twins.differences(who).await;
        assert!(found.iter().any(|d| d.path == path), "{who} {found:?}");
    }
}
