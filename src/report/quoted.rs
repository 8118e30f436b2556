//! Replies as they are quoted: in one form, readable, and without what a program puts around them.

use crate::diagnose;
use crate::facts::{Facts, Kind, Moment, Role, Statement};
use crate::knowledge::{Act, CAUSES};
use crate::mail::{charset, encoded_word};
use crate::report::Reply;
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// Words with their encoded words (RFC 2047) decoded: some systems put addresses with other letters into them.
pub fn readable(words: &str) -> Cow<'_, str> {
    match words.contains("=?") {
        true => encoded_word::decode(words, charset::builtin),
        false => words.into(),
    }
}

/// A reply for people: encoded words decoded, but for an address, which is asked for as it was said; its part tells how it
/// reads.
pub fn as_said(words: &str) -> Cow<'_, str> {
    let linkless = without_links(words);
    let words: Cow<'_, str> = match &linkless {
        Cow::Borrowed(words) => undressed(words),
        Cow::Owned(words) => undressed(words).into_owned().into(),
    };
    match &words {
        _ if words.contains("?=@") => words,
        Cow::Borrowed(words) => readable(words),
        Cow::Owned(words) => readable(words).into_owned().into(),
    }
}

/// Without the link that a mail program puts behind an address which it shows: `ann@example.org<mailto:ann@example.org>`.
fn without_links(words: &str) -> Cow<'_, str> {
    const OPENS: &str = "<mailto:";
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, link)) = rest.split_once(OPENS) {
        let Some((address, behind)) = link.split_once('>') else { break };
        out.push_str(before);
        if !before.ends_with(address) {
            out.push_str(OPENS);
            out.push_str(address);
            out.push('>');
        }
        rest = behind;
    }
    match out.is_empty() {
        true => words.into(),
        false => (out + rest).into(),
    }
}

/// A reply without the data that Exchange keeps for its maker: `[BeginDiagnosticData]Cannot submit message. 0.35250:0A00AC84,
/// …[EndDiagnosticData] [Hostname=…]`. Words that stand among them are kept: they may be the only ones that tell.
pub fn without_diagnostics(words: &str) -> Cow<'_, str> {
    const BEGIN: &str = "[BeginDiagnosticData]";
    const LEAD: &str = "; Failed to process message due to a";
    const GENERAL: &str = "Cannot submit message.";
    let Some((before, rest)) = words.split_once(BEGIN) else { return words.into() };
    let (inner, behind) = rest.split_once("[EndDiagnosticData]").unwrap_or((rest, ""));
    // `0.35250:0A00AC84`
    let is_data = |word: &str| {
        word.split_once(':').is_some_and(|(place, data)| {
            place.starts_with(|c: char| c.is_ascii_digit())
                && place.contains('.')
                && data.trim_end_matches(',').bytes().all(|b| b.is_ascii_hexdigit() || b == b':')
        })
    };
    let told: Vec<&str> = inner.split_whitespace().take_while(|word| !is_data(word)).collect();
    let told = told.join(" ");
    let before = match before.rfind(LEAD).filter(|_| told.is_empty() || told == GENERAL) {
        Some(lead) => &before[..lead],
        None => before,
    };
    let told = if told == GENERAL { "" } else { told.as_str() };
    let behind = behind.trim_start();
    let behind = match behind.strip_prefix("[Hostname=").and_then(|host| host.split_once(']')) {
        Some((_, rest)) => rest,
        None => behind,
    };
    format!("{} {told} {}", before.trim_end(), behind.trim()).trim_end().replace("  ", " ").into()
}

/// A reply without what a language puts around it: Python's pair of code and words, `550, b'5.1.1 …`, and the class that Ruby
/// names behind, `(Net::SMTPFatalError)`.
fn undressed(words: &str) -> Cow<'_, str> {
    let is_rubys = |class: &str| {
        class.starts_with("Net::SMTP") && class.bytes().all(|b| b.is_ascii_alphabetic() || b == b':')
    };
    let words = match words.strip_suffix(')').and_then(|words| words.rsplit_once(" (")) {
        Some((said, class)) if is_rubys(class) => said,
        _ => words,
    };
    let pair =
        words.get(..3).zip(words.get(3..)).filter(|(code, _)| code.bytes().all(|b| b.is_ascii_digit()));
    let said = pair.and_then(|(code, rest)| {
        // lettre's `permanent error (550): 5.1.1 …`
        if let Some(said) = rest.strip_prefix("): ") {
            return Some(format!("{code} {said}"));
        }
        let rest = rest.strip_prefix(", ")?;
        let said = rest.strip_prefix('b').unwrap_or(rest).strip_prefix(['\'', '"'])?;
        Some(format!("{code} {}", said.trim_end_matches(['\'', '"'])))
    });
    said.map_or(words.into(), Cow::Owned)
}

