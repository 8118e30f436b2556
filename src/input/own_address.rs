//! The reader's own address, as a service outside tells it that was asked beside the mail: `curl ifconfig.me`.

use crate::text::{AnyOf, lines};
use std::net::IpAddr;

/// Who tells whoever asks from which address they come.
static TELLERS: AnyOf = AnyOf::new(&[
    "ifconfig.me",
    "ifconfig.co",
    "ifconfig.io",
    "icanhazip.com",
    "ipify.org",
    "ipinfo.io",
    "checkip.amazonaws.com",
    "checkip.dyndns.org",
    "ident.me",
    "ipecho.net",
    "ip.me",
    "wtfismyip.com",
    "api.my-ip.io",
    "myip.dk",
    "ip.sb",
    "o-o.myaddr.l.google.com",
    "myip.opendns.com",
    "whoami.akamai.net",
]);
/// Commands that ask one of them.
const ASKS: &[&str] = &[
    "curl",
    "wget",
    "dig",
    "drill",
    "nslookup",
    "host",
    "http",
    "fetch",
    "lynx",
    "Invoke-RestMethod",
    "Invoke-WebRequest",
    "irm",
    "iwr",
];
/// Behind so many lines the answer stands, at most.
const NEAR: usize = 8;

/// The address that the last answer names: the reader may have tried more than one way out.
pub fn find(text: &str) -> Option<String> {
    if !TELLERS.is_in(text) {
        return None;
    }
    let mut found = None;
    let mut left = 0;
    for line in lines(text).map(|line| text[line].trim()).filter(|line| !line.is_empty()) {
        if asks(line) {
            left = NEAR;
        } else if left > 0 {
            left -= 1;
            if let Some(address) = answer(line) {
                (found, left) = (Some(address.to_string()), 0);
            }
        }
    }
    found
}

fn asks(line: &str) -> bool {
    let is_command = |word: &str| ASKS.contains(&word.trim_start_matches(['(', '`', '$']));
    line.split_whitespace().any(is_command) && TELLERS.is_in(line)
}

/// A line that is an address and nothing else; `"ip": "192.0.2.1"`; the answer of nslookup with `text =` before it.
fn answer(line: &str) -> Option<IpAddr> {
    let word = line.rsplit([' ', '\t']).next()?;
    let address: IpAddr = word.trim_matches(['"', ',', '\'', '{', '}']).parse().ok()?;
    let is_alone = word.len() == line.len() || line.contains("\"ip\"") || line.contains("text =");
    let is_outer = !address.is_loopback() && !address.is_unspecified();
    (is_alone && is_outer).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn an_answer_of_who_was_asked_is_the_own_address() {
        let own = |text: &str| find(text);
        for text in [
            "# curl -4 ifconfig.me\n192.0.2.40\n",
            "[root@mx ~]# curl -s https://api.ipify.org\n192.0.2.40\n",
            "$ dig +short TXT o-o.myaddr.l.google.com @ns1.google.com\n\"192.0.2.40\"\n",
            "PS> (irm https://api.ipify.org?format=json)\n{\n  \"ip\": \"192.0.2.40\",\n",
        ] {
            assert_eq!(own(text).as_deref(), Some("192.0.2.40"), "{text}");
        }
        assert_eq!(own("see ifconfig.me\n192.0.2.40\n"), None);
        assert_eq!(own("$ dig +short mx example.org\n192.0.2.40\n"), None);
    }
}
