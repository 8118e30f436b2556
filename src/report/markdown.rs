//! A report as Markdown, for a ticket.

use crate::report::standing::{label, letter as letter_title, more, word};
use crate::report::text::{met, one_line, sure, without_marks};
use crate::report::{Finding, Report};
use std::fmt::Write;

/// `site` is the address of the site's root, where its readers have the articles before them and not the command.
pub fn write(report: &Report, site: Option<&str>) -> String {
    let mut out = String::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_finding(&mut out, finding, index == 0);
        match index {
            0 => what_to_do(&mut out, finding, &report.kind),
            _ if report.has_steps_of_its_own(index) => {
                out.push_str("\n**What to do**\n\n");
                steps(&mut out, finding, &report.kind);
                if report.log.is_some() {
                    commands_and_letter(&mut out, finding, "###");
                }
            }
            _ => {}
        }
        for link in &finding.links {
            let _ = writeln!(out, "\n[{}]({})", escape(&link.title), link.url);
        }
        let _ = match (more(finding, site), site) {
            (Some(more), Some(_)) => writeln!(out, "\n[More about this cause]({more})"),
            (Some(more), None) => writeln!(out, "\nMore: `{more}`"),
            (None, _) => Ok(()),
        };
    }
    settings(&mut out, report);
    way(&mut out, report);
    out
}

fn settings(out: &mut String, report: &Report) {
    let Some(settings) = &report.settings else { return };
    out.push_str("\n## The settings\n\n");
    for (name, value) in settings.read() {
        let _ = writeln!(out, "- **{name}:** {}", code(&one_line(&value)));
    }
    for remark in &settings.remarks {
        let _ = writeln!(out, "- {}", prose(&remark.text));
    }
    if let Some(service) = &settings.service {
        let _ = writeln!(out, "- {}", escape(&service.documented_at(settings.host.as_deref())));
    }
}

/// When each server had the mail.
fn way(out: &mut String, report: &Report) {
    let rows = crate::report::journey::rows(report);
    if !rows.is_empty() {
        out.push_str("\n## The way of the mail\n\n");
    }
    for row in rows {
        let _ = writeln!(out, "1. {}", escape(&row));
    }
}

fn write_finding(out: &mut String, finding: &Finding, first: bool) {
    let level = if first { "#" } else { "##" };
    let _ = writeln!(out, "{level} {}\n", escape(&finding.title));
    if let Some((who, address)) = finding.whom() {
        let _ = writeln!(out, "- **{who}:** {}", code(address));
    }
    let _ = writeln!(out, "- **Cause:** `{}` ({})", finding.cause, sure(&finding.confidence));
    let _ = writeln!(out, "- **Lasting:** {}", word(&finding.state));
    let _ = writeln!(out, "- **Who can mend it:** {}", finding.who);
    match finding.cause.as_str() {
        "undetermined" => out.push('\n'),
        _ => {
            let _ = writeln!(out, "- **Where:** {}\n", met(finding));
        }
    }
    let _ = writeln!(out, "{}", prose(&finding.summary));
    if let Some(note) = &finding.note {
        let _ = writeln!(out, "\n{}", prose(note));
    }
    if !finding.retry.is_empty() {
        let _ = writeln!(out, "\n**Does trying again help?** {}", prose(&finding.retry));
    }
    if let Some(reply) = &finding.reply {
        let _ = writeln!(out, "\n> {}", code(&one_line(&reply.text)));
    }
    evidence(out, finding);
}

/// The words that told so, where they are not the reply that stands above already.
fn evidence(out: &mut String, finding: &Finding) {
    let reply = finding.reply.as_ref().map(|reply| one_line(&reply.text));
    let words = finding.evidence.iter().map(|evidence| one_line(&without_marks(evidence.words())));
    let other: Vec<String> = words.filter(|words| reply.as_ref() != Some(words)).collect();
    if !other.is_empty() {
        out.push_str("\n**Why we say so**\n\n");
    }
    for words in other {
        let _ = writeln!(out, "- {}", code(&words));
    }
}

