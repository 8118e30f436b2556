//! Opinions with evidence: which cause each statement tells of, and which of them tells most.
//!
//! Rules are data (`knowledge`); what needs arithmetic or several facts is code (`checks`).
//!
//! May use: `facts`, `mail`, `text`, `knowledge`. Never raw text but by span.

mod apart;
pub mod bare;
mod candidate;
mod capture;
mod checked;
pub mod checks;
mod classic;
mod codes;
mod contrast;
mod daemon;
mod door;
mod echo;
mod errno;
pub mod first_byte;
mod matcher;
mod outcome;
mod overtaken;
mod prose;
mod rank;
pub mod records;
pub mod settings;
mod shown;
mod topic;
pub mod typo;
mod window;

pub use window::is_named as is_window_named;

pub use candidate::{Candidate, Writer, judge};
use checks::Opinions;
pub use rank::is_settings;

use crate::facts::message::Message;
use crate::facts::{Action, Facts, Kind};
use crate::knowledge::{self, Act, Confidence, OWNERS, OwnerKind, Permanence, Stage};
use crate::text::Span;

/// What was concluded.
#[derive(Debug, Default)]
pub struct Diagnosis {
    /// The most telling first; at least one.
    pub findings: Vec<Finding>,
    /// The program or system whose words these are: index into `knowledge::OWNERS`.
    pub product: Option<u16>,
    /// BCP-47 tag of the words that were recognised.
    pub language: Option<&'static str>,
    /// For each of `Facts::statements` the cause that it speaks for most, if any.
    pub causes: Vec<Option<u8>>,
    /// Likewise the rule that told it: index into `knowledge::RULES`.
    pub rules: Vec<Option<u16>>,
    /// On the header block, where there is one.
    pub opinions: Option<Box<Opinions>>,
    /// On the header block of the mail that a report brings back.
    pub returned: Option<Box<Opinions>>,
}

/// One cause, and why we say so. Indices are into the tables of `knowledge`.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub cause: u8,
    pub confidence: Confidence,
    pub permanence: Permanence,
    /// Whether no server tries this copy again.
    pub given_up: bool,
    /// What the report, or the class of the code, says of trying again.
    pub stated: Option<Permanence>,
    pub stage: Stage,
    pub act: Act,
    /// Index into `Facts::recipients`.
    pub recipient: Option<usize>,
    /// Index into `Facts::statements`: the words that told.
    pub statement: Option<usize>,
    /// The server's reply that says the same, where the telling words are only about it.
    pub answer: Option<usize>,
    /// Index into `knowledge::RULES`.
    pub rule: Option<u16>,
    /// Indices into `knowledge::LISTS`: block lists that the statement names.
    pub lists: Vec<u16>,
    /// Who speaks: index into `knowledge::OWNERS`.
    pub speaker: Option<u16>,
    pub evidence: Vec<Span>,
}

