//! The fields of a mail as programs show them above what they forward or quote: in the reader's language, with the signs of a quotation
//! before them, and in French with a blank before the colon that does not break.

/// What `From` is called.
const FROM: &[&str] = &[
    "from",
    "sender",
    "von",
    "absender",
    "de",
    "expéditeur",
    "remitente",
    "remetente",
    "da",
    "mittente",
    "van",
    "afzender",
    "od",
    "nadawca",
    "odesílatel",
    "odosielateľ",
    "från",
    "avsändare",
    "fra",
    "afsender",
    "avsender",
    "lähettäjä",
    "frá",
    "feladó",
    "de la",
    "expeditor",
    "kimden",
    "gönderen",
    "από",
    "αποστολέας",
    "от",
    "от кого",
    "отправитель",
    "від",
    "відправник",
    "від кого",
    "מאת",
    "من",
    "จาก",
    "từ",
    "差出人",
    "送信者",
    "送信元",
    "发件人",
    "寄件者",
    "寄件人",
    "보낸 사람",
    "보낸사람",
    "발신자",
];

/// So long is a name at most, in bytes.
const LONGEST: usize = 40;

/// Whether a line is the field From.
pub fn is_from(line: &str) -> bool {
    from_value(line).is_some()
}

/// What stands in the field From, where a line is that.
pub fn from_value(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '*' | '_'));
    let colon = line.find([':', '：']).filter(|at| *at <= LONGEST)?;
    let name =
        line[..colon].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).to_lowercase();
    let behind = line[colon..].trim_start_matches([':', '：']);
    FROM.contains(&name.as_str()).then(|| behind.trim_matches(|c: char| c.is_whitespace() || c == '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_known_in_many_languages() {
        for line in [
            "From: Ann <ann@example.org>",
            "De\u{a0}: Ann <ann@example.org>",
            "De\u{202f}: Ann <ann@example.org>",
            "> *Von:* Ann <ann@example.org>",
            "От: Ann <ann@example.org>",
            "Från: Ann <ann@example.org>",
            "Fra: Ann <ann@example.org>",
            "送信者: Ann <ann@example.org>",
            "发件人： Ann <ann@example.org>",
            "От кого: Ann <ann@example.org>",
        ] {
            assert_eq!(from_value(line), Some("Ann <ann@example.org>"), "{line}");
        }
        for line in [
            "To: ann@example.org",
            "À\u{a0}: ann@example.org",
            "Кому: ann@example.org",
            "von ann@example.org",
        ] {
            assert!(!is_from(line), "{line}");
        }
    }
}
