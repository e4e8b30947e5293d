//! People who state who they are themselves: known at the first time, the same person when they come back.

use super::session::NewSession;
use crate::contest::Contest;
use crate::kiosk::Clerk;
use crate::vault::Purpose;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services};
use domain::contest::rule_sheet::{Attribute, Identity};
use domain::ids::PersonId;
use domain::people::eligibility::{Declaration, unique_text};
use domain::text;
use domain::time::{Day, Moment};
use store::people::PersonRow;
use store::{StoreError, Tx};

/// What a self-declaring person typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declared {
    /// Full name.
    pub full_name: String,
    /// Date of birth as typed.
    pub birth_date: String,
    /// Telephone as typed.
    pub phone: String,
    /// Unit id.
    pub unit: String,
    /// Track code, where the person chooses it.
    pub track: String,
    /// Whether the box was ticked.
    pub consent: bool,
}

impl Services {
    /// Signs a self-declared person in, making them known at the first time.
    ///
    /// Who declares the same unique attributes again with the same name is the same person coming back on the same
    /// contest; with another name it is a clash, which leads to the ward desk and reveals nothing.
    ///
    /// # Errors
    /// Field problems, or [`Rejection::AlreadyDeclared`].
    pub async fn sign_in_declared(
        &self,
        actor: &Actor,
        contest_code: &str,
        declared: &Declared,
        clerk: Option<&Clerk>,
    ) -> Result<NewSession> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        Self::in_own_contest(actor, &contest)?;
        if contest.rules.eligibility.identity != Identity::SelfDeclared {
            return Err(ServiceError::NotFound);
        }
        let row = self
            .declared_person(&mut tx, &contest, declared, clerk)
            .await?;
        let unique = row.unique_hash.clone().unwrap_or_default();
        let known =
            store::people::find_person_by_unique(&mut tx, contest.id.as_str(), &unique).await?;
        let person_id = match known {
            Some(known) if same_declaration(&known, &row, clerk) => known.id,
            Some(_) => return Err(Rejection::AlreadyDeclared.into()),
            None if is_over(&contest, self.now()) => {
                return Err(Rejection::Phase(
                    "Không tìm thấy bài thi với thông tin này. Khai đúng như khi vào thi; đợt thi nay đã đóng nên không nhận người mới.",
                )
                .into());
            }
            None => {
                let id = row.id.clone();
                store::people::insert_declared(&mut tx, &row)
                    .await
                    .map_err(|error| match error {
                        StoreError::NotUnique { .. } => Rejection::AlreadyDeclared.into(),
                        other => ServiceError::from(other),
                    })?;
                id
            }
        };
        if let Some(clerk) = clerk {
            self.log_vouch(&mut tx, actor, clerk, &person_id).await?;
        }
        let new = self
            .open_person_session(&mut tx, actor, &contest.id, &person_id)
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Whether what is typed would find somebody who declared before, were the telephone right: only then is there a
    /// telephone to be found by trying.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a contest.
    pub async fn is_declared(&self, contest_code: &str, typed: &Declared) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let who = Declaration {
            full_name: text::capitalised(&text::tidy(&typed.full_name)),
            birth_date: Day::parse(&typed.birth_date),
            phone: text::phone(&typed.phone),
            unit: Some(typed.unit.clone()),
        };
        if contest
            .rules
            .eligibility
            .unique_by
            .contains(&Attribute::Phone)
        {
            // Every telephone is somebody's own then, and trying them is what is to be slowed.
            return Ok(true);
        }
        let Some(unique) = unique_text(&contest.rules.eligibility.unique_by, &who) else {
            return Ok(false);
        };
        let hash = self.unique_hash(&contest, &unique);
        let known = store::people::find_person_by_unique(&mut tx, contest.id.as_str(), &hash);
        Ok(known.await?.is_some())
    }

    /// What is stored of the attributes that make a person unique.
    fn unique_hash(&self, contest: &Contest, unique: &str) -> String {
        let text = format!("{}\n{unique}", contest.id);
        self.vault().keyed_hash(Purpose::Unique, &text)
    }

    /// The person as they would be stored, or what is wrong with each field.
    pub(super) async fn declared_person(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        declared: &Declared,
        clerk: Option<&Clerk>,
    ) -> Result<PersonRow> {
        let full_name = text::capitalised(&text::tidy(&declared.full_name));
        let birth = Day::parse(&declared.birth_date);
        let (phone, phone_fits) = stated_phone(contest, &declared.phone, clerk);
        let units = store::people::units(tx, contest.id.as_str()).await?;
        let unit = units.iter().find(|u| u.id == declared.unit);
        let mut problems = declared_problems(&full_name, birth, phone_fits, declared, self.now());
        if unit.is_none() {
            problems.push(FieldProblem::new(
                "unit",
                "Chọn khu phố hoặc đơn vị của bạn trong danh sách.",
            ));
        }
        let track = declared_track(
            contest,
            unit.and_then(|u| u.bloc.as_deref()),
            &declared.track,
        );
        if track.is_none() && !contest.rules.tracks.is_empty() {
            problems.push(FieldProblem::new("track", "Chọn nhóm thi của bạn."));
        }
        if !problems.is_empty() {
            return Err(Rejection::Fields(problems).into());
        }
        let who = Declaration {
            full_name,
            birth_date: birth,
            phone,
            unit: Some(unit.map(|u| u.id.clone()).unwrap_or_default()),
        };
        self.person_of(contest, who, track)
    }

    /// A new person with what they stated.
    fn person_of(
        &self,
        contest: &Contest,
        who: Declaration,
        track: Option<String>,
    ) -> Result<PersonRow> {
        let unique = unique_text(&contest.rules.eligibility.unique_by, &who)
            .ok_or_else(|| ServiceError::internal("rule sheet without unique_by was committed"))?;
        let id = PersonId::from_random(self.random());
        let phone = who.phone.as_ref();
        let sealed = |phone: &String| {
            let (id, phone) = (id.as_str(), phone.as_bytes());
            self.vault()
                .seal(Purpose::Contact, id, phone, self.random())
        };
        Ok(PersonRow {
            contest_id: contest.id.as_str().to_owned(),
            name_folded: text::fold(&who.full_name),
            contact_sealed: phone.map(sealed),
            unique_hash: Some(self.unique_hash(contest, &unique)),
            identity_hash: phone.map(|phone| self.identity_hash(phone)),
            full_name: who.full_name,
            unit_id: who.unit.unwrap_or_default(),
            track,
            birth_date: who.birth_date.map(Day::iso),
            self_declared: 1,
            created_at: self.now().0,
            id: id.as_str().to_owned(),
            ..PersonRow::default()
        })
    }
}

