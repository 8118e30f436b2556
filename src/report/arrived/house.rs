//! The filter of an organisation's own, or of its hosting company: whoever runs it can change it, and not who has the mailbox. A large
//! provider's is its own.

use crate::diagnose::checks::Opinions;
use crate::diagnose::checks::filters::Verdict;
use crate::diagnose::checks::filters::marks::is_marked;
use crate::facts::message::Message;
use crate::knowledge;
use crate::knowledge::filters::{RSPAMD_EXCEPTION, SPAMASSASSIN_EXCEPTION};
use crate::mail::address;

/// Filters that an organisation runs, or rents, for its own mail.
const OWN: &[&str] = &[
    "spamassassin",
    "spam-flag",
    "spam-score",
    "rspamd",
    "rspamd-action",
    "proofpoint",
    "barracuda-status",
    "kaspersky",
    "spamexperts",
    "vade",
    "trend-micro",
];

/// What is said of filters whose own words for it are not known.
const EXCEPTION: &str = "If you run the filter, and this sender is wanted: let it pass by an exception that asks for SPF or DKIM, too, so that nobody \
                         who forges it passes, and report the wrong verdict to the filter's maker.";

/// The same of Cisco's gateway, which marks subjects. Still to be checked against its user guide.
const CISCO_EXCEPTION: &str = "If you run the gateway (Cisco's), and this sender is wanted: give the sender an incoming mail policy with milder spam settings, or let mail of theirs with a passed \
                               check (DKIM, SPF) by, and report the wrong verdict to Cisco. Message tracking finds the mail by X-IronPort-MID, where that field stands in its header.";

/// From the recipient to whoever runs the filter.
pub const TO_FILTER: &str = "Hello,
a mail to me was taken for spam by the filter on our side.
Subject: {subject}
Address in From: {from}
Envelope sender: {envelope}
Recipient: {recipient}
Time: {time}
Message-ID: {message_id}
Counted most against it: {counted}
I want mail from this sender. Could you see why the filter counted it as spam, and let the sender pass if that is safe?
Thank you.";

/// What whoever runs it can do for the sender, where it is such a filter that spoke against the mail where it ended.
pub fn exception(message: &Message, opinions: &Opinions) -> Option<&'static str> {
    let speaks = |verdict: &Verdict| verdict.counts && !verdict.is_earlier && verdict.leaning > 0;
    let spoke = message.filters.iter().zip(&opinions.verdicts);
    let spoke = spoke.filter(|(field, verdict)| speaks(verdict) && OWN.contains(&field.read.filter));
    let mut by = spoke.map(|(_, verdict)| verdict.by).peekable();
    if by.peek().is_none() && is_marked(message) && message.field("X-IronPort-Anti-Spam-Filtered").is_some() {
        return is_own(message, opinions).then_some(CISCO_EXCEPTION);
    }
    by.peek().filter(|_| is_own(message, opinions))?;
    let known = |by| match by {
        "SpamAssassin" => Some(SPAMASSASSIN_EXCEPTION),
        "Rspamd" => Some(RSPAMD_EXCEPTION),
        _ => None,
    };
    Some(by.find_map(known).unwrap_or(EXCEPTION))
}

/// Whether Microsoft 365 took it over as its organization's own, from a server of that house: `AuthAs: Internal`, and inside by its
/// direction or from Exchange on the premises
/// (<https://learn.microsoft.com/exchange/transport-routing>, checked 2026-11-27).
pub fn is_vouched(message: &Message) -> bool {
    let says = |name: &str, wanted: &str| {
        message.field(name).is_some_and(|field| field.value.trim().eq_ignore_ascii_case(wanted))
    };
    let mut reports = message.filters.iter().filter(|field| field.read.filter == "forefront");
    says("X-MS-Exchange-Organization-AuthAs", "Internal")
        && (reports.any(|field| field.read.get("DIR") == Some("INT"))
            || says("X-MS-Exchange-CrossTenant-FromEntityHeader", "HybridOnPrem"))
}

/// Whether the mail ended at none of the large providers.
fn is_own(message: &Message, opinions: &Opinions) -> bool {
    let Some(trust) = &opinions.timeline.trust else { return false };
    let is_providers = |host: &str| {
        knowledge::provider_of_host(host).is_some() || knowledge::service_of_host(host).is_some()
    };
    let is_of_anybody = |domain: &str| knowledge::service_of_mailbox(domain).is_some();
    let by_name = message.hops.first().and_then(|hop| hop.read.by.as_deref());
    let whom = message.hops.first().and_then(|hop| address::domain(hop.read.r#for.as_deref()?));
    !is_providers(&trust.network)
        && !by_name.is_some_and(is_providers)
        && !whom.is_some_and(|domain| is_of_anybody(&domain))
        && !message.to.iter().filter_map(|to| to.read.domain()).any(|domain| is_of_anybody(&domain))
}

/// Whether the provider of the mailbox documents that its filter learns from what is marked.
pub fn learns(message: &Message, opinions: &Opinions) -> bool {
    let network = opinions.timeline.trust.as_ref().map(|trust| trust.network.as_str());
    let of_host = network.and_then(knowledge::service_of_host);
    let mut of_reader = message.to.iter().filter_map(|to| knowledge::service_of_mailbox(&to.read.domain()?));
    of_host.or_else(|| of_reader.next()).is_some_and(|service| service.learns)
}
