//! What is listed is named, and who sent the mail is told what they can do.

use crate::report::Finding;

const RSPAMD: &str = "Return-Path: <post@northlamp.example>\nReceived: from mx.northlamp.example (mx.northlamp.example [192.0.2.10])\n\tby \
                      mail.pinecourt.example (Postfix) with ESMTPS id 4XyQ2b\n\tfor <kim@pinecourt.example>; Tue, 24 Nov 2026 10:00:02 +0100\n\
                      X-Spamd-Result: default: False [8.40 / 15.00];\n\tDBL_SPAM(6.50)[lamps.example.click:url];\n\tMIME_HTML_ONLY(0.20)[];\n\t\
                      R_SPF_ALLOW(-0.20)[+ip4:192.0.2.10];\n\tDMARC_POLICY_ALLOW(-0.50)[northlamp.example,none]\nX-Rspamd-Server: \
                      mail.pinecourt.example\nX-Rspamd-Action: add header\nX-Spam: Yes\nFrom: Northlamp <post@northlamp.example>\nTo: \
                      kim@pinecourt.example\nSubject: Lamps\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <1@northlamp.example>\n";
const SPAMASSASSIN: &str = "Return-Path: <post@northlamp.example>\nX-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.1 required=5.0 \
                            tests=RCVD_IN_SBL_CSS,URIBL_BLACK autolearn=no version=4.0.0\nX-Spam-Report: \n\t*  3.6 RCVD_IN_SBL_CSS RBL: Received via \
                            a relay in Spamhaus SBL-CSS\n\t*      [192.0.2.10 listed in zen.spamhaus.org]\n\t*  2.5 URIBL_BLACK Contains an URL listed \
                            in the URIBL blacklist\n\t*      [URIs: lamps.example.click]\nReceived: from mx.northlamp.example \
                            (mx.northlamp.example [192.0.2.10])\n\tby mail.pinecourt.example (Postfix) with ESMTPS id 4XyQ2b\n\tfor \
                            <kim@pinecourt.example>; Tue, 24 Nov 2026 10:00:02 +0100\nFrom: Northlamp <post@northlamp.example>\nTo: \
                            kim@pinecourt.example\nSubject: Lamps\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <1@northlamp.example>\n";

fn told(words: &str, header: &str) -> Finding {
    crate::diagnose(&format!("{words}\n\n{header}")).findings.remove(0)
}

#[test]
fn what_a_list_names_stands_in_the_finding_the_step_and_the_letters() {
    let by_link = told("Why is this in my junk folder? The header:", RSPAMD);
    let note = by_link.note.as_deref().unwrap_or_default();
    assert!(note.contains("DBL_SPAM (Spamhaus DBL lists a domain: lamps.example.click)"), "{note}");
    let step = by_link.steps.iter().find(|step| step.text.starts_with("DBL_SPAM")).expect("a step");
    assert!(step.text.contains("Take out the links to lamps.example.click"), "{}", step.text);
    let letters = [by_link.ask, by_link.ask_if_sent].map(Option::unwrap_or_default);
    assert!(letters.iter().all(|letter| letter.contains("DBL_SPAM (6.5 points, lamps.example.click)")));
    let report = told("Why is this in my junk folder? The header:", SPAMASSASSIN);
    let texts: Vec<&str> = report.steps.iter().map(|step| &*step.text).collect();
    assert!(texts.iter().any(|text| text.contains("to take 192.0.2.10 off")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("the links to lamps.example.click")), "{texts:?}");
}

#[test]
fn who_sent_it_is_told_what_they_mend_and_whom_they_ask() {
    let sent = told("Our quotes go to Junk at one customer. They sent me the header:", RSPAMD);
    assert_eq!((sent.act.as_str(), sent.who.as_str()), ("sender", "you"));
    let by: Vec<&str> = sent.steps.iter().map(|step| &*step.by).collect();
    assert_eq!(by, ["sender", "sender", "sender", "recipient-admin"]);
    assert!(
        sent.steps[0].text.starts_with("DBL_SPAM") && sent.steps[2].text.starts_with("Ask the recipient")
    );
    assert!(sent.ask.is_some_and(|ask| ask.contains("a message of mine was taken for spam on your side")));
    assert_eq!(sent.ask_if_sent, None);
    let listed = told("Unser Newsletter landet beim Kunden im Spam:", SPAMASSASSIN);
    assert_eq!((listed.act.as_str(), listed.about.as_str()), ("sender", "spam-content"));
    // What their own house can do is told to who asks, whoever does it there.
    let by: Vec<&str> = listed.steps.iter().map(|step| &*step.by).collect();
    assert_eq!(by, ["sender", "sender", "sender", "recipient-admin"], "{:?}", listed.steps);
    assert!(listed.who.starts_with("you, or whoever looks after your mail"), "{}", listed.who);
    // Whose side the reader is on is not known, or it is the recipient's.
    for words in ["Please look at this header:", "Why does our customer's mail land in our spam folder?"] {
        let other = told(words, RSPAMD);
        assert_eq!(other.act, "recipient-admin", "{words}");
        assert!(other.ask.is_some_and(|ask| ask.contains("a mail to me")) && other.ask_if_sent.is_some());
    }
}

