//! A question as the browser may see it. It has no field for the right answer: that is `scoring::question`.

pub mod letters;
pub mod lint;

use serde::{Deserialize, Serialize};

/// Level of thinking, as Vietnamese exam matrices name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nhận biết.
    NhanBiet,
    /// Thông hiểu.
    ThongHieu,
    /// Vận dụng.
    VanDung,
    /// Vận dụng cao.
    VanDungCao,
}

impl Level {
    /// All levels, easiest first.
    pub const ALL: [Self; 4] = [
        Self::NhanBiet,
        Self::ThongHieu,
        Self::VanDung,
        Self::VanDungCao,
    ];

    /// Vietnamese name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NhanBiet => "Nhận biết",
            Self::ThongHieu => "Thông hiểu",
            Self::VanDung => "Vận dụng",
            Self::VanDungCao => "Vận dụng cao",
        }
    }

    /// Stored and written form, `nhan_biet`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NhanBiet => "nhan_biet",
            Self::ThongHieu => "thong_hieu",
            Self::VanDung => "van_dung",
            Self::VanDungCao => "van_dung_cao",
        }
    }

    /// Reads the code, the Vietnamese name in any case, or the usual abbreviation (NB, TH, VD, VDC).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = crate::text::fold(text);
        Self::ALL.into_iter().find(|l| {
            let short = match l {
                Self::NhanBiet => "nb",
                Self::ThongHieu => "th",
                Self::VanDung => "vd",
                Self::VanDungCao => "vdc",
            };
            folded == l.code() || folded == crate::text::fold(l.name()) || folded == short
        })
    }
}

/// Kind of a question that a quiz can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One right option.
    SingleChoice,
    /// Several right options, all of which must be chosen.
    MultipleChoice,
    /// Đúng or Sai.
    TrueFalse,
}

impl Kind {
    /// Stored form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SingleChoice => "single_choice",
            Self::MultipleChoice => "multiple_choice",
            Self::TrueFalse => "true_false",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::SingleChoice, Self::MultipleChoice, Self::TrueFalse]
            .into_iter()
            .find(|k| k.code() == code)
    }
}

/// Where a reader can check a question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// Document with its number.
    #[serde(default)]
    pub document: String,
    /// Article, clause, annex.
    #[serde(default)]
    pub article: String,
    /// Date of issue in ISO form, or empty.
    #[serde(default)]
    pub date: String,
}

/// The wording of a question: stem and options in the bank's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Kind.
    pub kind: Kind,
    /// Stem.
    pub stem: String,
    /// Options; at least two, at most [`MAX_OPTIONS`].
    pub options: Vec<String>,
}

/// Most options a question may have: letters A to H.
pub const MAX_OPTIONS: usize = 8;

/// The letter of an option place: 0 is A.
#[must_use]
pub fn letter(place: usize) -> char {
    char::from(b'A' + u8::try_from(place.min(25)).unwrap_or(25))
}
