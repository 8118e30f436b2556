//! The part of a report that is for machines: RFC 3464. Also its fields alone, as somebody copied them.

use super::draft::{Draft, enhanced};
use super::find;
use super::speech;
use crate::facts::{Action, Enhanced, Role, Statement};
use crate::input::reply;
use crate::mail::{date, dsn, header};
use crate::text::Text;
use std::ops::Range;

/// Reads all groups of fields.
pub fn read(draft: &mut Draft, text: &Text) {
    let source = text.as_str();
    for group in dsn::groups(source) {
        if group.is_recipient(source) {
            recipient(draft, text, &group);
        } else {
            message(draft, source, &group);
        }
    }
}

/// Fields about the message: RFC 3464, section 2.2.
fn message(draft: &mut Draft, source: &str, group: &dsn::Group) {
    let value = |name: &str| group.get(source, name).map(|value| header::unfold(value).into_owned());
    let envelope = &mut draft.facts.envelope;
    if let Some(host) = value("Reporting-MTA") {
        let (_, range) = dsn::typed(&host);
        envelope.reporter.get_or_insert(host[range].trim().to_owned());
    }
    if let Some(sender) = value("X-Postfix-Sender")
        && let Some(found) = find::addresses(&sender).into_iter().next()
    {
        envelope.sender.get_or_insert(sender[found].to_owned());
    }
    if let Some(id) = value("X-Original-Message-ID").or_else(|| value("Original-Envelope-Id")) {
        envelope.message_id.get_or_insert(id);
    }
    // `X-Postfix-Queue-ID`, and what others call theirs.
    let is_queue_id = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-") && name.trim_end_matches("-id").ends_with("-queue")
    };
    if let Some(field) = group.fields.iter().find(|field| is_queue_id(&source[field.name.clone()])) {
        let id = source[field.value.clone()].trim();
        envelope.queue_id.get_or_insert(id.to_owned());
    }
    if let Some(time) = value("Arrival-Date") {
        envelope.time.get_or_insert(time.clone());
        envelope.taken.get_or_insert(time);
    }
}

/// Fields about a recipient: RFC 3464, section 2.3.
fn recipient(draft: &mut Draft, text: &Text, group: &dsn::Group) {
    let source = text.as_str();
    let named: Vec<(Range<usize>, String)> = ["Final-Recipient", "X-Actual-Recipient", "Original-Recipient"]
        .iter()
        .filter_map(|name| group.range(source, name))
        .filter_map(|range| address(source, range))
        .collect();
    // A name without a domain is a mailbox on the reporting host: an address says more.
    let Some((span, address)) = named.iter().find(|(_, address)| address.contains('@')).or(named.first())
    else {
        return;
    };
    let Some(index) = draft.recipient(address, Some(text.span(span.clone()))) else { return };
    let original = group.range(source, "Original-Recipient").and_then(|range| self::address(source, range));
    let status = group.get(source, "Status").and_then(enhanced);
    let known = &mut draft.facts.recipients[index];
    known.original = original
        .map(|(_, original)| original)
        .filter(|original| !original.eq_ignore_ascii_case(&known.address));
    known.action = group.get(source, "Action").and_then(action).or(by_class(status)).or(known.action);
    known.status = status.or(known.status);
    known.will_retry_until = group
        .get(source, "Will-Retry-Until")
        .and_then(|until| date::parse(until).ok())
        .map(|until| until.epoch);
    if let Some(time) = group.get(source, "Last-Attempt-Date") {
        draft.facts.envelope.time = Some(header::unfold(time).into_owned());
    }
    speak(draft, text, group, index, status);
}

/// What the fields say of the reason: the remote server's reply, or the reporting one's words, or a status alone.
fn speak(draft: &mut Draft, text: &Text, group: &dsn::Group, index: usize, status: Option<Enhanced>) {
    let source = text.as_str();
    let remote = group.get(source, "Remote-MTA").and_then(remote_host);
    let mut spoken = false;
    for name in ["Diagnostic-Code", "X-Supplementary-Info", "SMTP-Remote-Recipient-Reply", "X-Mailer-Reason"]
    {
        for field in group.fields.iter().filter(|field| source[field.name.clone()].eq_ignore_ascii_case(name))
        {
            let value = &source[field.value.clone()];
            let (kind, range) = dsn::typed(value);
            // `X-Unix; 127`: without its kind a bare number says nothing.
            let from = if kind.eq_ignore_ascii_case("x-unix") { 0 } else { range.start };
            let words = text.slice(field.value.start + from..field.value.start + range.end);
            if words.as_str().trim().is_empty() {
                continue;
            }
            let mut statement = reply::statement(&words);
            let is_reply = kind.eq_ignore_ascii_case("smtp") || statement.code.is_some();
            statement.role = if is_reply { Role::Reply } else { Role::Words };
            statement.enhanced =
                statement.enhanced.or(status.filter(|status| (status.subject, status.detail) != (0, 0)));
            statement.remote = remote.clone().filter(|_| is_reply).or_else(|| speech::remote(words.as_str()));
            statement.moment = speech::moment(words.as_str());
            draft.push(statement, &[index]);
            spoken = true;
        }
    }
    if let (Some(status), Some(range)) = (status, group.range(source, "Status"))
        && !spoken
    {
        let mut statement = Statement::new(text.slice(range.clone()), Role::Status);
        statement.enhanced = Some(status);
        statement.code_span = Some(text.span(range));
        statement.remote = remote;
        draft.push(statement, &[index]);
    }
}

