//! Sessions of a service that others connect to: who is at the other end, and what only follows from what was said before.

use super::bracketed;
use std::collections::HashMap;

/// So many processes are followed.
const MOST: usize = 10_000;

/// The client of each process, and whether something went wrong with it: Postfix's processes serve one client at a time.
#[derive(Default)]
pub struct Sessions<'a> {
    open: HashMap<&'a str, (Option<&'a str>, bool)>,
}

/// What is known of a line by the session that it stands in.
pub struct Met<'a> {
    pub client: Option<&'a str>,
    /// It says that the session ended, after it was told why.
    pub only_follows: bool,
}

impl<'a> Sessions<'a> {
    pub fn meets(&mut self, process: &'a str, line: &'a str, tag: &str) -> Met<'a> {
        const WHY: &[&str] =
            &["SSL_accept error", "TLS library problem", "authentication failed", " reject: "];
        if !tag.ends_with("smtpd") {
            return Met { client: None, only_follows: false };
        }
        let words = line.split_once("]: ").map_or("", |(_, words)| words);
        if words.starts_with("connect from ") && (self.open.len() < MOST || self.open.contains_key(process)) {
            self.open.insert(process, (bracketed(words), false));
        }
        if words.starts_with("disconnect from ") {
            self.open.remove(process);
        }
        let Some((client, is_told)) = self.open.get_mut(process) else {
            return Met { client: None, only_follows: false };
        };
        let only_follows = *is_told && words.starts_with("lost connection after ");
        // TLS says in a line of the library why the line before it failed.
        let is_unclear = words.starts_with("SSL_accept error") && words.ends_with(": -1");
        *is_told |= !is_unclear && WHY.iter().any(|why| words.contains(why));
        Met { client: *client, only_follows }
    }
}
