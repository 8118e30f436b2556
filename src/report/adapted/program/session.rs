//! What is particular to a conversation: whose server it is, what was taken before the no, and how to have it once more.

use crate::diagnose;
use crate::facts::dialogue::{Act, Exchange};
use crate::facts::{Facts, Moment};
use crate::knowledge;
use crate::report::quote::quote_unix;
use crate::report::scene::IMPLICIT;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if only_asked(facts, found) {
        return no_answer(told);
    }
    // What somebody typed at a prompt is kept by nobody.
    told.ask = told.ask.take().map(|ask| {
        crate::report::adapted::in_its_sentences(&ask, |line| {
            line.replace("The message is waiting with us.", "It was a test by hand.")
        })
    });
    if told.cause == "undetermined" && is_masked(facts) {
        rewritten(told);
    } else if told.cause == "tls-required" && (is_masked(facts) || hides_capabilities(facts)) {
        hidden_starttls(told);
    } else if told.cause == "undetermined" && found.evidence.is_empty() && is_unbroken(facts) {
        return nothing_failed(told);
    }
    if told.cause == "delivered" && signed_in(facts) {
        return taken_over(told, values);
    }
    if facts.program.is_some_and(|program| BY_HAND.contains(&program)) {
        told.steps.retain(|step| !step.is_about(knowledge::Topic::Newsletter));
    }
    let at_the_end = said_after_all(facts, found);
    // Of packets alone: the machine that was asked said no, or a firewall in its place.
    if facts.capture.is_some() && told.cause == "connection-refused" && values.get("port") == Some("25") {
        told.act = "recipient-admin".to_owned();
    }
    bare_address(told, facts, found);
    typed_greeting(told, facts);
    if signed_in(facts) {
        by_own_server(told);
        without_sign_in(told, facts);
        repeat(told, facts, values, at_the_end);
    } else if at_the_end {
        whole(told);
    }
    // At another port than that of the servers among themselves stands the server that one sends through.
    if told.stage == "tls" && values.get("port") != Some("25") {
        crate::report::adapted::not_theirs(told);
    }
    if at_the_end && matches!(told.cause.as_str(), "policy-rejected" | "spam-content" | "undetermined") {
        const TAKEN: &str = "It had taken sender and recipient before, and said no only after the whole message: so it is \
                             most likely about what stands in it.";
        told.add_note(TAKEN);
    }
}

/// Whoever signs in hands the mail to their own server, unless it is for a mailbox of that very server's domain: what becomes of it
/// on the way from there, this conversation does not show.
fn taken_over(told: &mut Finding, values: &Values) {
    told.title = "Your own mail server took the message over".to_owned();
    told.summary = "You signed in, and the server accepted the message. It now passes it on to the recipient's side. Whether that took it, and where it was                     put there, this conversation does not show."
        .to_owned();
    told.stage = "submission".to_owned();
    told.who = "nobody so far: your own server has it".to_owned();
    told.retry =
        "Not before you know what became of this one: a second copy would come on top of it.".to_owned();
    told.steps = [
        ("sender", "Keep the server's last answer: the id in it is your own server's number for this message."),
        ("sender", "If it does not arrive, look in the mailbox of the sender's address for a report that it came back: it says why. Reports can end up in spam, too."),
        ("sender-admin", "Search the outgoing server's log for that id. It shows where the message went, and what the recipient's server answered. At a                           provider ask its support, with the id and the time."),
        ("recipient", "Only once the log shows that your side accepted it: look into spam, quarantine, rules and forwarding."),
    ]
    .map(|(by, text)| Step::new(by, text))
    .into();
    told.commands.clear();
    told.ask = Some(values.message(TAKEN_OVER));
}

const TAKEN_OVER: &str = "Hello,

your server accepted this message from me, and I would like to know what became of it.

Sender: {sender}
Recipient: {recipient}
Server: {remote}
Answer: {reply}
Time: {time}
Message-ID: {message_id}

Could you tell me from your log whether the recipient's server took it, and what it answered?

Thank you.";

/// With what somebody types a conversation.
const BY_HAND: &[&str] = &["telnet", "netcat", "openssl-s-client"];

