//! Creating a contest from the rule sheet of a programme, or from one's own.

use super::presets::{self, first_opening, moved};
use crate::forms::{Call, Done, Form, problem_of, typed};
use crate::ui::admin::AdminTopFrame;
use crate::ui::field::{CheckField, ErrorSummary, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page::Title;
use domain::contest::RuleSheet;
use domain::contest::check::check;
use domain::time::Moment;
use leptos::prelude::*;
use services::{FieldProblem, Rejection, ServiceError};

/// The choice of an own file instead of a preset.
const OWN_FILE: &str = "tep";

/// The page.
#[component]
pub fn CreatePage() -> impl IntoView {
    view! {
        <Title text="Tạo cuộc thi"/>
        <AdminTopFrame>
            <ErrorSummary title="Chưa tạo được cuộc thi"/>
            <div class="page-head">
                <nav class="crumbs" aria-label="Đường dẫn"><ol><li><a href="/admin">"Quản trị"</a></li><li aria-current="page">"Tạo cuộc thi"</li></ol></nav>
                <h1>"Tạo cuộc thi"</h1>
                <p class="lede">"Chọn thể lệ của một chương trình đã có làm mẫu rồi đổi ngày. Mọi phần đều sửa được cho đến khi khoá."</p>
            </div>
            <form class="form" method="post" enctype="multipart/form-data">
                <Choices/>
                <OwnFile/>
                <fieldset class="panel">
                    <legend class="panel__title">"Cuộc thi mới"</legend>
                    <TextField name="code" label="Mã cuộc thi trong địa chỉ trang" class="input--medium"
                        hint="Chữ thường không dấu, chữ số và dấu nối, thí dụ: bong-son-2027."/>
                    <TextField name="title" label="Tên cuộc thi" optional=true hint="Để trống thì giữ tên của mẫu."/>
                    <TextField name="organiser" label="Cơ quan tổ chức" optional=true
                        hint="Thí dụ: UBND phường An Cựu. Tên này và địa danh của nó thay tên trong mọi câu của mẫu; để trống thì giữ tên của mẫu."/>
                    <TextField name="opens" label="Đợt đầu mở lúc" kind="datetime-local" class="input--medium"
                        hint="Giờ Việt Nam. Các đợt sau và giờ đóng được dời theo cùng khoảng cách. Mẫu không có đợt thi, hoặc tệp của bạn đã có giờ đúng, thì để trống."/>
                    <CheckField name="days" value=true label="Dời cả ngày trong bảng tiến độ và hạn gửi hồ sơ" hint="Theo số ngày tròn, tính từ ngày mở đợt đầu."/>
                    <CheckField name="listed" label="Hiện trên trang chủ" hint="Chưa đánh dấu thì chỉ Ban Tổ chức thấy cuộc thi."/>
                </fieldset>
                <div class="save-bar">
                    <button class="btn">"Tạo cuộc thi"</button>
                    <a class="btn btn--second" href="/admin">"Để sau"</a>
                </div>
            </form>
        </AdminTopFrame>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let chosen = typed("preset", "");
    let error = problem_of("preset");
    let wrong = error.is_some();
    let cards = presets::all().into_iter().map(|preset| {
        let rules = preset.rules;
        let checked = rules.code == chosen;
        view! {
            <label class="choice">
                <input type="radio" name="preset" value=rules.code.clone() checked=checked/>
                <span class="choice__title">{rules.title.clone()}</span>
                <span class="choice__text">{format!("{}. {}", rules.organiser, rules.summary)}</span>
            </label>
        }
    });
    let cards = cards.collect_view();
    view! {
        <fieldset class=if wrong { "fieldset fieldset--error" } else { "fieldset" } id="preset" tabindex="-1">
            <legend class="fieldset__legend">"Bắt đầu từ thể lệ nào?"</legend>
            {error.map(|e| view! { <p class="field__error" id="preset-loi"><Icon glyph=Glyph::Alert/>{e}</p> })}
            <div class="choices">
                {cards}
                <label class="choice">
                    <input type="radio" name="preset" value=OWN_FILE checked={chosen == OWN_FILE}/>
                    <span class="choice__title">"Tệp thể lệ của tôi"</span>
                    <span class="choice__text">"Tệp TOML đã tải về từ một cuộc thi khác; chọn tệp ở ô bên dưới."</span>
                </label>
            </div>
        </fieldset>
    }
}

#[component]
fn OwnFile() -> impl IntoView {
    let error = problem_of("file");
    let wrong = error.is_some();
    view! {
        <div class=if wrong { "field field--error" } else { "field" }>
            {error.map(|e| view! { <p class="field__error" id="file-loi"><Icon glyph=Glyph::Alert/>{e}</p> })}
            <div class=if wrong { "upload upload--error" } else { "upload" }>
                <input class="upload__input" type="file" id="file" name="file" accept=".toml,text/plain"
                    aria-describedby=wrong.then_some("file-loi") aria-invalid=wrong.then_some("true")/>
                <label class="upload__drop" for="file">
                    <Icon glyph=Glyph::Upload class="icon--lg"/>
                    <span class="upload__title">"Chọn tệp thể lệ (TOML)"</span>
                    <span class="upload__hint">"Chỉ cần khi chọn “Tệp thể lệ của tôi”. Tối đa 1\u{a0}MB."</span>
                </label>
            </div>
        </div>
    }
}

/// The rule sheet chosen, as it is.
fn chosen(form: &Form) -> Result<RuleSheet, Vec<FieldProblem>> {
    let code = form.get("preset");
    if code != OWN_FILE {
        let preset = presets::all().into_iter().find(|p| p.rules.code == code);
        return preset
            .map(|p| p.rules)
            .ok_or_else(|| vec![FieldProblem::new("preset", "Chọn một thể lệ để bắt đầu.")]);
    }
    let file = form.file("file").ok_or_else(|| {
        vec![FieldProblem::new(
            "file",
            "Chọn tệp thể lệ (TOML) từ máy của bạn.",
        )]
    })?;
    exchange::contest::parse_rule_sheet(&String::from_utf8_lossy(&file.bytes)).map_err(|problems| {
        problems
            .iter()
            .map(|p| FieldProblem::new("file", p.to_string()))
            .collect()
    })
}

/// The rule sheet of the new contest.
fn new_rules(form: &Form, now: Moment) -> Result<RuleSheet, Vec<FieldProblem>> {
    let base = chosen(form);
    let mut problems = base.as_ref().err().cloned().unwrap_or_default();
    let opens = form.get("opens").trim();
    let moment = Moment::parse_local(opens);
    if !opens.is_empty() && moment.is_none() {
        problems.push(FieldProblem::new(
            "opens",
            "Đợt đầu mở lúc: chọn ngày và giờ.",
        ));
    }
    if moment.is_some_and(|opens| opens <= now) {
        problems.push(FieldProblem::new(
            "opens",
            "Đợt đầu mở lúc: chọn thời điểm còn ở phía trước.",
        ));
    }
    let has_rounds = base.as_ref().is_ok_and(|b| first_opening(b).is_some());
    if opens.is_empty() && has_rounds && form.get("preset") != OWN_FILE {
        problems.push(FieldProblem::new(
            "opens",
            "Chọn ngày và giờ mở đợt đầu: giờ của mẫu đã qua.",
        ));
    }
    let code = form.get("code").trim();
    let (Ok(base), title) = (base, form.get("title").trim()) else {
        if code.is_empty() {
            problems.push(FieldProblem::new("code", "Nhập mã cuộc thi."));
        }
        return Err(problems);
    };
    let mut rules = moment.map_or_else(|| base.clone(), |at| moved(&base, at, form.ticked("days")));
    match form.get("organiser").trim() {
        "" => {}
        organiser => match presets::organised_by(&rules, organiser) {
            Ok(own) => rules = own,
            Err(why) => problems.push(FieldProblem::new("organiser", why)),
        },
    }
    code.clone_into(&mut rules.code);
    if !title.is_empty() {
        title.clone_into(&mut rules.title);
    }
    // The other inconsistencies are shown in the editor; a wrong code would stand in every address.
    let of_code = check(&rules).into_iter().filter(|p| p.setting == "code");
    problems.extend(of_code.map(|p| FieldProblem::new("code", p.message)));
    problems.extend(presets::reserved(code).map(|why| FieldProblem::new("code", why)));
    if problems.is_empty() {
        Ok(rules)
    } else {
        Err(problems)
    }
}

/// Creates the contest.
///
/// # Errors
/// Field problems.
pub(super) async fn handle(call: Call) -> Result<Done, ServiceError> {
    let rules = new_rules(&call.form, call.services.now()).map_err(Rejection::Fields)?;
    call.services
        .create_contest(&call.actor, &rules, call.form.ticked("listed"))
        .await?;
    Ok(Done::Go(format!("/admin/{}/the-le?xong=tao", rules.code)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Upload;

    /// What the page makes of a form long before any opening.
    fn made(form: &Form) -> Result<RuleSheet, Vec<FieldProblem>> {
        new_rules(form, Moment(0))
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form {
            fields: pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            files: Vec::new(),
        }
    }

    fn fields(problems: &[FieldProblem]) -> Vec<&str> {
        problems.iter().map(|p| p.field.as_str()).collect()
    }

    #[test]
    fn everything_missing_is_named_at_once() {
        assert_eq!(
            fields(&made(&form(&[])).expect_err("empty")),
            ["preset", "code"]
        );
        let no_dates = form(&[("preset", "bong-son-2024"), ("code", "Mã lạ")]);
        assert_eq!(
            fields(&made(&no_dates).expect_err("gaps")),
            ["opens", "code"]
        );
    }

    #[test]
    fn a_movement_needs_no_opening() {
        let rules = made(&form(&[
            ("preset", "kon-tum-2023-2030"),
            ("code", "phong-trao-2027"),
            ("title", "Phong trào"),
        ]));
        assert_eq!(
            rules.map(|r| (r.code, r.title)),
            Ok(("phong-trao-2027".into(), "Phong trào".into()))
        );
    }

    #[test]
    fn an_own_file_is_read_with_line_numbers() {
        let mut own = form(&[("preset", OWN_FILE), ("code", "rieng")]);
        assert_eq!(fields(&made(&own).expect_err("no file")), ["file"]);
        let bytes = b"format = 1\ncode = 3\n".to_vec();
        own.files.push(Upload {
            field: "file".into(),
            file_name: "a.toml".into(),
            bytes,
        });
        let problems = made(&own).expect_err("wrong type");
        assert!(problems[0].message.starts_with("Dòng "), "{problems:?}");
    }
}
