//! Where to look for a mail that nothing speaks against, and by what others find it.

use super::super::{Chosen, StandIn};
use super::{Case, told};
use crate::report::Step;

/// Where a rule of the reader's moved it.
pub fn by_rule(case: &Case) -> Option<Step> {
    (case.chosen.by_readers_rule && !case.against).then(|| {
        Step::new(
            "recipient",
            "Look at your own rules: one of them moved this mail to a folder. Change or delete that one if it should not. In Outlook on the web they stand in \
             Settings, Mail, Rules; others in the mail program. Somebody else who may use the mailbox can have made it, too: delete what nobody knows.",
        )
    })
}

/// If it does not show itself, or never came.
pub fn unseen(case: &Case) -> Vec<Step> {
    // Who wants no more of it has it.
    if case.chosen.is_unwanted && case.chosen.is_to_many && !case.against {
        return Vec::new();
    }
    told([
        (
            case.is_in_inbox && !case.against && !case.is_late && !case.chosen.is_let_in,
            "recipient",
            "If you do not see it, look into the other tabs of your inbox, and your own rules.",
        ),
        (
            !case.against && case.chosen.is_at_list && !case.is_late,
            "recipient",
            "These headers end where the list's server took it: whether any reader got it, they do not show. If it does not appear on the \
             list, ask its owner.",
        ),
        (
            !case.against && !case.is_placed && !case.is_late && !case.chosen.is_at_list,
            "recipient",
            "If you do not see it, look into Junk, the other tabs of your inbox, and your own rules.",
        ),
        (
            case.chosen.held.is_some() && case.chosen.held_by.is_none(),
            "recipient-admin",
            "If such mail must not wait, make an exception from greylisting for the sender's servers.",
        ),
        (
            !case.against && !case.is_late && !case.chosen.failed_alone && !case.chosen.is_let_in,
            "sender",
            search_by(&case.chosen),
        ),
    ])
}

/// By what others find the mail. What Google put in the place of a Message-ID stands in no log before its own.
fn search_by(chosen: &Chosen) -> &'static str {
    match chosen.stand_in {
        None if !chosen.has_id => {
            "If somebody says that it never came: no Message-ID stands in these headers. Paste the rest of them, or send the time and \
             the id of the newest Received field, for their administrator to search for."
        }
        // Who has a mailbox at a provider has no administrator to ask. The word for Gmail's search box is in the reference of its API, at the
        // parameter `q` of users.messages.list (read in a client generated from it, 2026-11-28).
        None if chosen.is_to_person => {
            "If somebody says that it never came, send them the Message-ID: it finds the mail in their mailbox, if it is there (at Gmail by a search for \
             rfc822msgid: with that id behind it)."
        }
        None => {
            "If somebody says that it never came, send them the Message-ID: their administrator can search for it."
        }
        Some(StandIn::Replaced) => {
            "If somebody says that it never came, send them the Message-ID that it was sent with, as \
             X-Google-Original-Message-ID states it: their administrator can search for it. The one in Message-ID is \
             Google's."
        }
        Some(StandIn::Added) => {
            "If somebody says that it never came, send them its time and its envelope sender: their administrator can \
             search for these. Its Message-ID is one that Google added, and no server before Google knows it."
        }
    }
}
