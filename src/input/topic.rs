//! Whether a text is about mail at all. Servers of every kind refuse connections, users are unknown everywhere, and
//! numbers of three digits are bus lines, too.

use crate::mail::reply;
use crate::text::token;

/// Whether a word, an address, a port or a code shows that mail is spoken of.
pub fn is_mail(text: &str) -> bool {
    !is_of_database(text) && shows_mail(text)
}

/// A database's error quotes the statement that failed, and in it whatever the table holds: addresses, too.
fn is_of_database(text: &str) -> bool {
    let lower = || text.to_ascii_lowercase();
    text.contains("SQLSTATE[") && !["smtp", "mailer", "swift_"].iter().any(|word| lower().contains(word))
}

fn shows_mail(text: &str) -> bool {
    // The subject that Outlook and Exchange give to their reports.
    const REPORTS: &[&str] =
        &["Undeliverable:", "Unzustellbar:", "Non remis :", "Non remis:", "Non recapitabile:"];
    REPORTS.iter().any(|subject| text.contains(subject))
        || UNSPACED.iter().any(|word| text.contains(word))
        || has_address(text)
        || reply::all(text).any(|(_, found)| found.enhanced.is_some())
        || has_word(text, !names_goods(text))
}

/// Whether money or goods are spoken of: cheques bounce, parcels are returned to the sender, and both have recipients.
pub fn names_goods(text: &str) -> bool {
    let (mut found, mut last_is_post) = (false, false);
    token::words(text, |_, word| {
        found |= GOODS.contains(&word) || (last_is_post && word == "office");
        last_is_post = word == "post";
    });
    found
}

/// Whether nothing but words that fit everything else, too, speaks of mail: no address, no code, and no word of mail alone.
/// Persons are unknown at their doors, and accounts are closed by banks.
pub fn is_vague(text: &str) -> bool {
    !UNSPACED.iter().any(|word| text.contains(word))
        && !has_address(text)
        && reply::all(text).next().is_none()
        && !has_word(text, false)
}

