//! Words that show what a mail is. They decide the kind alone; the cause is for the rules to tell.

use super::openers::{NOT_YET, OPENERS};
use super::table;
use crate::input::topic;
use crate::mail::{dsn, outcome, reply};
use crate::text::AnyOf;

/// Within so much of a report stands the table of Microsoft 365.
const TABLE: usize = 20_000;

/// How sure, 0 to 100, that words are those of a report on delivery.
pub fn of_report(text: &str) -> u8 {
    let has_fields = has_status_fields(text);
    let head = head(text, 6000);
    if has_fields {
        return super::BY_FIELDS;
    }
    let opens = |words: &str| OPENERS.is_in(words) || NOT_YET.is_in(words);
    // Parcels are delayed and returned, too.
    let is_of_mail = || {
        if !topic::names_goods(&head) {
            return true;
        }
        let body =
            self::head(&topic::below_fields(&text[..text.floor_char_boundary(6000.min(text.len()))]), 6000);
        outcome::sentences(&body).any(|said| opens(said) && !topic::is_of_goods(said))
    };
    // The box of a mail program says that it got no connection to the server that it sends through: no server reports.
    let is_box = || {
        !reply::refuses(&head)
            && outcome::sentences(&head).filter(|said| opens(said)).all(says_no_connection)
            && outcome::sentences(&head).any(|said| opens(said) && says_no_connection(said))
    };
    let has_table =
        || table::is_in(&text[..text.floor_char_boundary(TABLE.min(text.len()))]) && quotes_refusal(text);
    let is_told = opens(&head) && is_of_mail() && !is_box();
    if is_told || has_table() || lists_as_exim(text) { 85 } else { 0 }
}

/// `… because the connection to the outgoing server (SMTP) mail.example.org timed out`, in the languages in which the sentence begins as
/// reports do.
fn says_no_connection(said: &str) -> bool {
    const CONNECTION: &[&str] = &[
        "connection",
        "conexión",
        "conexion",
        "connexion",
        "connessione",
        "conexão",
        "verbindung",
        "verbinding",
        "połączeni",
        "подключени",
        "соединени",
        "接続",
        "연결",
    ];
    const SERVER: &[&str] = &[
        "smtp",
        "outgoing server",
        "servidor saliente",
        "servidor de salida",
        "serveur sortant",
        "postausgang",
        "server in uscita",
        "uitgaande",
    ];
    let lower = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(CONNECTION) && has(SERVER)
}

/// Whether addresses stand alone on lines with Exim's words right below: its list is in English, in whatever language the rest was put.
fn lists_as_exim(text: &str) -> bool {
    const FAR: usize = 3;
    const SAID: &[&str] = &["SMTP error from remote mail server after", "Unrouteable address"];
    if !SAID.iter().any(|said| text.contains(said)) {
        return false;
    }
    let mut since = FAR;
    text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end()).any(|line| {
        let told = since < FAR && SAID.iter().any(|said| line.starts_with(said));
        since = if is_address(line) { 0 } else { since.saturating_add(1) };
        told
    })
}

fn is_address(line: &str) -> bool {
    line.contains('@') && line.contains('.') && !line.contains(char::is_whitespace) && !line.contains(':')
}

/// Fields of RFC 3464 that were copied out of their part.
fn has_status_fields(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if !lower.contains("final-recipient:") && !lower.contains("diagnostic-code:") {
        return false;
    }
    let status = |name| dsn::groups(text).iter().any(|group| group.range(text, name).is_some());
    status("final-recipient") || (status("diagnostic-code") && status("action"))
}

/// The text's beginning in lower case, with single blanks: wrapped phrases are found, too.
pub fn head(text: &str, len: usize) -> String {
    let end = text.floor_char_boundary(len.min(text.len()));
    flat(&text[..end])
}

/// Lower case, quote marks and line breaks gone, blanks single.
pub fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start_matches(['>', '|', ' ']);
        for word in line.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            if word.is_ascii() {
                let start = out.len();
                out.push_str(word);
                out[start..].make_ascii_lowercase();
                continue;
            }
            out.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        }
    }
    out
}

