//! Two programs that answer each other's answers (RFC 3834, section 2): each mail arrives, and each sets off the next.

use crate::Report;
use crate::knowledge::CAUSES;
use crate::report::message::{Field, Message};
use crate::report::standing;
use crate::report::{Evidence, Finding, Step};

/// Which of the mails is an automatic answer to which other one, that one being automatic itself.
pub fn answering<'r>(reports: impl Iterator<Item = &'r Report> + Clone) -> Option<(usize, usize)> {
    let automatic = || {
        let mails = reports.clone().enumerate();
        mails
            .filter_map(|(at, report)| Some((at, report.message.as_ref().filter(|mail| is_automatic(mail))?)))
    };
    automatic().find_map(|(at, answer)| {
        let to = field(answer, "In-Reply-To")?.value.as_str();
        let is_it =
            |mail: &Message| mail.message_id.as_deref().is_some_and(|id| !id.is_empty() && to.contains(id));
        automatic().find(|(other, mail)| *other != at && is_it(mail)).map(|(other, _)| (at, other))
    })
}

/// Programs say so themselves (RFC 3834, section 5); older ones have a field of their own.
fn is_automatic(mail: &Message) -> bool {
    let says = |name: &str| field(mail, name).map(|field| field.value.trim().to_ascii_lowercase());
    says("Auto-Submitted").is_some_and(|value| value.starts_with("auto-"))
        || says("X-Autoreply").is_some_and(|value| value != "no")
        || says("Precedence").is_some_and(|value| value == "auto_reply")
}

fn field<'m>(mail: &'m Message, name: &str) -> Option<&'m Field> {
    mail.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
}

/// Tells of the circle in the report on the mail that answers.
pub fn tell(report: &mut Report, answered: &Report, paste: &str) {
    let Some(cause) = CAUSES.iter().find(|cause| cause.id == "mail-loop") else { return };
    let (Some(answer), Some(first)) = (report.message.as_ref(), answered.message.as_ref()) else { return };
    let address = |mail: &Message| mail.from_address.clone().unwrap_or_else(|| "the one side".to_owned());
    let (here, there) = (address(answer), address(first));
    let quote = |name: &str| {
        let field = field(answer, name)?;
        let quote = paste.get(field.start..field.end)?.to_owned();
        Some(Evidence { start: field.start, end: field.end, quote, ..Evidence::default() })
    };
    let evidence = ["In-Reply-To", "Auto-Submitted"].into_iter().filter_map(quote).collect();
    let facts = report.findings.first().map(|told| told.facts.clone()).unwrap_or_default();
    let told = Finding {
        cause: cause.id.to_owned(),
        title: "Two programs answer each other's answers".to_owned(),
        summary: format!(
            "A program answered a mail of {there} for {here}, and that mail was an automatic answer itself. Each answer sets off the next one, so it goes on until one side is \
             switched off."
        ),
        permanence: "permanent".to_owned(),
        confidence: "certain".to_owned(),
        stage: "mailbox".to_owned(),
        act: "sender-admin".to_owned(),
        state: standing::state("permanent", cause.id, "sender-admin").to_owned(),
        who: "whoever runs one of the two programs".to_owned(),
        retry: "It does not end by itself.".to_owned(),
        evidence,
        steps: steps(&here, &there),
        ask: Some(letter(&here, &there)),
        facts,
        ..Finding::default()
    };
    report.findings = vec![told];
}

fn letter(here: &str, there: &str) -> String {
    format!(
        "Hello,\n\nthe automatic answers of {there} and of {here} answer each other, without end. We switch ours off for your address. Could you see to it that \
         yours goes to each sender only once within some days, and not to mail that a program sent (Auto-Submitted with anything but “no”, an empty Return-Path, or \
         Precedence with bulk, list or junk)?\n\nThank you.\n"
    )
}

fn steps(here: &str, there: &str) -> Vec<Step> {
    [
        format!("Stop it first: switch off the automatic answer of {here}, or let it leave out {there}. One of the two sides is enough."),
        "Then let the program of that side answer no mail that has Auto-Submitted with anything but “no”, an empty Return-Path, or Precedence with bulk, list or junk, and \
         never twice within some days to the same address. A ticket system has filters for it, and opens no ticket from such mail."
            .to_owned(),
        format!("Tell whoever runs the mail of {there}, too: a notice of absence should go to each sender once, and to no program."),
        "Afterwards close what the answers opened, such as tickets, without sending another answer.".to_owned(),
    ]
    .into_iter()
    .map(|text| Step::new("sender-admin", text))
    .collect()
}