/// What somebody wrote, below the few fields that a mail program shows above it (`De: …`, `Asunto: …`): whom a mail is from tells
/// nothing of what it is about. A subject that speaks of mail stays.
pub fn below_fields(text: &str) -> String {
    let is_field = |line: &str| {
        line.split_once(':').is_some_and(|(label, value)| {
            let label = label.trim_matches(['*', ' ']);
            !label.is_empty()
                && label.len() <= LONGEST_LABEL
                && label.chars().all(|c| c.is_alphabetic() || c == '-')
                && !value.trim().is_empty()
        })
    };
    let fields = text.lines().take_while(|line| is_field(line)).count();
    if fields < 2 {
        return text.to_owned();
    }
    let speaks = |line: &str| {
        let words = line.split_whitespace().filter(|word| !word.contains('@'));
        let said = words.collect::<Vec<_>>().join(" ").to_lowercase();
        ["mail", "message", "nachricht", "mensaje", "courriel"].iter().any(|word| said.contains(word))
    };
    let kept =
        text.lines().enumerate().filter(|(at, line)| *at >= fields || (!line.contains('@') && speaks(line)));
    kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// In bytes: `Betreff`, `Gesendet`, `Destinatarios`.
const LONGEST_LABEL: usize = 24;

/// Whether a sentence that is fit for a report on mail is about goods or money, and speaks of no mail.
pub fn is_of_goods(sentence: &str) -> bool {
    const MAILS: &[&str] = &["@", "mail", "message", "nachricht", "postfach", "mensaje", "courriel", "smtp"];
    names_goods(sentence) && !MAILS.iter().any(|word| sentence.contains(word))
}

/// What is sent, handed on, delayed, refused and returned, and is no mail.
const GOODS: &[&str] = &[
    "cheque",
    "cheques",
    "parcel",
    "parcels",
    "courier",
    "couriers",
    "shipment",
    "shipments",
    "warehouse",
    "depot",
    "freight",
    "pallet",
    "paket",
    "pakete",
    "paketdienst",
    "lieferschein",
    "scheck",
    "colis",
    "chèque",
    "paquete",
    "pacco",
    "assegno",
    "pakket",
    "pakketje",
    "paczka",
    "paczki",
    "przesyłka",
    "посылка",
    "посылку",
    "encomenda",
    "sendung",
    "lieferung",
    "spediteur",
    "postamt",
    "postbote",
    "briefträger",
    "postman",
    "facteur",
    "cartero",
    "invoice",
    "invoices",
    "rechnung",
    "rechnungen",
    "mahnung",
    "facture",
    "factures",
    "factura",
    "fattura",
    "fatura",
    "factuur",
    "faktura",
    "funds",
    "payment",
    "payments",
    "zahlung",
    "zahlungen",
    "überweisung",
    "lastschrift",
    "paiement",
    "virement",
    "pago",
    "pagamento",
    "betaling",
    "płatność",
    "subscription",
    "subscriptions",
    "abonnement",
    "suscripción",
    "abbonamento",
    "assinatura",
    "loan",
    "refund",
];

/// Whether a word shows that something went wrong.
pub fn is_trouble(text: &str) -> bool {
    let text = text.to_lowercase();
    !text.is_ascii() || TROUBLE.iter().any(|word| text.contains(word))
}

/// Whether a word of failure stands in one sentence with a word of mail.
pub fn mail_fails(text: &str) -> bool {
    let fails = |sentence: &str| {
        let lower = sentence.to_lowercase();
        FAILURES.iter().any(|word| lower.contains(word)) && (is_mail(sentence) || sends_scans(&lower))
    };
    // A dot within a name ends no sentence.
    text.lines().flat_map(|line| line.split(". ")).flat_map(|part| part.split(['!', '?'])).any(fails)
}

/// Whether a line is a sentence of a program that says that a mail, or a server, failed: nobody speaks of themselves in it.
pub fn is_box(line: &str) -> bool {
    const LEAST: usize = 4;
    const OTHERS: &[&str] = &[
        "nie można",
        "nie udało",
        "odrzuc",
        "не удалось",
        "ошибк",
        "отклон",
        "nelze",
        "odmítl",
        "det gick inte",
        "kunde inte",
        "kunne ikke",
        "kan ikke",
        "ei voi",
        "não é possível",
        "não pode",
        "no se puede",
        "non è possibile",
        "kan geen",
        "kan niet",
        "gönderilemedi",
        "abgelehnt",
        "refusé",
        "rejeté",
        "rechazad",
        "rifiutat",
        "geweigerd",
    ];
    const ABOUT: &[&str] = &[
        "mail",
        "smtp",
        "server",
        "serwer",
        "serveur",
        "servidor",
        "сервер",
        "message",
        "nachricht",
        "mensaje",
        "messaggio",
        "mensagem",
        "bericht",
        "wiadomo",
        "сообщени",
        "zpráv",
        "meddeland",
        "besked",
        "melding",
        "correo",
        "courriel",
    ];
    let mut lower = line.to_lowercase();
    for none in NO_FAILURE {
        lower = lower.replace(none, "");
    }
    line.split_whitespace().nth(LEAST - 1).is_some()
        && line.trim_start().starts_with(char::is_uppercase)
        && !is_told(line)
        && !lower.contains("http")
        && FAILURES.iter().chain(OTHERS).any(|word| lower.contains(word))
        && ABOUT.iter().any(|word| lower.contains(word))
}

/// A failure that is named as one that was not there.
const NO_FAILURE: &[&str] = &[
    "no error",
    "no failure",
    "not an error",
    "without error",
    "without an error",
    "without any error",
    "kein fehler",
    "keine fehler",
    "keinen fehler",
    "ohne fehler",
    "aucune erreur",
    "pas d'erreur",
    "sans erreur",
    "ningún error",
    "sin error",
    "nessun errore",
    "senza errori",
    "geen fout",
    "zonder fout",
    "nenhum erro",
    "sem erro",
];

/// Words that say plainly that something failed, in the languages that devices speak most.
const FAILURES: &[&str] = &[
    "fail",
    "error",
    "cannot",
    "can't",
    "can not",
    "could not",
    "couldn't",
    "unable",
    "not found",
    "refus",
    "reject",
    "denied",
    "not sent",
    "fehler",
    "fehlgeschlagen",
    "nicht",
    "échec",
    "échoué",
    "erreur",
    "impossible",
    "fallo",
    "falló",
    "no se pudo",
    "errore",
    "non riuscit",
    "impossibile",
    "mislukt",
    "fout",
    "falh",
    "não foi",
];

/// Whether a device that scans and sends is spoken of: then a text is about mail, though no word of mail is in it.
pub fn sends_scans(text: &str) -> bool {
    let (mut scans, mut sends) = (false, false);
    token::words(text, |_, word| {
        scans |= SCANS.contains(&word);
        sends |= SENDS.contains(&word);
    });
    scans && sends
}

const SCANS: &[&str] =
    &["scan", "scans", "scanned", "scanning", "scanner", "scanners", "copier", "mfp", "multifunction"];
const SENDS: &[&str] = &["send", "sends", "sending", "sent"];

/// Whether the words are of a printer, a scanner or a copier, or name the maker of one.
pub fn is_device(text: &str) -> bool {
    // Names of two words: `scan to e-mail`, `FRITZ!Box`, `Sharp MX-3071`.
    const PAIRS: &[(&str, &[&str])] =
        &[("scan", &["to"]), ("fritz", &["box"]), ("sharp", &["mx", "bp", "ar"])];
    let mut found = false;
    let mut may_follow: &[&str] = &[];
    token::words(text, |_, word| {
        found |= DEVICES.contains(&word) || may_follow.contains(&word);
        may_follow = PAIRS.iter().find(|(first, _)| *first == word).map_or(&[], |(_, seconds)| *seconds);
    });
    found
}

/// Kinds of devices in the languages that they speak most; makers that make hardly anything else; series of the others.
const DEVICES: &[&str] = &[
    "printer",
    "printers",
    "scanner",
    "scanners",
    "copier",
    "copiers",
    "photocopier",
    "mfp",
    "multifunction",
    "mfc",
    "drucker",
    "kopierer",
    "multifunktionsgerät",
    "imprimante",
    "copieur",
    "photocopieur",
    "scanneur",
    "impresora",
    "escáner",
    "fotocopiadora",
    "stampante",
    "fotocopiatrice",
    "impressora",
    "kopieermachine",
    "ricoh",
    "kyocera",
    "konica",
    "bizhub",
    "xerox",
    "workcentre",
    "versalink",
    "altalink",
    "canon",
    "imagerunner",
    "epson",
    "lexmark",
    "taskalfa",
    "ecosys",
    "laserjet",
    "officejet",
    "workforce",
    "multixpress",
    "proxpress",
    // Cameras and their recorders, which send pictures.
    "reolink",
    "hikvision",
    "dahua",
    "amcrest",
    "foscam",
    "nvr",
    "dvr",
];

/// Whether somebody tells of it: they speak of themselves, or they ask.
pub fn is_told(text: &str) -> bool {
    // Whole words alone: `i/o` and `smtp.mail.me.com` speak of nobody.
    let is_person = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace(['\'', '’'], "");
        PERSONS.contains(&word.as_str())
    };
    text.trim_end().ends_with('?') || text.split_whitespace().any(is_person)
}

