//! Tables for a spreadsheet (RFC 4180): the hops, and the recipients.

use crate::report::Report;

/// A row of cells, its line ended.
pub fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|one| cell(one.as_ref())).collect();
    cells.join(",") + "\r\n"
}

/// Quoted where it must be. A cell that a spreadsheet would run as a formula is led by an apostrophe: pastes are hostile.
fn cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// The hops of the mail that the report is about, oldest first. Times are seconds of UTC since 1970, as in the report.
pub fn hops(report: &Report) -> String {
    let head = [
        "hop",
        "by",
        "from_name",
        "from_helo",
        "from_rdns",
        "from_ip",
        "via",
        "with",
        "tls",
        "id",
        "for",
        "epoch",
        "delay",
    ];
    let mut text = row(head);
    let returned = report.returned.as_ref().map(|mail| &mail.hops).filter(|hops| !hops.is_empty());
    for (number, hop) in returned.unwrap_or(&report.hops).iter().enumerate() {
        let words = [
            &hop.by,
            &hop.from_name,
            &hop.from_helo,
            &hop.from_rdns,
            &hop.from_ip,
            &hop.via,
            &hop.with,
            &hop.tls,
            &hop.id,
            &hop.r#for,
        ];
        let words = words.into_iter().map(|word| word.clone().unwrap_or_default());
        let times = [hop.epoch, hop.delay].map(|time| time.map(|time| time.to_string()).unwrap_or_default());
        // A delay may be negative, which is a number and no formula.
        let cells = std::iter::once((number + 1).to_string()).chain(words).map(|one| cell(&one)).chain(times);
        text += &cells.collect::<Vec<_>>().join(",");
        text += "\r\n";
    }
    text
}

/// What became of each recipient.
pub fn recipients(report: &Report) -> String {
    let mut text = row(["address", "original", "action", "status", "reply_code", "cause", "reply"]);
    for recipient in &report.recipients {
        let finding = report.findings.iter().find(|one| one.recipient.as_ref() == Some(&recipient.address));
        let code = recipient.reply_code.map(|code| code.to_string());
        let cells = [
            Some(recipient.address.as_str()),
            recipient.original.as_deref(),
            recipient.action.as_deref(),
            recipient.status.as_deref(),
            code.as_deref(),
            finding.map(|finding| finding.cause.as_str()),
            finding.and_then(|finding| finding.reply.as_ref()).map(|reply| reply.text.as_str()),
        ];
        text += &row(cells.map(Option::unwrap_or_default));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        assert_eq!(
            row(["plain", "a,\"b\"", "=HYPERLINK(1)"]),
            "plain,\"a,\"\"b\"\"\",\"'=HYPERLINK(1)\"\r\n"
        );
    }

    #[test]
    fn hops_are_rows_oldest_first() {
        let report = crate::diagnose(
            "Received: from b.example.org (b.example.org [192.0.2.2]) by c.example.org with ESMTPS id 2; Tue, 3 Nov 2026 10:00:01 +0000\n\
             Received: from a.example.org by b.example.org with ESMTP id 1; Tue, 3 Nov 2026 10:00:05 +0000\n\
             From: a@example.org\nSubject: x\n",
        );
        let table = hops(&report);
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows.len(), 3, "{table}");
        assert!(rows[1].starts_with("1,b.example.org,a.example.org,"), "{table}");
        assert!(rows[2].ends_with(",1793700001,-4"), "{table}");
    }
}
