//! What a header block says: the message, who vouched for it, what filters made of it, every field.

use super::super::explained::{Cell, Row, Sheet, head};
use super::pairs;
use crate::knowledge;
use crate::report::Report;
use crate::report::message::{Auth, Filter, Value};
use crate::report::opinions::{self, Alignment, Observation};
use crate::text::order;
use std::collections::BTreeMap;

/// All that a header block tells.
pub fn all(report: &Report) -> impl Iterator<Item = Sheet> {
    let told = [observations(report), alignment(report), auth(report), filters(report)];
    told.into_iter().flatten().chain(itself(report))
}

/// The message and its fields, and nothing on what they tell.
pub fn itself(report: &Report) -> impl Iterator<Item = Sheet> {
    [message(report), fields(report)].into_iter().flatten()
}

/// What is worth knowing but is no cause of failure.
fn observations(report: &Report) -> Option<Sheet> {
    // Where belief begins is said in the timeline, at its place.
    let trust = report.timeline.as_ref().and_then(|timeline| timeline.trust.as_ref());
    // What DMARC came to stands above its table.
    let alignment = report.alignment.as_ref().map(|alignment| &alignment.text);
    let is_told =
        |one: &&Observation| trust.is_some_and(|trust| trust.why == one.text) || alignment == Some(&one.text);
    let observations: Vec<&Observation> = report.untold().filter(|one| !is_told(one)).collect();
    let sign = |level: &str| match level {
        "warning" => "warning",
        "notice" => "notice",
        _ => "",
    };
    let rows = observations.iter().map(|one| {
        let row = Row::new(vec![Cell::new(&one.text).sign(sign(&one.level))]);
        match one.evidence.first() {
            Some(evidence) => row.at(evidence.start, evidence.end),
            None => row,
        }
    });
    // As many as have a sign, here and in the text to copy.
    let signed = observations.iter().filter(|one| !sign(&one.level).is_empty()).count();
    (!observations.is_empty()).then(|| Sheet {
        id: "observations".to_owned(),
        title: "Worth knowing".to_owned(),
        summary: match signed {
            0 => crate::diagnose::checks::speak::count(observations.len() as u64, "observation"),
            _ if observations.len() == signed => format!("{signed} to look at"),
            _ => format!("{} observations, {signed} of them to look at", observations.len()),
        },
        open: matches!(report.kind.as_str(), "headers" | "message"),
        rows: rows.collect(),
        ..Sheet::default()
    })
}

/// DMARC: whether what was proved belongs to the author's domain.
fn alignment(report: &Report) -> Option<Sheet> {
    let alignment = report.alignment.as_ref()?;
    let rows = alignment.rows.iter().map(|row| {
        let selector = row.selector.as_ref().map(|selector| format!("key {selector}")).unwrap_or_default();
        let result = row.result.as_deref().unwrap_or("not stated");
        Row::new(vec![
            Cell::new(row.by.to_ascii_uppercase()),
            Cell::code(&row.domain).small(selector),
            Cell::new(result).sign(sign(result)).small(row.remark.as_deref().unwrap_or_default()),
            Cell::new(match row.relation.as_str() {
                "strict" => "the very same domain",
                "relaxed" => "the same organisation",
                _ => "another organisation",
            }),
        ])
    });
    Some(Sheet {
        id: "alignment".to_owned(),
        title: "Does it belong to the author?".to_owned(),
        summary: match alignment.aligned {
            Some(true) if alignment.stated.as_deref() == Some("fail") => {
                "contradictory: a proof that belongs, and a server that says DMARC failed".to_owned()
            }
            Some(true) if is_conditional(alignment) => {
                format!(
                    "yes, to {}, unless {} asks for strict alignment",
                    alignment.organization, alignment.from
                )
            }
            Some(true) => format!("yes, to {}", alignment.organization),
            Some(false) => format!("nothing proves that it comes from {}", alignment.organization),
            None if !alignment.noted.is_empty() => "a spam filter’s word alone".to_owned(),
            None => "too little is stated to tell".to_owned(),
        },
        sentences: vec![alignment.text.clone()],
        head: head(&["Check", "Proves", "Result", "Against the author’s domain"]),
        rows: rows.collect(),
        ..Sheet::default()
    })
}

