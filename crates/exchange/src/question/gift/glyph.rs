//! Characters that know their line and whether they were escaped.

/// One character of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Character, escapes resolved.
    pub(super) c: char,
    /// Line in the file.
    pub(super) line: u32,
    /// Escaped, so without meaning of its own.
    literal: bool,
}

impl Glyph {
    /// Whether it is this character with its meaning.
    pub(super) fn is(self, c: char) -> bool {
        self.c == c && !self.literal
    }
}

/// Resolves escapes: `\~ \= \# \{ \} \: \\` stand for themselves, `\n` for a line break.
pub(super) fn lex(lines: &[(u32, &str)]) -> Vec<Glyph> {
    let mut out = Vec::new();
    for (line, text) in lines {
        let line = *line;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = if c == '\\' {
                chars.next_if(|next| matches!(next, '~' | '=' | '#' | '{' | '}' | ':' | '\\' | 'n'))
            } else {
                None
            };
            out.push(match escaped {
                Some('n') => Glyph {
                    c: '\n',
                    line,
                    literal: true,
                },
                Some(c) => Glyph {
                    c,
                    line,
                    literal: true,
                },
                None => Glyph {
                    c,
                    line,
                    literal: false,
                },
            });
        }
        out.push(Glyph {
            c: '\n',
            line,
            literal: false,
        });
    }
    out
}

/// Place of the first such character with its meaning.
pub(super) fn find(glyphs: &[Glyph], c: char) -> Option<usize> {
    glyphs.iter().position(|g| g.is(c))
}

/// Place of the first such pair.
pub(super) fn find_run(glyphs: &[Glyph], run: &str) -> Option<usize> {
    let run: Vec<char> = run.chars().collect();
    glyphs
        .windows(run.len())
        .position(|w| w.iter().zip(&run).all(|(g, c)| g.is(*c)))
}

/// Without white space around.
pub(super) fn trim(glyphs: &[Glyph]) -> &[Glyph] {
    let Some(start) = glyphs.iter().position(|g| !g.c.is_whitespace()) else {
        return &[];
    };
    let end = glyphs
        .iter()
        .rposition(|g| !g.c.is_whitespace())
        .map_or(start, |i| i + 1);
    &glyphs[start..end]
}

/// The characters as text.
pub(super) fn text(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|g| g.c).collect()
}

/// Takes off a format marker; of HTML only the text stays. Also whether a picture or table was lost.
pub(super) fn plain(raw: &str) -> (String, bool) {
    let trimmed = raw.trim_start();
    for marker in ["[markdown]", "[moodle]", "[plain]"] {
        if let Some(rest) = trimmed.strip_prefix(marker) {
            return (rest.to_owned(), false);
        }
    }
    match trimmed.strip_prefix("[html]") {
        Some(rest) => strip_html(rest),
        None => (raw.to_owned(), false),
    }
}

fn strip_html(html: &str) -> (String, bool) {
    let (mut out, mut lost) = (String::new(), false);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = tag.find('>').filter(|_| is_tag) else {
            out.push('<');
            rest = tag;
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        rest = &tag[end + 1..];
        match name.as_str() {
            "br" | "p" | "div" | "li" | "tr" => out.push('\n'),
            "img" | "table" | "audio" | "video" | "svg" | "iframe" | "object" => lost = true,
            "script" | "style" if !tag.starts_with('/') => {
                let close = format!("</{name}");
                rest = find_ignoring_case(rest, &close).map_or("", |i| &rest[i..]);
            }
            _ => {}
        }
    }
    out.push_str(rest);
    (entities(&out), lost)
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|w| w.eq_ignore_ascii_case(needle.as_bytes()))
}

/// The entities an editor writes; others stay as they are.
fn entities(text: &str) -> String {
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}
