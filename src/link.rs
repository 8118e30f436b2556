//! Links that hold a paste: compressed, in the fragment, so that no server sees it.
//!
//! Version 2, which is written: `#p2=` and base64url (RFC 4648 section 5, no padding) of a zlib stream (RFC 1950) of the
//! UTF-8 text. Its checksum tells a link that was changed on its way.
//!
//! Version 1: `#p1=`, and a raw deflate stream (RFC 1951) instead, without a checksum.
//!
//! Links live for years in tickets and mails: both are frozen, the tests hold links made with them. A change gets a new
//! number beside them.

use base64ct::{Base64UrlUnpadded, Encoding};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{
    DecompressError, TINFLStatus, decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};

/// The key of the version that is written.
pub const KEY: &str = "p2=";

/// How much text a link may unpack to, in bytes: links are for one case, not for archives.
pub const LARGEST: usize = 4 << 20;

/// Why a link could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A version that this page does not know: made by a newer one.
    Version,
    /// Cut or changed on the way.
    Damaged,
    /// It unpacks to more than [`LARGEST`].
    TooLarge,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Fault::Version => {
                "This link was made by a newer version of mailwhy. Reload the page and open it again."
            }
            Fault::Damaged => {
                "This link was cut off or changed on its way. Ask for it again, or paste the text itself."
            }
            Fault::TooLarge => "This link holds more text than a link may. Paste the text itself.",
        })
    }
}

/// The fragment for a text, without the `#`.
pub fn encode(text: &str) -> String {
    format!("{KEY}{}", Base64UrlUnpadded::encode_string(&compress_to_vec_zlib(text.as_bytes(), 9)))
}

/// The text that a fragment (without its `#`) holds; `None` where it is no such link at all.
///
/// # Errors
///
/// [`Fault`], with a sentence for the reader.
pub fn decode(fragment: &str) -> Option<Result<String, Fault>> {
    let rest = fragment.strip_prefix('p')?;
    let (version, data) = rest.split_once('=')?;
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(match version {
        "1" => unpack(data, decompress_to_vec_with_limit),
        "2" => unpack(data, decompress_to_vec_zlib_with_limit),
        _ => Err(Fault::Version),
    })
}

/// What takes packed bytes and the largest size of what they hold.
type Unpack = fn(&[u8], usize) -> Result<Vec<u8>, DecompressError>;

fn unpack(data: &str, stream: Unpack) -> Result<String, Fault> {
    // Some programs add padding to links; it does no harm.
    let packed = Base64UrlUnpadded::decode_vec(data.trim_end_matches('=')).map_err(|_| Fault::Damaged)?;
    let bytes = stream(&packed, LARGEST).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Fault::TooLarge,
        _ => Fault::Damaged,
    })?;
    String::from_utf8(bytes).map_err(|_| Fault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for text in ["", "550 5.1.1 no", "é\u{1f600}\r\n\0", &"a b ".repeat(10_000)] {
            assert_eq!(decode(&encode(text)), Some(Ok(text.to_owned())));
        }
    }

    /// Made on 2026-11-24; these must be read for ever.
    #[test]
    fn version_1_is_frozen() {
        let links = [
            (
                "p1=MzU1UDDVM9QzVLApLU4tMnTIyC8uMdRLrUjMLchJtbNSAIkqlOZl5-WX5wEA",
                "550 5.1.1 <user1@host1.example>: user unknown",
            ),
            ("p1=MzE1UjDRM9IzUkjKP7yuJFWhICc1My9V4dmuhmdz1_NyAQA", "452 4.2.2 boîte pleine 満杯\r\n"),
        ];
        for (link, text) in links {
            assert_eq!(decode(link), Some(Ok(text.to_owned())), "{link}");
        }
    }

    /// Made on 2026-11-26; these must be read for ever.
    #[test]
    fn version_2_is_frozen() {
        let links = [
            (
                "p2=eNozNTVQMNUz1DNUsCktTi0ydMjILy4x1EutSMwtyEm1s1IAiSqU5mXn5ZfnAQAt7w7K",
                "550 5.1.1 <user1@host1.example>: user unknown",
            ),
            ("p2=eNozMTVSMNEz0jNSSMo_vK4kVaEgJzUzL1Xh2a6GZ3PX83IBAKl3DBE", "452 4.2.2 boîte pleine 満杯\r\n"),
        ];
        for (link, text) in links {
            assert_eq!(decode(link), Some(Ok(text.to_owned())), "{link}");
        }
    }

    /// Some bits of a stream mean nothing. Whatever is read is what was packed.
    #[test]
    fn a_changed_sign_gives_no_other_text() {
        let text = "Received: from mx.example.net by mx.example.org; 550 5.1.1 no such user, no such host";
        let link = encode(text);
        for at in KEY.len()..link.len() {
            for sign in ["A", "k", "7", "_"].into_iter().filter(|sign| !link[at..].starts_with(sign)) {
                let read = decode(&format!("{}{sign}{}", &link[..at], &link[at + 1..]));
                let damaged = matches!(read, Some(Err(_)));
                assert!(damaged || read == Some(Ok(text.to_owned())), "{at} {sign}: {read:?}");
            }
        }
    }

    #[test]
    fn damaged_and_hostile_links_are_calm() {
        let link = encode("550 5.1.1 no such user");
        for end in KEY.len()..link.len() {
            assert!(matches!(decode(&link[..end]), Some(Err(Fault::Damaged))), "{end}");
        }
        let bomb = format!(
            "{KEY}{}",
            Base64UrlUnpadded::encode_string(&compress_to_vec_zlib(&vec![b'a'; LARGEST + 1], 9))
        );
        assert_eq!(decode(&bomb), Some(Err(Fault::TooLarge)));
        assert_eq!(decode("p3=AAAA"), Some(Err(Fault::Version)));
        assert_eq!(decode("p1=!!!!"), Some(Err(Fault::Damaged)));
        assert_eq!(decode("p2=!!!!"), Some(Err(Fault::Damaged)));
        for other in ["", "p", "p=", "path", "pq=1", "section"] {
            assert_eq!(decode(other), None, "{other}");
        }
    }
}
