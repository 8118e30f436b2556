//! Where a signature was made that did not fit at the end, and who had the mail after that.

use super::tests::finding;

const SIGNATURE: &str = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from; bh=AA; b=AA\n";
const MARK: &str = "X-Note: Stampit footer server 3; applied\n";
const OUT: &str = "Received: from stamp.example.com (stamp.example.com [192.0.2.7])\n\tby out.example.com (Postfix) with ESMTP id a3; Tue, 3 Nov \
                   2026 10:00:04 +0100\n";
const STAMP: &str = "Received: from key.example.com (192.0.2.6) by stamp.example.com (192.0.2.7)\n\twith SMTP (Stampit 3.1); Tue, 3 Nov 2026 \
                     10:00:03 +0100\n";
const KEY: &str = "Received: from pc.example.com (pc.example.com [192.0.2.9])\n\tby key.example.com (Postfix) with ESMTPS id a1; Tue, 3 Nov \
                   2026 10:00:02 +0100\n";

/// The sender's side of a way, newest first, of a mail whose signature did not fit.
fn told(reason: &str, way: &[&str]) -> crate::report::Finding {
    finding(&format!(
        "Delivered-To: ann@example.org\nAuthentication-Results: mx.example.org; dkim=fail ({reason}) header.d=example.com; spf=pass \
         smtp.mailfrom=bob@example.com; dmarc=pass (p=reject) header.from=example.com\nReceived: from out.example.com (out.example.com \
         [192.0.2.1])\n\tby mx.example.org (Postfix) with ESMTPS id b2; Tue, 3 Nov 2026 10:00:05 +0100\n{}From: Bob <bob@example.com>\nTo: \
         ann@example.org\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nSubject: Lunch\n",
        way.concat()
    ))
}

const CHANGED: &str = "body hash did not verify";

fn first(told: &crate::report::Finding) -> &str {
    assert_eq!(told.steps[0].by, "sender-admin", "{told:?}");
    &told.steps[0].text
}

#[test]
fn what_its_place_does_not_tell_is_left_open() {
    let told = told(CHANGED, &[OUT, MARK, STAMP, SIGNATURE, KEY]);
    let step = first(&told);
    for part in [
        "signed when it left key.example.com, or when it came to stamp.example.com",
        "Likely stamp.example.com changed it, which wrote “X-Note: Stampit footer server 3; applied”",
        "the last server there (out.example.com) has to sign",
    ] {
        assert!(step.contains(part), "{part}: {step}");
    }
}

#[test]
fn a_field_of_the_signing_program_or_the_kind_of_the_server_tells_who_signed() {
    let named = "DKIM-Filter: OpenDKIM Filter v2.11.0 stamp.example.com a2\n";
    let told_by_name = told(CHANGED, &[OUT, MARK, STAMP, named, SIGNATURE, KEY]);
    assert!(first(&told_by_name).contains("after stamp.example.com signed it"), "{}", first(&told_by_name));
    let exim = KEY.replace("(Postfix) with ESMTPS", "with esmtps (TLS1.3) (Exim 4.98)");
    let told_by_kind = told(CHANGED, &[OUT, STAMP, SIGNATURE, &exim]);
    let step = first(&told_by_kind);
    assert!(step.contains("after key.example.com signed it"), "{step}");
    assert!(step.contains("stamp.example.com and out.example.com had it"), "{step}");
}

#[test]
fn what_the_last_server_signed_was_changed_beside_it() {
    let told_of = |reason: &str| told(reason, &[SIGNATURE, OUT, MARK, STAMP, KEY]);
    let changed = told_of(CHANGED);
    let step = first(&changed);
    assert!(step.contains("something on out.example.com changes the mail after the signing"), "{step}");
    assert!(!step.contains("another key"), "{step}");
    let other = told_of("signature verification failed");
    assert!(first(&other).contains("another key than the one in DNS"), "{}", first(&other));
}

#[test]
fn a_signature_that_somebody_can_mend_is_no_plain_success() {
    let told = told(CHANGED, &[OUT, MARK, STAMP, SIGNATURE, KEY]);
    assert_eq!((told.state.as_str(), told.act.as_str()), ("mend", "nobody"));
    assert_eq!(
        told.who,
        "nobody has to: it arrived; the signature, the sender's mail administrator can mend"
    );
}
