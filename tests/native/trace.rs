//! What Exchange Online shows in its message trace.

fn told(paste: &str) -> Vec<(String, Option<String>)> {
    let report = crate::diagnose(paste);
    assert_eq!(report.product.map(|product| product.id).as_deref(), Some("message-trace"), "{paste}");
    report.findings.into_iter().map(|found| (found.cause, found.recipient)).collect()
}

fn cause(paste: &str) -> String {
    told(paste).remove(0).0
}

const COLUMNS: &str = "Date (UTC+01:00)\tSender\tRecipient\tSubject\tStatus\n";
const EVENTS: &str = "Message events\nDate\tEvent\tDetail\n20/11/2026 07:02:11\tReceive\tMessage received by: AM0PR01MB0001\n\
                      20/11/2026 07:02:12\tSubmit\tThe message was submitted.\n";

#[test]
fn each_status_is_told() {
    for (status, wanted) in [
        ("Delivered", "delivered"),
        ("Failed", "undetermined"),
        ("Pending", "delayed"),
        ("Quarantined", "spam-content"),
        ("FilteredAsSpam", "spam-content"),
        ("Filtered as spam", "spam-content"),
        ("Expanded", "delivered"),
        ("GettingStatus", "undetermined"),
    ] {
        let row =
            format!("20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer 7\t{status}\n");
        assert_eq!(
            told(&format!("{COLUMNS}{row}")),
            [(wanted.to_owned(), Some("jo@kestrel.example".to_owned()))],
            "{status}"
        );
        let printed = format!(
            "Get-MessageTraceV2 -RecipientAddress jo@kestrel.example\n\n\
             Received            SenderAddress       RecipientAddress   Subject Status\n\
             --------            -------------       ----------------   ------- ------\n\
             20/11/2026 07:02:11 pia@orchard.example jo@kestrel.example Offer 7 {status}\n"
        );
        assert_eq!(cause(&printed), wanted, "{status}");
        let listed = format!(
            "Message Trace ID  : 0a1b\nMessage ID        : <a1@AM0.example>\nReceived          : 20/11/2026 07:02:11\n\
             Sender Address    : pia@orchard.example\nRecipient Address : jo@kestrel.example\nSubject           : Offer 7\n\
             Status            : {status}\nTo IP             : 192.0.2.7\n"
        );
        assert_eq!(cause(&listed), wanted, "{status}");
        let pane = format!(
            "Message trace\nOffer 7\nSender\npia@orchard.example\nRecipient\njo@kestrel.example\nStatus\n{status}\n"
        );
        assert_eq!(cause(&pane), wanted, "{status}");
    }
}

#[test]
fn rows_of_several_recipients_are_told_apart() {
    let rows = "20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer\tDelivered\n\
                20/11/2026 07:02:11\tpia@orchard.example\tkim@kestrel.example\tOffer\tQuarantined\n";
    let is = |cause: &str, whom: &str| (cause.to_owned(), Some(whom.to_owned()));
    assert_eq!(
        told(&format!("{COLUMNS}{rows}")),
        [is("spam-content", "kim@kestrel.example"), is("delivered", "jo@kestrel.example")]
    );
}

#[test]
fn the_code_of_a_failure_is_the_answer() {
    let fail = "20/11/2026 07:02:14\tFail\tReason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient jo@kestrel.example \
                not found by SMTP address lookup};{MSG=};{FQDN=};{IP=};{LRT=}]\n";
    assert_eq!(cause(&format!("{EVENTS}{fail}")), "user-unknown");
    let row = "20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer\tFailed\n";
    assert_eq!(cause(&format!("{COLUMNS}{row}\n{EVENTS}{fail}")), "user-unknown");
    let listed = "Get-MessageTraceDetailV2\n\nDate   : 20/11/2026 07:02:14\nEvent  : Fail\nDetail : Reason: [{LED=552 5.2.2 mailbox over quota};{MSG=};\n         \
                  {FQDN=mx.kestrel.example};{IP=192.0.2.7};{LRT=}]\n";
    let report = crate::diagnose(listed);
    assert_eq!(report.findings[0].cause, "mailbox-full");
    let reply = report.findings[0].reply.as_ref().expect("a reply");
    assert_eq!(
        (reply.text.as_str(), reply.remote.as_deref()),
        ("552 5.2.2 mailbox over quota", Some("mx.kestrel.example"))
    );
}

