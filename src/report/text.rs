//! A report as plain text, for a terminal or an answer by mail.

use crate::report::adapted::own::tools::is_of_windows;
use crate::report::adapted::own::{inner_queue, refused_sign_in};
use crate::report::adapted::theirs::unlisted_partner;
use crate::report::origin::origin;
use crate::report::standing::{LATE, label, letter as letter_title, more, word};
use crate::report::{Finding, Recipient, Report};
use std::borrow::Cow;
use std::fmt::Write;

/// What a piece of the text is, for those who can show it: the command paints, others leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Heading,
    Strong,
    Quiet,
    Code,
    Warning,
}

/// How wide lines of prose get.
const WIDTH: usize = 78;

/// The whole report. `site` is the address of the site's root, where its readers have the articles before them and not the
/// command. `paint` may wrap a piece in signs for its tone; `|_, text| text.to_owned()` leaves it plain.
pub fn write(report: &Report, site: Option<&str>, paint: &dyn Fn(Tone, &str) -> String) -> String {
    let mut out = String::new();
    // Of thousands of recipients hardly one has more to tell than its finding.
    let has_more =
        |recipient: &&Recipient| recipient.original.is_some() || recipient.will_retry_until.is_some();
    let recipients: Vec<&Recipient> = report.recipients.iter().filter(has_more).collect();
    let on_windows = report.product.as_ref().is_some_and(|product| is_of_windows(&product.id));
    for (index, finding) in report.findings.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_finding(&mut out, report, &recipients, finding, index == 0, on_windows, paint);
        if index > 0 && report.has_steps_of_its_own(index) {
            steps(&mut out, finding, &report.kind, paint);
            // What a log tells next is of another mail, or of no mail: nothing said before serves for it.
            if report.log.is_some() {
                missing(&mut out, finding, paint);
                commands(&mut out, finding, on_windows, paint);
                letter(&mut out, finding, paint);
            }
        }
        if let Some(more) = more(finding, site) {
            let _ = writeln!(out, "  {}", paint(Tone::Quiet, &format!("More: {more}")));
        }
    }
    settings(&mut out, report, paint);
    log(&mut out, report, paint);
    way(&mut out, report, paint);
    observations(&mut out, report, paint);
    let _ = writeln!(out, "\n{}", paint(Tone::Quiet, &origin(report)));
    out
}

fn write_finding(
    out: &mut String,
    report: &Report,
    recipients: &[&Recipient],
    finding: &Finding,
    first: bool,
    on_windows: bool,
    paint: &dyn Fn(Tone, &str) -> String,
) {
    let _ = writeln!(out, "{}", paint(Tone::Heading, &finding.title));
    if let Some((who, address)) = finding.whom() {
        let _ = writeln!(out, "  {who}: {address}");
    }
    if let Some(meant) = &finding.did_you_mean {
        let _ = writeln!(out, "  Did you mean {meant}?");
    }
    // How sure it is that nothing is known tells nobody anything.
    let sure = match finding.cause.as_str() {
        "undetermined" => String::new(),
        _ => format!(", {}", sure(&finding.confidence)),
    };
    let _ = writeln!(out, "  {}{sure}", word(&finding.state));
    let _ =
        writeln!(out, "  {} {}", paint(Tone::Quiet, "Who can mend it:"), paint(Tone::Strong, &finding.who));
    if finding.cause != "undetermined" {
        let _ = writeln!(out, "  {} {}", paint(Tone::Quiet, "Where:"), met(finding));
    }
    circumstances(out, recipients, finding, paint);
    out.push('\n');
    prose(out, "  ", &finding.summary);
    if let Some(note) = &finding.note {
        prose(out, "  ", note);
    }
    if !finding.retry.is_empty() {
        prose(out, "  ", &format!("Does trying again help? {}", finding.retry));
    }
    evidence(out, finding, paint);
    reply(out, finding, paint);
    // How to check is said once for the main finding; the article has the rest.
    if first {
        steps(out, finding, &report.kind, paint);
        considered(out, finding, paint);
        missing(out, finding, paint);
        commands(out, finding, on_windows, paint);
        letter(out, finding, paint);
    }
    for link in &finding.links {
        let _ = writeln!(out, "  {}: {}", link.title, link.url);
    }
}

