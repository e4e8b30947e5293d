//! Who may call what. Every route, form and server function declares its policy here; one that does not is refused,
//! and a test fails (`server/tests/policy.rs`).
//!
//! This is the outer gate. The use cases ask again, with the object at hand.

use http::Method;

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Anyone.
    Public,
    /// A contestant signed in to a contest.
    Contestant,
    /// A paired kiosk.
    Kiosk,
    /// Anyone signed in with an account.
    Account,
    /// An account with a role in some contest, or an administrator.
    Staff,
    /// A system administrator.
    Admin,
}

impl Policy {
    /// Whether this actor passes.
    #[must_use]
    pub fn admits(self, actor: &services::Actor) -> bool {
        match self {
            Self::Public => true,
            Self::Contestant => actor.person.is_some(),
            Self::Kiosk => actor.kiosk.is_some(),
            Self::Account => actor.account.is_some(),
            Self::Staff => actor.is_staff(),
            Self::Admin => actor.is_admin,
        }
    }
}

/// A declared route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// `true` for POST.
    pub post: bool,
    /// Path with `{name}` for parameters.
    pub path: &'static str,
    /// Who may call it.
    pub policy: Policy,
}

/// Pages anyone may read.
const PUBLIC_PAGES: &[&str] = &[
    "/",
    "/cuoc-thi/{contest}",
    "/cuoc-thi/{contest}/vao-thi/{round}",
    "/cuoc-thi/{contest}/ket-qua/{round}",
    "/cuoc-thi/{contest}/toan-cuoc",
    "/bien-nhan",
    "/ket-qua",
    "/dang-nhap",
    "/kiosk",
    "/kiosk/tiep-tuc/{token}",
    "/huong-dan",
    "/du-lieu-ca-nhan",
];

/// Pages of a signed-in contestant.
const CONTESTANT_PAGES: &[&str] = &[
    "/thi/{attempt}",
    "/thi/{attempt}/kiem-tra",
    "/thi/{attempt}/bien-nhan",
    "/thi/{attempt}/ket-qua",
    "/cua-toi",
];

/// Pages of whoever is signed in with an account: without a role they say that one is missing.
const ACCOUNT_PAGES: &[&str] = &["/admin"];

/// Pages of the committee.
const STAFF_PAGES: &[&str] = &[
    "/admin/{contest}",
    "/admin/{contest}/the-le",
    "/admin/{contest}/cau-hoi",
    "/admin/{contest}/nguoi-thi",
    "/admin/{contest}/tham-gia",
    "/admin/{contest}/ra-soat/{round}",
    "/admin/{contest}/xep-hang-chung",
    "/admin/{contest}/de-nghi",
    "/admin/{contest}/kiosk",
    "/admin/{contest}/vai-tro",
    "/admin/{contest}/nhat-ky",
    "/unit",
];

/// Pages of system administrators.
const ADMIN_PAGES: &[&str] = &["/admin/tai-khoan", "/admin/tao"];

/// Server functions the islands call: path and policy.
const FUNCTIONS: &[(&str, Policy)] = &[
    ("/api/quiz/save", Policy::Contestant),
    ("/api/quiz/state", Policy::Contestant),
];

/// Plain routes of the server: assets, health, switches.
const PLAIN: &[Declared] = &[
    Declared {
        post: false,
        path: "/healthz",
        policy: Policy::Public,
    },
    Declared {
        post: false,
        path: "/readyz",
        policy: Policy::Public,
    },
    Declared {
        post: false,
        path: "/su-kien",
        policy: Policy::Public,
    },
    Declared {
        post: false,
        path: "/su-kien/{contest}/{round}",
        policy: Policy::Staff,
    },
    Declared {
        post: false,
        path: "/cuoc-thi/{contest}/boc-tham/{round}",
        policy: Policy::Public,
    },
    Declared {
        post: false,
        path: "/cuoc-thi/{contest}/the-le.toml",
        policy: Policy::Public,
    },
    Declared {
        post: true,
        path: "/hien-thi",
        policy: Policy::Public,
    },
    Declared {
        post: true,
        path: "/dang-xuat",
        policy: Policy::Public,
    },
];

/// The policy of a route; `None` where nothing is declared.
#[must_use]
pub fn policy_of(method: &Method, path: &str) -> Option<Policy> {
    let post = method == Method::POST;
    let form = || {
        crate::forms::routes()
            .iter()
            .find(|f| post && f.path == path)
            .map(|f| f.policy)
    };
    let function = || {
        FUNCTIONS
            .iter()
            .find(|(p, _)| post && *p == path)
            .map(|(_, policy)| *policy)
    };
    let plain = || {
        PLAIN
            .iter()
            .find(|d| d.post == post && d.path == path)
            .map(|d| d.policy)
    };
    let page = || if post { None } else { page_policy(path) };
    form().or_else(function).or_else(plain).or_else(page)
}

fn page_policy(path: &str) -> Option<Policy> {
    let lists = [
        (PUBLIC_PAGES, Policy::Public),
        (CONTESTANT_PAGES, Policy::Contestant),
        (ACCOUNT_PAGES, Policy::Account),
        (STAFF_PAGES, Policy::Staff),
        (ADMIN_PAGES, Policy::Admin),
        (crate::forms::DOWNLOADS, Policy::Staff),
    ];
    lists
        .iter()
        .find(|(pages, _)| pages.contains(&path))
        .map(|(_, policy)| *policy)
}

/// Writes a leptos path (`/thi/:attempt`) the way axum and this table do (`/thi/{attempt}`).
#[must_use]
pub fn axum_path(path: &str) -> String {
    let segments: Vec<String> = path
        .split('/')
        .map(|s| {
            s.strip_prefix(':')
                .map_or_else(|| s.to_owned(), |name| format!("{{{name}}}"))
        })
        .collect();
    segments.join("/")
}
