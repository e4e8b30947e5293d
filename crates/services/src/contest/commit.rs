//! Commitment: locks and hashes the rule sheet and a round's bank, and publishes the hash of its secret.

use super::edit::errors_of;
use crate::people::tree::{alone, rolls_up};
use crate::question::Bank;
use crate::record::Act;
use crate::vault::{Purpose, mac};
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::contest::phase::may_commit;
use domain::contest::{RoundPhase, RuleSheet};
use domain::people::Role;
use domain::people::eligibility::excluded_role;
use domain::people::permission::{Permission, may};
use domain::quiz::paper::{hex, shortages};
use scoring::question::AnswerKey;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;
use store::contest::Commitment;
use store::people::AccountRow;

/// Hashes a commitment publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// SHA-256 of the rule sheet.
    pub rules_hash: String,
    /// HMAC of the bank with its keys under the round secret: nobody can guess keys and compare.
    pub bank_hash: String,
    /// SHA-256 of the round secret.
    pub secret_hash: String,
    /// Commitment to the nonce of a draw (docs/RULES.md).
    pub draw_commitment: String,
}

impl Services {
    /// Commits a round.
    ///
    /// # Errors
    /// [`Rejection::Rules`] with every inconsistency, a field problem with every shortage of the bank, or
    /// [`Rejection::Phase`] when it is committed already or from its opening on.
    pub async fn commit_round(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
    ) -> Result<Committed> {
        let now = self.now();
        let secret: [u8; 32] = self.random();
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let account = require(actor, &contest.id, Permission::Commit)?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        if round.phase(now) != RoundPhase::Draft {
            return Err(Rejection::Phase("Đợt này đã khoá.").into());
        }
        if !may_commit(&round.clock, now) {
            return Err(Rejection::Phase(
                "Đợt này đã đến giờ mở mà chưa khoá. Sửa giờ mở trong thể lệ rồi khoá trước giờ đó.",
            )
            .into());
        }
        let errors = errors_of(&contest.rules);
        if !errors.is_empty() {
            return Err(Rejection::Rules(errors).into());
        }
        let mut problems = people_problems(&mut tx, &contest).await?;
        problems.extend(tree_problem(&mut tx, &contest).await?);
        if !problems.is_empty() {
            return Err(Rejection::Fields(problems).into());
        }
        let bank = Bank::load(&mut tx, contest.id.as_str(), round_code).await?;
        bank_fills_papers(&contest, &bank)?;
        let keys = crate::question::load_keys(&mut tx, contest.id.as_str()).await?;
        every_question_has_a_key(&bank, &keys)?;
        let rules_text = committed_text(&mut tx, &contest).await?;
        let committed = hashes(&rules_text, &bank, &keys, &secret);
        let commitment = Commitment {
            at: now.0,
            rules_text,
            rules_hash: committed.rules_hash.clone(),
            bank_hash: committed.bank_hash.clone(),
            secret_sealed: self.vault().seal(
                Purpose::RoundSecret,
                round.id.as_str(),
                &secret,
                self.random(),
            ),
            secret_hash: committed.secret_hash.clone(),
        };
        if !store::contest::commit_round(&mut tx, round.id.as_str(), &commitment).await? {
            return Err(Rejection::Phase("Đợt này đã khoá.").into());
        }
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "commit_round",
        };
        let detail = json!({ "round": round_code, "rules": committed.rules_hash, "bank": committed.bank_hash, "secret": committed.secret_hash, "draw": committed.draw_commitment });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(committed)
    }
}

/// The text a commitment hashes: that of an earlier round as long as it says the same, so that one file has the hash of
/// every round, whatever version of the program writes it.
async fn committed_text(tx: &mut Tx, contest: &super::Contest) -> Result<String> {
    let earlier = first_text(tx, contest).await?;
    if let Some(text) = earlier.filter(|text| says(text, &contest.rules)) {
        return Ok(text);
    }
    let text = exchange::contest::to_toml(&contest.rules).map_err(ServiceError::internal)?;
    // Sealing will read it back: what would not be the same then must not be locked now.
    if says(&text, &contest.rules) {
        Ok(text)
    } else {
        Err(ServiceError::internal(
            "the rule sheet is not what its text says",
        ))
    }
}

