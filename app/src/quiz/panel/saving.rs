//! What the bar says of saving: one line, and a sentence where something happened.

use super::Panel;
use super::queue::Saver;
use super::reply::SaveState;
use crate::quiz::line::{OVER, unreached};
use crate::ui::icon::Glyph;
use domain::time::Span;
use leptos::prelude::*;

const CLOCK: &str = Glyph::Clock.path();
const TICK: &str = Glyph::Tick.path();
const ALERT: &str = Glyph::Alert.path();
const WARN: &str = Glyph::Warn.path();
const INFO: &str = Glyph::Info.path();
const RETRY: &str = Glyph::Retry.path();

/// What happened and what comes next.
pub(super) struct Note {
    pub(super) class: &'static str,
    pub(super) icon: &'static str,
    pub(super) strong: String,
    pub(super) text: String,
    /// What the button beside it says, if there is one.
    pub(super) act: Option<&'static str>,
}

impl Note {
    fn urgent(icon: &'static str, strong: &str, text: &str) -> Self {
        Self {
            class: "quiz-note quiz-note--urgent",
            ..Self::mild(icon, strong, text)
        }
    }

    fn mild(icon: &'static str, strong: &str, text: &str) -> Self {
        Self {
            class: "quiz-note quiz-note--warn",
            icon,
            strong: strong.to_owned(),
            text: text.to_owned(),
            act: None,
        }
    }

    fn or(self, act: &'static str) -> Self {
        Self {
            act: Some(act),
            ..self
        }
    }
}

/// Class, icon and words of the line about saving.
pub(super) fn line(saver: Saver) -> (&'static str, &'static str, String) {
    match saver.state.get() {
        SaveState::Idle => ("save-state", INFO, "Chọn là lưu ngay".to_owned()),
        SaveState::Typing => ("save-state", RETRY, "Chưa lưu số dự đoán".to_owned()),
        SaveState::Saving => (
            "save-state save-state--saving",
            RETRY,
            "Đang lưu…".to_owned(),
        ),
        SaveState::Saved(at) => (
            "save-state save-state--saved",
            TICK,
            format!("Đã lưu lúc {}", at.hms()),
        ),
        SaveState::Retrying { .. } => ("save-state save-state--retry", RETRY, unsaved(saver)),
        SaveState::Stale => (
            "save-state save-state--retry",
            INFO,
            "Đã có bản mới hơn".to_owned(),
        ),
        SaveState::Refused(_) => (
            "save-state save-state--failed",
            ALERT,
            "Không lưu được".to_owned(),
        ),
        SaveState::SignedOut => (
            "save-state save-state--failed",
            ALERT,
            "Phiên đã hết".to_owned(),
        ),
        SaveState::Offline => ("save-state save-state--retry", INFO, "Mất mạng".to_owned()),
    }
}

/// The first three that wait, by name.
fn unsaved(saver: Saver) -> String {
    let mut text = "Chưa lưu ".to_owned();
    for (i, part) in saver.waiting().into_iter().take(3).enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&saver.name(part));
    }
    text
}

/// What there is to be said: of saving first, then of time.
pub(super) fn note(panel: Panel, left: Span) -> Option<Note> {
    note_of_saving(panel.saver, left).or_else(|| note_of_time(panel, left))
}

fn note_of_saving(saver: Saver, left: Span) -> Option<Note> {
    Some(match saver.state.get() {
        SaveState::Retrying { tries, busy } => {
            let strong = format!("{} Đang gửi lại, lần {tries}. ", unreached(busy));
            let text = match (saver.checks.get(), left.0 > 0) {
                (_, false) => "Đừng đóng trang. Đã hết giờ: những câu đã lưu vẫn được máy chủ nộp.",
                (true, _) => "Đừng đóng trang. Lưu xong, trang tự sang bước kiểm tra.",
                (false, _) => "Cứ làm tiếp, đừng đóng trang. Các câu trước đã lưu vẫn còn.",
            };
            let note = Note::mild(RETRY, &strong, text);
            // A busy server said when to come back.
            if busy {
                note
            } else {
                note.or("Thử gửi ngay")
            }
        }
        SaveState::Refused(reason) => Note::urgent(ALERT, "Câu này không được lưu. ", &reason),
        SaveState::SignedOut => Note::urgent(
            ALERT,
            "Phiên làm việc đã hết. ",
            "Đăng nhập lại để làm tiếp; những câu đã lưu vẫn còn.",
        ),
        SaveState::Offline => Note::mild(
            INFO,
            "Mất mạng. ",
            "Mọi câu bạn chọn đã lưu. Có mạng lại, trang tự sang bước kiểm tra.",
        ),
        SaveState::Idle
        | SaveState::Typing
        | SaveState::Saving
        | SaveState::Saved(_)
        | SaveState::Stale => {
            let (part, _) = saver.overtaken.get()?;
            let name = saver.name(part);
            let strong =
                format!("Một trang hoặc thiết bị khác đã lưu {name} sau khi trang này mở. ");
            Note::mild(INFO, &strong, "Trang đang hiện lựa chọn đó.")
                .or("Lấy lựa chọn vừa bấm ở đây")
        }
    })
}

/// That time runs out.
fn note_of_time(panel: Panel, left: Span) -> Option<Note> {
    match left.0 {
        _ if !panel.live.get() => None,
        ..=0 => Some(Note::mild(CLOCK, "Hết giờ. ", OVER)),
        1..=60_000 => Some(Note::urgent(
            WARN,
            "Còn 1 phút. ",
            "Hết giờ, máy chủ tự nộp những câu đã lưu.",
        )),
        _ => None,
    }
}

impl Saver {
    /// The button beside the sentence: the choice made here after all, or another try now.
    pub(super) fn press(self) {
        let retrying = matches!(self.state.get_untracked(), SaveState::Retrying { .. });
        match self.overtaken.get_untracked().filter(|_| !retrying) {
            Some((part, mine)) => {
                super::dom::show_value(part, self.questions, &mine);
                self.choose(part, mine);
            }
            None => self.send(),
        }
    }
}