/// Words for oneself, and for somebody that a story is about. Programs speak of `your` server.
const PERSONS: &[&str] = &[
    "he", "she", "his", "her", "i", "im", "ive", "my", "we", "our", "me", "us", "ich", "mein", "meine",
    "meinen", "meiner", "meinem", "wir", "unser", "unsere", "je", "mon", "ma", "mes", "nous", "notre", "nos",
    "mi", "mis", "yo", "nuestro", "nuestra", "io", "mio", "mia", "miei", "meu", "minha", "nosso", "mijn",
    "wij", "ik", "mój", "moja", "moje", "мой", "моя", "мои", "мы",
];

/// Every language has its own; of those that are written in other letters than English's nothing is concluded.
const TROUBLE: &[&str] = &[
    " not ",
    "n't ",
    "error",
    "fail",
    "could not",
    "couldn't",
    "cannot",
    "can't",
    "can not",
    "unable",
    "not able",
    "exception",
    "refus",
    "timed out",
    "timeout",
    "reject",
    "denied",
    "incorrect",
    "wrong",
    "unknown",
    "not exist",
    "not found",
    "no such",
    "quota",
    "exceed",
    "try again",
    "later",
    "resend",
    "block",
    "limit",
    "full",
    "invalid",
    "not allowed",
    "not permitted",
    "not accepted",
    "required",
    "must ",
    "unavailable",
    "not available",
    "expire",
    "suspend",
    "disable",
    "bounce",
    "spam",
    "blacklist",
    "too many",
    "too large",
    "too big",
    "lost",
    "closed",
    "reset",
    "warning",
    "problem",
    "trouble",
    "stuck",
    "keeps ",
    "again and again",
    "outbox",
    "postausgang",
    "immer wieder",
    "undeliver",
    "not deliver",
    "unexpected",
    "mismatch",
    "not match",
    "greylist",
    "not valid",
    "not trusted",
    "not supported",
    "not support",
    "unsupported",
    "aborted",
    "fehler",
    "nicht",
    "erreur",
    "impossible",
    "errore",
    "non ",
    "erro",
    "kan niet",
    "fout",
];

