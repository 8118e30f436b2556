//! A setting beside the error that allows only versions of TLS which are switched off today (RFC 8996): it is the fault, and not the
//! library or the server.

use crate::knowledge::Topic;
use crate::report::{Finding, Step};

/// So many lines are looked at.
const MOST: usize = 2_000;

pub fn adapt(told: &mut Finding, paste: &str, kind: &str) {
    if told.cause != "tls-handshake" || !matches!(kind, "client-error" | "library-error" | "settings") {
        return;
    }
    let Some(line) = paste.lines().take(MOST).find_map(pinned) else { return };
    let text = format!(
        "This line of your settings is the fault: `{line}`. It allows only a version of TLS that Java, other libraries and servers have switched off. Name \
         TLS 1.2 and 1.3 there in its place (in Java `TLSv1.2 TLSv1.3`), or take the line out: then the newest that both sides know is taken."
    );
    told.steps.retain(|step| !step.is_about(Topic::Ports));
    told.steps.insert(0, Step::new("sender-admin", text));
}

/// `mail.smtp.ssl.protocols=TLSv1`, `secureProtocol: 'TLSv1_method'`: the setting, where each version in it is an old one.
fn pinned(line: &str) -> Option<&str> {
    const LONGEST: usize = 120;
    const NAMES: &[&str] =
        &["protocols", "secureprotocol", "securityprotocol", "sslprotocol", "tlsprotocol", "maxversion"];
    const OLD: &[&str] = &[
        "sslv2",
        "sslv3",
        "tlsv1",
        "tlsv1.0",
        "tlsv1.1",
        "tlsv1_method",
        "tlsv1_1_method",
        "sslv3_method",
        "securityprotocoltype.ssl3",
        "securityprotocoltype.tls",
        "securityprotocoltype.tls11",
    ];
    let line = line.trim();
    let at = line.find(['=', ':']).filter(|_| line.len() <= LONGEST)?;
    let name = line[..at].trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let is_name = NAMES.iter().any(|end| name.ends_with(end))
        && !name.starts_with('#')
        && !name.contains(char::is_whitespace);
    let value = line[at..].trim_start_matches(['=', ':', '>', ' ']).to_ascii_lowercase();
    let mut versions = value
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '[' | ']' | '|'))
        .filter(|version| !version.is_empty())
        .peekable();
    let is_old = versions.peek().is_some() && versions.all(|version| OLD.contains(&version));
    (is_name && is_old && !line.contains('`')).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::pinned;

    #[test]
    fn a_setting_that_allows_old_versions_alone_is_pointed_at() {
        for line in [
            "mail.smtp.ssl.protocols=TLSv1",
            "spring.mail.properties.mail.smtp.ssl.protocols: TLSv1 TLSv1.1",
            "  secureProtocol: 'TLSv1_method',",
            "ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls;",
        ] {
            assert!(pinned(line).is_some(), "{line}");
        }
        for line in [
            "mail.smtp.ssl.protocols=TLSv1 TLSv1.2",
            "mail.smtp.ssl.protocols=",
            "# ssl.protocols=TLSv1",
            "the protocols: TLSv1",
            "mail.transport.protocol=smtp",
        ] {
            assert_eq!(pinned(line), None, "{line}");
        }
        let paste = "mail.smtp.ssl.protocols=TLSv1\njavax.net.ssl.SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher \
                     suites are inappropriate)";
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(told.steps[0].text.contains("`mail.smtp.ssl.protocols=TLSv1`"), "{:?}", told.steps);
    }
}
