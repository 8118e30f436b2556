//! What the provider of the outgoing server wants at sign-in, where the server shows whose it is.

use crate::diagnose;
use crate::facts::{Facts, Kind, Role};
use crate::knowledge::{self, OWNERS, Owner, OwnerKind, PasswordKind, Security, Service, Topic};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    // The name that the program was told says more than the one that a machine of a large service greets with.
    let of_remote = || values.get("remote").and_then(knowledge::service_of_host);
    let service = named(facts).or_else(of_remote).or_else(|| of_speaker(found));
    // What a rule says by itself alone is about something else.
    let is_alone = found.rule.is_some_and(|rule| knowledge::RULES[usize::from(rule)].alone);
    if told.cause == "auth-method" && !is_alone && takes_the_accounts_password(service, facts, values) {
        return with_the_accounts_password(told, service);
    }
    let Some(service) = service else {
        if told.cause == "send-as-denied" {
            as_it_signs_in(told, facts, values);
        }
        return;
    };
    match told.cause.as_str() {
        "auth-method" if service.password == PasswordKind::Oauth && !service.domains.is_empty() => {
            return in_the_browser(told, service);
        }
        "send-as-denied" if !service.domains.is_empty() && is_peoples(values) => {
            return with_its_own_address(told, service);
        }
        "send-as-denied" => return as_it_signs_in(told, facts, values),
        "auth-credentials" => {}
        // It says that it wants one, and no other way is to be looked for.
        "auth-method" if service.password == PasswordKind::AppPassword && wants_one(told) => {
            told.act = "sender".to_owned();
            told.steps.retain(|step| step.by == "sender" && !step.is_about(Topic::OAuth));
        }
        _ => return,
    }
    let Some(wanted) = wanted(service) else { return };
    // With the account's own password one signs in on the web, and nowhere else.
    told.steps.retain(|step| !step.is_about(Topic::WebSignIn) && !step.is_about(Topic::AppPassword));
    let note = if service.note.is_empty() { String::new() } else { format!(" {}", service.note) };
    told.steps.insert(0, Step { text: format!("{}{note}", wanted.text).into(), ..wanted });
    // At a provider for people nobody answers questions about one account.
    let login = values.get("login").or(values.get("sender")).and_then(|login| login.rsplit_once('@'));
    let is_peoples = !service.domains.is_empty()
        && login.is_none_or(|(_, domain)| service.domains.iter().any(|own| domain.eq_ignore_ascii_case(own)));
    if is_peoples {
        told.ask = None;
        return;
    }
    told.ask = told.ask.take().map(|ask| {
        let lines = ask.lines().filter(|line| !line.starts_with("Signing in on the web site"));
        lines.collect::<Vec<_>>().join("\n").replace("\n\n\n", "\n\n")
    });
}

/// Microsoft's servers for mail that comes in listen at port 25 alone, whoever asks.
pub fn at_port_25_alone(told: &mut Finding, values: &Values) {
    const SERVERS: &str = ".mail.protection.outlook.com";
    if values.get("remote").is_some_and(|host| host.to_ascii_lowercase().ends_with(SERVERS)) {
        told.commands.retain(|command| [" 465", " 587"].iter().all(|port| !command.shell.contains(port)));
    }
}

/// What a provider is known not to have is not offered: neither in steps and notes nor in commands.
pub fn known_ports(told: &mut Finding, facts: &Facts, values: &Values) {
    let of_remote = values.get("remote").and_then(knowledge::service_of_host);
    let Some(service) = of_remote.or_else(|| named(facts)) else { return };
    for (port, ways) in PORTS {
        if service.lacks(*port) {
            without_port(told, &port.to_string(), ways);
        }
    }
}

