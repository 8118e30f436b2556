//! A certificate that is made out to another name: the words mostly hold both, the one that was asked for and the one that the
//! certificate carries.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::dialogue::Act;
use crate::knowledge::RULES;
use crate::report::{Finding, Step};

/// Both names; the certificate's own where the words have it.
pub struct Names<'a> {
    pub asked: &'a str,
    pub carried: Option<&'a str>,
}

/// OpenSSL as PHP shows it, Python, Go, Node.js, curl and Java, by their own sources; checked 2026-11-27.
const ASKED: &[&str] = &[
    "expected cn=",
    "certificate is not valid for '",
    "target host name '",
    "altnames: host: ",
    "alternative dns name matching ",
];
const CARRIED: &[&str] =
    &["certificate cn=", "certificate is valid for ", "certificate subject name '", "altnames: dns:"];

pub fn names(text: &str) -> Option<Names<'_>> {
    let lower = text.to_ascii_lowercase();
    let behind = |cues: &[&str]| {
        cues.iter().find_map(|cue| lower.find(cue).and_then(|at| host(&text[at + cue.len()..])))
    };
    // `x509: certificate is valid for a.example, b.example, not c.example`.
    let gos = || {
        let at = lower.find("certificate is valid for ")?;
        let line = text[at..].lines().next()?;
        host(&line[line.rfind(", not ")? + 6..])
    };
    let asked = behind(ASKED).or_else(gos)?;
    Some(Names { asked, carried: behind(CARRIED).filter(|carried| !carried.eq_ignore_ascii_case(asked)) })
}

/// The name with which a text begins, behind a sign of quotation.
fn host(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['`', '\'', '"']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*');
    let name = text[..text.find(|c| !is_part(c)).unwrap_or(text.len())].trim_end_matches('.');
    (name.contains('.') && !name.starts_with('.')).then_some(name)
}

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, kind: &str) {
    let rule = found.rule.map_or("", |rule| RULES[usize::from(rule)].id);
    let words = found.statement.map(|index| facts.statements[index].text.as_str());
    let Some(names) = words.filter(|_| rule == "tls/certificate-name").and_then(names) else { return };
    let Some(carried) = names.carried else { return };
    told.note = Some(format!("The certificate is made out to {carried}, and {} was asked for.", names.asked));
    if !matches!(kind, "client-error" | "library-error" | "transcript") {
        return;
    }
    // A large provider's name is right: something on the way answered in its place.
    if carried.contains('*') && crate::knowledge::service_of_host(names.asked).is_some() {
        return;
    }
    told.summary = "The server showed a certificate for another name than the one in the settings, so the program broke off before anything was encrypted."
        .to_owned();
    if carried.contains('*') {
        return by_wildcard(told, facts, carried, names.asked);
    }
    told.steps.retain(|step| step.by != "sender");
    let text = format!(
        "Put {carried} into the program's settings as the server, in the place of {}, if {carried} is a name of your provider or hosting company.",
        names.asked
    );
    told.steps.insert(0, Step::new("sender", text));
}

/// `*.hosting.example` is no name that can be typed. It stands for names of one label more (RFC 9525, section 6.3): the one that the server calls
/// itself by may be one of them, or lie deeper.
fn by_wildcard(told: &mut Finding, facts: &Facts, carried: &str, asked: &str) {
    let carried = carried.to_ascii_lowercase();
    let Some(parent) = carried.strip_prefix("*.").filter(|parent| !parent.contains('*')) else { return };
    let below: Vec<String> = own_names(facts).filter(|name| name.ends_with(&format!(".{parent}"))).collect();
    let covered = below.iter().find(|name| !name[..name.len() - parent.len() - 1].contains('.'));
    told.steps.retain(|step| step.by != "sender");
    let text = match (covered, below.first()) {
        (Some(name), _) => {
            told.act = "sender".to_owned();
            format!(
                "Put {name} into the program's settings as the server, in the place of {asked}: the server calls itself so, and {carried} covers that name."
            )
        }
        (None, Some(name)) => format!(
            "Ask your hosting company which name to enter as the server. {carried} covers names with one part before {parent} alone: neither {asked}, nor \
             {name}, as the server calls itself, is one of them."
        ),
        (None, None) => format!(
            "Ask your hosting company which name to enter as the server: one that ends in .{parent}, with one part before it in the place of the star. {asked} \
             is none of these."
        ),
    };
    told.steps.insert(0, Step::new("sender", text));
}

