//! What people say around a program's words is context: it never outweighs them, and proves nothing by itself.

use super::candidate::{Candidate, Source, nothing};
use super::rank;
use crate::facts::{Facts, Role};
use crate::knowledge::{Confidence, OWNERS, OwnerKind, RULES};
use crate::text::Span;
use crate::text::{opinion, token};

/// More than a hint: see [`rank::telling`].
const TELLS: u8 = 2;

/// Takes back what is told of old or by hearsay, where something else is told as well.
pub fn set_aside(facts: &Facts, judged: &mut [Vec<Candidate>]) {
    if facts.aside.is_empty() {
        return;
    }
    let within = |span: &Span| facts.aside.iter().any(|aside| aside.contains(*span));
    let is_aside = |candidate: &Candidate| {
        let text = &facts.statements[candidate.statement].text;
        let whole = text.span(0..text.len());
        match &candidate.evidence[..] {
            [] => within(&whole),
            evidence => evidence.iter().all(within),
        }
    };
    let tells = |candidate: &Candidate| candidate.source > Source::Nothing && !is_aside(candidate);
    if !judged.iter().flatten().any(|candidate| tells(candidate) && rank::telling(facts, candidate) >= TELLS)
    {
        return;
    }
    for own in judged.iter_mut() {
        let is_set_aside = |candidate: &Candidate| candidate.source > Source::Nothing && is_aside(candidate);
        let Some(first) = own.first().map(|first| nothing(first.statement)) else { continue };
        own.retain(|candidate| !is_set_aside(candidate));
        if own.is_empty() {
            own.push(first);
        }
    }
}

/// Takes back what prose alone tells where a program says more than a hint, and be it that it does not know why; elsewhere what it denies, and leaves the rest possible.
pub fn step_back(facts: &Facts, judged: &mut [Vec<Candidate>]) {
    if facts.prose.is_empty() {
        return;
    }
    let is_told = |candidate: &Candidate| candidate.source > Source::Nothing && !is_prose(facts, candidate);
    let has_words = judged
        .iter()
        .flatten()
        .any(|candidate| is_told(candidate) && rank::telling(facts, candidate) >= TELLS);
    for candidate in judged.iter_mut().flatten().filter(|candidate| is_prose(facts, candidate)) {
        if has_words || candidate.evidence.iter().all(|span| is_denied(facts, candidate.statement, *span)) {
            // Who speaks stays known.
            let (speaker, product) = (candidate.speaker, candidate.product);
            *candidate = Candidate { speaker, product, ..nothing(candidate.statement) };
        } else {
            candidate.confidence = Confidence::Possible;
        }
    }
}

/// Whether nothing but somebody's own words tells it. What only a program says is that program's, wherever it stands; what a
/// mail program says in plain words is so where it shows itself.
fn is_prose(facts: &Facts, candidate: &Candidate) -> bool {
    let is_programs = candidate.rule.is_some_and(|rule| {
        let number = RULES[usize::from(rule)].owner;
        let owner = &OWNERS[usize::from(number)];
        let is_shown = candidate.product.is_some_and(|product| product.owner == number);
        match owner.kind {
            OwnerKind::General | OwnerKind::Provider => false,
            OwnerKind::ClientError => owner.layer > 0 && is_shown,
            // The system's own, too: `I get connection timed out`.
            _ => true,
        }
    });
    let within = |span: &Span| facts.prose.iter().any(|prose| prose.contains(*span));
    candidate.source > Source::Nothing
        && !is_programs
        && facts.statements[candidate.statement].role == Role::Words
        && !candidate.evidence.is_empty()
        && candidate.evidence.iter().all(within)
}

/// `The mailbox is not full`, `I checked the spam filter`, `my aunt thinks the mailbox is full`: told to say that it is not that, or by
/// somebody who only thinks so.
fn is_denied(facts: &Facts, statement: usize, span: Span) -> bool {
    let text = &facts.statements[statement].text;
    let Some(range) = text.range_of(span) else { return false };
    let Some(sentence) =
        facts.prose.iter().find(|prose| prose.contains(span)).and_then(|prose| text.range_of(*prose))
    else {
        return false;
    };
    let whole = &text.as_str()[sentence.clone()];
    let mut is_checked = false;
    token::words(whole, |_, word| is_checked |= CHECKED.contains(&word));
    // Two words before, in the same clause.
    let before = &text.as_str()[sentence.start..range.start];
    let clause = &before[before.rfind([',', ';', ':', '(']).map_or(0, |at| at + 1)..];
    let mut last = [false; 2];
    token::words(clause, |_, word| last = [last[1], opinion::NOT.contains(&word)]);
    let mut within = false;
    token::words(&text.as_str()[range.clone()], |_, word| within |= opinion::NOT.contains(&word));
    let is_thought = is_thought(whole, range.start - sentence.start);
    let behind = &text.as_str()[range.end..sentence.end];
    is_checked || within || last.contains(&true) || is_thought || is_denied_beside(clause, behind)
}

