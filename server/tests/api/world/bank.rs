//! The demo questions with canaries, and the key that is turned.

use super::stage::Stage;
use super::{EXPLANATION, SOURCE};
use std::path::Path;
use store::Tx;
use store::question::{KeyChangeRow, QuestionRow};

/// Questions of each topic: enough for every paper, few enough that the pages of the bank are quick.
const PER_TOPIC: usize = 5;

impl Stage {
    /// Puts the demo questions into a contest, with the canary in every explanation and source.
    pub(super) async fn fill_bank(&mut self, contest: &str) {
        let found = self.services.contest(contest).await.unwrap();
        let (mut rows, mut keys) = (Vec::new(), Vec::new());
        for topic in &found.rules.topics {
            let file = format!("{}.toml", topic.code.replace('_', "-"));
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contests/banks");
            let bytes = std::fs::read(folder.join(file)).unwrap();
            let options = exchange::question::ConvertOptions::default();
            let format = exchange::question::Format::BankToml;
            let bank = exchange::question::convert(&bytes, format, options).questions;
            for q in bank.into_iter().take(PER_TOPIC) {
                let right: Vec<String> = q.right_places().iter().map(usize::to_string).collect();
                let texts: Vec<String> = q.options.iter().map(|o| o.text.clone()).collect();
                let chosen = q.right_places().iter().map(|o| texts[*o].clone()).collect();
                self.right.insert(q.stem.clone(), chosen);
                let row = QuestionRow {
                    id: format!("{contest}-{}", q.code.clone().unwrap()),
                    contest_id: found.id.as_str().to_owned(),
                    code: q.code.clone().unwrap(),
                    topic: topic.code.clone(),
                    difficulty: q.level.unwrap().code().to_owned(),
                    kind: q.kind.for_quiz().unwrap().code().to_owned(),
                    stem: q.stem.clone(),
                    options: serde_json::to_string(&texts).unwrap(),
                    explanation: format!("{EXPLANATION} {}", rows.len()),
                    source: serde_json::json!({"document": SOURCE, "article": "1", "date": ""})
                        .to_string(),
                    rounds: String::new(),
                    updated_at: self.services.now().0,
                };
                keys.push((row.code.clone(), right.join(",")));
                rows.push(row);
            }
        }
        let mut tx = self.services.db().write().await.unwrap();
        store::question::upsert(&mut tx, &rows).await.unwrap();
        store::question::set_keys(&mut tx, found.id.as_str(), &keys)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Every right option moves on to the next.
    pub(super) async fn turn_keys(&self, contest: &str) {
        let contest = self.services.contest(contest).await.unwrap();
        let mut tx = self.services.db().write().await.unwrap();
        let id = contest.id.as_str();
        let turned = turned(&mut tx, id).await;
        store::question::set_keys(&mut tx, id, &turned)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// The same as changes of the key two people confirmed: what was committed stays.
    pub(super) async fn change_keys(&self, contest: &str, round: &str) {
        let contest = self.services.contest(contest).await.unwrap();
        let mut tx = self.services.db().write().await.unwrap();
        for (code, accepted) in turned(&mut tx, contest.id.as_str()).await {
            let row = KeyChangeRow {
                id: code.clone(),
                round_id: contest.round(round).unwrap().id.as_str().to_owned(),
                question_code: code,
                accepted,
                reason: "Đáp án in sai".to_owned(),
                changed_at: 0,
            };
            store::question::insert_key_change(&mut tx, &row)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// Another right answer for every question.
async fn turned(tx: &mut Tx, contest: &str) -> Vec<(String, String)> {
    let rows = store::question::list(tx, contest).await.unwrap();
    let keys = store::question::keys(tx, contest).await.unwrap();
    let mut turned = Vec::new();
    for ((code, right), row) in keys.into_iter().zip(rows) {
        assert_eq!(code, row.code);
        let options: Vec<String> = serde_json::from_str(&row.options).unwrap();
        let next = |o: &str| (o.parse::<usize>().unwrap() + 1) % options.len();
        let mut places: Vec<usize> = right.split(',').map(next).collect();
        places.sort_unstable();
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        turned.push((code, places.join(",")));
    }
    turned
}