/// Who said it and when, that the mail was passed on, and how long the server goes on trying.
fn circumstances(
    out: &mut String,
    recipients: &[&Recipient],
    finding: &Finding,
    paint: &dyn Fn(Tone, &str) -> String,
) {
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(out, "  {} {}", paint(Tone::Quiet, label), one_line(value));
    };
    if let Some(reply) = &finding.reply {
        if let Some(remote) = &reply.remote {
            line("Said by:", remote);
        }
        if let Some(moment) = &reply.moment {
            line("When:", answered(moment));
        }
    }
    let same = |address: &str| Some(address) == finding.recipient.as_deref();
    if let Some(recipient) = recipients.iter().find(|recipient| same(&recipient.address)) {
        if let Some(original) = &recipient.original {
            line("Passed on:", &format!("the mail was written to {original}"));
        }
        if let Some(until) = recipient.will_retry_until {
            line("The server tries until:", &utc(until));
        }
    }
}

/// The point of the conversation, in words.
fn answered(moment: &str) -> &'static str {
    match moment {
        "connect" => "as soon as the connection stood",
        "helo" => "in answer to HELO, when the servers greeted each other",
        "starttls" => "in answer to STARTTLS, when encryption began",
        "auth" => "in answer to AUTH, the sign-in",
        "mail" => "in answer to MAIL FROM, the sender's address",
        "rcpt" => "in answer to RCPT TO, the recipient's address",
        "data" => "in answer to DATA, before the message itself",
        "end-of-data" => "after the whole message had been sent",
        _ => "after the server had taken the message",
    }
}

/// `2025-03-04 10:02 UTC`.
pub fn utc(epoch: i64) -> String {
    let (year, month, day) = crate::mail::date::civil_from_days(epoch.div_euclid(86_400));
    let rest = epoch.rem_euclid(86_400);
    format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", rest / 3600, rest % 3600 / 60)
}

/// The same to the second by the clock of a server's log: `2026-11-19 18:14:05 +0100`.
pub fn local(epoch: i64, offset: i32) -> String {
    let at = utc(epoch + i64::from(offset));
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
    let second = (epoch + i64::from(offset)).rem_euclid(60);
    format!("{}:{second:02} {sign}{:02}{:02}", at.trim_end_matches(" UTC"), minutes / 60, minutes % 60)
}

fn evidence(out: &mut String, finding: &Finding, paint: &dyn Fn(Tone, &str) -> String) {
    if finding.evidence.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "Why we say so"));
    for evidence in &finding.evidence {
        let _ = writeln!(out, "    “{}”", paint(Tone::Warning, &one_line(&without_marks(evidence.words()))));
    }
}

/// Words of a quoted paste without the `>` before each of their lines but the first, which begins behind it.
pub fn without_marks(quote: &str) -> Cow<'_, str> {
    let mut lines = quote.split('\n');
    let first = lines.next().unwrap_or_default();
    let rest: Option<Vec<&str>> = lines.map(|line| line.strip_prefix('>')).collect();
    match rest {
        Some(rest) if !rest.is_empty() => Cow::Owned([&[first], &rest[..]].concat().join("\n")),
        _ => Cow::Borrowed(quote),
    }
}

/// What else the paste says, or its codes allow.
fn considered(out: &mut String, finding: &Finding, paint: &dyn Fn(Tone, &str) -> String) {
    if finding.considered.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "What else was considered"));
    for other in &finding.considered {
        prose(out, "    ", &format!("- {}: {}", other.title, other.why));
    }
}

/// What to collect for a surer answer.
fn missing(out: &mut String, finding: &Finding, paint: &dyn Fn(Tone, &str) -> String) {
    if finding.missing.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "What would make it surer"));
    for text in &finding.missing {
        for (index, line) in wrap(text, WIDTH - 6).iter().enumerate() {
            let _ = writeln!(out, "    {} {line}", if index == 0 { "-" } else { " " });
        }
    }
}

/// The reply, and what each of its parts says.
fn reply(out: &mut String, finding: &Finding, paint: &dyn Fn(Tone, &str) -> String) {
    let Some(reply) = &finding.reply else { return };
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "The server's reply"));
    for line in wrap(&one_line(&reply.text), WIDTH - 4) {
        let _ = writeln!(out, "    {}", paint(Tone::Code, &line));
    }
    for part in &reply.parts {
        let lines = wrap(&format!("{}: {}", one_line(&part.words()), part.meaning), WIDTH - 6);
        for (index, line) in lines.iter().enumerate() {
            let lead = if index == 0 { "-" } else { " " };
            let _ = writeln!(out, "    {lead} {}", paint(Tone::Quiet, line));
        }
    }
}

