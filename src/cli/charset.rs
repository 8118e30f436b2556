//! Charsets that the library leaves to its caller: the tables of `encoding_rs`.

use encoding_rs::Encoding;

/// Decodes by the label of the charset, as browsers know it. Bytes that do not fit become U+FFFD.
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}
