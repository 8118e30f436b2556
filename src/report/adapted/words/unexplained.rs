//! Where the words give no reason: what to collect, and where to be led by questions.

use crate::diagnose;
use crate::facts::{Complaint, Facts, Foreign, Kind};
use crate::knowledge::RULES;
use crate::report::adapted::program::device;
use crate::report::{Fact, Finding, Step};

/// Prose, code, another service's error: nothing failed that has to do with mail, as far as the words tell.
pub fn nothing_to_explain(told: &mut Finding, facts: &Facts) {
    if let Some(protocol) = facts.protocol {
        return of_another_protocol(told, protocol, facts.foreign.as_deref());
    }
    let (title, summary) = match facts.kind {
        // A program's box stands among their words.
        _ if facts.told && !facts.strange && !facts.boxes.is_empty() => (
            "These words do not say why",
            "A program says that it failed, and not why. No answer of a mail server is in these words.",
        ),
        _ if facts.told && !facts.strange => (
            "These words do not say why",
            "Somebody tells what happened, in words of their own. No program and no server says in them why.",
        ),
        Kind::Source => (
            "This is code or a list, and tells of no failure",
            "It may well send mail, but nothing in it says that a mail failed.",
        ),
        _ if facts.failing => (
            "These words do not say why",
            "Something failed that may have to do with mail. No reason is in these words, and no answer of a mail server.",
        ),
        _ => (
            "Nothing here tells why a mail failed",
            match facts.quiet {
                true => {
                    "No error of a program and no answer of a mail server stands in the text, so there is nothing to explain in it."
                }
                // An error may well be there.
                false => {
                    "Nothing in the text is known here as a mail program's error or as the answer of a mail server."
                }
            },
        ),
    };
    (told.title, told.summary) = (title.to_owned(), summary.to_owned());
    clear(told);
    if let Some(complaint) = facts.complaint {
        return complained(told, complaint);
    }
    if let Some(number) = device::shown_number(facts).filter(|_| facts.device && !facts.strange) {
        told.check = device::way(true, facts);
        return device::by_number(told, number);
    }
    if let Some(number) = device::bare_number(facts) {
        return device::by_bare_number(told, &number, facts);
    }
    if facts.failing || facts.told {
        told.check = device::way(facts.device, facts);
    }
    let step = |text: &'static str| Step::new("sender", text);
    told.steps = vec![
        step(
            "If a mail failed: paste the error of the program or the message that came back, word for word.",
        ),
        step(
            "If there is no text at all, answer the questions of the guided check instead: they lead to a cause step by step.",
        ),
    ];
}

/// Nothing is asked for, passed on or tried where no mail failed.
fn clear(told: &mut Finding) {
    told.retry = String::new();
    told.ask = None;
    told.facts.clear();
    told.commands.clear();
    told.considered.clear();
    told.missing.clear();
}

/// What other servers answer, in numbers that look like those of mail.
fn of_another_protocol(told: &mut Finding, protocol: &str, foreign: Option<&Foreign>) {
    let what = match protocol {
        "FTP" => "the transfer of files",
        "NNTP" => "a news server",
        _ => "telephony",
    };
    told.title = format!("This is about {what} ({protocol}), and not about mail");
    told.summary = format!(
        "The numbers of {protocol} look like those of mail servers and mean other things. No mail server was asked, and no mail failed here."
    );
    if protocol == "FTP" {
        told.summary.push_str(" 530 says there that the user name or the password was not taken; 550 that a file or a folder is not there, or not yours.");
    }
    clear(told);
    if let Some(foreign) = foreign.filter(|foreign| is_sign_in_refused(protocol, foreign)) {
        return of_a_sign_in_elsewhere(told, protocol, foreign);
    }
    told.state = "fine".to_owned();
    told.who = "nobody: no mail failed".to_owned();
    told.steps = [
        "Whoever runs that server can mend it, mostly the hosting provider: its pages show the user name for this service, which need not be a mail \
         address, and there a new password can be set. Enter both anew in the program.",
        "If it still fails, send them these lines with the time: they see in the server's log why it said no.",
    ]
    .map(|text| Step::new("sender", text))
    .to_vec();
}

/// FTP says so with 530 (RFC 959, section 4.2.2), news servers with 481 (RFC 4643, section 2.3.1).
fn is_sign_in_refused(protocol: &str, foreign: &Foreign) -> bool {
    let refuses = |code: &str| foreign.refusal.as_deref().is_some_and(|refusal| refusal.starts_with(code));
    (protocol == "FTP" && refuses("530")) || (protocol == "NNTP" && refuses("481"))
}