/// What proves it bears another name of the organisation, and no server says that this was enough.
fn is_conditional(alignment: &Alignment) -> bool {
    let proves = |row: &opinions::Row| row.result.as_deref() == Some("pass") && row.relation == "strict";
    alignment.stated.as_deref() != Some("pass") && !alignment.rows.iter().any(proves)
}

/// The statements of the servers, as they stand. Where one server made them all it is named once, above; where none is named, that
/// is said once.
fn auth(report: &Report) -> Option<Sheet> {
    let mut by: Vec<&str> = report.auth.iter().filter_map(|auth| auth.authserv.as_deref()).collect();
    by.dedup();
    let one = by.len() == 1 && report.auth.iter().all(|auth| auth.authserv.is_some());
    let is_unsaid = by.is_empty() && report.auth.len() > 1;
    let mut rows: Vec<Row> = report.auth.iter().map(|auth| statement(auth, one || is_unsaid)).collect();
    rows.extend(report.received_spf.iter().map(|spf| {
        Row::new(vec![
            Cell::new("Received-SPF"),
            Cell::new(&spf.result).sign(sign(&spf.result)),
            about(&spf.props),
        ])
    }));
    let noted = report.alignment.iter().flat_map(|alignment| &alignment.noted);
    rows.extend(noted.map(|noted| {
        Row::new(vec![
            Cell::new("Filter’s test").small(&noted.by),
            Cell::code(&noted.test).small(&noted.meaning),
            Cell::new(""),
        ])
    }));
    rows.extend(report.arc.iter().map(|arc| {
        let cv = arc.cv.as_deref().unwrap_or("not stated");
        Row::new(vec![
            Cell::new("ARC chain"),
            Cell::new(cv).sign(sign(cv)).small(match cv {
                "none" => "The first server of the chain sealed it: no seal was there before.",
                "pass" => "The last server of the chain found the seals before its own unbroken.",
                "fail" => "The last server of the chain found a seal before its own broken.",
                _ => "",
            }),
            Cell::new(if arc.instances == 1 {
                "1 set".to_owned()
            } else {
                format!("{} sets", arc.instances)
            }),
        ])
    }));
    rows.extend(report.dkim_signatures.iter().filter(|tags| is_its(report, tags)).map(signature));
    (!rows.is_empty()).then(|| Sheet {
        id: "auth".to_owned(),
        title: "Authentication".to_owned(),
        summary: auth_summary(report),
        sentences: match (one, is_unsaid) {
            (true, _) => vec![format!("The results are stated by {}.", by[0])],
            (_, true) => vec!["Which server states the results is not said.".to_owned()],
            _ => Vec::new(),
        },
        head: head(&["Check", "Result", "About"]),
        rows,
        ..Sheet::default()
    })
}

fn statement(auth: &Auth, named: bool) -> Row {
    let by = match auth.authserv.as_deref() {
        _ if named => String::new(),
        Some(by) => format!("stated by {by}"),
        None => "who states it is not said".to_owned(),
    };
    Row::new(vec![
        Cell::new(auth.method.to_ascii_uppercase()).small(by),
        Cell::new(&auth.result).sign(sign(&auth.result)).small(words_on(auth)),
        about(&auth.props),
    ])
    .at(auth.start, auth.end)
}

