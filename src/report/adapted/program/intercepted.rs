//! A program that asked for one provider's server, and was answered by another's: web hosts and some networks catch what goes out
//! for sending, and hand it to a server of their own.

use crate::facts::dialogue::{Act, Exchange};
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, OWNERS};
use crate::report::{Finding, Step};

/// What such a server brings about: its certificate is of another name, and it knows none of the provider's accounts.
const CAUSES: &[&str] = &["tls-certificate", "auth-credentials", "auth-method", "relay-denied"];

pub fn adapt(told: &mut Finding, facts: &Facts) {
    let Some((asked, greeted)) = answered_by(facts).filter(|_| CAUSES.contains(&told.cause.as_str())) else {
        return;
    };
    let is_of_certificate = told.cause == "tls-certificate";
    told.title = "Another server answered in place of the provider's".to_owned();
    told.summary = format!(
        "The program asked for {asked}, and {greeted} answered, as its greeting shows. So the provider was never reached: the web host, or the \
         network in between, catches such connections and leads them to a server of its own."
    );
    told.note = Some(match is_of_certificate {
        true => "That is why the certificate bears another name. It did its work: with the check switched off, name and password go to that server."
            .to_owned(),
        false => "What it says of name and password says nothing about the provider's account.".to_owned(),
    });
    told.retry = "Not before the host lets the connection through, or another way is taken.".to_owned();
    told.act = "sender".to_owned();
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = vec![
        step("sender", format!(
            "Ask whoever runs the machine or the network (the web host) to let connections to {asked} through. In cPanel and WHM the setting is \
             called SMTP Restrictions."
        )),
        step("sender", "Leave the check of the certificate on, or switch it on again (verify_peer, rejectUnauthorized and the like). Do not put the \
                        answering server's name into the settings as long as the provider's name and password stand there.".to_owned()),
        step("sender", format!(
            "If the password was sent while the check was off, change it at the provider: it went to {greeted}."
        )),
        step("sender", "Else send without that connection: through the web host's own outgoing server with a mailbox there, or through the \
                        provider's interface over the web (HTTPS), which is not caught.".to_owned()),
    ];
    told.ask = None;
    told.commands.clear();
}

/// The provider's server that was asked for, and the one of somebody else's that greeted (RFC 5321, section 4.2).
fn answered_by(facts: &Facts) -> Option<(&str, &str)> {
    let dialogue = facts.dialogue.as_ref().filter(|_| facts.kind == Kind::Transcript)?;
    let (asked, _) = dialogue.to.as_ref()?;
    let provider = knowledge::provider_of_host(asked)?;
    let is_greeting = |exchange: &&Exchange| exchange.act == Act::Connect;
    let greeting = dialogue.exchanges.iter().find(is_greeting)?.reply.as_ref()?;
    let name = greeting.text.as_str().get(4..)?.split_whitespace().next()?;
    let own = knowledge::organizational_domain(name)?;
    let is_its = knowledge::provider_of_host(name).is_some_and(|of| {
        of == provider || OWNERS[usize::from(of)].name == OWNERS[usize::from(provider)].name
    });
    // Large services greet with names of the companies that they came from; a web host's panel greets as Exim.
    let is_a_hosts = ["Exim", "Postfix", "cPanel"].iter().any(|word| greeting.text.as_str().contains(word));
    (!is_its && is_a_hosts && knowledge::organizational_domain(asked) != Some(own))
        .then_some((asked.as_str(), name))
}

#[cfg(test)]
mod tests {
    fn session(greeting: &str, end: &str) -> crate::report::Finding {
        let paste = format!(
            "2026-11-24 18:22:31 Connection: opening to smtp.gmail.com:587, timeout=300, options=array()\n\
             2026-11-24 18:22:31 SERVER -> CLIENT: {greeting}\n\
             2026-11-24 18:22:31 CLIENT -> SERVER: EHLO www.example.org\n\
             2026-11-24 18:22:31 SERVER -> CLIENT: 250-mx Hello\n                     250 STARTTLS\n{end}"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    const REFUSED: &str = "2026-11-24 18:22:31 CLIENT -> SERVER: AUTH LOGIN\n2026-11-24 18:22:31 SERVER -> CLIENT: 535 Incorrect authentication data\n";
    const OTHER_NAME: &str = "2026-11-24 18:22:31 CLIENT -> SERVER: STARTTLS\n2026-11-24 18:22:31 SERVER -> CLIENT: 220 TLS go ahead\n\
        Connection failed. Error #2: stream_socket_enable_crypto(): Peer certificate CN=`*.host.example' did not match expected CN=`smtp.gmail.com'\n";

    #[test]
    fn who_answers_in_place_of_the_provider_is_told() {
        let host = "220-box7.host.example ESMTP Exim 4.98 #2 Tue, 24 Nov 2026 14:22:31 -0400";
        for (end, cause) in [(REFUSED, "auth-credentials"), (OTHER_NAME, "tls-certificate")] {
            let told = session(host, end);
            assert_eq!(told.cause, cause);
            assert_eq!(told.title, "Another server answered in place of the provider's");
            let steps = told.steps.iter().map(|step| &*step.text).collect::<Vec<_>>().join("\n");
            assert!(steps.contains("it went to box7.host.example") && told.ask.is_none(), "{steps}");
        }
        let own = session("220 smtp.gmail.com ESMTP a1-20 - gsmtp", REFUSED);
        assert_ne!(own.title, "Another server answered in place of the provider's");
    }
}
