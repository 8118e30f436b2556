//! Weak points of DKIM signatures, RFC 6376 and RFC 8301, as far as the signature itself tells.

use super::Notes;
use super::speak::duration;
use super::timeline::Timeline;
use crate::facts::message::Of;
use crate::mail::dkim::TagList;

/// How far the signer's clock may be ahead. Seconds.
const SKEW: i64 = 300;

/// Seconds of UTC since 1970: RFC 8301 is of January 2018.
const YEAR_2018: i64 = 1_514_764_800;

pub(super) fn check(notes: &mut Notes, timeline: &Timeline) {
    let message = notes.message;
    // The clock of the first server of the receiving network; else the newest that can be used.
    let trusted =
        timeline.trust.as_ref().and_then(|trust| timeline.steps.iter().find(|step| step.hop == trust.hop));
    let newest = timeline.steps.iter().rev().find_map(|step| step.epoch);
    let received = trusted.and_then(|step| step.epoch).or(newest);
    // Who passes a mail on may sign it then.
    let last = timeline.steps.iter().filter_map(|step| step.epoch).max();
    for signature in message.dkim.iter().filter(|of| !timeline.is_older_mails(message, of.field)) {
        let domain = signature.read.get("d").unwrap_or("an unnamed domain").to_owned();
        method(notes, signature, &domain, received);
        coverage(notes, signature, &domain);
        if let Some(received) = received {
            times(notes, signature, &domain, (received, last.unwrap_or(received)));
        }
    }
}

fn method(notes: &mut Notes, signature: &Of<TagList>, domain: &str, received: Option<i64>) {
    let method = signature.read.get("a").unwrap_or_default();
    if method.eq_ignore_ascii_case("rsa-sha1") {
        let text = match received.is_some_and(|received| received < YEAR_2018) {
            true => format!(
                "The signature of {domain} uses rsa-sha1, as was usual when the mail was sent. Since 2018 receivers must \
                 not accept that any more (RFC 8301)."
            ),
            false => format!(
                "The signature of {domain} uses rsa-sha1, which receivers must not accept any more since 2018 (RFC 8301). \
                 It counts as no signature."
            ),
        };
        let evidence = notes.word(signature.field, method);
        notes.add("weak-signature", text, evidence);
    }
    // Other lengths below 1024 are signatures that were cut when they were copied.
    if let Some(bits) = rsa_bits(&signature.read).filter(|bits| matches!(bits, 512 | 768)) {
        let text = format!(
            "The signature of {domain} was made with a key of {bits} bits. Keys below 1024 bits are too short, and \
             receivers do not accept them (RFC 8301)."
        );
        let evidence = notes.word(signature.field, "a=");
        notes.add("short-signature-key", text, evidence);
    }
}

/// An RSA signature is as long as its key: three bytes for each four letters of base64.
fn rsa_bits(tags: &TagList) -> Option<usize> {
    let is_rsa = tags.get("a")?.get(..4)?.eq_ignore_ascii_case("rsa-");
    let letters = tags.get("b")?.trim_end_matches('=').len();
    (is_rsa && letters >= 64).then_some(letters * 6 / 8 * 8)
}

fn coverage(notes: &mut Notes, signature: &Of<TagList>, domain: &str) {
    if let Some(length) = signature.read.get("l") {
        let what = match length {
            "0" => "nothing of the text".to_owned(),
            _ => format!("only the first {length} bytes of the text"),
        };
        let text = format!(
            "The signature of {domain} covers {what} (l={length}): whoever passes the mail on can add to it without \
             breaking the signature."
        );
        let evidence = notes.word(signature.field, &format!("l={length}"));
        notes.add("partly-signed-body", text, evidence);
    }
    let names = signature.read.signed_fields();
    if !names.is_empty() && !names.iter().any(|name| name.eq_ignore_ascii_case("from")) {
        let text = format!(
            "The signature of {domain} does not cover From, which it must (RFC 6376, section 5.4): it proves nothing \
             about the author."
        );
        let evidence = notes.word(signature.field, "h=");
        notes.add("from-not-signed", text, evidence);
    }
}

/// Against the moment when the mail was received, and the last that is stated.
fn times(notes: &mut Notes, signature: &Of<TagList>, domain: &str, (received, last): (i64, i64)) {
    if let Some(expires) = signature.read.number("x").filter(|expires| (1..received).contains(expires)) {
        let text = format!(
            "The signature of {domain} had expired {} before the mail was received (x=).",
            duration(received.saturating_sub(expires))
        );
        let evidence = notes.word(signature.field, &format!("x={expires}"));
        notes.add("signature-expired", text, evidence);
    }
    let ahead = signature
        .read
        .number("t")
        .map(|signed| signed.saturating_sub(last.max(received)))
        .filter(|ahead| *ahead > SKEW);
    if let Some(ahead) = ahead {
        let text = format!(
            "The signature of {domain} is dated {} after the mail arrived (t=): a clock is off, or the signature was \
             put on later.",
            duration(ahead)
        );
        let evidence = notes.word(signature.field, "t=");
        notes.add("signature-dated-ahead", text, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::dkim;

    #[test]
    fn the_length_of_a_signature_is_that_of_its_key() {
        let bits =
            |a: &str, letters: usize| rsa_bits(&dkim::parse(&format!("a={a}; b={}", "A".repeat(letters))));
        // 64, 128 and 256 bytes are 86, 171 and 342 letters without their padding.
        assert_eq!(bits("rsa-sha256", 86), Some(512));
        assert_eq!(bits("rsa-sha256", 171), Some(1024));
        assert_eq!(bits("rsa-sha256", 342), Some(2048));
        assert_eq!(bits("ed25519-sha256", 86), None);
        assert_eq!(bits("rsa-sha256", 8), None);
    }
}