/// At sign-in the provider is the reader's own: where it is known, what another one may have switched off has no part in it.
pub fn without_anothers(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    values: &Values,
    own_steps: usize,
) {
    let is_at_sign_in = matches!(
        told.cause.as_str(),
        "auth-method" | "auth-credentials" | "auth-required" | "account-blocked" | "sending-limit"
    );
    let of_remote = || values.get("remote").and_then(knowledge::provider_of_host);
    let of_words = || {
        let server = named(facts)?.servers.first()?;
        knowledge::provider_of_host(server.host)
    };
    let provider =
        found.speaker.or_else(of_remote).or_else(of_words).map(|number| &OWNERS[usize::from(number)]);
    let is_known = |owner: &Owner| owner.kind == OwnerKind::Provider && !owner.name.contains("Microsoft");
    if !is_at_sign_in || !provider.is_some_and(is_known) {
        return;
    }
    let mut index = 0;
    told.steps.retain(|step| {
        index += 1;
        index <= own_steps || !step.is_about(Topic::Microsoft365)
    });
    let others = told.steps.iter_mut().skip(own_steps);
    for step in others.filter(|step| step.is_about(Topic::Microsoft365Last)) {
        step.text = step.without_its_end().to_owned().into();
    }
}

/// The service that the words themselves are known to be from, where that provider has only one for people, and all its accounts
/// want the same. (Microsoft has one for people and one for organisations, and says the same at both.)
fn of_speaker(found: &diagnose::Finding) -> Option<&'static Service> {
    let speaker = found.speaker?;
    let is_its = |service: &&&Service| {
        let sends = |server: &&knowledge::Server| server.purpose == "submission";
        service.password == PasswordKind::AppPassword
            && service.servers.iter().find(sends).and_then(|server| knowledge::provider_of_host(server.host))
                == Some(speaker)
    };
    let mut all = knowledge::SERVICES.iter().filter(|service| is_its(&service));
    all.next().filter(|_| all.next().is_none())
}

/// The service whose server for sending the words name.
fn named(facts: &Facts) -> Option<&'static Service> {
    let texts = facts.statements.iter().take(40).map(|statement| statement.text.as_str());
    let words =
        texts.flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')));
    let is_server = |word: &&str| word.starts_with("smtp") && word.contains('.');
    words.filter(is_server).find_map(knowledge::service_of_host)
}

/// How steps and notes name each port beside another.
const PORTS: &[(u16, &[&str])] = &[
    (
        465,
        &[
            ", or 465 with SSL/TLS",
            " or 465 with SSL/TLS",
            "465 with SSL/TLS, or ",
            "465 with SSL/TLS (encrypted from the first byte) or port ",
            "465 with SSL/TLS or port ",
            "465 goes with SSL/TLS from the first byte, ",
            "465 goes with SSL/TLS, ",
            "465 goes with \"SSL/TLS\", ",
            "465 to SSL/TLS, or ",
            " or 465",
        ],
    ),
    (
        587,
        &[
            ", or 587 with STARTTLS",
            " or port 587 with STARTTLS",
            ", 587 with STARTTLS",
            ", 587 with \"STARTTLS\"",
        ],
    ),
];

fn without_port(told: &mut Finding, port: &str, ways: &[&str]) {
    let cleared = |text: &str| ways.iter().fold(text.to_owned(), |text, way| text.replace(way, ""));
    for step in &mut told.steps {
        step.text = cleared(&step.text).into();
    }
    if let Some(note) = told.note.as_mut().filter(|note| !note.contains("no port")) {
        *note = cleared(note);
    }
    let (colon, space) = (format!(":{port}"), format!(" {port}"));
    told.commands.retain(|command| {
        let line = format!("{} {} ", command.shell, command.windows);
        !line.contains(&format!("{colon} ")) && !line.contains(&format!("{space} "))
    });
}

/// Whether the account is one for people, or may be. A house's own domain has an administrator.
pub fn is_peoples(values: &Values) -> bool {
    let domain = values.get("login").and_then(|login| login.rsplit_once('@'));
    domain.is_none_or(|(_, domain)| knowledge::service_of_mailbox(&domain.to_ascii_lowercase()).is_some())
}

/// Where people have their mailboxes, no administrator gives one of them leave to send as somebody else.
fn with_its_own_address(told: &mut Finding, service: &Service) {
    told.steps.retain(|step| step.by == "sender");
    let text = format!(
        "At {} an account sends with its own address, and with others that were added to it there as aliases: add the one that you \
         want in the account's settings on the web, or take another for From.",
        service.name
    );
    told.steps.push(Step::new("sender", text));
    told.act = "sender".to_owned();
    told.ask = None;
}