/// The host in `dns; mx.example.org (192.0.2.1)`. Other types name programs, queues and the like.
fn remote_host(value: &str) -> Option<String> {
    let (kind, range) = dsn::typed(value);
    let host = value[range].split([' ', '\t', '\r', '\n', '(', '[']).find(|word| !word.is_empty())?;
    let host = host.trim_end_matches(['.', ']', ')']).to_ascii_lowercase();
    (!kind.to_ascii_lowercase().starts_with("x-") && host.contains(['.', ':'])).then_some(host)
}

/// The address in a field `type; address`: where it stands, and what it is.
fn address(source: &str, value: Range<usize>) -> Option<(Range<usize>, String)> {
    let text = &source[value.clone()];
    if let Some(found) = find::addresses(text).into_iter().next() {
        let range = value.start + found.start..value.start + found.end;
        return Some((range, xtext(&text[found])));
    }
    let (_, range) = dsn::typed(text);
    let range = header::trim(source, value.start + range.start..value.start + range.end);
    let name = source[range.clone()].trim_matches(['<', '>', '"', ' ']);
    (!name.is_empty() && !name.starts_with('@') && !name.contains(char::is_whitespace))
        .then(|| (range, name.to_owned()))
}

/// `+2B` stands for `+`: RFC 3461, section 4. Only where all of it is hexadecimal in capitals, since `+` is common.
fn xtext(value: &str) -> String {
    let Some((before, after)) = value.split_once('+') else { return value.to_owned() };
    match after
        .get(..2)
        .filter(|hex| matches!(*hex, "2B" | "3D" | "40"))
        .and_then(|hex| u8::from_str_radix(hex, 16).ok())
    {
        Some(byte) => format!("{before}{}{}", char::from(byte), &after[2..]),
        None => value.to_owned(),
    }
}

/// RFC 3464, section 2.3.3; some append a remark.
fn action(value: &str) -> Option<Action> {
    let word: String = value.trim_start().chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    match word.to_ascii_lowercase().as_str() {
        "failed" | "failure" | "fail" | "expired" | "error" | "bounced" => Some(Action::Failed),
        "delayed" | "delay" | "deferred" => Some(Action::Delayed),
        "delivered" | "deliverable" | "success" => Some(Action::Delivered),
        "relayed" => Some(Action::Relayed),
        "expanded" => Some(Action::Expanded),
        _ => None,
    }
}

/// A report without an action: 5.x.x is final (RFC 3463, section 2). 4.x.x may have been given up.
fn by_class(status: Option<Enhanced>) -> Option<Action> {
    match status?.class {
        5 => Some(Action::Failed),
        2 => Some(Action::Delivered),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_s_fields_are_read() {
        let mut draft = Draft::default();
        let text = "Reporting-MTA: dns; out.example.org\n\nOriginal-Recipient: rfc822;info@example.com\n\
                    Final-Recipient: rfc822; ann@example.net\nAction: delayed\nStatus: 4.2.2\n\
                    Remote-MTA: dns; mx.example.net\nWill-Retry-Until: Tue, 4 Mar 2025 10:02:11 +0000\n\
                    Diagnostic-Code: smtp; 452 4.2.2 full\n";
        read(&mut draft, &Text::plain(text));
        let recipient = &draft.facts.recipients[0];
        assert_eq!(
            (recipient.address.as_str(), recipient.original.as_deref()),
            ("ann@example.net", Some("info@example.com"))
        );
        assert_eq!(
            (recipient.action, recipient.will_retry_until),
            (Some(Action::Delayed), Some(1_741_082_531))
        );
        let statement = &draft.facts.statements[0];
        assert_eq!(
            (statement.code, statement.remote.as_deref(), statement.role),
            (Some(452), Some("mx.example.net"), Role::Reply)
        );
        assert_eq!(draft.facts.envelope.reporter.as_deref(), Some("out.example.org"));
    }

    #[test]
    fn remote_hosts_are_names_of_dns() {
        assert_eq!(remote_host("dns; MX.example.org. (192.0.2.1)").as_deref(), Some("mx.example.org"));
        assert_eq!(remote_host("dns;mx.example.org\n (built Jan 1)").as_deref(), Some("mx.example.org"));
        assert_eq!(remote_host("192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(remote_host("dns; [192.0.2.1]").as_deref(), Some("192.0.2.1"));
        assert_eq!(remote_host("X-Unix; mailbox"), None);
    }

    #[test]
    fn xtext_is_undone() {
        assert_eq!(xtext("a+2Bb@example.org"), "a+b@example.org");
        assert_eq!(xtext("a+news@example.org"), "a+news@example.org");
    }
}
