//! Mail to the reader about their own mailbox or account: a warning that it is nearly full or soon closed, or a lure that looks like one.
//! No mail failed for that, and whoever reads it is nobody's recipient.

use crate::facts::Notice;
use crate::mail::reply;
use crate::text::AnyOf;

/// What such a text is, where it is one.
pub fn find(text: &str) -> Option<Notice> {
    let text = flat(text);
    let clicks = CLICKS.is_in(&text);
    match () {
        () if clicks && (has(&text, CONFIRMS) || is_held(&text)) => Some(Notice::Lure),
        () if urges(&text) && (keeps_back(&text) || lets_expire(&text)) => Some(Notice::Lure),
        () if warns(&text) => Some(if clicks { Notice::Lure } else { Notice::Warning }),
        () => None,
    }
}

/// Whether a text is such a warning, or asks to click and to confirm who one is, or to pay: no server's report does.
pub fn is_to_reader(text: &str) -> bool {
    let text = flat(text);
    (CLICKS.is_in(&text) && has(&text, CONFIRMS))
        || warns(&text)
        || (urges(&text) && (keeps_back(&text) || lets_expire(&text)))
}

/// Whether a text warns the reader of what becomes of their own mailbox, or wants a click for it: nearly full, soon to be closed. No mail
/// failed for that, and whoever reads it is nobody's recipient.
pub fn is_notice(text: &str) -> bool {
    let text = flat(text);
    warns(&text) || (urges(&text) && keeps_back(&text))
}

/// Whether a server's refusal stands in it. A lure makes up a number without any form, `(error code 505)`.
pub fn is_refused(text: &str) -> bool {
    let is_made_up = |found: &reply::Found| {
        found.enhanced.is_none() && text[..found.range.start].trim_end().ends_with("code")
    };
    reply::all(text).any(|(weight, found)| weight > 1 && found.code >= Some(400) && !is_made_up(&found))
}

/// What it begins with, in lower case and without line ends.
fn flat(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(NOTICED.min(text.len()))];
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(flat: &str, words: &[&str]) -> bool {
    words.iter().any(|word| flat.contains(word))
}

/// Whether it speaks of mail that waits for the reader, and is to be let go by them.
fn is_held(flat: &str) -> bool {
    has(flat, HELD) && has(flat, MESSAGES)
}

/// Whether the reader is to follow a link or a button now. Who tells of their own trouble says `I` and `my`, and a letter of a lure does not.
fn urges(flat: &str) -> bool {
    let mut words = flat.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has_link = flat.contains("http://") || flat.contains("https://") || flat.contains("hxxp");
    let mut is_own_tale = || words.any(|word| SPEAKERS.contains(&word));
    CLICKS.is_in(flat) || ((has(flat, BUTTONS) || has(flat, KEEPS) || has_link) && !is_own_tale())
}

const SPEAKERS: &[&str] = &[
    "i", "my", "ich", "mein", "meine", "meinem", "meiner", "je", "mon", "ma", "mes", "mi", "mis", "mio",
    "mia", "ik", "mijn", "mój", "moja", "moje", "мой", "моя", "мне",
];

/// What a button says that wants a password as it is.
const KEEPS: &[&str] = &[
    "keep same password",
    "keep the same password",
    "keep current password",
    "keep my password",
    "keep your password",
    "keep your current password",
    "keep my current password",
    "passwort beibehalten",
    "kennwort beibehalten",
    "conserver le mot de passe",
    "conserver mon mot de passe",
    "mantener la contraseña",
    "mantieni la password",
    "wachtwoord behouden",
    "zachowaj hasło",
];

/// Words on a button, or around one.
const BUTTONS: &[&str] = &[
    "click ",
    "release message",
    "release mail",
    "release email",
    "retrieve message",
    "retrieve mail",
    "retrieve email",
    "review message",
    "view message",
    "recover message",
    "restore message",
    "deliver now",
    "nachrichten freigeben",
    "nachrichten abrufen",
    "libérer les messages",
    "liberar mensajes",
    "rilascia messaggi",
    "berichten vrijgeven",
];

/// Whether mail to the reader is said to wait somewhere until they do something: `Your mailbox has 14 undelivered incoming messages`. Of
/// mail that somebody sent, `your message is held`, reports speak so, too.
fn keeps_back(flat: &str) -> bool {
    sentences(flat).any(|words| {
        let has =
            |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
        let is = |list: &[&str]| words.iter().any(|word| list.contains(word));
        let is_counted = words.windows(3).any(|three| {
            YOU.contains(&three[0])
                && (is_number(three[1]) || is_number(three[2]) || INCOMING.contains(&three[2]))
        });
        let is_readers = (is(OWN) && has(MAILBOXES)) || (is(COMING) && (is(OWN) || is(YOU))) || is_counted;
        let is_not_put = words.windows(3).any(|three| {
            matches!(three, ["not", "deliver", _] | ["not", "be", "delivered"] | ["nicht", "zugestellt", _])
        });
        has(MESSAGES) && ((has(BACK) && is_readers) || (is_not_put && is(OWN) && has(MAILBOXES)))
    })
}

