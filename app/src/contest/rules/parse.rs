//! The fields of the editor as a rule sheet. Pure: what cannot be read is named at its field, and the stored value stands
//! in for it so that a preview is still possible.

mod criteria;
mod lists;
#[cfg(test)]
mod tests;
mod texts;

use super::words::{
    ATTRIBUTE, IDENTITY, LIST, PAPER, POPULATION, PREDICTION, PREDICTION_SCOPE, RANKING, Table,
    UNRESOLVED, VOID_QUESTION, value_of,
};
use crate::forms::Form;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{
    Attribute, Counting, Eligibility, Overall, PaperKind, Participation, Population, Prediction,
    Quiz, Round, Scope, VoidQuestion,
};
use domain::people::Role;
use domain::time::Moment;
use domain::units::{Dong, Points};
use services::FieldProblem;
use std::str::FromStr;

/// Longest single text of the editor, in characters.
const LONGEST: usize = 4_000;

/// Reads fields and collects what is wrong with them.
struct Reader<'a> {
    form: &'a Form,
    problems: Vec<FieldProblem>,
}

impl Reader<'_> {
    fn wrong(&mut self, name: &str, message: impl Into<String>) {
        self.problems.push(FieldProblem::new(name, message));
    }

    /// Text as typed, with the line breaks of this document; the stored text when the field was not sent at all.
    fn text(&mut self, name: &str, label: &str, stored: &str) -> String {
        let Some(typed) = self.form.get_opt(name) else {
            return stored.to_owned();
        };
        let text = typed.replace("\r\n", "\n").trim().to_owned();
        // A field may change white space on the way; that alone is no edit.
        if text == stored.trim() {
            return stored.to_owned();
        }
        if text.chars().count() > LONGEST {
            self.wrong(name, format!("{label}: nhiều nhất 4.000 ký tự."));
        }
        text
    }

    fn number<T: FromStr + Copy>(&mut self, name: &str, label: &str, stored: T) -> T {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        match typed.trim().parse() {
            Ok(number) => number,
            Err(_) => {
                self.wrong(name, format!("{label}: nhập một số nguyên, thí dụ 20."));
                stored
            }
        }
    }

    fn points(&mut self, name: &str, stored: Points) -> Points {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        Points::parse(typed).unwrap_or_else(|| {
            self.wrong(name, "Điểm mỗi câu đúng: nhập một số, thí dụ 1 hoặc 0,5.");
            stored
        })
    }

    /// Money with or without marks between groups of three.
    fn money(&mut self, name: &str, label: &str, stored: Dong) -> Dong {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        let digits: String = typed
            .trim()
            .trim_end_matches(['đ', 'Đ'])
            .chars()
            .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}'))
            .collect();
        match (digits.is_empty(), digits.parse()) {
            (true, _) => Dong(0),
            (false, Ok(amount)) => Dong(amount),
            (false, Err(_)) => {
                self.wrong(
                    name,
                    format!("{label}: nhập số tiền bằng đồng, thí dụ 600.000."),
                );
                stored
            }
        }
    }

    /// An instant of a `datetime-local` field. The field cannot hold milliseconds, so an untouched one keeps them.
    fn moment(&mut self, name: &str, label: &str, stored: Moment) -> Moment {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        if typed.trim() == stored.to_local() {
            return stored;
        }
        Moment::parse_local(typed).unwrap_or_else(|| {
            self.wrong(name, format!("{label}: chọn ngày và giờ."));
            stored
        })
    }

    fn choice<T: Copy>(&mut self, name: &str, label: &str, table: Table<T>, stored: T) -> T {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        value_of(table, typed).unwrap_or_else(|| {
            self.wrong(name, format!("{label}: chọn một dòng trong danh sách."));
            stored
        })
    }

    /// Places of the rows of a list, in order.
    fn rows(&self, list: &str) -> Vec<usize> {
        super::rows::places(self.form, list)
    }

    /// The stored element a row came from.
    fn stored<'b, T>(&self, row: &str, elements: &'b [T]) -> Option<&'b T> {
        let from: usize = self.form.get(&format!("{row}.from")).parse().ok()?;
        elements.get(from.checked_sub(1)?)
    }
}

