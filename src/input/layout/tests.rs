use super::*;
use crate::input::damage;

/// As mail has it: the values in one line each.
const FIELDS: &[(&str, &str)] = &[
    ("Return-Path", "<ada@shop.example>"),
    (
        "Received",
        "from mx.shop.example (mx.shop.example [192.0.2.7]) by in.club.example with ESMTPS id 7Qx; Tue, 3 Nov 2026 08:15:20 +0100",
    ),
    ("Received", "by mx.shop.example id 7Qw; Tue, 3 Nov 2026 08:15:04 +0100"),
    (
        "Authentication-Results",
        "in.club.example; dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example",
    ),
    ("X-Spam-Note", "nothing"),
    ("From", "\"Ada \\ Co\" <ada@shop.example>"),
    ("Subject", "Grüße"),
];

fn rows(row: impl Fn(usize, &str, &str) -> String) -> String {
    FIELDS.iter().enumerate().map(|(at, (name, value))| row(at, name, value)).collect()
}

/// The text has to become those fields, and each name has to point to where it stands in the paste.
#[track_caller]
fn check(paste: &str) -> Text {
    let plain = Text::plain(paste);
    let text = damage::unprefix(&plain).unwrap_or(plain);
    let (start, _) = text.as_str().split_once("Return-Path:").expect("a field");
    let block = text.slice(start.len()..text.len());
    let (found, _) = header::fields(block.as_str());
    let got: Vec<(String, String)> = found
        .iter()
        .map(|field| {
            let value = header::unfold(block.get(field.value.clone())).into_owned();
            (block.get(field.name.clone()).to_owned(), value)
        })
        .collect();
    let got: Vec<(&str, &str)> = got.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(got, FIELDS, "{paste}\n---\n{}", block.as_str());
    for field in &found {
        let span = block.span(field.value.clone());
        assert!(paste.get(span.range()).is_some(), "{span:?}");
        let last = block.get(field.value.clone()).chars().next_back();
        assert!(
            paste[span.range()]
                .trim_end_matches(['"', '\\', '|'])
                .ends_with(|c| Some(c) == last || c == '}' || c == 'c'),
            "{:?}",
            &paste[span.range()]
        );
    }
    text
}

fn json(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace("; ", ";\\r\\n\\t").replace('ü', "\\u00fc")
}

#[test]
fn tables() {
    check(&rows(|_, name, value| format!("{name}\t{value}\n")));
    check(&rows(|_, name, value| format!("{name}\t{value}\r\n")));
    check(&rows(|at, name, value| format!("{}\t{name}\t{value}\n", at + 1)));
    check(&format!("Name\tValue\n{}", rows(|_, name, value| format!("{name}\t{value}\n"))));
    check(&rows(|_, name, value| format!("{name:26}{value}\n")));
    let bars = rows(|_, name, value| format!("| {name} | {} |\n", value.replace("; ", ";<br>")));
    check(&format!("Why is it in Junk?\n\n| Name | Value |\n|------|:-----|\n{bars}"));
    check(&rows(|_, name, value| format!("**{name}** | {value}\n")));
}

#[test]
fn lists_and_bold_names() {
    for (open, close) in [
        ("**", ":** "),
        ("**", "**: "),
        ("*", ":* "),
        ("- ", ": "),
        ("* **", ":** "),
        ("`", "`: "),
        ("<b>", ":</b> "),
    ] {
        check(&rows(|_, name, value| format!("{open}{name}{close}{value}\n")));
        check(&rows(|_, name, value| format!("{open}{name}{close}{}\n", value.replace("; ", ";\n    "))));
        check(&rows(|_, name, value| format!("{open}{name}{close}{value}\n\n")));
    }
}

