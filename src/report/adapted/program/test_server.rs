//! A developer's program that looks for a server which only catches mail (Mailpit, MailHog and the like), and there is none.
//! Whoever runs the application mends that, and no mail administrator. Names of settings and Mailpit's ports are as their own
//! pages have them (laravel.com/docs/configuration, symfony.com/doc/current/mailer.html, docs.djangoproject.com, docs.spring.io,
//! github.com/axllent/mailpit).

use crate::diagnose::{self, Diagnosis};
use crate::facts::Facts;
use crate::report::scene::is_own_machine;
use crate::report::values::Values;
use crate::report::{Finding, Step, seen};

/// What such servers are called in settings that are passed around.
const NAMES: &[&str] = &["mailhog", "mailpit", "mailcatcher", "maildev", "smtp4dev", "inbucket", "greenmail"];

/// Where most of them listen.
const PORT: u16 = 1025;

pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    values: &Values,
) {
    let gets_nowhere = matches!(
        told.cause.as_str(),
        "server-name-unresolved" | "connection-refused" | "connection-timeout" | "network-unreachable"
    );
    if !gets_nowhere || !is_sought(facts, found, values) {
        return;
    }
    told.title = "The settings name a test server that does not run here".to_owned();
    told.summary = "Mailpit, MailHog and the like catch a program's mail for looking at it, and send none. The program looks for one, and there is \
                    none where it looks. Nothing was sent."
        .to_owned();
    told.note = None;
    told.permanence = "permanent".to_owned();
    told.retry = "Not before the settings name another server, or the test server runs.".to_owned();
    told.stage = "client".to_owned();
    told.act = "sender".to_owned();
    told.who = "whoever runs the application".to_owned();
    told.commands.clear();
    told.ask = None;
    let program = PROGRAMS.iter().find(|program| seen::is_seen(facts, diagnosis, program.ids));
    let names = program.map_or(String::new(), |program| format!(" ({})", program.names));
    let clear = program.map_or("", |program| program.clear);
    let clear = if clear.is_empty() { String::new() } else { format!(" ({clear})") };
    let texts: Vec<String> = match names_another(facts) {
        true => {
            told.title = "The program still uses a test server, and not the one in these settings".to_owned();
            told.retry = "Not before the program uses the settings that stand here.".to_owned();
            let stale = format!(
                "The running program does not use these settings. Clear what it keeps of the old ones{clear}, {ANEW}"
            );
            vec![stale, ELSEWHERE.to_owned()]
        }
        false => {
            let real = format!(
                "To send real mail, put your provider's server, port, user name and password into the application's settings{names}."
            );
            let perhaps = format!(
                "If the settings name another server already, those from before are still in use: clear what the program keeps of them{clear}, {ANEW}"
            );
            vec![real, CATCH.to_owned(), perhaps]
        }
    };
    told.steps = texts.into_iter().map(|text| Step::new("sender", text)).collect();
}

/// What a program calls the settings, and how it forgets those from before.
struct Program {
    ids: &'static [&'static str],
    names: &'static str,
    clear: &'static str,
}

/// The earlier row wins.
static PROGRAMS: &[Program] = &[
    Program {
        ids: &["laravel"],
        names: "MAIL_HOST, MAIL_PORT, MAIL_USERNAME, MAIL_PASSWORD in .env",
        clear: "`php artisan config:clear`",
    },
    // Which of both it is in, the mailer does not say.
    Program {
        ids: &["symfony-mailer", "swiftmailer"],
        names: "Laravel: MAIL_HOST, MAIL_PORT, MAIL_USERNAME, MAIL_PASSWORD in .env; Symfony: MAILER_DSN",
        clear: "Laravel: `php artisan config:clear`; Symfony: `php bin/console cache:clear`",
    },
    Program {
        ids: &["django"],
        names: "EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD",
        clear: "",
    },
    Program {
        ids: &["spring"],
        names: "spring.mail.host, spring.mail.port, spring.mail.username, spring.mail.password",
        clear: "",
    },
];

const ANEW: &str = "then start the application, its queue workers and its containers anew.";
const ELSEWHERE: &str = "If it stays, look for another place that sets the server and comes first: variables of the shell or the container (`environment:` in \
                         docker-compose.yml), or a second .env in the folder that the program really runs from.";
const CATCH: &str = "Only to look at the mail, start the test server (`docker run -d -p 1025:1025 -p 8025:8025 axllent/mailpit`) and name it as it is seen from \
                     the program: 127.0.0.1 on the same machine, the service's name between containers.";
