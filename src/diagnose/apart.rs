//! Whether what else is told is another failure, or only what stands around the first one.

use super::candidate::Candidate;
use super::rank::{is_a_strangers, telling};
use crate::facts::{Facts, Kind, Role, Statement};

/// Whether another candidate tells of something beside the best one, and not only what stands around it. A program says
/// in words of its own, too, what a server answered or a library met: after how many attempts it gave up, the name of the
/// exception, that signing in failed. Once it is known why, that is no cause of its own.
pub fn is_apart(facts: &Facts, best: &Candidate, other: &Candidate) -> bool {
    // Who was turned away at the door of a server is told of beside its own mail.
    let is_beside = facts.kind == Kind::Log && is_a_strangers(other);
    if telling(facts, other) < telling(facts, best) && !is_beside {
        return false;
    }
    if best.statement == other.statement || are_ways_of_one(facts, best, other) {
        return false;
    }
    match (reply(facts, best), reply(facts, other)) {
        (Some(_), None) => facts.kind == Kind::Log,
        (Some(one), Some(another)) if facts.kind != Kind::Log => {
            // Programs quote one reply twice: in the exception's own words, and for each recipient.
            one.code != another.code || one.enhanced != another.enhanced
        }
        _ => true,
    }
}

/// Symfony and SwiftMailer try each way of signing in and tell what became of each: `Authenticator "LOGIN" returned "…". Authenticator
/// "XOAUTH2" returned "…"`. It is one sign-in that failed, for the reason that says most.
fn are_ways_of_one(facts: &Facts, best: &Candidate, other: &Candidate) -> bool {
    let span = |candidate: &Candidate| candidate.evidence.first().copied();
    let (Some(one), Some(another)) = (span(best), span(other)) else { return false };
    facts.statements.iter().any(|said| {
        let whole = said.text.span(0..said.text.len());
        whole.contains(one)
            && whole.contains(another)
            && said.text.as_str().matches("uthenticator \"").nth(1).is_some()
    })
}

/// The reply whose words tell: a statement of its own, or quoted in a program's words.
fn reply<'a>(facts: &'a Facts, candidate: &Candidate) -> Option<&'a Statement> {
    let said = &facts.statements[candidate.statement];
    if said.role == Role::Reply {
        return Some(said);
    }
    let told = candidate.evidence.first()?;
    let quote = said.quotes.iter().find(|quote| quote.contains(*told))?;
    facts
        .statements
        .iter()
        .find(|reply| reply.role == Role::Reply && reply.code_span.is_some_and(|code| quote.contains(code)))
}

#[cfg(test)]
mod tests {
    fn causes(paste: &str) -> Vec<String> {
        crate::diagnose(paste).findings.into_iter().map(|found| found.cause).collect()
    }

    #[test]
    fn what_a_program_says_around_the_reason_is_no_second_one() {
        for (paste, cause) in [
            (
                "<-  220 mx.example.org ESMTP\n -> AUTH LOGIN\n<** 535 5.7.8 Error: authentication failed\n\
                 *** No authentication type succeeded\n -> QUIT\n<-  221 2.0.0 Bye",
                "auth-credentials",
            ),
            (
                "notify: gave up after 3 attempts: dial tcp: lookup mx.example.invalid: no such host",
                "server-name-unresolved",
            ),
            ("notify: gave up after 3 attempts: 552 5.3.4 message too big for system", "message-too-large"),
            (
                "jakarta.mail.AuthenticationFailedException: 534-5.7.9 Application-specific password required.\n534 5.7.9 gsmtp",
                "auth-method",
            ),
            (
                "javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor for certification \
                 path not found.\nMessagingException: connection ended due to security error",
                "tls-certificate",
            ),
            (
                "Cannot send message using the server smtp.example.org\nThe sender address “a@example.com” was rejected by the server.\n\
                 The server response was: 5.7.0 From address is not one of your addresses",
                "send-as-denied",
            ),
        ] {
            assert_eq!(causes(paste), [cause], "{paste}");
        }
    }

    #[test]
    fn ways_of_one_sign_in_are_one() {
        let paste = "Failed to authenticate on SMTP server with username \"a@example.org\" using the following authenticators: \"LOGIN\", \"XOAUTH2\". \
                     Authenticator \"LOGIN\" returned \"Expected response code \"235\" but got code \"535\", with message \"535 5.7.139 Authentication \
                     unsuccessful, SmtpClientAuthentication is disabled for the Mailbox\".\". Authenticator \"XOAUTH2\" returned \"Expected response code \"235\" but got code \"535\", with message \"535 5.7.3 \
                     Authentication unsuccessful\".\".";
        assert_eq!(causes(paste), ["auth-method"]);
    }

    #[test]
    fn a_reply_that_is_quoted_twice_is_one() {
        let reply = "554 5.2.252 SendAsDenied; a@example.org not allowed to send as b@example.org; STOREDRV.Submission.Exception";
        let paste = format!(
            "MailSendException: Failed messages: SMTPSendFailedException: {reply}\n; message exceptions (1) are:\nFailed message 1: {reply}"
        );
        assert_eq!(causes(&paste), ["send-as-denied"]);
    }

    #[test]
    fn several_servers_may_each_have_a_reason() {
        let paste = "Recipients failed:\nhost mx1.example.org said: 552 5.2.2 mailbox full\n\
                     host mx2.example.org said: 554 5.7.1 blocked using zen.spamhaus.org";
        assert_eq!(causes(paste).len(), 2, "{:?}", causes(paste));
    }
}
