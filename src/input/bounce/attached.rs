//! Reports that somebody attached to a mail, to have them explained: several, each a case of its own.

use super::signs::{is_daemon, is_server};
use crate::input::mime::{self, Entity};
use crate::text::{self, Text};
use std::ops::Range;

/// Where the mails stand that are attached to this one, if two of them at least are reports. A report's own attachments
/// are what it returns, and a digest of a mailing list has none that a server wrote.
pub(crate) fn attached(paste: &str) -> Vec<Range<usize>> {
    // Most mails have none: they are not opened.
    if memchr::memmem::find_iter(paste.as_bytes(), b"essage/rfc822").take(2).count() < 2 {
        return Vec::new();
    }
    let plain = Text::plain(paste);
    let text = text::line_feeds(&plain).unwrap_or(plain);
    let Some((header, leaves)) = mime::open(&text, |_, _| None) else { return Vec::new() };
    let kind = header.value("Content-Type").unwrap_or_default().to_ascii_lowercase();
    if kind.trim_start().starts_with("multipart/report") {
        return Vec::new();
    }
    let mails: Vec<&Entity> = leaves.iter().filter(|leaf| leaf.media_type == "message/rfc822").collect();
    if mails.iter().filter(|mail| is_report(&mail.body)).count() < 2 {
        return Vec::new();
    }
    mails.into_iter().map(|mail| mail.body.span(0..mail.body.len()).range()).collect()
}

/// A multipart/report (RFC 6522), or written by a server.
fn is_report(mail: &Text) -> bool {
    let Some((header, _)) = mime::split(mail) else { return false };
    let says = |name: &str, is: fn(&str) -> bool| header.value(name).is_some_and(|value| is(value.trim()));
    says("From", |from| is_daemon(from) || is_server(from))
        || says("Content-Type", |kind| kind.to_ascii_lowercase().starts_with("multipart/report"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(from: &str, word: &str) -> String {
        format!(
            "From: {from}\nSubject: Returned\nTo: ann@example.com\n\n<{word}@example.net>: 550 5.1.1 {word}\n"
        )
    }

    fn with(kind: &str, mails: &[String]) -> String {
        let parts = mails.iter().map(|mail| format!("--cut\nContent-Type: message/rfc822\n\n{mail}\n"));
        format!(
            "From: ann@example.com\nSubject: what is this?\nMIME-Version: 1.0\nContent-Type: {kind};\n boundary=cut\n\n\
             --cut\nContent-Type: text/plain\n\nPlease look.\n\n{}--cut--\n",
            parts.collect::<String>()
        )
    }

    #[test]
    fn attached_reports_are_cases() {
        let daemon = "MAILER-DAEMON@mx.example.net";
        let reports = [mail(daemon, "one"), mail(daemon, "two"), mail("bob@example.org", "three")];
        for paste in
            [with("multipart/mixed", &reports), with("multipart/mixed", &reports).replace('\n', "\r\n")]
        {
            let found: Vec<&str> = attached(&paste).into_iter().map(|range| &paste[range]).collect();
            assert_eq!(found.len(), 3);
            assert!(
                found[1].starts_with("From: MAILER") && found[1].trim_end().ends_with("two"),
                "{found:?}"
            );
        }
        assert!(attached(&with("multipart/report", &reports)).is_empty());
        assert!(attached(&with("multipart/mixed", &reports[1..])).is_empty());
        assert!(attached(&reports.concat()).is_empty());
    }
}
