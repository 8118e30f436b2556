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
    if is_binary(bytes) { Err(Fault::NoText) } else { Ok(text::from_bytes(bytes)) }
}

/// Several NUL bytes near the front: a picture, a program. A single one is damage.
pub fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(4096).filter(|byte| **byte == 0).count() > 3
}