/// A program or device whose account is known can send with its address at once, and nobody has to give it leave.
fn as_it_signs_in(told: &mut Finding, facts: &Facts, values: &Values) {
    let is_report = matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport | Kind::Log);
    let Some(login) = values.get("login").filter(|login| login.contains('@') && !is_report) else { return };
    if values.get("sender").is_none_or(|sender| sender.eq_ignore_ascii_case(login)) {
        return;
    }
    told.steps.retain(|step| !step.is_about(Topic::FromAddress));
    let text = format!(
        "Put {login}, the account that signs in, into the sender address (From) in the settings of the program or device: that works at \
         once. Only if another address has to stand there, an administrator gives the account the permission."
    );
    told.steps.insert(0, Step::new("sender", text));
    told.act = "sender".to_owned();
}

/// A provider that is known to take it; or a server of nobody's who is known to want more, where the program says of its own that no way
/// of signing in is left.
fn takes_the_accounts_password(service: Option<&Service>, facts: &Facts, values: &Values) -> bool {
    let of_its_own = || facts.statements.iter().all(|said| said.role != Role::Reply);
    match service {
        Some(service) => service.password == PasswordKind::Account,
        None => {
            of_its_own()
                && values.get("remote").is_some_and(|host| knowledge::provider_of_host(host).is_none())
        }
    }
}

/// Neither a sign-in in the browser nor a password for one program is what it lacks.
fn with_the_accounts_password(told: &mut Finding, service: Option<&Service>) {
    told.steps.retain(|step| {
        ![Topic::OAuth, Topic::AppPassword, Topic::Microsoft365].iter().any(|topic| step.is_about(*topic))
    });
    let sends = |server: &&knowledge::Server| server.purpose == "submission";
    if let Some((service, server)) =
        service.and_then(|service| Some((service, service.servers.iter().find(sends)?)))
    {
        let security = match server.security {
            Security::Implicit => "SSL/TLS",
            Security::StartTls => "STARTTLS",
            Security::None => "no encryption",
        };
        let text = format!(
            "{} takes the password of the mailbox: at {}, port {} with {security}, and the way of signing in “normal password”.",
            service.name, server.host, server.port
        );
        told.steps.insert(0, Step::new("sender", text).about(Topic::Ports));
    } else if !told.steps.iter().any(|step| step.is_about(Topic::Ports)) {
        told.steps.push(Step::new("sender", BY_PASSWORD).about(Topic::Ports));
    }
}

const BY_PASSWORD: &str = "Choose the password as the way of signing in (“normal password”, PLAIN or LOGIN), on an encrypted connection: SSL/TLS with port \
                           465, or STARTTLS with port 587. Many servers offer a sign-in only once the connection is encrypted.";

fn wants_one(told: &Finding) -> bool {
    told.evidence.iter().any(|shown| shown.quote.to_ascii_lowercase().contains("specific password"))
}

/// A service for people takes no password from programs at all: there is nothing to switch on, and no administrator.
fn in_the_browser(told: &mut Finding, service: &Service) {
    told.steps.retain(|step| step.by == "sender" && !step.is_about(Topic::AppPassword));
    // Of a program whose way is known, that is said already.
    let says_where = told.steps.iter().any(|step| step.is_about(Topic::OAuthHere));
    if let Some(wanted) = wanted(service).filter(|_| !says_where) {
        told.steps.insert(0, wanted);
    }
    told.note = (!service.note.is_empty()).then(|| service.note.to_owned());
    told.links.clear();
    told.act = "sender".to_owned();
    told.ask = None;
}

fn wanted(service: &Service) -> Option<Step> {
    let name = service.name;
    let text = match service.password {
        PasswordKind::Account => return None,
        PasswordKind::AppPassword => format!(
            "{name} does not take the account's own password from programs, but an app password: make one in the security settings of \
             the account, on the web, and put that one into the program."
        ),
        PasswordKind::Oauth => format!(
            "{name} wants a sign-in in the browser (OAuth 2) from programs: choose that in the program, or send through another \
             service if the program cannot."
        ),
        PasswordKind::ApiKey => format!(
            "{name} does not take the password of the account, but a key for sending: make one in the service's own pages, and put it \
             into the program as the password."
        ),
    };
    let step = Step::new("sender", text);
    Some(if service.password == PasswordKind::AppPassword { step.about(Topic::AppPassword) } else { step })
}

