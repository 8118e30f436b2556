//! A reply that names an address to write to, or a page of its provider's for this very refusal: whoever can ask there asks there first.

use crate::knowledge::{self, Topic};
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// Causes that the other side takes away when it is asked.
const ASKED: &[&str] = &[
    "ip-blocklisted",
    "domain-blocklisted",
    "bad-reputation",
    "policy-rejected",
    "spam-content",
    "geo-blocked",
    "rate-limited",
];

pub fn adapt(told: &mut Finding, values: &Values) {
    address(told, values);
    page(told);
}

fn address(told: &mut Finding, values: &Values) {
    let Some(contact) = values.get("contact").filter(|_| ASKED.contains(&told.cause.as_str())) else {
        return;
    };
    if !told.act.starts_with("sender") || told.steps.iter().any(|step| step.text.contains(contact)) {
        return;
    }
    let text = format!(
        "Write to {contact}, which the reply names for this. Give the network address and the host name of the sending server, the time, and \
         the whole reply."
    );
    put(told, text);
}

/// `https://help.example.net/form?id=7Qx`, on a host of the provider's: behind the question mark stands what names this refusal.
fn page(told: &mut Finding) {
    if !ASKED.contains(&told.cause.as_str()) || !told.act.starts_with("sender") {
        return;
    }
    let is_its = |url: &str| {
        let host = url
            .split_once("://")
            .map_or("", |(_, rest)| rest.split(['/', ':', '?']).next().unwrap_or_default());
        url.contains("?") && knowledge::provider_of_host(host).is_some()
    };
    let parts = told.reply.iter().flat_map(|reply| &reply.parts);
    let mut links = parts.filter(|part| part.kind == "link" && is_its(&part.quote));
    let Some(url) = links.next().map(|part| part.quote.clone()) else { return };
    let is_told = told.steps.iter().any(|step| step.text.contains(&url));
    // The list's own look-up page is this one; what is asked for there comes last.
    let mut of_lists = told.steps.iter_mut().filter(|step| step.is_about(Topic::BlockList));
    if let (Some(look_up), Some(_)) = (of_lists.next(), of_lists.next()) {
        look_up.text = format!(
            "Open {url}, the page that the reply names for this very refusal, and read why the address is there and since when."
        )
        .into();
        if is_told {
            let first = told.steps.iter().position(|step| step.is_about(Topic::BlockList));
            first.map(|at| told.steps.remove(at));
        }
    } else if !is_told {
        put(
            told,
            format!(
                "Open {url}, the page that the reply names for this very refusal. Where it has a form, say there why the mail is wanted."
            ),
        );
    }
}

/// Before all others that the same person takes.
fn put(told: &mut Finding, text: String) {
    let at = told.steps.iter().position(|step| step.by == told.act).unwrap_or(0);
    told.steps.insert(at, Step::new(told.act.clone(), text));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_in_the_reply_is_named_where_it_is_to_be_written_to() {
        let told = |words: &str| {
            let paste = format!(
                "This is the mail system at host out.orchard.example.\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: {words} (in reply to end of DATA \
                 command)\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let refused = told(
            "554 5.7.1 198.51.100.4 has a poor reputation. Please contact unblock@example.net to have it reset",
        );
        assert!(
            refused.steps.iter().any(|step| step.text.contains("unblock@example.net")),
            "{:?}",
            refused.steps
        );
    }

    #[test]
    fn a_page_for_this_very_refusal_is_a_step() {
        let told = crate::diagnose(
            "<bob@bk.ru>: host mxs.mail.ru[192.0.2.9] said: 550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=AbCd or report \
             details to abuse@corp.mail.ru. Error code: AB12. (in reply to end of DATA command)\n",
        )
        .findings
        .remove(0);
        assert_eq!(told.recipient.as_deref(), Some("bob@bk.ru"));
        assert!(told.steps[0].text.contains("notspam-support/id?c=AbCd"), "{:?}", told.steps);
        assert!(told.steps[1].text.contains("abuse@corp.mail.ru"), "{:?}", told.steps);
        // It is not SpamAssassin that judged.
        assert!(told.commands.is_empty(), "{:?}", told.commands);
    }

    #[test]
    fn who_is_let_in_by_writing_is_told_the_address_and_whom_to_pass_it_to() {
        let paste = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\n\
                     recipients. This is a permanent error. The following address(es) failed:\n\n  bob@t-online.de<mailto:bob@t-online.de>\n    host mx01.t-online.de \
                     [192.0.2.4]\n    SMTP error from remote mail server after initial connection:\n    554 IP=198.51.100.4 - None/bad reputation. (Ask your \
                     postmaster for help or to contact tosa@rx.t-online.de<mailto:tosa@rx.t-online.de> for reset.) (NOWL)\n";
        let told = crate::diagnose(paste).findings.remove(0);
        let letter = told.ask.clone().unwrap_or_default();
        assert!(
            letter.contains("tosa@rx.t-online.de")
                && !letter.contains("mailto:")
                && !letter.contains("delayed"),
            "{letter}"
        );
        assert!(
            letter.contains("Write to: tosa@rx.t-online.de") && letter.contains("198.51.100.4"),
            "{letter}"
        );
        let first = told.steps.iter().find(|step| step.by == "sender").expect("a step");
        assert!(first.text.starts_with("Pass this on"), "{:?}", told.steps);
        assert!(
            told.steps.iter().any(|step| step.text.contains("write to tosa@rx.t-online.de")),
            "{:?}",
            told.steps
        );
    }
}
