//! What the words around a header ask about is answered first.

use crate::report::Finding;

fn told(words: &str, header: &str) -> Finding {
    crate::diagnose(&format!("{words}\n\n{header}")).findings.remove(0)
}

fn steps(told: &Finding) -> String {
    told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
}

/// An inner server whose clock is ahead, before a provider's.
fn clock(ahead: &str) -> String {
    format!(
        "Received: from b.prod.outlook.com (2603:10a6::1) by a.prod.outlook.com with HTTPS; Thu, 26 Nov 2026 12:59:02 +0000\nReceived: from hybrid.pinecourt.example (192.0.2.44) by \
         c.mail.protection.outlook.com (10.0.0.2) with Microsoft SMTP Server id 15.20.1; Thu, 26 Nov 2026 12:58:58 +0000\nReceived: from EX02.pine.local (10.1.1.2) by EX02.pine.local \
         (10.1.1.2) with Microsoft SMTP Server id 15.2.1; Thu, 26 Nov 2026 {ahead}:41 +0000\nReceived: from EX02.pine.local ([::1]) by EX02.pine.local ([::1]) with mapi id 15.2.1; Thu, 26 \
         Nov 2026 {ahead}:40 +0000\nFrom: Ann <ann@pinecourt.example>\nTo: kim@pinecourt.example\nDate: Thu, 26 Nov 2026 {ahead}:40 +0000\nMessage-ID: <1@pinecourt.example>\nSubject: a\n"
    )
}

#[test]
fn a_clock_that_is_off_by_minutes_is_told_to_who_asks_about_times() {
    let asked = told("It came before it was sent. Is something wrong with our time zone?", &clock("13:05"));
    assert_eq!(
        asked.title,
        "The mail arrived, and the clock of EX02.pine.local is 6 minutes 43 seconds ahead of the others"
    );
    assert!(asked.who.contains("EX02.pine.local"), "{}", asked.who);
    assert!(
        steps(&asked).contains("no whole or half hour, so the time zone is not what is wrong"),
        "{}",
        steps(&asked)
    );
    let other = told("Please look at this header:", &clock("13:05"));
    assert_eq!(other.title, "The mail arrived");
    let little = told("Is our time zone wrong?", &clock("12:59"));
    assert_eq!(little.title, "The mail arrived");
}

fn newsletter(more: &str, results: &str) -> String {
    format!(
        "Received: from out.shop.example (out.shop.example [192.0.2.10])\n\tby mx.pinecourt.example with ESMTPS id 4X\n\tfor <kim@pinecourt.example>; Tue, 24 Nov 2026 10:00:02 \
         +0100\nAuthentication-Results: mx.pinecourt.example; {results} header.from=shop.example\n{more}Precedence: bulk\nFrom: Shop <news@shop.example>\nTo: \
         kim@pinecourt.example\nSubject: Lamps\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n"
    )
}

#[test]
fn who_wants_no_more_of_it_is_told_how_to_leave() {
    const PASSED: &str = "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example; dmarc=pass";
    const CLICK: &str =
        "List-Unsubscribe: <https://shop.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n";
    for words in ["How do I unsubscribe from this?", "Wie kann ich das abbestellen?"] {
        let told = told(words, &newsletter(CLICK, PASSED));
        assert!(told.steps[0].text.contains("List-Unsubscribe, by one click"), "{}", steps(&told));
        assert!(
            told.who.contains("unsubscribing") && !steps(&told).contains("If you do not see it"),
            "{}",
            told.who
        );
    }
    let unproved = told(
        "How do I unsubscribe from this?",
        &newsletter(CLICK, "spf=fail smtp.mailfrom=shop.example; dmarc=fail"),
    );
    assert!(steps(&unproved).contains("Do not unsubscribe by a link in it"), "{}", steps(&unproved));
    let other = told("Please look at this header:", &newsletter(CLICK, PASSED));
    assert!(!steps(&other).contains("To get no more of it"), "{}", steps(&other));
}
