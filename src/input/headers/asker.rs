//! Who asks about a header: the words above it may say that they sent the mail (`our quotes go to Junk at a customer`).

use crate::text::token;

/// Longer texts tell more than this.
const LONGEST: usize = 1500;
/// The least letters of a name that a domain begins with.
const NAME: usize = 5;

/// Whether these words are of whoever sent the mail, by the domain in its From for one.
pub fn is_sender(words: &str, from: Option<&str>) -> bool {
    if words.len() > LONGEST || !words.contains(char::is_alphabetic) {
        return false;
    }
    let mut all: Vec<String> = Vec::new();
    token::words(words, |_, word| all.push(word.to_owned()));
    let told = Told { words: all.iter().map(String::as_str).collect() };
    let is_surely = told.sends() || told.owns(SPECIAL) || from.is_some_and(|from| told.is_of(from));
    let is_likely = told.owns(GENERAL) && (told.names_reader_of_it() || told.was_shown_header());
    !told.receives() && (is_surely || is_likely)
}

struct Told<'a> {
    words: Vec<&'a str>,
}

impl Told<'_> {
    /// The words behind each that is in a list, at most so many.
    fn behind<'b>(&'b self, list: &'b [&str], most: usize) -> impl Iterator<Item = &'b [&'b str]> {
        let found = (0..self.words.len()).filter(|&at| list.contains(&self.words[at]));
        found.map(move |at| &self.words[at + 1..(at + 1 + most).min(self.words.len())])
    }

    /// `we sent`, `ich habe … geschickt`, `enviamos`
    fn sends(&self) -> bool {
        let by_itself = self.words.iter().any(|word| SENDS.contains(word));
        let sent = |next: &[&str]| {
            let at = next.iter().position(|word| SENT.contains(word));
            at.is_some_and(|_| !next.iter().any(|word| HEADERS.contains(word)))
        };
        by_itself || self.behind(I, 6).any(sent)
    }

    /// `our weekly newsletter`, and not `our newsletter folder` or `our quotes from them`.
    fn owns(&self, things: &[&str]) -> bool {
        let is_thing = |next: &[&str]| {
            let at = next.iter().take(3).position(|word| things.contains(word));
            at.is_some_and(|at| {
                let between = &next[..at];
                let after = next.get(at + 1);
                !between.iter().any(|word| OTHERS.contains(word))
                    && after.is_none_or(|word| !OF_PLACE.contains(word) && !FROM.contains(word))
            })
        };
        self.behind(OUR, 4).any(is_thing)
    }

    /// `at one customer`, `to a client`, `in the recipient's spam`
    fn names_reader_of_it(&self) -> bool {
        let reaches = |next: &[&str]| next.iter().any(|word| READERS.contains(word));
        let in_theirs = |next: &[&str]| next.iter().any(|word| JUNK.contains(word));
        self.behind(TO, 3).any(reaches) || self.behind(READERS_OWN, 2).any(in_theirs)
    }

    /// `they sent me the header`
    fn was_shown_header(&self) -> bool {
        self.behind(ME, 4).any(|next| next.iter().any(|word| HEADERS.contains(word)))
    }

    /// `in our junk folder`, `we receive`
    fn receives(&self) -> bool {
        let in_ours = |next: &[&str]| {
            next.first().is_some_and(|word| OUR.contains(word))
                && next.iter().any(|word| JUNK.contains(word) || INBOX.contains(word))
        };
        let gets = |next: &[&str]| next.first().is_some_and(|word| GETS.contains(word));
        self.words.iter().any(|word| RECEIVES.contains(word))
            || self.behind(IN, 3).any(in_ours)
            || self.behind(I, 1).any(gets)
    }

    /// `we are Example`, `our domain example.com`: the name that the domain in From begins with.
    fn is_of(&self, from: &str) -> bool {
        let label = from.split('.').next().unwrap_or_default();
        let is_named = |next: &[&str]| {
            let says = next.iter().position(|word| ARE.contains(word)).map_or(next, |at| &next[at + 1..]);
            says.iter().take(3).any(|word| word.len() >= NAME && label.starts_with(word))
        };
        let says_who = |next: &[&str]| next.first().is_some_and(|word| ARE.contains(word)) && is_named(next);
        let says_domain =
            |next: &[&str]| next.first().is_some_and(|word| DOMAIN.contains(word)) && is_named(next);
        self.behind(I, 5).any(says_who)
            || self.behind(&["somos", "siamo", "sommes", "jesteśmy"], 3).any(is_named)
            || self.behind(OUR, 4).any(says_domain)
    }
}

const I: &[&str] = &[
    "i", "we", "ive", "weve", "im", "were", "ich", "wir", "je", "jai", "nous", "yo", "io", "noi", "eu",
    "nós", "ik", "wij", "jag", "vi", "jeg", "я", "мы",
];