/// In a test by hand the name in HELO is what somebody typed, and no server's.
fn typed_greeting(told: &mut Finding, facts: &Facts) {
    if told.cause != "helo-invalid" || !facts.program.is_some_and(|program| BY_HAND.contains(&program)) {
        return;
    }
    told.title = "The name that was typed behind HELO was refused".to_owned();
    told.summary = "A conversation begins with a name (HELO or EHLO). The server found the one that was typed malformed, unknown or too short; a mail \
                    server gives its own full name there, so that this says nothing of real mail."
        .to_owned();
    told.retry = "Yes, with a full host name behind HELO or EHLO.".to_owned();
    told.act = "sender".to_owned();
    told.steps = vec![Step::new(
        "sender",
        "Type `EHLO` or `HELO` with a full host name, one with dots that DNS knows, such as `EHLO mail.example.com`, and go on from there.",
    )];
    told.commands.clear();
    told.ask = None;
}

/// What was refused is the question whether a mailbox exists (RFC 5321, section 3.5), and no message.
fn only_asked(facts: &Facts, found: &diagnose::Finding) -> bool {
    let Some(index) = found.statement else { return false };
    let said = &facts.statements[index];
    // That the server does not answer such questions; of the mailbox it says nothing.
    if !matches!(said.code, Some(500 | 502 | 504)) {
        return false;
    }
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let asked = |exchange: &&Exchange| exchange.act == Act::Verify && exchange.failed();
    exchanges
        .filter(asked)
        .filter_map(|exchange| exchange.reply.as_ref())
        .any(|reply| said.code_span.is_some_and(|span| span.start == reply.span.start))
}

fn no_answer(told: &mut Finding) {
    told.title = "The server does not say whether an address exists".to_owned();
    told.summary = "VRFY and EXPN ask for a mailbox without sending anything. Most servers answer them to nobody, because \
                    spammers asked, too. No message was refused."
        .to_owned();
    told.retry = String::new();
    told.ask = None;
    told.commands.clear();
    told.missing.clear();
    told.considered.clear();
    told.steps = vec![Step::new(
        "sender-admin",
        "Ask with MAIL FROM and RCPT TO instead, or send a short message: what comes back then is about the address.",
    )];
}

/// A greeting of stars: Cisco's firewalls overwrite it where they inspect SMTP.
fn is_masked(facts: &Facts) -> bool {
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let greeting = exchanges.filter_map(|exchange| exchange.reply.as_ref()).next();
    greeting.is_some_and(|reply| {
        let words = reply.text.as_str().trim_start_matches("220").trim();
        let stars = words.matches('*').count();
        stars > 8 && 4 * stars > 3 * words.chars().count()
    })
}

/// `250-XXXXXXXA`: the same firewalls overwrite what the server offers.
fn hides_capabilities(facts: &Facts) -> bool {
    let mut offered = facts.dialogue.iter().flat_map(|dialogue| &dialogue.capabilities).take(64);
    offered.any(|offered| offered.keyword.starts_with("XXXXX"))
}

/// The server wants encryption, and a device between the two takes the offer of it away.
fn hidden_starttls(told: &mut Finding) {
    told.title = "A firewall on the way takes STARTTLS away".to_owned();
    told.summary = "The server wants an encrypted connection, and its offer of it (STARTTLS) did not arrive: a device between the two, as a rule a firewall \
                    that inspects SMTP, overwrites the greeting and what the server offers with stars or the letter X."
        .to_owned();
    told.retry = "Not before the firewall leaves SMTP as it is.".to_owned();
    told.note = None;
    told.steps = of_rewritten();
    told.act = "network".to_owned();
    told.stage = "connection".to_owned();
    told.ask = None;
}

/// All that was answered says yes, as far as the conversation was pasted.
fn is_unbroken(facts: &Facts) -> bool {
    let Some(dialogue) = &facts.dialogue else { return false };
    let is_answered = !dialogue.capabilities.is_empty() || dialogue.exchanges.iter().any(Exchange::succeeded);
    is_answered && !dialogue.exchanges.iter().any(Exchange::failed)
}

