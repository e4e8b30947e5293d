//! Walks everything someone can reach on two servers at once: by link from the start pages, and every declared address
//! with real parameters.

use super::apart;
use crate::routes::{addresses, declared};
use crate::talk::{Page, Talk};
use crate::world::{HUE, Story};
use std::collections::{HashMap, HashSet, VecDeque};

/// Sortings and searches of one page that are followed.
const VARIANTS: usize = 4;
/// How often a pair is fetched again: between two requests the clock may have struck. What leaks, leaks again.
const AGAIN: usize = 4;

/// Something that told two servers apart, or that nobody should see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) who: String,
    pub(super) path: String,
    pub(super) what: String,
}

impl Difference {
    pub(super) fn new(who: &str, path: &str, what: String) -> Self {
        Self {
            who: who.to_owned(),
            path: path.to_owned(),
            what,
        }
    }
}

/// What a walk came to.
#[derive(Default)]
pub(super) struct Walked {
    /// Address and body of everything seen on the first server.
    pub(super) pages: Vec<(String, String)>,
    pub(super) differences: Vec<Difference>,
    /// Those on pages whose purpose is to show the key to this person.
    pub(super) expected: Vec<Difference>,
}

/// Whether fetching an address writes a line into the log of acts: its instant makes every later hash differ.
fn is_logged(path: &str) -> bool {
    path.contains("/tai-ve/")
}

/// Fetches every file to download; after everyone's [`crawl`], because downloads are logged.
pub(super) async fn download(talks: &(Talk, Talk), who: &str, story: &Story) -> Walked {
    let mut walked = Walked::default();
    for path in declared("GET")
        .into_iter()
        .flat_map(|p| addresses(p, story))
    {
        if is_logged(&path) && !is_marked_anew(&path) {
            walked.fetch(talks, who, &path).await;
        }
    }
    walked
}

/// The entries of the published round are marked again for the file. The other server refuses to: its keys are not those
/// of the commitment. That is no signal before sealing.
fn is_marked_anew(path: &str) -> bool {
    path == format!("/admin/{HUE}/tai-ve/bai-thi-dot-1.csv")
}

/// Walks as someone.
pub(super) async fn crawl(talks: &(Talk, Talk), who: &str, story: &Story) -> Walked {
    let mut walked = Walked::default();
    let mut known: HashSet<String> = HashSet::new();
    let mut variants: HashMap<String, usize> = HashMap::new();
    let start = declared("GET")
        .into_iter()
        .flat_map(|p| addresses(p, story));
    let mut waiting: VecDeque<String> = start.filter(|p| known.insert(p.clone())).collect();
    while let Some(path) = waiting.pop_front() {
        if is_logged(&path) {
            continue;
        }
        for link in walked.fetch(talks, who, &path).await {
            let base = link.split('?').next().unwrap_or_default().to_owned();
            if link.contains('?') {
                let seen = variants.entry(base).or_default();
                if *seen >= VARIANTS {
                    continue;
                }
                *seen += usize::from(!known.contains(&link));
            }
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    walked
}

impl Walked {
    /// Fetches an address on both servers; gives where it leads.
    async fn fetch(&mut self, talks: &(Talk, Talk), who: &str, path: &str) -> Vec<String> {
        let expected = super::may_show_keys(who, path);
        let (page, difference) = pair(talks, path, if expected { 1 } else { AGAIN }).await;
        assert!(page.status < 500, "{who} {path}: {}", page.text());
        if let Some(what) = difference {
            let list = if expected {
                &mut self.expected
            } else {
                &mut self.differences
            };
            list.push(Difference::new(who, path, what));
        }
        let text = page.text();
        let mut links = links(&text);
        links.extend(
            page.headers
                .get("location")
                .map(|l| l.to_str().unwrap().to_owned()),
        );
        self.pages.push((path.to_owned(), text));
        links
    }
}

/// The page of the first server, and how the second's differs.
async fn pair(talks: &(Talk, Talk), path: &str, times: usize) -> (Page, Option<String>) {
    let mut found = None;
    for _ in 0..times {
        let (one, other) = tokio::join!(talks.0.get(path), talks.1.get(path));
        let difference = apart(&one, &other);
        let same = difference.is_none();
        found = Some((one, difference));
        if same {
            break;
        }
    }
    found.unwrap()
}

/// Addresses of this site a page links to, without what only the browser sees.
fn links(html: &str) -> Vec<String> {
    let mut links = Vec::new();
    for name in ["href=\"", "src=\""] {
        for part in html.split(name).skip(1) {
            let raw = part.split('"').next().unwrap_or_default();
            let link = raw
                .split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&");
            let own = link.starts_with('/') && !link.starts_with("//");
            let file = link.starts_with("/pkg/") || link.starts_with("/fonts/");
            if own && !file {
                links.push(link);
            }
        }
    }
    links
}
