//! What became of the proof that the domain in From can give, who can have it kept, and how.

use super::{Chosen, Passed};
use crate::diagnose::checks::alignment::{Alignment, By, Detour, Relation, Row};
use crate::knowledge::Proving;
use crate::report::Step;
use std::borrow::Cow;

/// What an SPF record can do for the domain in From.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BySpf {
    /// The envelope's domain is another one.
    Nothing,
    /// It is there, and does not list the server.
    Listed,
    Unpublished,
    /// It has a fault: no server passes by it.
    Broken,
}

impl BySpf {
    pub fn of(chosen: &Chosen) -> Self {
        match (chosen.by_spf, chosen.lacks_spf, chosen.breaks_spf) {
            (false, ..) => BySpf::Nothing,
            (true, true, _) => BySpf::Unpublished,
            (true, false, true) => BySpf::Broken,
            (true, false, false) => BySpf::Listed,
        }
    }
}

/// What else can prove a domain without a DMARC record. SPF is asked for the envelope sender's domain: a record of another one
/// changes nothing.
pub fn publish(passed: Passed, spf: BySpf, proof: Proof) -> &'static str {
    if matches!(proof, Proof::Keyless(..)) {
        return "Publish a DMARC record for the domain in From, beside the key of its signature: the better the author is proved, the \
                more filters believe.";
    }
    match (passed.dkim, spf, passed.spf) {
        (true, ..) => {
            "Publish a DMARC record for the domain in From: the mail is signed with DKIM for it already, and would pass. The \
             better the author is proved, the more filters believe."
        }
        (false, BySpf::Nothing, _) => {
            "Publish a DMARC record for the domain in From, and sign with DKIM for it: the better the author is proved, the \
             more filters believe."
        }
        (false, _, true) => {
            "Publish a DMARC record for the domain in From, and sign with DKIM for it: SPF proves it already, but not once \
             the mail is passed on. The better the author is proved, the more filters believe."
        }
        (false, BySpf::Unpublished, false) => {
            "Publish a DMARC record for the domain in From, sign with DKIM for it, and publish an SPF record of the envelope \
             sender's domain that lists the sending server: the better the author is proved, the more filters believe."
        }
        (false, BySpf::Broken, false) => {
            "Publish a DMARC record for the domain in From, sign with DKIM for it, and mend the SPF record of the envelope sender's \
             domain, which has a fault, so that it lists the sending server: the better the author is proved, the more filters believe."
        }
        (false, BySpf::Listed, false) => {
            "Publish a DMARC record for the domain in From, sign with DKIM for it, and see that the SPF record of the envelope \
             sender's domain lists the sending server: the better the author is proved, the more filters believe."
        }
    }
}

