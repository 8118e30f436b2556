//! Where the paste stands: with a server that has the mail, with a program, or in a test by hand. It decides which steps
//! and commands fit.

use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Moment};
use crate::knowledge::{self, OWNERS, Only, OwnerKind, RULES};
use crate::report::adapted::program::served;
use crate::report::kind::{is_report, kind, product_kind};
use crate::report::values::Values;

pub struct Scene<'a> {
    /// A server has the mail, and tells of it.
    pub is_report: bool,
    /// A program or a conversation: nothing of it waits in a queue, and nothing repeats by itself.
    pub is_by_hand: bool,
    /// A tool of administrators, and port 25.
    is_test: bool,
    given_up: bool,
    /// The address that was written to passes its mail on to the one that refused.
    is_passed_on: bool,
    /// The refusal came before the message was sent.
    is_before_content: bool,
    /// The server that refused belongs to the recipient's organisation.
    is_theirs: bool,
    /// A mail program, or a server that a provider documents for sending: no server to server, and not port 25.
    is_submission: bool,
    /// A library or a service's interface was used.
    is_library: bool,
    /// By a program that is set up and not written, such as a web site's.
    is_application: bool,
    /// A printer, a scanner or a copier sends.
    is_device: bool,
    /// What sends is a program that runs on a server.
    is_served: bool,
    /// The words that told are known as Microsoft's.
    is_microsofts_word: bool,
    port: Option<&'a str>,
    remote: Option<&'a str>,
}

impl<'a> Scene<'a> {
    pub fn of(
        facts: &Facts,
        found: &diagnose::Finding,
        diagnosis: &Diagnosis,
        values: &'a Values,
    ) -> Scene<'a> {
        let kind = kind(facts, diagnosis);
        let port = values.get("port");
        let is_tool = kind == "transcript" && product_kind(diagnosis) == Some(OwnerKind::Transcript);
        Scene {
            // What was refused in a conversation has never been with a server.
            is_report: kind != "transcript" && is_report(facts, found, diagnosis),
            is_by_hand: matches!(kind, "transcript" | "client-error" | "library-error" | "api-error"),
            given_up: found.given_up,
            is_passed_on: written(facts, found).is_some(),
            is_before_content: is_before_content(facts, found),
            is_theirs: is_theirs(values),
            is_test: is_tool && port == Some("25"),
            is_submission: product_kind(diagnosis) == Some(OwnerKind::ClientError)
                || values.get("remote").is_some_and(knowledge::is_submission_server),
            is_library: matches!(kind, "library-error" | "api-error")
                || matches!(product_kind(diagnosis), Some(OwnerKind::LibraryError | OwnerKind::ApiError)),
            is_application: diagnosis.product.is_some_and(|owner| OWNERS[usize::from(owner)].layer >= 3),
            is_device: diagnose::bare::is_device(facts, diagnosis),
            is_served: matches!(kind, "client-error" | "library-error" | "api-error")
                && served::is_served(facts, diagnosis),
            is_microsofts_word: found
                .rule
                .is_some_and(|rule| OWNERS[usize::from(RULES[usize::from(rule)].owner)].id == "microsoft"),
            port,
            remote: values.get("remote"),
        }
    }

    /// Whether the server is Microsoft's; nothing where it is not known whose it is.
    fn is_at_microsoft(&self) -> Option<bool> {
        let service = self.remote.and_then(knowledge::service_of_host)?;
        Some(matches!(service.id, "microsoft-365" | "outlook-com"))
    }

    pub fn fits(&self, only: Only) -> bool {
        let is_program = !self.is_report && !self.is_test;
        let port = |fits: &[&str]| self.port.is_none_or(|port| fits.contains(&port));
        match only {
            Only::Any => true,
            Only::Desk => is_program && !self.is_served && !self.remote.is_some_and(is_own_machine),
            Only::MailProgram => !self.is_library && !self.is_device && !self.is_served,
            Only::Device => !self.is_library,
            Only::Code => self.is_library && !self.is_application,
            Only::Application => self.is_library && self.is_application,
            Only::Report => self.is_report,
            Only::Program => is_program,
            Only::Server => self.is_report || !self.is_by_hand,
            Only::Waiting => self.fits(Only::Server) && !self.given_up,
            Only::EitherSide => self.fits(Only::Server) && !self.is_theirs,
            Only::Direct => !self.is_passed_on,
            Only::Content => !self.is_before_content,
            Only::Test => self.is_test,
            Only::Port25 if self.is_submission => self.port == Some("25"),
            Only::Port25 => port(&["25"]),
            Only::Implicit => port(IMPLICIT),
            Only::StartTls => !self.port.is_some_and(|port| IMPLICIT.contains(&port)),
            Only::Localhost => is_program && self.remote.is_none_or(is_own_machine),
            Only::Microsoft => self.is_at_microsoft().unwrap_or(true),
            Only::NotMicrosoft => !self.is_at_microsoft().unwrap_or(self.is_microsofts_word),
        }
    }
}

