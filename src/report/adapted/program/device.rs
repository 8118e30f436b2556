//! The answer for who stands before a printer, a scanner or a copier, or reads a program's own words: nobody refused anything as
//! far as they tell, there is no report, and the first suspect are the settings. The guided check knows the same: its texts are
//! the answer's.

use crate::diagnose::checks::speak;
use crate::diagnose::{Diagnosis, bare};
use crate::facts::Facts;
use crate::knowledge::{self, CHECKS, Confidence, End, Next, Topic};
use crate::report::advice::names_the_fault;
use crate::report::values::Values;
use crate::report::{Finding, Link, Source, Step};

const MICROSOFT: &str = "https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365";
const CHECKED: &str = "2026-11-26";

pub const FIELDS: &str = "In the device's own web page, under E-mail or SMTP, compare five fields with what your provider documents: the server's \
                      name; port and encryption (465 with SSL/TLS, or 587 with STARTTLS); the user name, mostly the whole address; the \
                      password; the sender address, which is the mailbox's own. Then send its test mail.";
const NETWORK: &str = "Print the device's network report: address, gateway and DNS server must all be filled in. Set date and time, too: \
                       encryption fails with a wrong clock.";
const PASSWORD: &str = "Type user name and password anew in the device's own web page, under E-mail or SMTP. With two-step verification the \
                        mailbox needs a password made for this device alone (app password).";
const ANSWER: &str = "The server's own answer, from the program's log or the device's test page: a line with 535, or with 5.7 and a number.";
const SMALLER: &str = "Make the scan smaller at the device: 200 to 300 dpi, grey or black and white in place of colour, file type compact or compressed \
                       PDF, and many pages in several jobs. Pages that have to stay as they are can go to a shared folder (scan to folder) instead.";
const AT_MICROSOFT: &str = "If the mailbox is at Microsoft 365, the password is often right: ";

/// `own_steps`: as in [`crate::report::adapted::adapt`]; those that are put here are the answer's own, too.
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &crate::diagnose::Finding,
    diagnosis: &Diagnosis,
    own_steps: &mut usize,
    values: &Values,
) {
    let unanswered = bare::is_unanswered(facts);
    let is_device = bare::is_device(facts, diagnosis);
    match told.cause.as_str() {
        "undetermined" if unanswered && !names_the_fault(found) => without_a_reason(told, is_device, facts),
        "auth-credentials"
            if unanswered && !names_the_fault(found) && !bare::names_credentials(facts, found) =>
        {
            not_signed_in(told)
        }
        _ => {}
    }
    if !is_device {
        // Whose words these are is not known, so that neither is whether there is a computer.
        if told.stage == "connection" && unanswered && diagnosis.product.is_none() {
            told.steps.retain(|step| !step.is_about(Topic::Antivirus));
        }
        return;
    }
    match told.cause.as_str() {
        "auth-method" if unanswered && found.rule.is_none() && bare::is_at_microsoft(facts) => {
            at_microsoft(told, found.confidence, own_steps, values)
        }
        "auth-method" if !unanswered => {
            // A device has no account to be added anew, and no browser to sign in with.
            let others = told.steps.split_off(told.steps.len().min(*own_steps));
            told.steps.extend(others.into_iter().filter(|step| step.by != "sender"));
        }
        "auth-credentials" if unanswered => sign_in(told, *own_steps, values),
        // What makes a scan small is set at the device, and nobody there can pack a file otherwise.
        "message-too-large" => {
            for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::SizeLimit)) {
                step.text = SMALLER.into();
            }
        }
        "server-name-unresolved" => connection(told, own_steps),
        _ if told.stage == "connection" => {
            connection(told, own_steps);
            // The device speaks to the server of its own side, and to nobody's else.
            told.ask = told.ask.take().map(|_| values.message(LETTER));
        }
        _ => {}
    }
}

/// Steps and a letter of the guided check.
fn of_guide(check: &str, outcome: &str) -> Option<&'static End> {
    let check = CHECKS.iter().find(|known| known.id == check)?;
    match &check.outcomes.iter().find(|known| known.id == outcome)?.next {
        Next::End(end) => Some(end),
        _ => None,
    }
}

fn step(by: &'static str, text: impl Into<std::borrow::Cow<'static, str>>) -> Step {
    Step::new(by, text)
}

