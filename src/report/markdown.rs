//! A report as Markdown, for a ticket.

use super::standing::{mender, word};
use super::text::{met, one_line, sure};
use super::{Finding, Report};
use std::fmt::Write;

pub fn write(report: &Report) -> String {
    let mut out = String::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_finding(&mut out, finding, index == 0);
    }
    settings(&mut out, report);
    out
}

fn settings(out: &mut String, report: &Report) {
    let Some(settings) = &report.settings else { return };
    out.push_str("\n## The settings\n\n");
    for (name, value) in settings.read() {
        let _ = writeln!(out, "- **{name}:** {}", code(&one_line(&value)));
    }
    for remark in &settings.remarks {
        let _ = writeln!(out, "- {}", escape(&remark.text));
    }
    if let Some(service) = &settings.service {
        let _ = writeln!(out, "- {}", escape(&service.documented(settings.host.as_deref())));
    }
}

fn write_finding(out: &mut String, finding: &Finding, first: bool) {
    let level = if first { "#" } else { "##" };
    let _ = writeln!(out, "{level} {}\n", escape(&finding.title));
    if let Some(recipient) = &finding.recipient {
        let _ = writeln!(out, "- **Recipient:** {}", code(recipient));
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
    let _ = writeln!(out, "{}", escape(&finding.summary));
    if let Some(note) = &finding.note {
        let _ = writeln!(out, "\n{}", escape(note));
    }
    if !finding.retry.is_empty() {
        let _ = writeln!(out, "\n**Does trying again help?** {}", escape(&finding.retry));
    }
    if let Some(reply) = &finding.reply {
        let _ = writeln!(out, "\n> {}", code(&one_line(&reply.text)));
    }
    if first {
        what_to_do(out, finding);
    }
    for link in &finding.links {
        let _ = writeln!(out, "\n[{}]({})", escape(&link.title), link.url);
    }
}

fn what_to_do(out: &mut String, finding: &Finding) {
    out.push_str("\n## What to do\n\n");
    for (index, step) in finding.steps.iter().enumerate() {
        let by = if step.by == "sender" {
            String::new()
        } else {
            format!("*({})* ", mender(&step.by, &finding.cause))
        };
        let _ = writeln!(out, "{}. {by}{}", index + 1, escape(&step.text));
    }
    if !finding.missing.is_empty() {
        out.push_str("\n## What would make it surer\n\n");
        for missing in &finding.missing {
            let _ = writeln!(out, "- {}", escape(missing));
        }
    }
    if finding.commands.is_empty() {
        return;
    }
    out.push_str("\n## How to check\n\n");
    for command in &finding.commands {
        let shell = if command.shell.is_empty() { &command.windows } else { &command.shell };
        let fence = "`".repeat(longest_run(shell, '`').max(2) + 1);
        let _ = writeln!(out, "{fence}sh\n{shell}\n{fence}\n\n{}\n", escape(&command.why));
    }
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
        let text = write(&crate::diagnose("550 5.1.1 mailbox full ![x](http://example.org/x)"));
        assert!(text.contains("`550 5.1.1 mailbox full ![x](http://example.org/x)`"), "{text}");
    }
}