/// Whether the reader's password is said to end soon, `Your password expires today`, or to have ended and to be kept by a click. That it has
/// ended, servers say, too.
fn lets_expire(flat: &str) -> bool {
    let keeps = has(flat, KEEPS);
    sentences(flat).any(|words| {
        let has =
            |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
        let ends = words.iter().any(|word| EXPIRES.contains(word)) || (keeps && has(EXPIRED));
        words.iter().any(|word| OWN.contains(word)) && has(PASSWORDS) && ends
    })
}

fn sentences(flat: &str) -> impl Iterator<Item = Vec<&str>> {
    flat.split(". ").flat_map(|part| part.split(['!', '?'])).map(|said| {
        said.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect()
    })
}

fn is_number(word: &str) -> bool {
    word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Words begin with them, as with those below.
const BACK: &[&str] = &[
    "undelivered",
    "undeliverable",
    "pending",
    "held",
    "hold",
    "quarantin",
    "blocked",
    "suspended",
    "queued",
    "stuck",
    "unzugestellt",
    "zurückgehalten",
    "ausstehend",
    "blockiert",
    "wartend",
    "attente",
    "bloqué",
    "retenu",
    "pendiente",
    "retenid",
    "sospes",
    "trattenut",
    "pendente",
    "retid",
    "tegengehouden",
    "wachtende",
    "wstrzyman",
    "oczekując",
    "неотправленн",
    "недоставленн",
];

const COMING: &[&str] = &[
    "incoming",
    "inbound",
    "eingehende",
    "eingehenden",
    "entrants",
    "entrantes",
    "arrivo",
    "inkomende",
    "przychodzące",
    "przychodzących",
    "входящих",
];

const INCOMING: &[&str] = &[
    "incoming",
    "new",
    "several",
    "some",
    "eingehende",
    "neue",
    "entrants",
    "nouveaux",
    "entrantes",
    "nuevos",
    "nuovi",
    "arrivo",
    "nieuwe",
    "inkomende",
    "nowych",
    "przychodzące",
    "новых",
    "входящих",
];

const YOU: &[&str] = &["you", "sie", "vous", "usted", "tienes", "tiene", "hai", "você", "u", "masz", "вас"];

const PASSWORDS: &[&str] =
    &["password", "passwort", "kennwort", "passe", "contraseña", "senha", "wachtwoord", "hasło", "пароль"];

const EXPIRES: &[&str] = &[
    "expire",
    "expires",
    "expiring",
    "expiration",
    "läuft",
    "ablaufen",
    "abläuft",
    "expirera",
    "expirent",
    "caduca",
    "caducará",
    "expirará",
    "vence",
    "scade",
    "scadrà",
    "verloopt",
    "wygasa",
    "wygaśnie",
    "истекает",
    "истечет",
];

const EXPIRED: &[&str] = &["expir", "abgelaufen", "caduc", "scad", "verlopen", "wygas", "истек"];

const HELD: &[&str] = &[
    "release",
    "pending",
    "on hold",
    "quarantine",
    "freigeben",
    "zurückgehalten",
    "libérer",
    "liberar",
    "rilascia",
];

const MESSAGES: &[&str] = &[
    "message",
    "mail",
    "email",
    "e-mail",
    "nachricht",
    "courriel",
    "correo",
    "mensaje",
    "mensagen",
    "messaggi",
    "bericht",
    "wiadomo",
    "письм",
    "сообщен",
];

static CLICKS: AnyOf = AnyOf::new(&[
    "click here",
    "click on the link",
    "click on the button",
    "click on this link",
    "click this link",
    "follow this link",
    "follow the link",
    "use the link below",
    "click below",
    "click the button",
    "click the link",
    "klicken sie",
    "cliquez",
    "haga clic",
    "haz clic",
    "clicca",
    "fare clic",
    "clique",
    "klik hier",
    "kliknij",
    "нажмите",
]);

const CONFIRMS: &[&str] = &[
    "verify",
    "confirm",
    "update your",
    "upgrade",
    "unlock",
    "bestätigen",
    "verifizieren",
    "aktualisieren",
    "vérifi",
    "mettre à jour",
    "verific",
    "actualiz",
    "aggiorn",
    "atualiz",
    "bevestig",
    "potwierd",
    "подтверд",
];

fn warns(flat: &str) -> bool {
    // Of thousands of pastes hardly one names what a warning is about.
    static NAMED: AnyOf = AnyOf::new(MAILBOXES);
    static ROOM: AnyOf = AnyOf::new(STORAGE);
    if !NAMED.is_in(flat) && !ROOM.is_in(flat) {
        return false;
    }
    let (clicks, has_picture) = (CLICKS.is_in(flat), has(flat, PICTURES));
    // A mail program says of a mail that it was not sent; a warning, only of what may come.
    if !clicks && has(flat, UNSENT) {
        return false;
    }
    flat.split(". ").flat_map(|part| part.split(['!', '?'])).any(|said| {
        let words: Vec<&str> =
            said.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
        let has =
            |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
        let is = |list: &[&str]| words.iter().any(|word| list.contains(word));
        let nearly = words
            .windows(2)
            .any(|two| NEARLY.contains(&two[0]) && FULL.iter().any(|full| two[1].starts_with(full)));
        let is_own = is(OWN) && has(MAILBOXES);
        let is_mailbox = |word: &str| MAILBOXES.iter().any(|start| word.starts_with(start));
        // `… lead to your account being suspended`.
        let is_being = words.windows(2).any(|two| is_mailbox(two[0]) && two[1] == "being");
        let closes = has(CLOSED) && (is(SOON) || is_being);
        (nearly && has(MAILBOXES))
            || (is_own && (closes || (clicks && (has(FULL) || has(CLOSED)))))
            || (is(OWN) && has(STORAGE) && has(FULL) && has_picture)
    })
}

const UNSENT: &[&str] = &[
    "couldn't send",
    "couldn’t send",
    "could not send",
    "not sent",
    "send quota",
    "nicht gesendet",
    "pas été envoyé",
    "no se ha enviado",
    "non inviato",
    "não enviada",
    "niet verzonden",
];

/// In bytes: a notice is short.
const NOTICED: usize = 6 << 10;

const NEARLY: &[&str] =
    &["almost", "nearly", "fast", "beinahe", "presque", "casi", "quase", "quasi", "bijna", "prawie", "почти"];

/// Words begin with them: `pleine`, `переполнен`.
const FULL: &[&str] =
    &["full", "voll", "plein", "satur", "llen", "chei", "pien", "vol", "pełn", "заполнен", "переполнен"];

const OWN: &[&str] = &[
    "your", "ihr", "ihre", "ihrem", "ihres", "dein", "deine", "votre", "ton", "ta", "vos", "su", "tu", "sua",
    "seu", "suo", "tua", "tuo", "uw", "jouw", "je", "ваш", "ваша", "твой", "twoj", "twoja", "twoje", "twój",
];

const MAILBOXES: &[&str] = &[
    "mailbox",
    "inbox",
    "account",
    "e-mail-konto",
    "mailkonto",
    "email-konto",
    "e-mail-account",
    "konto",
    "postfach",
    "boîte",
    "compte",
    "messagerie",
    "cuenta",
    "buzón",
    "conta",
    "casella",
    "postvak",
    "skrzynk",
    "ящик",
    "аккаунт",
    "почт",
    "storage",
];

const CLOSED: &[&str] = &[
    "deactivat",
    "disabl",
    "suspend",
    "clos",
    "lock",
    "block",
    "delet",
    "terminat",
    "deaktiviert",
    "gesperrt",
    "gelöscht",
    "geschlossen",
    "stillgelegt",
    "désactiv",
    "suspendu",
    "ferm",
    "supprim",
    "bloqu",
    "desactivad",
    "desativad",
    "suspendid",
    "suspens",
    "eliminad",
    "bloquead",
    "cerrad",
    "encerrad",
    "disattivat",
    "sospes",
    "bloccat",
    "chius",
    "gedeactiveerd",
    "geblokkeerd",
    "opgeschort",
    "zablokowan",
    "dezaktywowan",
    "usunięt",
    "заблокирован",
    "отключен",
    "отключён",
    "удален",
    "удалён",
];

/// What is to come, and has not come.
const SOON: &[&str] = &[
    "will",
    "wird",
    "werden",
    "sera",
    "serez",
    "será",
    "sarà",
    "verrà",
    "wordt",
    "zostanie",
    "będzie",
    "будет",
];

const STORAGE: &[&str] =
    &["storage", "speicher", "stockage", "almacenamiento", "armazenamento", "spazio", "opslag"];

const PICTURES: &[&str] = &["photo", "foto", "backed up", "backup", "gesichert", "sauvegard"];
