//! Vietnamese typed for fonts of before Unicode: TCVN3 (`.VnTime`, “ABC”) and VNI-Windows.
//!
//! Old files of offices still carry it. Read as Unicode it is `Céng hoµ x· héi` or `Coäng hoøa xaõ hoäi`: letters with a
//! meaning of their own, so a program that takes them as they are prints nonsense on every paper.

use unicode_normalization::UnicodeNormalization;

/// A way of writing Vietnamese with the 256 letters of one font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN 5712 VN3, fonts `.VnTime` and the like.
    Tcvn3,
    /// VNI-Windows: a letter, then its marks as a letter of their own.
    Vni,
}

impl Legacy {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI-Windows",
        }
    }

    /// The text in Unicode, composed.
    #[must_use]
    pub fn read(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(from_tcvn3).collect(),
            Self::Vni => from_vni(text),
        }
    }
}

/// The encoding a text was typed in and what it says, where that is not Unicode.
///
/// Must see a text as it came: [`super::tidy`] drops the soft hyphen, which is `ư` in TCVN3. A text is taken for a legacy one
/// only if some of its marked words are none in Vietnamese, and nearly all are once they are read that way.
#[must_use]
pub fn detect(text: &str) -> Option<(Legacy, String)> {
    if text.is_ascii() || text.nfc().any(is_only_unicode) {
        return None;
    }
    let as_it_is = Words::of(&text.nfc().collect::<String>());
    if as_it_is.wrong == 0 {
        return None;
    }
    [Legacy::Tcvn3, Legacy::Vni]
        .map(|encoding| (encoding, encoding.read(text)))
        .into_iter()
        .map(|(encoding, read)| (Words::of(&read), encoding, read))
        .filter(|(words, ..)| words.right > as_it_is.right && words.wrong * 4 <= words.right)
        .max_by_key(|(words, ..)| words.right)
        .map(|(_, encoding, read)| (encoding, read))
}

/// Letters no font of 256 had at a place that reads as a Vietnamese letter of Unicode.
fn is_only_unicode(c: char) -> bool {
    matches!(
        c,
        'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư'
    ) || ('\u{1ea0}'..='\u{1ef9}').contains(&c)
}

/// Words with a mark: those that can be Vietnamese, and those that cannot.
struct Words {
    right: usize,
    wrong: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut counted = Self { right: 0, wrong: 0 };
        let words = text.split(|c: char| {
            c.is_whitespace()
                || c.is_ascii_punctuation()
                || c.is_ascii_digit()
                || ('\u{2000}'..='\u{206f}').contains(&c)
        });
        for word in words.filter(|w| !w.is_ascii()) {
            let spoken = word.contains(|c: char| c.is_ascii_alphabetic()) && is_syllable(word);
            if spoken || (as_letters(word) && is_syllable(word)) {
                counted.right += 1;
            } else {
                counted.wrong += 1;
            }
        }
        counted
    }
}

/// Whether a word is written in letters alone: `ở` is one, `®` is not.
fn as_letters(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// Whether a word can be a Vietnamese syllable: an onset, vowels that go together, an end, at most one tone.
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    let mut tones = 0;
    let plain: String = word
        .to_lowercase()
        .nfd()
        .filter(|c| {
            // grave, acute, tilde, hook above, dot below
            let tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            tones += usize::from(tone);
            !tone
        })
        .nfc()
        .collect();
    tones <= 1
        && (plain == "gi"
            || ONSETS
                .iter()
                .filter_map(|onset| plain.strip_prefix(onset))
                .any(is_rime))
}

fn is_rime(rime: &str) -> bool {
    ENDS.iter()
        .filter_map(|end| rime.strip_suffix(end))
        .any(|vowels| VOWELS.contains(&vowels))
}

const ONSETS: [&str; 29] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "q",
];
const ENDS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
const VOWELS: [&str; 56] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ia", "iê", "yê", "ya", "ua", "uô",
    "ưa", "ươ", "oa", "oă", "oe", "oo", "uâ", "uê", "uơ", "uy", "uya", "uyê", "ai", "ao", "au",
    "ay", "âu", "ây", "eo", "êu", "iu", "iêu", "yêu", "oi", "ôi", "ơi", "oai", "oay", "oeo", "ui",
    "uôi", "ưi", "ươi", "ưu", "ươu", "uây", "uyu", "oao",
];

