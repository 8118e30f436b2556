//! A mail that was passed on and refused behind that: its new sender is a server that the author's domain knows nothing of
//! (RFC 7960, section 3.2.1).

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::report::scene::written;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let asked_for_proof = matches!(told.cause.as_str(), "spf-fail" | "dmarc-fail" | "sender-unauthenticated");
    let Some(written) = written(facts, found).filter(|_| asked_for_proof) else { return };
    match values.get("selector") {
        Some(_) if told.cause != "spf-fail" => broken(told, written, values),
        _ => unsigned(told, written, values),
    }
}

/// Nothing shows that the author's domain signed it, and a signature would have held.
fn unsigned(told: &mut Finding, written: &str, values: &Values) {
    const LETTER: &str = "Hello,
our mail to this address is passed on to another one, and refused there because nothing proves that it is ours.
Address that was written: {original}
Recipient: {recipient}
Refused by: {remote}
Words of the server: {reply}
Is our mail signed with DKIM for our domain? If not, could you have it signed? A signature holds where mail is passed on; SPF does not. If it is, \
the server that passes it on changes it: then whoever runs that one has to be asked.
Thank you.";
    told.add_note(&format!(
        "The mail was written to {written}, and that address passes it on. So the server that SPF was asked about is likely the \
         one that passes it on. A DKIM signature for the sender's domain holds on that way, too."
    ));
    told.ask = told.ask.is_some().then(|| values.message(LETTER));
    // The sender went by the provider of the address already, and nothing there names the server in between.
    let at = written.rsplit_once('@').map_or(written, |(_, domain)| domain);
    told.steps.retain(|step| step.by == "sender-admin" && !step.is_about(Topic::Spf));
    // SPF asks for the envelope's sender, DMARC for the one in From.
    let way = match told.cause.as_str() {
        "spf-fail" => {
            "pass mail on with an envelope sender of your own (SRS), or let the other mailbox fetch it"
        }
        _ => {
            "pass mail on just as it came, so that its DKIM signature holds, and seal it (ARC), or let the other mailbox fetch it. An envelope sender of your \
             own (SRS) alone does not help: DMARC goes by From"
        }
    };
    let steps = [
        ("sender", "Write to the person at the mailbox that it is passed on to, or reach them by another way: what {at} passes on is refused.".replace("{at}", at)),
        (
            "recipient-admin",
            format!("At {at}: {way}. No sender can put your server into their SPF."),
        ),
    ];
    told.steps.splice(0..0, steps.map(|(by, text)| Step::new(by, text)));
    // A mailbox at a provider for people: nothing there is for its owner or for that provider to set up.
    if told.steps.iter().all(|step| step.by != "sender-admin") {
        told.act = "recipient-admin".to_owned();
        told.who = format!("whoever runs {at}, which passes it on");
        told.retry = "Not to the same address, as long as mail is passed on there so.".to_owned();
        told.ask = told.ask.is_some().then(|| values.message(TO_FORWARDER));
    }
}

/// To whoever passes it on, where the sender has nothing to set up.
const TO_FORWARDER: &str = "Hello,
my mail to this address is passed on by your server to another one, and refused there: your server sends it on under my address, which does not name your server.
Address that was written: {original}
Passed on to: {recipient}
Refused by: {remote}
Words of the server: {reply}
Could you pass mail on unchanged, so that its DKIM signature holds, and with an envelope sender of your own (SRS)? Or tell me an address that is not passed on.
Thank you.";

