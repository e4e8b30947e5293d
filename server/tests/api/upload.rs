//! Bodies on their way: who sends a file is asked again once it is there, and what no form takes is not waited for.

use crate::server::Server;
use crate::talk::HOST;
use crate::world::{HUE, Stage, World, now};
use domain::people::Role;
use domain::record::Change;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Longer than any answer takes that does not wait for the body.
const PATIENCE: Duration = Duration::from_secs(30);
/// One more than a form without a file may have.
const LARGE: usize = 64 * 1024 + 1;

/// Stands only where a file was read for this person.
const PREVIEW: &str = "câu thay bản đang có";

/// A request whose body comes when the test sends it.
struct Sending(TcpStream);

impl Sending {
    /// Sends the head, which asks whether the body is wanted.
    async fn begin(
        server: &Server,
        (cookie, path): (&str, &str),
        (kind, length): (&str, usize),
    ) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {HOST}\r\norigin: https://{HOST}\r\ncookie: {cookie}\r\nconnection: close\r\n\
             content-type: {kind}\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
        );
        let mut wire = TcpStream::connect(&server.address).await.unwrap();
        wire.write_all(head.as_bytes()).await.unwrap();
        Self(wire)
    }

    /// Waits until the server asks for the body: whoever sends it has been let in by then.
    async fn wanted(&mut self) {
        let mut asked = [0; 25];
        self.0.read_exact(&mut asked).await.unwrap();
        assert!(asked.starts_with(b"HTTP/1.1 100"));
    }

    async fn part(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// The answer, head and body.
    async fn answer(mut self) -> String {
        let mut answer = Vec::new();
        let read = tokio::time::timeout(PATIENCE, self.0.read_to_end(&mut answer));
        read.await.expect("no answer").unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// A file of questions to look at, made larger than a form by a remark.
fn questions() -> Vec<u8> {
    let bank = include_str!("../../../contests/banks/the-che.toml");
    let remark = "x".repeat(LARGE);
    let part = |head: &str, text: &str| format!("--part\r\n{head}\r\n\r\n{text}\r\n");
    let act = part("content-disposition: form-data; name=\"act\"", "xem-truoc");
    let file = "content-disposition: form-data; name=\"file\"; filename=\"the-che.toml\"";
    let file = part(file, &format!("# {remark}\n{bank}"));
    format!("{act}{file}--part--\r\n").into_bytes()
}

/// Sends the first half of the questions; then something happens, and the second half follows. Gives the answer.
async fn send_while<F: Future<Output = ()>>(server: &Server, cookie: &str, happens: F) -> String {
    let path = format!("/admin/{HUE}/cau-hoi");
    let body = questions();
    let kind = "multipart/form-data; boundary=part";
    let mut sending = Sending::begin(server, (cookie, &path), (kind, body.len())).await;
    sending.wanted().await;
    let (first, second) = body.split_at(body.len() / 2);
    sending.part(first).await;
    happens.await;
    sending.part(second).await;
    sending.answer().await
}

/// A proposal to withdraw the author's role in Huế; the one in the ward stays.
async fn withdrawal(world: &World) -> String {
    let stage = Stage::open(&world.url(), now()).await;
    let change = Change::WithdrawRole {
        account: "account-tacgia".to_owned(),
        role: Role::QuestionAuthor,
        reason: "Chuyển công tác".to_owned(),
    };
    let proposal = stage.propose(HUE, "", change).await;
    stage.close().await;
    proposal
}

#[tokio::test]
async fn whoever_is_signed_out_or_loses_the_role_while_a_file_is_sent_sends_it_in_vain() {
    let world = World::new().await;
    let proposal = withdrawal(&world).await;
    let server = Server::start(world.path());
    let cast = &world.story.cast;
    let author = cast.cookie("tacgia");
    let seen = send_while(&server, author, async {}).await;
    assert!(seen.starts_with("HTTP/1.1 200"), "{seen}");
    assert!(seen.contains(PREVIEW), "{seen}");

    let confirm = async {
        let form = [("act", "confirm"), ("id", proposal.as_str())];
        let path = format!("/admin/{HUE}/de-nghi");
        let page = server.with(cast.cookie("thuky")).post(&path, &form).await;
        assert!(page.goes_to().contains("xong=xac-nhan"), "{page:?}");
    };
    let seen = send_while(&server, author, confirm).await;
    assert!(seen.starts_with("HTTP/1.1 403"), "{seen}");
    assert!(!seen.contains(PREVIEW), "{seen}");

    let organiser = cast.cookie("bantochuc");
    let sign_out = async {
        let page = server.with(organiser).post("/dang-xuat", &[]).await;
        assert_eq!(page.goes_to(), "/");
    };
    let seen = send_while(&server, organiser, sign_out).await;
    assert!(seen.starts_with("HTTP/1.1 303"), "{seen}");
    assert!(seen.contains("location: /\r\n"), "{seen}");
}

#[tokio::test]
async fn what_is_too_large_for_its_address_is_refused_before_it_comes() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let story = &world.story;
    let sheet = format!("/thi/{}", story.attempt("person-0/dot-3"));
    let enter = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let decide = format!("/admin/{HUE}/de-nghi");
    for (who, path) in [
        ("anyone", "/dang-nhap"),
        ("anyone", "/hien-thi"),
        ("anyone", "/api/quiz/save"),
        ("person-0", "/api/quiz/save"),
        ("person-0", "/api/quiz/state"),
        ("person-0", "/cua-toi"),
        ("person-0", sheet.as_str()),
        ("person-3", enter.as_str()),
        ("kiosk", "/kiosk"),
        ("thuky", decide.as_str()),
        ("quantri", "/admin/tai-khoan"),
    ] {
        let cookie = story.cast.cookie(who);
        let kind = "application/x-www-form-urlencoded";
        let mut sending = Sending::begin(&server, (cookie, path), (kind, LARGE)).await;
        // The first byte comes, the others never.
        sending.part(b"a").await;
        let answer = sending.answer().await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{who} {path} {answer}");
        assert!(answer.contains("quá lớn"), "{who} {path} {answer}");
    }
    // Between what the choice of a look needs and what counts as large.
    let look = [("ve", "/bien-nhan".to_owned()), ("text", "a".repeat(5_000))];
    let look: Vec<_> = look.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let page = server.anyone().post("/hien-thi", &look).await;
    assert_eq!(page.status, 413);
    assert!(page.text().contains("quá lớn"), "{}", page.text());
    assert!(!server.log().contains("panicked"));
}
