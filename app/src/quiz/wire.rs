//! What the live sheet and the server say to each other, as lines of text.
//!
//! Numbers and one free text at the end need no JSON reader, which alone would be a fifth of what the browser downloads
//! (`docs/adr/0004-islands-without-props.md`). Whoever reads takes nothing for granted: a line may come from anyone.

use super::api::{QuizState, SaveAnswer};
use domain::quiz::save::Held;
use domain::time::Moment;
use server_fn::codec::Post;
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use std::convert::Infallible;
use std::str::FromStr;

/// Something that travels as text.
pub trait Line: Sized {
    /// Writes it.
    fn to_line(&self) -> String;

    /// Reads it; `None` for anything [`Line::to_line`] does not write.
    fn parse(text: &str) -> Option<Self>;
}

/// Encoding of server functions whose arguments and replies are [`Line`]s.
#[derive(Debug)]
pub struct Lines;

/// Sent and answered in the body of a `POST`.
pub type PostLines = Post<Lines>;

impl ContentType for Lines {
    const CONTENT_TYPE: &'static str = "text/plain; charset=utf-8";
}

impl FormatType for Lines {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Line> Encodes<T> for Lines {
    type Error = Infallible;

    fn encode(value: &T) -> Result<Bytes, Infallible> {
        Ok(Bytes::from(value.to_line()))
    }
}

impl<T: Line> Decodes<T> for Lines {
    type Error = &'static str;

    fn decode(bytes: Bytes) -> Result<T, &'static str> {
        // No page of ours sends a zero character, and PostgreSQL takes it in no text.
        let text = std::str::from_utf8(&bytes)
            .ok()
            .filter(|t| !t.contains('\0'));
        text.and_then(T::parse).ok_or("not a line of this kind")
    }
}

/// The next word of a line, as a number.
fn number<T: FromStr>(words: &mut std::str::SplitN<'_, char>) -> Option<T> {
    words.next()?.parse().ok()
}

/// `revision saved_at value`, the instant in milliseconds and 0 for none.
impl Line for Held {
    fn to_line(&self) -> String {
        let saved_at = self.saved_at.map_or(0, |at| at.0);
        format!("{} {saved_at} {}", self.revision, self.value)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let revision = number(&mut words)?;
        let saved_at = Some(number(&mut words)?);
        let value = words.next()?.to_owned();
        Some(Self {
            value,
            revision,
            saved_at: saved_at.filter(|at| *at != 0).map(Moment),
        })
    }
}

/// A save: attempt, key, place, revision, value.
impl Line for SaveAnswer {
    fn to_line(&self) -> String {
        format!(
            "{} {} {} {} {}",
            self.attempt, self.key, self.slot, self.base, self.value
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.splitn(5, ' ');
        Some(Self {
            attempt: words.next()?.to_owned(),
            key: words.next()?.to_owned(),
            slot: number(&mut words)?,
            base: number(&mut words)?,
            value: words.next()?.to_owned(),
        })
    }
}

/// The attempt.
impl Line for QuizState {
    fn to_line(&self) -> String {
        self.attempt.clone()
    }

    fn parse(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self {
            attempt: text.to_owned(),
        })
    }
}

/// The reply to a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveTold {
    /// Durable now, with this revision.
    Saved(Held),
    /// A newer save is held: the page shows it instead.
    Newer(Held),
    /// Does not count, with a sentence.
    Refused(String),
}

