//! Plain text, whatever its encoding: UTF-8, UTF-16 with its mark (Windows tools write that), or bytes of an old charset.

use super::Fault;
use crate::text;

/// The marks at the beginning of UTF-16.
pub const UTF16_LE: &[u8] = &[0xff, 0xfe];
pub const UTF16_BE: &[u8] = &[0xfe, 0xff];

pub fn read(bytes: &[u8]) -> Result<String, Fault> {
    let pairs = |make: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].as_chunks().0.iter().map(|pair| make(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    if bytes.starts_with(UTF16_LE) {
        return Ok(pairs(u16::from_le_bytes));
    }
    if bytes.starts_with(UTF16_BE) {
        return Ok(pairs(u16::from_be_bytes));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    fault(bytes).map_or_else(|| Ok(text::from_bytes(bytes)), Err)
}

/// How pictures begin: PNG, JPEG, GIF and TIFF.
const PICTURES: [&[u8]; 6] = [b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];

/// Why there is nothing to read in these bytes, if there is nothing.
pub fn fault(bytes: &[u8]) -> Option<Fault> {
    // A size stands before the kind in HEIC and AVIF (ISO/IEC 14496-12, 4.3), and in WebP's chunk.
    let kind = |at: usize, kinds: &[&[u8]]| {
        kinds.iter().any(|kind| bytes.get(at..).is_some_and(|rest| rest.starts_with(kind)))
    };
    let is_picture = PICTURES.iter().any(|sign| bytes.starts_with(sign))
        || kind(8, &[b"WEBP"]) && bytes.starts_with(b"RIFF")
        || kind(4, &[b"ftypheic", b"ftypmif1", b"ftypavif"]);
    // ISO 32000-1, 7.5.2.
    if bytes.starts_with(b"%PDF-") {
        return Some(Fault::Pdf);
    }
    if is_picture {
        return Some(Fault::Picture);
    }
    // Several NUL bytes near the front: a program. A single one is damage.
    (bytes.iter().take(4096).filter(|byte| **byte == 0).count() > 3).then_some(Fault::NoText)
}
