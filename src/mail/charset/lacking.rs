//! What browsers lack of the charsets in mail: UTF-7, the code page of DOS, and some of the names that mail programs use.
//!
//! On the page the browser's own tables do the rest, so those of mail-parser need not be loaded.

use crate::mail::transfer::base64_bytes;
use std::borrow::Cow;

/// Decodes what no browser decodes, and at once what nearly all mail is in.
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    match squeezed(label).as_str() {
        "utf8" => Some(String::from_utf8_lossy(bytes).into_owned()),
        "utf7" | "csutf7" => Some(utf7(bytes)),
        "utf16" | "csutf16" => Some(utf16(bytes)),
        "850" | "cp850" | "ibm850" | "cspc850multilingual" => Some(code_page_850(bytes)),
        _ => None,
    }
}

/// The name in the Encoding Standard for a name of IANA's or of mail programs that is not there.
pub fn usual(label: &str) -> Cow<'static, str> {
    let squeezed = squeezed(label);
    let bare = squeezed.strip_prefix("cs").unwrap_or(&squeezed);
    if let Some((_, usual)) = ALIASES.iter().find(|(alias, _)| *alias == bare) {
        return Cow::Borrowed(usual);
    }
    if let Some(page) = bare.strip_prefix("windows") {
        return format!("windows-{page}").into();
    }
    // `ISO_8859-5:1988`: the year says nothing.
    if let Some(part) = bare.strip_prefix("iso8859") {
        let years = ["1987", "1988", "1989", "1992", "1998", "2001"];
        let part = years.iter().find_map(|year| part.strip_suffix(year)).unwrap_or(part);
        return format!("iso-8859-{part}").into();
    }
    match squeezed.strip_prefix("cs") {
        Some(bare) => bare.to_owned().into(),
        None => label.trim().replace('_', "-").into(),
    }
}

const ALIASES: &[(&str, &str)] = &[
    ("ansix341968", "windows-1252"),
    ("cp936", "gbk"),
    ("cp949", "euc-kr"),
    ("extendedunixcodepackedformatforjapanese", "euc-jp"),
    ("gb231280", "gbk"),
    ("isoceltic", "iso-8859-14"),
    ("isoir199", "iso-8859-14"),
    ("isoir226", "iso-8859-16"),
    ("koi8u", "koi8-u"),
    ("ksc56011987", "euc-kr"),
    ("ksc56011989", "euc-kr"),
    ("l10", "iso-8859-16"),
    ("l8", "iso-8859-14"),
    ("latin10", "iso-8859-16"),
    ("latin8", "iso-8859-14"),
    ("latin9", "iso-8859-15"),
    ("ms936", "gbk"),
    ("tis620", "windows-874"),
    ("uhc", "euc-kr"),
    ("utf16be", "utf-16be"),
    ("utf16le", "utf-16le"),
    ("windows936", "gbk"),
    ("xwindows949", "euc-kr"),
];

/// Letters and digits alone, in lower case.
fn squeezed(label: &str) -> String {
    label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// RFC 2152: between `+` and `-` stands UTF-16 in base64.
fn utf7(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'+' {
            out.push(if byte.is_ascii() { char::from(*byte) } else { char::REPLACEMENT_CHARACTER });
            continue;
        }
        let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let length = rest.iter().take_while(|byte| is_inside(byte)).count();
        let (inside, behind) = rest.split_at(length);
        if length == 0 && behind.first() == Some(&b'-') {
            out.push('+');
        }
        let mut units = Vec::new();
        base64_bytes(&String::from_utf8_lossy(inside), &mut units);
        let units = units.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair));
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        rest = behind.strip_prefix(b"-").unwrap_or(behind);
    }
    out
}

/// RFC 2781: without a mark at the beginning the lower byte comes first, as browsers have it.
fn utf16(bytes: &[u8]) -> String {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        _ => (u16::from_le_bytes, bytes),
    };
    let units = rest.as_chunks().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What DOS writes west of Russia.
