//! Three ways to sign in, and the cookie that comes of it.

use crate::server::Server;
use crate::talk::Page;
use crate::world::{HUE, LOGIN, WARD, World};

const SESSION: &str = "__Host-hoithi=";

/// The session a response sets, as a `Cookie` header has it; its attributes are checked on the way.
pub(crate) fn session(page: &Page) -> String {
    let cookies = page.cookies();
    let cookie = cookies.iter().find(|c| c.starts_with(SESSION)).unwrap();
    let (pair, rest) = cookie.split_once("; ").unwrap();
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(rest.split("; ").any(|a| a == attribute), "{cookie}");
    }
    assert!(!rest.contains("Domain"), "{cookie}");
    assert!(
        pair.len() >= SESSION.len() + 26,
        "at least 128 bits: {cookie}"
    );
    pair.to_owned()
}

#[tokio::test]
async fn a_slip_and_a_declaration_lead_in_each_with_a_new_session() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let (code, secret) = &world.story.slips[4];
    let roster = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let form = [("act", "roster"), ("code", code), ("secret", secret)];
    // A token planted before signing in is worth nothing afterwards, and was worth nothing before.
    let planted = server.with("__Host-hoithi=planted-by-someone-else-0000");
    let page = planted.post(&roster, &form).await;
    assert_eq!(page.goes_to(), roster);
    let first = session(&page);
    assert!(!first.contains("planted"));
    assert_eq!(planted.get("/cua-toi").await.goes_to(), "/?het-phien=1");
    assert_eq!(server.with(&first).get("/cua-toi").await.status, 200);
    // Signing in again rotates: the old token is dead at once.
    let second = session(&server.with(&first).post(&roster, &form).await);
    assert_ne!(first, second);
    assert_eq!(
        server.with(&first).get("/cua-toi").await.goes_to(),
        "/?het-phien=1"
    );
    assert_eq!(server.with(&second).get("/cua-toi").await.status, 200);

    let ward = format!("/cuoc-thi/{WARD}/vao-thi/dot-1");
    let declare = [
        ("act", "declare"),
        ("full_name", "Lê Thị Tự Khai"),
        ("birth_date", "2/9/1990"),
        ("phone", "0987654321"),
        ("unit", world.story.units[1].as_str()),
    ];
    let page = server.anyone().post(&ward, &declare).await;
    assert_eq!(page.status, 422, "consent is a box of one's own");
    let consenting = [&declare[..], &[("consent", "1")]].concat();
    let page = server.anyone().post(&ward, &consenting).await;
    assert_eq!(page.goes_to(), ward);
    assert_eq!(
        server.with(&session(&page)).get("/cua-toi").await.status,
        200
    );
}

#[tokio::test]
async fn an_account_leads_in_and_out() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let form = [
        ("login", LOGIN.0),
        ("password", LOGIN.1),
        ("ve", "/ket-qua"),
    ];
    let page = server.anyone().post("/dang-nhap", &form).await;
    assert_eq!(page.goes_to(), "/ket-qua");
    let account = session(&page);
    let out = server.with(&account).post("/dang-xuat", &[]).await;
    assert!(
        out.cookies()
            .iter()
            .any(|c| c.starts_with("__Host-hoithi=; ") && c.contains("Max-Age=0"))
    );
    let again = server.with(&account).get("/admin").await;
    assert!(
        again.goes_to().starts_with("/dang-nhap"),
        "signed out on the server too"
    );
    let elsewhere = [
        ("login", LOGIN.0),
        ("password", LOGIN.1),
        ("ve", "//evil.example"),
    ];
    assert_eq!(
        server
            .anyone()
            .post("/dang-nhap", &elsewhere)
            .await
            .goes_to(),
        "/admin"
    );
}

#[tokio::test]
async fn a_round_that_is_not_there_is_no_address_to_go_back_to() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let (code, secret) = &world.story.slips[4];
    let form = [("act", "roster"), ("code", code), ("secret", secret)];
    for round in ["%0d%0aX:1", "%00", "khong-co"] {
        let path = format!("/cuoc-thi/{HUE}/vao-thi/{round}");
        assert_eq!(
            server.anyone().post(&path, &form).await.status,
            404,
            "{round}"
        );
    }
}