/// Judges every statement and ranks what comes out.
pub fn diagnose(facts: &Facts) -> Diagnosis {
    let program = facts.program.and_then(crate::knowledge::owner_number);
    let is_a_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    // Outlook reports in a mail of its own making what it met with itself.
    let is_report =
        is_a_report && !facts.recipients.is_empty() && !program.is_some_and(candidate::is_on_a_desk);
    let writer = match facts.kind {
        Kind::Log => Writer::Log,
        _ if is_report => Writer::Report,
        _ => Writer::Any,
    };
    let mut judged: Vec<Vec<Candidate>> = facts
        .statements
        .iter()
        .enumerate()
        .map(|(index, statement)| topic::fitting(facts, judge(index, statement, program, writer)))
        .collect();
    outcome::of_the_others(facts, &mut judged);
    prose::set_aside(facts, &mut judged);
    prose::step_back(facts, &mut judged);
    let mut told_most = rank::causes(facts, &judged);
    let echoes = echo::hand_on(facts, &mut told_most);
    let mut findings = rank::findings(facts, &judged, &told_most);
    echo::last(facts, &echoes, &mut findings);
    let mut diagnosis = Diagnosis { findings, ..Diagnosis::default() };
    diagnosis.product = program
        .or_else(|| daemon::written_by(facts).filter(|_| is_a_report))
        .or_else(|| rank::product(facts, &judged, is_report))
        .or_else(|| daemon::reported_by(facts).filter(|_| is_a_report))
        .or_else(|| {
            let said = &facts.statements;
            daemon::in_postfixs_form(said)
                .or_else(|| daemon::in_exims_words(said))
                .filter(|_| facts.kind == Kind::Reply)
        });
    // Whose settings stand beside the words is who wrote them, where they do not show it.
    let of_settings = || facts.settings.as_ref()?.program.and_then(knowledge::owner_number);
    diagnosis.product = diagnosis.product.or_else(|| of_settings().filter(|_| is_a_programs(facts.kind)));
    // What records prove is nobody's words.
    if records::fault(facts).is_some() && diagnosis.findings.iter().all(|found| found.statement.is_none()) {
        diagnosis.product = None;
    }
    diagnosis.language = rank::language(facts, &judged);
    (diagnosis.causes, diagnosis.rules) = told_most.into_iter().unzip();
    // Words of people mean many things: they point somewhere, and prove nothing.
    if facts.told && diagnosis.product.is_none() {
        // What settings beside them prove is no word of anybody's.
        let is_shown = |span: &Span| facts.boxes.iter().any(|shown| shown.contains(*span));
        let is_theirs = |finding: &&mut Finding| {
            finding.statement.is_some()
                && (finding.evidence.is_empty() || !finding.evidence.iter().all(is_shown))
        };
        for finding in diagnosis.findings.iter_mut().filter(is_theirs) {
            finding.confidence = Confidence::Possible;
        }
    }
    bare::temper(facts, &mut diagnosis);
    let is_its_header = facts.report_header.is_some();
    let role = if is_a_report || is_its_header { checks::Role::Report } else { checks::Role::Arrived };
    let look = |message: &Message, role| Box::new(checks::look(message, role));
    diagnosis.opinions = facts.message.as_deref().map(|message| look(message, role));
    diagnosis.returned = facts.returned.as_deref().map(|message| look(message, checks::Role::Returned));
    // Somebody names the program that they use, and nothing of what it said; or something that has nothing to do with mail.
    if (facts.told || facts.strange)
        && program.is_none()
        && diagnosis.findings.iter().all(|finding| finding.evidence.is_empty())
    {
        (diagnosis.product, diagnosis.language) = (None, None);
    }
    // Source code names its mail library, and reports nothing.
    if facts.kind == Kind::Source {
        (diagnosis.product, diagnosis.language) = (None, None);
        // But what its settings prove will fail.
        diagnosis.findings.retain(|found| rank::is_settings(facts, found));
        if diagnosis.findings.is_empty() {
            diagnosis.findings = rank::findings(&Facts::default(), &[], &[]);
        }
    }
    diagnosis
}

/// Whether a program wrote the words.
fn is_a_programs(kind: Kind) -> bool {
    matches!(kind, Kind::Exception | Kind::Traceback)
}

/// The product's name, where the paste tells more than its words do: Exchange, as Microsoft's own service runs it.
pub fn product_name(facts: &Facts, owner: &knowledge::Owner) -> &'static str {
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    match owner.id {
        "exchange" if daemon::is_microsoft_365(facts) => "Microsoft 365 (Exchange Online)",
        // Its servers report, by whatever program the mail was written.
        "gmail-web" if is_report => "Gmail",
        _ => brand(facts, owner).unwrap_or(owner.name),
    }
}

/// Of several brands that share one system, `GMX, WEB.DE, mail.com and IONOS`, the one whose server took the mail, or reported.
fn brand(facts: &Facts, owner: &knowledge::Owner) -> Option<&'static str> {
    let brands = || owner.name.split(", ").flat_map(|names| names.split(" and "));
    if owner.kind != OwnerKind::Provider || brands().nth(1).is_none() {
        return None;
    }
    let messages = || facts.returned.iter().chain(facts.message.iter());
    let took = messages().flat_map(|message| &message.hops).filter_map(|hop| hop.read.by.as_deref());
    let hosts = took.chain(facts.envelope.reporter.as_deref());
    let mut named = hosts.filter_map(|host| {
        let network = knowledge::network_of_host(host)?;
        brands().find(|brand| brand.eq_ignore_ascii_case(network))
    });
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// Whether words tell of a failure, more than perhaps.
pub fn is_told(diagnosis: &Diagnosis) -> bool {
    diagnosis.findings.iter().any(|finding| {
        finding.statement.is_some()
            && !finding.evidence.is_empty()
            && finding.confidence > Confidence::Possible
            && knowledge::CAUSES[usize::from(finding.cause)].id != "undetermined"
    })
}

