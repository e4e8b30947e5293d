//! The demo banks: `contests/banks/*.toml`, the topics a contest declares, each round with questions of its own so that
//! the right answers of a finished round can be shown.

use super::Outcome;
use domain::contest::RuleSheet;
use domain::ids::{ContestId, QuestionId};
use domain::question::Level;
use exchange::question::{ConvertOptions, Format, ImportedQuestion, convert};
use serde_json::json;
use services::Services;
use services::record::Act;
use std::collections::BTreeMap;
use store::question::QuestionRow;

const BANKS: [&str; 8] = [
    include_str!("../../../contests/banks/the-che.toml"),
    include_str!("../../../contests/banks/thu-tuc.toml"),
    include_str!("../../../contests/banks/bo-may.toml"),
    include_str!("../../../contests/banks/cong-vu.toml"),
    include_str!("../../../contests/banks/tai-chinh-cong.toml"),
    include_str!("../../../contests/banks/chinh-phu-so.toml"),
    include_str!("../../../contests/banks/chi-so.toml"),
    include_str!("../../../contests/banks/de-an-06.toml"),
];

/// Every question of the demo banks.
pub(super) fn questions() -> Outcome<Vec<ImportedQuestion>> {
    let mut all = Vec::new();
    for text in BANKS {
        let outcome = convert(text.as_bytes(), Format::BankToml, ConvertOptions::default());
        if let Some(problem) = outcome.problems.first() {
            return Err(format!("ngân hàng câu hỏi mẫu: {problem}").into());
        }
        all.extend(outcome.questions);
    }
    Ok(all)
}

/// Imports the questions of the contest's topics in one transaction. The commitment that follows refuses a round that
/// came out too small.
pub(super) async fn fill(
    services: &Services,
    contest: &ContestId,
    rules: &RuleSheet,
    questions: &[ImportedQuestion],
) -> Outcome<()> {
    let mut rows = Vec::new();
    let mut keys = Vec::new();
    let mut dealt: BTreeMap<&str, usize> = BTreeMap::new();
    for question in questions {
        let topic = question.topic.as_deref().unwrap_or_default();
        if !rules.topics.iter().any(|t| t.code == topic) || is_elsewhere(question, rules) {
            continue;
        }
        let turn = dealt.entry(topic).or_default();
        let round = rules.rounds.get(*turn % rules.rounds.len().max(1));
        *turn += 1;
        let own = round.filter(|_| rules.rounds.len() > 1);
        let row = row(services, contest, question, own.map_or("", |r| &r.code))?;
        let right = question
            .right_places()
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>();
        keys.push((row.code.clone(), right.join(",")));
        rows.push(row);
    }
    let mut tx = services.db().write().await?;
    store::question::upsert(&mut tx, &rows).await?;
    store::question::set_keys(&mut tx, contest.as_str(), &keys).await?;
    let act = Act {
        contest: Some(contest.as_str()),
        by: None,
        act: "import_questions",
    };
    services
        .log(&mut tx, act, &json!({ "questions": rows.len() }))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a question asks for the rules of a city the contest is not in: Thanh Trì's plan names those of Hà Nội.
fn is_elsewhere(question: &ImportedQuestion, rules: &RuleSheet) -> bool {
    let source = question.source.as_ref();
    source.is_some_and(|s| s.document.contains("thành phố Hà Nội"))
        && !rules.organiser.contains("Thanh Trì")
}

fn row(
    services: &Services,
    contest: &ContestId,
    question: &ImportedQuestion,
    rounds: &str,
) -> Outcome<QuestionRow> {
    let kind = question.kind.for_quiz().ok_or("loại câu hỏi")?;
    let options: Vec<&str> = question.options.iter().map(|o| o.text.as_str()).collect();
    Ok(QuestionRow {
        id: QuestionId::from_random(services.random())
            .as_str()
            .to_owned(),
        contest_id: contest.as_str().to_owned(),
        code: question.code.clone().ok_or("mã câu hỏi")?,
        topic: question.topic.clone().unwrap_or_default(),
        difficulty: question.level.unwrap_or(Level::ThongHieu).code().to_owned(),
        kind: kind.code().to_owned(),
        stem: question.stem.clone(),
        options: serde_json::to_string(&options)?,
        explanation: question.explanation.clone().unwrap_or_default(),
        source: serde_json::to_string(&question.source.clone().unwrap_or_default())?,
        rounds: rounds.to_owned(),
        updated_at: services.now().0,
    })
}