fn nothing_failed(told: &mut Finding) {
    told.title = "Nothing in this conversation failed".to_owned();
    told.summary = "The server was reached, and every answer of it that was pasted says yes. What fails, fails later than this part, or in the program that \
                    sends and not in this test."
        .to_owned();
    told.retry = String::new();
    told.ask = None;
    told.commands.clear();
    told.missing.clear();
    let step = |text: &'static str| Step::new("sender", text);
    told.steps = vec![step(GO_ON), step(BY_PROGRAM)];
}

const GO_ON: &str = "If the conversation went on, paste it to its last line. If it is a test by hand, go on with it: sign in, MAIL FROM, RCPT TO, up to the answer that \
                     says no.";
const BY_PROGRAM: &str = "If the test passes to its end, the difference lies in the program that fails: compare server, port, encryption and user name with those of the \
                          test, and paste what the program says, word for word.";

/// What to do: the rule for commands that such a firewall overwrote says it.
fn of_rewritten() -> Vec<Step> {
    let steps = knowledge::rule("protocol-error/rewritten").map(|rule| &rule.steps);
    steps.into_iter().flatten().map(Step::from).collect()
}

fn rewritten(told: &mut Finding) {
    told.title = "A firewall on the way hides the server's greeting".to_owned();
    told.summary = "The greeting came as a row of stars: a device between the two, as a rule a firewall that inspects SMTP, overwrites it, and \
                    commands that it does not know, too. What was pasted shows no failure beside that."
        .to_owned();
    told.steps = of_rewritten();
    told.missing.clear();
    told.commands.clear();
    told.ask = None;
}

/// Nobody signs in at the recipient's server.
pub fn signed_in(facts: &Facts) -> bool {
    // Ports of submission: RFC 8314, section 3.3.
    let port = facts.dialogue.as_ref().and_then(|dialogue| dialogue.to.as_ref()?.1.as_deref());
    if matches!(port, Some("465" | "587")) {
        return true;
    }
    // Whoever signs in does so before the first mail (RFC 4954, section 4): what follows may be thousands of recipients.
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    exchanges
        .take_while(|exchange| exchange.act != Act::Mail)
        .filter_map(|exchange| exchange.reply.as_ref())
        .any(|reply| reply.code == Some(235))
}

/// The no came after the message, so that the recipient had been taken.
fn said_after_all(facts: &Facts, found: &diagnose::Finding) -> bool {
    found.statement.is_some_and(|index| facts.statements[index].moment == Some(Moment::EndOfData))
}

/// All that is said in such a session, the sender's own server says.
fn by_own_server(told: &mut Finding) {
    if matches!(told.stage.as_str(), "inbound" | "filter") {
        told.note.get_or_insert_with(|| {
            "This is the server that one signs in at, so it is your own outgoing server that says this, not the recipient's."
                .to_owned()
        });
    }
    if matches!(told.stage.as_str(), "submission" | "connection" | "tls" | "inbound" | "filter") {
        told.stage = "submission".to_owned();
        crate::report::adapted::not_theirs(told);
    }
    if told.cause == "policy-rejected" {
        told.title = "A rule of your own outgoing server refused the message".to_owned();
    }
}

/// `MAIL FROM: ann@example.org`: addresses stand in angle brackets (RFC 5321, sections 4.1.1.2 and 4.1.1.3).
fn bare_address(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if told.cause != "protocol-error" {
        return;
    }
    let answered = |exchange: &&Exchange| {
        let reply = exchange.reply.as_ref().map(|reply| reply.text.as_str());
        found.statement.is_some_and(|index| reply == Some(facts.statements[index].text.as_str()))
    };
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let Some(refused) = exchanges.filter(|exchange| exchange.failed()).find(answered) else { return };
    let command = refused.command.as_ref().map_or("", |said| said.text.as_str()).trim();
    let argument = command.split_once(':').map_or("", |(_, argument)| argument.trim());
    if !matches!(refused.act, Act::Mail | Act::Rcpt) || !argument.contains('@') || argument.contains('<') {
        return;
    }
    told.title = "The address has no angle brackets".to_owned();
    told.summary = "In MAIL FROM and RCPT TO an address stands between < and >, and this server takes no other form. Nothing is wrong with the address \
                    or with either server."
        .to_owned();
    told.retry = "Yes, at once, with the brackets.".to_owned();
    told.note = None;
    told.act = "sender".to_owned();
    told.steps = vec![Step::new("sender", BRACKETS)];
    told.ask = None;
    told.commands.clear();
    told.missing.clear();
}

