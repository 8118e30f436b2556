//! The guided check: walks the answers given, and lays out the question or the end that they lead to.

use super::message::{CheckStop, Checkup, Choice, Guide};
use super::sheets::beside::message_to;
use crate::knowledge::{
    self, Act, CAUSES, CHECKS, COMPLAINTS, Check, End, Next, PasswordKind, Security, Service, TOOLS, worded,
};
use crate::report::letter::spaced;
use crate::report::standing::{headed, mender};
use crate::report::values::{Values, placeholders};

/// What the reader can fill in: the placeholder, those that follow from it, a label, an example.
const FIELDS: &[(&str, &[&str], &str, &str)] = &[
    ("sender", &["sender", "sender_domain"], "Your address", "you@example.org"),
    ("host", &["host"], "Your outgoing mail server", "smtp.example.org"),
    ("recipient", &["recipient", "recipient_domain"], "The other side's address", "them@example.net"),
    ("remote", &["remote"], "The other side's server", "mx.example.net"),
    ("sending_ip", &["sending_ip"], "IP address of the sending server", "192.0.2.7"),
    ("selector", &["selector"], "DKIM selector", "s1"),
];

pub fn guide() -> Guide {
    let complaint = |complaint: &knowledge::Complaint| Choice {
        id: complaint.id.to_owned(),
        says: complaint.title.to_owned(),
        means: complaint.about.to_owned(),
    };
    let tool = |tool: &knowledge::Tool| [tool.name, tool.shows, tool.useless].map(str::to_owned);
    Guide { complaints: COMPLAINTS.iter().map(complaint).collect(), tools: TOOLS.iter().map(tool).collect() }
}

/// Nothing where there is no such complaint. Answers that are none are left out, with all that come after them.
pub fn checkup(complaint: &str, answers: &[String], told: &[(String, String)]) -> Option<Checkup> {
    let complaint = COMPLAINTS.iter().find(|known| known.id == complaint)?;
    let mut check = &CHECKS[usize::from(complaint.first)];
    let mut end = None;
    let mut trail = Vec::new();
    let mut by_hand = false;
    for answer in answers {
        let Some(outcome) = check.outcomes.iter().find(|outcome| outcome.id == answer) else { break };
        trail.push([outcome.id, check.question, outcome.says].map(str::to_owned));
        by_hand |= outcome.by_hand;
        match &outcome.next {
            Next::Check(next) => check = can_be_answered(&CHECKS[usize::from(*next)], by_hand),
            next => {
                end = Some(next);
                break;
            }
        }
    }
    let told = Told::new(told);
    let (stop, fields) = match end {
        None => (question(check, &told, by_hand), fields_of_check(check, &told, by_hand)),
        Some(Next::Paste(what)) => (CheckStop::Paste((*what).to_owned()), Vec::new()),
        Some(Next::End(end)) => {
            (conclusion(end, complaint, &trail, &told), fields(&names(end.letter), &told))
        }
        Some(Next::Check(_)) => return None,
    };
    Some(Checkup {
        complaint: complaint.id.to_owned(),
        title: complaint.title.to_owned(),
        trail,
        fields,
        stop,
    })
}

/// Where commands cannot be run, a check that only they can answer is answered: the reader cannot try that.
fn can_be_answered(check: &'static Check, by_hand: bool) -> &'static Check {
    let cannot = check.outcomes.iter().find(|outcome| outcome.id == "cannot" && !check.commands.is_empty());
    match cannot.map(|outcome| &outcome.next) {
        Some(Next::Check(next)) if by_hand => can_be_answered(&CHECKS[usize::from(*next)], true),
        _ => check,
    }
}

/// What the reader filled in, and what follows from it.
struct Told<'a> {
    values: Values<'a>,
    service: Option<&'static Service>,
    /// Behind the @ of an address whose provider is not known.
    strange: Option<String>,
}

impl<'a> Told<'a> {
    fn new(told: &'a [(String, String)]) -> Self {
        let value =
            |wanted: &str| told.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.trim());
        let mut entries: Vec<(&'static str, &str)> =
            FIELDS.iter().map(|(name, ..)| (*name, value(name))).collect();
        let domain = value("sender").rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let service = knowledge::SERVICES
            .iter()
            .find(|service| service.domains.contains(&domain.as_str()))
            .or_else(|| knowledge::service_of_host(value("host")));
        let submission =
            service.and_then(|service| service.servers.iter().find(|server| server.purpose == "submission"));
        if let (Some(server), "") = (submission, value("host")) {
            entries.push(("host", server.host));
        }
        let sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
        let is_domain = value("sender").contains('@') && domain.contains('.') && domain.chars().all(sign);
        let strange = (service.is_none() && is_domain).then_some(domain);
        Told { values: Values::typed(&entries), service, strange }
    }
}

