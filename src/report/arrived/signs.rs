//! A mail that arrived, in the signs of a link ([`crate::report::case`]), and what they say: the article on its cause speaks of one that
//! is refused or still waits.

use crate::report::Finding;
use crate::report::standing::LATE;

/// How it arrived.
pub fn of(finding: &Finding) -> Option<&str> {
    match finding.state.as_str() {
        _ if !finding.sign.is_empty() => Some(&finding.sign),
        LATE => Some(CAME_LATE),
        "warning" => Some(WITH_DOUBTS),
        _ => None,
    }
}

pub const CAME_LATE: &str = "late";
pub const WITH_DOUBTS: &str = "doubted";
pub const MODERATED: &str = "moderated";
pub const OWN_SETTING: &str = "own-setting";
pub const BLOCKED: &str = "blocked-by-reader";
pub const OWN_RULE: &str = "own-rule";

/// How their titles begin, and no other sign's.
pub const A_MAIL: &str = "A mail that ";

/// Who acts, and what they can do.
pub type Deeds = &'static [(&'static str, &'static str)];

/// The sections of an article, by their titles, that do not hold of such a mail.
pub type LeftOut = &'static [&'static str];

/// No failure is told of, and nothing is sent again.
const OF_FAILURES: LeftOut =
    &["In one sentence", "How it shows itself", "What you can do", "When to stop trying"];

/// The same, and there is no queue to look into.
const OF_QUEUES: LeftOut =
    &["In one sentence", "How it shows itself", "What you can do", "How to check", "When to stop trying"];

/// The article speaks of other reasons.
const EVERYTHING: LeftOut = &[
    "In one sentence",
    "How it shows itself",
    "Why it happens",
    "What you can do",
    "What an administrator can do",
    "On the sending side",
    "On the receiving side",
    "How to check",
    "When to stop trying",
    "Sources",
];

/// What they say, beside what it is called; deeds stand in place of what is left out of the article.
pub const ARRIVED: &[(&str, &str, &str, Deeds, LeftOut)] = &[
    (
        MODERATED,
        "A mail that a mailing list held for a moderator",
        "The mail is there, and nothing has to be sent again. It lay with a mailing list, by its stamp or as it seems, until a person who looks after the list let it through. No server failed, and none tried in vain.",
        &[
            (
                "If you read the list",
                "Ask its owner to let this author's mail through at once, or to look at held mail more often. The list's page names the \
                 owner; lists of the program Mailman mostly have the address NAME-owner@HOST, where NAME@HOST is what is written to.",
            ),
            (
                "If you wrote it",
                "Write from the address that you are subscribed with: lists hold mail from others, from new members, or from all. If you did, ask the owner to let yours through at once.",
            ),
            (
                "If the list is yours",
                "Look at held mail more often, name a second moderator, or take trusted authors out of moderation: in Mailman 2 by the box \"mod\" of the member, in Mailman 3 by the member's moderation.",
            ),
        ],
        EVERYTHING,
    ),
    (
        OWN_SETTING,
        "A mail that the mailbox put in Junk by a setting of its own",
        "The mail was not refused, and no filter took it for spam: likely the mailbox takes mail from known senders only, and puts the rest in Junk.",
        &[
            (
                "If you received it",
                "If you want such mail, put its sender among your safe senders (contacts count where the box to trust them is ticked), or switch off the option to trust mail from those alone, and move the mail to the inbox. In Outlook on the web both stand in Settings, Mail, Junk email.",
            ),
            ("If you sent it", ONLY_THEY),
        ],
        EVERYTHING,
    ),
    (
        BLOCKED,
        "A mail that went to Junk, as the mailbox blocks its sender",
        "The mail was not refused, and no filter judged it: its sender, or the sender's whole domain, is on the recipient's own list of blocked senders.",
        &[
            (
                "If you received it",
                "If you want such mail, take its sender out of your blocked senders, and move the mail to the inbox. In Outlook on the web the list stands in Settings, Mail, Junk email. If you blocked them on purpose, nothing is to be done.",
            ),
            ("If you sent it", ONLY_THEY),
        ],
        EVERYTHING,
    ),
    (
        OWN_RULE,
        "A mail that went to Junk, likely by a rule of the mailbox",
        "The mail was not refused, and no filter took it for spam: a rule that the recipient made seems to have put it there.",
        &[
            (
                "If you received it",
                "If you want such mail, look through your own rules for one that fits it, change that one, and move the mail to the inbox. In Outlook on the web they stand in Settings, Mail, Rules.",
            ),
            ("If you sent it", ONLY_THEY),
        ],
        EVERYTHING,
    ),
    (
        CAME_LATE,
        "A mail that arrived late",
        "The mail is there: nothing waits any more, and nothing has to be sent again. Below stands why mail waits, and what helps when it \
         happens again.",
        &[
            (
                "If you received it, or sent it",
                "For this mail nothing is to be done. If others wait as long, send the headers to whoever runs the server where it waited: its log says \
                 why. The time between two Received fields says which server that is; the answer to the headers names it.",
            ),
            (
                "If the server is yours",
                "Search its log for the message by the id in the Received field: it says when the server tried to pass it on, and what it was \
                 answered each time.",
            ),
        ],
        OF_QUEUES,
    ),
    (
        WITH_DOUBTS,
        "A mail that arrived, and was doubted",
        "The mail was not refused: a check of its sender failed, or a filter doubts it, and it may lie in Junk. Below stands why that happens, \
         and what helps with the next mail.",
        &[
            (
                "If you received it",
                "If you know the sender, and it asks for money, a sign-in or an answer, ask them by another way whether they wrote it. If you want \
                 such mail, mark it as no spam where it lies. A filter of your organization, or of your hosting company, can be changed by \
                 who runs it.",
            ),
            (
                "If you sent it",
                "Which check failed, and which tests of a filter counted most, stands in the headers of the mail where it arrived, and the answer to \
                 them says what to change. Give that answer to whoever looks after your domain. Only who has no such answer yet needs the headers first.",
            ),
        ],
        OF_FAILURES,
    ),
];

const ONLY_THEY: &str = "Only the recipient can change that; on your side there is nothing to mend. Ask by another way, by phone for example, as mail from that address goes to Junk, too.";