/// It was signed for the author's domain, and the signature did not hold where the forward led.
fn broken(told: &mut Finding, written: &str, values: &Values) {
    const LETTER: &str = "Hello,
mail to this address is passed on by your server to another one, and refused there because its proof does not hold any more.
Address that was written: {original}
Passed on to: {recipient}
Refused by: {remote}
Words of the server: {reply}
Message-ID: {message_id}
Time: {time}
The mail is signed with DKIM for its author's domain. Could you pass it on just as it came, without a mark in the subject and without a footer? Where it has to be changed, ARC, or a From of your own domain, keeps it from being refused.
Thank you.";
    let at = written.rsplit_once('@').map_or(written, |(_, domain)| domain);
    told.title = "The mail was passed on, and lost its proof on that way".to_owned();
    told.summary = format!(
        "It was written to {written}, and {at} passed it on to another mailbox. It carries a DKIM signature of its author's domain, which should \
         have held. Most likely it was changed where it was passed on, as by a mark in the subject or a footer: then the signature does not \
         fit any more, and SPF does not name that server. The mailbox behind it followed the rule of the author's domain."
    );
    told.note = None;
    told.confidence = "likely".to_owned();
    told.act = "recipient-admin".to_owned();
    told.retry = "Not to the same address, as long as mail is passed on there so.".to_owned();
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = vec![
        step(
            "sender",
            format!("Ask the person by another way for an address that is not passed on. Nothing in your own mail has to be changed for that. Send the ready message to the postmaster of {at}."),
        ),
        step(
            "recipient",
            "Have mail fetched from the first mailbox instead of passed on, or give the final address to those who write to you."
                .to_owned(),
        ),
        step(
            "recipient-admin",
            format!("At {at}: pass mail on unchanged, so that its signature holds. Where it is changed, as on a list, seal it with ARC (RFC 8617) and put an address of your own into From."),
        ),
        step(
            "sender-admin",
            "To be sure that the signature was good when the mail left, send one to a mailbox elsewhere and read dkim= in its headers. Do not weaken your DMARC rule for this.".to_owned(),
        ),
    ];
    told.ask = Some(values.message(LETTER));
}

#[cfg(test)]
mod tests {
    fn refused(returned: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "From: MAILER-DAEMON@mx.example.net\nTo: bob@example.com\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: \
             multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\n<ann@example.org> (expanded from \
             <alumna@example.net>): host mx.example.org[192.0.2.9] said: 550 5.7.26 not accepted due to domain's DMARC policy (in reply to end of DATA \
             command)\n\n--x\nContent-Type: text/rfc822-headers\n\n{returned}From: bob@example.com\nTo: alumna@example.net\nSubject: [Alumni] Hello\nDate: \
             Fri, 20 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.com>\n\n--x--\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn a_rewritten_envelope_is_no_help_against_dmarc() {
        let told = refused("");
        let theirs = told.steps.iter().find(|step| step.by == "recipient-admin").expect("a step");
        assert!(
            theirs.text.contains("just as it came") && theirs.text.contains("(SRS) alone does not help"),
            "{theirs:?}"
        );
        // Nothing shows whether it was signed.
        assert!(told.ask.is_some_and(|ask| ask.contains("Is our mail signed with DKIM")));
    }

    #[test]
    fn a_private_mailboxs_provider_is_not_the_one_to_mend_a_forward() {
        let told = crate::diagnose(
            "A message that you sent could not be delivered to one or more of its recipients.\n\n  all@club.example\n    (generated from board@club.example)\n    host \
             gmail-smtp-in.l.google.com [192.0.2.26]\n    SMTP error from remote mail server after end of data:\n    550-5.7.26 This mail has been blocked because the \
             sender is unauthenticated. SPF [web.de] with ip: [198.51.100.2] = did not pass\n",
        )
        .findings
        .remove(0);
        assert_eq!(
            (told.act.as_str(), told.who.as_str()),
            ("recipient-admin", "whoever runs club.example, which passes it on")
        );
        assert!(told.ask.is_some_and(|ask| ask.contains("passed on by your server")));
    }

    #[test]
    fn whoever_passed_on_a_signed_mail_is_asked() {
        let signed = refused(
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=k1; h=from:subject; bh=AAAA; b=AAAA\n",
        );
        assert_eq!((signed.cause.as_str(), signed.act.as_str()), ("dmarc-fail", "recipient-admin"));
        assert_eq!(signed.confidence, "likely");
        let ask = signed.ask.expect("a letter");
        assert!(
            ask.contains("alumna@example.net") && ask.contains("ann@example.org") && !ask.contains('{'),
            "{ask}"
        );
        assert!(signed.steps.iter().all(|step| !step.text.contains("sign with DKIM")), "{:?}", signed.steps);
        let unsigned = refused("");
        assert!(unsigned.ask.is_some_and(|ask| ask.contains("signed with DKIM for our domain")));
    }
}
