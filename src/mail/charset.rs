//! Charsets: bytes to text.
//!
//! The single-byte charsets and UTF-8, -7 and -16 are built in. The large tables of East Asia are not: they would weigh
//! more than the rest of the page. The browser has its own decoder and the command has one too; both hand it in. On the
//! page nothing is built in but what browsers lack.

#[cfg(any(target_arch = "wasm32", test))]
mod lacking;

#[cfg(not(target_arch = "wasm32"))]
use mail_parser::decoders::charsets::Charset;

/// Decodes bytes in the charset of that label, if it knows it.
pub type Decoder = fn(label: &str, bytes: &[u8]) -> Option<String>;

/// What is built in.
#[cfg(target_arch = "wasm32")]
pub fn builtin(label: &str, bytes: &[u8]) -> Option<String> {
    lacking::decode(label, bytes)
}

/// What is built in; none for the charsets that need the large tables.
#[cfg(not(target_arch = "wasm32"))]
pub fn builtin(label: &str, bytes: &[u8]) -> Option<String> {
    let charset = Charset::from_label(label.trim().as_bytes())?;
    let needs_tables = matches!(
        charset,
        Charset::ShiftJis
            | Charset::Big5
            | Charset::EucJp
            | Charset::EucKr
            | Charset::Gb18030
            | Charset::Gbk
            | Charset::Iso2022Jp
            | Charset::Ibm866
            | Charset::XMacCyrillic
            | Charset::XUserDefined
            | Charset::Replacement
    );
    (!needs_tables).then(|| charset.decode(bytes).into_owned())
}

/// The built-in tables first, the decoder that was handed in for the rest.
#[cfg(target_arch = "wasm32")]
pub fn decode(label: &str, bytes: &[u8], decoder: Decoder) -> Option<String> {
    let usual = || decoder(&lacking::usual(label), bytes);
    builtin(label, bytes).or_else(|| decoder(label, bytes)).or_else(usual)
}

/// The built-in tables first, the decoder that was handed in for the rest.
#[cfg(not(target_arch = "wasm32"))]
pub fn decode(label: &str, bytes: &[u8], decoder: Decoder) -> Option<String> {
    builtin(label, bytes).or_else(|| decoder(label, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_tables_are_built_in_and_large_ones_are_not() {
        assert_eq!(builtin("ISO-8859-1", b"caf\xe9").as_deref(), Some("café"));
        assert_eq!(builtin("koi8-r", b"\xc1").as_deref(), Some("а"));
        assert_eq!(builtin("gb18030", b"\xc4\xe3"), None);
        assert_eq!(decode("gbk", b"\xc4\xe3", |label, _| Some(label.to_owned())).as_deref(), Some("gbk"));
        assert_eq!(builtin("no such charset", b"a"), None);
    }
}
