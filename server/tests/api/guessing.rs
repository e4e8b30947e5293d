//! Guessing a secret: slowed by what is guessed, told nothing, and no way to keep others out.

use crate::server::Server;
use crate::sign_in::session;
use crate::talk::Page;
use crate::world::{HUE, LOGIN, WARD, World};

/// Sends wrong passwords until the server says to wait.
async fn use_up(server: &Server, path: &str, wrong: &[(&str, &str)]) -> Page {
    for tried in 1..40 {
        let page = server.anyone().post(path, wrong).await;
        match page.status {
            401 => {}
            429 => {
                assert!((10..20).contains(&tried), "{tried} tries");
                return page;
            }
            other => panic!("{other} at try {tried}"),
        }
    }
    panic!("guesses without end");
}

#[tokio::test]
async fn guessing_is_slowed_by_what_is_guessed() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let wrong = [("login", LOGIN.0), ("password", "sai mat khau")];
    let refused = use_up(&server, "/dang-nhap", &wrong).await;
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert!(refused.text().contains("Bạn thử quá nhiều lần"));
    // The same limit holds for the right password; another login is not concerned.
    let right = [("login", LOGIN.0), ("password", LOGIN.1)];
    assert_eq!(server.anyone().post("/dang-nhap", &right).await.status, 429);
    let other = [("login", "ai-do"), ("password", "sai mat khau")];
    assert_eq!(server.anyone().post("/dang-nhap", &other).await.status, 401);
}

#[tokio::test]
async fn strangers_cannot_keep_out_whoever_signed_in_before() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let right = [("login", LOGIN.0), ("password", LOGIN.1)];
    let page = server.anyone().post("/dang-nhap", &right).await;
    assert_eq!(page.goes_to(), "/admin");
    let cookies = page.cookies();
    let known = cookies.iter().find(|c| c.starts_with("__Host-quen="));
    let own = server.with(known.unwrap().split(';').next().unwrap());
    let wrong = [("login", LOGIN.0), ("password", "sai mat khau")];
    use_up(&server, "/dang-nhap", &wrong).await;
    assert_eq!(own.post("/dang-nhap", &right).await.goes_to(), "/admin");
    // Whoever has the browser guesses no faster than anyone.
    let mut refused = 0;
    for _ in 0..30 {
        refused += u8::from(own.post("/dang-nhap", &wrong).await.status == 429);
    }
    assert!(refused >= 10, "{refused} of 30 refused");
}

#[tokio::test]
async fn a_slip_is_not_found_by_trying_and_nobody_uses_its_tries_up() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let (code, secret) = &world.story.slips[5];
    let path = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let wrong = [("act", "roster"), ("code", code), ("secret", "saisaisaisa")];
    for _ in 0..30 {
        assert_eq!(server.anyone().post(&path, &wrong).await.status, 401);
    }
    let right = [("act", "roster"), ("code", code), ("secret", secret)];
    assert_eq!(server.anyone().post(&path, &right).await.goes_to(), path);
    // An own password in the slip's place is short enough to be tried.
    let own = session(&server.anyone().post(&path, &right).await);
    let set = [("current", secret.as_str()), ("password", "mot cau de nho")];
    assert_eq!(server.with(&own).post("/cua-toi", &set).await.status, 303);
    use_up(&server, &path, &wrong).await;
    // However its parts are typed it is one code.
    let other = code.replace('-', " ").to_lowercase();
    let again = [
        ("act", "roster"),
        ("code", other.as_str()),
        ("secret", "saisaisaisa"),
    ];
    assert_eq!(server.anyone().post(&path, &again).await.status, 429);
}

#[tokio::test]
async fn a_slip_signs_in_so_often_and_no_more() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let path = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let mut refused = 0;
    for n in 0..40 {
        let (code, secret) = &world.story.slips[5];
        // However it is typed it is one slip.
        let code = if n % 2 == 0 {
            code.clone()
        } else {
            code.to_lowercase()
        };
        let right = [
            ("act", "roster"),
            ("code", code.as_str()),
            ("secret", secret),
        ];
        refused += u8::from(server.anyone().post(&path, &right).await.status == 429);
    }
    assert!((8..=10).contains(&refused), "{refused} of 40 refused");
    let (code, secret) = &world.story.slips[4];
    let other = [("act", "roster"), ("code", code), ("secret", secret)];
    assert_eq!(server.anyone().post(&path, &other).await.goes_to(), path);
}

#[tokio::test]
async fn letters_that_show_nothing_are_no_new_guess() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let mut refused = 0;
    for n in 0..30_u8 {
        let login = format!("{}{}\u{200b}", LOGIN.0, char::from(1 + n % 7));
        let form = [("login", login.as_str()), ("password", "sai mat khau")];
        refused += u8::from(server.anyone().post("/dang-nhap", &form).await.status == 429);
    }
    assert!(refused >= 10, "{refused} of 30 refused");
}

/// Declares themselves, each time as given; gives the status.
async fn declares(server: &Server, world: &World, more: &[(&str, &str)]) -> u16 {
    let form = [
        ("act", "declare"),
        ("full_name", "Lê Thị Bị Đoán"),
        ("unit", world.story.units[1].as_str()),
        ("consent", "1"),
    ];
    let form = [&form[..], more].concat();
    let path = format!("/cuoc-thi/{WARD}/vao-thi/dot-1");
    server.anyone().post(&path, &form).await.status
}

#[tokio::test]
async fn a_telephone_is_not_found_by_trying() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let right = [("birth_date", "2/9/1990"), ("phone", "0987654321")];
    // Before anybody declared there is nothing to be found, and nobody keeps a newcomer out.
    for _ in 0..30 {
        let nobody = [("birth_date", "2/9/1990"), ("phone", "x")];
        assert_eq!(declares(&server, &world, &nobody).await, 422);
    }
    assert_eq!(declares(&server, &world, &right).await, 303);
    let (mut refused, mut found) = (0, 0);
    for n in 0..30 {
        let (birth, phone) = (
            format!("{}2/9/1990", "0".repeat(n % 9)),
            format!("09876543{n:02}"),
        );
        let login = format!("x{n}");
        // Neither another spelling of the day nor a login nobody reads is a new name.
        let guess = [
            ("birth_date", birth.as_str()),
            ("phone", &phone),
            ("login", &login),
        ];
        let status = declares(&server, &world, &guess).await;
        refused += u8::from(status == 429);
        found += u8::from(status == 303);
    }
    assert!(
        refused >= 10 && found == 0,
        "{refused} refused, {found} found"
    );
}

/// An unknown name and a wrong secret get the same answer.
#[tokio::test]
async fn a_refusal_does_not_say_who_exists() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let path = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let (code, _) = &world.story.slips[0];
    let mut seen = Vec::new();
    for code in [code.as_str(), "CB99999"] {
        let form = [("act", "roster"), ("code", code), ("secret", "saisaisaisa")];
        let page = server.anyone().post(&path, &form).await;
        let nonce = page.header("content-security-policy").to_owned();
        let nonce = nonce
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap();
        seen.push((
            page.status,
            page.text().replace(nonce, "").replace(code, ""),
        ));
    }
    assert_eq!(seen[0].0, 401);
    assert_eq!(seen[0], seen[1]);
}