#[cfg(test)]
mod tests {
    #[test]
    fn at_a_mailbox_provider_nobody_else_gives_leave() {
        let paste = "The sender address a@example.org was rejected by the server smtp.mail.me.com: 550 5.7.0 From address is not one of your addresses";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str(), first.ask), ("send-as-denied", "sender", None));
        assert!(first.steps.iter().all(|step| step.by == "sender"), "{:?}", first.steps);
    }

    #[test]
    fn what_another_provider_may_forbid_is_not_said() {
        let steps = |reply: &str| {
            let told = crate::diagnose(reply).findings.remove(0);
            told.steps.iter().map(|step| step.text.to_string()).collect::<Vec<_>>().join(" ")
        };
        for reply in [
            "534 5.7.9 https://support.google.com/mail/?p=lnvalidSecondFactor",
            "smtp.gmail.com 534 5.7.9 sign in another way",
            "smtp.mail.yahoo.com: 535 5.7.3 this mechanism of authentication is not supported",
        ] {
            assert!(!steps(reply).contains("Microsoft 365"), "{reply}: {}", steps(reply));
        }
        assert!(
            steps("534 5.7.9 https://support.google.com/mail/?p=lnvalidSecondFactor")
                .contains("app password")
        );
    }

    #[test]
    fn ports_that_a_provider_does_not_have_are_not_offered() {
        let paste = |host: &str| {
            format!(
                "Error: connect ETIMEDOUT\n    at TLSSocket.onerror {{\n  code: 'ETIMEDOUT',\n  command: 'CONN',\n  host: '{host}', port: 25\n}}\n\
                 The connection to the server has failed. Server: '{host}', Protocol: SMTP, Port: 25, Secure(SSL): No, Socket Error: 10060, Error Number: 0x800CCC0E"
            )
        };
        let texts = |host: &str| {
            let first = crate::diagnose(&paste(host)).findings.remove(0);
            let steps = first.steps.iter().map(|step| step.text.to_string());
            steps
                .chain(first.commands.iter().map(|command| command.shell.clone()))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert!(!texts("smtp-mail.outlook.com").contains("465"), "{}", texts("smtp-mail.outlook.com"));
        assert!(texts("smtp.example.org").contains("465"));
        let mx = crate::diagnose(
            "<bob@example.org>: host example-org.mail.protection.outlook.com[192.0.2.10] said: 530 5.7.57 Client not authenticated to send mail. (in reply \
             to MAIL FROM command)",
        );
        assert!(mx.findings[0].commands.is_empty(), "{:?}", mx.findings[0].commands);
    }

    #[test]
    fn what_is_done_at_microsoft_is_no_step_elsewhere() {
        let steps = |host: &str| {
            let paste = format!(
                "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    s = smtplib.SMTP('{host}', 587)\n\
                 smtplib.SMTPAuthenticationError: (534, b'5.7.9 Please log in with another mechanism')"
            );
            crate::diagnose(&paste).findings.remove(0).steps
        };
        let of_microsoft = |host: &str| steps(host).iter().any(|step| step.text.contains("Microsoft 365"));
        assert!(!of_microsoft("smtp.mail.me.com") && of_microsoft("mail.example.org"));
        // What else the same step says stays.
        assert!(steps("smtp.mail.me.com").iter().any(|step| step.text.contains("app password")));
    }

    #[test]
    fn a_provider_that_is_known_says_what_it_wants() {
        let refused = |host: &str| {
            let paste = format!(
                "SERVER -> CLIENT: 220 {host} ESMTP ready\nCLIENT -> SERVER: EHLO localhost\nSERVER -> CLIENT: 250 AUTH PLAIN LOGIN\n\
                 CLIENT -> SERVER: AUTH LOGIN\nSERVER -> CLIENT: 535 5.7.0 Incorrect username or password.\nSMTP Error: Could not authenticate."
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let yahoo = refused("smtp.mail.yahoo.com");
        assert!(yahoo.steps[0].text.starts_with("Yahoo Mail does not take"), "{:?}", yahoo.steps);
        assert_eq!(yahoo.steps.iter().filter(|step| step.text.contains("app password")).count(), 1);
        assert!(yahoo.steps.iter().all(|step| !step.text.contains("SMTPDebug")));
        assert!(refused("smtp.example.org").steps.iter().all(|step| !step.text.starts_with("Yahoo")));
    }

    #[test]
    fn what_a_provider_takes_is_known_by_its_words_alone() {
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let gmail = told(
            "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  \
                          https://support.google.com/mail/?p=BadCredentials ab1-20 - gsmtp')",
        );
        assert!(gmail.steps[0].text.contains("app password"), "{:?}", gmail.steps);
        let tenant = told(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. [AM0.eurprd01.prod.outlook.com]",
        );
        assert!(
            tenant.steps.iter().all(|step| !step.text.contains("Outlook.com wants")),
            "{:?}",
            tenant.steps
        );
        let people = told(
            "mailnews.smtp: Connecting to smtp://smtp-mail.outlook.com:587 SmtpClient.sys.mjs:1:2\nmailnews.smtp: S: 220 AM0.outlook.office365.com \
                           ESMTP SmtpClient.sys.mjs:1:2\nmailnews.smtp: C: EHLO [192.0.2.1] SmtpClient.sys.mjs:1:2\nmailnews.smtp: S: 535 5.7.139 \
                           Authentication unsuccessful, basic authentication is disabled. SmtpClient.sys.mjs:1:2\n",
        );
        assert_eq!((people.act.as_str(), people.reply.unwrap().moment.as_deref()), ("sender", Some("auth")));
        assert!(people.steps.iter().all(|step| step.by == "sender" && !step.text.contains("app password")));
    }

    #[test]
    fn a_gateways_rule_about_its_own_domain_is_mended_there_alone() {
        for paste in [
            "550 Rejected by header based Anti-Spoofing policy: desk@example.com - https://community.mimecast.com/docs/DOC-1369#550 [a1.uk1]",
            "550 Rejected by envelope based Anti-Spoofing policy: desk@example.com",
            "550 Anti-Spoofing policy - Inbound not allowed",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            let names = |text: &str| {
                ["DKIM", "DMARC record", "SPF record that covers"].iter().any(|sign| text.contains(sign))
            };
            assert!(told.steps[0].text.contains("Policies, Anti-Spoofing"), "{paste} {:?}", told.steps);
            assert!(told.steps.iter().all(|step| !names(&step.text)), "{:?}", told.steps);
            let ask = told.ask.unwrap_or_default();
            assert!(ask.contains("under Anti-Spoofing") && !names(&ask), "{ask}");
            assert!(told.retry.starts_with("Not before Mimecast"), "{}", told.retry);
            assert_eq!(
                told.steps[0].text.contains("mail from desk@example.com"),
                paste.contains("desk@"),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn whoever_takes_the_accounts_password_needs_no_sign_in_in_the_browser() {
        let said =
            "'Nessuno dei metodi di autenticazione supportati da questo client è supportato dal server.'";
        for paste in [
            format!(
                "Attività 'ann@example.org - Invio' ha segnalato un errore (0x800CCC80): {said}\n\nServer: 'smtps.aruba.it', Porta: 465\n"
            ),
            format!("Outlook, invio: {said}\n\nServer: 'smtps.aruba.it', Porta: 465\n"),
            format!(
                "Attività 'ann@example.org - Invio' ha segnalato un errore (0x800CCC80): {said}\n\nServer: 'mail.example.org', Porta: 465\n"
            ),
        ] {
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!(told.cause, "auth-method", "{paste}");
            let all = format!("{:?} {:?}", told.steps, told.ask);
            for word in ["OAuth", "Google", "two-step"] {
                assert!(!all.contains(word), "{word}: {all}");
            }
            assert!(all.contains("465"), "{all}");
        }
        // Where the browser is the way, it is told.
        let google = crate::diagnose(
            "Outlook: None of the authentication methods supported by this client are supported by your server. (0x800CCC80)\n\nServer: 'outlook.office365.com', Port: 587\n",
        );
        assert!(format!("{:?}", google.findings[0].steps).contains("OAuth"));
    }
}