/// The sheet a form describes, standing on the stored one, and what could not be read.
pub(super) fn from_form(stored: &RuleSheet, form: &Form) -> (RuleSheet, Vec<FieldProblem>) {
    let mut read = Reader {
        form,
        problems: Vec::new(),
    };
    let mut sheet = stored.clone();
    sheet.title = read.text("title", "Tên cuộc thi", &stored.title);
    sheet.organiser = read.text("organiser", "Đơn vị tổ chức", &stored.organiser);
    sheet.contact = read.text("contact", "Liên hệ", &stored.contact);
    sheet.summary = read.text("summary", "Giới thiệu ngắn", &stored.summary);
    sheet.who = read.text("who", "Ai được thi", &stored.who);
    sheet.funding = read.text("funding", "Kinh phí", &stored.funding);
    eligibility(&mut read, &mut sheet.eligibility, &stored.eligibility);
    sheet.topics = lists::topics(&mut read, &stored.topics);
    sheet.tracks = lists::tracks(&mut read, &stored.tracks);
    sheet.rounds = lists::rounds(&mut read, &stored.rounds);
    sheet.participation = participation(&mut read, stored.participation.as_ref());
    sheet.overall = overall(&mut read, stored.overall.as_ref(), &sheet.rounds);
    sheet.quiz = quiz(&mut read, stored.quiz.as_ref());
    sheet.prediction = prediction(&mut read, stored.prediction.as_ref());
    ranking(&mut read, &mut sheet);
    lists::prizes(&mut read, &mut sheet.prizes, &stored.prizes);
    texts::texts(&mut read, &mut sheet, stored);
    (sheet, read.problems)
}

fn eligibility(read: &mut Reader<'_>, out: &mut Eligibility, stored: &Eligibility) {
    out.identity = read.choice(
        "eligibility.identity",
        "Cách nhận biết người thi",
        IDENTITY,
        stored.identity,
    );
    out.min_age = read.number("eligibility.min_age", "Tuổi tối thiểu", stored.min_age);
    out.contact_days = read.number(
        "eligibility.contact_days",
        "Xoá số điện thoại sau",
        stored.contact_days,
    );
    let ticked = |list: &str, code: &str| read.form.ticked(&format!("eligibility.{list}.{code}"));
    let all: Vec<Attribute> = ATTRIBUTE.iter().map(|(a, ..)| *a).collect();
    let unique = |a: &Attribute| ticked("unique_by", super::words::code_of(ATTRIBUTE, a));
    out.unique_by = in_stored_order(&stored.unique_by, &all, unique);
    out.excluded_roles = in_stored_order(&stored.excluded_roles, &Role::ALL, |r| {
        ticked("excluded_roles", r.code())
    });
    out.assisted_entry = read.form.ticked("eligibility.assisted_entry");
    out.assisted_can_win = read.form.ticked("eligibility.assisted_can_win");
    out.blocs = lists::blocs(read, &stored.blocs);
}

/// What is ticked: as stored, then what is new. The order of boxes on the page is no edit.
fn in_stored_order<T: PartialEq + Copy>(
    stored: &[T],
    all: &[T],
    ticked: impl Fn(&T) -> bool,
) -> Vec<T> {
    let kept = stored.iter().copied().filter(|v| ticked(v));
    let new = all
        .iter()
        .copied()
        .filter(|v| ticked(v) && !stored.contains(v));
    kept.chain(new).collect()
}

/// `rounds` are those of the form: a round may get another code in the same edit.
fn overall(read: &mut Reader<'_>, stored: Option<&Overall>, rounds: &[Round]) -> Option<Overall> {
    let (summed, least) = stored.map_or((&[][..], 0), |o| (&o.rounds[..], o.min_rounds));
    let min_rounds = read.number("overall.min_rounds", "Số đợt phải dự", least);
    read.form.ticked("overall").then(|| Overall {
        rounds: criteria::summed(read, summed, rounds),
        min_rounds,
    })
}