/// The text kept with the first round that has one.
async fn first_text(tx: &mut Tx, contest: &super::Contest) -> Result<Option<String>> {
    for round in &contest.rounds {
        let text = store::contest::committed_rules(tx, round.id.as_str()).await?;
        if text.is_some() {
            return Ok(text);
        }
    }
    Ok(None)
}

/// Whether a text is this rule sheet.
fn says(text: &str, rules: &RuleSheet) -> bool {
    exchange::contest::parse_rule_sheet(text).is_ok_and(|read| read == *rules)
}

/// What a commitment publishes.
fn hashes(rules_text: &str, bank: &Bank, keys: &AnswerKey, secret: &[u8; 32]) -> Committed {
    Committed {
        rules_hash: rules_hash(rules_text),
        bank_hash: bank_hash(bank, keys, secret),
        secret_hash: secret_hash(secret),
        draw_commitment: scoring::draw::commitment(&mac(secret, &[b"hoithi/draw/1\n"])),
    }
}

fn rules_hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn bank_hash(bank: &Bank, keys: &AnswerKey, secret: &[u8]) -> String {
    let text = bank.canonical_text(keys);
    hex(&mac(secret, &[b"hoithi/bank/1\n", text.as_bytes()]))
}

/// What is told when rules or keys are no longer what was hashed before the round opened.
const TOUCHED: &str = "Thể lệ, câu hỏi hoặc đáp án trong cơ sở dữ liệu không còn đúng với mã băm đã công bố khi khoá, nên không tính kết quả. Khôi phục bản sao lưu trước lúc bị sửa, hoặc báo người quản trị máy chủ.";

impl Services {
    /// Compares rules, bank and keys with what was hashed before the round opened: nobody is marked by a key that was
    /// changed behind the program's back.
    pub(crate) async fn check_commitment(
        &self,
        tx: &mut Tx,
        contest: &super::Contest,
        round: &super::RoundState,
        (bank, secret): (&Bank, &[u8]),
    ) -> Result<()> {
        let row = &round.row;
        let keys = crate::question::load_keys(tx, contest.id.as_str()).await?;
        let mut holds = row.bank_hash.as_deref() == Some(&bank_hash(bank, &keys, secret));
        holds &= match store::contest::committed_rules(tx, &row.id).await? {
            Some(text) => {
                row.rules_hash.as_deref() == Some(&rules_hash(&text)) && says(&text, &contest.rules)
            }
            // Committed before the text was kept.
            None => {
                let old = serde_json::to_string(&*contest.rules).map_err(ServiceError::internal)?;
                row.rules_hash.as_deref() == Some(&rules_hash(&old))
            }
        };
        if holds {
            Ok(())
        } else {
            Err(Rejection::Phase(TOUCHED).into())
        }
    }

    /// The rule sheet of a listed contest as it was hashed at commitment, for anyone to check.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a contest that is not public, or before its first commitment.
    pub async fn committed_rules(&self, contest_code: &str) -> Result<String> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        if !contest.listed {
            return Err(ServiceError::NotFound);
        }
        let text = first_text(&mut tx, &contest).await?;
        text.ok_or(ServiceError::NotFound)
    }
}

impl Services {
    /// What is wrong with the people of a contest that keeps its rounds from being committed.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn commit_people_problems(
        &self,
        actor: &Actor,
        contest_code: &str,
    ) -> Result<Vec<FieldProblem>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeContest)?;
        people_problems(&mut tx, &contest).await
    }
}

