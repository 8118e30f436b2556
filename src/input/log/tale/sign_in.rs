//! One sign-in that was refused, told on two lines: by the part that checks passwords, which names the user, and by the server that
//! somebody wanted to send through, which answers.

use super::{Tale, bracketed};
use crate::facts::Role;
use crate::facts::story::Time;
use crate::text::AnyOf;
use std::collections::HashMap;

/// So many clients are followed.
const MOST: usize = 10_000;
/// The two lines of one sign-in are written this close to each other, in seconds. Servers wait before they say no.
const SOON: i64 = 10;

/// By client or session: who told last that a sign-in was refused, when, and the group that counts it.
#[derive(Default)]
pub struct SignIns<'a> {
    told: HashMap<&'a str, Vec<Told>>,
}

struct Told {
    by: By,
    seconds: i64,
    group: usize,
}

/// The one that knows the user, and the one that answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Checker,
    Server,
}

impl<'a> Tale<'a> {
    /// Counts a refused sign-in once, where both told of it: the line that names the user stays.
    pub(super) fn refuses_sign_in(
        &mut self,
        program: &str,
        line: &'a str,
        time: Option<&Time>,
        group: usize,
    ) {
        let Some((by, key)) = refused(program, line) else { return };
        let Some(seconds) = time.map(|time| time.seconds) else { return };
        if self.sign_ins.told.len() >= MOST && !self.sign_ins.told.contains_key(key) {
            return;
        }
        let told = self.sign_ins.told.entry(key).or_default();
        told.retain(|before| (seconds - before.seconds).abs() <= SOON);
        let other = told.iter().position(|before| before.by != by);
        let Some(before) = other.map(|at| told.swap_remove(at)) else {
            told.push(Told { by, seconds, group });
            return;
        };
        let doubled = if by == By::Server { group } else { before.group };
        let doubled = &mut self.log.groups[doubled];
        doubled.count = doubled.count.saturating_sub(1);
        let said = &mut self.statements[doubled.statement];
        said.times = said.times.saturating_sub(1);
        if said.times == 0 {
            said.role = Role::Context;
        }
    }
}

/// Who says that a sign-in was refused, and by what its other line is found: the session in Exchange's protocol log, else the
/// client's address.
fn refused<'a>(program: &str, line: &'a str) -> Option<(By, &'a str)> {
    static CHECKED: AnyOf =
        AnyOf::new(&["unknown user", "assword mismatch", "auth failed", "pam_authenticate() failed"]);
    match program {
        "exchange" => {
            let by = match () {
                () if line.contains("Inbound authentication failed with error") => By::Checker,
                () if line.contains(",535 5.7.3 ") || line.contains(",\"535 5.7.3 ") => By::Server,
                () => return None,
            };
            Some((by, line.split(',').nth(2)?))
        }
        "dovecot" if CHECKED.is_in(line) => Some((By::Checker, dovecots_client(line)?)),
        "postfix" if line.contains(": SASL ") && line.contains(" authentication failed") => {
            Some((By::Server, bracketed(line)?))
        }
        "exim" if line.contains(" authenticator failed for ") => Some((By::Server, bracketed(line)?)),
        _ => None,
    }
}

/// Who was at the other end, where a line has a form of its own for it: Dovecot's, and fail2ban's `Ban 192.0.2.1`.
pub fn client<'a>(program: &str, line: &'a str) -> Option<&'a str> {
    match program {
        "dovecot" => dovecots_client(line),
        "fail2ban" => {
            let (_, rest) = line.split_once("] Ban ").or_else(|| line.split_once("] Found "))?;
            rest.split_whitespace().next().filter(is_address)
        }
        _ => None,
    }
}

/// The user that a line of Dovecot names: `user=<ann@example.org>`, `sql(ann@example.org,192.0.2.1)`.
pub fn user<'a>(program: &str, line: &'a str) -> Option<&'a str> {
    if program != "dovecot" {
        return None;
    }
    let named = line.split_once("user=<").and_then(|(_, rest)| Some(rest.split_once('>')?.0));
    named.or_else(|| Some(asked(line)?.0)).filter(|user| !user.is_empty())
}

/// User and address that the part that checks passwords names in brackets.
fn asked(line: &str) -> Option<(&str, &str)> {
    let mut brackets = line.split('(').skip(1).filter_map(|inner| inner.split_once(')')?.0.split_once(','));
    brackets.find_map(|(user, rest)| Some((user, rest.split(',').next().filter(is_address)?)))
}

fn is_address(word: &&str) -> bool {
    word.parse::<std::net::IpAddr>().is_ok()
}

/// `rip=192.0.2.1`, `sql(ann@example.org,192.0.2.1,<session>)`.
fn dovecots_client(line: &str) -> Option<&str> {
    let named =
        line.split_once("rip=").and_then(|(_, rest)| rest.split([',', ' ']).next()).filter(is_address);
    named.or_else(|| Some(asked(line)?.1))
}