/// What the server calls itself: the first word of its greeting and of its answer to EHLO (RFC 5321, section 4.2).
fn own_names(facts: &Facts) -> impl Iterator<Item = String> + '_ {
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let replies = exchanges
        .filter(|exchange| matches!(exchange.act, Act::Connect | Act::Helo))
        .filter_map(|exchange| exchange.reply.as_ref());
    replies.filter_map(|reply| {
        let words =
            reply.text.as_str().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
        // Lines that were glued: `host.example250-SIZE`.
        let name = host(words.split("250").next().unwrap_or_default())?;
        Some(name.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_no_name_to_type() {
        let told = |own: &str, carried: &str| {
            crate::diagnose(&format!(
                "SERVER -> CLIENT: 220 {own} ESMTP ready\nCLIENT -> SERVER: EHLO shop.example\nSERVER -> CLIENT: 250-{own}250-SIZE 52428800250-STARTTLS250 \
                 HELP\nCLIENT -> SERVER: STARTTLS\nSERVER -> CLIENT: 220 TLS go ahead\nConnection failed. Error #2: stream_socket_enable_crypto(): Peer certificate \
                 CN=`{carried}' did not match expected CN=`mail.shop.example' [/var/www/PHPMailer/SMTP.php line 476]\nSMTP Error: Could not connect to SMTP host.\n"
            ))
            .findings
            .remove(0)
        };
        let covered = told("box7.hosting.example", "*.hosting.example");
        assert!(covered.steps[0].text.starts_with("Put box7.hosting.example into"), "{:?}", covered.steps);
        assert_eq!(covered.act, "sender");
        let deeper = told("box7.sgp.hosting.example", "*.hosting.example");
        assert!(deeper.steps[0].text.contains("nor box7.sgp.hosting.example"), "{:?}", deeper.steps);
        let unknown = told("gate.example.org", "*.hosting.example");
        assert!(unknown.steps[0].text.contains("ends in .hosting.example"), "{:?}", unknown.steps);
        for told in [covered, deeper, unknown] {
            assert!(told.summary.contains("before anything was encrypted"), "{}", told.summary);
            assert!(
                told.steps.iter().all(|step| !step.text.contains("that the certificate carries")),
                "{:?}",
                told.steps
            );
        }
    }

    const OPENSSL: &str = "SERVER -> CLIENT: 220-box7.hosting.example ESMTP Exim 4.98\nPHPMailer: Connection failed. Error #2: stream_socket_enable_crypto(): Peer certificate \
                           CN=`box7.hosting.example' did not match expected CN=`mail.shop.example'";

    #[test]
    fn what_the_words_rule_out_is_not_looked_at_first() {
        let first = |paste: &str| {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(told.cause, "tls-certificate", "{paste}");
            told.steps[0].text.to_lowercase()
        };
        for paste in [
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)",
            "Error: certificate has expired { code: 'CERT_HAS_EXPIRED' }",
            "Thunderbird: Wrong Site. The certificate belongs to a different site: it is only valid for mail.hoster.example.net",
        ] {
            let step = first(paste);
            assert!(!step.starts_with("check the date") && !step.contains("antivirus"), "{step}");
        }
        assert!(first("x509: certificate has expired or is not yet valid").starts_with("check the date"));
    }

    #[test]
    fn both_names_are_read() {
        for (words, asked, carried) in [
            (OPENSSL, "mail.shop.example", Some("box7.hosting.example")),
            (
                "x509: certificate is valid for a.example.org, *.b.example, not mail.shop.example",
                "mail.shop.example",
                Some("a.example.org"),
            ),
            (
                "Hostname mismatch, certificate is not valid for 'mail.shop.example'. (_ssl.c:1006)",
                "mail.shop.example",
                None,
            ),
            (
                "Hostname/IP does not match certificate's altnames: Host: mail.shop.example. is not in the cert's altnames: DNS:a.example.org",
                "mail.shop.example",
                Some("a.example.org"),
            ),
            (
                "SSL: certificate subject name 'a.example.org' does not match target host name 'mail.shop.example'",
                "mail.shop.example",
                Some("a.example.org"),
            ),
        ] {
            let names = names(words).expect(words);
            assert_eq!((names.asked, names.carried), (asked, carried), "{words}");
        }
        assert!(names("certificate verify failed: unable to get local issuer certificate").is_none());
    }

    #[test]
    fn the_server_is_the_one_that_was_asked_for() {
        let told = crate::diagnose(OPENSSL).findings.remove(0);
        assert!(told.commands.iter().all(|command| !command.shell.contains("box7")), "{:?}", told.commands);
        assert!(
            told.steps[0].by == "sender" && told.steps[0].text.starts_with("Put box7.hosting.example into"),
            "{:?}",
            told.steps
        );
        let go = crate::diagnose(
            "gomail: x509: certificate is valid for box7.hosting.example, not mail.shop.example",
        )
        .findings
        .remove(0);
        assert!(go.note.is_some_and(|note| note.contains("mail.shop.example was asked for")));
    }
}
