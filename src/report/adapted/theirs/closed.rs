//! A block list that no longer runs: nobody can be taken off it, and whoever still asks it has to stop.

use crate::diagnose;
use crate::knowledge::LISTS;
use crate::report::values::Values;
use crate::report::{Finding, Step};

const ASK: &str = "Hello,

your mail server refuses our mail because of a block list that no longer runs: nobody can be taken off it, and its answers mean nothing.

Recipient: {recipient}
Sending address: {sending_ip}
Answer of your server: {reply}

Please take that list out of your server's settings. It refuses mail of others in the same way.

Thank you.";

pub fn adapt(told: &mut Finding, found: &diagnose::Finding, values: &Values) {
    let lists = || found.lists.iter().map(|list| &LISTS[usize::from(*list)]);
    let is_about_it = matches!(told.cause.as_str(), "ip-blocklisted" | "domain-blocklisted");
    let Some(name) = lists().next().map(|list| list.name.trim_end_matches(" (closed)")) else { return };
    if !is_about_it || !lists().all(|list| list.closed) {
        return;
    }
    told.summary = format!(
        "The receiving server asks {name}, a block list that no longer runs, and takes what comes back for an entry. It says nothing about \
         the sender."
    );
    told.retry = "Not before the receiving server leaves that list out.".to_owned();
    told.act = "recipient-admin".to_owned();
    told.steps = vec![
        Step::new(
            "sender",
            "Tell the recipient by another way, and give them the ready message for whoever runs their mail.",
        ),
        Step::new(
            "recipient-admin",
            format!(
                "Take {name} out of the lists that the server asks (Postfix: reject_rbl_client and postscreen_dnsbl_sites; Exim: dnslists; \
                 SpamAssassin: its rule's score to 0), and reload it."
            ),
        ),
    ];
    told.commands.clear();
    told.ask = Some(values.message(ASK));
}

#[cfg(test)]
mod tests {
    #[test]
    fn nobody_is_taken_off_a_list_that_no_longer_runs() {
        let first = |list: &str| {
            crate::diagnose(&format!(
                "550 5.7.1 Service unavailable; client [192.0.2.7] blocked using {list}"
            ))
            .findings
            .remove(0)
        };
        let closed = first("dnsbl.sorbs.net");
        assert_eq!(closed.act, "recipient-admin");
        assert!(closed.ask.is_some_and(|ask| ask.contains("no longer runs") && ask.contains("192.0.2.7")));
        assert_eq!(first("zen.spamhaus.org").act, "sender-admin");
    }
}