/// What the result means, and what the server adds.
fn words_on(auth: &Auth) -> String {
    let both = [auth.meaning.as_deref(), auth.comment.as_deref()];
    both.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn about(props: &BTreeMap<String, String>) -> Cell {
    Cell::code(props.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
}

/// The table above leaves out what was copied along with an older mail.
fn is_its(report: &Report, tags: &BTreeMap<String, String>) -> bool {
    let Some((table, domain)) =
        report.alignment.as_ref().zip(tags.get("d").filter(|domain| domain.contains('.')))
    else {
        return true;
    };
    table.rows.iter().any(|row| row.by == "dkim" && row.domain.eq_ignore_ascii_case(domain))
}

fn signature(tags: &BTreeMap<String, String>) -> Row {
    let words = [("by ", tags.get("d")), ("key ", tags.get("s")), ("", tags.get("a"))];
    let words: Vec<String> =
        words.iter().filter_map(|(word, value)| value.map(|value| format!("{word}{value}"))).collect();
    Row::new(vec![Cell::new("DKIM signature"), Cell::new("carried"), Cell::code(words.join(", "))])
}

/// The sign of a result (RFC 8601, section 2.7).
fn sign(result: &str) -> &'static str {
    match result {
        "pass" => "fine",
        // Rspamd says "reject" of a chain of seals that is broken.
        "fail" | "hardfail" | "policy" | "permerror" | "reject" => "permanent",
        "softfail" => "warning",
        "temperror" => "temporary",
        "none" | "neutral" => "notice",
        _ => "unknown",
    }
}

/// "SPF pass, DKIM pass, DMARC fail"
fn auth_summary(report: &Report) -> String {
    let stated = report.auth.iter().map(|one| format!("{} {}", one.method.to_ascii_uppercase(), one.result));
    let spf = report.received_spf.iter().filter(|_| report.auth.is_empty());
    let spf = spf.map(|spf| format!("Received-SPF {}", spf.result));
    let mut words: Vec<String> = Vec::new();
    for word in stated.chain(spf) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        let noted = report.alignment.iter().any(|alignment| !alignment.noted.is_empty());
        return if noted { "noted by a spam filter alone" } else { "no results stated" }.to_owned();
    }
    words.truncate(5);
    words.join(", ")
}

/// What spam filters wrote, translated where it is documented.
fn filters(report: &Report) -> Option<Sheet> {
    let verdict = |filter: &Filter| Some(format!("{}: {}", maker(filter), filter.verdict.as_deref()?));
    let mut names: Vec<&str> = Vec::new();
    for filter in &report.filters {
        let name = maker(filter);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| Sheet {
        id: "filters".to_owned(),
        title: "Filters".to_owned(),
        summary: names.join(", "),
        search: true,
        sentences: report.filters.iter().filter_map(verdict).collect(),
        head: head(&["Filter", "Key or test", "Value"]),
        rows: by_weight(report),
        ..Sheet::default()
    })
}

/// What speaks against the mail stands first. Then each filter's rows: what speaks for it, what is explained, and the rest.
fn by_weight(report: &Report) -> Vec<Row> {
    let filters = report.filters.iter().enumerate();
    let mut rows: Vec<(usize, usize, Row)> = filters
        .flat_map(|(at, filter)| filter_rows(filter).into_iter().map(move |row| (at, row)))
        .map(|(at, row)| {
            let value = &row.cells[2];
            let rank = match (value.sign.as_str(), value.small.is_empty()) {
                ("warning", _) => 0,
                ("fine", _) => 1,
                (_, false) => 2,
                _ => 3,
            };
            (rank, at, row)
        })
        .collect();
    order::by_key(&mut rows, |(rank, at, _)| if *rank == 0 { (0, *at, 0) } else { (1, *at, *rank) });
    let mut before = usize::MAX;
    let head = |(_, at, mut row): (usize, usize, Row)| {
        // The field's name stands with the first of its rows.
        if at != before {
            row.cells[0].small = field_name(report, &report.filters[at]);
        }
        before = at;
        row
    };
    rows.into_iter().map(head).collect()
}

fn field_name(report: &Report, filter: &Filter) -> String {
    let mut fields = report.message.iter().flat_map(|message| &message.fields);
    fields.find(|field| field.start == filter.start).map(|field| field.name.clone()).unwrap_or_default()
}