/// Name or password were not taken: that lasts until they are put right.
fn of_a_sign_in_elsewhere(told: &mut Finding, protocol: &str, foreign: &Foreign) {
    let (what, server) = match protocol {
        "FTP" => ("the transfer of files", "server for files"),
        _ => ("a news server", "news server"),
    };
    let refusal = foreign.refusal.as_deref().unwrap_or_default();
    let code = refusal.split([' ', '-']).next().unwrap_or_default();
    told.title = format!("The {server} ({protocol}) did not take the user name or the password");
    told.summary = format!(
        "This is about {what} ({protocol}), and not about mail: no mail server was asked, and no mail failed. {code} says there that the user name or the \
         password was not taken."
    );
    told.retry = "Not before both are right. Some servers shut out whoever tries too often.".to_owned();
    told.state = "permanent".to_owned();
    told.who = "you, with whoever runs that server, mostly the hosting provider".to_owned();
    let named = foreign.user.as_deref().map(|user| format!(" Entered was {user}.")).unwrap_or_default();
    let place = foreign.server.as_deref().or(foreign.address.as_deref()).unwrap_or("that server");
    let first = format!(
        "Whoever runs {place}, mostly the hosting provider, shows on its pages the user name for this service, which need not be a mail address.{named} A new \
         password can be set there. Enter both anew in the program."
    );
    let second = "If it still fails, send them these lines, and the time: they see in the server's log why it said no.";
    told.steps = vec![Step::new("sender", first), Step::new("sender", second)];
    let facts = [
        ("Server", &foreign.server),
        ("Address of that server", &foreign.address),
        ("User name", &foreign.user),
        ("Reply", &foreign.refusal),
    ];
    told.facts = facts
        .into_iter()
        .filter_map(|(name, value)| Some(Fact { name: name.to_owned(), value: value.clone()? }))
        .collect();
}

/// The mail arrived: why it came late, or lies in Junk, stands in its own headers.
fn complained(told: &mut Finding, complaint: Complaint) {
    let (title, summary, get, check) = match complaint {
        Complaint::Late => (
            "Why it came late stands in the headers of that mail",
            "It arrived, so nobody refused it. Each server on its way wrote the time into the mail's headers: they show where it waited.",
            "Have the full headers of one late mail copied by whoever received it (in most programs “Show original” or “View source”), \
             and paste them here: the timeline shows where it waited, and mostly why.",
            "check/arrives-late/#",
        ),
        Complaint::Junk => (
            "Why it was put in Junk stands in the headers of that mail",
            "It arrived, so nobody refused it. The filter that put it there wrote its reasons into the mail's headers at the recipient's.",
            "Have the full headers of one such mail copied from the Junk folder by whoever received it (in most programs “Show original” \
             or “View source”), and paste them here. They also show whether SPF, DKIM and DMARC passed with that recipient.",
            "check/lands-in-junk/#",
        ),
    };
    (told.title, told.summary) = (title.to_owned(), summary.to_owned());
    let step = |text: &'static str| Step::new("sender", text);
    told.steps = vec![
        step(get),
        step(
            "If nobody can get them, answer the questions of the guided check: they lead to a cause step by step.",
        ),
    ];
    told.check = check.to_owned();
}

/// What somebody tells of it: the words of the program or of the server would say more, and where there are none, questions do.
pub fn in_own_words(told: &mut Finding, found: &diagnose::Finding) {
    const FIRST: &str = "If the program, the device or a message that came back shows any text or number, paste that, word for word. \
                         If it shows nothing, answer the questions of the guided check: they lead to a cause step by step.";
    if !told.steps.iter().any(|step| step.text.contains("guided check")) {
        // Where the words have an answer of their own, it comes first.
        let is_answered = found.rule.is_some_and(|rule| RULES[usize::from(rule)].alone);
        let at = if is_answered { told.steps.len() } else { 0 };
        told.steps.insert(at, Step::new("sender", FIRST));
    }
    // What somebody writes is no error.
    told.facts.retain(|fact| fact.name != "Error");
    // Nobody has been asked anything, so there is no answer to pass on.
    told.ask = None;
}

/// Where there is no more text to be had.
pub const QUESTIONS: &str = "If no more text is to be had, answer the questions of the guided check: they lead to a cause step by step.";

/// Headers without anything that a server writes when it takes a mail over (RFC 5321, section 4.4).
pub fn untraced(told: &mut Finding) {
    told.title = "These headers do not say whether the mail arrived".to_owned();
    told.summary = "Each server that takes a mail over writes a Received field above what was there. There is none here: \
                    this is a draft, a copy from the folder of sent mail, or only a part of the headers."
        .to_owned();
    let steps = [
        "If it arrived: open it where it arrived, copy its full headers (in most programs “Show original” or “View source”), and paste them here.",
        "If it did not arrive: look for a message that came back, also in Junk, and paste that, word for word.",
        QUESTIONS,
    ];
    told.steps = steps.iter().map(|text| Step::new("sender", *text)).collect();
    told.retry = String::new();
    told.ask = None;
    told.commands.clear();
    told.considered.clear();
    told.missing.clear();
}

