//! What pasting does to a text does no harm: nothing panics, evidence stays where it stood, and the answer is the same
//! where nothing was lost.

use super::paste::{KINDS, first_cause, fixtures};
use mailwhy::Report;

/// Damage that takes no word away.
fn harmless(paste: &str) -> Vec<(&'static str, String)> {
    let quoted: String = paste.lines().map(|line| format!("> {line}\n")).collect();
    vec![
        ("CR LF", paste.replace('\n', "\r\n")),
        ("CR", paste.replace('\n', "\r")),
        ("quoted", quoted),
        ("byte order mark", format!("\u{feff}{paste}")),
        ("NUL bytes", paste.replace(' ', " \0")),
        ("empty lines around", format!("\n\n{paste}\n\n")),
        (
            "words above",
            format!("Hello, can somebody help? I got this today and do not understand it:\n\n{paste}"),
        ),
        ("words below", format!("{}\n\nThanks,\nMaria\n", paste.trim_end())),
    ]
}

/// Damage after which anything may be answered.
fn harmful(paste: &str) -> Vec<String> {
    let cut = |part: usize| paste[..paste.floor_char_boundary(paste.len() * part / 24)].to_owned();
    let mut damaged: Vec<String> = (1..24).map(cut).collect();
    damaged.push(paste.split('\n').map(|line| format!("    {line}\n")).collect());
    damaged.push(paste.replace('\n', " "));
    damaged.push(paste.replace(':', ""));
    damaged.push(paste.chars().rev().collect());
    damaged.push(paste.bytes().map(char::from).collect());
    damaged.push(wrapped(paste, 40));
    damaged.push(paste.replace("b1", "b2b"));
    damaged.extend(typeset(paste));
    damaged
}

/// Signs of several bytes where plain ones stood, as word processors, web pages and other scripts have them, and some in
/// one line.
fn typeset(paste: &str) -> impl Iterator<Item = String> {
    const SIGNS: &[(char, char)] = &[
        (' ', '\u{a0}'),
        (' ', '\u{3000}'),
        ('\n', '\u{2028}'),
        (':', '：'),
        ('.', '。'),
        ('-', '–'),
        ('=', '＝'),
        ('"', '“'),
        ('\'', '’'),
        ('<', '‹'),
        ('(', '（'),
        ('[', '【'),
        ('@', '＠'),
        ('/', '／'),
        ('i', 'İ'),
        ('0', '٠'),
    ];
    let joined = paste.replace('\n', " ");
    SIGNS.iter().flat_map(move |(plain, other)| {
        [
            paste.replace(*plain, &other.to_string()),
            every_second(paste, *plain, *other),
            every_second(&joined, *plain, *other),
        ]
    })
}

fn every_second(text: &str, plain: char, other: char) -> String {
    let mut is_turn = false;
    let signs = text.chars().map(|c| {
        is_turn ^= c == plain;
        if c == plain && is_turn { other } else { c }
    });
    signs.collect()
}

fn wrapped(paste: &str, width: usize) -> String {
    let mut out = String::new();
    for line in paste.lines() {
        for (index, c) in line.chars().enumerate() {
            if index > 0 && index % width == 0 {
                out.push('\n');
            }
            out.push(c);
        }
        out.push('\n');
    }
    out
}

/// Evidence quotes the paste.
fn check(paste: &str, report: &Report) {
    assert!(!report.findings.is_empty());
    for evidence in report.findings.iter().flat_map(|finding| &finding.evidence) {
        assert_eq!(paste.get(evidence.start..evidence.end), Some(evidence.quote.as_str()));
    }
}