/// Whether a mailing list tells of reports that it got: ezmlm, Mailman.
pub fn is_lists_notice(text: &str) -> bool {
    static SIGNS: AnyOf = AnyOf::new(&[
        "bounce action notice",
        "have been bouncing",
        "excessive bounces",
        "copy of the bounce",
        "bounce notice",
        "this is a probe message",
    ]);
    SIGNS.is_in(&head(text, 3000))
}

/// Senders that write nothing but reports.
pub fn is_daemon(from: &str) -> bool {
    let from = from.to_ascii_lowercase();
    ["mailer-daemon", "mailerdaemon", "mail-daemon", "mail delivery sys", "mail delivery sub", "maildeliver"]
        .iter()
        .any(|name| from.contains(name))
}

/// Senders that are servers or those who run them.
pub fn is_server(from: &str) -> bool {
    let from = from.to_ascii_lowercase();
    [
        "mail delivery",
        "postmaster",
        "post_master",
        "mailsystem",
        "mail-system",
        "maildelivery",
        "bounce@",
        "bounces@",
        "mail system",
        "mdaemon",
        "microsoftexchange",
        "delivery subsystem",
        "system administrator",
        "systemadministrator",
        "system-administrator",
        "system attendant",
        "administrator@",
        "no-reply@sns.amazonaws",
    ]
    .iter()
    .any(|name| from.contains(name))
}

/// Whether a text quotes the refusal of a server near its beginning.
pub fn quotes_refusal(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(2000.min(text.len()))];
    reply::refuses(head)
}

/// `BOUNCE list@example.org: Non-member submission from [a@example.com]`: what Majordomo sends the owner of a list.
pub fn is_majordomos(subject: &str) -> bool {
    let mut words = subject.split_whitespace();
    words.next() == Some("BOUNCE")
        && words.next().is_some_and(|list| list.contains('@') && list.ends_with(':'))
}

/// Subjects of reports on mail that is late, or went well.
pub fn is_of_no_failure(subject: &str) -> bool {
    let subject = flat(subject);
    let begins =
        |start: &str| subject.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(start));
    let is_late =
        begins("delay") || (begins("warning") && (subject.contains("still") || subject.contains("not yet")));
    is_late || ["success", "relayed", "expanded"].iter().any(|start| begins(start))
}

/// Subjects of reports.
pub fn is_failing_subject(subject: &str) -> bool {
    let subject = flat(subject);
    static SUBJECTS: AnyOf = AnyOf::new(&[
        "undeliver",
        "undelivered",
        "delivery status notification",
        "delivery notification",
        "delivery failure",
        "delivery error",
        "failure notice",
        "failure delivery",
        "failed delivery",
        "returned mail",
        "mail delivery",
        "delivery fail",
        "non-delivery",
        "nondelivery",
        "non delivery",
        "mail error",
        "mail failure",
        "delivery problem",
        "bounce notification",
        "failed mail",
        "mail failed",
        "delivery delay",
        "could not be delivered",
        "message you sent blocked",
        "returned to sender",
        "delayed 24",
        "delayed:",
        "processing error",
        "rejected:",
        "message status",
        "unzustellbar",
        "non remis",
        "no se puede entregar",
        "non recapitabile",
        "error sending your mail",
        "automatically rejected",
        "could not send mail",
        "user unknown",
        "メッセージを配信できません",
        "エラー通知",
        "未送達",
        "配信不能",
        "退信",
        "недостав",
    ]);
    SUBJECTS.is_in(&subject)
}