/// `doubtful`: words count that are said of other things, too.
fn has_word(text: &str, doubtful: bool) -> bool {
    let mut found = false;
    let mut last_is_port = false;
    let is_build = is_of_a_build(text);
    // Spain's post.
    let is_post = |word: &str| !doubtful && word == "correos";
    token::words(text, |range, word| {
        let port = last_is_port || text[..range.start].ends_with(':');
        if (is_build && PACKAGES.contains(&word)) || is_post(word) {
            return;
        }
        found |= STEMS.iter().any(|stem| word.contains(stem))
            || WORDS.contains(&word)
            || (doubtful && DOUBTFUL.contains(&word))
            || (port && PORTS.contains(&word));
        last_is_port = word == "port";
    });
    found
}

/// Whether a build, an installation or a container ended: what is named there are packages, and mail libraries are packages.
fn is_of_a_build(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    BUILDS.iter().any(|sign| lower.contains(sign))
}

const BUILDS: &[&str] = &[
    "exit code",
    "exited with code",
    "npm err",
    "err_pnpm",
    "yarn install",
    "pip install",
    "composer install",
    "bundle install",
    "did not complete successfully",
    "failed to solve",
];

/// Mail libraries by their packages' names alone. What one of them says of mail has other words of mail beside it.
const PACKAGES: &[&str] = &[
    "nodemailer",
    "phpmailer",
    "swiftmailer",
    "actionmailer",
    "mailkit",
    "aiosmtplib",
    "emailjs",
    "mailgun",
    "mailparser",
];

/// `name@host.example`; in `package@1.2.3` stands a version.
fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let host = &text[at + 1..];
        let end =
            host.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(host.len());
        let is_path = host[end..].starts_with([':', '/']);
        text[..at].ends_with(|c: char| c.is_alphanumeric())
            && host[..end].trim_end_matches('.').contains('.')
            && !host[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !is_path
    })
}

/// Parts of words: `mailer`, `email`, `phpmailer`, `smtplib`.
const STEMS: &[&str] = &["mail", "smtp", "courriel", "correo", "почт", "пошт", "pošt", "poczt"];

const WORDS: &[&str] = &[
    "imap",
    "pop3",
    "mx",
    "spf",
    "dkim",
    "dmarc",
    "ehlo",
    "helo",
    "starttls",
    "rcpt",
    "mta",
    "inbox",
    "outbox",
    "greylisted",
    "greylisting",
    "spam",
    "relaying",
    "outlook",
    "thunderbird",
    "postfix",
    "exim",
    "dovecot",
    "posta",
    "eposta",
    "courrier",
    "newsletter",
    "mua",
    "lmtp",
    "odbiorca",
    "получатель",
];