/// A letter of TCVN3 and the Unicode letter it stands for, one after the other.
const TCVN3: &str = "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ\u{ad}ưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư";

fn from_tcvn3(c: char) -> char {
    let mut letters = TCVN3.chars();
    while let (Some(old), Some(new)) = (letters.next(), letters.next()) {
        if old == c {
            return new;
        }
    }
    c
}

fn from_vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(vni_letter(c));
        if !matches!(
            vni_letter(c).to_ascii_lowercase(),
            'a' | 'e' | 'o' | 'u' | 'y'
        ) && !matches!(c, 'ô' | 'ö' | 'Ô' | 'Ö')
        {
            continue;
        }
        if let Some(marks) = letters.peek().and_then(|next| vni_marks(*next)) {
            out.push_str(marks);
            letters.next();
        }
    }
    out.nfc().collect()
}

/// A letter of VNI that stands alone.
fn vni_letter(c: char) -> char {
    match c {
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        other => other,
    }
}

/// What a letter of VNI puts on the one before it, as combining marks.
fn vni_marks(c: char) -> Option<&'static str> {
    Some(match c {
        'ù' | 'Ù' => "\u{301}",
        'ø' | 'Ø' => "\u{300}",
        'û' | 'Û' => "\u{309}",
        'õ' | 'Õ' => "\u{303}",
        'ï' | 'Ï' => "\u{323}",
        'â' | 'Â' => "\u{302}",
        'á' | 'Á' => "\u{302}\u{301}",
        'à' | 'À' => "\u{302}\u{300}",
        'å' | 'Å' => "\u{302}\u{309}",
        'ã' | 'Ã' => "\u{302}\u{303}",
        'ä' | 'Ä' => "\u{302}\u{323}",
        'ê' | 'Ê' => "\u{306}",
        'é' | 'É' => "\u{306}\u{301}",
        'è' | 'È' => "\u{306}\u{300}",
        'ú' | 'Ú' => "\u{306}\u{309}",
        'ü' | 'Ü' => "\u{306}\u{303}",
        'ë' | 'Ë' => "\u{306}\u{323}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "Cộng hoà xã hội chủ nghĩa Việt Nam";

    #[test]
    fn both_old_encodings_are_known_and_read() {
        let tcvn3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam";
        assert_eq!(detect(tcvn3), Some((Legacy::Tcvn3, PLAIN.to_owned())));
        let vni = "Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam";
        assert_eq!(detect(vni), Some((Legacy::Vni, PLAIN.to_owned())));
        for (old, encoding, new) in [
            ("C¬ quan nµo?", Legacy::Tcvn3, "Cơ quan nào?"),
            ("Uû ban nh©n d©n", Legacy::Tcvn3, "Uỷ ban nhân dân"),
            ("ChÝnh phñ", Legacy::Tcvn3, "Chính phủ"),
            (
                "Nhµ n\u{ad}íc, ph¸p luËt.",
                Legacy::Tcvn3,
                "Nhà nước, pháp luật.",
            ),
            ("HuyÖn", Legacy::Tcvn3, "Huyện"),
            ("ÑAÛNG CS", Legacy::Vni, "ĐẢNG CS"),
            ("Thuû töôùng Chính phuû", Legacy::Vni, "Thủ tướng Chính phủ"),
            ("Nghò quyeát soá 76", Legacy::Vni, "Nghị quyết số 76"),
            ("Uyû ban nhaân daân", Legacy::Vni, "Uỷ ban nhân dân"),
            ("caùn boä, coâng chöùc", Legacy::Vni, "cán bộ, công chức"),
        ] {
            assert_eq!(detect(old), Some((encoding, new.to_owned())), "{old}");
        }
    }

    #[test]
    fn unicode_and_other_languages_are_left_alone() {
        for text in [
            PLAIN,
            "",
            "PAR INDEX 2023",
            "Hà là gì, xã hoá thì sao?",
            "Café à la carte, s'il vous plaît",
            "Größe, Müller, Straße",
            "Noël, naïve, señor",
            "© VNPT ® 2023",
            "5 µg, ½ giờ, 30 °C",
            "Co\u{302}\u{323}ng hoa\u{300}",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn syllables_are_told_from_nonsense() {
        for word in
            "Cộng hoà gì giết giêng quyết nghiêng khuya ngoằn ở ý uỷ tướng rượu quấy".split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Größe", "Céngx", "ửò", "f", "naùve", "hộí"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
