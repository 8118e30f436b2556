//! Nothing that belongs to a person slips through, and the story can still be told.

use mailwhy::redact::{Options, Told, redact, redact_told};

/// Texts with planted personal things, and those things. None of them may survive.
const PLANTED: &[(&str, &[&str])] = &[
    (
        "From: \"Ann Karlsson\" <ann.karlsson@acme.se>\nTo: Bob Miller <bob@gmail.com>, carol@firma.de (Carol Weiss)\nSubject: Offer for the\n new roof\nMessage-ID: <4711.ABCdef@pc-ann.acme.se>\n\nHello Bob,\nthe price is 300.\n",
        &[
            "Ann", "Karlsson", "acme", "Bob", "Miller", "bob@", "carol", "Carol", "Weiss", "firma", "Offer",
            "roof", "4711", "pc-ann", "Hello", "price",
        ],
    ),
    (
        "Received: from DESKTOP-7K2LQ (p5dcc1.dip0.t-ipconnect.de [93.204.17.5])\n by mail.acme.se (Postfix) with ESMTPSA id 4XyZ12AbCd for <bob@gmail.com>",
        &["DESKTOP-7K2LQ", "p5dcc1", "93.204.17.5", "acme", "4XyZ12AbCd", "bob"],
    ),
    (
        "Received: from LISTS1 ([203.0.113.34]) by lists.acme.se with SMTP (Some Mail Service 5.5)\n    id KRTTB3K1; Thu, 5 Nov 2026 14:11:55 +0100\nReceived: by lists.acme.se with local id 90417; Thu, 5 Nov 2026 14:11:50 +0100\n",
        &["KRTTB3K1", "90417"],
    ),
    (
        "C: AUTH PLAIN AGFubgBodW50ZXIy\nS: 235 ok\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5uQGFjbWUuc2U=\nS: 334 UGFzc3dvcmQ6\nC: aHVudGVyMg==\nS: 535 5.7.8 no\n",
        &["AGFubgBodW50ZXIy", "YW5uQGFjbWUuc2U=", "aHVudGVyMg=="],
    ),
    (
        "SMTP_HOST=mail.acme.se\nSMTP_USER=annka\nSMTP_PASSWORD=\"hunter2 is it\"\n'password' => 'geheim99',\npassword hunter3\nAuthorization: Bearer eyJhbGciOi.J9xx\n",
        &["acme", "annka", "hunter2", "geheim99", "hunter3", "eyJhbGciOi", "J9xx"],
    ),
    (
        "Nov 24 10:00:00 annsbox postfix/smtp[123]: 4AbC9dE7f2g: to=<x.y@verein.example.ch>, orig_to=<chef>, relay=mx1.verein.ch[2a02:120b::7]:25, status=bounced",
        &["annsbox", "4AbC9dE7f2g", "x.y", "verein", "chef", "2a02:120b::7"],
    ),
    (
        "see https://mail.acme.se/unsub/u12345678?mail=ann@acme.se and C:/Users/annka/mail.log",
        &["acme", "u12345678", "ann@", "annka"],
    ),
    (
        "Content-Type: multipart/report; boundary=\"2026-ab7c-0041-q9part31zk\"\n\n--2026-ab7c-0041-q9part31zk--\n",
        &["q9part31zk"],
    ),
];

#[test]
fn nothing_planted_survives() {
    let mut slipped = Vec::new();
    for (text, planted) in PLANTED {
        for damaged in
            [text.to_string(), text.replace('\n', "\r\n"), text.lines().map(|l| format!("> {l}\n")).collect()]
        {
            let redacted = redact(&damaged, &Options::default()).text;
            for thing in planted.iter().filter(|thing| redacted.contains(**thing)) {
                slipped.push(format!("{thing:?} in {redacted:?}"));
            }
        }
    }
    assert!(slipped.is_empty(), "{}", slipped.join("\n"));
}

#[test]
fn the_same_thing_gets_the_same_stand_in() {
    let redacted = redact("a@acme.se b@acme.se A@ACME.SE mx.acme.se 10.1.2.3 10.1.2.3", &Options::default());
    assert_eq!(
        redacted.text,
        "user1@host1.example user2@host1.example user1@host1.example host2.example 192.0.2.1 192.0.2.1"
    );
    assert_eq!(&redacted.text[redacted.marks[0].clone()], "user1@host1.example");
}

