//! What counts as a proof, and what is said of one that does not.

use super::words::tests::told;

#[test]
fn a_signature_that_counts_for_nothing_is_no_proof() {
    let told = |method: &str, dmarc: &str| {
        let sign = format!("DKIM-Signature: v=1; a={method}; d=example.com; s=a; h=from; bh=AA; b=AA\n");
        told(
            &format!("Authentication-Results: mx.example.org; dkim=pass header.d=example.com{dmarc}\n"),
            &sign,
        )
    };
    let weak = told("rsa-sha1", "");
    assert!(weak.contains("made by rsa-sha1") && !weak.contains("would pass"), "{weak}");
    assert!(told("rsa-sha256", "").contains("would pass"));
    // What the server states of DMARC stands.
    assert!(told("rsa-sha1", "; dmarc=pass header.from=example.com").starts_with("DMARC passed"));
}

#[test]
fn a_key_that_the_server_cannot_use_is_spoken_of() {
    let told = |comment: &str| {
        told(
            &format!(
                "Authentication-Results: mx.example.org; dkim=permerror ({comment}) header.d=example.com; dmarc=fail \
                 header.from=example.com\n"
            ),
            "",
        )
    };
    assert!(told("0-bit key").contains("no key that it could use"), "{}", told("0-bit key"));
    assert!(!told("1280-bit key").contains("no key that it could use"));
}

#[test]
fn the_signature_of_a_host_of_mail_is_no_strangers() {
    let told = |domain: &str| {
        told(
            &format!(
                "Authentication-Results: mx.example.org; dkim=pass header.d={domain}; dmarc=fail header.from=example.com\n"
            ),
            "",
        )
    };
    let google = told("example-com.20230601.gappssmtp.com");
    assert!(
        google.contains("which Google Workspace signs with") && !google.contains("does not belong"),
        "{google}"
    );
    assert!(told("example.net").contains("does not belong to example.com"));
}

#[test]
fn a_policy_that_another_server_found_is_not_denied() {
    let none = "Authentication-Results: mx.example.org; spf=none smtp.mailfrom=bob@example.com; dmarc=none \
                header.from=example.com\n";
    let found = "ARC-Authentication-Results: i=1; in.example.net; dmarc=pass header.from=example.com\n";
    let text = told(none, found);
    assert!(
        text.contains("while in.example.net states dmarc=pass") && !text.contains("publishes no"),
        "{text}"
    );
    assert!(told(none, "").contains("publishes no DMARC policy"));
    assert!(told(none, &found.replace("from=example.com", "from=example.net")).contains("publishes no"));
}

#[test]
fn a_list_breaks_no_signature_that_was_not_there() {
    let told = |sign: &str| {
        told(
            "List-Post: <mailto:talk@example.net>\nAuthentication-Results: mx.example.org; spf=pass \
             smtp.mailfrom=talk@example.net; dkim=fail header.d=example.com; dmarc=fail header.from=example.com\n",
            sign,
        )
    };
    assert!(told("").contains("breaks the proof without any fault"));
    let unsigned = crate::diagnose(
        "List-Post: <mailto:talk@example.net>\nAuthentication-Results: mx.example.org; spf=pass smtp.mailfrom=talk@example.net; \
         dmarc=fail header.from=example.com\nReceived: from a.example.net (a.example.net [192.0.2.1]) by mx.example.org with ESMTPS \
         id b; Tue, 3 Nov 2026 10:00:02 +0100\nFrom: bob@example.com\nSubject: a\n",
    );
    let text = unsigned.alignment.expect("a domain in From").text;
    assert!(text.contains("no signature of the author's domain that could have come through"), "{text}");
}

#[test]
fn a_network_states_results_under_any_of_its_servers_domains() {
    let is_others = |address: &str| {
        let report = crate::diagnose(&format!(
            "Received: from mx4.example.net (mx4.example.net [{address}]) by store.example.org with LMTP id c; Tue, 3 Nov 2026 10:00:04 \
             +0100\nReceived: from filter.example.net (filter.example.net [10.0.0.8]) by mx4.example.net with ESMTP id b; Tue, 3 Nov 2026 \
             10:00:03 +0100\nAuthentication-Results: mx4.example.net; dkim=pass header.d=example.com; dmarc=pass \
             header.from=example.com\nReceived: from out.example.com (out.example.com [192.0.2.1]) by mx4.example.net with ESMTPS id a; \
             Tue, 3 Nov 2026 10:00:02 +0100\nFrom: bob@example.com\nDate: Tue, 3 Nov 2026 10:00:00 +0100\nSubject: a\n"
        ));
        report
            .observations
            .iter()
            .any(|seen| seen.text.contains("not by the network where the mail ended up"))
    };
    assert!(!is_others("10.0.0.4"));
    // Nothing shows that both are of one network.
    assert!(is_others("192.0.2.4"));
}