/// Encrypted from the first byte: RFC 8314, section 3.3, and what services offer where that one is blocked.
pub const IMPLICIT: &[&str] = &["465", "2465"];

/// The address that was written to, where its mail is passed on to another one.
pub fn written<'a>(facts: &'a Facts, found: &diagnose::Finding) -> Option<&'a str> {
    facts.recipients.get(found.recipient?)?.original.as_deref()
}

/// The point of the conversation at which it was said.
pub fn moment(facts: &Facts, found: &diagnose::Finding) -> Option<Moment> {
    found.statement.and_then(|index| facts.statements[index].moment)
}

/// What was refused before the message was sent was not refused for what stands in it.
fn is_before_content(facts: &Facts, found: &diagnose::Finding) -> bool {
    matches!(moment(facts, found), Some(Moment::Connect | Moment::Helo | Moment::Mail | Moment::Rcpt))
}

/// Whether the server that spoke is of the recipient's organisation.
pub fn is_theirs(values: &Values) -> bool {
    let sides = values.get("remote").zip(values.get("recipient_domain"));
    sides.is_some_and(|(remote, domain)| {
        knowledge::same_organization(remote, domain) || is_at_microsoft_for(remote, domain)
    })
}

/// Exchange Online takes mail for each domain under a name of its own: `example-org.mail.protection.outlook.com`.
fn is_at_microsoft_for(host: &str, domain: &str) -> bool {
    let own = host.to_ascii_lowercase();
    let own = own.strip_suffix(".mail.protection.outlook.com");
    own.is_some_and(|own| own == domain.to_ascii_lowercase().replace('.', "-"))
}

pub fn is_own_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.starts_with("127.") || host == "::1"
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn a_test_by_hand_waits_in_no_queue() {
        let paste = "=== Trying mx.example.org:25...\n=== Connected to mx.example.org.\n<-  220 mx.example.org ESMTP\n -> EHLO me.example.com\n\
                     <-  250 mx.example.org\n -> MAIL FROM:<a@example.com>\n<-  250 Ok\n -> RCPT TO:<b@example.org>\n\
                     <** 450 4.7.1 <b@example.org>: Recipient address rejected: Greylisted\n -> QUIT\n<-  221 Bye\n";
        let found = first(paste);
        assert_eq!(found.cause, "greylisted");
        assert!(found.commands.is_empty(), "{:?}", found.commands);
        assert!(!found.retry.contains("Your server"), "{}", found.retry);
        let log = first(
            "Nov 20 08:00:00 mx postfix/smtp[9]: 4F1A22B0C1: to=<b@example.org>, relay=mx.example.org[203.0.113.4]:25, delay=2, \
             dsn=4.7.1, status=deferred (host mx.example.org[203.0.113.4] said: 450 4.7.1 Greylisted (in reply to RCPT TO command))",
        );
        assert!(log.commands.iter().any(|command| command.shell == "postqueue -p"));
    }

    #[test]
    fn a_known_port_leaves_out_what_is_about_another() {
        let found = first(
            "The connection to the server failed. Server: 'smtp.example.com', Protocol: SMTP, Port: 587, Secure(SSL): No, \
             Socket Error: 10060, Error Number: 0x800CCC0E",
        );
        assert!(found.steps.iter().all(|step| !step.text.contains("outbound port 25")), "{:?}", found.steps);
        assert!(
            found.commands.iter().all(|command| !command.shell.contains("gmail")),
            "{:?}",
            found.commands
        );
        let programs = first(
            "Thunderbird: The message could not be sent because the connection to Outgoing server (SMTP) \
                              smtp.example.com timed out. Try again.",
        );
        assert_eq!(programs.cause, "connection-timeout");
        assert!(programs.commands.iter().all(|command| !command.shell.ends_with(" 25")), "{programs:?}");
    }

    #[test]
    fn only_who_speaks_to_the_own_machine_is_told_of_it() {
        let steps = |host: &str| {
            let found =
                first(&format!("Error: connect ECONNREFUSED {host}:587\n  code: 'ESOCKET', command: 'CONN'"));
            found.steps.iter().any(|step| step.text.contains("localhost"))
        };
        assert!(steps("127.0.0.1") && !steps("203.0.113.4"));
    }
}