/// A multiple-choice part as usual, for a sheet that had none.
pub(super) fn usual_quiz() -> Quiz {
    Quiz {
        questions: 20,
        minutes: 20,
        points_each: Points::whole(1),
        grace_seconds: 30,
        paper: PaperKind::Drawn,
        forms: Vec::new(),
        shuffle_questions: true,
        shuffle_options: true,
        submit_requires_all: false,
        void_question: VoidQuestion::Removed,
        blueprint: Vec::new(),
    }
}

fn quiz(read: &mut Reader<'_>, stored: Option<&Quiz>) -> Option<Quiz> {
    if !read.form.ticked("quiz") {
        return None;
    }
    let stored = stored.cloned().unwrap_or_else(usual_quiz);
    Some(Quiz {
        questions: read.number("quiz.questions", "Số câu hỏi", stored.questions),
        minutes: read.number("quiz.minutes", "Số phút làm bài", stored.minutes),
        points_each: read.points("quiz.points_each", stored.points_each),
        grace_seconds: read.number("quiz.grace_seconds", "Số giây ân hạn", stored.grace_seconds),
        paper: read.choice("quiz.paper", "Cách ra đề", PAPER, stored.paper),
        shuffle_questions: read.form.ticked("quiz.shuffle_questions"),
        shuffle_options: read.form.ticked("quiz.shuffle_options"),
        submit_requires_all: read.form.ticked("quiz.submit_requires_all"),
        void_question: read.choice(
            "quiz.void_question",
            "Câu hỏi bị huỷ",
            VOID_QUESTION,
            stored.void_question,
        ),
        blueprint: lists::blueprint(read, &stored.blueprint),
        forms: lists::prepared(read, &stored.forms),
    })
}

fn prediction(read: &mut Reader<'_>, stored: Option<&Prediction>) -> Option<Prediction> {
    let typed = read.form.get("prediction.kind");
    if typed.is_empty() {
        return None;
    }
    let kind = value_of(PREDICTION, typed).or(stored.map(|s| s.kind))?;
    let usual = Prediction {
        kind,
        counted_over: Population::Persons,
        scope: Scope::Overall,
        decimals: 0,
        winner_must_be_perfect: false,
    };
    let stored = stored.cloned().unwrap_or(usual);
    Some(Prediction {
        kind,
        counted_over: read.choice(
            "prediction.counted_over",
            "Đếm người hay lượt",
            POPULATION,
            stored.counted_over,
        ),
        scope: read.choice(
            "prediction.scope",
            "Tính chung hay riêng",
            PREDICTION_SCOPE,
            stored.scope,
        ),
        decimals: read.number(
            "prediction.decimals",
            "Số chữ số thập phân",
            stored.decimals,
        ),
        winner_must_be_perfect: read.form.ticked("prediction.winner_must_be_perfect"),
    })
}

fn participation(read: &mut Reader<'_>, stored: Option<&Participation>) -> Option<Participation> {
    let percent = stored.map_or(0, |p| p.percent);
    let percent = read.number("participation.percent", "Chỉ tiêu tham gia", percent);
    read.form.ticked("participation").then(|| Participation {
        percent,
        leaders_every_round: read.form.ticked("participation.leaders_every_round"),
    })
}

fn ranking(read: &mut Reader<'_>, sheet: &mut RuleSheet) {
    let ranking = &mut sheet.ranking;
    ranking.keys = read
        .form
        .all("ranking.keys")
        .filter_map(|code| value_of(RANKING, code))
        .collect();
    ranking.unresolved = value_of(UNRESOLVED, read.form.get("ranking.unresolved"));
    let event = ranking.draw_event.clone();
    ranking.draw_event = read.text("ranking.draw_event", "Sự kiện lấy số bốc thăm", &event);
    ranking.list = read.choice("ranking.list", "Danh sách xếp hạng", LIST, ranking.list);
}

/// Which attempt counts, in a round that is new.
const NEW_COUNTS: Counting = Counting::First;
