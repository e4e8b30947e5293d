//! Creating a contest and editing its rule sheet.

use super::{Contest, RoundState};
use crate::record::Act;
use crate::{
    Actor, FieldProblem, Rejection, Result, ServiceError, Services, require, require_admin,
};
use domain::contest::RuleSheet;
use domain::contest::check::{Severity, check, reserved_code};
use domain::ids::{ContestId, RoundId};
use domain::people::Role;
use domain::people::permission::Permission;
use serde_json::json;
use store::contest::{ContestRow, RoundRow};
use store::people::GrantRow;
use store::{StoreError, Tx};

impl Services {
    /// Creates a contest from a rule sheet; whoever creates it becomes its organiser.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], or a field problem when the code is taken.
    pub async fn create_contest(
        &self,
        actor: &Actor,
        rules: &RuleSheet,
        listed: bool,
    ) -> Result<ContestId> {
        let account = require_admin(actor)?;
        check_code(rules)?;
        let mut tx = self.db().write().await?;
        let id = self.insert_contest(&mut tx, rules, listed).await?;
        let grant = GrantRow {
            account_id: account.as_str().to_owned(),
            contest_id: id.as_str().to_owned(),
            role: Role::Organiser.code().to_owned(),
            unit_id: None,
            granted_at: self.now().0,
        };
        store::people::insert_grant(&mut tx, &grant).await?;
        let act = Act {
            contest: Some(id.as_str()),
            by: Some(account.as_str()),
            act: "create_contest",
        };
        self.log(&mut tx, act, &json!({ "code": rules.code }))
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Inserts a contest with its rounds inside a transaction.
    ///
    /// # Errors
    /// A field problem when the code is taken.
    pub async fn insert_contest(
        &self,
        tx: &mut Tx,
        rules: &RuleSheet,
        listed: bool,
    ) -> Result<ContestId> {
        let id = ContestId::from_random(self.random());
        let row = ContestRow {
            id: id.as_str().to_owned(),
            code: rules.code.clone(),
            rules: serde_json::to_string(rules).map_err(ServiceError::internal)?,
            rules_version: 1,
            created_at: self.now().0,
            listed: i64::from(listed),
            ..ContestRow::default()
        };
        store::contest::insert(tx, &row).await.map_err(code_taken)?;
        self.write_rounds(tx, id.as_str(), rules, &[]).await?;
        Ok(id)
    }

    /// Replaces the rule sheet of a contest, based on the version the editor had before them.
    ///
    /// Inconsistencies do not keep a draft from being saved: they keep it from being committed.
    ///
    /// # Errors
    /// [`Rejection::Locked`] after commitment, [`Rejection::Stale`] when someone else saved meanwhile.
    pub async fn edit_rules(
        &self,
        actor: &Actor,
        contest_code: &str,
        rules: &RuleSheet,
        based_on: i64,
    ) -> Result<Contest> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let account = require(actor, &contest.id, Permission::EditRules)?;
        if contest.is_locked() {
            return Err(Rejection::Locked.into());
        }
        check_code(rules)?;
        let text = serde_json::to_string(rules).map_err(ServiceError::internal)?;
        let saved =
            store::contest::set_rules(&mut tx, contest.id.as_str(), &rules.code, &text, based_on)
                .await;
        if !saved.map_err(code_taken)? {
            return Err(Rejection::Stale.into());
        }
        let before: Vec<RoundRow> = store::contest::rounds(&mut tx, contest.id.as_str()).await?;
        self.write_rounds(&mut tx, contest.id.as_str(), rules, &before)
            .await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "edit_rules",
        };
        self.log(&mut tx, act, &json!({ "version": based_on + 1 }))
            .await?;
        let after = self.contest_by_id(&mut tx, contest.id.as_str()).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Puts a contest on the home page, or takes it off with all its public pages.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for who neither edits the rules nor is an administrator; [`Rejection::Phase`] to take
    /// it off once a round is committed: people would lose the page they compete on, and one person would take away
    /// hashes and results that two made public.
    pub async fn set_listed(&self, actor: &Actor, contest_code: &str, listed: bool) -> Result<()> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by =
            require_admin(actor).or_else(|_| require(actor, &contest.id, Permission::EditRules))?;
        if contest.listed == listed {
            return Ok(());
        }
        let locked = |r: &RoundState| r.acts.committed_at.is_some();
        if !listed && contest.rounds.iter().any(locked) {
            let why = "Thể lệ đã khoá và mã băm đã công bố nên không gỡ cuộc thi khỏi trang chủ được nữa.";
            return Err(Rejection::Phase(why).into());
        }
        store::contest::set_listed(&mut tx, contest.id.as_str(), i64::from(listed)).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: if listed {
                "list_contest"
            } else {
                "unlist_contest"
            },
        };
        self.log(&mut tx, act, &json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes the stored rounds what the rule sheet says: rounds are known by their code.
    async fn write_rounds(
        &self,
        tx: &mut Tx,
        contest_id: &str,
        rules: &RuleSheet,
        before: &[RoundRow],
    ) -> Result<()> {
        for gone in before.iter().filter(|b| rules.round(&b.code).is_none()) {
            store::contest::delete_round(tx, &gone.id).await?;
        }
        for (round, place) in rules.rounds.iter().zip(0_i64..) {
            match before.iter().find(|b| b.code == round.code) {
                Some(row) => {
                    store::contest::set_round_times(
                        tx,
                        &row.id,
                        place,
                        round.opens.0,
                        round.closes.0,
                    )
                    .await?
                }
                None => {
                    let row = RoundRow {
                        id: RoundId::from_random(self.random()).as_str().to_owned(),
                        contest_id: contest_id.to_owned(),
                        code: round.code.clone(),
                        place,
                        opens: round.opens.0,
                        closes: round.closes.0,
                        ..RoundRow::default()
                    };
                    store::contest::insert_round(tx, &row)
                        .await
                        .map_err(|error| match error {
                            StoreError::NotUnique { .. } => duplicate_round(&round.code),
                            other => other.into(),
                        })?;
                }
            }
        }
        Ok(())
    }
}

/// Errors of a rule sheet that keep it from being committed.
pub(super) fn errors_of(rules: &RuleSheet) -> Vec<domain::contest::check::Problem> {
    check(rules)
        .into_iter()
        .filter(|p| p.severity == Severity::Error)
        .collect()
}

/// Refuses a code whose address a page of the committee has.
fn check_code(rules: &RuleSheet) -> Result<()> {
    if reserved_code(&rules.code) {
        let why = "Mã này trùng với địa chỉ của một trang quản trị. Chọn mã khác.";
        return Err(ServiceError::field("code", why));
    }
    Ok(())
}

fn duplicate_round(code: &str) -> ServiceError {
    ServiceError::field(
        "rounds",
        format!("Mã đợt “{code}” dùng hai lần. Đặt cho mỗi đợt một mã riêng."),
    )
}

fn code_taken(error: StoreError) -> ServiceError {
    match error {
        StoreError::NotUnique { .. } => Rejection::Fields(vec![FieldProblem::new(
            "code",
            "Mã cuộc thi này đã có. Chọn một mã khác, thí dụ thêm năm vào cuối.",
        )])
        .into(),
        other => other.into(),
    }
}