#[test]
fn a_question_below_the_headers_counts_like_one_above() {
    let asked = "We sent this quote to a customer, and it went to Junk. What can we change?";
    let below =
        |header: &str, words: &str| crate::diagnose(&format!("{header}\n{words}\n")).findings.remove(0).act;
    assert_eq!(below(RSPAMD, asked), "sender");
    assert_eq!(below(RSPAMD, "We sent this to one of our clients. What is wrong?"), "sender");
    // The author's own text is no question about the header.
    let plain = RSPAMD.replace("Subject:", "Content-Type: text/plain\nSubject:");
    assert_eq!(below(&plain, "We sent you a quote. Did you get it?"), "recipient-admin");
    assert_eq!(below(&plain, asked), "sender");
    let parts = RSPAMD.replace("Subject:", "Content-Type: multipart/mixed; boundary=b\nSubject:");
    let body = "--b\nContent-Type: text/plain\n\nWe sent you a quote. Did you get it?\n--b--";
    assert_eq!(below(&parts, body), "recipient-admin");
}

#[test]
fn a_result_that_the_filter_found_is_not_said_to_be_missing() {
    let note = told("Please look at this header:", RSPAMD).note.unwrap_or_default();
    assert!(note.contains("DMARC passed, as the spam filter of mail.pinecourt.example found"), "{note}");
    assert!(!note.contains("would pass"), "{note}");
}

#[test]
fn who_sends_by_a_service_writes_to_the_service() {
    let header = "Return-Path: <b@em1.crm.example>\nAuthentication-Results: mx.pinecourt.example; spf=pass smtp.mailfrom=em1.crm.example; dkim=pass header.d=crm.example; dmarc=fail \
                  (p=quarantine) header.from=northlamp.example\nX-Spam: Yes\nReceived: from out.crm.example (out.crm.example [192.0.2.10])\n\tby \
                  mx.pinecourt.example (Postfix) with ESMTPS id 4XyQ2b\n\tfor <kim@pinecourt.example>; Tue, 24 Nov 2026 10:00:02 +0100\nFrom: Northlamp \
                  <post@northlamp.example>\nTo: kim@pinecourt.example\nSubject: Quote\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: \
                  <1@northlamp.example>\n";
    let sent = told("Our quotes go to Junk at one customer. They sent me the header:", header);
    let letter = sent.ask.unwrap_or_default();
    assert!(
        letter.contains("mail that we send through you fails DMARC")
            && letter.contains("signed with DKIM for northlamp.example"),
        "{letter}"
    );
    assert!(sent.steps[0].text.contains("SPF was asked for em1.crm.example"), "{:?}", sent.steps);
}

#[test]
fn the_message_that_a_step_promises_stands_there_whoever_can_mend_it() {
    // The server that passed it on broke the signature: nobody's letter but the asker's own.
    let header = "Delivered-To: kim@pinecourt.example\nReceived: from out.alder.example (out.alder.example [192.0.2.20])\n\tby mx.pinecourt.example with ESMTPS id 2\n\tfor \
                  <kim@pinecourt.example>; Tue, 24 Nov 2026 10:00:04 +0100\nAuthentication-Results: mx.pinecourt.example; spf=fail smtp.mailfrom=northlamp.example; dkim=fail (body \
                  hash did not verify) header.d=northlamp.example; dmarc=fail (p=QUARANTINE dis=QUARANTINE) header.from=northlamp.example\nDelivered-To: lee@alder.example\nReceived: \
                  from mx.northlamp.example (mx.northlamp.example [192.0.2.10])\n\tby out.alder.example (Postfix) with ESMTPS id 1\n\tfor <lee@alder.example>; Tue, 24 Nov 2026 \
                  10:00:02 +0100\nDKIM-Signature: v=1; a=rsa-sha256; d=northlamp.example; s=a; h=from:to; bh=x; b=y\nFrom: Northlamp <post@northlamp.example>\nTo: \
                  lee@alder.example\nSubject: Quote\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <1@northlamp.example>\n";
    let sent = told("I sent this quote, and it landed in their spam:", header);
    assert!(sent.steps.iter().any(|step| step.text.contains("the message to copy")), "{:?}", sent.steps);
    assert!(sent.ask.is_some_and(|ask| ask.contains("a message of mine was taken for spam")), "a letter");
    let got = told("Der Vermieter hat das im November geschickt, direkt an mich. Warum Spam?", header);
    assert!(!got.steps.iter().any(|step| step.text.contains("the message to copy")), "{:?}", got.steps);
}
