use super::*;

/// The fields that a value should give, as `name=value`; none other may be there.
#[track_caller]
fn check(value: &str, want: &[&str]) {
    let hop = parse(value);
    let fields = [
        ("name", &hop.from_name),
        ("helo", &hop.from_helo),
        ("rdns", &hop.from_rdns),
        ("ip", &hop.from_ip),
        ("by", &hop.by),
        ("via", &hop.via),
        ("with", &hop.with),
        ("id", &hop.id),
        ("for", &hop.r#for),
        ("envelope", &hop.envelope_from),
        ("tls", &hop.tls),
        ("cipher", &hop.cipher),
    ];
    let got: Vec<String> = fields
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}={value}")))
        .collect();
    assert_eq!(got, want, "{value:?}");
}

#[test]
fn postfix() {
    check(
        "from mail.example.net (rev.example.net [192.0.2.7])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby in.example.com (Postfix) with ESMTPS id 4XyZ01\n\tfor <a@example.com>; Tue,  4 Mar 2025 10:02:11 +0100 (CET)",
        &[
            "name=mail.example.net",
            "helo=mail.example.net",
            "rdns=rev.example.net",
            "ip=192.0.2.7",
            "by=in.example.com",
            "with=ESMTPS",
            "id=4XyZ01",
            "for=a@example.com",
            "tls=TLS1.3",
            "cipher=TLS_AES_256_GCM_SHA384",
        ],
    );
    check(
        "by in.example.com (Postfix, from userid 1000)\n\tid 4XyZ02; Tue,  4 Mar 2025 10:02:11 +0100 (CET)",
        &["by=in.example.com", "id=4XyZ02"],
    );
}