/// Subjects of automatic answers.
pub fn is_answering_subject(subject: &str) -> bool {
    let subject = flat(subject);
    static SUBJECTS: AnyOf = AnyOf::new(&[
        "automatic reply",
        "automatic response",
        "automatische antwort",
        "auto reply",
        "autoreply",
        "auto-reply",
        "auto response",
        "autoresponse",
        "out of office",
        "out of the office",
        "away from the office",
        "abwesenheit",
        "nicht im büro",
        "absence du bureau",
        "absent du bureau",
        "réponse automatique",
        "respuesta automática",
        "fuera de la oficina",
        "risposta automatica",
        "fuori sede",
        "resposta automática",
        "ausência temporária",
        "automatisch antwoord",
        "afwezig",
        "automatisk svar",
        "autosvar",
        "automaattinen vastaus",
        "automatická odpověď",
        "odpowiedź automatyczna",
        "автоответ",
        "otomatik yanıt",
        "自動返信",
        "不在通知",
        "自动回复",
        "자동 회신",
        "vacation reply",
        "on vacation",
        "auto:",
    ]);
    SUBJECTS.is_in(&subject)
}

/// Words of automatic answers. They count only together with the header.
pub fn is_answer(text: &str) -> bool {
    let head = head(text, 1500);
    static SIGNS: AnyOf = AnyOf::new(&[
        "i am away",
        "i'm away",
        "i am currently away",
        "i am on vacation",
        "i'm on vacation",
        "i am out of the office",
        "i'm out of the office",
        "i will be out of",
        "thank you for your e-mail",
        "thank you for you e-mail",
        "thank you for your email",
        "thank you for contacting",
        "we have received your",
        "your message has been received",
        "will reply as soon as possible",
        "ich bin nicht im büro",
        "ich bin derzeit nicht",
        "vielen dank für ihre nachricht",
        "je suis absent",
        "estoy fuera",
        "sono assente",
    ]);
    SIGNS.is_in(&head)
}

/// Challenge-response: the recipient's service asks the sender to prove that there is a person.
pub fn is_challenge(text: &str) -> bool {
    let head = head(text, 4000);
    static SIGNS: AnyOf = AnyOf::new(&[
        "click on the following link to have your address added",
        "please confirm that you are a person",
        "account is protected by",
        "verify that you are a human",
        "to complete this verification",
        "added to the recipient's allowed list",
        "one-time verification",
        "confirm your message by replying",
        "requires verification of the sender",
    ]);
    SIGNS.is_in(&head)
}

/// Whether a report says that the server still tries.
pub fn is_delay(text: &str) -> bool {
    let head = head(text, 8000);
    static SIGNS: AnyOf = AnyOf::new(&[
        "warning message only",
        "is just a warning",
        "this is a warning",
        "do not need to resend",
        "don't need to resend",
        "has been delayed",
        "is delayed",
        "not yet been delivered",
        "delivery attempts will continue",
        "will continue to attempt",
        "will continue to try",
        "will keep trying",
        "will be retried",
        "will retry",
        "still being retried",
        "has been postponed",
        "transient non-fatal errors",
        "could not send message for past",
        "could not send mail for past",
        "no action is required on your part",
        "keep trying until message is",
        "advisory-only",
        "verzögert",
    ]);
    static OVER: AnyOf = AnyOf::new(&[
        "given up",
        "giving up",
        "not going to try again",
        "has failed",
        "permanent fatal errors",
        "failed permanently",
    ]);
    (SIGNS.is_in(&head) || NOT_YET.is_in(&head)) && !OVER.is_in(&head)
}

/// Whether a report says that all went well. That the others got it stands at the end of many a report of a failure.
pub fn is_success(text: &str) -> bool {
    let head = head(text, 3000);
    if outcome::is_undelivered(&head) {
        return false;
    }
    static SIGNS: AnyOf = AnyOf::new(&[
        "was successfully delivered",
        "successfully delivered to",
        "has been successfully delivered",
        "delivered successfully",
        "was delivered to the following",
        "your message was successfully relayed",
        "successfully relayed to the following",
        "wurde erfolgreich zugestellt",
        "notificationtype\":\"delivery\"",
        "notificationtype\\\":\\\"delivery",
        "a été remis",
    ]);
    SIGNS.is_in(&head)
}

