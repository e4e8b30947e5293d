//! The log of acts in plain words.

use crate::contest::Contest;
use crate::{Actor, Result, Services, require};
use domain::people::Role;
use domain::people::permission::Permission;
use domain::text;
use domain::time::Moment;
use serde_json::Value;
use std::collections::HashMap;
use store::record::ActRow;

/// Acts on a page.
const PAGE: usize = 50;
/// Acts read at once while searching.
const CHUNK: i64 = 500;
/// Letters of a hash that are shown.
const HASH_SHOWN: usize = 16;

/// An act as the committee reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActView {
    /// Sequence number.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Name of the account, or the server itself.
    pub who: String,
    /// What was done.
    pub what: String,
    /// What it was about; may be empty.
    pub about: String,
    /// First letters of its hash.
    pub hash: String,
}

/// A page of acts, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActsPage {
    /// Acts.
    pub acts: Vec<ActView>,
    /// Ask for acts before this one for the next page; none on the last.
    pub older: Option<i64>,
}

impl Services {
    /// Acts of a contest, newest first, that contain what was typed; those before `before`, if it is given.
    ///
    /// # Errors
    /// [`crate::ServiceError::Forbidden`] without [`Permission::SeeLog`].
    pub async fn acts(
        &self,
        actor: &Actor,
        contest_code: &str,
        search: &str,
        before: Option<i64>,
    ) -> Result<ActsPage> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeLog)?;
        let accounts = store::people::list_accounts(&mut tx).await?;
        let names: HashMap<String, String> =
            accounts.into_iter().map(|a| (a.id, a.full_name)).collect();
        let search = text::fold(search);
        let mut before = before.unwrap_or(i64::MAX);
        let mut acts: Vec<ActView> = Vec::new();
        loop {
            let rows = store::record::list(&mut tx, contest.id.as_str(), before, CHUNK).await?;
            let Some(last) = rows.last() else {
                return Ok(ActsPage { acts, older: None });
            };
            before = last.seq;
            for row in &rows {
                let view = view(&contest, &names, row);
                if !contains(&view, &search) {
                    continue;
                }
                // One more than a page holds shows that there is another page.
                if acts.len() == PAGE {
                    let older = acts.last().map(|a| a.seq);
                    return Ok(ActsPage { acts, older });
                }
                acts.push(view);
            }
        }
    }
}

fn contains(view: &ActView, search: &str) -> bool {
    [&view.what, &view.about, &view.who]
        .iter()
        .any(|t| text::fold(t).contains(search))
}

fn view(contest: &Contest, names: &HashMap<String, String>, row: &ActRow) -> ActView {
    let name = row.account_id.as_ref().map(|id| names.get(id).cloned());
    let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
    ActView {
        seq: row.seq,
        at: Moment(row.at),
        who: match name {
            None => "Máy chủ".to_owned(),
            Some(name) => name.unwrap_or_else(|| "Tài khoản đã xoá".to_owned()),
        },
        what: what(&row.act).to_owned(),
        about: about(contest, names, &detail),
        hash: row.hash.chars().take(HASH_SHOWN).collect(),
    }
}