/// Where the words stand that the cause was known by, if they are those that are quoted.
pub fn told_by(facts: &Facts, found: &diagnose::Finding) -> Option<Span> {
    let own = found.answer.is_none() || found.answer == found.statement;
    let code = || facts.statements[found.statement?].code_span;
    own.then(|| found.evidence.first().copied().or_else(code)).flatten()
}

pub fn reply(
    paste: &str,
    facts: &Facts,
    statement: &Statement,
    words: &str,
    range: Range<usize>,
    found: &diagnose::Finding,
    sender: Option<&str>,
) -> Option<Reply> {
    // What a report says of its own is no reply, though a status may stand beside it.
    let is_own = statement.role == Role::Words && statement.code_span.is_none();
    if is_own || (statement.code.is_none() && statement.enhanced.is_none()) {
        return None;
    }
    let explained = |statement, range| crate::report::parts::parts(paste, statement, range, found, sender);
    let index = facts.statements.iter().position(|other| std::ptr::eq(other, statement));
    let outer =
        index.and_then(|index| facts.answer_around(index)).map(|outer| explained(outer, 0..outer.text.len()));
    Some(Reply {
        code: statement.code,
        enhanced: statement.enhanced.map(|code| code.to_string()),
        text: as_said(words).into_owned(),
        remote: speaker(facts, statement, found),
        moment: statement.moment.map(|moment| moment_name(moment).to_owned()),
        parts: outer.into_iter().flatten().chain(explained(statement, range)).collect(),
    })
}

/// Who said it. Of a certificate that was not trusted the side tells that looked at it, and no server of its own: in a report,
/// whoever writes that.
fn speaker(facts: &Facts, statement: &Statement, found: &diagnose::Finding) -> Option<String> {
    let is_judged = is_judged(found);
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    match is_judged {
        true => facts.envelope.reporter.clone().filter(|_| is_report),
        false => statement.remote.clone(),
    }
}

/// Whether a server tells of what another one showed or offered it: a certificate, no encryption.
pub fn is_judged(found: &diagnose::Finding) -> bool {
    match CAUSES[usize::from(found.cause)].id {
        "tls-certificate" => true,
        "tls-required" => found.act == Act::RecipientAdmin,
        _ => false,
    }
}

