//! Charsets whose tables the browser has: those of East Asia, which would weigh more than the rest of the page.

use web_sys::TextDecoder;

/// Decodes by the label of the charset (Encoding Standard). Bytes that do not fit become U+FFFD.
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    TextDecoder::new_with_label(label.trim()).ok()?.decode_with_u8_array(bytes).ok()
}