/// Each key once: its value, and what that means where it is known.
fn filter_rows(filter: &Filter) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: Cell, meaning: &str, leaning: i8| {
        let value = value.small(meaning).sign(match leaning {
            1.. => "warning",
            0 => "",
            _ => "fine",
        });
        let cells = vec![Cell::new(maker(filter)), Cell::code(key), value];
        rows.push(Row::new(cells).at(filter.start, filter.end));
    };
    let mut notes = BTreeMap::new();
    for note in filter.notes.iter().rev() {
        notes.insert(note.term.as_str(), note);
    }
    let note = |term: &str| notes.get(term).copied();
    let ends = |text: &str| filter.notes.iter().find(|note| note.term.split(':').nth(1) == Some(text));
    let has_points = filter.fields.contains_key("points");
    for (key, value) in &filter.fields {
        match value {
            Value::Text(text) => {
                let pairs = [format!("{key}:{text}"), format!("{key}={text}")];
                let found =
                    pairs.iter().find_map(|pair| note(pair)).or_else(|| note(key)).or_else(|| note(text));
                // A bare level is explained under its own name.
                let found = found.or_else(|| (key == "score").then(|| ends(text)).flatten());
                row(
                    key,
                    Cell::code(text),
                    found.map_or("", |note| &note.meaning),
                    found.map_or(0, |note| note.leaning),
                );
            }
            // The same tests are listed with their points.
            Value::List(_) if key == "tests" && has_points => {}
            Value::List(list) => {
                for item in list {
                    let (test, points) = item.split_once('=').unwrap_or((item, ""));
                    let found = note(test);
                    let meaning = found.map_or("", |note| &note.meaning);
                    row(test, Cell::code(points), meaning, found.map_or(0, |note| note.leaning));
                }
            }
        }
    }
    rows
}

/// Who wrote a filter's field, for people: the ids are the report's.
pub fn maker(filter: &Filter) -> &'static str {
    let id = filter.name.as_str();
    // Many programs write a bare yes or no under SpamAssassin's name.
    if id == "spamassassin" && filter.fields.keys().all(|key| key == "flag") {
        return "Spam filter";
    }
    let known = MAKERS.iter().find(|(start, _)| id.starts_with(start));
    known.map_or("Filter", |(_, name)| name)
}

const MAKERS: &[(&str, &str)] = &[
    ("forefront-untrusted", "Microsoft’s filter, as it came from outside"),
    ("forefront", "Microsoft’s filter"),
    ("microsoft-antispam-untrusted", "Microsoft’s bulk stamp, as it came from outside"),
    ("microsoft_antispam", "Microsoft’s bulk stamp"),
    ("microsoft-mailbox", "Microsoft’s mailbox"),
    ("exchange", "Exchange"),
    ("spamassassin", "SpamAssassin"),
    ("spamexperts", "SpamExperts"),
    ("spam-", "Spam filter"),
    ("rspamd", "Rspamd"),
    ("proofpoint", "Proofpoint"),
    ("proton", "Proton"),
    ("mimecast", "Mimecast"),
    ("barracuda", "Barracuda"),
    ("ironport", "Cisco"),
    ("cisco", "Cisco"),
    ("cloudmark", "Cloudmark"),
    ("vade", "Vade"),
    ("ovh", "OVH"),
    ("kaspersky", "Kaspersky"),
    ("trend-micro", "Trend Micro"),
    ("bogofilter", "Bogofilter"),
    ("gmx", "GMX"),
    ("fortimail", "FortiMail"),
    ("fireeye", "FireEye"),
    ("sophos", "Sophos"),
    ("symantec", "Symantec"),
    ("virus", "Virus scanner"),
    ("mailscanner", "MailScanner"),
    ("mdaemon", "MDaemon"),
    ("dspam", "DSPAM"),
    ("hmailserver", "hMailServer"),
    ("fastmail", "Fastmail"),
    ("yandex", "Yandex"),
    ("mailru", "Mail.ru"),
    ("gmail", "Gmail"),
    ("yahoo", "Yahoo"),
    ("aol", "AOL"),
    ("greylist", "Greylisting"),
    ("icloud", "iCloud"),
    ("junkmail", "Junk mail filter"),
];

/// The lines that people know a message by.
fn message(report: &Report) -> Option<Sheet> {
    let message = report.message.as_ref()?;
    let rows = pairs([
        ("From", message.from.clone()),
        ("To", (!message.to.is_empty()).then(|| message.to.join(", "))),
        ("Subject", message.subject.clone()),
        ("Date", message.date.as_ref().map(|date| date.text.clone())),
        ("Reply to", message.reply_to.clone()),
        ("Envelope sender", message.return_path.clone()),
        ("Message-ID", message.message_id.clone()),
    ]);
    (!rows.is_empty()).then(|| Sheet {
        id: "message".to_owned(),
        title: "The message".to_owned(),
        summary: message.subject.clone().or(message.from.clone()).unwrap_or_default(),
        rows,
        ..Sheet::default()
    })
}