#[test]
fn numbered_lines() {
    let fields = rows(|_, name, value| format!("{name}: {}\n", value.replace("; ", ";\n  ")));
    let numbered = |form: fn(usize, &str) -> String| {
        fields.lines().enumerate().map(|(at, line)| form(at + 1, line)).collect::<String>()
    };
    check(&numbered(|at, line| format!("{at:6}  {line}\n")));
    check(&numbered(|at, line| format!("{at}: {line}\n")));
    check(&numbered(|at, line| format!("{at:>4}\t{line}\n")));
    check(&numbered(|at, line| format!("{at}. {line}\n")));
    // A fold that looks like a field, and a date that a fold begins with.
    let folds = "  7  Received: by a.example id 1; Tue,\n  8    3 Nov 2026 08:15:20 +0100\n  9  X-Forefront-Antispam-Report:\n 10   CIP:192.0.2.1;CTRY:DE;\n 11  To: b\n 12  From: a@a.example\n";
    let text = as_fields(&Text::plain(folds)).expect("a layout");
    assert_eq!(
        text.as_str(),
        "Received: by a.example id 1; Tue,\n 3 Nov 2026 08:15:20 +0100\nX-Forefront-Antispam-Report: \n CIP:192.0.2.1;CTRY:DE;\nTo: b\nFrom: a@a.example\n"
    );
}

#[test]
fn a_name_above_its_value() {
    check(&rows(|_, name, value| format!("{name}\n{value}\n")));
    check(&rows(|_, name, value| format!("{name}:\n{value}\n")));
    let empty = rows(|_, name, value| format!("{name}:\n{}\n", value.replace("nothing", "")));
    let text = as_fields(&Text::plain(&empty)).expect("a layout");
    assert!(text.as_str().contains("X-Spam-Note: \nFrom: \n \"Ada"), "{}", text.as_str());
}

#[test]
fn json_of_programs() {
    let one = |name: &str, value: &str| format!("{{\"name\": \"{name}\", \"value\": \"{}\"}}", json(value));
    let list = FIELDS.iter().map(|(name, value)| one(name, value)).collect::<Vec<_>>().join(",\n  ");
    check(&format!("[{list}]"));
    check(&format!(
        "What is this?\n{{\"id\": \"18c\", \"payload\": {{\"partId\": \"\", \"headers\": [\n  {list}\n], \"parts\": [{{\"headers\": [{}]}}]}}}}",
        one("Content-Type", "text/plain")
    ));
    // Cut at its end, and within the string before it.
    check(&format!("from a.example\"}},{list}"));
    check(&format!("from a.example\"\n}},{{\"x\": 1}},\n{list}, {{\"name\": \"To\", \"val"));
    let upper = list.replace("\"name\"", "\"Name\"").replace("\"value\"", "\"Value\"");
    check(&format!("{{\"Headers\":[{upper}]}}"));
    let pairs = FIELDS.iter().map(|(name, value)| format!("[\"{name}\", \"{}\"]", json(value)));
    check(&format!("[{}]", pairs.collect::<Vec<_>>().join(",")));
    let script = list.replace("\"name\"", "name").replace("\"value\"", "value");
    check(&format!("headers: [\n  {script}\n]"));
}

#[test]
fn json_with_names_as_keys() {
    let value = |at: usize| json(FIELDS[at].1);
    check(&format!(
        "{{\"Return-Path\": \"{}\", \"Received\": [\n \"{}\",\n \"{}\"\n], \"Authentication-Results\": \"{}\", \"X-Spam-Note\": \"{}\", \"From\": \"{}\", \"Subject\": \"{}\"}}",
        value(0),
        value(1),
        value(2),
        value(3),
        value(4),
        value(5),
        value(6)
    ));
}