impl Line for SaveTold {
    fn to_line(&self) -> String {
        match self {
            Self::Saved(held) => format!("saved {}", held.to_line()),
            Self::Newer(held) => format!("newer {}", held.to_line()),
            Self::Refused(why) => format!("refused {why}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(' ')?;
        match kind {
            "saved" => Held::parse(rest).map(Self::Saved),
            "newer" => Held::parse(rest).map(Self::Newer),
            "refused" => Some(Self::Refused(rest.to_owned())),
            _ => None,
        }
    }
}

/// What the server holds of an attempt, for the page and for a page that was asleep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTold {
    /// Attempt id.
    pub attempt: String,
    /// Whether it still takes answers.
    pub open: bool,
    /// The server's clock.
    pub now: Moment,
    /// Deadline; an outage or granted time moves it.
    pub deadline: Moment,
    /// Number of questions.
    pub questions: usize,
    /// By part: the questions in order, then the prediction if one is asked for.
    pub held: Vec<Held>,
}

/// A head line, then a line for each part.
impl Line for SheetTold {
    fn to_line(&self) -> String {
        let mut text = format!(
            "{} {} {} {} {}",
            self.attempt,
            u8::from(self.open),
            self.now.0,
            self.deadline.0,
            self.questions
        );
        for held in &self.held {
            text.push('\n');
            text.push_str(&held.to_line());
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut head = lines.next()?.splitn(5, ' ');
        let attempt = head.next()?.to_owned();
        let open = number::<u8>(&mut head)? == 1;
        let now = Moment(number(&mut head)?);
        let deadline = Moment(number(&mut head)?);
        let questions = number(&mut head)?;
        let mut held = Vec::new();
        for line in lines {
            held.push(Held::parse(line)?);
        }
        Some(Self {
            attempt,
            open,
            now,
            deadline,
            questions,
            held,
        })
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::{SaveTold, SheetTold};
    use crate::quiz::words::refusal;
    use domain::quiz::AttemptState;
    use domain::quiz::save::{Held, SaveReply, Slot};
    use domain::quiz::sheet::QuizSheet;

    impl SaveTold {
        /// The reply to a save. It depends on nothing else, so a replay is told the same, byte for byte.
        #[must_use]
        pub fn of(reply: SaveReply) -> Self {
            match reply {
                SaveReply::Saved {
                    revision, saved_at, ..
                } => Self::Saved(Held {
                    value: String::new(),
                    revision,
                    saved_at: Some(saved_at),
                }),
                SaveReply::Stale { held, .. } => Self::Newer(held),
                SaveReply::Refused { why, .. } => Self::Refused(refusal(&why)),
            }
        }
    }

    impl SheetTold {
        /// What the live sheet needs of a sheet.
        #[must_use]
        pub fn of(sheet: &QuizSheet) -> Self {
            let parts = (0..u16::try_from(sheet.questions.len()).unwrap_or(u16::MAX))
                .map(Slot::Question)
                .chain(sheet.prediction.is_some().then_some(Slot::Prediction));
            Self {
                attempt: sheet.attempt.clone(),
                open: sheet.state == AttemptState::InProgress,
                now: sheet.server_now,
                deadline: sheet.deadline,
                questions: sheet.questions.len(),
                held: parts.map(|slot| sheet.held(slot)).collect(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(revision: u32, at: i64, value: &str) -> Held {
        Held {
            value: value.to_owned(),
            revision,
            saved_at: (at != 0).then_some(Moment(at)),
        }
    }

    fn there_and_back<T: Line + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(T::parse(&value.to_line()), Some(value));
    }

    #[test]
    fn everything_written_can_be_read() {
        there_and_back(held(0, 0, ""));
        there_and_back(held(7, 1_661_000_000_000, "0,2"));
        there_and_back(SaveTold::Saved(held(7, 1, "")));
        there_and_back(SaveTold::Newer(held(8, 2, "1 250 ")));
        there_and_back(SaveTold::Refused(
            "Hết giờ lúc 16:59:58. Câu này không kịp lưu.".into(),
        ));
        there_and_back(SheetTold {
            attempt: "01j".into(),
            open: true,
            now: Moment(5),
            deadline: Moment(-3),
            questions: 2,
            held: vec![held(0, 0, ""), held(1, 9, "3"), held(2, 8, "1250")],
        });
    }

    #[test]
    fn a_save_can_be_read() {
        let asked = SaveAnswer {
            attempt: "01j".into(),
            key: "a-b-1".into(),
            slot: -1,
            base: 3,
            value: " 12\n50".into(),
        };
        let line = asked.to_line();
        assert_eq!(line, "01j a-b-1 -1 3  12\n50");
        assert_eq!(
            SaveAnswer::parse(&line).map(|a| a.to_line()).as_deref(),
            Some(line.as_str())
        );
    }

    #[test]
    fn what_nobody_wrote_is_refused() {
        for text in [
            "",
            " ",
            "a",
            "a b",
            "a k x 0 v",
            "a k 0 -1 v",
            "a k 0 0",
            "a k 99999999999999999999 0 v",
        ] {
            assert!(SaveAnswer::parse(text).is_none(), "{text:?}");
        }
        for text in ["", "saved", "saved 1", "saved x 0 ", "other 1 0 ", "<html>"] {
            assert_eq!(SaveTold::parse(text), None, "{text:?}");
        }
        for text in ["", "a", "a 1 2 3", "a 1 2 3 x", "a 1 2 3 4\nx"] {
            assert_eq!(SheetTold::parse(text), None, "{text:?}");
        }
    }
}