const BRACKETS: &str = "Write `MAIL FROM:<ann@example.org>` and `RCPT TO:<bob@example.net>`, without a blank behind the colon. A program that leaves the \
                        brackets out has to be corrected.";

pub fn exchanged(facts: &Facts, act: Act) -> bool {
    facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges).any(|exchange| exchange.act == act)
}

/// Refused to pass mail on to somebody who could have signed in, and did not try.
fn without_sign_in(told: &mut Finding, facts: &Facts) {
    let mut offered = facts.dialogue.iter().flat_map(|dialogue| &dialogue.capabilities);
    if !matches!(told.cause.as_str(), "relay-denied" | "auth-required")
        || exchanged(facts, Act::Auth)
        || !offered.any(|capability| capability.keyword.eq_ignore_ascii_case("AUTH"))
    {
        return;
    }
    told.steps.retain(|step| !step.by.starts_with("recipient"));
    told.steps.insert(0, Step::new("sender", SIGN_IN));
    told.act = "sender".to_owned();
    told.ask = None;
}

const SIGN_IN: &str = "Sign in before MAIL FROM: the server offers it (AUTH), and this session did not. With swaks add --auth-user and --auth-password; in a program \
                       fill in user name and password of the outgoing server.";

/// The command signs in as the session did, on the same port.
fn repeat(told: &mut Finding, facts: &Facts, values: &Values, at_the_end: bool) {
    let user = values.get("sender").map_or("SENDER".into(), quote_unix);
    let port = values.get("port").filter(|port| *port != "25");
    let way = match port {
        Some(port) if IMPLICIT.contains(&port) => format!("--port {port} --tls-on-connect"),
        Some(port) => format!("--port {port} --tls"),
        None => "--port 587 --tls".to_owned(),
    };
    for command in &mut told.commands {
        let Some(rest) = command.shell.strip_suffix("--quit-after RCPT") else { continue };
        command.shell = format!("{rest}{way} --auth-user {user} --auth --quit-after RCPT");
        command.why = format!(
            "{} {}",
            if exchanged(facts, Act::Auth) {
                "Signs in as this session did."
            } else {
                "The same with a sign-in."
            },
            command.why.replace("Run from the sending server: a", "A")
        );
    }
    if at_the_end {
        whole(told);
    }
}

