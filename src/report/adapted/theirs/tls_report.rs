//! A report on TLS (RFC 8460): servers of others tell the owner of a domain how encryption to its mail servers went. What failed, failed at the
//! owner's own receiving server, and nothing of theirs was to go out.

use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, paste: &str) {
    if !told.stage.eq("tls") || !is_report(paste) {
        return;
    }
    let Some(domain) = value(paste, "policy-domain") else { return };
    let server = value(paste, "receiving-mx-hostname").unwrap_or("the receiving server");
    let teller = value(paste, "organization-name").unwrap_or("Another provider");
    let failed = number(paste, "total-failure-session-count");
    let taken = number(paste, "total-successful-session-count");
    let counted = match (failed, taken) {
        (Some(failed), Some(taken)) => format!(" {failed} connections failed, and {taken} went well."),
        (Some(failed), None) => format!(" {failed} connections failed."),
        _ => String::new(),
    };
    told.summary = format!(
        "{teller} reports how mail to {domain} could be encrypted on its way in. At {server} it could not.{counted} Mail to {domain} from there may have come late, or \
         gone back to its senders."
    );
    told.stage = "inbound".to_owned();
    told.act = "recipient-admin".to_owned();
    told.who = format!("whoever runs {server}, where mail for {domain} comes in");
    told.retry = "Nothing of yours was to be sent. Others' servers try again by themselves.".to_owned();
    told.ask = None;
    told.steps.retain(|step| step.by == "sender-admin" || step.by == "recipient-admin");
    for step in &mut told.steps {
        step.by = "recipient-admin".into();
    }
    let first = format!(
        "Look at the certificate of {server}, at port 25: `openssl s_client -starttls smtp -connect {server}:25 </dev/null`. Renew it, or mend what the title says, and \
         have the mail service read it anew."
    );
    told.steps.insert(0, Step::new("recipient-admin", first));
    told.commands.clear();
}

fn is_report(paste: &str) -> bool {
    ["\"policies\"", "\"policy-domain\"", "\"failure-details\""].iter().all(|key| paste.contains(key))
}

/// The first value of this name that can be a host's or an organisation's.
fn value<'a>(paste: &'a str, name: &str) -> Option<&'a str> {
    let rest = behind(paste, name)?.strip_prefix('"')?;
    let value = rest.split('"').next()?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ' ' | ',' | '&');
    (!value.is_empty() && value.len() < 254 && value.chars().all(is_part)).then_some(value)
}

fn number(paste: &str, name: &str) -> Option<u64> {
    behind(paste, name)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn behind<'a>(paste: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = paste.split_once(&format!("\"{name}\""))?;
    Some(rest.trim_start().strip_prefix(':')?.trim_start())
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_others_report_of_encryption_failed_at_the_receiving_server() {
        let told = crate::diagnose(
            "{\"organization-name\":\"Example Mail\",\"report-id\":\"1\",\"policies\":[{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"example.org\"},\"summary\":\
             {\"total-successful-session-count\":12,\"total-failure-session-count\":37},\"failure-details\":[{\"result-type\":\"certificate-expired\",\"receiving-mx-hostname\":\
             \"mx1.example.org\",\"failed-session-count\":37}]}]}",
        )
        .findings
        .remove(0);
        assert_eq!((told.stage.as_str(), told.act.as_str()), ("inbound", "recipient-admin"));
        assert!(
            told.summary.contains("mx1.example.org") && told.summary.contains("37 connections failed"),
            "{}",
            told.summary
        );
        assert!(told.steps[0].text.contains("mx1.example.org:25") && told.ask.is_none(), "{:?}", told.steps);
    }
}
