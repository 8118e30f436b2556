//! A machine hands its mail to the mail service of the same machine, by the loopback address, and none listens there.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    const SIGNS: &[&str] =
        &["refused by [127.0.0.1]", "refused by [::1]", "refused by localhost", "refused by [ipv6:::1]"];
    let words =
        found.statement.map_or("", |index| facts.statements[index].text.as_str()).to_ascii_lowercase();
    if told.cause != "connection-refused" || !SIGNS.iter().any(|sign| words.contains(sign)) {
        return;
    }
    crate::report::adapted::on_this_machine(told);
    told.act = "sender-admin".to_owned();
    told.title = "No mail service runs on this machine".to_owned();
    told.summary = "The machine hands its mail to a mail service of its own (127.0.0.1, which no mail leaves), and nothing listens there. It has not \
                    tried to reach the recipient's side."
        .to_owned();
    let step = |text: &'static str| Step::new("sender-admin", text);
    told.steps = vec![step(START), step(ELSEWHERE)];
    told.commands.retain(|command| command.shell.starts_with("ss "));
}

const START: &str = "See whether the mail service runs (`systemctl status sendmail`, or postfix, exim4), start it, and have it start with the machine. What \
                     waits is then sent by itself.";
/// Sendmail's cf/README, "MESSAGE SUBMISSION PROGRAM".
const ELSEWHERE: &str = "Where this machine is to have none, let it hand its mail to another server: with Sendmail name that server in the FEATURE(`msp`) line of \
                         submit.mc in the place of [127.0.0.1], and make submit.cf anew.";

#[cfg(test)]
mod tests {
    #[test]
    fn who_refuses_at_the_loopback_address_is_this_machine() {
        let told = |by: &str| {
            let paste = format!(
                "Nov 20 05:12:11 web3 sendmail[7712]: 5AK4CBXx007712: to=ann@example.org, ctladdr=root (0/0), delay=00:00:01, xdelay=00:00:00, mailer=relay, \
                 pri=30121, relay={by} {by}, dsn=4.0.0, stat=Deferred: Connection refused by {by}"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let own = told("[127.0.0.1]");
        assert_eq!(
            (own.cause.as_str(), own.act.as_str(), own.ask),
            ("connection-refused", "sender-admin", None)
        );
        assert!(own.steps.iter().all(|step| step.by == "sender-admin"), "{:?}", own.steps);
        assert_ne!(told("mx.example.org.").title, own.title);
    }
}