/// Whether an event and the log below it tell of one fault of one server: the event names the machine that the log speaks of.
pub fn is_of_one_fault(event: &Diagnosis, log: &Facts, of_log: &Diagnosis, paste: &str) -> bool {
    let (Some(first), Some(logged)) = (event.findings.first(), of_log.findings.first()) else { return false };
    let host = logged.statement.and_then(|index| log.statements[index].remote.as_deref());
    let machine = host.and_then(|host| host.split('.').next()).unwrap_or_default().to_ascii_lowercase();
    let is_machine = |line: &str| {
        let named = line.split_once(':').map_or("", |(_, value)| value.trim()).to_ascii_lowercase();
        !line.contains("://") && named.split('.').next() == Some(machine.as_str())
    };
    first.cause == logged.cause && !machine.is_empty() && paste.lines().any(is_machine)
}

/// Whether it is a mail program's box that sounds like a report, `Le message n'a pas pu être envoyé`: nobody sent a mail about it, it
/// names no recipient, and no server had the mail.
pub fn is_a_box(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let is_bare = facts.message.is_none() && facts.returned.is_none() && facts.recipients.is_empty();
    let is_of_desk = |owner: u16| OWNERS[usize::from(owner)].kind == OwnerKind::ClientError;
    matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport)
        && is_bare
        && diagnosis.product.is_some_and(is_of_desk)
        && facts.statements.iter().all(|said| said.code_span.is_none())
}

/// Whether words beside settings are nobody's but those of whoever shows them, in one sentence or two, and what they tell is what the
/// settings prove by themselves: no reply is quoted, and no program speaks.
pub fn is_hearsay_of(words: &Facts, told: &Diagnosis, settings: &Facts, proved: &Diagnosis) -> bool {
    let cause = told.findings.first().map(|found| found.cause);
    let is_same = |found: &Finding| Some(found.cause) == cause && rank::is_settings(settings, found);
    let is_general = |found: &Finding| {
        found.rule.is_some_and(|rule| {
            let owner = knowledge::RULES[usize::from(rule)].owner;
            OWNERS[usize::from(owner)].kind == OwnerKind::General
        })
    };
    words.statements.iter().all(|said| said.code_span.is_none())
        && told.findings.iter().all(is_general)
        && proved.findings.iter().any(is_same)
}

/// Whether a finding says that the words do not tell.
pub fn is_undetermined(finding: &Finding) -> bool {
    knowledge::CAUSES[usize::from(finding.cause)].id == "undetermined"
}

/// Whether a program's or a library's own error is told, for certain: no server's reply, and nobody's story.
pub fn is_a_programs_word(diagnosis: &Diagnosis) -> bool {
    let first = diagnosis.findings.first().filter(|found| found.confidence == Confidence::Certain);
    let owner = first.and_then(|found| found.rule).map(|rule| knowledge::RULES[usize::from(rule)].owner);
    owner.is_some_and(|owner| OWNERS[usize::from(owner)].kind == OwnerKind::LibraryError)
}

