//! Rows of the editor: rounds, topics, blocs, the blueprint, prizes.

use super::super::form::SEPARATOR;
use super::super::words::{AMOUNT_IS, COUNTING, GIVEN, RIGHT_COUNTS};
use super::{NEW_COUNTS, Reader, criteria};
use domain::contest::rule_sheet::{
    AmountIs, Bloc, Cell, CollectivePrize, Form, IndividualPrize, Prizes, RightCounts, Round,
    Topic, Track,
};
use domain::question::Level;
use domain::time::Moment;
use domain::units::Dong;

pub(super) fn rounds(read: &mut Reader<'_>, stored: &[Round]) -> Vec<Round> {
    let mut out = Vec::new();
    for n in read.rows("rounds") {
        let row = format!("rounds.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let old = read.stored(&row, stored).cloned().unwrap_or_else(|| Round {
            code: String::new(),
            name: String::new(),
            opens: Moment(0),
            closes: Moment(0),
            attempts: 1,
            counts: NEW_COUNTS,
            tracks: Vec::new(),
        });
        let name = read.text(&at("name"), "Tên đợt", &old.name);
        let label = |what: &str| format!("{name} {what}");
        out.push(Round {
            code: read.text(&at("code"), "Mã đợt", &old.code),
            opens: read.moment(&at("opens"), &label("mở lúc"), old.opens),
            closes: read.moment(&at("closes"), &label("đóng lúc"), old.closes),
            attempts: read.number(&at("attempts"), &label("số lượt"), old.attempts),
            counts: read.choice(&at("counts"), &label("tính lượt nào"), COUNTING, old.counts),
            tracks: read.several(
                &at("tracks"),
                &label("bảng được dự"),
                &old.tracks,
                SEPARATOR,
            ),
            name,
        });
    }
    out
}

fn coded(read: &mut Reader<'_>, list: &str, stored: &[(String, String)]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for n in read.rows(list) {
        let row = format!("{list}.{n}");
        let (code, name) = read.stored(&row, stored).cloned().unwrap_or_default();
        let code = read.text(&format!("{row}.code"), "Mã", &code);
        let name = read.text(&format!("{row}.name"), "Tên", &name);
        out.push((code, name));
    }
    out
}

pub(super) fn topics(read: &mut Reader<'_>, stored: &[Topic]) -> Vec<Topic> {
    let stored: Vec<_> = stored
        .iter()
        .map(|t| (t.code.clone(), t.name.clone()))
        .collect();
    coded(read, "topics", &stored)
        .into_iter()
        .map(|(code, name)| Topic { code, name })
        .collect()
}

pub(super) fn blocs(read: &mut Reader<'_>, stored: &[Bloc]) -> Vec<Bloc> {
    let stored: Vec<_> = stored
        .iter()
        .map(|b| (b.code.clone(), b.name.clone()))
        .collect();
    coded(read, "eligibility.blocs", &stored)
        .into_iter()
        .map(|(code, name)| Bloc { code, name })
        .collect()
}

