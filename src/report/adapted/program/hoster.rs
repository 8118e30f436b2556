//! Who sends through a server that is named after somebody else has no mail administrator in the house: a hosting company runs it.

use crate::diagnose::checks::{is_host_name, same_owner};
use crate::facts::Facts;
use crate::knowledge;
use crate::report::Finding;
use crate::report::values::Values;

/// How such an addressee begins, in words.
pub const HOSTER: &str = "your hosting company";

/// The report's own server took the mail from its sender, who signed in there, and bears the name of another organisation than the
/// sender's. A provider that is known by name is not the one to ask: its customers have an administrator of their own.
pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let (Some(reporter), Some(sender)) = (values.get("reporter"), values.get("sender_domain")) else {
        return;
    };
    let is_others = is_host_name(reporter)
        && knowledge::provider_of_host(reporter).is_none()
        && !same_owner(reporter, sender)
        && values.get("recipient_domain").is_none_or(|recipient| !same_owner(reporter, recipient));
    if told.act != "sender-admin" || !told.who.is_empty() || !is_others || !took_it_there(facts, reporter) {
        return;
    }
    told.who = format!("{HOSTER} or mail administrator, who runs {reporter}");
}

/// The mail that came back shows its sender at the door of that very server.
fn took_it_there(facts: &Facts, reporter: &str) -> bool {
    let mut hops = facts.returned.iter().flat_map(|message| &message.hops).map(|hop| &hop.read);
    hops.any(|hop| hop.is_authenticated && hop.by.as_deref().is_some_and(|by| same_owner(by, reporter)))
}

#[cfg(test)]
mod tests {
    fn who(reporter: &str, sign_in: &str) -> String {
        let paste = format!(
            "From: Mail Delivery System <mailer-daemon@{reporter}>\nTo: ann@example.com\nSubject: Mail delivery failed\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt came back.\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; {reporter}\n\nAction: failed\nFinal-Recipient: rfc822; bob@example.org\n\
             Status: 5.7.1\nRemote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; 550 5.7.1 Service unavailable; Client host [192.0.2.4] blocked using \
             zen.spamhaus.org\n\n--b\nContent-Type: text/rfc822-headers\n\nReceived: from [192.0.2.77] (helo=pc) by {reporter} with {sign_in} (Exim \
             4.98) id 1a; Tue, 3 Nov 2026 10:00:00 +0000\nFrom: ann@example.com\nTo: bob@example.org\nReturn-path: <ann@example.com>\n\n--b--\n"
        );
        crate::diagnose(&paste).findings.remove(0).who
    }

    #[test]
    fn a_rented_server_is_the_hosting_companys() {
        assert_eq!(
            who("box7.example.net", "esmtpsa"),
            "your hosting company or mail administrator, who runs box7.example.net"
        );
        // Its own server, and one that only passed the mail on.
        assert_eq!(who("mail.example.com", "esmtpsa"), "your mail administrator");
        assert_eq!(who("box7.example.net", "esmtps"), "your mail administrator");
    }
}