#[test]
fn other_texts_stay() {
    let fields = rows(|_, name, value| format!("{name}: {value}\n"));
    for text in [
        fields.as_str(),
        &fields.replace("; ", ";\n  "),
        "{\"notificationType\":\"Bounce\",\"mail\":{\"headers\":[{\"name\":\"Received\",\"value\":\"from a\"},{\"name\":\"From\",\"value\":\"a@b.example\"},{\"name\":\"To\",\"value\":\"c\"}]}}",
        "{\"event\":\"failed\",\"message\":{\"headers\":{\"to\":\"a@b.example\",\"message-id\":\"1@b\",\"from\":\"x\",\"subject\":\"y\"}}}",
        "{\"headers\":{\"Accept\":\"*/*\",\"User-Agent\":\"curl\",\"X-Forwarded-For\":\"192.0.2.1\"}} received",
        "From\tada@shop.example\nTo\tb\nSubject\tx\n",
        "- From: what we received\n- To: b\n- Subject: x\n",
        "1: one\n2: received\n",
        "Received\n\n\n",
    ] {
        assert_eq!(as_fields(&Text::plain(text)), None, "{text}");
    }
}

#[test]
fn quoted_printable_is_decoded() {
    let paste = "Look:\n\nReceived: from a.example (version=3DTLS1_3) by b.example; Tue, 3 Nov 2026 08:15:04 +01=\n00\nFrom: Ren=C3=A9 <r@a.example>\nSubject: a =E2=82=\n=AC b=\n\n\nbody = not\n";
    let text = unprint(&Text::plain(paste)).expect("quoted-printable");
    assert!(
        text.as_str().contains("(version=TLS1_3) by b.example; Tue, 3 Nov 2026 08:15:04 +0100\nFrom: René <"),
        "{}",
        text.as_str()
    );
    assert!(
        text.as_str().contains("Subject: a € b\n") && text.as_str().ends_with("body = not\n"),
        "{}",
        text.as_str()
    );
    let zone = text.as_str().find("+0100").expect("a zone");
    assert_eq!(&paste[text.span(zone..zone + 5).range()], "+01=\n00");
    for fine in [
        "Received: x\nContent-Type: a; charset=utf-8\nDKIM-Signature: b=3D=\n",
        "Received: x\nDKIM-Signature: v=1; b=abc=\nFrom: a\n",
        "a =3D b=\nc\n",
    ] {
        assert_eq!(unprint(&Text::plain(fine)), None, "{fine}");
    }
}

#[test]
fn words_in_quoted_printable_are_decoded() {
    let paste =
        "> <ann@example.o=\nrg>: host mx.example.org said: 552 5.3.=\n4 Message t=\noo big, it=E2=80=99s\n";
    let text = unprint_words(&Text::plain(paste)).expect("quoted-printable");
    assert_eq!(
        text.as_str(),
        "> <ann@example.org>: host mx.example.org said: 552 5.3.4 Message too big, it’s\n"
    );
    for fine in ["a=\nb=\nc=\nd\n", "a=20b=\nc=\nd=\ne = f\n", "a=20b=\nc=\nd\n"] {
        assert_eq!(unprint_words(&Text::plain(fine)), None, "{fine}");
    }
}

/// Cut anywhere, and with hostile signs, it only has to come back.
#[test]
fn nothing_breaks_it() {
    let list = FIELDS
        .iter()
        .map(|(name, value)| format!("{{\"name\":\"{name}\",\"value\":\"{}\\ud83d\\ude00\"}}", json(value)));
    let layouts = [
        format!("[{}]", list.collect::<Vec<_>>().join(",")),
        rows(|_, name, value| format!("| **{name}** | {value}<br>\\| |\n")),
        rows(|at, name, value| format!("{at:4}  {name}: {value}\n{at}\n")),
        rows(|_, name, value| format!("{name}\t{value}=\n=C3=\u{0}=3D\n")),
        rows(|_, name, value| format!("{name}: {}=\n=C3=3D\n", value.replace('=', "=3D"))),
    ];
    for layout in layouts {
        for (at, _) in layout.char_indices() {
            for part in [&layout[..at], &layout[at..]] {
                let plain = Text::plain(part);
                let text = damage::unprefix(&plain).unwrap_or(plain);
                assert!(text.span(0..text.len()).end <= part.len());
            }
        }
    }
}