/// What was refused after the message is not shown by a test that ends before it.
fn whole(told: &mut Finding) {
    for command in &mut told.commands {
        let Some(rest) = command.shell.strip_suffix(" --quit-after RCPT") else { continue };
        command.shell = rest.to_owned();
        command.why = "Sends a short test message in the same way: if that one is taken, what stood in the first one was refused; \
                       if not, sender, recipient or route."
            .to_owned();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_refusal_in_the_greeting_names_the_server_that_was_called_and_the_own_address() {
        let connected = [
            (
                "telnet mx.example.org 25",
                "Trying 192.0.2.44...\nConnected to mx.example.org.\nEscape character is '^]'.",
            ),
            ("nc -v mx.example.org 25", "Connection to mx.example.org 25 port [tcp/smtp] succeeded!"),
            (
                "openssl s_client -connect mx.example.org:465 -crlf",
                "CONNECTED(00000003)\ndepth=0 CN = mx.example.org\nverify return:1\n---\nSSL handshake has read 3210 bytes and written 393 bytes\n---",
            ),
        ];
        let refusal = "554-esa1.example.net\n554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.";
        let asked = [
            "curl -4 ifconfig.me\n203.0.113.140",
            "dig +short TXT o-o.myaddr.l.google.com @ns1.google.com\n\"203.0.113.140\"",
            "curl https://api.ipify.org\n203.0.113.140",
        ];
        for ((command, words), own) in connected.into_iter().zip(asked) {
            let shell = |line: &str| format!("[ann@box ~]$ {line}\n");
            for paste in [
                format!("Why is that?\n\n{}{words}\n{refusal}\n{}", shell(command), shell(own)),
                format!("Why is that?\n\n{}{}{words}\n{refusal}\n", shell(own), shell(command)),
            ] {
                let told = crate::diagnose(&paste).findings.remove(0);
                let ask = told.ask.unwrap_or_default();
                assert_eq!(told.cause, "bad-reputation");
                assert!(
                    ask.contains("Refused by: mx.example.org")
                        && ask.contains("Sending address: 203.0.113.140"),
                    "{ask}"
                );
                assert!(told.commands[0].shell.ends_with("-x 203.0.113.140"), "{:?}", told.commands);
                assert!(told.steps.iter().all(|step| !step.text.contains("newsletters")), "{:?}", told.steps);
                assert!(told.note.is_some_and(|note| note.contains("Cisco")));
            }
        }
    }

    #[test]
    fn what_ones_own_server_took_has_not_arrived_by_that() {
        let session = |sign_in: &str| {
            let paste = format!(
                "220 smtp.example.org ESMTP\nEHLO box\n250 AUTH PLAIN\n{sign_in}MAIL FROM:<ann@example.org>\n250 2.1.0 Ok\nRCPT TO:<bob@example.net>\n\
                 250 2.1.5 Ok\nDATA\n354 go on\n.\n250 2.0.0 Ok: queued as 7C1A2B3D4E\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let own = session("AUTH PLAIN AGFubgBzZWNyZXQ=\n235 2.7.0 Authentication successful\n");
        assert_eq!(
            (own.cause.as_str(), own.stage.as_str(), own.state.as_str()),
            ("delivered", "submission", "fine")
        );
        assert!(own.title.starts_with("Your own mail server") && !own.who.contains("arrived"), "{own:?}");
        assert!(own.steps.iter().all(|step| step.by != "recipient-admin"), "{:?}", own.steps);
        assert_eq!(session("").who, "nobody: it arrived");
    }

    #[test]
    fn a_firewall_that_hides_starttls_is_seen() {
        let title = |greeting: &str, offer: &str| {
            let paste = format!(
                "$ telnet mx.example.org 25\n220 {greeting}\nEHLO a.example.com\n250-mx.example.org\n250-SIZE 1000\n250 {offer}\nMAIL FROM:<a@example.com>\n530 5.7.0 Must \
                 issue a STARTTLS command first\nQUIT\n221 bye\n"
            );
            crate::diagnose(&paste).findings.remove(0).title
        };
        let hidden = "A firewall on the way takes STARTTLS away";
        assert_eq!(title("********************", "8BITMIME"), hidden);
        assert_eq!(title("mx.example.org ESMTP", "XXXXXXXA"), hidden);
        assert_ne!(title("mx.example.org ESMTP", "XCLIENT NAME"), hidden);
    }

    #[test]
    fn a_name_that_was_typed_is_typed_anew() {
        let refused = "220 mx.example.net ESMTP Postfix\nHELO LAPTOP7\n250 mx.example.net\nMAIL FROM:<a@example.org>\n250 2.1.0 Ok\nRCPT TO:<b@example.net>\n\
                       504 5.5.2 <LAPTOP7>: Helo command rejected: need fully-qualified hostname\nQUIT\n221 2.0.0 Bye\n";
        let told = crate::diagnose(&format!("C:\\>telnet mx.example.net 25\n{refused}")).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str(), told.steps.len()), ("helo-invalid", "sender", 1));
        assert!(
            told.steps[0].text.contains("full host name") && told.ask.is_none() && told.commands.is_empty()
        );
    }

    #[test]
    fn a_test_that_holds_is_no_refusal() {
        let paste = |last: &str| {
            format!(
                "$ openssl s_client -starttls smtp -connect mail.example.org:587\nCONNECTED(00000003)\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n\
                 Verify return code: 0 (ok)\n---\n250 CHUNKING\nEHLO pc.example.org\n250-mail.example.org\n250 AUTH PLAIN\n{last}"
            )
        };
        let title = |last| crate::diagnose(&paste(last)).findings.remove(0).title;
        assert_eq!(title(""), "Nothing in this conversation failed");
        assert_ne!(
            title("MAIL FROM:<a@example.org>\n530 5.7.0 Authentication required\n"),
            "Nothing in this conversation failed"
        );
    }

    #[test]
    fn an_address_without_brackets_is_seen() {
        let session = |command: &str| {
            format!(
                "$ telnet mx.example.org 25\n220 mx.example.org ESMTP\nhelo ann.example.com\n250 mx.example.org\n{command}\n555 5.5.2 Syntax error, cannot decode\nquit\n221 bye\n"
            )
        };
        let title = |command| crate::diagnose(&session(command)).findings.remove(0).title;
        assert_eq!(title("mail from: ann@example.com"), "The address has no angle brackets");
        assert_ne!(title("mail from: <ann@example.com> XODD"), "The address has no angle brackets");
    }

    #[test]
    fn who_could_have_signed_in_is_told_so() {
        let session = |auth: &str| {
            format!(
                "=== Trying mail.example.org:587...\n<-  220 mail.example.org ESMTP\n -> EHLO pc\n<-  250-mail.example.org\n<-  250 AUTH PLAIN LOGIN\n{auth} -> MAIL \
                 FROM:<a@example.org>\n<-  250 ok\n -> RCPT TO:<b@example.net>\n<** 554 5.7.1 <b@example.net>: Relay access denied\n -> QUIT\n<-  221 Bye\n"
            )
        };
        let first = crate::diagnose(&session("")).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str()), ("relay-denied", "sender"));
        assert!(first.steps[0].text.starts_with("Sign in before MAIL FROM"), "{:?}", first.steps);
        assert!(first.commands.iter().all(|command| !command.why.contains("as this session did")));
        let signed = crate::diagnose(&session(" -> AUTH PLAIN AGEAYgBj\n<-  235 ok\n")).findings.remove(0);
        assert!(!signed.steps[0].text.starts_with("Sign in before MAIL FROM"), "{:?}", signed.steps);
    }

    #[test]
    fn a_question_that_is_not_answered_is_no_refused_message() {
        let paste = "< 235 2.7.0 Authentication successful\n> VRFY jane@example.org\n< 502 5.5.1 VRFY command is disabled\n> QUIT\n< 221 Bye\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.title, "The server does not say whether an address exists");
        assert!(first.ask.is_none() && first.steps.len() == 1 && first.considered.is_empty());
    }

    #[test]
    fn what_a_tool_said_last_and_was_copied_first_is_not_where_it_went_wrong() {
        let paste = "msmtp: recipient address bob@example.net not accepted by the server\nmsmtp: could not send mail\nhost = mx.example.org\n\
                     port = 587\ntimeout = off\n<-- 220 mx.example.org ESMTP\n--> EHLO localhost\n<-- 250 mx.example.org\n\
                     --> MAIL FROM:<ann@example.org>\n<-- 250 2.1.0 Ok\n--> RCPT TO:<bob@example.net>\n<-- 550 5.1.1 no such user\n";
        let walk = crate::diagnose(paste).dialogue.expect("a walk");
        let wrong = &walk.exchanges[walk.wrong.expect("a wrong turn")];
        assert_eq!((wrong.act.as_str(), wrong.code), ("rcpt", Some(550)));
    }

    #[test]
    fn a_greeting_of_stars_tells_of_a_firewall() {
        let told = |greeting: &str| {
            crate::diagnose(&format!("$ telnet mx.example.org 25\n220 {greeting}\nEHLO me.example.com\n"))
                .findings
                .remove(0)
        };
        let masked = told("*****************************");
        assert!(
            masked.title.contains("firewall") && masked.steps[0].text.contains("inspect esmtp"),
            "{masked:?}"
        );
        assert!(!told("mx.example.org ESMTP").title.contains("firewall"));
    }

    #[test]
    fn what_was_typed_by_hand_waits_nowhere() {
        let paste = "220 mx.example.org ESMTP\nHELO me\n250 mx.example.org\nMAIL FROM:<a@example.net>\n250 Ok\nRCPT TO:<b@example.org>\n250 Ok\n\
                     DATA\n354 go on\n.\n451 4.3.2 System not accepting network messages\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert_eq!(told.cause, "server-unavailable");
        assert!(told.ask.is_some_and(|ask| !ask.contains("waiting with us")));
    }

    #[test]
    fn packets_without_an_answer_name_no_settings() {
        let paste = "21:03:55.114233 IP 192.0.2.15.51544 > 203.0.113.25.25: Flags [S], seq 31, win 64240, length 0\n\
                     21:03:55.131988 IP 203.0.113.25.25 > 192.0.2.15.51544: Flags [R.], seq 0, ack 32, win 0, length 0\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str()), ("connection-refused", "recipient-admin"));
        for words in ["account settings", "localhost"] {
            assert!(first.steps.iter().all(|step| !step.text.contains(words)), "{:?}", first.steps);
        }
        assert!(first.facts.iter().any(|fact| fact.name == "Time" && fact.value == "21:03:55.131988"));
    }

    #[test]
    fn a_message_that_was_taken_is_found_by_the_servers_words() {
        let paste = "=== Trying mx.example.com:25...\n=== Connected to mx.example.com.\n<-  220 mx.example.com ESMTP\n -> EHLO laptop\n\
                     <-  250 mx.example.com\n -> MAIL FROM:<a@example.net>\n<-  250 2.1.0 Ok\n -> RCPT TO:<b@example.com>\n<-  250 2.1.5 Ok\n\
                      -> DATA\n<-  354 go on\n -> .\n<-  250 2.0.0 Ok: queued as 4TqFS33Q\n -> QUIT\n<-  221 2.0.0 Bye\n";
        let report = crate::diagnose(paste);
        let first = &report.findings[0];
        assert_eq!((first.cause.as_str(), first.recipient.as_deref()), ("delivered", Some("b@example.com")));
        assert!(first.ask.as_ref().is_some_and(|ask| ask.contains("4TqFS33Q")), "{:?}", first.ask);
        assert!(first.commands.is_empty(), "{:?}", first.commands);
        assert_eq!(
            (report.recipients[0].reply_code, report.recipients[0].status.as_deref()),
            (Some(250), Some("2.0.0"))
        );
    }

    #[test]
    fn who_signed_in_speaks_with_their_own_server() {
        let session = |signed_in: &str| {
            let text = format!(
                "220 mx.example.org ESMTP\nEHLO me.example.org\n250 mx.example.org\n{signed_in}MAIL FROM:<ann@example.org>\n250 2.0.0 Ok\n\
                 RCPT TO:<bob@example.net>\n250 2.1.5 Ok\nDATA\n354 go on\n.\n550 5.7.1 message refused by policy\n"
            );
            let first = crate::diagnose(&text).findings.remove(0);
            (first.stage, first.act)
        };
        let own = session("AUTH PLAIN\n334 \nAGFubgBzZWNyZXQ=\n235 2.7.0 Authentication successful\n");
        assert_eq!(own, ("submission".to_owned(), "sender-admin".to_owned()));
        assert_ne!(session("").1, "sender-admin");
    }

    #[test]
    fn a_session_is_repeated_as_it_was() {
        let paste = "$ openssl s_client -connect mail.example.org:465 -crlf\n235 2.0.0 Authentication succeeded\n\
                     mail from: <ann@example.org>\n250 2.0.0 Ok\nrcpt to: <bob@example.net>\n250 2.1.5 Ok\ndata\n354 go on\n.\n550 message rejected\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.title, "A rule of your own outgoing server refused the message");
        let shells: Vec<&str> = first.commands.iter().map(|command| command.shell.as_str()).collect();
        assert_eq!(
            shells,
            [
                "swaks --server mail.example.org --from ann@example.org --to bob@example.net --port 465 --tls-on-connect \
              --auth-user ann@example.org --auth"
            ]
        );
        assert!(first.steps.iter().all(|step| !step.text.contains("bounce")), "{:?}", first.steps);
        assert!(first.note.expect("a note").contains("after the whole message"));
    }

    #[test]
    fn a_line_that_the_test_client_took_for_its_own_is_no_fault_of_tls() {
        let begin = "$ openssl s_client -starttls smtp -crlf -connect mail.example.org:587\nCONNECTED(00000003)\n---\n250 SMTPUTF8\nEHLO me\n250 \
                     mail.example.org\nMAIL FROM:<ann@example.org>\n250 2.1.0 Ok\nRCPT TO:<bob@example.net>\nRENEGOTIATING\n";
        for end in [
            "",
            "139948736386880:error:1409444C:SSL routines:ssl3_read_bytes:tlsv1 alert no renegotiation:../ssl/record/rec_layer_s3.c:1544:\n",
            "404750E2107F0000:error:0A00010A:SSL routines:can_renegotiate:wrong ssl version:../ssl/ssl_lib.c:2287:\n",
        ] {
            let report = crate::diagnose(&format!("{begin}{end}"));
            let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
            assert!(told.title.starts_with("openssl s_client took"), "{told:?}");
            assert!(told.steps[0].text.contains("small letters") && told.act == "sender", "{told:?}");
            assert!(told.ask.is_none() && told.commands.is_empty(), "{told:?}");
        }
    }

    fn told(paste: &str) -> (String, Option<String>, String) {
        let crate::report::Finding { cause, reply, .. } = crate::diagnose(paste).findings.remove(0);
        let reply = reply.expect("a reply");
        (cause, reply.moment, reply.text)
    }

    #[test]
    fn a_reply_belongs_to_the_command_right_above_it() {
        let bare = "EHLO shop.example.org\n{gap}MAIL FROM:<ann@example.org>\n250 2.1.0 Ok\nRCPT TO:<bob@example.net>\n550 5.1.1 no such user\n";
        let letters = "C: EHLO shop.example.org\n{gap}C: MAIL FROM:<ann@example.org>\nS: 250 2.1.0 Ok\nC: RCPT TO:<bob@example.net>\nS: 550 5.1.1 no such user\n";
        let phpmailer = "CLIENT -> SERVER: EHLO shop.example.org\n{gap}CLIENT -> SERVER: MAIL FROM:<ann@example.org>\nSERVER -> CLIENT: 250 2.1.0 Ok\n\
                         CLIENT -> SERVER: RCPT TO:<bob@example.net>\nSERVER -> CLIENT: 550 5.1.1 no such user\n";
        let many = "EHLO shop.example.org\n{gap}RCPT TO:<bob@example.net>\n550 5.1.1 no such user\n";
        for walk in [bare, letters, phpmailer, many] {
            for gap in ["", "...\n", "[...]\n", "[…]\n", "(snip)\n"] {
                let (cause, moment, _) = told(&walk.replace("{gap}", gap));
                assert_eq!(
                    (cause.as_str(), moment.as_deref()),
                    ("user-unknown", Some("rcpt")),
                    "{walk} {gap}"
                );
            }
        }
    }

    #[test]
    fn commands_that_were_sent_in_one_go_are_answered_in_their_order() {
        let (cause, moment, _) = told(
            "220 mx.example.net ESMTP\nEHLO a.example.org\n250 PIPELINING\nMAIL FROM:<ann@example.org>\nRCPT TO:<bob@example.net>\nDATA\n250 2.1.0 Ok\n\
             550 5.1.1 no such user\n554 5.5.1 no valid recipients\n",
        );
        assert_eq!((cause.as_str(), moment.as_deref()), ("user-unknown", Some("rcpt")));
    }

    #[test]
    fn what_stands_behind_the_message_is_said_of_it() {
        let walk = "CLIENT -> SERVER: EHLO shop.example.org\n...\nCLIENT -> SERVER: MAIL FROM:<ann@example.org>\nSERVER -> CLIENT: 250 2.1.0 Ok\n\
                    CLIENT -> SERVER: RCPT TO:<bob@example.net>\nSERVER -> CLIENT: 250 2.1.5 Ok\nCLIENT -> SERVER: DATA\n{go}\
                    CLIENT -> SERVER: Subject: hello\nCLIENT -> SERVER: [...]\nCLIENT -> SERVER: .\n\
                    SERVER -> CLIENT: 550-5.7.1 first line of it\nSERVER -> CLIENT: 550-5.7.1 second line of it\nSERVER -> CLIENT: 550 5.7.1 last line of it\n";
        for go in ["SERVER -> CLIENT: 354 Go ahead\n", ""] {
            let (_, moment, text) = told(&walk.replace("{go}", go));
            assert_eq!(moment.as_deref(), Some("end-of-data"), "{go}");
            assert!(["first", "second", "last"].iter().all(|line| text.contains(line)), "{text}");
        }
    }
}