/// Lines of a log that give no reason: others have it, nobody was refused by anybody yet, and there is no bounce to open.
pub fn silent_log(told: &mut Finding, own_steps: usize) {
    // What a rule says of a row that gives no reason is what to do.
    if own_steps > 0 {
        told.steps.truncate(own_steps);
        told.commands.clear();
        told.ask = None;
        return;
    }
    let collect = told.missing.first().cloned();
    told.steps = collect.map(|text| Step::new("sender-admin", text)).into_iter().collect();
    told.act = "sender-admin".to_owned();
    told.commands.clear();
    told.ask = None;
}

#[cfg(test)]
mod tests {
    #[test]
    fn other_protocols_are_no_mail() {
        for (paste, name) in [
            (
                "Status:\tConnecting to 192.0.2.61:21...\nResponse:\t220 ProFTPD Server ready.\nCommand:\tUSER shop@example.org\nResponse:\t331 \
                 Password required for shop@example.org\nCommand:\tPASS ****\nResponse:\t530 Login incorrect.\n",
                "(FTP)",
            ),
            (
                "Why is mail not sent?\n220 (vsFTPd 3.0.5)\nUSER ann\n331 Please specify the password.\nPASS x\n530 Login incorrect.\n",
                "(FTP)",
            ),
            (
                "< 200 news.example.org InterNetNews NNRP server ready\n> AUTHINFO USER ann\n< 381 PASS required\n> AUTHINFO PASS x\n< 481 Failed\n",
                "(NNTP)",
            ),
            (
                "SIP/2.0 403 Forbidden\nVia: SIP/2.0/UDP 192.0.2.9:5060\nFrom: <sip:ann@example.org>\n",
                "(SIP)",
            ),
        ] {
            let report = crate::diagnose(paste);
            let [told] = &report.findings[..] else { panic!("{paste}") };
            assert_eq!((told.cause.as_str(), report.kind.as_str()), ("undetermined", "unknown"), "{paste}");
            // What refuses a sign-in is known, and lasts.
            let is_known = paste.contains("530") || paste.contains("481");
            let want = if is_known { "permanent" } else { "fine" };
            assert_eq!((told.state.as_str(), told.who.starts_with("nobody")), (want, !is_known), "{paste}");
            assert!(told.title.contains(name) && told.commands.is_empty(), "{paste}: {told:?}");
            assert!(report.dialogue.is_none() && told.steps[0].text.starts_with("Whoever runs "), "{paste}");
        }
        let files = "Status:\tResolving address of ftp.example.org\nStatus:\tConnecting to 192.0.2.61:21...\nResponse:\t220 ProFTPD Server \
                     ready.\nCommand:\tUSER shop@example.org\nResponse:\t331 Password required\nCommand:\tPASS ****\nResponse:\t530 Login incorrect.\n";
        let report = crate::diagnose(files);
        let told = &report.findings[0];
        assert!(
            told.steps[0].text.contains("ftp.example.org") && told.steps[0].text.contains("shop@example.org")
        );
        assert!(told.facts.iter().any(|fact| fact.value == "192.0.2.61"), "{:?}", told.facts);
        // An article on what is not known has nothing to say of it.
        let text = crate::report::text::write(&report, None, &|_, text| text.to_owned());
        assert!(!text.contains("mailwhy explain"), "{text}");
        assert!(
            crate::report::text::write(&crate::diagnose("It failed."), None, &|_, text| text.to_owned())
                .contains("mailwhy explain undetermined")
        );
        // A mail server asks for a password with 334, and POP3 has no numbers.
        let mail = "220 mx.example.org ESMTP\nEHLO a\n250 AUTH LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\nYQ==\n535 5.7.8 Authentication failed\n";
        assert_eq!(crate::diagnose(mail).findings[0].cause, "auth-credentials");
    }

