//! Where on the sender's side a signature was made that did not fit at the end, and which servers had the mail after that: by its place
//! among the Received fields.

use crate::diagnose::checks::alignment::{Alignment, By};
use crate::diagnose::checks::timeline::server;
use crate::diagnose::checks::{Opinions, path, speak};
use crate::facts::message::{Field, Message};
use crate::knowledge;
use crate::mail::received::Received;
use crate::report::Step;
use crate::text::token;

/// A signature of the author's own that did not fit at the end.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    message: &'a Message,
    /// Its place, an index into [`Message::fields`].
    field: usize,
    /// Indices into [`Message::hops`].
    signer: Signer,
    border: usize,
    /// Whether the checks name the text as what was changed.
    is_of_text: bool,
}

/// Who signed it. Filters beside a server sign what comes in, and the field stands below that server's own; other programs sign what goes
/// out, and it stands above theirs.
#[derive(Clone, Copy)]
enum Signer {
    One(usize),
    Either { leaving: usize, entering: usize },
}

impl<'a> Signed<'a> {
    pub fn of(message: &'a Message, opinions: &Opinions) -> Option<Self> {
        let table = opinions.alignment.as_ref().filter(|table| table.is_broken && table.detour.is_none())?;
        let border = opinions.timeline.trust.as_ref()?.hop;
        if table.is_proved_by(By::Dkim) {
            return None;
        }
        let is_own = |domain: &str| knowledge::same_organization(domain, &table.from);
        let signature = message.dkim.iter().find(|of| of.read.get("d").is_some_and(is_own))?;
        let signer = signer(message, signature.field, border)?;
        let found =
            Signed { message, field: signature.field, signer, border, is_of_text: names_text(message) };
        (!found.behind().is_empty() || found.went_straight(table)).then_some(found)
    }

    /// The servers of the sender's side that had it after that, oldest first.
    fn behind(&self) -> Vec<String> {
        let (last, signers) = match self.signer {
            Signer::One(signer) => (signer, vec![signer]),
            Signer::Either { leaving, entering } => (entering, vec![leaving, entering]),
        };
        let signers: Vec<String> = signers.into_iter().map(|hop| server(self.message, hop)).collect();
        let mut names: Vec<String> =
            (self.border + 1..last).rev().map(|hop| server(self.message, hop)).collect();
        names.retain(|name| !signers.contains(name));
        names.dedup();
        names
    }

    /// The one that signed it handed it to the server that checked it.
    fn went_straight(&self, table: &Alignment) -> bool {
        let Some(border) = self.message.hops.get(self.border).map(|hop| &hop.read) else { return false };
        let Signer::One(signer) = self.signer else { return false };
        let is_its = |host: &str| border.by.as_deref().is_some_and(|by| by.eq_ignore_ascii_case(host));
        table.authserv.as_deref().is_some_and(is_its)
            && path::client(border)
                .is_some_and(|client| client.eq_ignore_ascii_case(&server(self.message, signer)))
    }

    /// A field that one of them wrote on what it added, and the server that wrote it, as far as its words tell.
    fn mark(&self) -> Option<(String, Option<usize>)> {
        const WORDS: &[&str] = &["footer", "disclaimer", "signature added", "banner"];
        let top = self.message.hops.get(self.border)?.field;
        let mut shown = self.message.fields.iter().enumerate().take(self.field).skip(top + 1);
        let (at, field) = shown.find(|(_, field)| {
            let lower = format!("{}: {}", field.name, field.value).to_ascii_lowercase();
            !field.is("Received") && WORDS.iter().any(|word| lower.contains(word))
        })?;
        let writer = self.message.hops.iter().position(|hop| hop.field > at);
        let writer = writer.filter(|hop| names_program(field, &self.message.hops[*hop].read));
        Some((format!("{}: {}", field.name, field.value.trim()), writer))
    }

    pub fn step(&self) -> Step {
        Step::new("sender-admin", if self.behind().is_empty() { self.straight() } else { self.passed_on() })
    }

