//! Essay, dossiers in stages, and movements over years.

use super::Chapter;
use super::words::{all_of, number, sentence, unit};
use crate::contest::rule_sheet::{Dossier, Movement, RuleSheet, Stage, Target, TargetKind};
use crate::time::Day;

/// Chapter "Bài tự luận".
pub(super) fn essay(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "tu-luan", "Bài tự luận");
    let Some(essay) = &sheet.essay else {
        return chapter;
    };
    let duty = if essay.compulsory {
        "Phần bắt buộc: thiếu bài tự luận thì bài dự thi chưa đủ."
    } else {
        "Phần khuyến khích: không gửi bài tự luận thì bài dự thi vẫn được tính."
    };
    chapter.rule(
        "Bắt buộc hay không",
        format!(
            "{duty} Mỗi người gửi nhiều nhất {} bài, tối đa {}.",
            number(essay.per_person),
            unit(essay.max_points.format(','), "điểm")
        ),
        &["essay.compulsory", "essay.per_person", "essay.max_points"],
    );
    listed(
        &mut chapter,
        "Yêu cầu",
        &essay.requirements,
        "essay.requirements",
    );
    let said = |day: &Day| essay.requirements.iter().any(|r| r.contains(&day.words()));
    if let Some(day) = essay.novelty_until.filter(|day| !said(day)) {
        chapter.rule(
            "Tính mới",
            format!(
                "Không trùng với mô hình, sáng kiến, giải pháp đã áp dụng tính đến ngày {}.",
                day.words()
            ),
            &["essay.novelty_until"],
        );
    }
    listed(&mut chapter, "Chủ đề", &essay.themes, "essay.themes");
    chapter.rule(
        "Cách chấm",
        "Giám khảo chấm bài đã giấu tên người viết và đơn vị.",
        &[],
    );
    chapter
}

/// One rule per entry, numbered when there are several.
fn listed(chapter: &mut Chapter<'_>, label: &str, texts: &[String], setting: &str) {
    for (i, text) in texts.iter().enumerate() {
        let label = if texts.len() == 1 {
            label.to_owned()
        } else {
            format!("{label} {}", i + 1)
        };
        chapter.rule(label, sentence(text), &[setting]);
    }
}

/// Chapter "Hồ sơ sáng kiến".
pub(super) fn dossier(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "ho-so", "Hồ sơ sáng kiến");
    let Some(dossier) = &sheet.dossier else {
        return chapter;
    };
    chapter.rule(
        "Hồ sơ gồm",
        sentence(&dossier.parts.join("; ")),
        &["dossier.parts"],
    );
    if !dossier.sending.is_empty() {
        chapter.rule("Cách gửi", sentence(&dossier.sending), &["dossier.sending"]);
    }
    if !dossier.obliged_blocs.is_empty() {
        chapter.rule(
            "Ai phải gửi",
            obliged(sheet, dossier),
            &["dossier.obliged_blocs", "dossier.joint"],
        );
    }
    listed(&mut chapter, "Chủ đề", &dossier.themes, "dossier.themes");
    if !dossier.criteria.is_empty() {
        chapter.rule("Tiêu chí chấm", criteria(dossier), &["dossier.criteria"]);
    }
    for stage in &dossier.stages {
        let path = format!("dossier.stages.{}", stage.code);
        chapter.rule(
            &stage.name,
            stage_text(stage),
            &[&path, "dossier.stages.advance", "dossier.stages.judges"],
        );
    }
    chapter
}

fn obliged(sheet: &RuleSheet, dossier: &Dossier) -> String {
    let names: Vec<&str> = sheet
        .eligibility
        .blocs
        .iter()
        .filter(|b| dossier.obliged_blocs.contains(&b.code))
        .map(|b| b.name.as_str())
        .collect();
    let joint = if dossier.joint {
        ", của riêng mình hoặc làm chung với đơn vị khác"
    } else {
        ""
    };
    format!(
        "{}: mỗi đơn vị đăng ký ít nhất một hồ sơ{joint}. Các khối khác được khuyến khích.",
        names.join("; ")
    )
}

fn criteria(dossier: &Dossier) -> String {
    let open = dossier.criteria.iter().all(|c| c.weight == 0);
    let parts: Vec<String> = dossier
        .criteria
        .iter()
        .map(|c| {
            if open {
                c.name.clone()
            } else {
                format!("{} ({})", c.name, unit(c.weight, "%"))
            }
        })
        .collect();
    sentence(&all_of(&parts))
}

