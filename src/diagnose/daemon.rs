//! Which system wrote a report, by the header that it gave it. The words below quote other servers, whose programs say nothing of
//! the writer.

use crate::facts::message::Message;
use crate::facts::{Facts, Kind, Statement};
use crate::mail::address::Mailbox;

/// A program of the knowledge, and whether a report with this header and this author is its own.
type Sign = (&'static str, fn(&Message, &Mailbox) -> bool);

/// What each puts into its reports, as its own sources and the reports themselves have it; checked 2026-11-27. The earlier row wins.
static SIGNS: &[Sign] = &[
    ("gmail-web", |_, from| is_daemon(from) && at(from, &["googlemail.com", "google.com"])),
    ("qq-mail", |_, from| is_daemon(from) && at(from, &["qq.com", "foxmail.com"])),
    // Decree of 2 November 2005 on certified mail, technical rules, section 6.3: X-Ricevuta.
    ("pec", |message, _| message.field("X-Ricevuta").is_some()),
    // The mailbox in whose name an Exchange organization reports.
    ("exchange", |_, from| local(from).starts_with("microsoftexchange")),
    // Exim's bounces.c: the field for each address, and a name that is written in this way alone.
    ("exim", |message, from| {
        message.field("X-Failed-Recipients").is_some() && from.address.starts_with("Mailer-Daemon@")
    }),
    // Postfix's bounce.c has a comment in the place of a name; Sendmail's savemail.c a Subsystem.
    ("postfix", |message, from| {
        is_daemon(from) && author(message).trim_end().ends_with("(Mail Delivery System)")
    }),
    ("sendmail", |_, from| is_daemon(from) && from.name.as_deref() == Some("Mail Delivery Subsystem")),
];

/// The program that wrote the report, where its header shows it.
pub fn written_by(facts: &Facts) -> Option<u16> {
    let message = facts.message.as_deref();
    let signed = message.and_then(|message| {
        let from = &message.from.first()?.read;
        SIGNS.iter().find(|(_, is_its)| is_its(message, from)).map(|(id, _)| *id)
    });
    // Gmail's daemon sends the notices of Google Groups, too.
    let is_of_a_group = |said: &Statement| said.text.as_str().contains("the group you tried to contact");
    let signed = match signed {
        Some("gmail-web") if facts.statements.iter().take(SOME).any(is_of_a_group) => Some("google-groups"),
        signed => signed,
    };
    signed.and_then(crate::knowledge::owner_number)
}

/// Exchange names the server that wrote the report, Exchange Online one of its own: `AM0PR01MB0001.eurprd01.prod.outlook.com`.
pub fn reported_by(facts: &Facts) -> Option<u16> {
    let is_signed =
        |said: &Statement| said.remote.as_deref().is_some_and(is_online) || is_signed(said.text.as_str());
    if facts.statements.iter().take(SOME).any(is_signed) {
        return crate::knowledge::owner_number("exchange");
    }
    if let Some(id) = by_its_words(facts) {
        return crate::knowledge::owner_number(id);
    }
    let reporter = facts.envelope.reporter.as_deref()?.to_ascii_lowercase();
    let is_its = is_online(&reporter);
    // A server of one's own signs the mail that it brings back: `by EX1.example.org (192.0.2.5) with Microsoft SMTP Server`.
    let signs = |message: &Message| {
        message.fields.iter().any(|field| {
            let value = field.value.to_ascii_lowercase();
            field.is("Received")
                && value.contains(&format!("by {reporter} "))
                && value.contains("with microsoft smtp server")
        })
    };
    // Without the report's own header the one that it brings back is the only one.
    let mut brought = facts.returned.as_deref().into_iter().chain(facts.message.as_deref());
    let is_its = is_its || brought.any(signs);
    is_its.then(|| crate::knowledge::owner_number("exchange")).flatten()
}

/// Sentences that one system writes into each of its reports, as its own sources or its reports have them; checked 2026-11-27.
fn by_its_words(facts: &Facts) -> Option<&'static str> {
    const SENTENCES: &[(&str, &str)] = &[
        ("zoho-mail", ", error code :"),
        // GMX, WEB.DE and IONOS begin as Exim does, and quote in a form of their own.
        ("united-internet", "smtp error from remote server for "),
        ("exim", "this message was created automatically by mail delivery software"),
        ("gmail-web", "the response from the remote server was:"),
        ("gmail-web", "mailer-daemon@googlemail.com"),
        ("gmail-web", "\ndie antwort lautete:"),
        ("gmail-web", "gmail will retry for "),
        ("gmail-web", "gmail versucht es "),
        ("gmail-web", "gmail wird es "),
        ("gmail-web", "gmail effectuera "),
        ("gmail-web", "gmail réessaiera "),
        ("gmail-web", "gmail riproverà "),
        ("gmail-web", "gmail tentará "),
        ("gmail-web", "gmail continuará a tent"),
        ("gmail-web", "gmail volverá a intentar"),
        ("gmail-web", "gmail lo intentará "),
        // qmail-send.c and qmail-remote.c.
        ("qmail", "this is the qmail-send program at"),
        ("qmail", "\ngiving up on "),
    ];
    // A report begins with them.
    const BEGINNING: usize = 4 << 10;
    let beginning = |said: &Statement| {
        let text = said.text.as_str();
        text[..text.floor_char_boundary(BEGINNING.min(text.len()))].to_ascii_lowercase()
    };
    let all: Vec<String> = facts.statements.iter().take(SOME).map(beginning).collect();
    SENTENCES.iter().find(|(_, sentence)| all.iter().any(|text| text.contains(sentence))).map(|(id, _)| *id)
}

