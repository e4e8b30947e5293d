//! Who is signed in, by name, with the cookie to be it.

use super::stage::Stage;
use domain::people::Role;

/// Accounts of the committee with their role in every contest; the unit officer has it in Huế only.
pub(crate) const STAFF: [(&str, Option<Role>); 9] = [
    ("tacgia", Some(Role::QuestionAuthor)),
    ("thamdinh", Some(Role::Vetter)),
    ("bantochuc", Some(Role::Organiser)),
    ("thuky", Some(Role::Secretary)),
    ("giamkhao", Some(Role::Judge)),
    ("truonggiamkhao", Some(Role::ChiefJudge)),
    ("giamsat", Some(Role::Auditor)),
    ("daumoi", None),
    ("quantri", None),
];

/// Cookies by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cast(Vec<(String, String)>);

impl Cast {
    pub(crate) fn add(&mut self, name: &str, cookie: String) {
        self.0.push((name.to_owned(), cookie));
    }

    /// The cookie of a name; nobody has none.
    pub(crate) fn cookie(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, cookie)| cookie)
    }

    /// Everyone, and nobody first.
    pub(crate) fn names(&self) -> Vec<String> {
        let signed_in = self.0.iter().map(|(name, _)| name.clone());
        ["anyone".to_owned()].into_iter().chain(signed_in).collect()
    }

    /// Signs a person in who will be called `person-n`.
    pub(super) async fn person(&mut self, stage: &mut Stage, contest: &str, n: usize) {
        let token = format!("cookie-of-person-{n}");
        stage.session_of_person(contest, n, &token).await;
        self.add(&format!("person-{n}"), format!("__Host-hoithi={token}"));
    }
}
