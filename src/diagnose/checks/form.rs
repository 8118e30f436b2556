//! A mail that a program on a web site's server made: a contact form, a shop. Who filled it in has no hand in how it is sent.

use crate::facts::message::Message;

/// What shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form<'a> {
    /// The site, where a field names it.
    pub site: Option<&'a str>,
}

/// Programs that send for web sites, as they name themselves in X-Mailer.
const MAILERS: &[&str] = &[
    "phpmailer",
    "wpforms",
    "contact form",
    "gravity forms",
    "ninja forms",
    "wordpress",
    "joomla",
    "drupal",
];

/// By what PHP, or its mail program, writes beside a mail that a user of that server handed in.
pub fn form(message: &Message) -> Option<Form<'_>> {
    let script = message.field("X-PHP-Script").map(|field| field.value.trim());
    let mailer = message.field("X-Mailer").map(|field| field.value.to_ascii_lowercase());
    let is_named = mailer.is_some_and(|mailer| MAILERS.iter().any(|known| mailer.contains(known)));
    let is_php = script.is_some() || message.field("X-PHP-Originating-Script").is_some();
    if !is_php && !(is_named && is_local(message)) {
        return None;
    }
    // `www.example.org/contact.php for 192.0.2.55`
    let site = script.and_then(|script| script.split(['/', ' ']).next()).filter(|site| site.contains('.'));
    Some(Form { site: site.map(|site| site.trim_start_matches("www.")) })
}

/// A user of the first server handed it in, and no mail program from elsewhere: Exim's `local`, Postfix' `from userid 33`.
fn is_local(message: &Message) -> bool {
    let Some(first) = message.hops.last() else { return false };
    let is_local = first.read.with.as_deref().is_some_and(|with| with.eq_ignore_ascii_case("local"));
    is_local || message.fields.get(first.field).is_some_and(|field| field.value.contains("from userid "))
}