/// Of the first person, with their helping verbs before them.
const SENT: &[&str] = &[
    "send",
    "sent",
    "sending",
    "wrote",
    "mailed",
    "emailed",
    "schicke",
    "schicken",
    "geschickt",
    "sende",
    "senden",
    "gesendet",
    "verschicke",
    "verschicken",
    "verschickt",
    "versende",
    "versenden",
    "versendet",
    "geschrieben",
    "envoie",
    "envoyé",
    "envoyons",
    "enviado",
    "inviato",
    "mandato",
    "verstuur",
    "versturen",
    "verstuurd",
    "stuur",
    "sturen",
    "gestuurd",
    "skickar",
    "skickat",
    "sender",
    "sendt",
    "отправил",
    "отправила",
    "отправляю",
    "отправляем",
    "отправили",
];

/// These say who by themselves.
const SENDS: &[&str] = &[
    "jenvoie",
    "envoyons",
    "envié",
    "enviamos",
    "inviamo",
    "mandiamo",
    "enviei",
    "wysyłam",
    "wysyłamy",
    "wysłałem",
    "wysłałam",
    "wysłaliśmy",
    "отправляю",
    "отправляем",
];

const OUR: &[&str] = &[
    "my", "our", "mein", "meine", "meinen", "meiner", "meinem", "unser", "unsere", "unseren", "unserer",
    "unserem", "mon", "ma", "mes", "notre", "nos", "mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras",
    "mio", "mia", "miei", "mie", "nostro", "nostra", "nostri", "nostre", "meu", "minha", "meus", "minhas",
    "nosso", "nossa", "nossos", "nossas", "mijn", "ons", "onze", "mój", "moje", "nasz", "nasze", "naszych",
    "min", "mitt", "mina", "vår", "vårt", "våra", "vores", "мой", "мои", "моя", "наш", "наша", "наши",
];

/// What only who sends it calls theirs.
const SPECIAL: &[&str] = &[
    "newsletter",
    "newsletters",
    "mailing",
    "mailings",
    "mailshot",
    "quote",
    "quotes",
    "quotation",
    "quotations",
    "offer",
    "offers",
    "proposal",
    "proposals",
    "campaign",
    "campaigns",
    "notifications",
    "reminders",
    "angebot",
    "angebote",
    "rundmail",
    "rundmails",
    "rundschreiben",
    "bestellbestätigungen",
    "mahnungen",
    "devis",
    "infolettre",
    "boletín",
    "boletines",
    "presupuesto",
    "presupuestos",
    "oferta",
    "ofertas",
    "preventivo",
    "preventivi",
    "offerta",
    "offerte",
    "offertes",
    "orçamento",
    "orçamentos",
    "nieuwsbrief",
    "nieuwsbrieven",
    "oferty",
    "рассылка",
    "рассылки",
];

/// What both sides call theirs.
const GENERAL: &[&str] = &[
    "mail",
    "mails",
    "email",
    "emails",
    "message",
    "messages",
    "invoice",
    "invoices",
    "statements",
    "reply",
    "replies",
    "answer",
    "answers",
    "reports",
    "tickets",
    "confirmation",
    "confirmations",
    "nachricht",
    "nachrichten",
    "rechnung",
    "rechnungen",
    "antwort",
    "antworten",
    "courriel",
    "courriels",
    "facture",
    "factures",
    "réponses",
    "correo",
    "correos",
    "mensaje",
    "mensajes",
    "factura",
    "facturas",
    "messaggio",
    "messaggi",
    "fattura",
    "fatture",
    "mensagem",
    "mensagens",
    "fatura",
    "faturas",
    "bericht",
    "berichten",
    "factuur",
    "facturen",
    "maile",
    "wiadomość",
    "wiadomości",
    "faktury",
    "письма",
    "письмо",
    "сообщения",
    "счета",
    "mejl",
    "fakturor",
];

/// Behind a possessive: the thing is somebody else's.
const OTHERS: &[&str] = &[
    "customers",
    "clients",
    "suppliers",
    "supplier",
    "vendor",
    "vendors",
    "banks",
    "partners",
    "bosss",
    "kunden",
    "lieferanten",
    "fournisseur",
    "fournisseurs",
    "proveedor",
    "proveedores",
    "fornitore",
    "fornitori",
    "leverancier",
    "from",
    "von",
    "in",
    "to",
];

/// Behind the thing: it is a place, or a machine.
const OF_PLACE: &[&str] = &[
    "folder",
    "folders",
    "box",
    "inbox",
    "server",
    "servers",
    "client",
    "account",
    "accounts",
    "provider",
    "program",
    "app",
    "filter",
    "filters",
    "gateway",
    "system",
    "address",
    "host",
    "hosting",
    "admin",
    "administrator",
    "subscription",
    "service",
];

const FROM: &[&str] = &["from", "von", "vom", "desde", "dal", "dalla", "van", "od", "от", "från", "fra"];
const TO: &[&str] = &[
    "to", "at", "bei", "beim", "an", "chez", "à", "aux", "au", "a", "al", "en", "presso", "para", "bij",
    "aan", "do", "u", "hos", "till", "til", "у", "к",
];

