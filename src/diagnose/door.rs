//! In a server's log strangers knock beside the reader's own mail: guesses of passwords, relaying that was refused. Where mail
//! that the server had failed, too, that comes first, and they only stand beside it.

use super::candidate::Candidate;
use super::rank::{Told, is_a_strangers};
use crate::facts::Facts;
use crate::facts::story::{Event, Group};
use crate::knowledge::{Act, CAUSES, Permanence, RULES};
use crate::text::order;

/// For each statement whether it is a stranger's, in a log whose own mail failed.
pub struct Strangers(Vec<bool>);

impl Strangers {
    /// `told_most`: the cause that each statement speaks for most.
    pub fn of(facts: &Facts, judged: &[Vec<Candidate>], told_most: &[Told]) -> Self {
        let Some(log) = facts.log.as_ref() else { return Self(Vec::new()) };
        let mut all = vec![None; judged.len()];
        let mut own_failed = false;
        for group in &log.groups {
            let Some(cause) = told_most.get(group.statement).and_then(|told| told.0) else { continue };
            let is_strangers = is_strangers(group, cause, &judged[group.statement]);
            own_failed |= matches!(group.event, Event::Deferred | Event::Bounced);
            let known = &mut all[group.statement];
            *known = Some(known.unwrap_or(true) && is_strangers);
        }
        Self(all.into_iter().map(|strangers| own_failed && strangers == Some(true)).collect())
    }

    /// Puts what is a stranger's behind the rest.
    pub fn last(&self, candidates: &mut Vec<&Candidate>) {
        if self.0.contains(&true) {
            order::by_key(candidates, |candidate| self.0.get(candidate.statement).copied().unwrap_or(false));
        }
    }
}

/// Whether somebody from outside was turned away, for a reason that is none of this server's.
fn is_strangers(group: &Group, cause: u8, candidates: &[Candidate]) -> bool {
    if group.named.inner.is_some() {
        return false;
    }
    if candidates.iter().any(|candidate| candidate.cause == cause && is_a_strangers(candidate)) {
        return true;
    }
    let cause = &CAUSES[usize::from(cause)];
    let mut rules = candidates.iter().filter_map(|candidate| candidate.rule);
    let is_guess = cause.id == "auth-credentials"
        && rules.any(|rule| RULES[usize::from(rule)].permanence == Some(Permanence::None))
        && matches!(group.event, Event::Note | Event::Rejected);
    let is_others = matches!(cause.act, Act::Sender | Act::SenderAdmin)
        || matches!(cause.id, "greylisted" | "policy-rejected" | "geo-blocked");
    is_guess || (group.event == Event::Rejected && !group.named.hands_in && is_others)
}

#[cfg(test)]
mod tests {
    fn causes(log: &str) -> Vec<String> {
        crate::diagnose(log).findings.into_iter().map(|found| found.cause).collect()
    }

    const EXIM_GUESS: &str = "2026-11-20 08:00:01 dovecot_plain authenticator failed for H=(win) [203.0.113.77]:4411: 535 Incorrect authentication data \
                              (set_id=office)\n";
    const EXIM_OWN: &str = "2026-11-20 08:00:05 1vM0aB-0002Cd-3E <= ann@example.com H=(pc) [198.51.100.7]:51000 P=esmtpsa A=dovecot_login:ann@example.com S=900\n\
                            2026-11-20 08:00:09 1vM0aB-0002Cd-3E ** bob@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.8]: SMTP error from \
                            remote mail server after RCPT TO:<bob@example.org>: 550 5.1.1 no such user\n";
    const POSTFIX_GUESS: &str = "Nov 20 08:00:01 mx postfix/submission/smtpd[7]: warning: unknown[203.0.113.77]: SASL LOGIN authentication failed: UGFzc3dvcmQ6\n";
    const POSTFIX_STRANGER: &str = "Nov 20 08:00:02 mx postfix/smtpd[8]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <x@example.net>: Relay access \
                                    denied; from=<y@example.net> to=<x@example.net> proto=ESMTP helo=<z>\n";
    const POSTFIX_OWN: &str = "Nov 20 08:00:05 mx postfix/qmgr[3]: 5D20B4011C: from=<ann@example.com>, size=9, nrcpt=1 (queue active)\n\
                               Nov 20 08:00:09 mx postfix/smtp[52]: 5D20B4011C: to=<bob@example.org>, relay=mx.example.org[192.0.2.8]:25, delay=1, dsn=5.1.1, \
                               status=bounced (host mx.example.org[192.0.2.8] said: 550 5.1.1 no such user (in reply to RCPT TO command))\n";

    #[test]
    fn ones_own_mail_comes_before_strangers_at_the_door() {
        for log in [
            [EXIM_GUESS.repeat(12), EXIM_OWN.to_owned()].concat(),
            [POSTFIX_GUESS.repeat(12), POSTFIX_OWN.to_owned()].concat(),
            [POSTFIX_STRANGER.repeat(120), POSTFIX_GUESS.to_owned(), POSTFIX_OWN.to_owned()].concat(),
            [POSTFIX_GUESS, POSTFIX_OWN, &POSTFIX_OWN.replace("bob@", "eve@").replace("5D20", "6D20")]
                .concat(),
        ] {
            assert_eq!(causes(&log)[0], "user-unknown", "{log}");
        }
        // Where nothing of one's own failed, they are all that there is to tell.
        assert_eq!(causes(EXIM_GUESS)[0], "auth-credentials");
        assert_eq!(causes(POSTFIX_STRANGER)[0], "relay-denied");
    }

    #[test]
    fn a_guess_has_no_sender_of_ones_own() {
        let second = EXIM_OWN.replace("bob@", "eve@").replace("1vM0aB", "1vM0aC");
        let log = [EXIM_GUESS, EXIM_OWN, &second].concat();
        let guess =
            crate::diagnose(&log).findings.into_iter().find(|found| found.cause == "auth-credentials");
        let guess = guess.expect("the guess is told, too");
        assert!(guess.facts.iter().all(|fact| fact.name != "Sender"), "{:?}", guess.facts);
    }

    #[test]
    fn of_a_stranger_the_refusal_tells_before_the_list_that_was_asked() {
        let asked = "Nov 20 08:00:01 mx postfix/dnsblog[13]: addr 203.0.113.77 listed by domain zen.spamhaus.org as 127.0.0.4\n";
        let refused = "Nov 20 08:00:07 mx postfix/postscreen[11]: NOQUEUE: reject: RCPT from [203.0.113.77]:41822: 550 5.7.1 Service unavailable; client \
                       [203.0.113.77] blocked using zen.spamhaus.org; from=<x@example.net>, to=<y@example.org>, proto=ESMTP, helo=<z>\n";
        let second = POSTFIX_OWN.replace("bob@", "eve@").replace("5D20", "6D20");
        let told = |log: String| {
            let found = crate::diagnose(&log).findings;
            found
                .into_iter()
                .find(|found| found.cause == "ip-blocklisted")
                .expect("the stranger is told, too")
        };
        let both = told([asked, refused, POSTFIX_OWN, &second].concat());
        assert!(both.title.starts_with("Your server refused another one"), "{}", both.title);
        // What is noted of a stranger has no id of the one message.
        let noted = told([asked, POSTFIX_OWN].concat());
        assert!(noted.facts.iter().all(|fact| fact.value != "5D20B4011C"), "{:?}", noted.facts);
    }
}