/// What became of the proof that the domain in From can give.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Proof<'a> {
    /// Nothing tells of a signature of that domain.
    #[default]
    Missing,
    /// It is signed, and nothing states that the signature does not fit.
    Open,
    /// Its key is not published: the domain, and the selector where it is known.
    Keyless(&'a str, Option<&'a str>),
    /// It was too old when it was checked.
    Expired,
    /// The signature does not fit any more.
    Broken,
    /// The same, and the mail was passed on by another server.
    BrokenByForward,
    /// The same, and the mail came by a list.
    BrokenByList,
    /// The same, and this server states that all was well there, by the check that passed.
    BrokenBehind(&'a str, &'a str),
    /// Nothing of it could hold on the way it took, and by the seals this server had found it proved before (ARC).
    Sealed(&'a str),
    /// It held at this gateway in front of the mailbox, and could not hold behind it.
    LostBehind(&'a str),
    /// This filter service states that all was well there, and no Received field shows on whose side it works.
    StatedBy(&'a str),
    /// It does not fit, and no Received field shows whose servers the mail passed.
    BrokenUnseen,
    /// It does not fit, and this filter service had the mail just before: the reader's gateway, or the sender's own service.
    BrokenAtFilter(&'a str),
}

impl<'a> Proof<'a> {
    pub fn of(alignment: &'a Alignment) -> Self {
        let is_own = |row: &&Row| row.by == By::Dkim && row.relation != Relation::Other;
        let is_bad = |result: &str| result.ends_with("fail") || result == "neutral";
        let is_failed = |row: &Row| row.result.as_deref().is_some_and(is_bad);
        let signed = || alignment.rows.iter().filter(is_own);
        if let Some(gate) = alignment.earlier.as_ref().filter(|earlier| earlier.is_in_front) {
            return Proof::LostBehind(&gate.server);
        }
        if let Some(filter) = alignment.earlier.as_ref().filter(|earlier| earlier.is_unplaced) {
            return Proof::StatedBy(&filter.server);
        }
        if let Some(row) = signed().next().filter(|_| signed().all(|row| row.is_keyless)) {
            return Proof::Keyless(&row.domain, row.selector.as_deref());
        }
        let mut own = alignment.rows.iter().filter(is_own).peekable();
        if let Some(sealed) =
            alignment.earlier.as_ref().filter(|earlier| earlier.is_sealed && !alignment.is_broken)
            && alignment.detour != Some(Detour::MailingList)
        {
            return Proof::Sealed(&sealed.server);
        }
        match (own.peek().is_some(), alignment.is_broken && own.any(is_failed), alignment.detour) {
            (false, ..) => Proof::Missing,
            (true, ..) if alignment.is_expired => Proof::Expired,
            (true, false, _) => Proof::Open,
            (true, true, Some(Detour::MailingList)) => Proof::BrokenByList,
            (true, true, detour) => match (&alignment.earlier, detour) {
                (Some(earlier), _) => Proof::BrokenBehind(&earlier.server, earlier.check),
                (None, Some(_)) => Proof::BrokenByForward,
                (None, None) if alignment.is_wayless => Proof::BrokenUnseen,
                (None, None) => alignment.filter_between.map_or(Proof::Broken, Proof::BrokenAtFilter),
            },
        }
    }

    /// Who can have it kept.
    pub fn by(self) -> &'static str {
        match self {
            Proof::BrokenByList
            | Proof::BrokenByForward
            | Proof::BrokenBehind(..)
            | Proof::BrokenUnseen
            | Proof::Sealed(_) => "network",
            Proof::LostBehind(_) | Proof::StatedBy(_) | Proof::BrokenAtFilter(_) => "recipient-admin",
            _ => "sender-admin",
        }
    }

    pub fn step(
        self,
        spf: BySpf,
        service: Option<(&str, By)>,
        settings: Option<&Proving>,
        at_microsoft: bool,
    ) -> Step {
        const SIGNED: &str = "The mail is signed for the domain in From, and the signature does not fit";
        let sign = match spf {
            BySpf::Unpublished => {
                "Sign with DKIM for the domain in From, or publish an SPF record of it that lists the server that sends such mail"
            }
            BySpf::Listed => {
                "Sign with DKIM for the domain in From, or send through a server that its SPF record lists"
            }
            BySpf::Broken => {
                "Sign with DKIM for the domain in From, or mend its SPF record, which has a fault (permerror), and list in it the server that \
                 sends such mail"
            }
            BySpf::Nothing => "Sign with DKIM for the domain in From",
        };
        let at = settings.map_or(String::new(), |settings| format!(" ({})", settings.path));
        let text: Cow<'static, str> = match self {
            Proof::Missing => match service {
                Some((name, By::Dkim)) => format!(
                    "{sign}. {name} signs this mail for itself alone: its settings{at} are where the domain is added, and name \
                     the records that have to stand in DNS. In the headers of the next mail dkim=pass then names the \
                     domain in From."
                )
                .into(),
                Some((name, By::Spf)) => format!(
                    "{sign}. A server of {name} sent this mail: the settings there{at} are where the domain is added."
                )
                .into(),
                None => match settings {
                    Some(settings) => format!("{sign}. {}.", super::author::way(settings)).into(),
                    None => format!("{sign}.").into(),
                },
            },
            Proof::Open => format!(
                "{sign}. If it is signed already, a list or a forwarder on the way changed the mail and broke the signature: \
                 that is mended there."
            )
            .into(),
            Proof::Keyless(domain, selector) => {
                let name = selector.map_or(String::new(), |selector| format!(", at {selector}._domainkey.{domain}"));
                format!(
                    "Publish the key: the mail is signed for {domain}, and the server found no key for that in DNS{name}. Whoever signs \
                     it shows the record that has to stand there; or stop signing with that key, if another one took its place."
                )
                .into()
            }
            Proof::Expired => "The mail is signed for the domain in From, and the signature had expired when it was \
                               checked. Sign with a later expiry (x=), or with none: mail may lie in a queue for days."
                .into(),
            Proof::Broken => format!(
                "{SIGNED}: likely what it covers was changed on the way, by a filter, a list or a forwarder. Look for the \
                 server that does so, or have it signed behind that server."
            )
            .into(),
            Proof::BrokenByForward => format!(
                "{SIGNED}: likely the server that passed the mail on changed it. Whoever runs that one can have mail passed \
                 on as it is."
            )
            .into(),
            Proof::BrokenByList => format!(
                "{SIGNED}: likely the mailing list changed the mail. Its owner can have mail passed on as it is, or the list's \
                 own address put into From."
            )
            .into(),
            Proof::LostBehind(gate) => super::gate::step(gate, at_microsoft).into(),
            Proof::StatedBy(service) => super::gate::stated_step(service, at_microsoft).into(),
            Proof::BrokenUnseen => format!(
                "{SIGNED}: likely the mail was changed on the way. These lines do not show where, as no Received field is among them: a gateway in \
                 front of the reader's own mailbox changes mail (a mark in the subject, a warning, rewritten links), and so does a list or a forwarder. \
                 Paste the whole header: it names the servers."
            )
            .into(),
            Proof::BrokenAtFilter(service) => super::gate::likely_step(service, at_microsoft).into(),
            Proof::Sealed(server) => format!(
                "By its seal (ARC), {server} had found that DMARC passed; behind it that could not be proved any more. Whoever takes such mail in can trust \
                 that seal, or have the mail come without the way in between."
            )
            .into(),
            Proof::BrokenBehind(server, check) => format!(
                "{SIGNED} at the end, though {server} is said to have found that {check} passed. If you know that server, the mail \
                 was changed behind it: whoever runs the servers there can have mail passed on unchanged."
            )
            .into(),
        };
        // Only who has the mail can show more of it.
        let by = if self == Proof::BrokenUnseen { "recipient" } else { self.by() };
        Step::new(by, text)
    }
}
