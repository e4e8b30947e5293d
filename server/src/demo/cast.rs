//! Who runs the demo contests: accounts and their roles.

use super::Outcome;
use domain::ids::ContestId;
use domain::people::Role;
use domain::time::Moment;
use services::people::NewAccount;
use services::{Actor, Grant, Services};
use store::people::GrantRow;

/// Password of every demo account.
pub(super) const PASSWORD: &str = "Hoi-thi-demo-2026";

/// Accounts: sign-in name, name shown, what it is for.
pub(super) const STAFF: [(&str, &str, &str); 9] = [
    (
        "quantri",
        "Quản trị mẫu",
        "quản trị hệ thống: tài khoản, cuộc thi, vai trò",
    ),
    (
        "bantochuc",
        "Trần Mẫu Tổ Chức",
        "Ban Tổ chức: thể lệ, câu hỏi, danh sách, đề nghị",
    ),
    (
        "phobantochuc",
        "Lê Mẫu Phó Ban",
        "Ban Tổ chức, người thứ hai: xác nhận đề nghị",
    ),
    (
        "thuky",
        "Phạm Mẫu Thư Ký",
        "Ban Thư ký: niêm phong, rà soát",
    ),
    (
        "soancauhoi",
        "Ngô Mẫu Soạn Câu Hỏi",
        "soạn câu hỏi: thêm và sửa câu hỏi",
    ),
    (
        "thamdinh",
        "Đặng Mẫu Thẩm Định",
        "thẩm định câu hỏi: xem câu hỏi và đáp án",
    ),
    (
        "giamkhao",
        "Dương Mẫu Giám Khảo",
        "Ban Giám khảo: xem cuộc thi",
    ),
    ("giamsat", "Võ Mẫu Giám Sát", "giám sát: xem, không sửa"),
    (
        "daumoi",
        "Hồ Mẫu Đầu Mối",
        "đầu mối của Sở mẫu 01 (Huế): xem tham gia của đơn vị mình",
    ),
];

/// Roles in every contest of the demo.
const ROLES: [(&str, Role); 7] = [
    ("bantochuc", Role::Organiser),
    ("phobantochuc", Role::Organiser),
    ("thuky", Role::Secretary),
    ("soancauhoi", Role::QuestionAuthor),
    ("thamdinh", Role::Vetter),
    ("giamkhao", Role::Judge),
    ("giamsat", Role::Auditor),
];

/// The people of the committee, signed in.
pub(super) struct Cast {
    actors: Vec<(&'static str, Actor)>,
}

/// Refuses when one of the sign-in names is someone's already.
pub(super) async fn check_free(services: &Services) -> Outcome<()> {
    let mut tx = services.db().read().await?;
    for (login, _, _) in STAFF {
        if store::people::find_account_by_login(&mut tx, login)
            .await?
            .is_some()
        {
            return Err(
                format!("đã có tài khoản “{login}” nên không nạp được dữ liệu mẫu.").into(),
            );
        }
    }
    Ok(())
}

impl Cast {
    /// Makes the accounts.
    pub(super) async fn hire(services: &Services) -> Outcome<Self> {
        let mut actors = Vec::new();
        for (login, full_name, _) in STAFF {
            let is_admin = login == "quantri";
            let new = NewAccount {
                login: login.to_owned(),
                full_name: full_name.to_owned(),
                password: PASSWORD.to_owned(),
                is_admin,
                identity: format!("demo-{login}"),
            };
            let account = services.insert_account(None, &new).await?;
            let actor = Actor {
                account: Some(account),
                name: full_name.to_owned(),
                is_admin,
                ..Actor::default()
            };
            actors.push((login, actor));
        }
        Ok(Self { actors })
    }

    /// Who signs in with this name.
    pub(super) fn actor(&self, login: &str) -> Outcome<&Actor> {
        let found = self.actors.iter().find(|(l, _)| *l == login);
        found
            .map(|(_, a)| a)
            .ok_or_else(|| format!("không có {login}").into())
    }

    /// Gives the committee its roles in a contest.
    pub(super) async fn appoint(
        &mut self,
        services: &Services,
        contest: &ContestId,
    ) -> Outcome<()> {
        for (login, role) in ROLES {
            self.grant(services, contest, (login, role, None)).await?;
        }
        Ok(())
    }

    /// Gives one role. Through the store, because nobody holds a role yet who could grant one.
    pub(super) async fn grant(
        &mut self,
        services: &Services,
        contest: &ContestId,
        (login, role, unit): (&str, Role, Option<&str>),
    ) -> Outcome<()> {
        let at: Moment = services.now();
        let by = self.actor("quantri")?.account.clone();
        let actor = self
            .actors
            .iter_mut()
            .find(|(l, _)| *l == login)
            .map(|(_, a)| a);
        let actor = actor.ok_or_else(|| format!("không có {login}"))?;
        let account = actor.account.clone().ok_or("tài khoản")?;
        let row = GrantRow {
            account_id: account.as_str().to_owned(),
            contest_id: contest.as_str().to_owned(),
            role: role.code().to_owned(),
            unit_id: unit.map(str::to_owned),
            granted_at: at.0,
        };
        let mut tx = services.db().write().await?;
        store::people::insert_grant(&mut tx, &row).await?;
        let act = services::record::Act {
            contest: Some(contest.as_str()),
            by: by.as_ref().map(|a| a.as_str()),
            act: "grant_role",
        };
        let detail = serde_json::json!({ "account": account, "role": role });
        services.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        actor.grants.push(Grant {
            contest: contest.clone(),
            role,
            unit: unit.map(domain::ids::UnitId::from_text),
            granted_at: at,
        });
        Ok(())
    }
}