fn stage_text(stage: &Stage) -> String {
    let mut text = sentence(&stage.how);
    if let Some(day) = stage.send_before {
        text.push_str(&format!(
            " Gửi trước ngày {}, không kể ngày đó.",
            day.words()
        ));
    }
    if let Some(day) = stage.done_before {
        text.push_str(&format!(
            " Xong trước ngày {}, không kể ngày đó.",
            day.words()
        ));
    }
    if stage.judges > 0 {
        text.push_str(&format!(
            " Mỗi hồ sơ do {} giám khảo chấm, đã giấu tên tác giả.",
            number(u32::from(stage.judges))
        ));
    }
    if stage.advance > 0 {
        text.push_str(&format!(
            " Chọn {} vào vòng sau.",
            unit(stage.advance, "hồ sơ")
        ));
    }
    text
}

/// Chapter "Phong trào thi đua".
pub(super) fn movement(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "phong-trao", "Phong trào thi đua");
    let Some(movement) = &sheet.movement else {
        return chapter;
    };
    chapter.rule("Mục tiêu chung", sentence(&movement.aim), &["movement.aim"]);
    let from = movement.from.map_or_else(
        || "ngày ban hành kế hoạch".to_owned(),
        |day| format!("ngày {}", day.words()),
    );
    chapter.rule(
        "Thời gian",
        format!(
            "Từ {from} đến hết ngày {}, xét từng năm.",
            movement.until.words()
        ),
        &["movement.from", "movement.until"],
    );
    chapter.rule(
        "Lĩnh vực",
        sentence(&movement.fields.join("; ")),
        &["movement.fields"],
    );
    listed(
        &mut chapter,
        "Nội dung thi đua",
        &movement.tasks,
        "movement.tasks",
    );
    for (i, target) in movement.targets.iter().enumerate() {
        chapter.rule(
            format!("Chỉ tiêu {}", i + 1),
            target_text(target),
            &["movement.targets"],
        );
    }
    listed(
        &mut chapter,
        "Tiêu chí tập thể",
        &movement.collective_criteria,
        "movement.collective_criteria",
    );
    listed(
        &mut chapter,
        "Tiêu chí cá nhân",
        &movement.individual_criteria,
        "movement.individual_criteria",
    );
    awards(movement, &mut chapter);
    chapter
}

fn awards(movement: &Movement, chapter: &mut Chapter<'_>) {
    listed(
        chapter,
        "Hình thức khen",
        &movement.awards,
        "movement.awards",
    );
    chapter.rule(
        "Hồ sơ đề nghị khen",
        sentence(&movement.papers.join("; ")),
        &["movement.papers"],
    );
    let council = &movement.council;
    let ballot = if council.secret_ballot {
        "Bỏ phiếu kín"
    } else {
        "Biểu quyết công khai"
    };
    chapter.rule(
        "Hội đồng xét khen",
        format!(
            "Họp khi có ít nhất {} thành viên. {ballot}; đề nghị khen khi có trên {} tổng số thành viên đồng ý.",
            unit(council.quorum_percent, "%"),
            unit(council.more_than_percent, "%")
        ),
        &["movement.council"],
    );
    chapter.rule(
        "Số lượng khen mỗi năm",
        format!(
            "{}; {}.",
            quota("Tập thể", movement.collective_quota),
            quota("cá nhân", movement.individual_quota)
        ),
        &["movement.collective_quota", "movement.individual_quota"],
    );
    let money = |who: &str, amount: crate::units::Dong| {
        if amount.0 == 0 {
            format!("{who} theo mức quy định về thi đua, khen thưởng")
        } else {
            format!("{who} {amount}")
        }
    };
    chapter.rule(
        "Tiền thưởng",
        format!(
            "{}; {}.",
            money("Tập thể", movement.collective_amount),
            money("cá nhân", movement.individual_amount)
        ),
        &["movement.collective_amount", "movement.individual_amount"],
    );
}

fn quota(who: &str, most: u32) -> String {
    if most == 0 {
        format!("{who} theo đề nghị của cơ quan thường trực")
    } else {
        format!("{who} nhiều nhất {most}")
    }
}

fn target_text(target: &Target) -> String {
    let percent = |n: Option<u16>| n.map_or_else(|| "…".to_owned(), |n| unit(n, "%"));
    let level = match target.kind {
        TargetKind::AtLeast if target.low == Some(100) => format!(": đạt {}", percent(target.low)),
        TargetKind::AtLeast => format!(": đạt từ {} trở lên", percent(target.low)),
        TargetKind::AtMost => format!(": không quá {}", percent(target.high)),
        TargetKind::Range => format!(": từ {} đến {}", percent(target.low), percent(target.high)),
        TargetKind::HigherThanLastYear => ": năm sau cao hơn năm trước".to_owned(),
        TargetKind::Qualitative => String::new(),
    };
    let mut text = format!("{}{level}", target.name);
    if !target.baseline.is_empty() {
        text.push_str(&format!(", so với {}", target.baseline));
    }
    if !target.period.is_empty() {
        text.push_str(&format!(" ({})", target.period));
    }
    sentence(&text)
}
