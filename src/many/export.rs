//! The table for a spreadsheet, and as data.
//!
//! The page writes it, so it does without serde there; the test holds it against serde's.

use super::{Case, Count};
use crate::report::csv::row;

const HEAD: [&str; 9] = ["id", "cause", "title", "permanence", "who", "recipient", "domain", "host", "words"];

pub fn csv<'a>(cases: impl IntoIterator<Item = &'a Case>) -> String {
    let mut out = row(HEAD);
    for case in cases {
        out += &row([
            case.id.as_str(),
            &case.cause,
            &case.title,
            &case.permanence,
            &case.act,
            case.recipient.as_deref().unwrap_or_default(),
            case.domain().unwrap_or_default(),
            case.host.as_deref().unwrap_or_default(),
            case.quote.as_deref().unwrap_or_default(),
        ]);
    }
    out
}

/// The cases as JSON, a line for each, and what was counted, by its name.
pub fn json(cases: &[&Case], counts: &[(&str, Vec<Count>)]) -> String {
    let lines = |rows: Vec<String>| format!("[\n{}\n]", rows.join(",\n"));
    let mut out = format!("{{\n\"cases\": {}", lines(cases.iter().map(|case| object(case)).collect()));
    for (name, counted) in counts {
        let row =
            |count: &Count| format!("{{\"name\": {}, \"count\": {}}}", quoted(&count.name), count.count);
        out += &format!(",\n{}: {}", quoted(name), lines(counted.iter().map(row).collect()));
    }
    out + "\n}\n"
}

fn object(case: &Case) -> String {
    let fields = [
        ("id", Some(&case.id)),
        ("cause", Some(&case.cause)),
        ("title", Some(&case.title)),
        ("act", Some(&case.act)),
        ("who", Some(&case.who)),
        ("state", Some(&case.state)),
        ("permanence", Some(&case.permanence)),
        ("recipient", case.recipient.as_ref()),
        ("host", case.host.as_ref()),
        ("quote", case.quote.as_ref()),
    ];
    let fields = fields.iter().filter_map(|(name, value)| Some(format!("\"{name}\": {}", quoted((*value)?))));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

/// A text in JSON (RFC 8259, 7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            '\0'..='\u{1f}' => out += &format!("\\u{:04x}", u32::from(sign)),
            _ => out.push(sign),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, from_str, to_value};

    #[test]
    fn the_data_are_what_serde_would_write() {
        let full = Case {
            id: "a \"b\" \\".into(),
            quote: Some("line\none\u{1}\u{7f}ä\u{2028}".into()),
            recipient: Some("ann@example.org".into()),
            host: Some("mx".into()),
            ..Case::default()
        };
        let bare = Case { cause: "mailbox-full".into(), title: "Full".into(), ..Case::default() };
        let counted = vec![Count { name: "x\"y".into(), count: 12 }];
        let wanted = serde_json::json!({ "cases": [&full, &bare], "causes": &counted, "hosts": [] });
        let written = json(&[&full, &bare], &[("causes", counted), ("hosts", Vec::new())]);
        assert_eq!(from_str::<Value>(&written).unwrap(), to_value(wanted).unwrap());
    }

    #[test]
    fn each_case_is_a_row() {
        let case = Case {
            id: "a.mbox#2".into(),
            cause: "mailbox-full".into(),
            recipient: Some("ann@example.org".into()),
            quote: Some("552 full, sorry".into()),
            ..Case::default()
        };
        let rows = "id,cause,title,permanence,who,recipient,domain,host,words\r\n\
            a.mbox#2,mailbox-full,,,,ann@example.org,example.org,,\"552 full, sorry\"\r\n";
        assert_eq!(csv([&case]), rows);
    }
}