#[test]
fn what_explains_stays() {
    let text = "550 5.7.26 host gmail-smtp-in.l.google.com said: see https://support.google.com/mail TLS_AES_256_GCM_SHA384 0x800CCC0E smtplib.py";
    assert_eq!(redact(text, &Options::default()).text, text);
}

/// An address that ends within a password must not leave the rest of it.
#[test]
fn a_secret_is_taken_out_whole() {
    for (text, want) in [
        ("[mx.acme.se]:587 ann@acme.se:gar!ten&x", "[host1.example]:587 user1@host2.example:[covered]"),
        ("smtp://ann:gar!ten@mx.acme.se", "smtp://ann:[covered]@host1.example"),
        ("server.login('a@acme.se', 'gar@ten.se')", "server.login('user1@host1.example', '[covered]')"),
    ] {
        assert_eq!(redact(text, &Options::default()).text, want);
    }
}

#[test]
fn options_leave_what_they_name_but_never_secrets() {
    let none =
        Options { addresses: false, names: false, hosts: false, ips: false, ids: false, content: false };
    let text = "From: Ann <ann@acme.se>\npassword: hunter2";
    assert_eq!(redact(text, &none).text, "From: Ann <ann@acme.se>\npassword: [covered]");
}

/// What the rules' examples tell, they still tell with stand-ins.
#[test]
fn the_cause_survives() {
    for text in [
        "452 4.2.2 <ann@acme.se>: mailbox full",
        "550 5.1.1 <ann@acme.se>: user unknown at mx.acme.se[10.0.0.1]",
    ] {
        let redacted = redact(text, &Options::default()).text;
        assert_eq!(
            mailwhy::diagnose(text).findings[0].cause,
            mailwhy::diagnose(&redacted).findings[0].cause,
            "{redacted}"
        );
    }
}

#[test]
fn the_parts_of_somebodys_mail_are_their_words() {
    let mail = "From: Ann <ann@example.com>\nSubject: Lunch\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b1\n\n\
                --b1\nContent-Type: text/plain\n\nThe lobster at noon\n--b1\nContent-Type: text/html\n\n<p>The lobster at noon</p>\n--b1--\n";
    let text = redact(mail, &Options::default()).text;
    assert!(!text.contains("lobster") && !text.contains("Lunch"), "{text}");
    assert!(text.contains("Content-Type: text/html"), "{text}");
}

#[test]
fn a_report_explains_the_same_without_what_is_personal() {
    let mail = "From: MAILER-DAEMON@mx.kraft-bau.de\nTo: ann@kraft-bau.de\nSubject: Undelivered Mail Returned to Sender\n\
                MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B1\"\n\n--B1\n\
                Content-Type: text/plain\n\nThis is the mail system at host mx.kraft-bau.de.\n\n<bob@nordwind.de>: host \
                mail.nordwind.de[203.0.113.25] said: 550 5.1.1 <bob@nordwind.de>: User unknown (in reply to RCPT TO command)\n\n\
                --B1\nContent-Type: message/rfc822\n\nMessage-ID: <a1@kraft-bau.de>\nFrom: Ann <ann@kraft-bau.de>\nSubject: Lobster\n\n\
                The lobster at noon\n\n--B1--\n";
    let report = mailwhy::diagnose(mail);
    let text = redact_told(mail, &Options::default(), &Told::of(mail, &report)).text;
    assert!(!text.to_lowercase().contains("lobster") && !text.contains("kraft-bau"), "{text}");
    let (before, after) = (&report.findings[0], &mailwhy::diagnose(&text).findings[0]);
    assert_eq!((&before.cause, &before.act), (&after.cause, &after.act), "{text}");
    assert_eq!(before.cause, "user-unknown");
}

#[test]
fn what_an_answer_quotes_stays_as_a_servers_words() {
    let mail = "From: \"Hauspost\" <post@kraft-bau.de>\nMessage-ID: <a2@kraft-bau.de>\nSubject: Unzustellbar: Lobster\n\n\
                550 5.2.2 <bob@nordwind.de>: mailbox full\nThe lobster at noon\n";
    let start = mail.find("550").expect("the reply");
    let quoted = start..start + mail[start..].find('\n').expect("its end");
    let told = Told { quoted: vec![quoted], is_report: false };
    let text = redact_told(mail, &Options::default(), &told).text;
    assert!(text.contains("mailbox full") && !text.to_lowercase().contains("lobster"), "{text}");
    assert!(!text.contains("bob@") && !text.contains("nordwind"), "{text}");
}