/// Nobody refused, and there is no report: the program only says that it failed.
fn without_a_reason(told: &mut Finding, is_device: bool, facts: &Facts) {
    told.summary = match is_device {
        true => "The device says that it failed, and not why. No answer of a mail server is in these words."
            .to_owned(),
        false => {
            "The program says that it failed, and not why. No answer of a mail server is in these words."
                .to_owned()
        }
    };
    told.check = way(is_device, facts);
    if let Some(number) = shown_number(facts).filter(|_| is_device) {
        by_number(told, number);
    } else if is_device {
        told.steps.insert(told.steps.len().min(1), step("sender", FIELDS));
    }
}

/// The device shows a number that is its maker's own, and not known here: what stands there is not asked for once more.
pub fn by_number(told: &mut Finding, number: &str) {
    told.title = "The device could not send, and shows a number for why".to_owned();
    told.summary = format!(
        "{number} is the maker's own number, and not known here. No answer of a mail server is in these words."
    );
    told.missing.clear();
    let text = format!(
        "Look {number} up in the device's manual (“Error codes”), or on the maker's support pages with the name of the model: it says at which point it failed."
    );
    told.steps = vec![step("sender", text), step("sender", FIELDS)];
}

/// The number that stands behind a word for an error, or behind `#`: `Fehlercode: 4803`, `#899`, `Error CE-04`.
pub fn shown_number(facts: &Facts) -> Option<&str> {
    const LABELS: &[&str] = &[
        "code", "error", "fehler", "nummer", "erreur", "errore", "codice", "código", "fout", "błędu",
        "number", "ng",
    ];
    let is_label = |word: &str| {
        let word = word.trim_end_matches([':', '#', '(', '=']).to_lowercase();
        LABELS.iter().any(|label| word == *label || (label.len() > 3 && word.ends_with(label)))
    };
    let is_number = |word: &str| {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        (2..=6).contains(&digits)
            && letters <= 3
            && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-')
    };
    facts.statements.iter().take(8).find_map(|said| {
        let mut last = "";
        said.text.as_str().split_whitespace().take(400).find_map(|word| {
            let led = word.starts_with('#') || is_label(last);
            last = word;
            let number = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            (led && is_number(number)).then_some(number)
        })
    })
}

