//! What a header block says: the message, who vouched for it, what filters made of it, every field.

use super::super::explained::{Cell, Row, Sheet, head};
use super::pairs;
use crate::knowledge;
use crate::report::Report;
use crate::report::message::{Auth, Filter, Value};
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
    let observations = &report.observations;
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
    let warnings = observations.iter().filter(|one| one.level == "warning").count();
    (!observations.is_empty()).then(|| Sheet {
        id: "observations".to_owned(),
        title: "Worth knowing".to_owned(),
        summary: match warnings {
            0 if observations.len() == 1 => "1 observation".to_owned(),
            0 => format!("{} observations", observations.len()),
            _ => format!("{} observations, {warnings} of them to look at", observations.len()),
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
            Cell::new(result).sign(sign(result)),
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
            Some(true) => format!("yes, to {}", alignment.organization),
            Some(false) => format!("nothing proves that it comes from {}", alignment.organization),
            None => "too little is stated to tell".to_owned(),
        },
        sentences: vec![alignment.text.clone()],
        head: head(&["Check", "Proves", "Result", "Against the author’s domain"]),
        rows: rows.collect(),
        ..Sheet::default()
    })
}

/// The statements of the servers, as they stand.
fn auth(report: &Report) -> Option<Sheet> {
    let mut rows: Vec<Row> = report.auth.iter().map(statement).collect();
    rows.extend(report.received_spf.iter().map(|spf| {
        Row::new(vec![
            Cell::new("Received-SPF"),
            Cell::new(&spf.result).sign(sign(&spf.result)),
            about(&spf.props),
        ])
    }));
    rows.extend(report.arc.iter().map(|arc| {
        let cv = arc.cv.as_deref().unwrap_or("not stated");
        Row::new(vec![
            Cell::new("ARC chain"),
            Cell::new(cv).sign(sign(cv)),
            Cell::new(format!("{} sets", arc.instances)),
        ])
    }));
    rows.extend(report.dkim_signatures.iter().map(signature));
    (!rows.is_empty()).then(|| Sheet {
        id: "auth".to_owned(),
        title: "Authentication".to_owned(),
        summary: auth_summary(report),
        head: head(&["Check", "Result", "About", "Stated by"]),
        rows,
        ..Sheet::default()
    })
}

fn statement(auth: &Auth) -> Row {
    Row::new(vec![
        Cell::new(auth.method.to_ascii_uppercase()),
        Cell::new(&auth.result).sign(sign(&auth.result)).small(auth.comment.clone().unwrap_or_default()),
        about(&auth.props),
        Cell::code(auth.authserv.as_deref().unwrap_or("not stated")),
    ])
    .at(auth.start, auth.end)
}

fn about(props: &BTreeMap<String, String>) -> Cell {
    Cell::code(props.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
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
        "fail" | "hardfail" | "policy" | "permerror" => "permanent",
        "temperror" => "temporary",
        _ => "unknown",
    }
}

/// "SPF pass, DKIM pass, DMARC fail"
fn auth_summary(report: &Report) -> String {
    if report.auth.is_empty() {
        return "no results stated".to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for one in &report.auth {
        let word = format!("{} {}", one.method.to_ascii_uppercase(), one.result);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(5);
    words.join(", ")
}

/// What spam filters wrote, translated where it is documented.
fn filters(report: &Report) -> Option<Sheet> {
    let verdicts: Vec<String> = report.filters.iter().filter_map(|filter| filter.verdict.clone()).collect();
    let names: Vec<&str> = report.filters.iter().map(|filter| filter.name.as_str()).collect();
    (!names.is_empty()).then(|| Sheet {
        id: "filters".to_owned(),
        title: "Filters".to_owned(),
        summary: names.join(", "),
        search: true,
        sentences: verdicts,
        head: head(&["Filter", "Key or test", "Value or meaning"]),
        rows: report.filters.iter().flat_map(filter_rows).collect(),
        ..Sheet::default()
    })
}

fn filter_rows(filter: &Filter) -> Vec<Row> {
    let row = |key: &str, value: Cell| {
        Row::new(vec![Cell::new(&filter.name), Cell::code(key), value]).at(filter.start, filter.end)
    };
    let notes = filter.notes.iter().map(|note| {
        let sign = match note.leaning {
            1.. => "temporary",
            0 => "",
            _ => "fine",
        };
        row(&note.term, Cell::new(&note.meaning).sign(sign))
    });
    let fields = filter.fields.iter().map(|(key, value)| {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::List(list) => list.join(", "),
        };
        row(key, Cell::code(text))
    });
    notes.chain(fields).collect()
}

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
        let about = knowledge::field(&field.name).map_or("Not in the dictionary.", |field| field.about);
        Row::new(vec![Cell::new(&field.name).small(about), Cell::code(&field.value).copies()])
            .at(field.start, field.end)
    });
    (!fields.is_empty()).then(|| Sheet {
        id: "fields".to_owned(),
        title: "All fields".to_owned(),
        summary: format!("{} fields", fields.len()),
        search: true,
        rows: rows.collect(),
        ..Sheet::default()
    })
}