/// Whether it was such a server that the program looked for.
fn is_sought(facts: &Facts, found: &diagnose::Finding, values: &Values) -> bool {
    let is_named =
        |host: &str| NAMES.contains(&host.to_ascii_lowercase().split('.').next().unwrap_or_default());
    let is_here = values.get("remote").is_some_and(is_own_machine) && values.get("port") == Some("1025");
    if values.get("remote").is_some_and(is_named) || is_here {
        return true;
    }
    let said = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let said = &said[..said.floor_char_boundary(BEGINNING.min(said.len()))];
    if said.lines().any(|line| tells_of_it(&line.to_ascii_lowercase())) {
        return true;
    }
    let Some(read) = facts.settings.as_ref() else { return false };
    let port = read.port.as_ref().is_some_and(|port| port.is == PORT);
    port && read.host.as_ref().is_some_and(|host| is_own_machine(&host.is))
        && values.get("remote").is_none_or(is_own_machine)
}

/// So much of the words is looked through, in bytes.
const BEGINNING: usize = 8 << 10;

/// A line that says what was looked for and not found.
fn tells_of_it(line: &str) -> bool {
    const CUES: &[&str] = &[
        "getaddrinfo",
        "econnrefused",
        "refused",
        "lookup ",
        "could not be established",
        "unable to connect",
    ];
    const OWN: &[&str] = &["localhost:1025", "127.0.0.1:1025", "::1:1025", "[::1]:1025"];
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
    CUES.iter().any(|cue| line.contains(cue))
        && (OWN.iter().any(|place| line.contains(place)) || words.any(|word| NAMES.contains(&word)))
}

/// Whether the settings beside the words name another server.
fn names_another(facts: &Facts) -> bool {
    let host = facts.settings.as_ref().and_then(|read| read.host.as_ref());
    host.is_some_and(|host| {
        let label = host.is.to_ascii_lowercase();
        !NAMES.contains(&label.split('.').next().unwrap_or_default()) && !is_own_machine(&host.is)
    })
}

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const SOUGHT: &[&str] = &[
        "Connection could not be established with host \"mailpit:1025\": stream_socket_client(): php_network_getaddresses: getaddrinfo for mailpit \
         failed: Name or service not known",
        "Connection could not be established with host \"mailhog:1025\": stream_socket_client(): Unable to connect to mailhog:1025 (Connection refused)",
        "Error: connect ECONNREFUSED 127.0.0.1:1025\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {\n  code: 'ESOCKET',\n  \
         command: 'CONN'\n}",
        "Error: getaddrinfo ENOTFOUND maildev\n  code: 'EDNS',\n  command: 'CONN'",
        "jakarta.mail.MessagingException: Couldn't connect to host, port: localhost, 1025; timeout 3000;\n  nested exception is:\n\t\
         java.net.ConnectException: Connection refused",
    ];

    #[test]
    fn a_test_server_is_the_developers() {
        for paste in SOUGHT {
            let told = told(paste);
            assert_eq!(
                (told.act.as_str(), told.state.as_str(), &told.ask),
                ("sender", "permanent", &None),
                "{paste}"
            );
            assert_eq!(told.who, "whoever runs the application", "{paste}");
            assert!(told.steps.iter().all(|step| step.by == "sender"), "{:?}", told.steps);
            assert!(told.steps.iter().any(|step| step.text.contains("provider's server")), "{paste}");
        }
    }

    #[test]
    fn what_stands_in_the_settings_is_not_put_there() {
        for paste in SOUGHT {
            let settings = "MAIL_MAILER=smtp\nMAIL_HOST=smtp.example.org\nMAIL_PORT=587\nMAIL_USERNAME=ann@example.org\nMAIL_PASSWORD=secret\n";
            let told = told(&format!("{paste}\n\nMy .env:\n\n{settings}"));
            assert!(told.steps[0].text.contains("config:clear"), "{:?}", told.steps);
            assert!(
                told.steps.iter().all(|step| !step.text.contains("provider's server")),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn another_server_that_refuses_is_no_test_server() {
        let refused =
            told("Error: connect ECONNREFUSED 192.0.2.4:587\n  code: 'ESOCKET',\n  command: 'CONN'");
        assert_eq!(refused.cause, "connection-refused");
        assert!(!refused.title.contains("test server"));
    }

    #[test]
    fn what_one_program_calls_its_settings_only_its_people_are_told() {
        const REFUSED: &str = "Couldn't connect to host, port: mailhog, 1025; nested exception is: java.net.ConnectException: Connection refused";
        let steps = |paste: &str| {
            told(paste).steps.iter().map(|step| step.text.to_string()).collect::<Vec<_>>().join("\n")
        };
        let spring = steps(&format!(
            "org.springframework.mail.MailSendException: Mail server connection failed; {REFUSED}"
        ));
        assert!(
            spring.contains("spring.mail.host")
                && !spring.contains("MAIL_HOST")
                && !spring.contains("artisan"),
            "{spring}"
        );
        let plain = steps(REFUSED);
        assert!(plain.contains("application's settings.") && !plain.contains("MAIL_HOST"), "{plain}");
        let laravel = steps(&format!("Illuminate\\Mail\\Mailer: {}", SOUGHT[0]));
        assert!(
            laravel.contains("MAIL_HOST") && laravel.contains("artisan") && !laravel.contains("MAILER_DSN"),
            "{laravel}"
        );
    }
}