/// The program that wrote a report itself, where no server had a part in it: Outlook puts its own error into the form of one.
pub fn writes_itself(words: &str) -> Option<&'static str> {
    const FORM: &[&str] = &["recipient(s) cannot be reached", "recipient(s) could not be reached"];
    const OWN: &[&str] = &[
        "error is [0x8",
        "none of your e-mail accounts",
        "none of your email accounts",
        "you do not have the permission",
    ];
    let flat = flat(words);
    let has = |signs: &[&str]| signs.iter().any(|sign| flat.contains(sign));
    (has(FORM) && has(OWN)).then_some("outlook-desktop")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_show_themselves() {
        assert!(of_report("Your message to x@example.org couldn’t\n be delivered.") > 80);
        assert!(of_report("Final-Recipient: rfc822; x@example.org\nAction: failed\n") > 80);
        assert_eq!(of_report("550 5.1.1 user unknown"), 0);
        assert_eq!(of_report("Dear Ann, your cheque bounced, so the delivery of the parcel is delayed."), 0);
        assert!(of_report("Your mail 'parcel 7' is delayed. It waits here.") > 80);
        let notice = "De: Correo Sur <aviso@sur.example>\nAsunto: Su envío no ha podido ser entregado\n\nSu paquete 17 no pudo ser entregado.";
        assert_eq!(of_report(notice), 0);
        assert_eq!(of_report("Hello, how are you? My last mail was about final recipients."), 0);
    }

    #[test]
    fn delays_are_told_from_failures() {
        assert!(is_delay("THIS IS A WARNING MESSAGE ONLY."));
        assert!(!is_delay("It will be retried: no, delivery has failed after 4 days"));
    }

    #[test]
    fn that_the_others_got_it_is_no_success() {
        for (report, is) in [
            ("Your message was successfully delivered to ann@example.org.", true),
            (
                "Your document was not delivered to: ann@example.org. It was successfully delivered to all other recipients.",
                false,
            ),
            (
                "Ihr Dokument wurde nicht zugestellt an: ann@example.org. An alle anderen wurde erfolgreich zugestellt.",
                false,
            ),
            (
                "Successfully delivered to ann@example.org. If it could not be delivered further on, you will be told.",
                true,
            ),
        ] {
            assert_eq!(is_success(report), is, "{report}");
        }
    }

    #[test]
    fn outlook_reports_what_it_met_with_itself() {
        let report = |words: &str| {
            format!(
                "The following recipient(s) cannot be reached:\n\n ann@example.org on 11/20/2026\n  {words}\n"
            )
        };
        assert_eq!(
            writes_itself(&report("Error is [0x80070005-0x000004dc-0x00000524].")),
            Some("outlook-desktop")
        );
        assert_eq!(writes_itself(&report("<mx.example.org #5.1.1 smtp;550 5.1.1 unknown>")), None);
    }

    #[test]
    fn exims_list_is_read_in_any_language_and_without_empty_lines() {
        for words in
            ["Nie powiodło się dostarczenie na następujące adresy:", "Kuulutame, et kiri ei jõudnud kohale:"]
        {
            let facts = crate::input::read(
                &format!(
                    "{words}\n\n  ann@example.org\n    host mx.example.org [192.0.2.5]\n    SMTP error from remote mail server after MAIL \
                     FROM:<bob@example.com>:\n    550 5.7.1 Messages from [192.0.2.9] were not sent. Please contact your Internet service provider.\n  \
                     eva@example.net\n    host mx.example.net [192.0.2.6]\n    SMTP error from remote mail server after RCPT TO:<eva@example.net>:\n    \
                     552 5.2.2 Mailbox quota exceeded\n  kim@example.edu\n    Unrouteable address\n"
                ),
                crate::mail::charset::builtin,
            );
            let named: Vec<&str> = facts.recipients.iter().map(|one| one.address.as_str()).collect();
            assert_eq!(facts.kind, crate::facts::Kind::Bounce, "{words}");
            assert_eq!(named, ["ann@example.org", "eva@example.net", "kim@example.edu"], "{words}");
            let moment = facts.statements.iter().find_map(|said| said.moment);
            assert_eq!(moment, Some(crate::facts::Moment::Mail), "{words}");
        }
    }
}