fn steps(out: &mut String, finding: &Finding, kind: &str) {
    for (index, step) in finding.steps.iter().enumerate() {
        let by = label(&step.by, &finding.cause, kind).map_or(String::new(), |by| format!("*({by})* "));
        let _ = writeln!(out, "{}. {by}{}", index + 1, prose(&step.text));
    }
}

fn what_to_do(out: &mut String, finding: &Finding, kind: &str) {
    out.push_str("\n## What to do\n\n");
    steps(out, finding, kind);
    if !finding.missing.is_empty() {
        out.push_str("\n## What would make it surer\n\n");
        for missing in &finding.missing {
            let _ = writeln!(out, "- {}", prose(missing));
        }
    }
    commands_and_letter(out, finding, "##");
}

/// What to run, what to send, and the facts, under headings of a level.
fn commands_and_letter(out: &mut String, finding: &Finding, level: &str) {
    if !finding.commands.is_empty() {
        let _ = write!(out, "\n{level} How to check\n\n");
    }
    for command in &finding.commands {
        let shell = if command.shell.is_empty() { &command.windows } else { &command.shell };
        let _ = writeln!(out, "{}\n{}\n", fenced("sh", shell), prose(&command.why));
    }
    letter(out, finding, level);
}

/// A message to the one who can mend it, and the facts that a postmaster asks for.
fn letter(out: &mut String, finding: &Finding, level: &str) {
    let told = ("For whoever asks why it was late", &finding.to_tell);
    for (title, ask) in
        [(letter_title(finding), &finding.ask), ("If you sent it", &finding.ask_if_sent), told]
    {
        if let Some(ask) = ask {
            let _ = writeln!(out, "\n{level} {title}\n\n{}", fenced("text", ask));
        }
    }
    if !finding.facts.is_empty() {
        let _ = write!(out, "\n{level} Facts that a postmaster will ask for\n\n");
    }
    for fact in &finding.facts {
        let _ = writeln!(out, "- **{}:** {}", escape(&fact.name), code(&one_line(&fact.value)));
    }
}

/// A block of code, between fences that nothing in it can close.
fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// Signs that Markdown or HTML would take for markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A sentence of ours in which names to be typed stand between backticks.
fn prose(sentence: &str) -> String {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escape(sentence);
    }
    let piece = |(at, piece): (usize, &&str)| if at % 2 == 0 { escape(piece) } else { code(piece) };
    pieces.iter().enumerate().map(piece).collect()
}

/// Words of the paste, as code: fenced with more backticks than they hold.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_paste_cannot_become_markup() {
        assert_eq!(code("a ` b `` c"), "```a ` b `` c```");
        assert_eq!(escape("<b>*x*"), r"\<b\>\*x\*");
        let text = write(&crate::diagnose("550 5.1.1 mailbox full ![x](http://example.org/x)"), None);
        assert!(text.contains("`550 5.1.1 mailbox full ![x](http://example.org/x)`"), "{text}");
        assert_eq!(prose("Give `set_from` an *address*"), r"Give `set_from` an \*address\*");
        assert_eq!(prose("a ` b"), r"a \` b");
        assert_eq!(fenced("sh", "a\n```\nb"), "````sh\na\n```\nb\n````\n");
    }

    #[test]
    fn a_ticket_holds_what_its_reader_needs() {
        let report = crate::diagnose(
            "<ann@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 <ann@example.org>: User unknown (in reply to RCPT TO command)\n\
             <bob@example.net>: host mx.example.net[192.0.2.2] said: 552 5.2.2 <bob@example.net>: mailbox full (in reply to RCPT TO command)\n",
        );
        let text = write(&report, Some("https://mail.example/m/"));
        for needed in [
            "## What to do",
            "**What to do**",
            "## A message to copy",
            "](https://mail.example/m/why/user-unknown/#550,5.1.1)",
        ] {
            assert!(text.contains(needed), "{needed}: {text}");
        }
        assert!(write(&report, None).contains("`mailwhy explain user-unknown`"));
    }
}