/// A report's own word on whether the server still tries.
pub(crate) fn permanence_of(action: Option<Action>) -> Option<Permanence> {
    match action? {
        Action::Failed => Some(Permanence::Permanent),
        Action::Delayed => Some(Permanence::Temporary),
        Action::Delivered | Action::Relayed | Action::Expanded => Some(Permanence::None),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_programs_own_error_leads_over_what_was_tried_by_hand() {
        let greeting = "telnet relay.example.org 25\n\n220 relay.example.org ESMTP Postfix\nEHLO test\n250-relay.example.org\n250-AUTH PLAIN \
                        LOGIN\n250 DSN\n";
        let told = |error: &str, tried: &str| {
            let paste = format!(
                "My Go service stops:\n\n2026/11/24 10:41:07 notify: {error}\n\nBy hand it works:\n\n{greeting}\n{tried}\n"
            );
            crate::diagnose(&paste).findings.remove(0).cause
        };
        let aside = " - removing auth (nil) gives `554 5.7.1 <eve@example.net>: Relay access denied`";
        assert_eq!(told("unencrypted connection", aside), "auth-method");
        assert_eq!(told("unencrypted connection", ""), "auth-method");
        // What the server refused in that very conversation is the answer.
        let refused = "RCPT TO:<eve@example.net>\n554 5.7.1 <eve@example.net>: Relay access denied";
        assert_eq!(told("unencrypted connection", refused), "relay-denied");
    }

    #[test]
    fn of_brands_that_share_a_system_the_one_that_sent_is_named() {
        let bounce = |host: &str| {
            format!(
                "Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could \
                 not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n\"bob@example.net\":\nSMTP error \
                 from remote server for RCPT TO command, host: mx.example.net (192.0.2.9) reason: 550 5.1.1 User unknown\n\n\n--- The header of the original message \
                 is following. ---\n\nReceived: from [192.168.2.4] ([192.0.2.61]) by {host}\n (mreue106 [192.0.2.183]) with ESMTPSA (Nemesis) id 1MQ8Wx for\n \
                 <bob@example.net>; Wed, 18 Nov 2026 11:41:02 +0100\nFrom: ann@example.org\nTo: bob@example.net\nSubject: x\n"
            )
        };
        let product = |host: &str| crate::diagnose(&bounce(host)).product.map(|product| product.name);
        assert_eq!(product("mrelayeu.kundenserver.de").as_deref(), Some("IONOS"));
        assert_eq!(product("mail.gmx.net").as_deref(), Some("GMX"));
        assert_eq!(product("mx.example.org").as_deref(), Some("GMX, WEB.DE, mail.com and IONOS"));
    }

    #[test]
    fn a_mail_programs_box_in_any_language_is_no_report() {
        for said in [
            "L'envoi du message a échoué.\nLe message n'a pas pu être envoyé car la connexion au serveur sortant (SMTP) out.lagoon.example a été perdue au milieu de la transaction.",
            "Senden der Nachricht fehlgeschlagen.\nDie Nachricht konnte nicht gesendet werden, weil die Verbindung mit dem Postausgang-Server (SMTP) out.lagoon.example mitten in der Transaktion abbrach.",
            "No se ha podido enviar el mensaje.\nEl mensaje no pudo ser enviado porque la conexión con el servidor saliente (SMTP) out.lagoon.example se interrumpió en mitad de la transacción.",
            "Invio del messaggio fallito.\nImpossibile inviare il messaggio: la connessione con il server in uscita (SMTP) out.lagoon.example è stata interrotta durante la transazione.",
            "メッセージの送信に失敗しました。\n送信 (SMTP) サーバー out.lagoon.example との接続が切断されたため、メッセージを送信できませんでした。",
        ] {
            let report = crate::diagnose(said);
            let told = &report.findings[0];
            assert_eq!(
                (report.kind.as_str(), told.cause.as_str(), told.act.as_str()),
                ("client-error", "connection-dropped", "sender"),
                "{said}"
            );
            assert!(told.steps[0].text.contains("antivirus"), "{said}: {:?}", told.steps);
            assert!(told.facts.iter().all(|fact| fact.name != "Words of the report"), "{said}");
        }
    }

    #[test]
    fn the_outer_frame_is_named_and_else_the_form_itself() {
        let line = "<kim@orchard.example>: host mx.orchard.example[198.51.100.9] said: 550\n    5.7.25 Client host rejected: cannot find your hostname, [203.0.113.8] (in\n    reply to RC";
        let product = |paste: &str| crate::diagnose(paste).product.map(|product| product.id);
        assert_eq!(product(line).as_deref(), Some("postfix"));
        let aliyun = "发件人: postmaster@mail.aliyun.example\n收件人: lan@lotus.example\n主题: 退信通知\n\n您好,您发送的邮件未能送达以下收件人:\n\n    收件人:77001@qq.com\n    退信原因:host mx3.qq.com[192.0.2.5] said: 550 Mailbox not found (in reply to RCPT TO command)\n\n来自阿里邮箱\n";
        assert_eq!(product(aliyun).as_deref(), Some("alibaba-mail"));
        let exchange = product("TLS negotiation failed with error NoCredentials");
        assert_eq!(exchange.as_deref(), Some("exchange"));
    }

    #[test]
    fn what_git_says_is_nothing_of_mails_wherever_it_stands() {
        let push = "$ git push origin main\nremote: error: GH007: Your push would publish a private email address.\n\
                    error: failed to push some refs to 'github.example:bob/notes.git'\n";
        for beside in [
            "My mail address is bob@example.org. On the old one it said \"ssh: connect to host github.example port 22: Connection timed out\".",
            "I asked bob@example.org as well: kex_exchange_identification: Connection closed by remote host, port 22 refused.",
        ] {
            let told = crate::diagnose(&format!("It is about my e-mail, I guess.\n\n{push}\n{beside}\n"))
                .findings
                .remove(0);
            assert_eq!(told.cause, "undetermined", "{beside}");
        }
        // Beside it a mail server can be out of reach.
        let mail = "And apart from that, smtp.example.org port 587: Connection timed out while sending mail.";
        assert_eq!(crate::diagnose(&format!("{push}\n{mail}\n")).findings[0].cause, "connection-timeout");
    }
}
