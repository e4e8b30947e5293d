//! Looks into a workbook before anything is kept of it.
//!
//! Sizes are counted while unpacking, never believed. Overlapping entries show as more packed bytes than the file has,
//! so reading costs at most one pass over the file in, and [`Limits::unpacked`] bytes out.

use super::{Limits, TableError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts a workbook may have. Ours have a dozen, large ones with many sheets and charts some hundreds.
const MAX_ENTRIES: usize = 1_000;

/// Largest part that is neither a sheet nor the shared texts: styles, relations, the workbook itself.
const MAX_SMALL_PART: u64 = 16 * 1024 * 1024;

/// Bytes looked at together; the search for a DTD overlaps pieces.
const PIECE: usize = 64 * 1024;

/// Refuses what must not be unpacked: too much, lying sizes, locked, macros, DTDs, names that leave the archive.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), TableError> {
    // counted on the raw bytes, because the archive reader would first keep an index of them all
    if count(bytes, b"PK\x01\x02") > MAX_ENTRIES {
        return Err(TableError::Bomb);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
    let mut packed = 0_u64;
    for index in 0..archive.len() {
        let part = archive
            .by_index_raw(index)
            .map_err(|_| TableError::Damaged)?;
        check_part(&part)?;
        packed = packed.saturating_add(part.compressed_size());
    }
    if packed > bytes.len() as u64 {
        return Err(TableError::Bomb);
    }
    let mut left = limits.unpacked;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| TableError::Damaged)?;
        let name = name(&part)?;
        let declared = part.size();
        let unpacked = scan(&mut part, &name, left)?;
        if unpacked != declared {
            return Err(TableError::Bomb);
        }
        left -= unpacked;
    }
    Ok(())
}

fn name<R: Read>(part: &zip::read::ZipFile<'_, R>) -> Result<String, TableError> {
    part.name()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| TableError::Damaged)
}

fn check_part<R: Read>(part: &zip::read::ZipFile<'_, R>) -> Result<(), TableError> {
    let name = name(part)?.to_ascii_lowercase();
    if part.encrypted() || name == "encryptedpackage" {
        return Err(TableError::OldOrLocked);
    }
    if name.ends_with("vbaproject.bin")
        || name.contains("/macrosheets/")
        || name.contains("vbadata")
    {
        return Err(TableError::Macro);
    }
    // nothing is ever written to disk, but an archive that tries is not a workbook
    if part.enclosed_name().is_none() || name.contains('\\') {
        return Err(TableError::Damaged);
    }
    Ok(())
}

/// Unpacks one part piece by piece without keeping it, and returns its real size.
fn scan(part: &mut impl Read, name: &str, left: u64) -> Result<u64, TableError> {
    let lower = name.to_ascii_lowercase();
    let xml = [".xml", ".rels", ".vml"].iter().any(|e| lower.ends_with(e));
    let large = lower.contains("worksheets/") || lower.ends_with("sharedstrings.xml") || !xml;
    let allowed = if large {
        left
    } else {
        left.min(MAX_SMALL_PART)
    };
    let mut window = Vec::with_capacity(PIECE + 16);
    let mut piece = vec![0_u8; PIECE];
    let mut size = 0_u64;
    loop {
        let n = part.read(&mut piece).map_err(|_| TableError::Damaged)?;
        if n == 0 {
            return Ok(size);
        }
        size += n as u64;
        if size > allowed {
            return Err(TableError::Bomb);
        }
        if !xml {
            continue;
        }
        // UTF-16 spreads the letters, so the zero bytes are left out before looking
        window.extend(piece[..n].iter().filter(|b| **b != 0));
        if has_dtd(&window) {
            return Err(TableError::Dtd);
        }
        let keep = window.len().saturating_sub(10);
        window.drain(..keep);
    }
}

fn has_dtd(window: &[u8]) -> bool {
    window.windows(2).enumerate().any(|(i, pair)| {
        pair == b"<!"
            && window.get(i + 2..i + 9).is_some_and(|w| {
                w.eq_ignore_ascii_case(b"DOCTYPE") || w[..6].eq_ignore_ascii_case(b"ENTITY")
            })
    })
}

fn count(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).filter(|w| *w == mark).count()
}
