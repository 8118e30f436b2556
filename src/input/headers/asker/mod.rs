//! Who asks about a header: the words around it may say that they sent the mail (`our quotes go to Junk at a customer`).

mod words;

use crate::text::token;
use words::{
    ARE, DOMAIN, FINDS, FROM, GAVE, GENERAL, GETS, HEADERS, I, I_AM, IN, INBOX, JUNK, ME, OF_PLACE, OTHERS,
    OUR, READERS, READERS_OWN, RECEIVES, SENDING, SENDS, SENT, SPECIAL, TIMES, TO, TO_ME, UNWANTED,
};

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

/// Whether these words ask about times or clocks.
pub fn is_of_time(words: &str) -> bool {
    has_any(words, TIMES)
}

/// Whether these words ask how to get rid of such mail: `unsubscribe`, `abbestellen`, `I never signed up for this`.
pub fn is_unwanted(words: &str) -> bool {
    has_any(words, UNWANTED)
}

fn has_any(words: &str, list: &[&str]) -> bool {
    let mut is_told = false;
    if words.len() <= LONGEST {
        token::words(words, |_, word| is_told |= list.contains(&word));
    }
    is_told
}

/// Whether these words speak of where a mail was put, or of its header.
pub fn is_of_headers(words: &str) -> bool {
    let mut is_told = false;
    token::words(words, |_, word| is_told |= JUNK.contains(&word) || HEADERS.contains(&word));
    is_told
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

    /// `we sent`, `ich habe … geschickt`, `enviamos`, `I'm sending`, and not `I found mail that was sent to me`
    fn sends(&self) -> bool {
        let by_itself = self.words.iter().any(|word| SENDS.contains(word));
        let sent = |next: &[&str]| {
            let at = next.iter().take(6).position(|word| SENT.contains(word));
            at.is_some_and(|at| {
                !next[..at].iter().any(|word| TO_ME.contains(word))
                    && !is_to_me(&next[at + 1..])
                    && !next.iter().take(6).any(|word| HEADERS.contains(word))
            })
        };
        let is_sending = |next: &[&str]| next.iter().any(|word| SENDING.contains(word));
        by_itself || self.behind(I, 8).any(sent) || self.behind(I_AM, 2).any(is_sending)
    }

    /// `mails that were sent to me`, `an mich geschickt`, `bei uns im Spam`, and not `the header that they sent to me`
    fn was_sent_to_reader(&self) -> bool {
        (0..self.words.len()).filter(|&at| is_to_me(&self.words[at..])).any(|at| {
            let before = &self.words[at.saturating_sub(4)..at];
            let after = &self.words[at + 2..(at + 6).min(self.words.len())];
            let is_sent =
                || before.iter().rev().take(2).chain(after.iter().take(1)).any(|word| SENT.contains(word));
            let is_put = || {
                let place = after.iter().take(3).any(|word| JUNK.contains(word) || INBOX.contains(word));
                place && !before.iter().any(|word| I.contains(word))
            };
            let is_of_header = before.iter().chain(after).any(|word| HEADERS.contains(word));
            !is_of_header && (is_sent() || is_put())
        })
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
        // `my customer found my mail in spam`
        let finds_mine = |next: &[&str]| {
            next.first().is_some_and(|word| FINDS.contains(word))
                && next[1..].iter().any(|word| OUR.contains(word))
        };
        self.behind(TO, 3).any(reaches)
            || self.behind(READERS_OWN, 2).any(in_theirs)
            || self.behind(READERS, 3).any(finds_mine)
    }

    /// `they sent me the header`, `a guest sent me this`
    fn was_shown_header(&self) -> bool {
        let by_reader = |next: &[&str]| {
            next.first().is_some_and(|word| GAVE.contains(word))
                && next[1..].iter().any(|word| ME.contains(word))
        };
        self.behind(ME, 4).any(|next| next.iter().any(|word| HEADERS.contains(word)))
            || self.behind(READERS, 3).any(by_reader)
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
            || self.was_sent_to_reader()
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

/// `to me`, `an uns`
fn is_to_me(words: &[&str]) -> bool {
    matches!(words, [to, me, ..] if TO.contains(to) && TO_ME.contains(me))
}

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
            "Why do our booking confirmations go to Junk? A guest sent me this:",
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
            "I'm sending this every week, and it ends up in spam",
            "My customer found my mail in spam.",
            "Unser Kunde findet unsere Mails im Spam",
            "Our mails land in their spam folder. The header was sent to me by one of them:",
        ] {
            assert!(is_sender(sent, from), "{sent}");
        }
        for other in [
            "",
            "Why is this in my junk folder?",
            "A guest sent me this mail, and it lies in Junk",
            "Our mail folder is full, and a guest sent me this",
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
            "Why do mails that were sent to me land in spam?",
            "I found a mail that was sent to me in spam",
            "Direkt an Gmail geschickt kommt sie an, im Spam liegt sie sonst",
            "Mein Vermieter hat das im November geschickt, bei mir im Spam",
            "Die Rechnung wurde im Oktober an mich geschickt",
            "Das hat mir mein Chef im Urlaub gesendet",
            "they sent it, I found it in spam",
        ] {
            assert!(!is_sender(other, from), "{other}");
        }
    }
}
