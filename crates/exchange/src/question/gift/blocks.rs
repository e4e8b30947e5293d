//! Blocks between blank lines, with the category and the comments that stand before them.

use domain::question::Level;
use domain::text::tidy;
use std::ops::ControlFlow;

/// One question's lines.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// First line.
    pub(super) line: u32,
    /// Lines with their numbers; comments are left out.
    pub(super) lines: Vec<(u32, &'a str)>,
    /// Category in force.
    pub(super) topic: Option<String>,
    /// `[id:…]` of a comment, as Moodle writes it.
    pub(super) code: Option<String>,
    /// A level among the `[tag:…]` of a comment.
    pub(super) level: Option<Level>,
}

/// Splits a file and hands over block by block until told to stop. A blank line ends a question, except between the
/// options of an open answer block.
pub(super) fn split<'a>(text: &'a str, mut each: impl FnMut(Block<'a>) -> ControlFlow<()>) {
    let lines: Vec<&str> = text.split('\n').map(|l| l.trim_end_matches('\r')).collect();
    let goes_on = goes_on(&lines);
    let (mut block, mut topic) = (Block::default(), None);
    let mut open = false;
    for (i, line) in lines.iter().enumerate() {
        let number = u32::try_from(i + 1).unwrap_or(u32::MAX);
        let trimmed = line.trim();
        let category_path = trimmed.strip_prefix("$CATEGORY:").filter(|_| !open);
        if let Some(comment) = trimmed.strip_prefix("//") {
            note(&mut block, comment);
            continue;
        }
        let ends = category_path.is_some() || (trimmed.is_empty() && !(open && goes_on[i]));
        if ends {
            open = false;
            if !block.lines.is_empty() && each(std::mem::take(&mut block)).is_break() {
                return;
            }
        }
        if let Some(path) = category_path {
            topic = category(path);
        } else if !trimmed.is_empty() {
            if block.lines.is_empty() {
                block.line = number;
                block.topic.clone_from(&topic);
            }
            block.lines.push((number, line));
            open = open_after(line, open);
        }
    }
    if !block.lines.is_empty() {
        // nothing follows that could be stopped
        let _ = each(block);
    }
}

/// For each line, whether the next line with content goes on with an open answer block; otherwise its `}` was
/// forgotten. Found from the end, so that a million blank lines cost one pass.
fn goes_on(lines: &[&str]) -> Vec<bool> {
    let mut flags = vec![false; lines.len()];
    let mut next = false;
    for (flag, line) in flags.iter_mut().zip(lines).rev() {
        *flag = next;
        let line = line.trim();
        if !line.is_empty() && !line.starts_with("//") {
            next = line.starts_with(['=', '~', '#', '}']);
        }
    }
    flags
}

/// Whether an answer block is open at the end of a line.
fn open_after(line: &str, mut open: bool) -> bool {
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '{' => open = true,
            '}' => open = false,
            _ => {}
        }
    }
    open
}

/// Takes what Moodle keeps in comments: `[id:…]` and `[tag:…]`.
fn note(block: &mut Block<'_>, comment: &str) {
    if !block.lines.is_empty() {
        return;
    }
    for part in comment.split('[').skip(1) {
        let Some((inside, _)) = part.split_once(']') else {
            continue;
        };
        match inside.split_once(':') {
            Some(("id", code)) => block.code = Some(tidy(code)).filter(|c| !c.is_empty()),
            Some(("tag", tag)) => block.level = block.level.or(Level::parse(tag)),
            _ => {}
        }
    }
}

/// The path without Moodle's own roots.
fn category(path: &str) -> Option<String> {
    let path = tidy(path);
    let mut rest = path.as_str();
    for root in ["$course$", "$system$", "$module$", "$cat1$", "top"] {
        rest = match rest.strip_prefix(root) {
            Some(after) if after.is_empty() || after.starts_with('/') => {
                after.trim_start_matches('/')
            }
            _ => rest,
        };
    }
    Some(rest.trim().to_owned()).filter(|t| !t.is_empty())
}