/// A message to the one who can mend it, and the facts that a postmaster asks for: to be copied as they stand.
fn letter(out: &mut String, finding: &Finding, paint: &dyn Fn(Tone, &str) -> String) {
    let told = ("For whoever asks why it was late", &finding.to_tell);
    for (title, ask) in
        [(letter_title(finding), &finding.ask), ("If you sent it", &finding.ask_if_sent), told]
    {
        let Some(ask) = ask else { continue };
        let _ = writeln!(out, "\n  {}", paint(Tone::Strong, title));
        for line in ask.lines() {
            let _ = writeln!(out, "    {}", one_line(line));
        }
    }
    if !finding.facts.is_empty() {
        let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "Facts that a postmaster will ask for"));
    }
    for fact in &finding.facts {
        let _ = writeln!(out, "    {}: {}", fact.name, one_line(&fact.value));
    }
}

fn steps(out: &mut String, finding: &Finding, kind: &str, paint: &dyn Fn(Tone, &str) -> String) {
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "What to do"));
    for (index, step) in finding.steps.iter().enumerate() {
        let by = label(&step.by, &finding.cause, kind).map_or(String::new(), |by| format!("({by}) "));
        let mut lines = wrap(&format!("{by}{}", step.text), WIDTH - 7).into_iter();
        let _ = writeln!(out, "    {}. {}", index + 1, lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(out, "       {line}");
        }
    }
}

fn commands(out: &mut String, finding: &Finding, on_windows: bool, paint: &dyn Fn(Tone, &str) -> String) {
    if finding.commands.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n  {}", paint(Tone::Strong, "How to check"));
    for command in &finding.commands {
        let has_windows = !command.windows.is_empty() && (on_windows || command.shell.is_empty());
        let shell = if has_windows { &command.windows } else { &command.shell };
        for line in shell.lines() {
            let _ = writeln!(out, "    {}", paint(Tone::Code, &one_line(line)));
        }
        for line in wrap(&command.why, WIDTH - 6) {
            let _ = writeln!(out, "      {}", paint(Tone::Quiet, &line));
        }
    }
}

/// How sure, in words.
pub fn sure(confidence: &str) -> &'static str {
    match confidence {
        "certain" => "certain",
        "likely" => "likely",
        _ => "possible, not more",
    }
}

/// Where on the way it happened.
pub fn met(finding: &Finding) -> &'static str {
    match finding.is_turned_away() {
        true => "at your own server, where mail comes in",
        false if unlisted_partner::is_told(finding) => "at your own server, where mail comes in",
        false if refused_sign_in::is_told(finding) => "at your own server, where people sign in",
        false if inner_queue::is_of_both_ways(finding) => "at your own mail server",
        // It lay ready until the reader's own program fetched it.
        false if finding.state == LATE && finding.act == "recipient" => {
            "in the mailbox from which it was fetched"
        }
        false if finding.state == LATE && finding.stage != "client" => {
            "on the way, before it reached the mailbox"
        }
        false => place(&finding.stage),
    }
}

/// Where on the way.
pub fn place(stage: &str) -> &'static str {
    match stage {
        "compose" => "in the message as it was written",
        "client" => "in the mail program",
        "submission" => "at your outgoing mail server",
        "outbound" => "on the way out of your provider",
        "dns" => "in the DNS, the directory of names",
        "connection" => "on the connection to the server",
        "tls" => "while the encryption was set up",
        "inbound" => "at the recipient's mail server",
        "filter" => "in the recipient's filter",
        "mailbox" => "at the mailbox",
        _ => "in the report itself",
    }
}

/// When each server had the mail.
fn way(out: &mut String, report: &Report, paint: &dyn Fn(Tone, &str) -> String) {
    let rows = crate::report::journey::rows(report);
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint(Tone::Heading, "The way of the mail"));
    for row in rows {
        listed(out, "-", &row);
    }
}

/// What the header block tells beside, the weightiest first. In a bounce it would only lead away from the cause.
fn observations(out: &mut String, report: &Report, paint: &dyn Fn(Tone, &str) -> String) {
    if report.observations.is_empty() || !matches!(report.kind.as_str(), "headers" | "message") {
        return;
    }
    if report.untold().next().is_none() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint(Tone::Heading, "What the headers tell"));
    for level in ["warning", "notice", "info"] {
        for seen in report.untold().filter(|seen| seen.level == level) {
            listed(out, if level == "info" { "-" } else { "!" }, &seen.text);
        }
    }
}

/// What was read in settings, what is to be said of it, and what the provider documents.
fn settings(out: &mut String, report: &Report, paint: &dyn Fn(Tone, &str) -> String) {
    let Some(settings) = &report.settings else { return };
    let _ = writeln!(out, "\n{}", paint(Tone::Heading, "The settings"));
    for (name, value) in settings.read() {
        let _ = writeln!(out, "  {} {}", paint(Tone::Quiet, &format!("{name}:")), one_line(&value));
    }
    for remark in &settings.remarks {
        let mark = if remark.level == "fine" { "-" } else { "!" };
        listed(out, mark, &remark.text);
    }
    if let Some(service) = &settings.service {
        listed(out, "-", &service.documented_at(settings.host.as_deref()));
    }
}

