//! Headers that end where the mail was sent from: whether it arrived, they do not say.

use crate::diagnose::checks::timeline::{Place, Timeline};
use crate::diagnose::checks::{path, service};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::address;
use crate::report::values::Values;
use crate::report::{Finding, Step, evidence};

/// Fields that a mailbox's server writes when it takes a mail in.
const DELIVERED: &[&str] = &["Return-Path", "Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To"];

/// For whom the mail was, where no other network took it over: the newest server names a recipient who is elsewhere.
pub fn bound_for<'a>(facts: &'a Facts, timeline: &Timeline) -> Option<&'a str> {
    let message = facts.message.as_deref()?;
    let is_inside = |step: &crate::diagnose::checks::timeline::Step| {
        matches!(step.place, Place::Submission | Place::Internal)
    };
    // Another network that had it later says so by itself.
    let is_taken = timeline.missing().is_some() || DELIVERED.iter().any(|name| message.field(name).is_some());
    let newest = message.hops.first()?;
    let whom = newest.read.r#for.as_deref()?;
    let domain = address::domain(whom)?;
    let network = timeline.trust.as_ref()?.network.as_str();
    (!is_taken && timeline.steps.iter().all(is_inside) && !knowledge::same_organization(&domain, network))
        .then_some(whom)
}

/// The same of a provider of mailboxes that signed the mail for itself: what comes in from elsewhere bears another's signature, and
/// what comes in for one of its own customers bears results.
pub fn sent_by_provider<'a>(facts: &'a Facts, timeline: &Timeline) -> Option<&'a str> {
    /// What these write where they take a mail in, beside results.
    const TAKEN: &[&str] =
        &["Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "ARC-Authentication-Results"];
    let message = facts.message.as_deref()?;
    let trust = timeline.trust.as_ref()?;
    let provider = path::network(Some(&trust.network), None)?;
    // Customers' own domains lie on both sides there, and no results are written among them.
    let is_sure =
        provider != path::network(Some("outlook.com"), None)? && trust.hop + 1 == message.hops.len();
    let is_taken = TAKEN.iter().any(|name| message.field(name).is_some())
        || !message.auth.is_empty()
        || !message.received_spf.is_empty();
    let is_its = |domain: &str| path::same_network(domain, &trust.network);
    let signs = message.dkim.iter().any(|signature| signature.read.get("d").is_some_and(is_its));
    let whom = message.hops.first()?.read.r#for.as_deref().or_else(|| only_recipient(message))?;
    let domain = address::domain(whom)?;
    let is_authors = message.from.iter().filter_map(|from| from.read.domain()).any(|from| from == domain);
    (is_sure && signs && !is_taken && !is_authors && !is_its(&domain)).then_some(whom)
}

/// Whom To names alone.
fn only_recipient(message: &Message) -> Option<&str> {
    let to = message.field("To")?.value.trim();
    let address = to.rsplit_once('<').map_or(to, |(_, address)| address.trim_end_matches('>'));
    (to.matches('@').count() == 1 && !address.contains(char::is_whitespace)).then_some(address)
}

/// The service whose own fields are all that there is: it took the mail from its sender, and nobody else is seen to take it.
pub fn with_service(facts: &Facts) -> Option<&'static str> {
    service::where_it_ends(facts.message.as_deref()?)
}

/// The same for a service that sends for others.
pub fn at_service(paste: &str, facts: &Facts, service: &str) -> Finding {
    let mut told = ended(paste, facts);
    told.title = "These headers end at the service that sends for the sender".to_owned();
    told.summary = format!(
        "All Received fields in them are {service}'s own, from the mail's way out: {service} took it over. Whether it arrived \
         anywhere, they do not show."
    );
    told.steps.push(Step::new("sender", format!("As {service}'s customer, look for the Message-ID in its log of events: that says what became of the mail.")));
    told
}

pub fn finding(paste: &str, facts: &Facts, timeline: &Timeline, whom: &str) -> Finding {
    let network = timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
    Finding {
        title: "These headers end where the mail was sent from".to_owned(),
        summary: format!(
            "All servers that they name are of {network}, and the mail was for {whom}. Whether it got there, they do not say."
        ),
        ..ended(paste, facts)
    }
}

/// What both have in common.
fn ended(paste: &str, facts: &Facts) -> Finding {
    let newest = facts.message.as_deref().and_then(|message| message.fields.get(message.hops.first()?.field));
    let step = |text: &'static str| Step::new("sender", text);
    Finding {
        cause: "undetermined".to_owned(),
        permanence: "none".to_owned(),
        confidence: "likely".to_owned(),
        stage: "submission".to_owned(),
        act: "nobody".to_owned(),
        evidence: newest.and_then(|field| evidence::evidence(paste, facts, field.span)).into_iter().collect(),
        steps: vec![
            step("If something came back, paste that: it names the reason."),
            step(
                "Ask the recipient for the headers of the mail as it lies there, or look for its id in the log of your server.",
            ),
        ],
        facts: super::named(Values::plain(facts).facts(), facts),
        ..Finding::default()
    }
}