/// The telephone as typed, and whether that will do. It is what tells people of the committee, and where one goes on
/// with another device: nobody leaves it out but before a clerk who knows them, where it does not tell people apart.
fn stated_phone(contest: &Contest, typed: &str, clerk: Option<&Clerk>) -> (Option<String>, bool) {
    let phone = text::phone(typed);
    let unique = &contest.rules.eligibility.unique_by;
    let left_out = typed.trim().is_empty() && !unique.contains(&Attribute::Phone);
    let fits = phone.is_some() || (left_out && clerk.is_some());
    (phone, fits)
}

/// Whether every round has closed: who comes now looks for a result.
pub(super) fn is_over(contest: &Contest, now: Moment) -> bool {
    contest.rounds.iter().all(|r| now >= r.clock.closed_from())
}

/// Whether someone who comes back is the one who declared before: the same telephone as well, because name and birth
/// date are what a colleague knows. Whoever has a new number goes to the desk; for who has none a clerk vouches, as at
/// first.
fn same_declaration(known: &PersonRow, now: &PersonRow, clerk: Option<&Clerk>) -> bool {
    known.struck_off_at.is_none()
        && (known.identity_hash.is_some() || clerk.is_some())
        && known.identity_hash == now.identity_hash
        && known.name_folded == now.name_folded
        && known.birth_date == now.birth_date
}

fn declared_track(contest: &Contest, bloc: Option<&str>, chosen: &str) -> Option<String> {
    let rules = &contest.rules;
    let by_bloc = bloc
        .and_then(|b| rules.track_of_bloc(b))
        .map(|t| t.code.clone());
    by_bloc.or_else(|| {
        rules
            .tracks
            .iter()
            .find(|t| t.code == chosen && t.blocs.is_empty())
            .map(|t| t.code.clone())
    })
}

fn declared_problems(
    full_name: &str,
    birth: Option<Day>,
    phone_fits: bool,
    declared: &Declared,
    now: Moment,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if full_name.split(' ').count() < 2
        || full_name.chars().count() > 80
        || !text::is_name(full_name)
    {
        problems.push(FieldProblem::new(
            "full_name",
            "Nhập đầy đủ họ và tên, chỉ gồm chữ cái và khoảng trắng, thí dụ: Nguyễn Văn An.",
        ));
    }
    let age = birth.map(|b| b.age_on(Day::of(now)));
    let wrong = match age {
        None => Some(
            "Nhập ngày sinh đủ ngày, tháng, năm, thí dụ: 21/7/1990. Giấy tờ chỉ ghi năm sinh thì nhập ngày 1/1 của năm đó, thí dụ: 1/1/1950.",
        ),
        Some(age) if !(5..=120).contains(&age) => {
            Some("Xem lại năm sinh: người dự thi từ 5 đến 120 tuổi.")
        }
        Some(_) => None,
    };
    problems.extend(wrong.map(|message| FieldProblem::new("birth_date", message)));
    if !phone_fits {
        problems.push(FieldProblem::new(
            "phone",
            "Nhập số điện thoại có 10 chữ số, thí dụ: 0912 345 678.",
        ));
    }
    if !declared.consent {
        problems.push(FieldProblem::new(
            "consent",
            "Đánh dấu vào ô đồng ý để Ban Tổ chức được dùng dữ liệu cho cuộc thi này.",
        ));
    }
    problems
}