/// `<bob@example.net>: host mx.example.net[192.0.2.5] said: 550 … (in reply to RCPT TO command)`: who writes so is Postfix, where no
/// other program's frame stands around it. The end of the line may be missing.
pub fn in_postfixs_form(paste: &[Statement]) -> Option<u16> {
    const FAR: usize = 4 << 10;
    let is_its = |said: &Statement| {
        let text = said.text.as_str();
        let head: Vec<&str> =
            text[..text.floor_char_boundary(FAR.min(text.len()))].split_whitespace().collect();
        let flat = head.join(" ");
        let quotes = flat.find("]: host ").or(flat.find(">: host ")).is_some_and(|at| {
            let rest = &flat[at..];
            let said = rest.find("] said: ").unwrap_or(usize::MAX);
            rest.find('[').is_some_and(|open| open < said) && said < 200
        });
        quotes && flat.contains("(in reply to ")
    };
    paste.iter().take(SOME).any(is_its).then(|| crate::knowledge::owner_number("postfix")).flatten()
}

/// `550 Administrative prohibition`, and no word more: what Exim says by itself where an administrator's rule gives no reason of its own
/// (spec.txt, chapter 43; checked 2026-11-28).
pub fn in_exims_words(paste: &[Statement]) -> Option<u16> {
    const SAID: &[&str] = &["administrative prohibition", "relay not permitted", "unrouteable address"];
    let [said] = paste else { return None };
    let words =
        said.text.as_str().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.'));
    let words = words.trim_end_matches(|c: char| c.is_whitespace() || c == '.').to_ascii_lowercase();
    SAID.contains(&words.as_str()).then(|| crate::knowledge::owner_number("exim")).flatten()
}

/// So many statements are looked at.
const SOME: usize = 20;

/// Whether a report of Exchange is one of Microsoft's own service: by the server that wrote it, or by the sender's column of its table.
pub fn is_microsoft_365(facts: &Facts) -> bool {
    let reporter = facts.envelope.reporter.as_deref().map(str::to_ascii_lowercase);
    let names_it = |said: &Statement| {
        let text = said.text.as_str();
        text.contains("Office 365") || text.contains("Microsoft 365") || is_signed(text)
    };
    matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport)
        && (reporter.is_some_and(|host| is_online(&host)) || facts.statements.iter().take(SOME).any(names_it))
}

fn is_online(host: &str) -> bool {
    [".prod.outlook.com", ".prod.exchangelabs.com"].iter().any(|end| host.ends_with(end))
}

/// `Message rejected by: AM0PR01MB0001.EURPRD01.PROD.OUTLOOK.COM`, in any language: the last row of Exchange Online's table names the
/// server that wrote it. In a reply that is quoted the name stands in brackets, with a time.
fn is_signed(text: &str) -> bool {
    text.lines().any(|line| {
        let host = line.rsplit([':', '：']).next().unwrap_or_default().trim();
        host.len() < line.trim().len() && !host.contains(' ') && is_online(&host.to_ascii_lowercase())
    })
}

/// What servers write their reports as.
fn is_daemon(from: &Mailbox) -> bool {
    matches!(local(from).as_str(), "mailer-daemon" | "postmaster")
}

fn local(from: &Mailbox) -> String {
    from.address.rsplit_once('@').map_or(String::new(), |(local, _)| local.to_ascii_lowercase())
}

fn at(from: &Mailbox, domains: &[&str]) -> bool {
    from.domain().is_some_and(|domain| domains.contains(&domain.as_str()))
}

/// The field From as it is written.
fn author(message: &Message) -> &str {
    message.field("From").map_or("", |from| from.value.as_str())
}

#[cfg(test)]
mod tests {
    fn product(head: &str, words: &str) -> Option<String> {
        let paste = format!("{head}\n\n{words}\n");
        crate::diagnose(&paste).product.map(|product| product.id)
    }

    #[test]
    fn a_system_is_known_by_its_own_wording() {
        let of = |paste: &str| crate::diagnose(paste).product.map(|product| product.id);
        assert_eq!(of("550 Administrative prohibition").as_deref(), Some("exim"));
        assert_ne!(of("550 Administrative prohibition of large mail by our rules").as_deref(), Some("exim"));
        let ionos = "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of \
                     its recipients. The following address failed:\n\n\"bob@example.net\":\nSMTP error from remote server for RCPT TO command, host: \
                     mx.example.net (192.0.2.5) reason: 550 5.1.1 User unknown\n";
        assert_eq!(of(ionos).as_deref(), Some("united-internet"));
        let gmail = "Von: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nAn: ann@example.org\nBetreff: Delivery Status Notification \
                     (Failure)\n\nAdresse nicht gefunden\n\nIhre Nachricht wurde nicht an bob@example.net zugestellt.\n\nDie Antwort \
                     lautete:\n\n550 5.1.1 User unknown\n";
        assert_eq!(of(gmail).as_deref(), Some("gmail-web"));
    }