/// Cheques bounce, and parcels have recipients.
const DOUBTFUL: &[&str] = &[
    "bounce",
    "bounced",
    "recipient",
    "recipients",
    "sender",
    "relay",
    "empfänger",
    "absender",
    "destinataire",
    "destinatario",
    "destinatário",
];

/// Whether a text names where a connection was to go: with a port, after a word that says so, or as an address of the web.
pub fn names_a_place(text: &str) -> bool {
    let words =
        text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | ',' | '<' | '>'));
    let mut cue = false;
    for word in words.filter(|word| !word.is_empty()) {
        let bare = word.trim_end_matches(['.', ':', ';']);
        // curl's own page on certificates stands in each of its errors about them.
        let is_address = word.contains("://") && !word.contains("curl.se/");
        if is_address || has_port(bare) || (cue && is_host(bare)) {
            return true;
        }
        cue = PLACES.contains(&bare.to_ascii_lowercase().as_str());
    }
    false
}

/// What stands before the name of a host, or a port.
const PLACES: &[&str] =
    &["host", "lookup", "enotfound", "eai_again", "resolve", "server", "to", "port", "for", "at", "address"];

/// `192.0.2.1:6379`, `localhost:8080`, `db.example.org:5432`; a file and its line are none: `index.js:790`.
fn has_port(word: &str) -> bool {
    let Some((host, port)) = word.rsplit_once(':') else { return false };
    // `tcp:192.0.2.1`, `ipv4:192.0.2.1`
    let host = host.strip_prefix("tcp:").or(host.strip_prefix("ipv4:")).unwrap_or(host);
    let is_port = port.len() >= 2 && port.parse::<u16>().is_ok();
    let is_address = host.parse::<std::net::Ipv4Addr>().is_ok() || host.ends_with(']') || host == "localhost";
    is_port && (is_address || is_host(host) || (is_container(host) && OTHER_PORTS.contains(&port)))
}

/// A name without a dot, as containers have in their own network: `mongo`, `redis-cache`.
fn is_container(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// Ports that the registry of IANA, or custom, gives to other services: files, shells, web, directories, databases, queues.
const OTHER_PORTS: &[&str] = &[
    "21", "22", "80", "389", "443", "636", "1433", "1521", "1883", "2049", "2181", "2379", "3000", "3306",
    "3389", "5000", "5432", "5671", "5672", "6379", "6443", "8000", "8080", "8086", "8443", "8883", "9000",
    "9042", "9090", "9092", "9200", "11211", "27017", "50051",
];

/// Labels with a dot between them, the last one as of a domain and not of a file; or a port's number.
fn is_host(word: &str) -> bool {
    let Some((front, last)) = word.rsplit_once('.') else {
        return word.len() >= 2 && word.parse::<u16>().is_ok();
    };
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_');
    front.chars().all(sign)
        && (2..=10).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_lowercase())
        && !FILES.contains(&last)
}

/// Ends of files' names, which look like domains.
const FILES: &[&str] = &[
    "js", "mjs", "cjs", "ts", "tsx", "jsx", "py", "rb", "php", "go", "rs", "cs", "java", "kt", "pl", "pm",
    "sh", "c", "h", "cpp", "cc", "html", "css", "json", "yml", "yaml", "xml", "toml", "ini", "cfg", "conf",
    "txt", "log", "jar", "dll", "exe", "so", "lua", "ex", "exs", "swift", "vb", "inc",
];

/// In scripts without spaces every sign is a word.
const UNSPACED: &[&str] = &["メール", "邮件", "郵件", "邮箱", "메일", "بريد", "דואר"];

/// Ports of submission and relay (RFC 8314, RFC 6409), and those that providers offer beside them.
const PORTS: &[&str] = &["25", "465", "587", "2525"];

