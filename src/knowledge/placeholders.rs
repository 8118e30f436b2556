//! What stands for each placeholder of a command, where the paste does not tell its value. The site's articles say the same
//! (`xtask/src/site/articles.rs`).

/// By name; in the order in which a reader meets them.
pub const PLACEHOLDERS: &[(&str, &str)] = &[
    ("remote", "the name of the server that is asked"),
    ("remote_ip", "the network address of that server"),
    ("recipient", "the address that the mail was sent to"),
    ("recipient_name", "the part before the @ of the recipient's address"),
    ("recipient_domain", "the part after the @ of the recipient's address"),
    ("recipient_organization", "the recipient's domain as it was registered"),
    ("sender", "the address that the mail is sent from"),
    ("sender_domain", "the part after the @ of the sender's address"),
    ("sender_organization", "the sender's domain as it was registered"),
    ("author_domain", "the part after the @ of the address in From"),
    (
        "sending_ip",
        "the network address that the mail went out from, as the Received field of a receiving server names it",
    ),
    (
        "selector",
        "the name of the key: it stands behind s= in the DKIM-Signature field of a mail that was sent",
    ),
    ("helo", "the name that the sending server gives in HELO"),
    ("login", "the user name of the account, mostly its whole address"),
    ("message_id", "the Message-ID of the mail, from its header"),
    ("port", "the number of the port, as in the program's settings"),
    ("starttls_port", "25 between mail servers, 587 for a program that sends"),
    ("submission_port", "587 with STARTTLS, or 465 with TLS"),
    ("command", "the program that the server starts, with its whole path"),
    ("program", "the program or device that sends"),
    ("zone", "the name of the block list"),
];

/// Values that nobody could be asked to fill in: a text has other words where the paste does not tell them.
#[allow(dead_code, reason = "the build script's, which refuses a name that is in neither list")]
/// `account`: whose the user name is, where it is told and not thought to be the sender's. `outgoing`: the server that a program
/// hands mail to. `from_domain`: of the address in From, as the mail or the refusal shows it; `dkim_domain` and `spf_domain`: that one
/// and the envelope's, where whoever sends can have records there. `list`: whose block list it is. `looked_up`: what DNS was asked for. Of a
/// log's lines: `user` and `came_from`, who signed in from where; `jail`, fail2ban's; `quarantine`, amavis's name for a copy.
pub const TOLD: &[&str] = &[
    "account",
    "came_from",
    "contact",
    "dkim_domain",
    "from_domain",
    "jail",
    "list",
    "looked_up",
    "mail_file",
    "new_address",
    "outgoing",
    "quarantine",
    "queue_id",
    "reply",
    "reporter",
    "spf_domain",
    "time",
    "user",
];
