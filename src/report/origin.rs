//! What a paste was read as, in words.

use crate::report::{Report, language};

/// `Read as a server’s log, by Postfix, in German.`
pub fn origin(report: &Report) -> String {
    let kind = match report.kind.as_str() {
        "headers" => "message headers",
        "message" => "a message",
        "bounce" => "a bounce",
        "delivery-report" => "a delivery report",
        "feedback-report" => "a complaint report",
        "auto-reply" => "an automatic reply",
        "reply" => "a server’s reply",
        "client-error" => "an error of a mail program",
        "library-error" => "an error of a program that sends mail",
        "api-error" => "an error of a sending service",
        "transcript" => "the record of a connection",
        "log" => "a server’s log",
        "settings" => "mail settings",
        "mixed" => "several things",
        _ => "a description",
    };
    let product = report.product.as_ref().map(|product| format!(", by {}", product.name)).unwrap_or_default();
    let language = language::foreign(report.language.as_deref());
    let language = language.map(|language| format!(", in {language}")).unwrap_or_default();
    format!("Read as {kind}{product}{language}.")
}