/// Every field, with what it is for.
fn fields(report: &Report) -> Option<Sheet> {
    let fields = &report.message.as_ref()?.fields;
    let rows = fields.iter().map(|field| {
        let about = knowledge::field(&field.name).map_or("A field that we do not know.", |field| field.about);
        Row::new(vec![Cell::new(&field.name).small(about), Cell::code(&field.value).copies()])
            .at(field.start, field.end)
    });
    (!fields.is_empty()).then(|| Sheet {
        id: "fields".to_owned(),
        title: "All fields".to_owned(),
        summary: crate::diagnose::checks::speak::count(fields.len() as u64, "field"),
        search: true,
        rows: rows.collect(),
        ..Sheet::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter_cells(block: &str) -> Vec<(String, String, String, String)> {
        let sheet = filters(&crate::diagnose(block)).expect("a filter's field");
        let row = |row: &Row| {
            let [name, key, value] = &row.cells[..] else { panic!("{row:?}") };
            (name.text.clone(), key.text.clone(), value.text.clone(), value.small.clone())
        };
        sheet.rows.iter().map(row).collect()
    }

    #[test]
    fn each_key_of_a_filter_stands_once_with_its_meaning() {
        let block = "X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SFV:SPM;\nX-Microsoft-Antispam: BCL:0;\nX-Spam-Status: Yes, \
            score=6 required=5 tests=[RDNS_NONE=0.8, EXAMPLE_X=5.2]\nFrom: a@example.com\nReceived: by a.example.com; Tue, 3 \
            Nov 2026 10:00:00 +0100\n";
        let rows = filter_cells(block);
        let mut keys: Vec<&str> = rows.iter().map(|(_, key, ..)| key.as_str()).collect();
        // What speaks against the mail stands first, whoever wrote it.
        assert_eq!(keys[..2], ["SCL", "SFV"], "{rows:?}");
        assert_eq!((rows[0].0.as_str(), rows[0].2.as_str()), ("Microsoft’s filter", "5"));
        assert!(rows[0].3.starts_with("Spam"), "{rows:?}");
        keys.sort_unstable();
        assert_eq!(keys, ["BCL", "CIP", "EXAMPLE_X", "RDNS_NONE", "SCL", "SFV", "flag", "required", "score"]);
        let test = rows.iter().find(|row| row.1 == "RDNS_NONE").expect("the test");
        assert_eq!((test.0.as_str(), test.2.as_str()), ("SpamAssassin", "0.8"));
    }

    const FAILED: &str = "Received: from a.example.net (a.example.net [192.0.2.1]) by mx.example.org with ESMTPS id 1; Tue, 3 Nov 2026 \
                          10:00:00 +0100\nAuthentication-Results: spf=pass smtp.mailfrom=example.net; dmarc=fail \
                          header.from=example.com\nX-Spam-Status: Yes, score=6 required=5 tests=[RDNS_NONE=6]\nReply-To: \
                          bob@example.net\nFrom: ann@example.com\n";

    #[test]
    fn that_nobody_is_named_for_the_results_is_said_once() {
        let sheet = auth(&crate::diagnose(FAILED)).expect("results");
        assert_eq!(sheet.sentences, ["Which server states the results is not said."]);
        assert!(sheet.rows.iter().all(|row| row.cells[0].small.is_empty()), "{:?}", sheet.rows);
    }

    #[test]
    fn as_many_are_to_be_looked_at_as_have_a_sign() {
        let report = crate::diagnose(FAILED);
        let sheet = observations(&report).expect("observations");
        let signed = sheet.rows.iter().filter(|row| !row.cells[0].sign.is_empty()).count();
        let is_told = sheet.summary.contains(&signed.to_string()) && sheet.summary.ends_with("to look at");
        assert!(signed > 0 && is_told, "{}", sheet.summary);
        // What DMARC came to stands above its table.
        let text = &report.alignment.expect("an author").text;
        assert!(!sheet.rows.iter().any(|row| row.cells[0].text == *text));
    }
}