#[cfg(test)]
mod tests {
    use super::{is_device, is_mail, is_told, mail_fails, names_a_place, sends_scans};

    #[test]
    fn devices_show_themselves() {
        for text in [
            "our copier says no",
            "Scan to e-mail: error",
            "Ricoh: Authentication failed",
            "Der Drucker sendet nicht",
        ] {
            assert!(is_device(text), "{text}");
        }
        for text in ["scanned by the filter", "the print edition", "hp", "a brother of mine", "port scan"] {
            assert!(!is_device(text), "{text}");
        }
        assert!(
            sends_scans("The copier cannot send scans") && !sends_scans("the virus scanner found nothing")
        );
    }

    #[test]
    fn what_a_program_showed_is_told_from_what_somebody_says() {
        for line in [
            "E-Mail kann nicht gesendet werden",
            "Nie można wysłać wiadomości. Serwer odrzucił nadawcę.",
            "Der Server hat den Absender abgelehnt.",
        ] {
            assert!(super::is_box(line), "{line}");
        }
        for line in [
            "Mail geht nicht",
            "ich kann keine Mail vom Server holen",
            "Warum geht keine Mail raus?",
            "smtp server error",
        ] {
            assert!(!super::is_box(line), "{line}");
        }
    }

    #[test]
    fn failure_and_mail_stand_in_one_sentence() {
        for text in [
            "Cannot find the specified SMTP server",
            "E-mail sending failed",
            "Mail. The mail server refused it",
        ] {
            assert!(mail_fails(text), "{text}");
        }
        for text in ["The build failed. Send a mail to the team", "git push failed", "an SMTP lesson"] {
            assert!(!mail_fails(text), "{text}");
        }
    }

    #[test]
    fn places_show_themselves() {
        for text in [
            "connect ECONNREFUSED 127.0.0.1:9092",
            "lookup registry.example.com: no such host",
            "https://a.example",
            "mongo:27017: timed out",
            "error 111 connecting to cache-1:6379",
        ] {
            assert!(names_a_place(text), "{text}");
        }
        for text in [
            "Connection refused",
            "at a (/app/index.js:790:19)",
            "java.net.ConnectException: refused",
            "12:30:15",
            "smtp:587",
            "step:3306a",
        ] {
            assert!(!names_a_place(text), "{text}");
        }
    }

    #[test]
    fn who_speaks_of_themselves_tells() {
        for text in [
            "my scanner fails",
            "I can't send",
            "Why is it refused?",
            "Ich kann nicht senden",
            "we're blocked, I'm sure",
        ] {
            assert!(is_told(text), "{text}");
        }
        for text in [
            "dial tcp: i/o timeout",
            "connect to smtp.mail.me.com: timed out",
            "Unable to connect to us-smtp.example.org",
        ] {
            assert!(!is_told(text), "{text}");
        }
    }

    #[test]
    fn mail_shows_itself() {
        for text in [
            "the e-mail",
            "smtplib.SMTP",
            "ann@example.org",
            "dial tcp 192.0.2.1:587",
            "no (5.1.1)",
            "メールを送信",
            "it bounced",
            "the parcel service's mail bounced",
            "nodemailer: Invalid login",
            "npm ERR! the mail was not sent",
            "phpmailer: sendmail failed, exit code 67",
        ] {
            assert!(is_mail(text), "{text}");
        }
        for text in [
            "SQLSTATE[HY000] [2002] refused (SQL: select * from users where email = ann@example.org)",
            "bus 550",
            "The parcel was returned to the sender",
            "your cheque bounced",
            "git@example.org:a/b",
            "dial tcp 192.0.2.1:5432",
            "port 80, 25 users",
            "npm ERR! 502 Bad Gateway - GET https://packages.example.net/nodemailer/-/nodemailer-7.0.1.tgz",
            "npm error swiftmailer@5.4.1 postinstall",
            "worker-phpmailer-2 ended, exit code 3",
        ] {
            assert!(!is_mail(text), "{text}");
        }
    }
}