    #[test]
    fn a_report_is_its_writers() {
        const WORDS: &str = "Your message could not be delivered to one or more recipients.\n\n<bob@example.net>: host mx.example.net[192.0.2.5] said: \
             550 5.1.1 User unknown (in reply to RCPT TO command)";
        for (head, want) in [
            (
                "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nX-Failed-Recipients: bob@example.net\nSubject: Delivery Status Notification (Failure)",
                "gmail-web",
            ),
            ("From: PostMaster@qq.com\nSubject: Systems bounce", "qq-mail"),
            (
                "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender",
                "postfix",
            ),
            (
                "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\nX-Failed-Recipients: bob@example.net\nSubject: Mail delivery failed",
                "exim",
            ),
            (
                "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>\nSubject: Returned mail: see transcript",
                "sendmail",
            ),
            (
                "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>\nSubject: Undeliverable: x",
                "exchange",
            ),
        ] {
            assert_eq!(product(head, WORDS).as_deref(), Some(want), "{head}");
        }
    }

    #[test]
    fn the_table_of_exchange_online_is_signed() {
        let row = "Error Details\nError:\t550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\n";
        let named = |label: &str| format!("{row}{label}:\tAM0PR01MB0001.EURPRD01.PROD.OUTLOOK.COM");
        assert!(
            super::is_signed(&named("Message rejected by")) && super::is_signed(&named("DSN generiert von"))
        );
        assert!(!super::is_signed(
            "550 5.7.57 no [AM0PR01MB0001.EURPRD01.PROD.OUTLOOK.COM 2026-11-20T08:00:00Z 08AB]"
        ));
        assert!(!super::is_signed("AM0PR01MB0001.EURPRD01.PROD.OUTLOOK.COM"));
    }

    #[test]
    fn a_report_without_its_header_is_known_by_its_sentences() {
        let gmail = "Delivery incomplete\n\nThere was a temporary problem delivering your message to bob@example.net. Gmail will retry for 20 more \
                     hours. You'll be notified if the delivery fails permanently.\n\nThe response was:\n\nThe recipient server did not accept our \
                     requests to connect. [mx.example.net. 192.0.2.30: timed out]";
        assert_eq!(product("", gmail).as_deref(), Some("gmail-web"));
        let exims = |quoted: &str| {
            product(
                "",
                &format!(
                    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one \
                     or more of its recipients. The following address failed:\n\nbob@example.net:\n{quoted} 550 5.1.1 User unknown"
                ),
            )
        };
        assert_eq!(exims("host mx.example.net [192.0.2.30]").as_deref(), Some("exim"));
        let gmxs =
            "SMTP error from remote server for RCPT TO command, host: mx.example.net (192.0.2.30) reason:";
        assert_ne!(exims(gmxs).as_deref(), Some("exim"));
        let zohos = "This message was created automatically by mail delivery software.\nA message that you sent could not be delivered to one or more \
                     of its recipients. This is a permanent error.\n\nbob@example.net, ERROR CODE :550 - 5.1.1 User unknown\n";
        assert_ne!(product("", zohos).as_deref(), Some("exim"));
    }

    #[test]
    fn gmails_warning_in_other_languages_says_that_it_goes_on() {
        let answer = "450 4.2.1 try later";
        for words in [
            "Entrega incompleta\nOcorreu um problema temporário ao entregar sua mensagem para bob@example.net. O Gmail tentará novamente por mais 20 horas.\n\nA resposta foi:\n",
            "Zustellung unvollständig\nBei der Zustellung Ihrer Nachricht an bob@example.net ist ein vorübergehendes Problem aufgetreten. Gmail versucht es noch 20 Stunden.\n\nDie Antwort lautete:\n",
        ] {
            for paste in [words.to_owned(), format!("{words}{answer}\n")] {
                let report = crate::diagnose(&paste);
                assert_eq!(report.product.map(|product| product.id).as_deref(), Some("gmail-web"), "{paste}");
                let told = &report.findings[0];
                assert_eq!(
                    (told.state.as_str(), told.recipient.as_deref()),
                    ("temporary", Some("bob@example.net")),
                    "{paste}"
                );
                assert!(told.steps.iter().all(|step| !step.text.starts_with("Send the message again")));
            }
        }
    }

    #[test]
    fn a_report_in_any_language_is_its_writers() {
        let head = "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)";
        let words = "No se ha encontrado la dirección\n\nTu mensaje no se ha entregado a eva@example.net porque no se ha encontrado la dirección.\n\n\
                     La respuesta del servidor remoto fue:\n\n550 5.1.1 User unknown";
        assert_eq!(product(head, words).as_deref(), Some("gmail-web"));
    }
}
