//! What the author of a mail that nothing proves can do, in a person's words. Who reads may have written it or received it.

use super::Chosen;
use super::proof::Proof;
use crate::knowledge::Proving;
use crate::mail::address;
use crate::report::Step;
use std::borrow::Cow;

/// The author's step, where the sending side can mend the proof.
pub fn step(chosen: &Chosen) -> Option<Step> {
    let is_open = (chosen.is_no_domain && !chosen.is_proved)
        || (chosen.is_unplaced && chosen.is_unproved && !chosen.is_stated_pass());
    let is_unproved = chosen.is_doubted() || is_open;
    let wanted =
        is_unproved && !chosen.imitated && !chosen.is_by_points && chosen.proof.by() == "sender-admin";
    let asked = chosen.landed.is_some() || chosen.failed_alone || chosen.is_unplaced;
    (wanted && asked).then(|| Step::new("author", text(chosen)))
}

/// SPF is asked for the envelope sender's domain: where that is the service's, a record of the author's is never looked at.
fn on_envelope(chosen: &Chosen) -> String {
    chosen.envelope.filter(|_| !chosen.by_spf).and_then(address::domain).map_or(String::new(), |domain| {
        format!(
            " An SPF entry for it at your domain alone changes nothing: SPF was asked for {domain}, the envelope sender's domain. Some services take a return path \
             of your own domain, too: then SPF proves it as well."
        )
    })
}

fn text(chosen: &Chosen) -> Cow<'static, str> {
    match (chosen.proof, chosen.settings) {
        _ if chosen.is_no_domain => {
            let from = chosen.alignment.map_or("what stands there", |alignment| alignment.from.as_str());
            format!(
                "If you sent it: {from} in From is one word and no domain, so nothing can prove it, and no answer from elsewhere can arrive \
                 there. Let the program write from an address of a domain of yours."
            )
            .into()
        }
        _ if let Some(form) = chosen.form.filter(|_| chosen.is_elsewhere()) => {
            let site = form.site.map_or(String::new(), |site| format!(" ({site})"));
            format!(
                "If the web site{site} is yours: its form or program writes with a visitor's address in From, and no server but that provider's can prove such \
                 mail. Let it put an address of the site's own domain into From, and the visitor's into Reply-To: answers go to the visitor all the same. A visitor \
                 can change nothing about that."
            )
            .into()
        }
        _ if chosen.is_elsewhere() => {
            let from = chosen.alignment.map_or("that provider", |alignment| alignment.from.as_str());
            format!(
                "If you sent it: only the servers of {from} can prove a sender there. Send it through them, signed in to that mailbox, or \
                 write from an address of your own domain."
            )
            .into()
        }
        (Proof::Missing | Proof::Open, None) if chosen.form.is_some() && !chosen.is_of_list => by_program(chosen).into(),
        (Proof::Missing | Proof::Open, Some(at)) => {
            let way = way(at);
            format!(
                "If you sent it: {} sends it, and does not prove your domain yet. {way}: it shows records to enter in your domain's DNS, at the \
                 company where your domain is kept. Once they are in place, send again.{}",
                at.name,
                on_envelope(chosen)
            )
            .into()
        }
        // A list has no place for its authors' domains.
        (Proof::Missing | Proof::Open, None) if chosen.is_of_list => {
            "If you sent it: your own mail server has to sign it with DKIM for your domain, and not the list. The signature then holds if the \
             list leaves text and subject as they are; its owner can see to that, or have the list write its own address into From."
                .into()
        }
        (Proof::Missing, None) if let Some(server) = chosen.forwarder() => format!(
            "If you sent it: {server} passed it on to another mailbox of the reader's, and there only a DKIM signature of your domain can prove it. Have the \
             server that sends your mail sign it: its settings, or whoever runs it, name the record to enter in your domain's DNS."
        )
        .into(),
        // A forwarder that nobody sees is as likely as a server that no record lists.
        (Proof::Missing, None) if chosen.is_wayless() => {
            "If you sent it: these lines do not show which server brought it. If that was one of yours or of your provider's, it does not prove your domain; \
             if somebody passed the mail on, only a DKIM signature of your domain holds there. Whoever sends your mail can sign it: the settings, called verified domain, \
             domain authentication or DKIM, show the record to enter in your domain's DNS."
                .into()
        }
        (Proof::Missing | Proof::Open, None) => {
            let server = chosen.sent_by.map_or(String::new(), |server| format!(" ({server})"));
            format!(
                "If you sent it: the service or server that sends it{server} does not prove your domain. Its settings have a place for \
                 that, called verified domain, domain authentication or DKIM: it shows records to enter in your domain's DNS, at the company \
                 where your domain is kept. Once they are in place, send again.{}",
                on_envelope(chosen)
            )
            .into()
        }
        (Proof::Keyless(..), _) => {
            "If you sent it: it is signed for your domain, and the key is missing from the domain's DNS: whoever signs it (your provider or \
             sending service) shows the record. Once it is in place, send again."
                .into()
        }
        _ => {
            "If you sent it: it was signed for your domain, and the signature did not hold: whoever runs your mail can mend that. Send them \
             the message on this page."
                .into()
        }
    }
}

/// A web site's program handed it to the mail server of its own machine.
fn by_program(chosen: &Chosen) -> String {
    let domain = chosen.alignment.map_or("your domain", |alignment| alignment.from.as_str());
    let from = chosen.author.unwrap_or("the address in From");
    let (under, own) = match chosen.envelope {
        Some(envelope) => (format!(", as {envelope}"), "that name"),
        None => (String::new(), "its own name"),
    };
    let at = chosen.sent_by.map_or(String::new(), |server| format!(" on {server}"));
    format!(
        "If you sent it: your web site{at} sent this mail itself{under}, which proves {own} at most, and not {domain}. Let the shop or form send through the mailbox {from}: \
         its mail settings, or an SMTP plug-in, take the outgoing server, the address and the password of that mailbox. Or have the web site's host sign its mail \
         with DKIM for {domain}. Then send one to a mailbox of your own and look for dkim=pass or spf=pass with {domain} in its headers."
    )
}

/// Where the domain is proved there, in the words of its pages.
pub fn way(at: &Proving) -> String {
    format!("In {}, go to: {}", at.name, at.path)
}
