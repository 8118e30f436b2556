//! A provider's server is refused or keeps silent at a port that the provider documents: it takes connections there, so what says
//! no, or nothing, stands on the way: a firewall, the hosting company, the internet line.

use crate::knowledge::{self, Service};
use crate::report::Finding;
use crate::report::values::Values;

pub fn adapt(told: &mut Finding, values: &Values) {
    let is_way = matches!(told.cause.as_str(), "connection-refused" | "connection-timeout");
    if !is_way || told.stage != "connection" {
        return;
    }
    let (Some(host), Some(port)) = (values.get("remote"), values.get("port")) else { return };
    let Some(service) = knowledge::service_of_host(host).filter(|service| serves(service, host, port)) else {
        return;
    };
    let refused = told.cause == "connection-refused";
    told.add_note(&format!("{} takes connections at {host} port {port}.", service.name));
    if refused {
        told.summary = "The connection was refused at once. No mail service of the provider says that: a firewall does, of the hosting company, \
                        of the office or of this machine, or something in between that catches mail."
            .to_owned();
        told.permanence = "permanent".to_owned();
        told.retry = "Not before the way out is open: what refuses on the way goes on refusing.".to_owned();
    }
    // What runs on the provider's machine nobody can look at.
    told.commands.retain(|command| !command.shell.starts_with("ss "));
    let what = if refused { "refused at once" } else { "not answered" };
    told.ask = told.ask.is_some().then(|| {
        format!(
            "Hello,\n\nour program cannot send mail: its connection to {host}, port {port}, is {what}. {} takes connections there. Could you check whether \
             outgoing connections to mail ports (465, 587) are closed or redirected from our machine, and open them or name another way out?\n\nThank you.\n",
            service.name
        )
    });
}

fn serves(service: &Service, host: &str, port: &str) -> bool {
    let is_it = |server: &knowledge::Server| {
        server.purpose == "submission"
            && server.host.eq_ignore_ascii_case(host)
            && server.port.to_string() == port
    };
    service.servers.iter().any(is_it)
}

#[cfg(test)]
mod tests {
    fn told(host: &str, words: &str) -> crate::report::Finding {
        crate::diagnose(&format!("Error: connect {words} {host}:587\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)")).findings.remove(0)
    }

    #[test]
    fn a_providers_open_port_is_closed_on_the_way() {
        for words in ["ECONNREFUSED", "ETIMEDOUT"] {
            let known = told("smtp.gmail.com", words);
            assert!(known.note.is_some_and(|note| note.contains("takes connections")), "{words}");
            assert!(known.ask.is_none_or(|ask| ask.contains("another way out")), "{words}");
            assert!(
                told("mail.example.org", words).note.is_none_or(|note| !note.contains("takes connections")),
                "{words}"
            );
        }
        assert_eq!(told("smtp.gmail.com", "ECONNREFUSED").state, "permanent");
    }
}
