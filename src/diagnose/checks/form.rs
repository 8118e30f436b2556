//! A mail that a program on a web site's server made: a contact form, a shop. Who filled it in has no hand in how it is sent.

use super::path::same_owner;
use super::posing;
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

/// Whether the form wrote to the house of its own web site: answers go to whoever filled it in, whatever address they have. The reader is of the
/// author's domain, or the site is, or the program has the name that WordPress gives itself (`wordpress@` and the site's domain).
pub fn is_of_own_site(message: &Message) -> bool {
    let Some(form) = form(message) else { return false };
    let Some(from) = message.from.first() else { return false };
    let is_its = |site: &str| from.read.domain().is_some_and(|domain| same_owner(&domain, site));
    let is_wordpress = from.read.address.to_ascii_lowercase().starts_with("wordpress@");
    posing::is_of_own_house(message) || form.site.is_some_and(is_its) || is_wordpress
}

/// A user of the first server handed it in, and no mail program from elsewhere: Exim's `local`, Postfix' `from userid 33`.
fn is_local(message: &Message) -> bool {
    let Some(first) = message.hops.last() else { return false };
    let is_local = first.read.with.as_deref().is_some_and(|with| with.eq_ignore_ascii_case("local"));
    is_local || message.fields.get(first.field).is_some_and(|field| field.value.contains("from userid "))
}
