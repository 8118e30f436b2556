//! Records of DNS that a paste shows: who may send in the name of a domain (RFC 7208, section 3; RFC 7489, section 6.3).
//!
//! As dig, nslookup and host print them, as they stand in a zone, or the value alone. Their words are no words of anybody's:
//! `include:spf.protection.outlook.com` says nothing of a refusal.

use crate::facts::Record;
use crate::mail::reply;
use crate::text::{Text, TextBuilder, lines};

const BEGINS: [&str; 2] = ["v=spf1", "v=DMARC1"];

/// How many are looked at: a domain has a few.
const MOST: usize = 20;

/// The records of a text, in its order.
pub fn find(text: &Text) -> Vec<Record> {
    let string = text.as_str();
    if !BEGINS.iter().any(|begin| string.contains(begin)) {
        return Vec::new();
    }
    let mut asked = None;
    let mut found = Vec::new();
    for line in lines(string) {
        let words = &string[line.clone()];
        let Some(at) = BEGINS.iter().filter_map(|begin| words.find(begin)).min() else {
            asked = asked_name(words).or(asked);
            continue;
        };
        if found.len() == MOST || !introduces(&words[..at]) {
            continue;
        }
        let value = &words[at..];
        let value = value[..value.find(['"', '”', '\'']).unwrap_or(value.len())].trim_end();
        found.push(Record {
            name: owner(&words[..at]).or_else(|| asked.clone()),
            value: value.to_owned(),
            span: text.span(line.start + at..line.start + at + value.len()),
        });
    }
    found
}

/// The words without the records.
pub fn without(text: Text, records: &[Record]) -> Text {
    let mut builder = TextBuilder::new(&text);
    let mut done = 0;
    for range in records.iter().filter_map(|record| text.range_of(record.span)) {
        builder.keep(done..range.start);
        done = range.end;
    }
    if done == 0 {
        return text;
    }
    builder.keep(done..text.len());
    builder.finish()
}

/// Whether what stands before it on its line only leads to it: nothing, quotation marks, the columns of dig, `text =`, or
/// words that say what follows. A reply that quotes a record is a reply.
fn introduces(before: &str) -> bool {
    let bare = before.trim_end_matches(['"', '“', '\'', '`', '(', ' ', '\t']);
    let last = bare.rsplit([' ', '\t']).next().unwrap_or_default();
    let leads = bare.is_empty() || bare.ends_with([':', '=']) || ["TXT", "text", "is", "SPF"].contains(&last);
    leads && reply::find(before).is_none()
}

/// `example.org. 3600 IN TXT "v=spf1 …`, `example.org text = "…`, `example.org descriptive text "…`: whose record it is.
fn owner(before: &str) -> Option<String> {
    let first = before.split_whitespace().next()?;
    let is_column = before.contains("TXT") || before.contains("text");
    (is_column && before.split_whitespace().count() > 1).then(|| domain(first)).flatten()
}

/// `dig +short TXT example.org`, `nslookup -type=txt example.org`: whose records come next.
fn asked_name(line: &str) -> Option<String> {
    let asks = ["dig ", "nslookup ", "host ", "Resolve-DnsName "];
    let at = asks.iter().filter_map(|tool| line.find(tool)).min()?;
    line[at..].split_whitespace().skip(1).find_map(domain)
}

fn domain(word: &str) -> Option<String> {
    let name = word.trim_end_matches('.');
    let is_name = name.contains('.')
        && !name.starts_with(['@', '+', '-', '.'])
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
        && name.parse::<std::net::IpAddr>().is_err();
    is_name.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_tools_print_them() {
        for (paste, name, value) in [
            ("\"v=spf1 mx -all\"", None, "v=spf1 mx -all"),
            (
                "$ dig +short TXT Example.org @192.0.2.53\n\"v=spf1 mx -all\"",
                Some("example.org"),
                "v=spf1 mx -all",
            ),
            ("example.org.\t3600\tIN\tTXT\t\"v=spf1 a ~all\"", Some("example.org"), "v=spf1 a ~all"),
            ("example.org\ttext = \"v=spf1 a ~all\"", Some("example.org"), "v=spf1 a ~all"),
            (
                "_dmarc.example.org descriptive text \"v=DMARC1; p=none\"",
                Some("_dmarc.example.org"),
                "v=DMARC1; p=none",
            ),
            (
                "Our SPF record is v=spf1 mx include:mail.example.net -all",
                None,
                "v=spf1 mx include:mail.example.net -all",
            ),
        ] {
            let found = find(&Text::plain(paste));
            let read = found.first().map(|record| (record.name.as_deref(), record.value.as_str()));
            assert_eq!(read, Some((name, value)), "{paste}");
        }
    }

    #[test]
    fn what_a_reply_quotes_is_no_record_of_the_paste() {
        for paste in
            ["550 5.7.23 your record is v=spf1 -all", "nothing like it", "we looked for v=spf1 there"]
        {
            assert!(find(&Text::plain(paste)).is_empty(), "{paste}");
        }
    }

    #[test]
    fn the_words_around_stay() {
        let text = Text::plain("Ours:\n\"v=spf1 mx -all\"\nbounced");
        let records = find(&text);
        assert_eq!(without(text, &records).as_str(), "Ours:\n\"\"\nbounced");
    }
}
