//! How it stands with a mail, and who can mend that, in words: decided once, for the text, the page and its tables.

use crate::diagnose::checks::speak::upper;
use crate::report::Finding;

/// Of a mail that arrived when hours were lost: only its headers tell, so who reads them says so.
pub const LATE: &str = "late";

/// Of a mail that no filter or check was against: the reader's own choice put it into Junk.
pub const JUNK: &str = "junk";

/// Of a part of a header that says nothing of what became of the mail.
pub const PART: &str = "part";

/// Of a mail that arrived and is in order, when somebody can still mend something for later ones.
pub const MEND: &str = "mend";

/// Refused for now by the class of the code, for something that stays until somebody changes it: see [`crate::report::adapted::words::lasting`].
pub const LASTING: &str = "lasting";

/// Given up for something that ends by itself, and thrown away: no server has it any more, and none tries it again.
pub const LOST: &str = "lost";

/// `warning` (arrived, and something is against it), `late` (arrived after hours), `junk` (put there by the reader's own choice), `part` (a part
/// of a header, without a word on what became of the mail), `mend` (arrived in order, and something can be mended), `fine` (nothing failed), `temporary`, `lasting` (temporary by its code alone), `lost`,
/// `permanent`, `unsaid` (it failed, and the text does not say for how long) or `unknown`. All but the causes of what is
/// told by headers follow from these.
pub fn state(permanence: &str, cause: &str, act: &str) -> &'static str {
    match (permanence, cause) {
        (_, "undetermined") => "unknown",
        (_, "delivered") if act != "nobody" => "warning",
        ("temporary", _) => "temporary",
        ("permanent", _) => "permanent",
        // What arrived, what answered by itself, and what the reader's own server turned away.
        (_, cause) if act == "nobody" || cause == "feedback-report" => "fine",
        _ => "unsaid",
    }
}

/// What stands above the message to copy. Who has the log or the program before them runs it, as a rule.
pub fn letter(finding: &Finding) -> &'static str {
    match finding.act == "sender-admin" && finding.who.starts_with("you, or") {
        true => "If somebody else runs it: a message to copy",
        false => "A message to copy",
    }
}

/// The reader's words for it.
pub fn word(state: &str) -> &'static str {
    match state {
        "warning" => "Arrived, with doubts",
        LATE => "Arrived late",
        JUNK => "Arrived in Junk",
        "fine" => "No failure",
        MEND => "Arrived, and something can be mended",
        PART => "Only a part of the header",
        "temporary" => "Temporary",
        LASTING => "Temporary by its code, but lasts until something is changed",
        LOST => "Passes by itself, but this message is lost",
        "permanent" => "Will not pass by itself",
        "unsaid" => "Not said whether it lasts",
        _ => "Not known",
    }
}

/// The cause whose article tells more: of what arrived amiss, that on what was against it.
pub fn about(finding: &Finding) -> &str {
    match finding.state.as_str() {
        _ if !finding.about.is_empty() => &finding.about,
        // Whom only the author's side can help: nothing proves the mail.
        "warning" if finding.act == "sender-admin" => "dmarc-fail",
        "warning" | JUNK => "spam-content",
        LATE => "delayed",
        _ => &finding.cause,
    }
}

/// Where more about it is told: at an address of the site whose root is given, or by the command. What is explained though it is none of
/// the causes has no article.
pub fn more(finding: &Finding, site: Option<&str>) -> Option<String> {
    if about(finding) == "undetermined" && finding.state != "unknown" {
        return None;
    }
    Some(match site {
        Some(root) => match crate::report::case::written(finding) {
            signs if signs.is_empty() => format!("{root}why/{}/", about(finding)),
            signs => format!("{root}why/{}/#{signs}", about(finding)),
        },
        // What does not hold of a mail that arrived is left out there.
        None => match crate::report::arrived::signs::of(finding) {
            Some(sign) => format!("mailwhy explain {}#{sign}", about(finding)),
            None => format!("mailwhy explain {}", about(finding)),
        },
    })
}

/// Who takes a step, likewise: that is known, too, where the cause is not.
pub fn doer(by: &str, cause: &str) -> &'static str {
    mender(by, if cause == "undetermined" { "" } else { cause })
}

/// What stands before a step in a report of that kind, where the hands are not the reader's. Whoever has the log of a server, or the
/// error of a program's code, has the server or the code.
pub fn label(by: &str, cause: &str, kind: &str) -> Option<&'static str> {
    let is_readers = by == "sender" || (by == "sender-admin" && is_owners(kind));
    (!is_readers).then(|| doer(by, cause))
}

/// Whether it is the paste of somebody who runs what failed.
pub fn is_owners(kind: &str) -> bool {
    matches!(kind, "log" | "library-error")
}

/// Who can mend it, for the middle of a sentence. Who has the headers of a mail that arrived may be on either side.
pub fn mender(act: &str, cause: &str) -> &'static str {
    match act {
        _ if cause == "undetermined" => "not known yet",
        "nobody" if cause == "delivered" => "nobody: it arrived",
        "sender-admin" if cause == "delivered" => "the sender's mail administrator",
        "network" if cause == "delivered" => "whoever runs the servers in between",
        "author" => "the sender",
        "sender" => "you",
        "sender-admin" => "your mail administrator",
        "recipient" => "the recipient",
        "recipient-admin" => "the recipient's mail administrator",
        "network" => "whoever runs the network in between",
        _ => "nobody: just wait",
    }
}

/// The same with nothing before it. A server's name stays as it is written.
pub fn headed(mender: &str) -> String {
    let is_name = mender.split([' ', '\'']).next().is_some_and(|first| first.contains('.'));
    if is_name { mender.to_owned() } else { upper(mender) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrived_amiss_is_told_by_what_was_against_it() {
        let arrived = |state: &str, act: &str| Finding {
            cause: "delivered".to_owned(),
            state: state.to_owned(),
            act: act.to_owned(),
            ..Finding::default()
        };
        assert_eq!(about(&arrived("warning", "sender-admin")), "dmarc-fail");
        assert_eq!(about(&arrived("warning", "recipient")), "spam-content");
        assert_eq!(about(&arrived("fine", "nobody")), "delivered");
    }

    #[test]
    fn each_state_has_words_of_its_own() {
        let states = [
            "warning",
            LATE,
            JUNK,
            PART,
            "fine",
            MEND,
            "temporary",
            LASTING,
            LOST,
            "permanent",
            "unsaid",
            "unknown",
        ];
        let words: std::collections::HashSet<_> = states.iter().map(|state| word(state)).collect();
        assert_eq!(words.len(), states.len());
        assert_eq!(state("none", "policy-rejected", "sender"), "unsaid");
        assert_eq!(state("none", "delivered", "nobody"), "fine");
    }

    #[test]
    fn a_name_stays_as_it_is_written() {
        assert_eq!(headed("example.org's mail administrator"), "example.org's mail administrator");
        assert_eq!(headed("whoever runs it. All"), "Whoever runs it. All");
    }
}