fn question(check: &Check, told: &Told, by_hand: bool) -> CheckStop {
    let choice = |outcome: &knowledge::Outcome| Choice {
        id: outcome.id.to_owned(),
        says: outcome.says.to_owned(),
        means: outcome.means.to_owned(),
    };
    CheckStop::Question {
        question: check.question.to_owned(),
        why: check.why.to_owned(),
        help: check.help.to_owned(),
        provider: match (told.service, &told.strange) {
            _ if !check.provider => String::new(),
            (Some(service), _) => documented(service),
            (None, Some(domain)) => not_known(domain),
            (None, None) => String::new(),
        },
        commands: check
            .commands
            .iter()
            .filter(|_| !by_hand)
            .map(|command| told.values.command(command))
            .collect(),
        choices: check.outcomes.iter().map(choice).collect(),
    }
}

fn conclusion(end: &End, complaint: &knowledge::Complaint, trail: &[[String; 3]], told: &Told) -> CheckStop {
    if let Some(service) = told.service.filter(|_| !end.known.is_empty()) {
        return CheckStop::End {
            cause: None,
            verdict: end.known.to_owned(),
            who: headed(mender("sender", "")),
            text: documented(service),
            retry: String::new(),
            letters: Vec::new(),
        };
    }
    let cause = end.cause.map(|cause| &CAUSES[usize::from(cause)]);
    let is_own = end.act.name() == "sender" && !end.text.is_empty();
    let letter = match (end.letter, cause) {
        // What the reader sets right alone, nobody is to be asked about.
        ("", _) if is_own || end.act.name() == "nobody" => String::new(),
        ("", Some(cause)) => told.values.message(cause.ask),
        (letter, _) => told.values.letter(letter),
    };
    let checked: String = trail.iter().map(|[_, question, says]| format!("\n- {question} {says}.")).collect();
    // Whom a letter speaks to is whom it goes to, whoever has to act on the answer.
    let is_theirs = end.act.name() == "sender-admin" && letter.contains(" reach you");
    let act = if is_theirs { "recipient-admin" } else { end.act.name() };
    let id = cause.map_or("", |cause| cause.id);
    let (who, asked) = match (complaint.to_reader, end.act) {
        (true, Act::Recipient | Act::RecipientAdmin) => (mender("author", id), "Message to the sender"),
        _ => (mender(end.act.name(), id), message_to(id, act, &letter)),
    };
    CheckStop::End {
        cause: cause.map(|cause| cause.id.to_owned()),
        verdict: match (end.verdict, cause) {
            ("", Some(cause)) => cause.title.to_owned(),
            (verdict, _) => verdict.to_owned(),
        },
        who: headed(who),
        text: match (end.text, cause) {
            ("", Some(cause)) => worded::plain(cause.summary).into_owned(),
            (text, _) => text.to_owned(),
        },
        retry: cause.filter(|_| !complaint.arrives).map(|cause| cause.retry.to_owned()).unwrap_or_default(),
        letters: match letter.trim() {
            "" => Vec::new(),
            letter => vec![(asked.to_owned(), format!("{}\n\nChecked so far:{checked}\n", spaced(letter)))],
        },
    }
}

/// What a provider says about sending through it.
fn documented(service: &Service) -> String {
    let server = |server: &knowledge::Server| {
        let security = match server.security {
            Security::Implicit => "with SSL/TLS",
            Security::StartTls => "with STARTTLS",
            Security::None => "without encryption",
        };
        format!("{}, port {} {security}", server.host, server.port)
    };
    let servers: Vec<String> =
        service.servers.iter().filter(|server| server.purpose == "submission").map(server).collect();
    let user = if service.whole_address { " The user name is the whole address." } else { "" };
    let password = match service.password {
        _ if service.note.contains("password") => "",
        PasswordKind::Account => " The password is the account's own.",
        PasswordKind::AppPassword => " Programs need an app password.",
        PasswordKind::Oauth => " Passwords are not taken from programs: sign in through the browser.",
        PasswordKind::ApiKey => " The password is a key that the service's own pages hand out.",
    };
    let (name, source, servers) = (service.name, service.source, servers.join("; or "));
    let doubt = if service.checked.is_empty() {
        " This was not looked up at the provider: compare it there."
    } else {
        ""
    };
    format!("[{name}]({source}) documents: {servers}.{user}{password} {}{doubt}", service.note)
}

/// A domain of somebody's own: who knows its settings, and how to find out who runs it.
fn not_known(domain: &str) -> String {
    format!(
        "What is right for {domain} is not known here. It stands in the welcome message of the mailbox, or in the help of the \
         provider, under “SMTP” or “outgoing server”. Who the provider is, the name behind MX tells: `nslookup -type=MX {domain}`. \
         If it ends in google.com, type an address at gmail.com here; if it ends in mail.protection.outlook.com, it is Microsoft \
         365: smtp.office365.com, port 587 with STARTTLS."
    )
}

