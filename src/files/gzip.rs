//! Gzip, RFC 1952: a head, a deflate stream, a checksum.

use super::{Fault, LARGEST};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// What the file holds. The checksum is not compared: a damaged log still tells.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let start = head(bytes).ok_or(Fault::Damaged)?;
    inflate(&bytes[start..], LARGEST)
}

/// A raw deflate stream (RFC 1951), up to `limit` bytes of it unpacked.
pub fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    decompress_to_vec_with_limit(bytes, limit).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Fault::TooLarge,
        _ => Fault::Damaged,
    })
}

/// How long the head is: ten bytes, and what its flags announce (section 2.3.1).
fn head(bytes: &[u8]) -> Option<usize> {
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const CHECKSUM: u8 = 2;
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & EXTRA != 0 {
        at += 2 + usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    }
    for flag in [NAME, COMMENT] {
        if flags & flag != 0 {
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0)? + 1;
        }
    }
    if flags & CHECKSUM != 0 {
        at += 2;
    }
    (at < bytes.len()).then_some(at)
}
