//! In a report there are two servers: the headline says whose it means, where the answer knows.

use crate::report::Finding;

/// How headlines begin that are about one server alone, and that server as the recipient's.
const SERVERS: &[(&str, &str)] = &[
    ("The server ", "The recipient's server "),
    ("The mail server's security certificate", "The security certificate of the recipient's mail server"),
    ("The mail server ", "The recipient's mail server "),
];

pub fn name(told: &mut Finding, kind: &str) {
    let is_report = matches!(kind, "bounce" | "delivery-report");
    if !is_report || told.act != "recipient-admin" {
        return;
    }
    if let Some((rest, whose)) =
        SERVERS.iter().find_map(|(begin, whose)| Some((told.title.strip_prefix(begin)?, whose)))
    {
        told.title = format!("{whose}{rest}");
    }
}
