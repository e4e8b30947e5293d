//! What the forms of the question page do.

use super::carry::sent;
use super::import::Previewed;
use crate::error::problems;
use crate::forms::{Call, Done, Form};
use domain::question::{Kind, Level, MAX_OPTIONS, Source};
use domain::time::Moment;
use services::import::ImportTicket;
use services::question::{Key, QuestionForm, QuestionUpload};
use services::{Rejection, ServiceError};
use std::sync::Arc;

/// Previews or imports a file; saves or deletes one question.
///
/// # Errors
/// Field problems `file`, `code`, `topic`, `question`, `rounds`, `source`.
pub(super) async fn handle(call: Call) -> Result<Done, ServiceError> {
    let contest = call.param("contest").to_owned();
    let (services, actor) = (&call.services, &call.actor);
    match call.act() {
        "xem-truoc" => {
            let upload = upload(&call.form)?;
            let preview = services
                .preview_questions(actor, &contest, upload.clone())
                .await?;
            Ok(Done::Show(Arc::new(Previewed {
                preview,
                upload,
                refused: None,
            })))
        }
        "nhap" => import(&call, &contest).await,
        "luu" => save(&call, &contest).await,
        "xoa" => {
            services
                .delete_question(actor, &contest, call.form.get("ma"))
                .await?;
            Ok(Done::Go(format!("/admin/{contest}/cau-hoi?xong=xoa")))
        }
        _ => Err(ServiceError::NotFound),
    }
}

fn upload(form: &Form) -> Result<QuestionUpload, ServiceError> {
    let topic = Some(form.get("topic"))
        .filter(|t| !t.is_empty())
        .map(str::to_owned);
    Ok(QuestionUpload {
        file: sent(form)?,
        topic,
        level: Level::parse(form.get("level")),
    })
}

fn rounds(form: &Form) -> Vec<String> {
    form.all("rounds").map(str::to_owned).collect()
}

/// Imports what was previewed. Refused, it shows the preview as it would be now, so that the file need not be sent again.
async fn import(call: &Call, contest: &str) -> Result<Done, ServiceError> {
    let upload = upload(&call.form)?;
    let ticket = ImportTicket::from_text(call.form.get("ticket"));
    let done = call
        .services
        .import_questions(
            &call.actor,
            contest,
            upload.clone(),
            &ticket,
            &rounds(&call.form),
        )
        .await;
    let why = match done {
        Ok(done) => {
            let (new, changed, same) = (done.new, done.changed, done.unchanged);
            return Ok(Done::Go(format!(
                "/admin/{contest}/cau-hoi?xong=nhap&moi={new}&thay={changed}&giu={same}"
            )));
        }
        Err(ServiceError::Rejected(why)) => why,
        Err(other) => return Err(other),
    };
    let preview = call
        .services
        .preview_questions(&call.actor, contest, upload.clone())
        .await?;
    Ok(Done::Show(Arc::new(Previewed {
        preview,
        upload,
        refused: Some(refusal(&why)),
    })))
}

fn refusal(why: &Rejection) -> String {
    match why {
        Rejection::Stale => {
            "Tệp hoặc ngân hàng câu hỏi đã khác lúc xem trước. Dưới đây là bản xem trước mới; xem lại rồi nhập.".to_owned()
        }
        Rejection::Locked => {
            "Có đợt đã khoá sẽ rút được các câu này. Chọn đợt chưa khoá rồi nhập lại; nếu mọi đợt đã khoá thì không thêm câu được nữa.".to_owned()
        }
        other => problems(other).into_iter().map(|p| p.message).collect::<Vec<_>>().join(" "),
    }
}

async fn save(call: &Call, contest: &str) -> Result<Done, ServiceError> {
    let form = &call.form;
    let question = typed_question(form)?;
    let code = form.get("ma");
    let based_on = form.get("based_on").parse().map(Moment);
    let existing = match (code.is_empty(), based_on) {
        (true, _) => None,
        (false, Ok(at)) => Some((code, at)),
        (false, Err(_)) => return Err(ServiceError::NotFound),
    };
    match call
        .services
        .edit_question(&call.actor, contest, existing, &question)
        .await
    {
        Ok(_) => {
            let done = if existing.is_some() { "luu" } else { "them" };
            Ok(Done::Go(format!("/admin/{contest}/cau-hoi?xong={done}")))
        }
        Err(ServiceError::Rejected(Rejection::Locked)) => Err(ServiceError::field(
            "rounds",
            "Có đợt đã khoá rút được câu này. Chọn đợt chưa khoá.",
        )),
        Err(other) => Err(other),
    }
}

fn typed_question(form: &Form) -> Result<QuestionForm, ServiceError> {
    let text = |name: &str| form.get(name).to_owned();
    let level = Level::parse(form.get("level"))
        .ok_or_else(|| ServiceError::field("level", "Chọn mức độ."))?;
    let kind = Kind::parse(form.get("kind"))
        .ok_or_else(|| ServiceError::field("kind", "Chọn loại câu."))?;
    let right = (0..MAX_OPTIONS)
        .zip(0_u8..)
        .filter(|(place, _)| form.ticked(&format!("right.{place}")))
        .map(|(_, n)| n);
    Ok(QuestionForm {
        code: text("code"),
        topic: text("topic"),
        level,
        kind,
        stem: text("stem"),
        options: (0..MAX_OPTIONS)
            .map(|place| text(&format!("option.{place}")))
            .collect(),
        key: Key {
            right: right.collect(),
            explanation: text("explanation"),
        },
        source: Source {
            document: text("source.document"),
            article: text("source.article"),
            date: text("source.date"),
        },
        rounds: rounds(form),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_question_keeps_the_places_of_its_options() {
        let form = Form::from_urlencoded(
            "level=van_dung&kind=multiple_choice&stem=X&option.0=a&option.2=c&right.2=1&rounds=d1&rounds=d2",
        );
        let question = typed_question(&form).expect("a question");
        assert_eq!(
            question.options[..3],
            ["a".to_owned(), String::new(), "c".to_owned()]
        );
        assert_eq!(question.key.right, [2]);
        assert_eq!(question.rounds, ["d1", "d2"]);
        assert_eq!(question.level, Level::VanDung);
    }

    #[test]
    fn a_question_without_level_or_kind_is_refused() {
        assert!(typed_question(&Form::from_urlencoded("kind=single_choice")).is_err());
        assert!(typed_question(&Form::from_urlencoded("level=nhan_biet&kind=essay")).is_err());
    }
}