#[test]
fn harmless_damage_changes_no_answer() {
    let mut changed = Vec::new();
    for fixture in fixtures(KINDS) {
        for (what, damaged) in harmless(&fixture.paste) {
            let report = crate::diagnose(&damaged);
            check(&damaged, &report);
            if first_cause(&report) != fixture.cause {
                changed.push(format!("{}, {what}: {}", fixture.name, first_cause(&report)));
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// A megabyte of what could be read again and again: each is done in a moment, or the test run hangs.
#[test]
fn hostile_repetition_takes_linear_time() {
    let head = "From: MAILER-DAEMON@out.example.org\nSubject: failure notice\n";
    for (fields, piece) in [
        ("", "@"),
        ("", "550 "),
        ("", "550 5.1.1 <a@b.example> no\n"),
        ("", "said: 550 nope "),
        ("", "<<< 550 nope "),
        ("Content-Type: text/html\n", "<a "),
        ("Content-Type: multipart/mixed; boundary=x\n", "--x\nContent-Type: text/plain\n\n"),
        ("Content-Transfer-Encoding: quoted-printable\n", "=\n"),
        ("Content-Transfer-Encoding: base64\n", "YWFh"),
    ] {
        let paste = format!("{head}{fields}\n{}", piece.repeat(1_000_000 / piece.len()));
        check(&paste, &crate::diagnose(&paste));
    }
    // Fields without end, each with what one of the checks looks for in all the others.
    let way = "Received: from a.example (a.example [192.0.2.1]) by b.example with SMTP (version=TLS1_0); Tue, 3 Nov 2026 10:00:00 +0100\n";
    for field in [
        way,
        "X-Spam-Report: x\n",
        "X-Greylist: delayed 312 seconds by b.example\nReceived: by b.example; Tue, 3 Nov 2026 10:00:00 +0100\n",
        "Authentication-Results: NUMBER.example; spf=none; dkim=none\n",
        "Received-SPF: none (mx.example: nothing)\n",
        "X-Forefront-Antispam-Report: KEYS\n",
    ] {
        let field =
            field.replace("KEYS", &"NUMBER:b;".repeat(if field.contains("KEYS") { 100_000 } else { 0 }));
        let mut number = 0;
        let mut paste = String::from("From: a@example.org\n");
        while paste.len() < 1_000_000 {
            let parts = field.split("NUMBER").collect::<Vec<_>>();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    number += 1;
                    paste.push_str(&format!("n{number}"));
                }
                paste.push_str(part);
            }
        }
        check(&paste, &crate::diagnose(&paste));
    }
}

/// Calls, names and options on one line, each of which could be followed to the line's end.
#[test]
fn secrets_are_looked_for_in_linear_time() {
    for piece in
        ["login 'a' ", "auth 'x', ", "login(\"a\", \"€", "pass='", "curl -u a", "smtp://a:b", "bearer "]
    {
        grows_linearly(piece, |size| piece.repeat(size / piece.len()));
    }
}

/// Hops of one house that each name another recipient, and replies on one line: what is found once for each of them may be looked for in
/// all the others.
#[test]
fn many_of_a_kind_take_linear_time() {
    let hop = |number: usize| {
        format!(
            "Received: from mx{number}.example.com (mx{number}.example.com [192.0.2.1]) by mx{}.example.com with ESMTPS id a{number} for \
             <ann@example.com>; Tue, 3 Nov 2026 10:00:00 +0100\n",
            number + 1
        )
    };
    grows_linearly("hops", |size| {
        (0..size / 150).rev().map(hop).collect::<String>()
            + "From: bob@example.org\nTo: ann@example.com\nSubject: a\n"
    });
    for piece in ["550 5.1.1 no such user ", "ab c\n", "> > > a\n", "<", "=?"] {
        grows_linearly(piece, |size| piece.repeat(size / piece.len()));
    }
}

#[test]
fn other_layouts_take_linear_time() {
    let value = "by mx.example.com with ESMTPS id a1; Tue, 3 Nov 2026 10:00:00 +0100";
    let rows = [
        format!("{{\"name\": \"Received\", \"value\": \"{value}\\r\\n\"}},\n"),
        format!("[\"Received\", \"{value}\"],"),
        format!("| Received | {value}<br> |\n"),
        format!("**Received:** {value}\n\n"),
        format!("12  Received: {value}\n13   x\n"),
        format!("Received\n{value}\n"),
        "{\"Received\":[\"\\u00e4".to_owned(),
        "Received: =3D=\n=C3=A4 ".to_owned(),
    ];
    for row in rows {
        grows_linearly(&row, |size| row.repeat(size / row.len()));
    }
    for (start, piece) in [
        ("Received [\"a\":", "["),
        ("DKIM-Signature: h=", "a:b\n"),
        ("x\nReceived: a\n", "\tb; dmarc=pass\n"),
    ] {
        grows_linearly(start, |size| start.to_owned() + &piece.repeat(size / piece.len()));
    }
}

/// Eight times the text may take three times as much as that, and no more.
fn grows_linearly(name: &str, make: impl Fn(usize) -> String) {
    use std::time::{Duration, Instant};
    let took = |size: usize| {
        let paste = make(size);
        let run = || {
            let start = Instant::now();
            check(&paste, &crate::diagnose(&paste));
            start.elapsed()
        };
        // The quickest of three: the machine may be busy with other things.
        run().min(run()).min(run())
    };
    let (short, long) = (took(50_000), took(400_000));
    assert!(long < short * 24 + Duration::from_millis(300), "{name}: {short:?}, {long:?}");
}

#[test]
fn no_damage_is_too_much() {
    for fixture in fixtures(KINDS) {
        for damaged in harmful(&fixture.paste) {
            check(&damaged, &crate::diagnose(&damaged));
        }
    }
}