    #[test]
    fn sentences_about_a_password_that_is_asked_for_again_are_an_answer() {
        for paste in [
            "My program keeps popping up a box for the password since Monday, and my mails stay in the outbox. I had to choose another one on the web \
             page, and there I can sign in and write.",
            "Seit gestern fragt mein Mailprogramm immer wieder nach dem Kennwort. Im Browser geht es.",
            "Depuis que j'ai changé mon mot de passe, Thunderbird n'envoie plus rien.",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.confidence.as_str()),
                ("auth-credentials", "possible"),
                "{paste}"
            );
            assert_eq!((told.who.as_str(), told.state.as_str()), ("you", "permanent"), "{paste}");
            assert!(
                told.steps.iter().any(|step| step.text.contains("Credential Manager")),
                "{:?}",
                told.steps
            );
        }
        for paste in [
            "I changed my password yesterday.",
            "My mails do not arrive since Monday, and on the web I can sign in and write.",
        ] {
            assert_eq!(crate::diagnose(paste).findings[0].cause, "undetermined", "{paste}");
        }
    }

    #[test]
    fn what_a_program_showed_counts_whoever_tells_of_it() {
        for (lead, shown) in [
            (
                "Hello, since Sunday I cannot send.",
                "The server for ida@holm.example rejected the username or password.",
            ),
            (
                "My sister cannot send her photos.",
                "The message could not be sent because the attachment exceeds the size limit.",
            ),
        ] {
            let first = crate::diagnose(&format!("{lead}\n\n{shown}\n")).findings.remove(0);
            assert_eq!(first.confidence, "certain", "{shown}");
            assert!(!first.steps[0].text.contains("word for word"), "{:?}", first.steps);
        }
        let told = crate::diagnose("I cannot write to Ida.\n\nShe says that the mailbox is full again.")
            .findings
            .remove(0);
        assert_ne!(told.confidence, "certain");
    }

    #[test]
    fn mail_that_arrived_was_not_refused() {
        for (paste, check) in [
            (
                "our offers end up in the spam folder of all customers. spf and dkim are fine",
                "check/lands-in-junk/#",
            ),
            ("Die Mails meiner Bank kommen erst nach 4 Stunden an", "check/arrives-late/#"),
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!((first.cause.as_str(), first.check.as_str()), ("undetermined", check), "{paste}");
            assert!(first.steps[0].text.contains("full headers"), "{:?}", first.steps);
        }
        for paste in [
            "Why is this message in spam? Learn more",
            "X-Forefront-Antispam-Report: CIP:192.0.2.7;CTRY:;SCL:6;SRV:;SFV:SPM;CAT:SPM;",
            "he says it lies in Junk, and there: X-GMX-Antispam: 5 (nemesis mail header profiler)",
            "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;dest:J;",
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!((first.cause.as_str(), first.act.as_str()), ("delivered", "recipient"), "{paste}");
        }
        // A server's refusal quotes the field as its reason, and so does a rule of one.
        let refused = crate::diagnose("550 5.7.1 Rejected: X-Spam-Flag: YES").findings.remove(0);
        assert_ne!(refused.cause, "delivered");
        let rule = crate::diagnose("/^X-Spam-Flag: YES/ REDIRECT spam@example.org").findings.remove(0);
        assert_ne!(rule.cause, "delivered");
    }

    #[test]
    fn headers_that_no_server_wrote_into_say_nothing_of_an_arrival() {
        let draft = "From: Ann <ann@example.org>\nTo: bob@example.com\nSubject: Minutes\nMessage-ID: <1@example.org>\n";
        let first = crate::diagnose(draft).findings.remove(0);
        assert_eq!(first.cause, "undetermined");
        assert!(first.title.contains("do not say") && first.ask.is_none(), "{first:?}");
        let taken = format!(
            "Received: from a.example.org by mx.example.com; Tue, 3 Nov 2026 09:00:00 +0000\n{draft}"
        );
        assert_eq!(crate::diagnose(&taken).findings[0].cause, "delivered");
    }

    #[test]
    fn fields_that_mail_shares_with_the_web_are_no_headers_of_a_mail() {
        for paste in [
            "Date: Tue, 03 Nov 2026 09:00:00 GMT\nServer: nginx\nContent-Type: text/html\nX-Frame-Options: DENY\nConnection: close\n",
            "Status: 403 (Forbidden)\nErrorCode: ErrorSendAsDenied\nDate: 2026-11-03T09:00:00\nHeaders:\nrequest-id: 1\n",
        ] {
            let report = crate::diagnose(paste);
            assert_ne!(report.kind, "headers", "{paste}");
            assert_ne!(report.findings[0].cause, "delivered", "{paste}");
        }
    }

    #[test]
    fn lines_of_a_log_that_give_no_reason_ask_for_the_others() {
        let paste = "[NOTICE] [7B6260E0-240F-4AAD-9E52-1188B0D14DC5.1] [outbound] Temp failing 1795680000_x for 64 seconds: Tried all MXs";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.ask, first.commands.len()), ("undetermined", None, 0));
        assert!(first.steps[0].text.contains("UUID") && first.steps.len() == 1, "{:?}", first.steps);
    }

    #[test]
    fn what_people_say_in_their_own_words_is_never_certain() {
        for paste in
            ["my scanner says mailbox full when it sends mail", "Why is my mail refused, user unknown?"]
        {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.confidence, "possible", "{paste}");
            assert!(first.ask.is_none() && first.steps[0].text.contains("paste"), "{paste}");
        }
        assert_eq!(crate::diagnose("452 4.2.2 mailbox full").findings[0].confidence, "certain");
    }
}
