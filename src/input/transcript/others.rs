//! Conversations in other protocols, whose replies look like those of mail: files (FTP), news (NNTP), telephony (SIP).

use super::SAMPLE;
use crate::facts::Foreign;

/// Behind these the server is named: FileZilla, command lines, other programs' own words.
const SERVERS: &[&str] =
    &["Resolving address of ", "onnecting to ", "onnected to ", "ftp> open ", "$ ftp ", "$ lftp "];

/// The longest answer that is shown, in bytes.
const LONGEST: usize = 200;

/// `Response:\t331 …`, `< 331 …`, `10:02:01 <--- 331 …`: what stands before is the program's that noted it down.
fn said(line: &str) -> &str {
    let line = line.trim_start();
    let label =
        line.split_once([':', '>', ']']).filter(|(label, _)| label.bytes().all(|b| b.is_ascii_alphabetic()));
    label.map_or(line, |(_, rest)| rest).trim_start_matches(['<', '-', '>', ' ', '\t'])
}

/// The protocol of a conversation whose replies look like SMTP's, and are none: FTP (RFC 959) asks for a password with 331 and lets in with 230,
/// news servers (RFC 4643) with 381 and 281, and SIP (RFC 3261) names itself.
pub fn of_others(string: &str) -> Option<&'static str> {
    let mut user = false;
    string.lines().take(SAMPLE).find_map(|line| {
        let said = said(line);
        let is = |code: &str| said.strip_prefix(code).is_some_and(|rest| rest.starts_with([' ', '-']));
        // A password is asked for where somebody gave a name.
        user |= said.starts_with("USER ") || said.starts_with("AUTHINFO ");
        match () {
            () if is("331") || line.trim_start().starts_with("ftp> ") || (user && is("230")) => Some("FTP"),
            () if said.starts_with("AUTHINFO ") => Some("NNTP"),
            () if said.starts_with("SIP/2.0 ") || said.ends_with(" SIP/2.0") => Some("SIP"),
            () => None,
        }
    })
}

/// Whom the conversation was with, under which name somebody wanted in, and what it was refused with.
pub fn foreign(string: &str) -> Foreign {
    let mut found = Foreign::default();
    for line in string.lines().take(SAMPLE) {
        for host in SERVERS.iter().filter_map(|before| host_at(line.split_once(before)?.1)) {
            let is_address = host.parse::<std::net::IpAddr>().is_ok();
            let known = if is_address { &mut found.address } else { &mut found.server };
            known.get_or_insert(host.to_owned());
        }
        let said = said(line);
        let user = said.strip_prefix("USER ").or_else(|| said.strip_prefix("AUTHINFO USER "));
        if let Some(user) = user.map(str::trim).filter(|user| !user.is_empty() && !user.contains(' ')) {
            found.user = Some(user.to_owned());
        }
        if let Some(answer) = answer(said) {
            let refuses = answer.starts_with(['4', '5']);
            found.refusal =
                refuses.then(|| answer[..answer.floor_char_boundary(LONGEST.min(answer.len()))].to_owned());
        }
    }
    found
}

/// `530 Login incorrect.`
fn answer(said: &str) -> Option<&str> {
    let (code, rest) = said.split_at_checked(3)?;
    let is_code = code.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with([' ', '-']);
    is_code.then(|| said.trim_end())
}

/// The name or address at the beginning, without its port.
fn host_at(words: &str) -> Option<&str> {
    let word = words.split_whitespace().next()?.trim_end_matches(['.', ',', ';']);
    let host =
        word.split_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(word, |(host, _)| host);
    let is_host =
        host.contains('.') && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    is_host.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_and_the_name_are_read() {
        let found = foreign(
            "Status:\tResolving address of ftp.example.org\nStatus:\tConnecting to 192.0.2.61:21...\nCommand:\tUSER shop@example.org\nResponse:\t331 Password \
             required\nResponse:\t530 Login incorrect.\n",
        );
        assert_eq!(found.server.as_deref(), Some("ftp.example.org"));
        assert_eq!(found.address.as_deref(), Some("192.0.2.61"));
        assert_eq!(found.user.as_deref(), Some("shop@example.org"));
        assert_eq!(found.refusal.as_deref(), Some("530 Login incorrect."));
        assert_eq!(foreign("ftp> open ftp.example.org\n331 x\n230 in\n").refusal, None);
    }
}
