//! Junk by the reader's own setting, block list or rule: what they can change, and what the sender can ask for.
//!
//! An administrator's view of the lists: <https://learn.microsoft.com/en-us/powershell/module/exchange/set-mailboxjunkemailconfiguration>
//! (checked 2026-11-27). The reader's are in Outlook on the web under the same names.

use super::{Chosen, signs};
use crate::diagnose::checks::filters::own::Own;
use crate::report::Step;

pub const BY_SETTING: &str =
    "The mail arrived in Junk, likely as the mailbox takes mail from known senders only";
pub const BY_BLOCK_LIST: &str = "The mail arrived in Junk, as the mailbox blocks its sender";
pub const BY_RULE: &str = "The mail arrived in Junk, likely by a rule of the mailbox";

pub fn title(own: Own) -> &'static str {
    match own {
        Own::KnownOnly => BY_SETTING,
        Own::Blocked => BY_BLOCK_LIST,
        Own::Rule => BY_RULE,
    }
}

pub fn sign(own: Own) -> &'static str {
    match own {
        Own::KnownOnly => signs::OWN_SETTING,
        Own::Blocked => signs::BLOCKED,
        Own::Rule => signs::OWN_RULE,
    }
}

/// From the author, who cannot change it.
pub fn letter(own: Own) -> String {
    let (why, ask) = match own {
        Own::KnownOnly => (
            "your mailbox seems to take mail from known senders only",
            "If you want mail from me, could you put this address among your safe senders, or switch that option off? In Outlook \
             on the web: Settings, Mail, Junk email.",
        ),
        Own::Blocked => (
            "its sender is among those that your mailbox blocks",
            "If that was not your wish, could you take this address, or its domain, out of your blocked senders? In Outlook on the web: \
             Settings, Mail, Junk email.",
        ),
        Own::Rule => (
            "a rule of your mailbox seems to put it there",
            "If you want mail from me, could you look through your rules for one that fits it? In Outlook on the web: Settings, Mail, Rules.",
        ),
    };
    format!(
        "Hello,\na message of mine lies in Junk on your side: {why}.\nSubject: {{subject}}\nAddress in From: {{from}}\nEnvelope sender: {{envelope}}\nTime: \
         {{time}}\nMessage-ID: {{message_id}}\n{ask}\nThank you."
    )
}

pub(super) fn steps(own: Own, chosen: &Chosen) -> Vec<Step> {
    let sender = chosen.author.unwrap_or("its sender");
    let reader = match own {
        Own::KnownOnly => format!(
            "If you want this mail: put {sender} among your safe senders (contacts count where the box to trust them is ticked), or switch off the option to trust mail from those \
             alone, and move this mail to the inbox. In Outlook on the web both stand in Settings, Mail, Junk email. If no such option is \
             on, look through your own rules: what the field means is not documented."
        ),
        Own::Blocked => format!(
            "If you want this mail: take {sender}, or its whole domain, out of your blocked senders, and move this mail to the inbox. In \
             Outlook on the web the list stands in Settings, Mail, Junk email. If you blocked them on purpose, nothing is to be done."
        ),
        Own::Rule => "If you want this mail: look through your own rules for one that fits it, change that one, and move this mail to the \
                      inbox. In Outlook on the web they stand in Settings, Mail, Rules. If you made it for such mail, nothing is to be done."
            .to_owned(),
    };
    let author = match own {
        Own::Blocked => {
            "If you sent it: only the recipient can take your address off that list. Ask by another way, by phone for example, as mail from \
             this address goes to Junk, too."
        }
        _ => {
            "If you sent it: only the recipient can change that. Ask by another way, by phone for example, as mail from this address goes to \
             Junk, too."
        }
    };
    let nothing = "On the sending side there is nothing to mend: the recipient's own choice put the mail into Junk, and neither its words nor the \
                   reputation of its sender.";
    let lists = "At Microsoft 365, Get-MailboxJunkEmailConfiguration shows the mailbox's own lists: BlockedSendersAndDomains, \
                 TrustedSendersAndDomains, and TrustedListsOnly, which is true where mail from trusted senders alone reaches the inbox.";
    let is_of_lists = chosen.at_microsoft && own != Own::Rule;
    let rest = [
        (true, "author", author),
        (is_of_lists, "recipient-admin", lists),
        // Of a sender that nothing proves, there is something, whatever put this mail there.
        (!chosen.is_doubted(), "sender-admin", nothing),
    ];
    let rest = rest.into_iter().filter(|(when, ..)| *when);
    let rest = rest.map(|(_, by, text)| Step::new(by, text));
    std::iter::once(Step::new("recipient", reader)).chain(rest).collect()
}