fn code_page_850(bytes: &[u8]) -> String {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    let upper: Vec<char> = UPPER.chars().collect();
    let one = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(*byte & 0x7f)] };
    bytes.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::builtin;
    use super::*;
    use encoding_rs::Encoding;

    /// As on the page: what is here, then the browser's, which encoding_rs is for Firefox.
    fn on_the_page(label: &str, bytes: &[u8]) -> Option<String> {
        let browsers =
            |label: &str| Some(Encoding::for_label(label.trim().as_bytes())?.decode(bytes).0.into_owned());
        decode(label, bytes).or_else(|| browsers(label)).or_else(|| browsers(&usual(label)))
    }

    #[test]
    fn the_page_decodes_what_the_command_does() {
        let labels = [
            "ISO-8859-1",
            "iso_8859-1:1987",
            "latin1",
            "ISO_8859-2:1987",
            "iso-8859-3",
            "csISOLatin4",
            "ISO_8859-5:1988",
            "iso8859_7",
            "ISO-8859-9",
            "iso-8859-10",
            "ISO-8859-14:1998",
            "csISO885915",
            "latin-9",
            "l10",
            "iso-celtic",
            "windows_1250",
            "cswindows1251",
            "cp1252",
            "windows-1257",
            "csTIS620",
            "KOI8-R",
            "koi8_u",
            "cskoi8u",
            "macintosh",
            "IBM850",
            "cp850",
            "us-ascii",
            "ANSI_X3.4-1968",
        ];
        for label in labels {
            for byte in 0..=255u8 {
                let wanted = builtin(label, &[byte]).unwrap_or_else(|| panic!("{label} is not built in"));
                // The standards of browsers differ in frames (KOI8-U) and in what stands for nothing.
                if wanted.chars().all(char::is_alphanumeric) || byte.is_ascii() || label.ends_with("850") {
                    assert_eq!(on_the_page(label, &[byte]), Some(wanted), "{label} {byte:#x}");
                }
            }
        }
    }

    #[test]
    fn longer_forms_are_decoded_alike() {
        let texts: [(&str, &[u8]); 8] = [
            ("utf-7", b"Hi +AOQ-+IKw-! 1 +- 1 +2D3eAA-."),
            ("csUTF7", b"a+AOk b"),
            ("utf-8", "caf\u{e9}".as_bytes()),
            ("utf-16", &[0xfe, 0xff, 0, b'a', 0x20, 0xac]),
            ("UTF-16", &[0xff, 0xfe, b'a', 0, 0xac, 0x20]),
            ("utf-16be", &[0, b'a', 0x20, 0xac]),
            ("csUTF16LE", &[b'a', 0, 0xac, 0x20]),
            ("utf_8", b"plain"),
        ];
        for (label, bytes) in texts {
            assert_eq!(on_the_page(label, bytes), builtin(label, bytes), "{label}");
        }
    }

    #[test]
    fn names_of_east_asia_lead_to_those_of_browsers() {
        for (label, name) in [
            ("cp936", "GBK"),
            ("windows-936", "GBK"),
            ("csGBK", "GBK"),
            ("GB_2312-80", "GBK"),
            ("cp949", "EUC-KR"),
            ("ks_c_5601_1987", "EUC-KR"),
            ("UHC", "EUC-KR"),
            ("csGB18030", "gb18030"),
            ("big5_hkscs", "Big5"),
            ("Extended_UNIX_Code_Packed_Format_for_Japanese", "EUC-JP"),
            ("euc_kr", "EUC-KR"),
        ] {
            let found = Encoding::for_label(label.as_bytes())
                .or_else(|| Encoding::for_label(usual(label).as_bytes()));
            assert_eq!(found.map(Encoding::name), Some(name), "{label}");
        }
    }

    #[test]
    fn nothing_panics() {
        for bytes in [&b"+"[..], b"+AAA", b"+-+", b"\xff+2D0-", b""] {
            for label in ["utf-7", "utf-16", "850", "cs", "iso8859", "", "windows"] {
                let _ = (decode(label, bytes), usual(label));
            }
        }
    }
}
