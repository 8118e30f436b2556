//! A certificate that something on the way made itself: an antivirus program, a firewall or a proxy that opens encrypted connections to
//! read along. Its name stands in the certificate, and there it has to be told to leave mail alone.

use crate::diagnose::Diagnosis;
use crate::knowledge::{Inspector, OWNERS, Spot, inspector};
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// So much is looked through, in bytes.
const LONGEST: usize = 64 << 10;

pub fn adapt(told: &mut Finding, paste: &str, diagnosis: &Diagnosis, values: &Values) {
    if told.cause != "tls-certificate" || is_own(told) {
        return;
    }
    let start = &paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))];
    let Some((found, _)) = inspector(start) else { return };
    let server = match (values.get("remote"), values.get("port")) {
        (Some(host), Some(port)) => format!("{host}, port {port}"),
        (Some(host), None) => host.to_owned(),
        _ => "the mail server".to_owned(),
    };
    let name = found.name;
    told.title = format!("{} answered in place of the mail server", capital(name));
    told.summary = format!(
        "The certificate is not the mail server's. {}, {}, opened the encrypted connection to read along and showed a certificate of its own \
         making, which the program does not trust. So the program broke off, as it should.",
        capital(name),
        what(found.place)
    );
    told.note = None;
    told.retry =
        format!("Not before {name} leaves this connection alone, or the program trusts its certificate.");
    told.steps = steps(found, &server, diagnosis);
    told.links.clear();
    told.act = "sender".to_owned();
    if found.place == Spot::Network {
        told.act = "network".to_owned();
        told.who = "whoever runs your network: the IT of your company, school or provider".to_owned();
        told.ask = Some(letter(name, &server, found, values));
    } else {
        told.who = "you".to_owned();
        told.ask = None;
    }
}

/// It was told of the reader's own server.
fn is_own(told: &Finding) -> bool {
    told.title.contains("your server's certificate")
}

fn what(place: Spot) -> &'static str {
    match place {
        Spot::Computer => "on this computer",
        Spot::Network => "on the way",
        Spot::Tool => "on this computer or on the way",
    }
}

fn steps(found: &Inspector, server: &str, diagnosis: &Diagnosis) -> Vec<Step> {
    let name = found.name;
    let mut texts = match found.place {
        Spot::Network => vec![format!(
            "Ask whoever runs {name} to let the connection to {server} pass undecrypted. {}",
            found.how
        )],
        Spot::Computer | Spot::Tool => vec![format!("{} Then send again.", found.how)],
    };
    let trust = diagnosis.product.map_or("", |owner| OWNERS[usize::from(owner)].trust);
    if found.place != Spot::Tool {
        let own = if trust.is_empty() { STORES } else { trust };
        texts.push(format!("If it is to go on reading along, make its root certificate known to the program that sends. {own}"));
    }
    texts.push("Do not switch the check of certificates off: name and password would then go to whoever stands in between.".to_owned());
    if found.place == Spot::Network {
        texts.push("To see whether it is this network alone: try from another one. There the certificate is the mail server's own.".to_owned());
    }
    texts.into_iter().map(|text| Step::new("sender", text)).collect()
}

const STORES: &str = "Many programs have a store of their own, and do not look into the system's: Thunderbird (Settings, Privacy & Security, \
                      Certificates), Java (cacerts), Node.js (NODE_EXTRA_CA_CERTS), Python (SSL_CERT_FILE).";

fn letter(name: &str, server: &str, found: &Inspector, values: &Values) -> String {
    let time = values.get("time").map(|time| format!("Time: {time}\n")).unwrap_or_default();
    format!(
        "Hello,\n\nsending mail fails, because {name} decrypts the connection to our mail server and shows a certificate of its own.\n\n\
         Mail server: {server}\n{time}\nCould you let this connection pass without decryption? {}\n\nThank you.\n",
        found.how
    )
}

fn capital(name: &str) -> String {
    let mut signs = name.chars();
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn whoever_reads_along_is_named_with_its_setting() {
        for (paste, name, how) in [
            (
                "Error: self-signed certificate in certificate chain\n  code: 'ESOCKET', command: 'CONN'\n\n$ openssl s_client -connect \
                 smtp.example.org:465\nissuer=C = US, ST = California, O = Zscaler Inc., CN = Zscaler Intermediate Root CA (zscalertwo.net)",
                "Zscaler",
                "Do Not Inspect",
            ),
            (
                "Thunderbird: Sending of the message failed. The certificate is not trusted because the issuer certificate is unknown.\n\
                 Certificate issued by: avast! Web/Mail Shield Root",
                "Avast",
                "Scan outbound emails",
            ),
            (
                "smtplib: ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer \
                 certificate\nsubject=CN = smtp.example.org\nissuer=C = US, O = Fortinet, OU = Certificate Authority, CN = FG100E",
                "FortiGate",
                "SSL/SSH inspection profile",
            ),
        ] {
            let told = first(paste);
            assert_eq!(told.cause, "tls-certificate", "{paste}");
            assert!(told.title.contains(name), "{}", told.title);
            assert!(told.steps[0].text.contains(how), "{:?}", told.steps);
            assert!(
                told.steps.iter().any(|step| step.text.contains("Do not switch the check")),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn a_name_that_made_no_certificate_is_none() {
        let told =
            first("We use Sophos.\n\nError: self-signed certificate\n  code: 'ESOCKET', command: 'CONN'");
        assert!(told.cause == "tls-certificate" && !told.title.contains("Sophos"), "{}", told.title);
    }
}
