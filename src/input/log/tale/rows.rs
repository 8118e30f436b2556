//! Conversations that a log tells line by line, each line under the number of its session: hMailServer's rows, and the lines of
//! OpenSMTPD about a connection. Whom a refusal is about, and whose it is, stands on lines before it.

use crate::facts::Moment;
use std::collections::HashMap;

/// So many sessions are followed.
const MOST: usize = 10_000;

/// What was said in a session so far.
#[derive(Clone, Debug, Default)]
pub struct Met<'a> {
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub host: Option<&'a str>,
    pub helo: Option<&'a str>,
    pub moment: Option<Moment>,
}

#[derive(Default)]
pub struct Rows<'a> {
    open: HashMap<&'a str, Met<'a>>,
}

impl<'a> Rows<'a> {
    /// Takes a line in, and returns what its session has told.
    pub fn meets(&mut self, program: &str, line: &'a str) -> Option<Met<'a>> {
        let (session, learn): (_, fn(&mut Met<'a>, &'a str)) = match program {
            "hmailserver" => (hmailservers(line)?, of_row),
            "opensmtpd" => (opensmtpds(line)?, of_connection),
            _ => return None,
        };
        if self.open.len() >= MOST && !self.open.contains_key(session) {
            return None;
        }
        let met = self.open.entry(session).or_default();
        learn(met, line);
        Some(met.clone())
    }
}

/// When, by the field behind the numbers of hMailServer's rows.
pub fn time<'a>(program: &str, line: &'a str) -> Option<&'a str> {
    let is_time = |field: &&str| field.starts_with("20") && field.contains(':') && field.len() < 30;
    line.split('"').skip(3).step_by(2).take(1).find(is_time).filter(|_| program == "hmailserver")
}

/// `"SMTPC" 4012 1187 "2023-09-09 …" "192.0.2.44" "SENT: …"`: service, thread and session.
fn hmailservers(line: &str) -> Option<&str> {
    let start = line.find("\"SMTPC\"").or_else(|| line.find("\"SMTPD\""))?;
    let row = &line[start..];
    let end = row.match_indices('"').nth(2)?.0;
    Some(row[..end].trim_end())
}

fn of_row<'a>(met: &mut Met<'a>, line: &'a str) {
    let is_client = line.contains("\"SMTPC\"");
    let said = |cue: &str| line.split_once(cue).map(|(_, said)| said.trim_end().trim_end_matches('"'));
    let (command, reply) = match is_client {
        true => (said("\"SENT: "), said("\"RECEIVED: ")),
        false => (said("\"RECEIVED: "), said("\"SENT: ")),
    };
    if let Some(command) = command {
        of_command(met, command);
    }
    if !is_client || met.host.is_some_and(is_name) {
        return;
    }
    // The greeting names who answers (RFC 5321, section 4.2); where the log begins behind it, the row has the address.
    let greeting = reply.and_then(|reply| reply.strip_prefix("220 "));
    let name = greeting.and_then(|greeting| greeting.split_whitespace().next()).filter(|name| is_name(name));
    let address = || line.split('"').nth(5).filter(|field| field.parse::<std::net::IpAddr>().is_ok());
    met.host = name.or(met.host).or_else(address);
}

fn of_command<'a>(met: &mut Met<'a>, command: &'a str) {
    let verb: String = command.chars().take(9).collect::<String>().to_ascii_uppercase();
    let address = || {
        let (_, rest) = command.split_once('<')?;
        rest.split_once('>').map(|(address, _)| address).filter(|address| address.contains('@'))
    };
    if verb.starts_with("EHLO") || verb.starts_with("HELO") {
        met.helo = command.split_whitespace().nth(1);
        met.moment = Some(Moment::Helo);
    } else if verb.starts_with("MAIL FROM") {
        (met.from, met.to, met.moment) = (address(), None, Some(Moment::Mail));
    } else if verb.starts_with("RCPT TO") {
        (met.to, met.moment) = (address(), Some(Moment::Rcpt));
    } else if verb.starts_with("DATA") {
        met.moment = Some(Moment::Data);
    } else if verb.starts_with("AUTH") {
        met.moment = Some(Moment::Auth);
    } else if verb.starts_with("STARTTLS") {
        met.moment = Some(Moment::StartTls);
    } else if command.starts_with("[nl]") || command == "." {
        met.moment = Some(Moment::EndOfData);
    } else {
        met.moment = None;
    }
}

/// `e5d3a1… mta connecting address=smtp://192.0.2.1:25 host=mx.example.org`: sixteen hexadecimal digits before what speaks.
fn opensmtpds(line: &str) -> Option<&str> {
    let at = line.find(" mta ")?;
    let session = line.get(at.checked_sub(16)?..at)?;
    let is_one =
        session.bytes().all(|byte| byte.is_ascii_hexdigit()) && session.bytes().any(|byte| byte != b'0');
    is_one.then_some(session)
}

fn of_connection<'a>(met: &mut Met<'a>, line: &'a str) {
    let value = |key: &str| line.split_once(key).and_then(|(_, rest)| rest.split_whitespace().next());
    if !line.contains(" mta connecting ") {
        return;
    }
    let address = || value(" address=")?.split("://").last()?.split([':', '/']).next();
    met.host = value(" host=").filter(|name| is_name(name)).or_else(address);
}

fn is_name(name: &str) -> bool {
    name.contains('.')
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_session_is_followed_by_itself() {
        let row = |session: u8, said: &str| {
            format!("\"SMTPC\"\t31\t{session}\t\"2026-11-02 08:00:10.000\"\t\"203.0.113.25\"\t\"{said}\"")
        };
        let lines = [
            row(7, "RECEIVED: 220 mx.example.net ESMTP"),
            row(8, "SENT: RCPT TO:<eve@example.com>"),
            row(7, "SENT: RCPT TO:<bob@example.net>"),
            row(7, "RECEIVED: 550 no"),
        ];
        let mut rows = Rows::default();
        let met =
            lines.iter().map(|line| rows.meets("hmailserver", line)).last().flatten().expect("a session");
        assert_eq!(
            (met.to, met.host, met.moment),
            (Some("bob@example.net"), Some("mx.example.net"), Some(Moment::Rcpt))
        );
        assert_eq!(rows.meets("hmailserver", &lines[1]).and_then(|met| met.host), Some("203.0.113.25"));
        assert_eq!(time("hmailserver", &lines[0]), Some("2026-11-02 08:00:10.000"));
        assert!(
            rows.meets("postfix", &lines[0]).is_none() && rows.meets("hmailserver", "\"SMTPC\" 3").is_none()
        );
    }
}
