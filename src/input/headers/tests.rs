use super::*;

const BLOCK: &str = "Return-Path: <b@example.net>
Received: from mx.example.net (mx.example.net [192.0.2.1])
\tby in.example.com (Postfix) with ESMTPS id 4XyZ
\tfor <a@example.com>; Tue, 4 Mar 2025 10:02:11 +0000 (UTC)
Received: by mx.example.net (Postfix, from userid 1000)
\tid 4XyA; Tue, 4 Mar 2025 10:02:09 +0000 (UTC)
Subject: =?utf-8?Q?caf=C3=A9?=
From: B <b@example.net>
To: a@example.com
Message-ID: <1@example.net>
Date: Tue, 4 Mar 2025 10:02:08 +0000
";

fn none(_: &str, _: &[u8]) -> Option<String> {
    None
}

/// The block must read the same, however it was pasted.
#[track_caller]
fn check(paste: &str) -> Message {
    let message = read(&Text::plain(paste), none).expect("a header block");
    assert_eq!(message.hops.len(), 2, "{paste}");
    assert_eq!(message.hops[0].read.r#for.as_deref(), Some("a@example.com"), "{paste}");
    assert_eq!(message.hops[1].read.id.as_deref(), Some("4XyA"), "{paste}");
    assert_eq!(message.subject.as_ref().map(|subject| subject.read.as_str()), Some("café"), "{paste}");
    let date = message.date.as_ref().and_then(|date| date.read.1);
    assert_eq!(date.map(|date| date.epoch), Some(1_741_082_528), "{paste}");
    for field in &message.fields {
        let span = field.span;
        let start = paste.get(span.range()).expect("a span on character boundaries");
        assert!(start.starts_with(&field.name), "{start:?} is not {}", field.name);
    }
    message
}

#[test]
fn as_received() {
    let message = check(BLOCK);
    assert!(!message.has_body);
    assert_eq!(message.return_path.expect("a Return-Path").read.address, "b@example.net");
    assert_eq!(message.from[0].read.name.as_deref(), Some("B"));
}

#[test]
fn a_whole_message_and_an_mbox() {
    assert!(check(&format!("{BLOCK}\nHello\n\nSubject: no field\nFrom: x\n")).has_body);
    check(&format!("From b@example.net Tue Mar  4 10:02:11 2025\n{BLOCK}"));
}

#[test]
fn fields_in_one_line_are_told_from_words_behind_a_wide_blank() {
    let line = format!(
        "From: a@example.org To: b@example.net Date: now Message-ID: <1@b> Subject: {}",
        "\u{a0}no: \u{3000}x: y ".repeat(20)
    );
    assert_eq!(find::joined_fields(&line), Some(vec![20, 38, 48, 66]));
}

#[test]
fn damaged_lines() {
    check(&BLOCK.replace('\n', "\r\n"));
    check(&BLOCK.replace('\n', "\r"));
    check(&format!("\u{feff}\r\n{}", BLOCK.replace('\n', "\r\n")));
    check(&BLOCK.replace("\n\t", "\n"));
    check(&BLOCK.replace("\n\t", " "));
    check(&BLOCK.replace('\n', "\n\n"));
    check(&BLOCK.replace('\t', "\u{a0}\u{a0}"));
    check(&BLOCK.lines().map(|line| format!("> {line}\n")).collect::<String>());
    check(&BLOCK.lines().map(|line| format!("    {line}\n")).collect::<String>());
    check(BLOCK.replace("\n\t", " ").replace('\n', " ").trim());
}

#[test]
fn escaped_and_garbled_signs() {
    check(&BLOCK.replace('<', "&lt;").replace('>', "&gt;"));
    check(&BLOCK.replace("=?utf-8?Q?caf=C3=A9?=", "cafÃ©"));
}

#[test]
fn inside_of_something() {
    check(&format!(
        "Hello,\n\nwhat is this: headers?\n\n---------- Forwarded headers ----------\n{BLOCK}\nThanks\n"
    ));
    check(&format!(
        "Original Message\n\nMessage ID\t<1@example.net>\nCreated at:\tTue\nFrom:\tB\nTo:\ta\nSubject:\tx\nSPF:\tPASS\n\nDownload Original\n\n{BLOCK}"
    ));
}

#[test]
fn other_texts_are_no_headers() {
    for text in ["", "550 5.1.1 User unknown", "Error: connection refused\nat line 3", "Note: this\nis prose"]
    {
        assert_eq!(looks(&Paste::new(text)), 0, "{text:?}");
    }
    assert!(looks(&Paste::new(BLOCK)) > 50);
}

#[test]
fn what_a_program_prints_below_its_error_is_no_header() {
    let lines = "X-RequestId: 7A41\nX-ErrorCode: LoginFailed\nX-Link: https://example.org/mail/\nTime: 2026-11-20T08:14:22.413Z\n";
    let error = format!("The server for ann@example.org rejected the username or password.\n\n{lines}");
    assert_eq!(looks(&Paste::new(&error)), 0);
    let header = format!("What does this header say of my mail?\n\n{lines}Message-ID: <1@example.org>\n");
    assert!(looks(&Paste::new(&header)) > 0);
}

#[test]
fn results_of_checks_alone_are_headers() {
    let fold = "mx.example.net;\n   dkim=pass header.d=shop.example header.s=k1;\n   spf=pass smtp.mailfrom=shop.example;\n   dmarc=pass header.from=shop.example";
    let in_words = format!("My provider shows this, is it right?\nAuthentication-Results: {fold}\nThanks");
    let alone = format!("Authentication-Results: {fold}");
    for text in [fold, &alone, &in_words, &format!("{alone}\n")] {
        let message = read(&Text::plain(text), none).expect("a block");
        let stated: Vec<_> = message.auth[0].read.statements.iter().map(|one| one.method.as_str()).collect();
        assert_eq!(stated, ["dkim", "spf", "dmarc"], "{text}");
        assert!(looks(&Paste::new(text)) > 0, "{text}");
    }
    // A server's answer, and words that only name a result.
    for text in
        ["550 5.7.26 rejected: spf=fail; dkim=fail; dmarc=fail", "We saw dmarc=fail; and spf=fail. Why?"]
    {
        assert_eq!(looks(&Paste::new(text)), 0, "{text}");
    }
}

#[test]
fn a_paste_that_begins_within_a_field_keeps_what_is_left_of_it() {
    let rest = BLOCK.split_once("Received: ").expect("a hop").1;
    for skipped in ["from mx.example.net ", "from mx.example.net (mx.example.net [192.0.2.1])\n"] {
        let paste = rest.strip_prefix(skipped).expect("its beginning");
        let message = read(&Text::plain(paste), none).expect("a block");
        assert!(message.is_begun && message.hops.len() == 2, "{paste}");
        let hop = &message.hops[0].read;
        assert_eq!((hop.by.as_deref(), hop.id.as_deref()), (Some("in.example.com"), Some("4XyZ")), "{paste}");
        assert_eq!(hop.date.map(|date| date.epoch), Some(1_741_082_531), "{paste}");
        assert!(looks(&Paste::new(paste)) >= 50, "{paste}");
    }
    let date =
        format!("    Tue, 4 Mar 2025 10:02:11 +0000\n{}", BLOCK.split_once("(UTC)\n").expect("a hop").1);
    let message = read(&Text::plain(&date), none).expect("a block");
    assert_eq!(message.hops[0].read.date.map(|date| date.epoch), Some(1_741_082_531));
    // Of what is left of another field nothing can be told, but what stands below is a header all the same.
    let short = "\tbh=abc;\nReceived: by mx.example.net id 1; Tue, 4 Mar 2025 10:02:09 +0000\nReceived: by mx.example.net id 2; Tue, 4 Mar 2025 10:02:08 +0000\n";
    let message = read(&Text::plain(short), none).expect("a block");
    assert!(message.is_begun && message.hops.len() == 2);
    assert!(looks(&Paste::new(short)) >= 50);
    let whole = read(&Text::plain(BLOCK), none).expect("a block");
    assert!(!whole.is_begun);
    let mbox = read(&Text::plain(&format!("From b@example.net Tue Mar  4 10:02:11 2025\n{BLOCK}")), none);
    assert!(mbox.is_some_and(|message| !message.is_begun));
}

#[test]
fn the_results_that_a_page_sums_up_are_read() {
    let page = "Message ID\t<7@shop.example>\nCreated at:\t3 November 2026 at 08:15 (Delivered after 2 seconds)\nFrom:\tAda <ada@shop.example>\nSPF:\tPASS with IP 192.0.2.7\nDKIM:\t'PASS' with domain shop.example\nDMARC:\t'PASS'\n";
    let alone = page.split_once("SPF").map(|(_, rest)| format!("SPF{rest}")).expect("its rows");
    for text in [
        page,
        &alone,
        "- SPF: Pass\n- DKIM: Pass\n- DMARC: Pass",
        "DMARC pass, SPF pass, DKIM pass. Why is it in spam?",
    ] {
        let message = read(&Text::plain(text), none).expect("a block");
        let mut stated: Vec<_> = message
            .auth
            .iter()
            .flat_map(|field| &field.read.statements)
            .map(|one| (one.method.as_str(), one.result.as_str()))
            .collect();
        stated.sort_unstable();
        assert_eq!(stated, [("dkim", "pass"), ("dmarc", "pass"), ("spf", "pass")], "{text}");
        assert!(looks(&Paste::new(text)) >= 50, "{text}");
    }
    let message = read(&Text::plain(page), none).expect("a block");
    assert_eq!(message.auth[0].read.statements[1].prop("header.d"), Some("shop.example"));
    assert_eq!(message.message_id.map(|id| id.read).as_deref(), Some("<7@shop.example>"));
    for text in ["SPF pass, DKIM pass, DMARC pass, but it bounces", "550 5.7.26 SPF: pass\nDKIM: fail"] {
        assert!(summary::as_field(&Text::plain(text)).is_none(), "{text}");
    }
}

#[test]
fn a_filters_table_without_its_indent_is_the_fields_own() {
    let report = "X-Spam-Report: Details of the content: (7.1 points, 5.0 required)\npts rule name description\n---- ---------------------- ------------------------\n3.5 BAYES_99 probability of spam\n3.6 URIBL_X a link that is listed\nX-Spam-Flag: YES\n";
    let message = read(&Text::plain(&format!("{report}{BLOCK}")), none).expect("a block");
    assert_eq!(message.hops.len(), 2);
    assert!(message.fields[0].value.ends_with("a link that is listed") && !message.has_body);
}
