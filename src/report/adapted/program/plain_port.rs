//! A mail program that is set to port 25, and gets no connection: the line may keep that port closed, and programs have others.

use crate::knowledge::Topic;
use crate::mail::ip::{is_inner, is_inner_name};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, kind: &str, values: &Values) {
    let is_silent = matches!(told.cause.as_str(), "connection-timeout" | "connection-refused")
        && told.stage == "connection";
    if kind != "client-error" || !is_silent || values.get("port") != Some("25") {
        return;
    }
    let Some(server) = values.get("remote").filter(|host| !is_inner(host) && !is_inner_name(host)) else {
        return;
    };
    let text = format!(
        "Your settings name port 25. Most internet providers keep it closed for their customers, as it is meant for mail servers among themselves. Set port \
         587 with STARTTLS for {server} (or 465 with SSL/TLS), with user name and password, and send again."
    );
    // What leaves it open which port is meant, and what is for those who run a mail server.
    told.steps.retain(|step| !step.is_about(Topic::MatchPorts) && step.by == "sender");
    told.steps.insert(0, Step::new("sender", text).about(Topic::Ports));
    told.act = "sender".to_owned();
    told.ask = None;
    told.retry =
        "Once another port is set. At port 25 waiting does not help where the internet line keeps it closed."
            .to_owned();
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mail_program_at_port_25_is_sent_to_another_port() {
        let told = |port: u16| {
            crate::diagnose(&format!(
                "Thunderbird: Sending of the message failed. The message could not be sent because the connection to Outgoing server (SMTP) \
                 mail.example.org timed out. Try again.\nOutgoing server: mail.example.org, port {port}, no encryption\n"
            ))
            .findings
            .remove(0)
        };
        let plain = told(25);
        assert_eq!(
            (plain.cause.as_str(), plain.act.as_str(), &plain.ask),
            ("connection-timeout", "sender", &None)
        );
        assert!(plain.steps[0].text.contains("587 with STARTTLS for mail.example.org"), "{:?}", plain.steps);
        assert!(!told(587).steps[0].text.contains("Your settings name port 25"));
    }
}