/// Names a browser signed in under, as the cookie keeps them: newest first.
fn kept(page: &Page) -> Option<String> {
    let cookies = page.cookies();
    let known = cookies.iter().find(|c| c.starts_with("__Host-quen="))?;
    known.split(';').next().map(str::to_owned)
}

/// People of the ward who declared themselves, and the browser they share.
struct Shared<'a> {
    server: &'a Server,
    unit: &'a str,
}

impl Shared<'_> {
    /// Someone declares themselves again, with the right telephone or a wrong one.
    async fn declares(&self, cookie: &str, name: &str, phone: &str) -> Page {
        let form = [
            ("act", "declare"),
            ("full_name", name),
            ("birth_date", "2/9/1990"),
            ("phone", phone),
            ("unit", self.unit),
            ("consent", "1"),
        ];
        let path = format!("/cuoc-thi/{WARD}/vao-thi/dot-1");
        self.server.with(cookie).post(&path, &form).await
    }

    /// Strangers use up the tries everyone has in common.
    async fn used_up(&self, name: &str) {
        for _ in 0..30 {
            if self.declares("", name, "0911111111").await.status == 429 {
                return;
            }
        }
        panic!("guesses without end");
    }

    /// Whether the browser has tries of its own under a name whose common ones are used up. Of those one may have come
    /// back meanwhile, but not three.
    async fn knows(&self, cookie: &str, name: &str) -> bool {
        let mut let_in = true;
        for _ in 0..3 {
            let status = self.declares(cookie, name, PHONE).await.status;
            assert!([303, 429].contains(&status), "{name} {status}");
            let_in &= status == 303;
        }
        let_in
    }

    /// All of the family sign in, one after the other; gives the cookie, and what it kept of each, newest first.
    async fn all_sign_in(&self) -> (String, Vec<String>) {
        let (mut cookie, mut proofs) = (String::new(), Vec::new());
        for (n, name) in FAMILY.iter().enumerate() {
            // The first declaration guesses at nothing, so it is not remembered.
            let first = self.declares(&cookie, name, PHONE).await;
            assert_eq!((first.status, kept(&first)), (303, None), "{name}");
            let page = self.declares(&cookie, name, PHONE).await;
            cookie = kept(&page).unwrap();
            let names = cookie.strip_prefix("__Host-quen=").unwrap().split('~');
            let names: Vec<String> = names.map(str::to_owned).collect();
            assert_eq!(names.len(), (n + 1).min(4), "{cookie}");
            proofs.insert(0, names[0].clone());
            assert_eq!(names, proofs[..names.len()], "newest first");
            let again = self.declares(&cookie, name, PHONE).await;
            assert_eq!(kept(&again), None, "known already: nothing to keep");
        }
        (cookie, proofs)
    }
}

const PHONE: &str = "0987654321";
const FAMILY: [&str; 5] = [
    "Lê Thị Một",
    "Lê Thị Hai",
    "Lê Thị Ba",
    "Lê Thị Bốn",
    "Lê Thị Năm",
];

#[tokio::test]
async fn a_browser_is_known_under_its_last_four_names_and_no_forged_one() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let shared = Shared {
        server: &server,
        unit: world.story.units[1].as_str(),
    };
    let (cookie, proofs) = shared.all_sign_in().await;
    for (n, name) in FAMILY.iter().enumerate() {
        shared.used_up(name).await;
        // The oldest went.
        assert_eq!(shared.knows(&cookie, name).await, n > 0, "{name}");
    }
    let own = &proofs[0];
    let (id, proof) = own.split_once('.').unwrap();
    let (other_id, _) = proofs[1].split_once('.').unwrap();
    let turned: String = proof.chars().rev().collect();
    let four = [proofs[1].as_str(), "x", "x", "x"].join("~");
    for forged in [
        format!("{id}.{turned}"),
        format!("{id}."),
        format!("x{own}"),
        format!("{other_id}.{proof}"),
        // Another name's proof; and the right one in the fifth place.
        four.clone(),
        format!("{four}~{own}"),
    ] {
        let cookie = format!("__Host-quen={forged}");
        assert!(!shared.knows(&cookie, FAMILY[4]).await, "{forged}");
    }
    let moved = format!("__Host-quen=x~x~x~{own}");
    assert!(shared.knows(&moved, FAMILY[4]).await, "the fourth is read");
}
