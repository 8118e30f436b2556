//! Stand-ins: the same thing always gets the same one. Names and addresses are those that RFC 2606, RFC 5737 and
//! RFC 3849 set aside for examples.

use super::hosts::is_public;
use super::users::is_role;
use super::{Category, Options};
use crate::knowledge;
use std::collections::HashMap;

#[derive(Default)]
pub struct StandIns {
    known: HashMap<(Category, String), String>,
    counts: HashMap<Category, usize>,
    /// Registered domains: hosts of one are to be seen as such.
    domains: HashMap<String, usize>,
}

/// In the form of a queue id where it may be one: a log ties its lines together by these. With one letter it is none again.
fn id(text: &str, number: usize) -> String {
    let is_alphanumeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [whole] if is_alphanumeric(whole) && (9..=16).contains(&whole.len()) => {
            format!("A{number:0>width$}", width = whole.len() - 1)
        }
        // Exim's: seconds, process, fraction.
        [first, middle, last]
            if first.len() == 6
                && matches!((middle.len(), last.len()), (6, 2) | (11, 4))
                && is_alphanumeric(middle) =>
        {
            format!("1A0000-{number:0>width$}-{:0>end$}", "0", width = middle.len(), end = last.len())
        }
        _ => format!("ID{number}"),
    }
}

impl StandIns {
    /// The stand-in of `text`.
    pub fn of(&mut self, text: &str, category: Category, options: &Options) -> String {
        match category {
            Category::Secret => "[covered]".to_owned(),
            Category::Content => "[message text removed]".to_owned(),
            Category::Address => self.address(text, options),
            Category::Ip => self.ip(text),
            Category::Phone => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                self.numbered(&digits, category, |number| format!("phone{number}"))
            }
            Category::Name => self.numbered(text, category, |number| format!("Person {number}")),
            Category::Host => self.host(text),
            Category::Id => self.numbered(text, category, |number| id(text, number)),
        }
    }

    /// Local part and domain apart: who writes to whom stays visible. A name without a domain is a user's.
    fn address(&mut self, text: &str, options: &Options) -> String {
        let Some((local, domain)) = text.rsplit_once('@') else { return self.user(text) };
        let local = if is_role(local) { local.to_owned() } else { self.user(local) };
        let domain = if is_public(domain) || !options.hosts {
            domain.to_owned()
        } else {
            self.of(domain, Category::Host, options)
        };
        format!("{local}@{domain}")
    }

    /// Below the stand-in of its domain, or below a large provider's own name, on which the answer depends.
    fn host(&mut self, text: &str) -> String {
        let name = text.trim_end_matches('.').to_lowercase();
        let domain = match knowledge::organizational_domain(&name) {
            Some(domain) if domain != name && is_public(domain) => domain.to_owned(),
            Some(domain) => {
                let next = self.domains.len() + 1;
                let number = *self.domains.entry(domain.to_owned()).or_insert(next);
                let stand_in = format!("domain{number}.example");
                if domain == name {
                    return stand_in;
                }
                stand_in
            }
            None => "example".to_owned(),
        };
        self.numbered(&name, Category::Host, |number| format!("host{number}.{domain}"))
    }

    fn user(&mut self, text: &str) -> String {
        self.numbered(text, Category::Address, |number| format!("user{number}"))
    }

    fn ip(&mut self, text: &str) -> String {
        if text.contains(':') {
            return self.numbered(text, Category::Ip, |number| format!("2001:db8::{number:x}"));
        }
        // 254 hosts in each of the three documentation networks; a log with more starts again.
        self.numbered(text, Category::Ip, |number| {
            let network = ["192.0.2", "198.51.100", "203.0.113"][(number - 1) / 254 % 3];
            format!("{network}.{}", (number - 1) % 254 + 1)
        })
    }

    fn numbered(&mut self, text: &str, category: Category, make: impl Fn(usize) -> String) -> String {
        let key = (category, text.to_lowercase());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let count = self.counts.entry(category).or_default();
        *count += 1;
        let made = make(*count);
        self.known.insert(key, made.clone());
        made
    }
}