#[test]
fn exim() {
    check(
        "from rev.example.net ([192.0.2.7] helo=mail.example.net) by in.example.com with esmtps (TLS1.2) tls TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (Exim 4.98) (envelope-from <b@example.net>) id 1tpOxx-0001 for a@example.com; Tue, 04 Mar 2025 10:02:11 +0100",
        &[
            "name=rev.example.net",
            "helo=mail.example.net",
            "rdns=rev.example.net",
            "ip=192.0.2.7",
            "by=in.example.com",
            "with=esmtps",
            "id=1tpOxx-0001",
            "for=a@example.com",
            "envelope=b@example.net",
            "tls=TLS1.2",
            "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        ],
    );
    check(
        "from [192.0.2.7] (port=4711 helo=desk) by in.example.com with esmtpa (Exim 4.98) id 1tpOxx-0002; Tue, 04 Mar 2025 10:02:11 +0100",
        &[
            "name=[192.0.2.7]",
            "helo=desk",
            "ip=192.0.2.7",
            "by=in.example.com",
            "with=esmtpa",
            "id=1tpOxx-0002",
        ],
    );
}

#[test]
fn exchange_and_microsoft_365() {
    check(
        "from A1.example.outlook.test (2001:db8:10::21) by\n B2.example.outlook.test (2001:db8:10::22) with Microsoft SMTP Server\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.2 via\n Frontend Transport; Tue, 4 Mar 2025 09:02:11 +0000",
        &[
            "name=A1.example.outlook.test",
            "helo=A1.example.outlook.test",
            "ip=2001:db8:10::21",
            "by=B2.example.outlook.test",
            "via=Frontend Transport",
            "with=Microsoft SMTP Server",
            "id=15.20.1.2",
            "tls=TLS1.2",
            "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        ],
    );
    check(
        "from A1.example.test ([fe80::1]) by A1.example.test ([fe80::1%3]) with mapi id 15.20.1; Tue, 4 Mar 2025 09:02:11 +0000",
        &[
            "name=A1.example.test",
            "helo=A1.example.test",
            "ip=fe80::1",
            "by=A1.example.test",
            "with=mapi",
            "id=15.20.1",
        ],
    );
}

#[test]
fn qmail_and_its_like() {
    check(
        "from unknown (HELO desk) (b@192.0.2.7 with login) by smtp.example.net with SMTP; 4 Mar 2025 09:02:11 -0000",
        &["name=unknown", "helo=desk", "ip=192.0.2.7", "by=smtp.example.net", "with=SMTP"],
    );
    check("(qmail 4711 invoked by uid 1000); 4 Mar 2025 09:02:11 -0000", &[]);
}

#[test]
fn gmail_and_others() {
    check(
        "from mail.example.net (rev.example.net. [192.0.2.7]) by mx.google.test with ESMTPS id ab12 for <a@example.com> (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128); Tue, 04 Mar 2025 01:02:11 -0800 (PST)",
        &[
            "name=mail.example.net",
            "helo=mail.example.net",
            "rdns=rev.example.net",
            "ip=192.0.2.7",
            "by=mx.google.test",
            "with=ESMTPS",
            "id=ab12",
            "for=a@example.com",
            "tls=TLS1.3",
            "cipher=TLS_AES_128_GCM_SHA256",
        ],
    );
    // SendGrid: no semicolon, a time with a fraction.
    check(
        "from NzUw (unknown) by pod-41 (SG) with HTTP id 1-F5 Tue, 04 Mar 2025 09:02:11.174 +0000 (UTC)",
        &["name=NzUw", "by=pod-41", "with=HTTP", "id=1-F5"],
    );
    check(
        "(majordomo@list.example.org) by list.example.org via listexpand id S1 (ORCPT <rfc822;a@example.com>); Tue, 4 Mar 2025 04:02:11 -0500",
        &["by=list.example.org", "via=listexpand", "id=S1"],
    );
    check(
        "from rev.example.net ([192.0.2.7]:42016 \"EHLO mail.example.net\" rhost-flags-OK-OK-OK-OK) by list.example.org with ESMTP id S2; Tue, 4 Mar 2025 04:02:11 -0500",
        &[
            "name=rev.example.net",
            "helo=mail.example.net",
            "rdns=rev.example.net",
            "ip=192.0.2.7",
            "by=list.example.org",
            "with=ESMTP",
            "id=S2",
        ],
    );
}

#[test]
fn the_address_in_a_word_of_its_own() {
    check(
        "from pop.example.net [192.0.2.7] by localhost with POP3 (fetchmail-6.3.6) for <a@localhost> (single-drop); Tue, 04 Mar 2025 09:02:11 +0000",
        &["name=pop.example.net", "ip=192.0.2.7", "by=localhost", "with=POP3", "for=a@localhost"],
    );
    check(
        "from [192.0.2.7] (port=4711 helo=[198.51.100.1]) by in.example.com with esmtpsa id 1; Tue, 04 Mar 2025 09:02:11 +0000",
        &[
            "name=[192.0.2.7]",
            "helo=[198.51.100.1]",
            "ip=192.0.2.7",
            "by=in.example.com",
            "with=esmtpsa",
            "id=1",
        ],
    );
    check(
        "from a.example.net (root@[192.0.2.7]) by b.example.com (8.15.2/8.15.2) with ESMTP id x1; Tue, 04 Mar 2025 09:02:11 +0000",
        &[
            "name=a.example.net",
            "helo=a.example.net",
            "ip=192.0.2.7",
            "by=b.example.com",
            "with=ESMTP",
            "id=x1",
        ],
    );
    // Yandex: TLS behind the date.
    check(
        "by b.example.com (smtp/Yandex) with ESMTPSA id x2; Tue, 04 Mar 2025 12:02:11 +0300 (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))",
        &["by=b.example.com", "with=ESMTPSA", "id=x2", "tls=TLS1.3", "cipher=TLS_AES_256_GCM_SHA384"],
    );
}

#[test]
fn odd_fields_do_no_harm() {
    check("", &[]);
    check("from", &[]);
    check("from by", &[]);
    check("from a by b", &["name=a", "by=b"]);
    check("((((;;;; from", &[]);
    for length in 0..200 {
        let _ = parse(&"from (é [::1) \"; by x (é;".repeat(9).chars().take(length).collect::<String>());
    }
}

#[test]
fn signing_in_is_noticed() {
    for value in [
        "from a ([192.0.2.1]) by b with ESMTPSA id 1; x",
        "from a (Authenticated sender: c) by b with ESMTP",
        "from a (account c HELO d) by b with ESMTP",
    ] {
        assert!(parse(value).is_authenticated, "{value:?}");
    }
    assert!(!parse("from a by b with ESMTPS id 1").is_authenticated);
}
