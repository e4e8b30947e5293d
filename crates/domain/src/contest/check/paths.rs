//! Settings that open points may name.

use super::found::Found;
use crate::contest::rule_sheet::RuleSheet;

/// Every setting of the document, elements of lists left out. A test compares it with what serde writes.
pub(super) const KNOWN: &[&str] = &[
    "format code title organiser contact summary who invalid_entries legal_basis study eligibility topics tracks rounds quiz",
    "prediction essay dossier movement ranking prizes overall participation funding bodies timetable open_points",
    "legal_basis.number legal_basis.date legal_basis.title legal_basis.note",
    "study.number study.date study.title study.note",
    "eligibility.identity eligibility.blocs eligibility.min_age eligibility.unique_by eligibility.excluded_roles",
    "eligibility.assisted_entry eligibility.assisted_can_win eligibility.contact_days eligibility.blocs.code",
    "eligibility.blocs.name",
    "topics.code topics.name tracks.code tracks.name tracks.blocs",
    "rounds.code rounds.name rounds.opens rounds.closes rounds.attempts rounds.counts rounds.tracks",
    "quiz.questions quiz.minutes quiz.points_each quiz.grace_seconds quiz.paper quiz.forms quiz.shuffle_questions",
    "quiz.shuffle_options quiz.submit_requires_all quiz.void_question quiz.blueprint quiz.forms.name",
    "quiz.forms.questions quiz.blueprint.topic quiz.blueprint.level quiz.blueprint.count",
    "prediction.kind prediction.counted_over prediction.scope prediction.decimals prediction.winner_must_be_perfect",
    "essay.compulsory essay.max_points essay.per_person essay.themes essay.requirements essay.novelty_until",
    "dossier.parts dossier.themes dossier.sending dossier.criteria dossier.stages dossier.obliged_blocs dossier.joint",
    "dossier.criteria.name dossier.criteria.weight dossier.stages.code dossier.stages.name dossier.stages.how",
    "dossier.stages.send_before dossier.stages.done_before dossier.stages.advance dossier.stages.judges",
    "movement.aim movement.from movement.until movement.targets movement.fields movement.tasks",
    "movement.collective_criteria movement.individual_criteria movement.awards movement.papers movement.council",
    "movement.collective_quota movement.individual_quota movement.collective_amount movement.individual_amount",
    "movement.council.quorum_percent movement.council.more_than_percent movement.council.secret_ballot",
    "movement.targets.name movement.targets.kind movement.targets.low movement.targets.high",
    "movement.targets.baseline movement.targets.period",
    "ranking.keys ranking.unresolved ranking.draw_event ranking.list",
    "prizes.individual prizes.collective prizes.given prizes.several_per_person prizes.several_per_unit",
    "prizes.individual.code prizes.individual.name prizes.individual.count prizes.individual.amount",
    "prizes.individual.certificate prizes.collective.code prizes.collective.name prizes.collective.count",
    "prizes.collective.amount prizes.collective.amount_is prizes.collective.certificate prizes.collective.keys",
    "prizes.collective.right_counts prizes.collective.tie prizes.collective.min_size prizes.collective.roll_up",
    "prizes.collective.keys.key prizes.collective.keys.weight",
    "overall.rounds overall.min_rounds participation.percent participation.leaders_every_round",
    "bodies.name bodies.duty timetable.what timetable.lead timetable.support timetable.before timetable.from",
    "timetable.until timetable.when open_points.setting open_points.note",
];

/// Whether a path without list elements names a setting.
pub(super) fn is_known(path: &str) -> bool {
    KNOWN.iter().any(|line| line.split(' ').any(|p| p == path))
}

/// The path without what names an element of a list: `rounds.dot-2.closes` becomes `rounds.closes`. `None` when it
/// names an element the document does not have.
fn without_elements(sheet: &RuleSheet, path: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('.') {
        let list = kept.join(".");
        let longer = if list.is_empty() {
            part.to_owned()
        } else {
            format!("{list}.{part}")
        };
        if is_known(&longer) {
            kept.push(part);
        } else if !has_element(sheet, &list, part) {
            return None;
        }
    }
    Some(kept.join("."))
}

fn has_element(sheet: &RuleSheet, list: &str, code: &str) -> bool {
    match list {
        "rounds" => sheet.rounds.iter().any(|r| r.code == code),
        "topics" => sheet.topics.iter().any(|t| t.code == code),
        "tracks" => sheet.tracks.iter().any(|t| t.code == code),
        "eligibility.blocs" => sheet.eligibility.blocs.iter().any(|b| b.code == code),
        "prizes.individual" => sheet.prizes.individual.iter().any(|p| p.code == code),
        "prizes.collective" => sheet.prizes.collective.iter().any(|p| p.code == code),
        "dossier.stages" => sheet
            .dossier
            .iter()
            .any(|d| d.stages.iter().any(|s| s.code == code)),
        _ => false,
    }
}

/// Open points name settings that exist, and say why.
pub(super) fn open_points(sheet: &RuleSheet, found: &mut Found) {
    for (i, point) in sheet.open_points.iter().enumerate() {
        let path = format!("open_points.#{}", i + 1);
        let known = without_elements(sheet, &point.setting).is_some_and(|p| is_known(&p));
        if !known {
            found.error(
                format!("{path}.setting"),
                format!(
                    "Điểm để ngỏ nhắc mục “{}” không có trong thể lệ. Sửa tên mục, ví dụ “quiz.minutes”.",
                    point.setting
                ),
            );
        }
        found.must_have(
            format!("{path}.note"),
            &point.note,
            "Có điểm để ngỏ chưa ghi lý do. Ghi giá trị mặc định và vì sao.",
        );
    }
}
