//! The stations of a mail's way, and the one that refused it.

use crate::report::adapted::own::inner_queue;
use crate::report::adapted::theirs::unlisted_partner;
use crate::report::arrived::{is_against, signs};
use crate::report::standing::LATE;
use crate::report::{Finding, Report};

/// Stations in the order of the way.
const STATIONS: [&str; 7] = [
    "Your program",
    "Your outgoing server",
    "The internet",
    "Finding their server",
    "Their server",
    "Their filter",
    "The mailbox",
];

/// The same of a mail that arrived: whoever has its headers may have sent it or got it.
const OF_EITHER_SIDE: [&str; 7] = [
    "The sender’s program",
    "The outgoing server",
    "The internet",
    "Finding the server",
    "The receiving server",
    "The filter",
    "The mailbox",
];

const BETWEEN: usize = 2;
const FILTER: usize = 5;
const MAILBOX: usize = 6;

/// Which station a stage belongs to; none where the way is not known.
/// `kind` is the report's: what a program says of a connection is about its own server.
fn station(stage: &str, kind: &str, cause: &str) -> Option<usize> {
    let by_program =
        matches!(kind, "client-error" | "library-error" | "api-error" | "settings" | "transcript");
    if cause == "undetermined" {
        return None;
    }
    match stage {
        "compose" | "client" => Some(0),
        "submission" => Some(1),
        "connection" | "tls" if by_program => Some(1),
        "outbound" => Some(2),
        "dns" => Some(3),
        "connection" | "tls" | "inbound" => Some(4),
        "filter" => Some(FILTER),
        "mailbox" => Some(MAILBOX),
        _ => None,
    }
}

/// The names of the stations, and the place of the one where it ended; none where the way is not known.
pub fn way(finding: &Finding, kind: &str) -> (Vec<String>, usize) {
    let is_elsewhere = finding.is_turned_away()
        || inner_queue::is_of_both_ways(finding)
        || unlisted_partner::is_told(finding);
    let stop = station(&finding.stage, kind, &finding.cause).filter(|_| !is_elsewhere);
    let Some(stop) = stop else { return (Vec::new(), 0) };
    // What came late did come, wherever it lay.
    let stop = if finding.state == LATE { MAILBOX } else { stop };
    let stations = if matches!(kind, "headers" | "message") { OF_EITHER_SIDE } else { STATIONS };
    let mut names = stations.map(str::to_owned).to_vec();
    // There a moderator let it lie, and not between servers.
    if finding.sign == signs::MODERATED {
        names[BETWEEN] = "The list’s server".to_owned();
    }
    // What was set aside lies there: nobody knows whether in the mailbox or before it.
    if stop == FILTER && finding.state == "warning" {
        names[MAILBOX] = "Junk or quarantine".to_owned();
        return (names, MAILBOX);
    }
    // A recipient that is refused as such is refused before any filter sees the message.
    let moment = finding.reply.as_ref().and_then(|reply| reply.moment.as_deref());
    if (stop, moment) == (MAILBOX, Some("rcpt")) {
        names.remove(FILTER);
        return (names, FILTER);
    }
    (names, stop)
}

/// A station that a mail passed with trouble on its way to where it ended, and what trouble.
pub fn passed(
    report: &Report,
    finding: &Finding,
    way: &[String],
    stop: usize,
) -> Option<(usize, &'static str)> {
    let (at, how) = match finding.state.as_str() {
        "warning" if report.observations.iter().any(|one| is_against(&one.id)) => (FILTER, "doubted it"),
        // Who had it so long is who is to be asked.
        LATE => {
            let holder = match finding.act.as_str() {
                "author" if finding.stage == "client" => 0,
                "sender-admin" => 1,
                "network" => BETWEEN,
                "recipient-admin" => 4,
                _ => return None,
            };
            (holder, "waited here")
        }
        _ => return None,
    };
    (at < stop && stop + 1 == way.len() && way.len() == STATIONS.len()).then_some((at, how))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_mail_waited_with_whoever_is_to_be_asked() {
        let way_of = |hour: &str| {
            format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
                 {hour}:00:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9]) by out.example.com with ESMTPSA id a1; Tue, 3 Nov \
                 2026 10:00:00 +0100\nFrom: bob@example.com\nSubject: a\n"
            )
        };
        let told = |paste: &str| {
            let report = crate::diagnose(paste);
            let (names, stop) = way(&report.findings[0], &report.kind);
            passed(&report, &report.findings[0], &names, stop).map(|(at, how)| (names[at].clone(), how))
        };
        assert_eq!(told(&way_of("14")), Some(("The outgoing server".to_owned(), "waited here")));
        assert_eq!(told(&way_of("10")), None);
        // No server had it yet.
        let unsent = "Received: from pc (pc.example.com [192.0.2.9]) by out.example.com with ESMTPSA id a1; Tue, 3 Nov 2026 16:20:00 \
                      +0100\nFrom: bob@example.com\nSubject: a\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n";
        assert_eq!(told(unsent), Some(("The sender’s program".to_owned(), "waited here")));
        // A person let it lie, and no server.
        let stamp = "X-Mailman-Approved-At: Tue, 3 Nov 2026 13:59:58 +0100\n";
        let held = told(&format!("{stamp}{}", way_of("14")));
        assert_eq!(held, Some(("The list’s server".to_owned(), "waited here")));
        // No filter was against what the reader's own setting put into Junk.
        let own = "X-Microsoft-Antispam-Mailbox-Delivery: dest:J;OFR:ExclusiveSettings;\n";
        assert_eq!(told(&format!("{own}{}", way_of("10"))), None);
        let junk =
            told(&format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{}", way_of("10")));
        assert_eq!(junk, Some(("The filter".to_owned(), "doubted it")));
        // No filter says anything of that one.
        let unproved = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.com\n";
        assert_eq!(told(&format!("{unproved}{}", way_of("10"))), None);
    }

    #[test]
    fn what_was_set_aside_is_in_a_place_of_its_own() {
        let report = crate::diagnose(
            "Authentication-Results: spf=fail smtp.mailfrom=example.com; dmarc=fail action=quarantine header.from=example.com\n\
             Received: from a.example.com (192.0.2.1) by mx.mail.protection.outlook.com with Microsoft SMTP Server; Tue, 3 Nov 2026 \
             10:00:00 +0000\nFrom: bob@example.com\nSubject: a\n",
        );
        let (names, stop) = way(&report.findings[0], "headers");
        assert_eq!((names[stop].as_str(), stop + 1), ("Junk or quarantine", names.len()));
        assert!(names.iter().all(|name| !name.starts_with("Your")), "{names:?}");
    }

    #[test]
    fn a_connection_is_to_the_server_next_in_line() {
        assert_eq!(station("connection", "client-error", "connection-refused"), Some(1));
        assert_eq!(station("connection", "bounce", "connection-refused"), Some(4));
        assert_eq!(station("report", "bounce", "auto-reply"), None);
        assert_eq!(station("inbound", "reply", "undetermined"), None);
    }
}
