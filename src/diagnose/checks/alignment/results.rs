//! What single results say beyond their one word, mostly in comments.

use super::bare_domain;
use crate::facts::message::Message;
use crate::knowledge;
use crate::mail::auth_results::Statement;

/// A signature that was checked and does not fit; without its key, nothing is known of the text.
pub(super) fn is_broken(found: &Statement) -> bool {
    let words = [found.comment.as_deref(), found.prop("reason")];
    // Google says of a text that was changed that it is neutral.
    let says_changed =
        || words.iter().flatten().any(|words| words.to_ascii_lowercase().contains("body hash"));
    let is_bad = match found.result.to_ascii_lowercase().as_str() {
        "fail" | "hardfail" => true,
        "neutral" => says_changed(),
        _ => false,
    };
    found.method == "dkim" && is_bad && !words.into_iter().flatten().any(lacks_key) && !has_expired(found)
}

/// `dkim=permerror (expired signature)`, `dkim=fail (signature expired)`: its tag `x=` was over when it was checked.
pub fn has_expired(found: &Statement) -> bool {
    let says = |words: &str| {
        let words = words.to_ascii_lowercase();
        words.contains("expired") && !words.contains("key")
    };
    let words = [found.comment.as_deref(), found.prop("reason")];
    found.method == "dkim"
        && !found.result.eq_ignore_ascii_case("pass")
        && words.into_iter().flatten().any(says)
}

/// Whether a result of DKIM is about a signature of the author's organization, or names no other.
pub(super) fn may_be_of(found: &Statement, from: &str) -> bool {
    let named = ["header.d", "header.i"].iter().find_map(|name| found.prop(name));
    named.is_none_or(|named| knowledge::same_organization(&bare_domain(named.trim_start_matches('@')), from))
}

/// `no key for signature`: in the comment of a result.
pub fn lacks_key(comment: &str) -> bool {
    let comment = comment.to_ascii_lowercase();
    ["no key", "key not found", "no valid key", "key revoked"].iter().any(|words| comment.contains(words))
}

/// `policy.dmarc=`, `policy.p=`, or `(p=REJECT sp=NONE dis=NONE)` in a comment.
pub(super) fn policy(found: &Statement) -> Option<String> {
    let prop = ["policy.dmarc", "policy.p", "policy.published-domain-policy"]
        .iter()
        .find_map(|name| found.prop(name));
    let comment = found.comment.as_deref().unwrap_or_default();
    let in_comment = comment.split_whitespace().map(|word| word.trim_matches(','));
    let in_comment =
        in_comment.filter_map(|word| word.strip_prefix("p=").or_else(|| word.strip_prefix("policy="))).next();
    Some(prop.or(in_comment)?.to_ascii_lowercase()).filter(|policy| !policy.is_empty())
}

/// iCloud notes the domain's record in a field of its own.
pub(super) fn policy_noted(message: &Message) -> Option<String> {
    let value = &message.field("X-DMARC-Policy")?.value;
    let tag = value.split(';').find_map(|tag| tag.trim().strip_prefix("p="))?;
    Some(tag.trim().to_ascii_lowercase()).filter(|policy| !policy.is_empty())
}

/// Microsoft's filter was told to pass the mail, or its sender, over.
pub(super) fn skipped(message: &Message) -> Option<String> {
    const SKIPS: &[&str] = &["SKN", "SKA", "SKI", "SFE"];
    let mut reports = message.filters.iter().filter(|field| field.read.filter == "forefront");
    reports.find_map(|field| {
        let by = field.read.get("SFV").filter(|by| SKIPS.contains(by));
        let level = field.read.get("SCL").filter(|level| *level == "-1");
        match (by, level) {
            (Some(by), Some(_)) => Some(format!("SFV:{by}, SCL -1")),
            (Some(by), None) => Some(format!("SFV:{by}")),
            (None, Some(_)) => Some("SCL -1".to_owned()),
            (None, None) => None,
        }
    })
}

/// `(p=QUARANTINE sp=NONE dis=QUARANTINE)` in a comment; Microsoft's `action=oreject`, by which it takes in what the domain wants
/// refused.
pub(super) fn disposition(found: &Statement) -> Option<String> {
    if let Some(action) = found.prop("action").filter(|action| action.eq_ignore_ascii_case("oreject")) {
        return Some(action.to_ascii_lowercase());
    }
    let comment = found.comment.as_deref()?.to_ascii_lowercase();
    let mut words = comment.split(|c: char| c.is_whitespace() || c == ',');
    words.find_map(|word| word.strip_prefix("dis=")).map(str::to_owned)
}

pub(super) fn is_keyless(found: &Statement) -> bool {
    let words = [found.comment.as_deref(), found.prop("reason")];
    !found.result.eq_ignore_ascii_case("pass") && words.into_iter().flatten().any(lacks_key)
}

/// `permerror (0-bit key)`: the record was empty, as for a key that is revoked (RFC 6376, section 3.6.1), or of a kind that the server
/// does not know.
pub fn is_unusable(found: &Statement) -> bool {
    let says = |words: &str| words.trim().to_ascii_lowercase().starts_with("0-bit key");
    !found.result.eq_ignore_ascii_case("pass")
        && !is_keyless(found)
        && found.comment.as_deref().is_some_and(says)
}