/// What a long log says, in its few sentences.
fn log(out: &mut String, report: &Report, paint: &dyn Fn(Tone, &str) -> String) {
    let Some(log) = report.log.as_ref().filter(|log| !log.sentences.is_empty()) else { return };
    let _ = writeln!(out, "\n{}", paint(Tone::Heading, "The log"));
    for sentence in &log.sentences {
        listed(out, "-", sentence);
    }
}

fn listed(out: &mut String, mark: &str, text: &str) {
    for (index, line) in wrap(text, WIDTH - 4).iter().enumerate() {
        let _ = writeln!(out, "  {} {line}", if index == 0 { mark } else { " " });
    }
}

fn prose(out: &mut String, indent: &str, text: &str) {
    for line in wrap(text, WIDTH - indent.len()) {
        let _ = writeln!(out, "{indent}{line}");
    }
}

/// Breaks at spaces; a word that is too long stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// White space folded, and no control characters: what a paste says must not steer a terminal.
pub fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_and_terminals_left_alone() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(one_line("a\u{1b}[31m b\n c"), "a [31m b c");
    }

    #[test]
    fn words_of_a_quoted_paste_lose_its_marks() {
        assert_eq!(without_marks("spf=pass\n> smtp.mailfrom=a"), "spf=pass\n smtp.mailfrom=a");
        assert_eq!(without_marks("a\n> b\nc"), "a\n> b\nc");
        assert_eq!(without_marks("> a"), "> a");
    }

    #[test]
    fn what_lay_ready_was_not_held_up_on_the_way() {
        let fetched = |with: &str| {
            let paste = format!(
                "Received: from pop.example.net (pop.example.net [192.0.2.4]) by home.example.org with {with} id b; Tue, 3 Nov 2026 \
                 14:00:00 +0100\nReceived: from out.example.com (out.example.com [192.0.2.2]) by pop.example.net with ESMTPS id \
                 a; Tue, 3 Nov 2026 10:00:00 +0100\nFrom: bob@example.com\nSubject: a\n"
            );
            met(&crate::diagnose(&paste).findings[0])
        };
        assert_eq!(fetched("POP3"), "in the mailbox from which it was fetched");
        assert_eq!(fetched("ESMTPS"), "on the way, before it reached the mailbox");
    }

    #[test]
    fn times_are_written_in_full() {
        assert_eq!(utc(1_741_082_531), "2025-03-04 10:02 UTC");
        assert_eq!(utc(951_782_400), "2000-02-29 00:00 UTC");
        assert_eq!(utc(-1), "1969-12-31 23:59 UTC");
    }

    #[test]
    fn a_warning_says_by_whom_and_until_when() {
        let paste = "Final-Recipient: rfc822; ann@example.net\nOriginal-Recipient: rfc822; info@example.com\n\
                     Action: delayed\nStatus: 4.2.2\nRemote-MTA: dns; mx.example.net\n\
                     Will-Retry-Until: Tue, 4 Mar 2025 10:02:11 +0000\n\
                     Diagnostic-Code: smtp; 452 4.2.2 full (in reply to RCPT TO command)\n";
        let text = write(&crate::diagnose(paste), None, &|_, text| text.to_owned());
        for wanted in ["Said by: mx.example.net", "RCPT TO", "info@example.com", "2025-03-04 10:02 UTC"] {
            assert!(text.contains(wanted), "{wanted} is missing in:\n{text}");
        }
    }

    #[test]
    fn a_report_says_what_who_and_why() {
        let text = write(&crate::diagnose("452 4.2.2 mailbox full"), None, &|_, text| text.to_owned());
        for wanted in ["mailbox is full", "Temporary", "the recipient", "“mailbox full”", "What to do"] {
            assert!(text.contains(wanted), "{wanted} is missing in:\n{text}");
        }
    }

    #[test]
    fn a_link_that_a_page_cut_is_shown_whole() {
        let paste = "Kyocera TASKalfa\n535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https\n\
                     ://aka.ms/smtp_auth_disabled for more information.\n";
        let text = write(&crate::diagnose(paste), None, &|_, text| text.to_owned());
        assert!(text.contains("- https://aka.ms/smtp_auth_disabled: "), "{text}");
        assert!(text.contains("Program or device: Kyocera printer"), "{text}");
    }
}
