//! What a changed key, a later closing, a role or an edit of the roster would change.

use super::outage::forecast;
use super::proposal::Case;
use crate::{Actor, Result, Services, require};
use domain::contest::RoundClock;
use domain::people::Role;
use domain::people::eligibility::excluded_role;
use domain::people::permission::Permission;
use domain::time::Moment;
use scoring::question::Accepted;
use store::Tx;

impl Services {
    /// The keys before and after, only for who may see keys.
    pub(super) async fn key_notes(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
        (question, accepted): (&str, &str),
    ) -> Result<Vec<String>> {
        if require(actor, &case.contest.id, Permission::SeeKeys).is_err() {
            return Ok(vec![
                "Vai trò của bạn không xem được đáp án nên chữ cái không hiện ở đây.".to_owned(),
            ]);
        }
        let ids = (case.contest.id.as_str(), case.round.id.as_str());
        let keys = crate::question::round_keys(tx, ids, Moment(i64::MAX)).await?;
        let letters = |key: Option<Accepted>| key.map(|k| k.letters()).unwrap_or_default();
        Ok(vec![
            format!("Đáp án đang dùng: {}.", letters(keys.accepted(question))),
            format!("Đáp án được nhận sau khi đổi: {}.", letters(Accepted::parse(accepted))),
            "Chữ cái theo thứ tự phương án trong ngân hàng câu hỏi, không theo thứ tự đã xáo trong đề.".to_owned(),
        ])
    }

    pub(super) async fn closing_consequences(
        &self,
        tx: &mut Tx,
        case: &Case,
        closes: Moment,
    ) -> Result<Vec<String>> {
        let clock = RoundClock {
            closes,
            ..case.round.clock.clone()
        };
        let rows = store::quiz::attempts_of_round(tx, case.round.id.as_str()).await?;
        let (given, _) = forecast(&rows, &clock, self.now())?;
        Ok(vec![
            format!(
                "Giờ đóng đổi từ {} thành {}.",
                case.round.clock.closes.closing_words(),
                closes.closing_words()
            ),
            format!("{} bài đang làm được kéo dài giờ.", given.extended),
            "Trang của cuộc thi ghi giờ cũ, giờ mới và lý do. Thể lệ đã khoá không sửa.".to_owned(),
        ])
    }

    pub(super) async fn grant_consequences(
        &self,
        tx: &mut Tx,
        case: &Case,
        (account, role): (&str, Role),
    ) -> Result<Vec<String>> {
        let mut lines = vec![
            "Quyền có ngay. Vai trò giao sau khi khoá thể lệ không xác nhận được việc làm đổi kết quả.".to_owned(),
        ];
        let contest = &case.contest;
        let people = store::people::people_of_account(tx, contest.id.as_str(), account).await?;
        let names = store::people::names_of(tx, &people).await?;
        if excluded_role(&contest.rules.eligibility, &[role]).is_some() {
            lines.extend(names.iter().map(|p| {
                format!(
                    "{} có tên trong danh sách dự thi: giữ vai trò này thì không được thi, bài đã làm bị loại khỏi các bản kết quả sau đó.",
                    p.full_name
                )
            }));
        }
        Ok(lines)
    }

    pub(super) async fn strike_off_consequences(
        &self,
        tx: &mut Tx,
        case: &Case,
        (person, off): (&str, bool),
    ) -> Result<Vec<String>> {
        let rows = store::quiz::attempts_of_people(tx, &[person.to_owned()]).await?;
        let unit = match store::people::find_person(tx, person).await? {
            Some(row) => {
                let units = store::people::units(tx, case.contest.id.as_str()).await?;
                let own = units.into_iter().find(|u| u.id == row.unit_id);
                own.map(|u| u.name).unwrap_or_default()
            }
            None => String::new(),
        };
        Ok(if off {
            vec![
                "Người này phải ra khỏi mọi máy ngay và không bắt đầu bài mới được.".to_owned(),
                format!("{} bài đã có vẫn giữ nguyên.", rows.len()),
                format!("Mẫu số của {unit} giảm 1 người."),
            ]
        } else {
            vec![
                "Người này vào thi lại được bằng phiếu đã có.".to_owned(),
                format!("Mẫu số của {unit} tăng 1 người."),
            ]
        })
    }
}
