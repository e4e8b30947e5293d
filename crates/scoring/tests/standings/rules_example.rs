//! The examples of docs/RULES.md: the document is read, not copied, so that it cannot drift from the code.

use domain::contest::RuleSheet;
use domain::contest::rule_sheet::Quiz;
use domain::ids::{AttemptId, PersonId, UnitId};
use domain::question::Level;
use domain::question::letters::OptionOrder;
use domain::quiz::paper::{self, BankQuestion, hex};
use domain::quiz::prediction::{DECIMALS, Predicted};
use domain::time::Moment;
use domain::units::{Points, format_fixed, parse_fixed};
use scoring::draw;
use scoring::standings::{Decisions, Entry, RecountLine, rank_round, recount};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const DOCUMENT: &str = include_str!("../../../../docs/RULES.md");

/// The fenced block whose opening line ends with this name.
fn block(name: &str) -> &'static str {
    let start = DOCUMENT.find(&format!(" {name}\n")).expect(name) + name.len() + 2;
    let end = DOCUMENT[start..].find("```").expect("end of block") + start;
    &DOCUMENT[start..end]
}

fn example_rules() -> RuleSheet {
    toml::from_str(block("example-rules")).expect("rule sheet of the document")
}

/// The example needs no quotes, so a comma is enough to split it.
fn example_entries() -> Vec<Entry> {
    let mut lines = block("example-entries").lines();
    let header: Vec<&str> = lines.next().expect("header").split(',').collect();
    let read = |line: &'static str| {
        let row: BTreeMap<&str, &str> = header.iter().copied().zip(line.split(',')).collect();
        let text = |column: &str| Some(row[column]).filter(|t| !t.is_empty());
        let points = |column: &str| text(column).map(|t| Points::parse(t).expect("points"));
        let moment = |column: &str| Moment::parse_rfc3339(row[column]).expect("instant");
        let number = |t: &str| Predicted(parse_fixed(t, DECIMALS).expect("number"));
        Entry {
            entry_id: AttemptId::from_text(row["entry_id"]),
            person_id: PersonId::from_text(row["person_id"]),
            unit_id: text("unit_id").map(UnitId::from_text),
            track: text("track").map(str::to_owned),
            round: row["round"].to_owned(),
            attempt: row["attempt"].parse().expect("attempt"),
            score: points("score").expect("score"),
            max_score: points("max_score").expect("maximum"),
            right: 0,
            prediction: text("prediction").map(number),
            answered: true,
            started_at: moment("started_at"),
            submitted_at: Some(moment("submitted_at")),
            duration: None,
            finalised: row["finalised"] == "true",
            extra_seconds: row["extra_seconds"].parse().expect("seconds"),
            essay: points("essay"),
            void: text("void").map(str::to_owned),
            can_win: true,
        }
    };
    lines.map(read).collect()
}

fn printed(lines: &[RecountLine]) -> String {
    let mut out =
        String::from("rank,entry_id,counted,score,distance,duration_ms,submitted_at,prize\n");
    for line in lines {
        let fields = [
            line.rank.map(|r| r.to_string()).unwrap_or_default(),
            line.entry_id.to_string(),
            line.counted.to_string(),
            line.score.format('.'),
            line.distance
                .map(|d| format_fixed(d, DECIMALS, '.'))
                .unwrap_or_default(),
            line.duration.map(|d| d.0.to_string()).unwrap_or_default(),
            line.submitted_at
                .map(Moment::to_rfc3339)
                .unwrap_or_default(),
            line.prize.clone().unwrap_or_default(),
        ];
        out.push_str(&fields.join(","));
        out.push('\n');
    }
    out
}

#[test]
fn the_example_comes_out_as_printed() {
    let lines = recount(&example_rules(), &example_entries());
    assert_eq!(printed(&lines), block("example-result"));
}

#[test]
fn the_example_after_a_void_comes_out_as_printed() {
    let mut entries = example_entries();
    entries[7].void = Some("dùng tài khoản của người khác".into());
    let lines = recount(&example_rules(), &entries);
    assert_eq!(printed(&lines), block("example-after-void"));
}

#[test]
fn the_canonical_text_is_as_printed() {
    let decisions = Decisions::default();
    let standings = rank_round(
        &example_rules(),
        "dot-1",
        &example_entries(),
        &[],
        &decisions,
    );
    let text = block("example-canonical");
    assert_eq!(standings.hash(), hex(&Sha256::digest(text.as_bytes())));
    assert_eq!(standings.lines[0].amount.map(|a| a.0), Some(550_000));
}

#[test]
fn the_draw_comes_out_as_printed() {
    let row = |line: &'static str| line.split_once(" = ").expect("name = value");
    let example: BTreeMap<&str, &str> = block("draw-example").lines().map(row).collect();
    let draw = draw::Draw {
        nonce: example["nonce"].into(),
        entries_hash: example["entries_hash"].into(),
        number: example["number"].into(),
    };
    let seed = draw
        .seed(example["contest"], example["round"])
        .expect("seed");
    assert_eq!(hex(&seed), example["seed"]);
    assert_eq!(draw::commitment(&[7; 32]), example["commitment"]);
    let ids = ["a", "b", "c"];
    for id in ids {
        let ticket = hex(&draw::ticket(&seed, "", id));
        assert_eq!(ticket, example[format!("ticket {id}").as_str()]);
    }
    let order: Vec<&str> = draw::order(&seed, "", &ids)
        .into_iter()
        .map(|i| ids[i])
        .collect();
    assert_eq!(order.join(" "), example["order"]);
}

fn example_bank() -> Vec<BankQuestion> {
    let question = |line: &str| {
        let parts: Vec<&str> = line.split(' ').collect();
        let [code, topic, level, options, order] = parts[..] else {
            panic!("{line}");
        };
        let order = match order {
            "free" => OptionOrder::Free,
            "frozen" => OptionOrder::Frozen,
            pinned => {
                let places = pinned.strip_prefix("pinned:").expect("an order");
                let place = |p: &str| p.parse().expect("place");
                OptionOrder::Pinned(places.split(',').map(place).collect())
            }
        };
        BankQuestion {
            code: code.to_owned(),
            topic: topic.to_owned(),
            level: Level::parse(level).expect("level"),
            options: options.parse().expect("number"),
            several: false,
            order,
        }
    };
    block("paper-bank").lines().map(question).collect()
}

#[test]
fn the_paper_comes_out_as_printed() {
    let quiz: Quiz = toml::from_str(block("paper-rules")).expect("quiz");
    let row = |line: &'static str| line.split_once(" = ").expect("name = value");
    let example: BTreeMap<&str, &str> = block("paper-seed").lines().map(row).collect();
    assert_eq!(example["secret"], hex(&[7; 32]));
    let seed = paper::seed(&[7; 32], example["attempt"]);
    assert_eq!(hex(&seed), example["seed"]);
    let mut bank = example_bank();
    // the order a bank comes in must not matter
    bank.reverse();
    let paper = paper::draw(&bank, &quiz, &seed).expect("drawn");
    let mut printed = String::new();
    for item in &paper.items {
        let order: Vec<String> = item.order.iter().map(u8::to_string).collect();
        printed.push_str(&format!("{}:{}\n", item.code, order.join(",")));
    }
    assert_eq!(printed, block("paper-drawn"));
    assert_eq!(paper.hash(), example["hash"]);
}