/// Whether a word of opinion stands before a place in the same sentence.
fn is_thought(string: &str, at: usize) -> bool {
    let start = string[..at].rfind(['.', '!', '?', '\n']).map_or(0, |end| end + 1);
    let mut found = false;
    token::words(&string[start..at], |_, word| found |= opinion::THINKS.contains(&word));
    found
}

/// Chinese denies before the word, Japanese at the end of the clause: `受信拒否設定をしていない`.
fn is_denied_beside(before: &str, behind: &str) -> bool {
    const BEFORE: &[&str] = &["没有", "不是", "并非", "并未", "沒有", "並非"];
    const BEHIND: &[&str] = &["ていない", "ていません", "ではない", "ではありません", "じゃない", "ておらず"];
    let clause = &behind[..behind.find(['、', '。', '，', ',', '.', '\n']).unwrap_or(behind.len())];
    BEFORE.iter().any(|sign| before.contains(sign)) || BEHIND.iter().any(|sign| clause.contains(sign))
}

const CHECKED: &[&str] = &[
    "checked",
    "verified",
    "disabled",
    "whitelisted",
    "allowlisted",
    "geprüft",
    "überprüft",
    "deaktiviert",
    "ausgeschaltet",
    "kontrolliert",
    "vérifié",
    "désactivé",
    "comprobado",
    "revisado",
    "desactivado",
    "controllato",
    "disattivato",
    "gecontroleerd",
];

#[cfg(test)]
mod tests {
    #[test]
    fn a_class_of_that_name_may_be_anybodys() {
        let product = |frame: &str| {
            let paste =
                format!("SmtpException: 450 4.1.2 <bob@example.net>: Domain not found\n    at {frame}\n");
            crate::diagnose(&paste).product.map(|product| product.id)
        };
        assert_ne!(product("Acme.Mail.SmtpConnection.Send(Message)").as_deref(), Some("nodemailer"));
        assert_eq!(product("SMTPConnection._formatError (index.js:784:19)").as_deref(), Some("nodemailer"));
    }

    #[test]
    fn what_is_only_thought_or_denied_is_no_cause() {
        for paste in [
            "My aunt lives 480 km away and none of my mails reach her. She thinks that the mailbox is full.",
            "Mein Onkel wohnt\n520 km entfernt und bekommt keine E-Mail von mir. Er glaubt, sein Postfach ist voll.",
            "My mails do not arrive. We moved 450 miles south.",
            "私のメールが届きません。受信拒否設定はしていないそうです。",
            "My mail bounces. I believe my address is on a blacklist.",
        ] {
            let told = crate::diagnose(paste);
            assert_eq!(told.findings[0].cause, "undetermined", "{paste}: {:?}", told.findings[0]);
            assert_eq!(told.findings[0].reply, None, "{paste}");
        }
        let seen = crate::diagnose("My mail bounces. It says that the mailbox is full.");
        assert_eq!(seen.findings[0].cause, "mailbox-full");
    }

    #[test]
    fn what_is_said_below_a_reply_proves_nothing_against_it() {
        const REPLIES: &[&str] = &[
            "550 5.1.1 User unknown\n",
            "550 No such user here\n",
            "Your message to ida@lagoon.example could not be delivered.\nThe server said: 550 5.1.1 No such user here\n",
            "ida@lagoon.example\nRemote server returned '550 5.1.1 User unknown'\n",
            "Delivery has failed to these recipients or groups:\n\nida@lagoon.example\n\nGenerating server: EX1.harbour.example\n\n\
             ida@lagoon.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address \
             lookup'\n",
            "Your message wasn't delivered to ida@lagoon.example because the address couldn't be found.\n\nThe response was:\n\n550 5.1.1 User \
             does not exist\n",
            "抱歉，您的邮件被退回来了\n\n收件人：ida@lagoon.example\n退信详情：host mx.lagoon.example[192.0.2.7] said: 550 5.1.1 User not found\n",
        ];
        const REMARKS: &[&str] = &[
            "Is my server on a blacklist?",
            "We are not on a block list.",
            "Ich bin nicht auf einer Blacklist.",
            "IP被拉黑了吗",
            "Maybe the password has expired?",
            "No DMARC failure here.",
            "Her mailbox is not full.",
            "Perhaps the mailbox is full.",
            "The mailbox is full, says Tom.",
            "The mailbox is full.",
            "她的邮箱没有满。",
            "メールボックスは一杯ではない。",
        ];
        for reply in REPLIES {
            for paste in
                REMARKS.iter().flat_map(|remark| ["", "\n"].map(|gap| format!("{reply}{gap}{remark}\n")))
            {
                if paste.ends_with("\nThe mailbox is full.\n") && !paste.contains("\n\nThe") {
                    continue;
                }
                let told = crate::diagnose(&paste);
                assert_eq!(told.findings[0].cause, "user-unknown", "{paste}: {:?}", told.findings[0]);
            }
        }
        let beside = crate::diagnose("550 5.1.1 user unknown, my sister thinks that the mailbox is full");
        assert_eq!(beside.findings[0].cause, "user-unknown");
    }
}