    fn passed_on(&self) -> String {
        let when = match self.signer {
            Signer::One(signer) => {
                format!("it was changed after {} signed it", server(self.message, signer))
            }
            Signer::Either { leaving, entering } => format!(
                "by its place among the Received fields it was signed when it left {}, or when it came to {}, and changed after that",
                server(self.message, leaving),
                server(self.message, entering)
            ),
        };
        let behind = self.behind();
        let had = format!("On the sender's side {} had it after that", speak::join(&behind));
        let who = match self.mark() {
            Some((mark, Some(hop))) => {
                format!("Likely {} changed it, which wrote “{mark}”. {had}", server(self.message, hop))
            }
            Some((mark, None)) => format!("{had} (“{mark}” stands there)"),
            None => had,
        };
        let last = behind.last().map_or("the last server", String::as_str);
        format!(
            "The signature of the domain in From did not fit when the mail arrived: {when}. {who}. What changes the text, such as a footer, has to come before the \
             signing, or the last server there ({last}) has to sign. {UNTIL_THEN}"
        )
    }

    /// No other server had it: what changed it stands beside that one.
    fn straight(&self) -> String {
        let Signer::One(signer) = self.signer else { return String::new() };
        let (signer, border) = (server(self.message, signer), server(self.message, self.border));
        let or = if self.is_of_text { "" } else { ", or it signs with another key than the one in DNS" };
        format!(
            "The signature of the domain in From did not fit when the mail arrived, though {signer}, where it was made, handed the mail to {border} itself. Likely \
             something on {signer} changes the mail after the signing, such as a footer or a filter, or a firewall on the way does{or}. Let the signing come last. \
             {UNTIL_THEN}"
        )
    }
}

const UNTIL_THEN: &str =
    "Until then SPF alone can prove such mail, and that does not hold once the mail is passed on.";

/// The server above the field took the mail, the one below it had it before: one of the two signed it.
fn signer(message: &Message, field: usize, border: usize) -> Option<Signer> {
    let entering = message.hops.iter().rposition(|hop| hop.field < field)?;
    let leaving = (entering + 1 < message.hops.len()).then_some(entering + 1);
    match leaving {
        // Nobody on the reader's side signs for the author.
        Some(leaving) if entering == border => Some(Signer::One(leaving)),
        _ if entering <= border => None,
        None => Some(Signer::One(entering)),
        Some(leaving) => Some(told(message, leaving, entering)),
    }
}

/// Which of the two, where a field of the signing program or the kind of the server tells.
fn told(message: &Message, leaving: usize, entering: usize) -> Signer {
    if server(message, leaving) == server(message, entering) {
        return Signer::One(entering);
    }
    let beside = message.fields.get(message.hops[entering].field + 1..message.hops[leaving].field);
    // `DKIM-Filter: OpenDKIM Filter v2.11.0 mx.example.com 4Xyz`
    let is_by = |hop: usize| {
        let name = server(message, hop).to_ascii_lowercase();
        let names = |field: &Field| {
            field.is("DKIM-Filter")
                && field.value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(&name))
        };
        beside.is_some_and(|fields| fields.iter().any(names))
    };
    // Exim signs what it sends.
    let signs_leaving =
        |hop: usize| message.hops[hop].read.software.as_deref().is_some_and(|name| name.starts_with("Exim"));
    match () {
        () if is_by(entering) => Signer::One(entering),
        () if is_by(leaving) || signs_leaving(leaving) => Signer::One(leaving),
        () => Signer::Either { leaving, entering },
    }
}

/// Whether a field and a server's Received field name the same program.
fn names_program(field: &Field, hop: &Received) -> bool {
    let Some(software) = hop.software.as_deref() else { return false };
    let mut is_named = false;
    token::words(software, |_, program| {
        let is_name = program.len() >= 4 && program.chars().all(char::is_alphabetic);
        if is_name {
            token::words(&field.value, |_, word| is_named |= word.eq_ignore_ascii_case(program));
        }
    });
    is_named
}

/// Whether a check says that the text does not fit its sum.
fn names_text(message: &Message) -> bool {
    let statements = message.auth.iter().flat_map(|field| &field.read.statements);
    statements.filter(|found| found.method == "dkim").any(|found| {
        let words = [found.comment.as_deref(), found.prop("reason")];
        words.into_iter().flatten().any(|words| words.to_ascii_lowercase().contains("body hash"))
    })
}