/// Two people must be there who can decide together, since their roles must predate the commitment; and whoever may not
/// compete must be recognised by telephone or internal number when they would (DESIGN 4, "People").
async fn people_problems(tx: &mut Tx, contest: &super::Contest) -> Result<Vec<FieldProblem>> {
    let accounts = store::people::list_accounts(tx).await?;
    let grants = store::people::grants_of_contest(tx, contest.id.as_str()).await?;
    let open: Vec<&AccountRow> = accounts
        .iter()
        .filter(|a| a.disabled_at.is_none())
        .collect();
    let roles = |account: &AccountRow| -> Vec<Role> {
        let own = grants.iter().filter(|g| g.account_id == account.id);
        own.filter_map(|g| Role::parse(&g.role)).collect()
    };
    let can = |account: &AccountRow, permission| roles(account).iter().any(|r| may(*r, permission));
    // Two accounts of one person never decide together.
    let differ = |one: &AccountRow, other: &AccountRow| {
        let same = one.identity_hash.is_some() && one.identity_hash == other.identity_hash;
        one.id != other.id && !same
    };
    let pair = open.iter().any(|one| {
        can(one, Permission::ProposeChange)
            && open
                .iter()
                .any(|other| differ(one, other) && can(other, Permission::ConfirmChange))
    });
    let mut problems = Vec::new();
    if !pair {
        let message = "Cần ít nhất hai người giữ vai trò Ban Tổ chức hoặc Ban Thư ký trước khi khoá: huỷ bài, thêm giờ, công bố đều cần người thứ hai có vai trò từ trước. Giao vai trò ở trang Vai trò.";
        problems.push(FieldProblem::new("roles", message));
    }
    let excluded = |role: &Role| excluded_role(&contest.rules.eligibility, &[*role]).is_some();
    let unknown = open
        .iter()
        .filter(|a| a.identity_hash.is_none() && roles(a).iter().any(excluded));
    let names: Vec<&str> = unknown.map(|a| a.full_name.as_str()).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        let message = format!(
            "Chưa có số điện thoại hoặc số nội bộ để nhận ra khi dự thi: {names}. Quản trị viên bổ sung ở trang Tài khoản rồi khoá lại."
        );
        problems.push(FieldProblem::new("roles", message));
    }
    Ok(problems)
}

/// A prize counted a level up needs every unit under another or above one: a unit by itself would compete against whole
/// groups, and nobody would notice.
async fn tree_problem(tx: &mut Tx, contest: &super::Contest) -> Result<Option<FieldProblem>> {
    if !rolls_up(&contest.rules) {
        return Ok(None);
    }
    let units = store::people::units(tx, contest.id.as_str()).await?;
    let alone = alone(&units);
    let named: Vec<&str> = alone.iter().take(5).map(|u| u.name.as_str()).collect();
    let more = if alone.len() > named.len() {
        " …"
    } else {
        ""
    };
    let message = format!(
        "Thể lệ có giải gộp lên cấp trên, nhưng {} đơn vị chưa có đơn vị cấp trên: {}{more}. Chọn ở trang Người dự thi, phần Đơn vị, hoặc bỏ gộp trong thể lệ.",
        alone.len(),
        named.join(", ")
    );
    let problem = (units.is_empty() || !alone.is_empty()).then_some(message);
    Ok(problem.map(|message| FieldProblem::new("units", message)))
}

/// A question without a key would give nobody its points.
fn every_question_has_a_key(bank: &Bank, keys: &AnswerKey) -> Result<()> {
    let mut keyless: Vec<&str> = keys
        .missing(bank.entries.keys().map(String::as_str))
        .collect();
    keyless.sort_unstable();
    if keyless.is_empty() {
        return Ok(());
    }
    let codes = keyless.join(", ");
    let message = format!("Các câu sau chưa có đáp án đúng: {codes}. Sửa câu hỏi rồi khoá lại.");
    Err(ServiceError::field("bank", message))
}

/// The published hash of a round secret.
fn secret_hash(secret: &[u8; 32]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"hoithi/secret/1\n");
    hasher.update(secret);
    hex(&hasher.finalize())
}

fn bank_fills_papers(contest: &super::Contest, bank: &Bank) -> Result<()> {
    let Some(quiz) = &contest.rules.quiz else {
        return Err(Rejection::Phase("Thể lệ chưa có phần trắc nghiệm.").into());
    };
    let missing = shortages(&bank.draw, quiz);
    if missing.is_empty() {
        return Ok(());
    }
    let problems = missing
        .iter()
        .map(|s| crate::question::shortage_problem(&contest.rules, s))
        .collect();
    Err(Rejection::Fields(problems).into())
}
