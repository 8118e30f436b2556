//! Lays a report out in sheets.

mod headers;
mod session;
mod stops;

use super::explained::{Cell, Explained, Row, Sheet, head};
use crate::report::{Recipient, Report};

pub fn explained(report: Report) -> Explained {
    let sheets = [
        session::dialogue(&report),
        session::log(&report),
        session::stories(&report),
        headers::observations(&report),
        headers::alignment(&report),
        headers::auth(&report),
        headers::filters(&report),
        recipients(&report.recipients),
        headers::message(&report),
        headers::fields(&report),
    ];
    Explained {
        stops: stops::stops(&report),
        covered: report.covered.iter().map(|stretch| (stretch.start, stretch.end)).collect(),
        sheets: sheets.into_iter().flatten().collect(),
        kind: report.kind,
        product: report.product.map(|product| product.name),
        findings: report.findings,
    }
}

/// What became of each recipient, as the report states it.
fn recipients(recipients: &[Recipient]) -> Option<Sheet> {
    let row = |recipient: &Recipient| {
        let original = recipient.original.as_ref().map(|original| format!("written to as {original}"));
        let code = recipient.reply_code.map(|code| code.to_string()).unwrap_or_default();
        Row::new(vec![
            Cell::code(&recipient.address).small(original.unwrap_or_default()),
            Cell::new(recipient.action.clone().unwrap_or_default()),
            Cell::new(recipient.status.clone().unwrap_or_default()),
            Cell::new(code),
        ])
    };
    (!recipients.is_empty()).then(|| Sheet {
        id: "recipients".to_owned(),
        title: "Recipients".to_owned(),
        summary: counted(recipients.iter().map(|recipient| recipient.action.as_deref())),
        head: head(&["Address", "Outcome", "Status", "Reply code"]),
        rows: recipients.iter().map(row).collect(),
        ..Sheet::default()
    })
}

/// "2 failed, 1 delayed"
fn counted<'a>(actions: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for action in actions {
        let action = action.unwrap_or("outcome not stated");
        match counts.iter_mut().find(|(known, _)| *known == action) {
            Some((_, count)) => *count += 1,
            None => counts.push((action, 1)),
        }
    }
    counts.iter().map(|(action, count)| format!("{count} {action}")).collect::<Vec<_>>().join(", ")
}

/// Names with their values: a sheet without headings.
fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Vec<Row> {
    let known = pairs.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    known.map(|(name, value)| Row::new(vec![Cell::new(name), Cell::new(value)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::examples::EXAMPLES;

    fn sheets(paste: &str) -> Vec<String> {
        let explained = explained(crate::diagnose(paste));
        explained.sheets.iter().map(|sheet| format!("{}: {}", sheet.id, sheet.summary)).collect()
    }

    #[test]
    fn headers_are_laid_out() {
        let sheets = sheets(EXAMPLES[0].1);
        for wanted in
            ["auth: SPF pass, DKIM pass, DMARC pass", "message: Minutes of Monday", "fields: 11 fields"]
        {
            assert!(sheets.iter().any(|sheet| sheet == wanted), "{wanted} is missing in {sheets:#?}");
        }
    }

    #[test]
    fn a_conversation_is_a_walk() {
        let sheets = sheets(EXAMPLES[3].1);
        assert!(sheets.iter().any(|sheet| sheet.starts_with("dialogue: ")), "{sheets:#?}");
    }

    #[test]
    fn every_range_lies_in_the_paste() {
        for (_, paste) in EXAMPLES {
            let explained = explained(crate::diagnose(paste));
            let ranges = explained.sheets.iter().flat_map(|sheet| &sheet.rows).filter_map(|row| row.range);
            let stops = explained.stops.iter().map(|stop| (stop.start, stop.end));
            for (start, end) in ranges.chain(stops) {
                assert!(paste.get(start..end).is_some(), "{start}..{end} of {}", paste.len());
            }
        }
    }
}