/// The number of an error that somebody gives with hardly anything beside it: `#839`, `Sharp MX-2651 CE-05`, `Reolink (error code -481)`. Of paper
/// and ink a device has numbers, too.
pub fn bare_number(facts: &Facts) -> Option<String> {
    /// A name, a model and the number, or a short line that a device shows.
    const MOST_WORDS: usize = 9;
    const OF_PAPER: &[&str] = &[
        "paper", "jam", "toner", "ink", "tray", "drum", "papier", "stau", "tinte", "fach", "trommel",
        "bourrage", "encre", "carta", "atasco",
    ];
    let [said] = &facts.statements[..] else { return None };
    let words: Vec<&str> = said.text.as_str().split_whitespace().collect();
    let is_of_paper = words.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        OF_PAPER.iter().any(|paper| word.starts_with(paper))
    });
    if words.len() > MOST_WORDS || is_of_paper {
        return None;
    }
    if facts.device
        && let Some(number) = shown_number(facts)
    {
        return Some(number.to_owned());
    }
    let is_digits = |text: &str, most: usize| {
        (2..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let is_hashed = |word: &str| word.strip_prefix('#').is_some_and(|number| is_digits(number, 4));
    // A model has more figures than an error: `MX-2651 CE-05`.
    let is_dashed = |word: &str| {
        word.split_once('-').is_some_and(|(letters, number)| {
            letters.len() < 4
                && !letters.is_empty()
                && letters.bytes().all(|b| b.is_ascii_uppercase())
                && is_digits(number, 3)
        })
    };
    let is_alone = words.len() == 1;
    let found = words
        .iter()
        .rev()
        .find(|word| (is_hashed(word) && (is_alone || facts.device)) || (facts.device && is_dashed(word)));
    found.map(|word| (*word).to_owned())
}

/// It is not said that mail failed, and an error stands there all the same.
pub fn by_bare_number(told: &mut Finding, number: &str, facts: &Facts) {
    if facts.device {
        by_number(told, number);
        told.title = "A device shows a number of its own".to_owned();
        told.summary = format!(
            "{number} is the maker's own number, and not known here. The text does not say what the device was doing: if it was to send mail, the steps are these."
        );
        told.check = way(true, facts);
        return;
    }
    told.title = "This may be a device's number, and no maker is named".to_owned();
    told.summary = format!(
        "{number} alone can be the number by which a printer, a scanner or a camera shows an error. Each maker has numbers of its own."
    );
    told.steps = vec![step(
        "sender",
        format!(
            "Put the maker's name before it, and the words that stand beside it on the device, and paste them together: “Canon {number}”."
        ),
    )];
    told.check = way(false, facts);
}

/// Where in the guided check the reader stands already.
pub fn way(is_device: bool, facts: &Facts) -> String {
    match is_device {
        true if bare::is_at_microsoft(facts) => "check/does-not-go-out/#no.device.microsoft",
        true => "check/does-not-go-out/#no.device",
        false => "check/does-not-go-out/#no",
    }
    .to_owned()
}

/// That signing in failed is all that is said.
fn not_signed_in(told: &mut Finding) {
    told.title = "Signing in to the mail server failed".to_owned();
    told.summary = "The server did not let it sign in. Its own words are not shown, so it may be the user name, the password, or \
                    that this way of signing in is not allowed for the mailbox."
        .to_owned();
    told.missing = vec![ANSWER.to_owned()];
}

/// Nobody signs in to a web site with a device, and at Microsoft 365 it is seldom the password.
fn sign_in(told: &mut Finding, own_steps: usize, values: &Values) {
    told.steps.truncate(own_steps);
    if !told.steps.iter().any(|step| step.by == "sender" && step.is_about(Topic::Password)) {
        told.steps.insert(0, step("sender", PASSWORD).about(Topic::AppPassword));
    }
    let of_another = values
        .get("remote")
        .and_then(knowledge::service_of_host)
        .is_some_and(|service| !matches!(service.id, "microsoft-365" | "outlook-com"));
    if let Some(end) = of_guide("device-microsoft", "mailbox").filter(|_| !of_another) {
        told.steps.push(step("sender-admin", format!("{AT_MICROSOFT}{}", speak::lower(end.text))));
        told.links.push(microsoft());
    }
    told.commands.clear();
}

/// The end of the guided check for this very device.
fn at_microsoft(told: &mut Finding, confidence: Confidence, own_steps: &mut usize, values: &Values) {
    let Some(end) = of_guide("device-microsoft", "mailbox") else { return };
    told.title = end.verdict.to_owned();
    told.summary = "The device was not let in. At Microsoft 365 that is mostly not the password: signing in from devices is switched \
                    off for the mailbox or the whole organisation, or passwords are not taken any more."
        .to_owned();
    // The account signs in, whatever address the device sends as.
    let account = values.get("account");
    let text = end.text.replace("for this mailbox", &format!("for {}", account.unwrap_or("this mailbox")));
    told.steps = vec![
        step("sender-admin", text),
        step(
            "sender",
            "If the mailbox may sign in so: type its user name (the whole address) and its password anew in the device's own web page.",
        ),
    ];
    *own_steps = told.steps.len();
    told.missing = vec![ANSWER.to_owned()];
    told.source = Some(Source { url: MICROSOFT.into(), checked: CHECKED.into() });
    told.links = vec![microsoft()];
    told.commands.clear();
    told.act = end.act.name().to_owned();
    let sends_as = values.get("sender").filter(|sender| account.is_some_and(|account| account != *sender));
    let letter = match sends_as {
        Some(_) => end.letter.replace("Mailbox: {sender}", ACCOUNT_AND_SENDER),
        None => end.letter.replace("Mailbox: {sender}", "Mailbox: {login}"),
    };
    told.ask = (confidence > Confidence::Possible).then(|| values.message(&letter));
}

const ACCOUNT_AND_SENDER: &str = "Mailbox that signs in: {account}\nAddress that it sends as: {sender}";

fn microsoft() -> Link {
    Link { title: "Microsoft: three ways for devices to send mail".to_owned(), url: MICROSOFT.to_owned() }
}

/// To the provider of the server that the device sends through.
const LETTER: &str = "Hello,\nour printer or scanner cannot send through your mail server.\nServer: {remote}\nPort: {port}\nAccount: \
                      {login}\nSender: {sender}\nError: {reply}\nCould you see on your side whether it reaches the server, and tell me which \
                      server name, port and kind of encryption it should use?\nThank you.";

/// What a phone or an antivirus program shows says nothing of a printer.
fn connection(told: &mut Finding, own_steps: &mut usize) {
    told.steps.truncate(*own_steps);
    told.steps.retain(|step| !step.is_about(Topic::ProvidersPage));
    told.steps.push(step("sender", FIELDS));
    told.steps.push(step("sender", NETWORK));
    *own_steps = told.steps.len();
    told.steps.push(step(
        "sender-admin",
        "See whether the firewall lets the device out to the mail server, on port 587 or 465; port 25 is blocked by most \
         internet providers.",
    ));
    told.act = "sender".to_owned();
    // No antivirus program runs on it, and its scan is at hand to be sent again.
    told.retry = told
        .retry
        .replace(", and look first whether the first copy did not arrive after all", "")
        .replace("an antivirus program, a firewall, a VPN", "a firewall");
    told.commands.truncate(1);
    for command in &mut told.commands {
        command.why.insert_str(0, "From a computer in the device's network. ");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_scan_is_made_smaller_at_the_device() {
        let of = |who: &str| {
            crate::diagnose(&format!(
                "{who}\nThe server did not accept the job: 552 5.3.4 Message size exceeds fixed limit"
            ))
            .findings
            .remove(0)
        };
        let steps = |told: &crate::report::Finding| told.steps.iter().any(|step| step.text.contains("dpi"));
        let told = of("HP LaserJet MFP M528, scan to e-mail");
        assert_eq!(told.cause, "message-too-large");
        assert!(steps(&told), "{:?}", told.steps);
        assert!(!steps(&of("swaks 20201014")));
    }

    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn the_mailbox_that_signs_in_is_named() {
        let told = |user: &str| {
            first(&format!(
                "TASKalfa 2554ci job log\nError code: 3101\nDetail: Authentication error. Check the authentication methods of both the client and the \
                 server.\nSMTP Server Name: smtp.office365.com\nSMTP Port Number: 587\nSMTP Security: STARTTLS\nLogin User Name: {user}\nSender Address: \
                 scans@example.org\n"
            ))
        };
        let other = told("desk@example.org");
        assert!(other.steps[0].text.contains("for desk@example.org"), "{:?}", other.steps);
        let letter = other.ask.expect("a letter");
        assert!(
            letter.contains("signs in: desk@example.org\nAddress that it sends as: scans@example.org"),
            "{letter}"
        );
        let same = told("scans@example.org").ask.expect("a letter");
        assert!(same.contains("Mailbox: scans@example.org"), "{same}");
    }

    #[test]
    fn a_device_at_microsoft_is_told_what_the_guided_check_tells() {
        let told =
            first("Ricoh copier at Office 365. The screen says: Authentication with the SMTP server failed.");
        assert_eq!(
            (told.title.as_str(), told.confidence.as_str()),
            ("The mailbox must be allowed to sign in from a device", "likely")
        );
        assert!(told.steps[0].text.contains("Authenticated SMTP") && told.source.is_some(), "{told:?}");
        assert!(told.ask.is_some_and(|ask| ask.contains("smtp.office365.com") && !ask.contains('{')));
        assert!(
            told.steps
                .iter()
                .all(|step| !step.text.contains("app password") && !step.text.contains("reset the password"))
        );
    }

    #[test]
    fn a_device_without_a_reason_is_led_into_its_branch() {
        let told = first("Printer: Failed to send email. Check network settings.");
        assert_eq!(
            (told.cause.as_str(), told.check.as_str()),
            ("undetermined", "check/does-not-go-out/#no.device")
        );
        assert!(!told.summary.contains("refusal") && !told.summary.contains("report"), "{}", told.summary);
        assert!(told.steps.iter().all(|step| !told.missing.contains(&step.text.to_string())), "{told:?}");
        assert_eq!(first("Failed to send email").check, "check/does-not-go-out/#no");
    }

    #[test]
    fn a_number_that_stands_there_is_not_asked_for() {
        for (paste, number) in [
            ("Kyocera TASKalfa, scan to mail, Fehlercode: 7102", "7102"),
            ("Canon iR C3025, scan to mail fails, #899", "899"),
            ("Sharp MX-3071 scan to email fails. Error CE-04", "CE-04"),
            ("Ricoh MP C3004: scan to email failed, error code SC990", "SC990"),
        ] {
            let told = first(paste);
            assert!(
                told.summary.starts_with(&format!("{number} is the maker's")),
                "{paste}: {}",
                told.summary
            );
            assert!(told.steps[0].text.contains(number) && told.missing.is_empty(), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains("note the")), "{:?}", told.steps);
        }
        let told =
            first("Kyocera TASKalfa, scan to mail, Fehlercode: 4803\nSMTP smtp.example.org Port 465 SSL/TLS");
        assert_eq!(told.cause, "tls-handshake");
        assert!(told.steps.iter().any(|step| step.text.contains("date and time")), "{:?}", told.steps);
        // Paper is no mail.
        assert_eq!(
            first("Canon printer, paper jam, error code 1300").title,
            "Nothing here tells why a mail failed"
        );
    }

    #[test]
    fn a_number_with_hardly_anything_beside_it_is_an_error_all_the_same() {
        for (paste, number) in [
            ("Canon #899", "899"),
            ("Sharp MX-2651 CE-05", "CE-05"),
            ("Reolink camera: Test failed (error code -481)", "481"),
        ] {
            let told = first(paste);
            assert!(
                told.summary.starts_with(&format!("{number} is the maker's")),
                "{paste}: {}",
                told.summary
            );
            assert!(told.steps[0].text.contains(number), "{:?}", told.steps);
        }
        let alone = first("#839");
        assert!(alone.title.contains("no maker is named"), "{}", alone.title);
        for paste in
            ["C sharp", "See issue #4211 for the printer of our C sharp club, and bring cake", "Room MX-12"]
        {
            assert_eq!(first(paste).title, "Nothing here tells why a mail failed", "{paste}");
        }
    }

    #[test]
    fn a_device_says_in_other_languages_what_it_says_in_english() {
        for (paste, cause) in [
            ("Ricoh IM C2500: Authentifizierung mit Ziel fehlgeschlagen", "auth-credentials"),
            (
                "Authentifizierung mit dem Ziel fehlgeschlagen. Bitte Einstellungen prüfen.",
                "auth-credentials",
            ),
            ("Verbindung mit dem Ziel fehlgeschlagen. Einstellungen prüfen.", "connection-timeout"),
            (
                "Canon: Kan geen verbinding maken met de server. Controleer de instellingen. #899",
                "connection-timeout",
            ),
        ] {
            assert_eq!(first(paste).cause, cause, "{paste}");
        }
        let form = first(
            "Es gab einen Fehler bei dem Versuch, deine Nachricht zu senden. Bitte versuche es später noch einmal.",
        );
        assert_eq!(
            form.title,
            first("There was an error trying to send your message. Please try again later.").title
        );
    }

    #[test]
    fn where_the_sign_in_failed_there_was_a_connection() {
        for paste in [
            "HP LaserJet: The email could not be sent. Unable to connect to the SMTP server. Authentication failed",
            "Unable to connect to the SMTP server: authentication failed",
        ] {
            assert_eq!(first(paste).cause, "auth-credentials", "{paste}");
        }
        assert_eq!(first("HP LaserJet: Unable to connect to the SMTP server.").cause, "connection-timeout");
    }

    #[test]
    fn nobody_prints_a_variable_on_a_box() {
        let told = first(
            "FRITZ!Box Push Service: Die Push-Service-Mail konnte nicht verschickt werden. Fehler: Authentifizierung fehlgeschlagen.",
        );
        assert_eq!(told.cause, "auth-credentials");
        assert!(told.steps.iter().all(|step| !step.text.contains("variable")), "{:?}", told.steps);
        let phone = first(
            "E-Mail kann nicht gesendet werden\nDer Empfänger „ann@example.org“ wurde vom Server abgelehnt, da dieser keine Weiterleitung (Relaying) erlaubt.",
        );
        assert_eq!(phone.cause, "relay-denied");
    }

    #[test]
    fn what_holds_at_microsoft_is_told_to_nobody_elsewhere() {
        let at_microsoft = |host: &str| {
            let told = first(&format!(
                "Kyocera TASKalfa, scan to mail\nSMTP server: {host}\nPort: 587\nEncryption: STARTTLS\nLogin user: ann@example.org\nThe user name or the password \
                 is wrong."
            ));
            assert_eq!(told.cause, "auth-credentials", "{host}");
            told.steps.iter().any(|step| step.text.contains("Microsoft 365"))
        };
        assert!(at_microsoft("mail.example.org") && !at_microsoft("smtp.ionos.de"));
    }

    #[test]
    fn a_device_has_no_account_to_be_added_anew() {
        let refused =
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.";
        let adds_anew = |paste: &str| {
            first(paste).steps.iter().any(|step| step.text.contains("anew as one of Microsoft"))
        };
        assert!(adds_anew(refused) && !adds_anew(&format!("Kyocera TASKalfa, scan to mail:\n{refused}")));
    }

    #[test]
    fn the_first_suspect_is_the_device_itself() {
        let told = first("Canon MF: The connection to the mail server failed. Check SMTP settings");
        assert_eq!(
            (told.title.as_str(), told.act.as_str()),
            ("No connection to the mail server came about", "sender")
        );
        assert!(told.steps[0].text.contains("five fields"), "{:?}", told.steps);
        assert!(
            told.steps.iter().all(|step| !step.text.contains("antivirus") && !step.text.contains("hotspot"))
        );
    }

    #[test]
    fn no_antivirus_program_runs_on_a_device() {
        let told = first("Kyocera TASKalfa 3554ci\nSend error 2201");
        assert!(told.retry.contains("a firewall") && !told.retry.contains("antivirus"), "{}", told.retry);
        assert!(!told.retry.contains("first copy"), "{}", told.retry);
    }

    #[test]
    fn what_is_said_in_any_order_is_one_answer() {
        for paste in [
            "Connection with SMTP server failed. Check SMTP settings",
            "The connection to the mail server failed. Check SMTP settings",
            "Connection to the SMTP server has failed",
            "Unable to establish a connection to the outgoing mail server.",
            "SMTP server: connection error",
            "Die Verbindung zum Mailserver konnte nicht hergestellt werden",
            "Impossible de se connecter au serveur de messagerie",
        ] {
            let told = first(paste);
            assert_eq!(
                (told.cause.as_str(), told.confidence.as_str()),
                ("connection-timeout", "possible"),
                "{paste}"
            );
            assert_eq!(
                (told.title.as_str(), told.act.as_str()),
                ("No connection to the mail server came about", "sender"),
                "{paste}"
            );
        }
    }

    #[test]
    fn where_mail_fails_it_is_not_said_that_nothing_does() {
        for paste in [
            "Authentication with the SMTP server has failed.",
            "Cannot find the specified SMTP server",
            "E-mail sending failed",
            "Failed to send email. Check network settings.",
            "Check the authentication settings. #806",
            "The copier cannot send scans since Microsoft changed something; it shows \"Authentication failed\"",
            "The SMTP thing says error zz9 again and again",
            "mail server refused what the job wanted",
        ] {
            assert_ne!(first(paste).title, "Nothing here tells why a mail failed", "{paste}");
        }
    }

    #[test]
    fn what_has_nothing_to_do_with_mail_raises_no_alarm() {
        for paste in [
            "fatal: unable to access 'https://git.example.com/a/b.git/': The requested URL returned error: 403",
            "git push failed: could not connect to the remote",
            "ssh: connect to host shell.example.com port 22: Connection refused",
            "kex_exchange_identification: Connection closed by remote host",
            "FATAL: password authentication failed for user \"app\" (postgres)",
            "Access denied for user 'root'@'localhost' to the MySQL database",
            "redis: connection to the server failed",
            "GET https://api.example.com/items HTTP/1.1 500 Internal Server Error",
            "nginx: upstream timed out while connecting to upstream",
            "The mail merge failed to load the font.",
            "The printer cannot connect to the print server.",
            "The scanner cannot find the driver on this computer.",
            "Our train failed to connect in Ulm, so we sent a postcard.",
            "How do I write a polite e-mail to a server in a restaurant?",
            "Login to the forum failed because cookies are switched off.",
        ] {
            let told = first(paste);
            assert_eq!((told.cause.as_str(), told.permanence.as_str()), ("undetermined", "none"), "{paste}");
        }
    }
}