/// Vietnamese words for the code of an act. A code nobody has put into words is shown as it is.
fn what(act: &str) -> &str {
    match act {
        "create_contest" => "Tạo cuộc thi",
        "edit_rules" => "Sửa thể lệ",
        "commit_round" => "Khoá thể lệ và đề",
        "seal_round" => "Niêm phong",
        "propose" => "Gửi đề nghị",
        "confirm_proposal" => "Xác nhận đề nghị",
        "drop_proposal" => "Bỏ đề nghị",
        "erase_contacts" => "Xoá số điện thoại theo hạn",
        "export_standings" => "Tải bảng kết quả",
        "export_entries" => "Tải bài thi không tên để đếm lại",
        "add_question" => "Thêm câu hỏi",
        "edit_question" => "Sửa câu hỏi",
        "delete_question" => "Xoá câu hỏi",
        "import_questions" => "Nhập câu hỏi từ tệp",
        "export_questions" => "Tải ngân hàng câu hỏi kèm đáp án",
        "set_units" => "Lưu danh sách đơn vị",
        "import_roster" => "Nhập danh sách người dự thi",
        "strike_off" => "Đưa người dự thi ra khỏi danh sách",
        "take_back" => "Đưa người dự thi trở lại danh sách",
        "reissue_slips" => "Cấp lại phiếu dự thi",
        "create_account" => "Tạo tài khoản",
        "close_account" => "Khoá tài khoản",
        "open_account" => "Mở lại tài khoản",
        "grant_role" => "Giao vai trò",
        "withdraw_role" => "Thu vai trò",
        "create_kiosk" => "Thêm ki-ốt",
        "pair_kiosk" => "Ghép ki-ốt",
        "revoke_kiosk" => "Thu hồi ki-ốt",
        "recompute_round" => "Tính lại kết quả một đợt",
        "make_overall" => "Tính bản xếp hạng chung",
        "list_contest" => "Đưa cuộc thi lên trang chủ",
        "unlist_contest" => "Đưa cuộc thi khỏi trang chủ",
        "reset_password" => "Đặt lại mật khẩu",
        "change_password" => "Đổi mật khẩu của mình",
        "change_identity" => "Đổi số định danh của tài khoản",
        "change_account" => "Sửa tài khoản",
        "vouch_person" => "Cán bộ bảo đảm cho người không có điện thoại",
        "overtaken" => "Ghi nhận phần đến đúng hạn nhưng được xử lý muộn",
        "assist_entry" => "Cán bộ giúp người dự thi ở ki-ốt",
        other => other,
    }
}

/// Vietnamese name of a change in a proposal.
fn change(code: &str) -> &str {
    match code {
        "void_entry" => "huỷ bài thi",
        "void_question" => "huỷ câu hỏi",
        "change_key" => "đổi đáp án",
        "move_closing" => "dời giờ đóng",
        "move_round" => "dời đợt thi",
        "publish_overall" => "công bố xếp hạng chung",
        "grant_role" => "giao vai trò",
        "withdraw_role" => "thu hồi vai trò",
        "strike_off" => "bỏ người khỏi danh sách",
        "take_back" => "đưa người trở lại danh sách",
        "import_roster" => "nhập danh sách",
        "grant_extra" => "cho thêm giờ",
        "record_outage" => "ghi nhận sự cố",
        "publish" => "công bố kết quả",
        "settle_tie" => "quyết định khi bằng nhau",
        "enter_draw" => "nhập số bốc thăm",
        other => other,
    }
}

/// What an act was about, from the particulars people can use.
fn about(contest: &Contest, names: &HashMap<String, String>, detail: &Value) -> String {
    let text = |key: &str| detail.get(key).and_then(Value::as_str);
    let number = |key: &str| detail.get(key).and_then(Value::as_i64);
    let round = |code: &str| {
        let known = contest.round(code).map(|r| r.rule.name.clone());
        known.unwrap_or_else(|| code.to_owned())
    };
    let parts = [
        text("change").map(|c| change(c).to_owned()),
        text("round").map(round),
        text("role").map(|r| {
            let role = Role::parse(r);
            role.map_or_else(|| r.to_owned(), |role| role.name().to_owned())
        }),
        text("account").map(|id| names.get(id).cloned().unwrap_or_default()),
        text("code").map(|c| format!("mã {c}")),
        number("version").map(|v| format!("bản {v}")),
        number("questions").map(|n| format!("{n} câu")),
        number("new").map(|n| format!("{n} mới")),
        number("changed").map(|n| format!("{n} sửa")),
        number("slips").map(|n| format!("{n} phiếu")),
        text("format").map(|f| format!("tệp {f}")),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_written_anywhere_has_words() {
        // Every code the services write, as found in their source; a new one fails here until it has words.
        let mut sources = Vec::new();
        collect(
            std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
            &mut sources,
        );
        let mut codes = Vec::new();
        for text in &sources {
            for (at, _) in text.match_indices("act: \"") {
                let rest = &text[at + 6..];
                codes.extend(rest.split('"').next().map(str::to_owned));
            }
        }
        codes.retain(|c| c.contains('_'));
        assert!(codes.len() > 10, "the source was not found: {codes:?}");
        for code in codes {
            assert_ne!(what(&code), code, "no words for this act");
        }
    }

    fn collect(folder: &std::path::Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, out);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                out.push(text);
            }
        }
    }
}