#[test]
fn what_was_put_off_and_then_sent_was_delivered() {
    let defer = "20/11/2026 07:02:13\tDefer\tReason: [{LED=451 4.7.1 greylisted, try later};{MSG=};{FQDN=mx.kestrel.example};{IP=192.0.2.7};{LRT=}]\n";
    let sent = "20/11/2026 07:09:13\tSend external\tMessage sent to mx.kestrel.example at 192.0.2.7 using TLS1.2 with AES256. \
                {LED=250 2.0.0 Ok: queued as 4Zb1}\n";
    assert_eq!(cause(&format!("{EVENTS}{defer}")), "greylisted");
    assert_eq!(cause(&format!("{EVENTS}{defer}{sent}")), "delivered");
    let row = "20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer\tDelivered\n";
    let report = crate::diagnose(&format!("{COLUMNS}{row}\n{EVENTS}{defer}{sent}"));
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].cause, "delivered");
    let reply = report.findings[0].reply.as_ref().expect("a reply");
    assert_eq!(
        (reply.text.as_str(), reply.remote.as_deref()),
        ("250 2.0.0 Ok: queued as 4Zb1", Some("mx.kestrel.example"))
    );
}

#[test]
fn the_enhanced_summary_is_told_by_recipient() {
    let file = "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id\n\
                2026-11-20T07:02:11.0000000Z,pia@orchard.example,\"jo@kestrel.example##Receive, Deliver;kim@kestrel.example##Receive, \
                Fail\",Offer,1234,<a1@AM0.example>\n";
    let is = |cause: &str, whom: &str| (cause.to_owned(), Some(whom.to_owned()));
    assert_eq!(
        told(file),
        [is("undetermined", "kim@kestrel.example"), is("delivered", "jo@kestrel.example")]
    );
}

#[test]
fn neither_another_table_nor_a_story_is_one() {
    for other in [
        "20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer\tDelivered\n",
        "I looked at the message trace, and my mail to jo@kestrel.example never came.\n",
        "From: pia@orchard.example\nTo: jo@kestrel.example\nStatus: Failed\n",
        "Name  Event  Detail\nAnn  Submit  x\n",
    ] {
        let product = crate::diagnose(other).product.map(|product| product.id);
        assert_ne!(product.as_deref(), Some("message-trace"), "{other}");
    }
}

#[test]
fn a_time_may_have_a_comma_in_it() {
    let row = "11/20/2026, 7:02 AM\tpia@orchard.example\tall@orchard.example\tOffer\tFailed\n\nMessage events\nDate\tEvent\tDetail\n";
    let events = "11/20/2026, 7:02 AM\tReceive\tMessage received by: AM0PR01MB0001\n11/20/2026, 7:03 AM\tFail\tReason: [{LED=550 5.7.133 \
                  RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required};{MSG=}]\n11/20/2026, 7:03 AM\tFail\tReason: The \
                  message was Failed.\n";
    assert_eq!(cause(&format!("{COLUMNS}{row}{events}")), "recipient-restricted");
}

#[test]
fn a_reply_below_the_table_tells_why() {
    let row = "20/11/2026 07:02:11\tpia@orchard.example\tjo@kestrel.example\tOffer\tFailed\n";
    let reply = "\n550 5.7.1 message refused, 192.0.2.4 is listed at zen.spamhaus.org\n";
    assert_eq!(cause(&format!("{COLUMNS}{row}{reply}")), "ip-blocklisted");
}