const READERS: &[&str] = &[
    "customer",
    "customers",
    "client",
    "clients",
    "recipient",
    "recipients",
    "subscriber",
    "subscribers",
    "prospect",
    "prospects",
    "patient",
    "patients",
    "kunde",
    "kunden",
    "kundin",
    "empfänger",
    "empfängern",
    "empfängers",
    "destinataire",
    "destinataires",
    "cliente",
    "clientes",
    "clienti",
    "destinatario",
    "destinatarios",
    "destinatari",
    "destinatário",
    "destinatários",
    "klant",
    "klanten",
    "ontvanger",
    "ontvangers",
    "klienta",
    "klientów",
    "odbiorcy",
    "клиента",
    "клиентов",
    "клиенту",
    "клиентам",
    "получателя",
    "получателей",
    "kund",
    "kunder",
    "mottagaren",
];

/// `the customer's spam folder`
const READERS_OWN: &[&str] =
    &["customers", "clients", "recipients", "subscribers", "patients", "their", "his", "her"];

const ME: &[&str] =
    &["me", "us", "mir", "uns", "ma", "mont", "nous", "nos", "mi", "ci", "mij", "ons", "mig", "мне", "нам"];
const HEADERS: &[&str] = &[
    "header",
    "headers",
    "kopfzeilen",
    "kopfzeile",
    "quelltext",
    "source",
    "entête",
    "entêtes",
    "têtes",
    "tête",
    "cabecera",
    "cabeceras",
    "encabezado",
    "encabezados",
    "intestazione",
    "intestazioni",
    "cabeçalho",
    "cabeçalhos",
    "nagłówek",
    "nagłówki",
    "заголовок",
    "заголовки",
];

const IN: &[&str] = &["in", "into", "im", "dans", "en", "nel", "nella", "no", "na", "w", "в", "i"];
const JUNK: &[&str] = &[
    "spam",
    "spams",
    "junk",
    "spamordner",
    "junkordner",
    "spamfolder",
    "indésirable",
    "indésirables",
    "pourriels",
    "quarantine",
    "quarantäne",
    "ongewenst",
    "спам",
    "спаме",
];
const INBOX: &[&str] =
    &["inbox", "mailbox", "posteingang", "postfach", "boîte", "bandeja", "buzón", "casella"];
const GETS: &[&str] = &[
    "get", "got", "getting", "receive", "received", "expect", "expected", "bekomme", "bekommen", "erhalte",
    "erhalten", "erwarte",
];
const RECEIVES: &[&str] = &[
    "reçois",
    "recevons",
    "recibo",
    "recibimos",
    "ricevo",
    "riceviamo",
    "recebo",
    "recebemos",
    "otrzymuję",
    "otrzymujemy",
    "получаю",
    "получаем",
];
const ARE: &[&str] = &[
    "are",
    "am",
    "bin",
    "sind",
    "suis",
    "sommes",
    "soy",
    "sono",
    "sou",
    "ben",
    "zijn",
    "är",
    "er",
    "domain",
    "domäne",
    "domaine",
    "dominio",
    "domínio",
    "domein",
    "domena",
    "домен",
];
const DOMAIN: &[&str] = &["domain", "domäne", "domaine", "dominio", "domínio", "domein", "domena", "домен"];

#[cfg(test)]
mod tests {
    use super::is_sender;

    #[test]
    fn who_sends_says_so() {
        let from = Some("northlamp.example");
        for sent in [
            "Why do our quotes go to Junk at this one customer? They sent me the header:",
            "our weekly newsletter lands in spam",
            "My emails to our clients end up in spam",
            "We are Northlamp. Everything goes to junk there",
            "all mail of our domain northlamp.example lands in junk",
            "I sent this to a prospect, and it landed in spam",
            "Unsere Angebote landen beim Kunden im Spam",
            "Meine Mail an einen Kunden liegt dort im Spam-Ordner",
            "Wir haben die Rechnung geschickt, sie liegt im Spam",
            "Nos devis arrivent dans les indésirables chez un client",
            "Nuestros correos llegan a spam en un cliente",
            "Le nostre offerte finiscono nello spam",
            "Onze nieuwsbrief komt in de spam terecht",
            "Наши письма попадают в спам у клиента",
        ] {
            assert!(is_sender(sent, from), "{sent}");
        }
        for other in [
            "",
            "Why is this in my junk folder?",
            "Mails of our supplier land in our spam folder",
            "our customers' quotes land in junk",
            "I get this newsletter every week, and our newsletter folder is empty",
            "our newsletter from the chamber lands in Junk",
            "Unsere Angebote von Lieferanten landen im Spam",
            "My mail goes to junk, what is this?",
            "Northlamp writes to us and it lands in junk",
            "Die Nachricht eines Kunden liegt in unserem Spam",
            "Nous recevons nos devis dans les spams",
            "Please look at the header below",
        ] {
            assert!(!is_sender(other, from), "{other}");
        }
    }
}
