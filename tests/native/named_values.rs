//! Whether steps and summaries name what a paste tells, and only where it is what they are about.

use mailwhy::report::Finding;

/// What is said of the fault, and what is to be done, in one text.
fn said(told: &Finding) -> String {
    let steps = told.steps.iter().map(|step| step.text.to_string());
    std::iter::once(told.summary.to_string()).chain(steps).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_step_speaks_of_the_very_server_or_address() {
    for (paste, named) in [
        (
            "Nov 20 08:00:00 mx1 postfix/smtp[9]: 4F2A91C0B1: to=<bob@harbour.example>, relay=none, delay=1, dsn=5.4.6, status=bounced (mail for \
             harbour.example loops back to myself)",
            &[
                "takes mail for harbour.example",
                "`harbour.example smtp:[inner.example.org]`",
                "another server takes mail for harbour.example",
            ][..],
        ),
        (
            "550 5.7.606 Access denied, banned sending IP [203.0.113.7]. To request removal visit https://sender.office.com/",
            &["Give 203.0.113.7 at sender.office.com"],
        ),
        (
            "554 IP=203.0.113.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.)",
            &["It does not know 203.0.113.7 well enough", "give the sending address (203.0.113.7)"],
        ),
        (
            "Reporting-MTA: dns;ex1.harbour.example\n\nFinal-Recipient: rfc822;bob@harbour.example\nAction: failed\nStatus: 5.2.0\nDiagnostic-Code: smtp;554 \
             5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message due to a permanent exception with message Cannot save changes.\n",
            &[
                "`Get-MessageTrackingLog -EventId FAIL -Recipients bob@harbour.example`",
                "`New-MailboxRepairRequest -Mailbox bob@harbour.example -CorruptionType",
            ],
        ),
        (
            "An error occurred while sending mail: Outgoing server (SMTP) smtp.orchrad.example is unknown. The server may be incorrectly configured.",
            &["compare the server name, smtp.orchrad.example, letter by letter"],
        ),
        (
            "javax.mail.MessagingException: Could not connect to SMTP host: smtp.orchard.example, port: 2525",
            &["`nc -vz smtp.orchard.example 2525`"],
        ),
        (
            "sSMTP[8123]: Unable to connect to \"smtp.orchard.example\" port 465.",
            &["`nc -vz smtp.orchard.example 465`.", "its settings name, smtp.orchard.example."],
        ),
        (
            "HTTP 403: {\"event\":\"dropped\",\"email\":\"bob@harbour.example\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"1\"}",
            &["delete bob@harbour.example from Bounces"],
        ),
    ] {
        let told = crate::diagnose(paste).findings.remove(0);
        let said = said(&told);
        for named in named {
            assert!(said.contains(named), "{named:?} is not in what is said of {paste:?}:\n{said}");
        }
    }
}

#[test]
fn what_the_paste_does_not_tell_has_general_words() {
    for (paste, general, other) in [
        // The server that tells of it is not the one that was tried.
        (
            "550 5.4.317 Message expired, cannot connect to remote server (AM0.eurprd01.prod.outlook.com)",
            "See what the server answers",
            "See what am0.",
        ),
        // One sentence for several strangers names none of them.
        (
            "Nov 20 08:00:00 mx1 postfix/postscreen[9]: DNSBL rank 8 for [203.0.113.5]:50000\n\
             Nov 20 08:00:00 mx1 postfix/postscreen[9]: DNSBL rank 4 for [203.0.113.7]:50000\n",
            "no mail from that address",
            "203.0.113.5",
        ),
        // A bare answer does not tell whose mailbox it was.
        (
            "554 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException; Failed to process message due to a permanent exception with message Cannot save \
             changes.",
            "-Recipients ADDRESS`",
            "RECIPIENT",
        ),
    ] {
        let told = crate::diagnose(paste).findings.remove(0);
        let said = said(&told);
        assert!(said.contains(general) && !said.contains(other), "{paste:?}:\n{said}");
    }
}