/// The fields for a check's commands; and the one that tells the provider, where that matters.
fn fields_of_check(check: &Check, told: &Told, by_hand: bool) -> Vec<[String; 3]> {
    let commands =
        check.commands.iter().filter(|_| !by_hand).flat_map(|command| [command.unix, command.windows]);
    let provider = check.provider.then_some("sender");
    let used: Vec<&str> = commands.flat_map(names).chain(provider).collect();
    let mut fields = fields(&used, told);
    if let Some([_, label, _]) = fields.iter_mut().find(|[name, ..]| check.provider && name == "sender") {
        *label = "Your address, to see here what its provider documents".to_owned();
    }
    fields
}

fn names(template: &'static str) -> Vec<&'static str> {
    placeholders(template).map(|(_, name)| name).collect()
}

/// The fields that fill these placeholders. What follows from another field stands as the example.
fn fields(used: &[&str], told: &Told) -> Vec<[String; 3]> {
    let wanted = FIELDS.iter().filter(|(_, fills, ..)| fills.iter().any(|name| used.contains(name)));
    let example = |name: &str, example: &str| match name {
        "host" => told.values.get("host").unwrap_or(example).to_owned(),
        _ => example.to_owned(),
    };
    wanted
        .map(|(name, _, label, hint)| [(*name).to_owned(), (*label).to_owned(), example(name, hint)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(complaint: &str, answers: &str, told: &[(&str, &str)]) -> Checkup {
        let answers: Vec<String> =
            answers.split('.').filter(|answer| !answer.is_empty()).map(str::to_owned).collect();
        let told: Vec<_> =
            told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        checkup(complaint, &answers, &told).expect("a complaint of the guide")
    }

    #[test]
    fn answers_lead_to_a_cause_with_a_letter() {
        let checkup = walk("does-not-go-out", "no.software.match.yes.yes.refused", &[]);
        assert_eq!(checkup.trail.len(), 6);
        let CheckStop::End { cause, letters, .. } = checkup.stop else { panic!("{checkup:?}") };
        assert_eq!(cause.as_deref(), Some("connection-refused"));
        assert!(letters[0].1.contains("- Is the outgoing server's name found? An address comes."));
    }

    #[test]
    fn what_is_no_answer_is_left_out() {
        let checkup = walk("does-not-go-out", "no.nonsense.match", &[]);
        assert_eq!(checkup.trail.len(), 1);
        assert!(matches!(checkup.stop, CheckStop::Question { .. }));
        assert!(super::checkup("no-such", &[], &[]).is_none());
    }

    #[test]
    fn commands_hold_what_was_told_quoted() {
        let told = [("host", "mail.example.org; rm -rf ~")];
        let checkup = walk("does-not-go-out", "no.software.match.yes.yes", &told);
        let CheckStop::Question { commands, .. } = checkup.stop else { panic!() };
        assert_eq!(commands[0].shell, "nc -vz -w 10 'mail.example.org; rm -rf ~' 587");
        assert_eq!(checkup.fields.iter().map(|[name, ..]| name.as_str()).collect::<Vec<_>>(), ["host"]);
    }

    #[test]
    fn a_providers_address_brings_its_server() {
        let checkup = walk("does-not-go-out", "no.software.match.yes", &[("sender", "ann@gmail.com")]);
        let CheckStop::Question { commands, .. } = &checkup.stop else { panic!() };
        assert_eq!(commands[0].shell, "nslookup smtp.gmail.com");
        let settings = walk("does-not-go-out", "no.software", &[("sender", "ann@gmail.com")]);
        let CheckStop::Question { provider, .. } = &settings.stop else { panic!() };
        assert!(provider.contains("smtp.gmail.com, port 465 with SSL/TLS"), "{provider}");
    }

    #[test]
    fn nobody_runs_commands_on_a_phone_or_a_printer() {
        let phone = walk("does-not-go-out", "no.phone.sends.all.neither.match.yes", &[]);
        let CheckStop::Question { question, commands, .. } = &phone.stop else { panic!() };
        assert!(question.contains("hotspot") && commands.is_empty(), "{question}");
        let computer = walk("does-not-go-out", "no.program.sends.all.neither.match.yes", &[]);
        let CheckStop::Question { commands, .. } = &computer.stop else { panic!() };
        assert!(!commands.is_empty());
        let mut open = vec!["no.device".to_owned()];
        while let Some(way) = open.pop() {
            if let CheckStop::Question { commands, choices, .. } = walk("does-not-go-out", &way, &[]).stop {
                assert!(commands.is_empty(), "{way}");
                open.extend(choices.iter().map(|choice| format!("{way}.{}", choice.id)));
            }
        }
    }

    #[test]
    fn who_does_not_know_is_told_what_is_known() {
        let way = "no.device.mailbox.unknown";
        let CheckStop::End { text, letters, .. } =
            walk("does-not-go-out", way, &[("sender", "scan@gmail.com")]).stop
        else {
            panic!()
        };
        assert!(text.contains("smtp.gmail.com, port 465") && letters.is_empty(), "{text}");
        let CheckStop::End { letters, .. } =
            walk("does-not-go-out", way, &[("sender", "scan@example.org")]).stop
        else {
            panic!()
        };
        assert!(letters[0].1.contains("scan@example.org"));
        let asked = walk("does-not-go-out", "no.device.mailbox", &[("sender", "scan@example.org")]);
        let CheckStop::Question { provider, .. } = asked.stop else { panic!() };
        assert!(provider.contains("nslookup -type=MX example.org"), "{provider}");
    }

    #[test]
    fn no_letter_says_what_was_not_answered() {
        for answer in ["port", "port-25", "name", "no-sign-in", "browser"] {
            let CheckStop::End { letters, who, .. } =
                walk("does-not-go-out", &format!("no.software.{answer}"), &[]).stop
            else {
                panic!()
            };
            assert_eq!((who.as_str(), letters.len()), ("You", 0), "{answer}");
        }
    }

    #[test]
    fn to_whoever_gets_the_mail_the_other_side_is_the_sender() {
        for (complaint, way) in [("comes-late", "no.no.no.one"), ("comes-into-junk", "no.one.yes")] {
            let CheckStop::End { who, letters, .. } = walk(complaint, way, &[]).stop else { panic!() };
            assert_eq!((who.as_str(), letters[0].0.as_str()), ("The sender", "Message to the sender"));
        }
    }

    #[test]
    fn nothing_is_said_of_trying_again_where_the_mail_is_there() {
        let retry = |complaint: &str, way: &str| match walk(complaint, way, &[]).stop {
            CheckStop::End { retry, .. } => retry,
            _ => panic!(),
        };
        assert_eq!(retry("lands-in-junk", "no.everywhere.spf"), "");
        assert_ne!(retry("does-not-go-out", "no.software.match.yes.yes.refused"), "");
    }

    /// Nobody has answered the reader yet: a letter from here never says that mail was refused.
    #[test]
    fn letters_claim_no_refusal() {
        for complaint in [
            "arrives-late",
            "comes-into-junk",
            "comes-late",
            "does-not-arrive",
            "lands-in-junk",
            "nothing-comes-in",
        ] {
            let mut open = vec![String::new()];
            let mut seen = std::collections::HashSet::new();
            while let Some(way) = open.pop() {
                match walk(complaint, &way, &[]).stop {
                    CheckStop::Question { question, choices, .. } => {
                        if seen.insert(question) {
                            open.extend(choices.iter().map(|choice| format!("{way}.{}", choice.id)));
                        }
                    }
                    CheckStop::End { letters, .. } => {
                        let letter = letters.first().map_or("", |(_, letter)| letter);
                        let said = letter.split("Checked so far").next().unwrap_or_default();
                        for claim in ["mail is refused", "was refused", "your mail server says"] {
                            assert!(!said.contains(claim), "{way}: {said}");
                        }
                    }
                    CheckStop::Paste(_) => {}
                }
            }
        }
    }

    /// Every way of every complaint ends, and every end says who acts and how.
    #[test]
    fn a_letter_goes_to_whom_it_speaks_to() {
        let answers = ["no".to_owned(), "bulk".to_owned()];
        let end = checkup("arrives-late", &answers, &[]).expect("a complaint");
        let CheckStop::End { letters, .. } = end.stop else { panic!("{:?}", end.stop) };
        let (button, letter) = &letters[0];
        assert_eq!(button, "Message to their administrator");
        assert!(!letter.contains("From:") && !letter.contains("Sending address:"), "{letter}");
    }

    #[test]
    fn every_way_ends() {
        for complaint in guide().complaints {
            let mut open = vec![String::new()];
            let mut seen = std::collections::HashSet::new();
            while let Some(way) = open.pop() {
                match walk(&complaint.id, &way, &[]).stop {
                    CheckStop::Question { question, choices, .. } => {
                        if seen.insert(question) {
                            open.extend(choices.iter().map(|choice| format!("{way}.{}", choice.id)));
                        }
                    }
                    CheckStop::Paste(what) => assert!(!what.is_empty(), "{way}"),
                    CheckStop::End { verdict, text, .. } => {
                        assert!(!verdict.is_empty() && !text.is_empty(), "{way}")
                    }
                }
            }
        }
    }
}