fn moment_name(moment: Moment) -> &'static str {
    match moment {
        Moment::Connect => "connect",
        Moment::Helo => "helo",
        Moment::StartTls => "starttls",
        Moment::Auth => "auth",
        Moment::Mail => "mail",
        Moment::Rcpt => "rcpt",
        Moment::Data => "data",
        Moment::EndOfData => "end-of-data",
        Moment::AfterAcceptance => "after-acceptance",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_exchange_keeps_for_its_maker_is_not_quoted() {
        let check = |words: &str, want: &str| assert_eq!(super::without_diagnostics(words), want);
        let lead =
            "; Failed to process message due to a permanent exception with message [BeginDiagnosticData]";
        check(
            &format!(
                "550 5.2.252 SendAsDenied; a{lead}Cannot submit message. 0.35250:0A00AC84, 4.0:00:000004DC[EndDiagnosticData] [Hostname=A.example]"
            ),
            "550 5.2.252 SendAsDenied; a",
        );
        check(&format!("554 5.2.0 b{lead}0.35250:0A00AC84"), "554 5.2.0 b");
        // The words may be all that tells.
        check(
            &format!("554 5.2.0 b{lead}Actual verdict is HipSend.[EndDiagnosticData] c"),
            "554 5.2.0 b; Failed to process message due to a permanent exception with message Actual verdict is HipSend. c",
        );
        check("550 no", "550 no");
    }

    #[test]
    fn a_reply_is_quoted_as_it_was_said() {
        let linked =
            "550 blocked, contact desk@rx.example<mailto:desk@rx.example> for help <mailto:other@rx.example>";
        let want = "550 blocked, contact desk@rx.example for help <mailto:other@rx.example>";
        assert_eq!(super::as_said(linked), want);
        let told = crate::diagnose(
            "Generating server: A.eurprd01.prod.exchangelabs.com\n\nbob@example.net\nmx.example.net\nRemote server returned '550 5.4.317 Message expired, \
             cannot connect to remote server -> 450 4.7.323 tlsa-invalid: The domain failed DANE validation [Message=450 4.7.323 tlsa-invalid] \
             [LastAttemptedServerName=mx.example.net]'\n",
        );
        let first = &told.findings[0];
        let reply = first.reply.as_ref().map(|reply| reply.text.as_str()).unwrap_or_default();
        assert!(reply.contains("[Message=450 4.7.323 tlsa-invalid]"), "{reply}");
        let letter = first.ask.as_deref().unwrap_or_default();
        assert!(
            letter.contains("550 5.4.317 Message expired, cannot connect to remote server -> 450 4.7.323"),
            "{letter}"
        );
        assert!(first.retry.starts_with("Your server has given this message up"), "{}", first.retry);
    }

    #[test]
    fn who_may_not_send_as_whom_goes_by_the_words() {
        let told = crate::diagnose(
            "From: postmaster@example.org\nTo: ann@example.org\nSubject: Undeliverable: Offer\nDate: Tue, 3 Nov 2026 09:15:30 +0000\n\nYour message to \
             bob@example.net couldn't be delivered.\n\nDiagnostic information for administrators:\n\nGenerating server: \
             A.eurprd01.prod.exchangelabs.com\n\nbob@example.net\nRemote server returned '550 5.2.252 SendAsDenied; ann@example.org not allowed to send \
             as sales@example.org; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message. \
             0.35250:0A00AC84[EndDiagnosticData]'\n\nOriginal message headers:\n\nFrom: Sales <sales@example.org>\nSender: Ann <ann@example.org>\nTo: \
             bob@example.net\nSubject: Offer\nDate: Tue, 3 Nov 2026 09:15:28 +0000\nMessage-ID: <1@example.org>\n",
        );
        let letter = told.findings[0].ask.as_deref().unwrap_or_default();
        for line in [
            "Account that signs in: ann@example.org",
            "Address I want to send as: sales@example.org",
            "Answer: 550 5.2.252 SendAsDenied; ann@example.org not allowed to send as sales@example.org",
            "When: Tue, 3 Nov 2026 09:15:30 +0000",
            "Recipient: bob@example.net",
        ] {
            assert!(letter.lines().any(|said| said == line), "{line}: {letter}");
        }
    }

    #[test]
    fn what_was_given_up_is_sent_again_by_whoever_sent_it() {
        let told = crate::diagnose(
            "550 5.4.300 Message expired -> 451 4.4.0 Temporary server error. Please try again later",
        )
        .findings
        .remove(0);
        assert_eq!((told.state.as_str(), told.act.as_str()), ("permanent", "sender"));
        assert!(told.retry.starts_with("This copy was given up"), "{}", told.retry);
        let parts = told.reply.map(|reply| reply.parts).unwrap_or_default();
        assert_eq!(
            parts.iter().map(|part| part.quote.as_str()).collect::<Vec<_>>(),
            ["550", "5.4.300", "451", "4.4.0"]
        );
    }

    #[test]
    fn of_a_certificate_the_side_tells_that_looked_at_it() {
        let paste = "Delivery has failed to these recipients or groups:\n\nkim@orchard.example\n\nDiagnostic information for administrators:\n\n\
                     Generating server: AM0PR01MB0001.eurprd01.prod.outlook.com\nReceiving server: mx.orchard.example (192.0.2.7)\n\n\
                     kim@orchard.example\n11/3/2026 3:02:44 PM - Server at mx.orchard.example (192.0.2.7) returned '550 5.4.317 Message expired, \
                     cannot connect to remote server(451 4.7.5 Remote certificate failed MTA-STS validation. Reason: CertificateExpired -> 421 \
                     4.4.2 Connection dropped due to SocketError)'\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert_eq!(told.title, "The security certificate of the recipient's mail server has expired");
        assert!(told.ask.is_some_and(|ask| ask.contains("has expired") && ask.contains("renew")));
        assert!(
            told.commands.iter().any(|command| command.shell.starts_with("openssl")),
            "{:?}",
            told.commands
        );
        let reply = told.reply.expect("a reply");
        // Neither the bracket nor the arrow before what is quoted next.
        assert!(reply.text.ends_with("CertificateExpired"), "{}", reply.text);
        assert!(told.considered.iter().all(|other| !other.why.contains("(”")), "{:?}", told.considered);
        assert!(reply.remote.is_some_and(|remote| remote.ends_with("outlook.com")));
        let name =
            |value: &str| told.facts.iter().find(|fact| fact.value == value).map(|fact| fact.name.as_str());
        assert_eq!(name("mx.orchard.example"), Some("Server that was tried"));
    }

    #[test]
    fn what_a_language_puts_around_a_reply_is_no_reply() {
        for (paste, want) in [
            (
                "smtplib.SMTPDataError: (550, b'5.7.1 Message rejected as spam')",
                "550 5.7.1 Message rejected as spam",
            ),
            (
                "aiosmtplib.errors.SMTPSenderRefused: (552, '5.3.4 Message size exceeds fixed limit', 'a@example.org')",
                "552 5.3.4 Message size exceeds fixed limit",
            ),
            (
                "smtp.rb:9:in `check_response': 550 5.7.1 Message rejected as spam. (Net::SMTPFatalError)",
                "550 5.7.1 Message rejected as spam.",
            ),
            (
                "Error: permanent error (550): 5.7.1 Message rejected as spam",
                "550 5.7.1 Message rejected as spam",
            ),
            ("transient error (450): mailbox is busy, greylisted", "450 mailbox is busy, greylisted"),
            ("550 5.1.1 no such user (Net::ERR)", "550 5.1.1 no such user (Net::ERR)"),
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.reply.expect("a reply").text, want);
            assert!(first.ask.is_none_or(|ask| ask.contains(want)), "{paste}");
        }
    }

    #[test]
    fn the_servers_words_come_before_the_tools() {
        let paste = "SERVER -> CLIENT: 220 smtp.example.org ESMTP\nCLIENT -> SERVER: EHLO localhost\n\
                     SERVER -> CLIENT: 250 AUTH LOGIN\nCLIENT -> SERVER: AUTH LOGIN\nSERVER -> CLIENT: 535 5.7.0 Incorrect username or password.\n\
                     SMTP ERROR: Password command failed: 535 5.7.0 Incorrect username or password.\nSMTP Error: Could not authenticate.\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.reply.expect("a reply").text, "535 5.7.0 Incorrect username or password.");
        assert_eq!(first.evidence[0].quote.to_lowercase().matches("incorrect username").count(), 1);
    }

    #[test]
    fn a_reply_in_json_ends_with_its_string() {
        let paste = r#"{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"MailboxFull",
            "bouncedRecipients":[{"emailAddress":"ann@example.net","status":"5.2.2",
            "diagnosticCode":"smtp; 552 5.2.2 <ann@example.net>: Mailbox is full"}]}}"#;
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.reply.expect("a reply").text, "552 5.2.2 <ann@example.net>: Mailbox is full");
        assert!(first.ask.is_some_and(|ask| ask.contains("ann@example.net")));
    }

    #[test]
    fn replies_leave_the_brackets_and_quotes_around_them() {
        let reply = |paste: &str| crate::diagnose(paste).findings.remove(0).reply.map(|reply| reply.text);
        let mail = "Exception Message: Cannot send mails to mail server. (Mailbox unavailable. The server response was: 5.7.1 \
                    Unable to relay for ann@example.com). )";
        assert_eq!(reply(mail).as_deref(), Some("5.7.1 Unable to relay for ann@example.com"));
        let http = "AccountSendingPausedException: Email sending is disabled for your AWS account. (Service: \
                    AmazonSimpleEmailService; Status Code: 400; Error Code: AccountSendingPausedException)";
        assert_eq!(reply(http), None);
    }
}
