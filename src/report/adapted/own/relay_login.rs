//! A mail server that signs in at the next one, and is refused: name and password stand in a file of that server, and no mail
//! program is to be opened.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if told.cause != "auth-credentials" || !is_outcome(facts, found) {
        return;
    }
    told.title = "The server that yours sends through did not take its name or password".to_owned();
    told.summary = "Your mail server hands its mail to another one and signs in there. That one said no to the name or the password, so \
                    the mail waits or came back. No mail program has to do with it."
        .to_owned();
    told.retry = "Once the entry is right, what waits goes out by itself; what came back has to be sent anew. The same wrong password again \
                  and again can get the account locked."
        .to_owned();
    let step = |text: String| Step::new("sender-admin", text);
    told.steps = vec![step(entry(facts.program, values.get("remote"))), step(RIGHT.to_owned())];
    told.act = "sender-admin".to_owned();
}

const RIGHT: &str = "See that the account there still exists and may send by SMTP, and which password it wants: many providers want an app \
                     password or a key of their own here, and the whole address as the name. The command below tries the pair.";

/// Whether the words are what became of mail that this server had.
fn is_outcome(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| matches!(group.event, Event::Deferred | Event::Bounced))
}

/// Where the server keeps the name and the password (postconf(5), smtp_sasl_password_maps; Exim specification, chapter 33).
fn entry(program: Option<&str>, next: Option<&str>) -> String {
    let next = next.unwrap_or("the next server");
    match program {
        Some("postfix") => format!(
            "Look up the entry for {next} in the file that `postconf smtp_sasl_password_maps` names, mostly /etc/postfix/sasl_passwd. Its left \
             side has to be letter for letter what `postconf relayhost` shows, brackets and port included; behind it stands name:password. \
             After a change: `postmap /etc/postfix/sasl_passwd`, then `postqueue -f`."
        ),
        Some("exim") => format!(
            "Look up the entry for {next} where the client's side of Exim's authenticators takes it from (on Debian \
             /etc/exim4/passwd.client: host:name:password, the host as the reverse look-up names it). After a change: `update-exim4.conf` \
             there, then `exim -qff`."
        ),
        _ => format!(
            "Compare the name and the password that your server has for {next} with what its provider gave you."
        ),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_servers_own_sign_in_is_mended_in_its_files() {
        let paste = "Nov 26 09:00:14 nas postfix/smtp[210]: 71C0B1F2A3: to=<ann@example.org>, relay=mail.example.net[192.0.2.5]:587, delay=0.7, \
                     dsn=4.7.0, status=deferred (SASL authentication failed; server mail.example.net[192.0.2.5] said: 535 Incorrect \
                     authentication data)";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str()), ("auth-credentials", "sender-admin"));
        assert!(first.steps[0].text.contains("mail.example.net in the file"), "{:?}", first.steps);
        assert!(first.steps.iter().all(|step| step.by == "sender-admin"));
        let strange = crate::diagnose(
            "Nov 26 09:00:14 mx postfix/smtpd[9]: warning: unknown[192.0.2.5]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
        );
        assert!(strange.findings[0].title.starts_with("Somebody tried"), "{}", strange.findings[0].title);
    }
}