pub(super) fn tracks(read: &mut Reader<'_>, stored: &[Track]) -> Vec<Track> {
    let mut out = Vec::new();
    for n in read.rows("tracks") {
        let row = format!("tracks.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let old = read.stored(&row, stored).cloned();
        let (code, name, blocs) = old.map(|t| (t.code, t.name, t.blocs)).unwrap_or_default();
        out.push(Track {
            code: read.text(&at("code"), "Mã bảng", &code),
            name: read.text(&at("name"), "Tên bảng", &name),
            blocs: read.several(&at("blocs"), "Khối của bảng", &blocs, SEPARATOR),
        });
    }
    out
}

pub(super) fn blueprint(read: &mut Reader<'_>, stored: &[Cell]) -> Vec<Cell> {
    let mut out = Vec::new();
    for n in read.rows("quiz.blueprint") {
        let row = format!("quiz.blueprint.{n}");
        let old = read.stored(&row, stored).map_or(0, |c| c.count);
        let (topic, level) = (
            read.form.get(&format!("{row}.topic")).to_owned(),
            read.form.get(&format!("{row}.level")),
        );
        out.push(Cell {
            topic: Some(topic).filter(|t| !t.is_empty()),
            level: Level::ALL.into_iter().find(|l| l.code() == level),
            count: read.number(
                &format!("{row}.count"),
                &format!("Ma trận đề, dòng {n}: số câu"),
                old,
            ),
        });
    }
    out
}

/// Prepared forms: the codes of their questions, one a line as pasted from a column, or set apart by commas.
pub(super) fn prepared(read: &mut Reader<'_>, stored: &[Form]) -> Vec<Form> {
    let mut out = Vec::new();
    for n in read.rows("quiz.forms") {
        let row = format!("quiz.forms.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let old = read.stored(&row, stored).cloned();
        let (name, questions) = old.map(|f| (f.name, f.questions)).unwrap_or_default();
        let name = read.text(&at("name"), "Tên đề", &name);
        let joined = questions.join("\n");
        let label = format!("{name}: mã câu hỏi");
        let typed = read.text(&at("questions"), &label, &joined);
        let codes = typed.split(['\n', ';', ',', '\t']).map(str::trim);
        out.push(Form {
            questions: if typed == joined {
                questions
            } else {
                codes.filter(|c| !c.is_empty()).map(str::to_owned).collect()
            },
            name,
        });
    }
    out
}

pub(super) fn prizes(read: &mut Reader<'_>, out: &mut Prizes, stored: &Prizes) {
    out.given = read.choice("prizes.given", "Trao giải", GIVEN, stored.given);
    out.several_per_person = read.form.ticked("prizes.several_per_person");
    out.several_per_unit = read.form.ticked("prizes.several_per_unit");
    out.individual = individual(read, &stored.individual);
    out.collective = collective(read, &stored.collective);
}

fn individual(read: &mut Reader<'_>, stored: &[IndividualPrize]) -> Vec<IndividualPrize> {
    let mut out = Vec::new();
    for n in read.rows("prizes.individual") {
        let row = format!("prizes.individual.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let blank = || IndividualPrize {
            code: String::new(),
            name: String::new(),
            count: 1,
            amount: Dong(0),
            certificate: String::new(),
        };
        let old = read.stored(&row, stored).cloned().unwrap_or_else(blank);
        let name = read.text(&at("name"), "Tên giải", &old.name);
        out.push(IndividualPrize {
            code: read.text(&at("code"), "Mã giải", &old.code),
            count: read.number(&at("count"), &format!("{name}: số giải"), old.count),
            amount: read.money(&at("amount"), &format!("{name}: tiền thưởng"), old.amount),
            certificate: read.text(&at("certificate"), "Giấy khen", &old.certificate),
            name,
        });
    }
    out
}

/// A collective prize that is new.
fn blank() -> CollectivePrize {
    CollectivePrize {
        code: String::new(),
        name: String::new(),
        count: 1,
        amount: Dong(0),
        amount_is: AmountIs::Each,
        certificate: String::new(),
        keys: Vec::new(),
        right_counts: RightCounts::PerfectPersons,
        tie: Vec::new(),
        min_size: 0,
        roll_up: 0,
    }
}

fn collective(read: &mut Reader<'_>, stored: &[CollectivePrize]) -> Vec<CollectivePrize> {
    let mut out = Vec::new();
    for n in read.rows("prizes.collective") {
        let row = format!("prizes.collective.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let old = read.stored(&row, stored).cloned().unwrap_or_else(blank);
        let name = read.text(&at("name"), "Tên giải", &old.name);
        let label = |what: &str| format!("{name}: {what}");
        out.push(CollectivePrize {
            code: read.text(&at("code"), "Mã giải", &old.code),
            count: read.number(&at("count"), &label("số giải"), old.count),
            amount: read.money(&at("amount"), &label("tiền thưởng"), old.amount),
            amount_is: read.choice(
                &at("amount_is"),
                &label("tiền thưởng tính cho"),
                AMOUNT_IS,
                old.amount_is,
            ),
            certificate: read.text(&at("certificate"), "Giấy khen", &old.certificate),
            keys: criteria::keys(read, &row, &name, &old.keys),
            right_counts: read.choice(
                &at("right_counts"),
                &label("bài đúng là"),
                RIGHT_COUNTS,
                old.right_counts,
            ),
            tie: criteria::tie(read, &row),
            min_size: read.number(&at("min_size"), &label("số người tối thiểu"), old.min_size),
            roll_up: read.number(&at("roll_up"), &label("cấp đơn vị"), old.roll_up),
            name,
        });
    }
    out
}
