//! The general answer about a cause, made to fit who reads it and what was pasted: a program's own people, a service's
//! customers, whoever runs the server whose log it is.

pub(crate) mod own;
pub(crate) mod program;
pub(crate) mod theirs;
pub(crate) mod words;

use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Moment};
use crate::knowledge::{Act, CAUSES, Confidence, OWNERS, RULES, Stage, Topic};
use crate::report::adapted::own::{
    came_through, counted, filed, house, inner_queue, inner_server, local_sender, milter, no_copy, outgoing,
    own_certificate, own_client, own_line, own_sender, own_server, put_off, relay_login, this_machine,
    unroutable, unrouted, waiting,
};
use crate::report::adapted::program::{
    cert_names, closed_port, device, freemail, handed, hosted, hoster, incoming, intercepted, known_relay,
    misspelt, on_the_way, provider, relaying, served, service, services_server, session, sign_in_bare,
    silence, test_server, tls_mismatch, token, unoffered, unsigned, visitors_name,
};
use crate::report::adapted::theirs::{
    behind_gateway, callout, closed, greeting_name, helo_name, kept_by_reporter, large_provider,
    legacy_address, listed_server, on_list, passed_on, records, refused_resolver, their_server, unlisted,
};
use crate::report::adapted::words::{lasting, said_once, to_reader, unexplained};
use crate::report::advice::{GOES_ON, names_the_fault};
use crate::report::kind::kind;
use crate::report::scene::{self, is_own_machine};
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// `own_steps`: so many of the steps are the recognised rule's own; they come first.
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    mut own_steps: usize,
    values: &Values,
) {
    closed::adapt(told, found, values);
    unlisted::adapt(told, facts, found);
    let kind = kind(facts, diagnosis);
    listed_server::adapt(told, facts, diagnosis, kind, values);
    if let Some(notice) = facts.notice.filter(|_| told.cause == "undetermined") {
        return to_reader::answer(told, notice);
    }
    match kind {
        // A rule may know that the words are those of the recipient's side, whoever passes them on.
        "client-error" | "library-error" if is_known_theirs(found) => {}
        "api-error" | "library-error" if service::passes_on(facts, found) => {}
        "client-error" | "library-error" | "api-error" => {
            // A mail program speaks to the server that one sends through, and to no other.
            if kind == "client-error" && told.stage == "inbound" {
                told.stage = "submission".to_owned();
            }
            by_a_program(told, facts, found, own_steps, kind == "library-error");
        }
        "transcript" => session::adapt(told, facts, found, values),
        "log" if told.cause == "undetermined" => unexplained::silent_log(told, own_steps),
        "log" => house::adapt(told, facts, found, values),
        "bounce" | "delivery-report" => house::adapt_report(told, values),
        "headers" | "message" if told.cause == "undetermined" => unexplained::untraced(told),
        "unknown" if told.cause == "undetermined" => unexplained::nothing_to_explain(told, facts),
        _ => {}
    }
    if kind == "api-error" || (kind == "library-error" && service::speaks(found)) {
        service::adapt(told, facts, found, own_steps);
        services_server::adapt(told, facts);
    }
    if matches!(kind, "client-error" | "library-error" | "transcript") {
        unoffered::adapt(told, own_steps, values);
        unsigned::adapt(told, facts, found, own_steps, values);
        incoming::adapt(told, facts);
        token::adapt(told, facts, found);
    }
    if found.confidence == Confidence::Possible && told.stage == "connection" && !names_the_fault(found) {
        let goes_on = kind == "api-error" && service::holds(facts, found);
        not_reached(told, goes_on || crate::report::kind::is_report(facts, found, diagnosis));
        // Name, port and encryption in the program's own settings come before whoever runs the network.
        if matches!(kind, "client-error" | "library-error") && told.act == "network" {
            told.act = "sender".to_owned();
        }
    }
    if matches!(kind, "client-error" | "library-error" | "transcript")
        && values.get("remote").is_some_and(is_own_machine)
    {
        on_this_machine(told);
    }
    if matches!(kind, "client-error" | "library-error" | "transcript") && told.cause == "auth-method" {
        by_whoever_signs_in(told, own_steps);
    }
    if facts.log.is_some() {
        inner_server::of_a_log(told, values);
        own_server::adapt(told, facts, found, values);
        unrouted::adapt(told, facts, found, values);
        own_certificate::adapt(told, facts, found);
        own_client::adapt(told, facts, found);
        tls_mismatch::of_log(told, facts, found, values);
        relay_login::adapt(told, facts, found, values);
        outgoing::adapt(told, facts, values);
        counted::adapt(told, facts, found);
        filed::adapt(told, facts);
        milter::adapt(told, facts, found);
        inner_queue::of_event(told, facts);
    } else {
        outgoing::of_queue(told, facts, values);
        outgoing::of_one(told, facts, values);
        inner_queue::adapt(told, facts);
    }
    if !matches!(kind, "bounce" | "delivery-report" | "headers" | "message") {
        without_bounce(told);
    }
    if matches!(kind, "client-error" | "library-error" | "api-error" | "transcript") {
        let is_waiting = kind == "api-error" && service::holds(facts, found);
        if !is_waiting && found.rule.is_none_or(|rule| RULES[usize::from(rule)].retry.is_empty()) {
            nothing_repeats(told, CAUSES[usize::from(found.cause)].by_hand);
        }
        if kind != "api-error" {
            silence::adapt(told, facts, found, kind);
        }
        never_passes(told);
        until_split(told);
        tls_mismatch::adapt(told, found, values);
        intercepted::adapt(told, facts);
        provider::adapt(told, facts, found, values);
    }
    if matches!(kind, "client-error" | "library-error") {
        handed::adapt(told, found, own_steps);
        relaying::adapt(told, facts, found, diagnosis, own_steps, values);
        let own_machine = values.get("remote").is_some_and(is_own_machine);
        served::adapt(told, facts, diagnosis, own_steps, own_machine);
        before_any_connection(told, found);
        device::adapt(told, facts, found, diagnosis, &mut own_steps, values);
        test_server::adapt(told, facts, found, diagnosis, values);
        on_the_way::adapt(told, values);
        inner_server::adapt(told, found, values);
        own_sender::adapt(told, facts, found);
        misspelt::adapt(told, values);
        own_line::adapt(told, facts, found, diagnosis, own_steps, values);
    }
    if kind == "transcript" {
        sign_in_bare::adapt(told, facts, values);
        own_line::adapt_test(told, facts, found);
    }
    known_relay::adapt(told, values);
    cert_names::adapt(told, facts, found, kind);
    this_machine::adapt(told, facts, found);
    if matches!(kind, "client-error" | "library-error" | "transcript" | "reply") {
        provider::without_anothers(told, facts, found, values, own_steps);
    }
    provider::at_port_25_alone(told, values);
    if matches!(kind, "client-error" | "library-error" | "api-error" | "transcript") {
        provider::known_ports(told, facts, values);
        without_starttls(told, facts);
    }
    if kind != "log" {
        services_server::of_an_account(told);
    }
    put_off::adapt(told, kind);
    hosted::adapt(told, found, kind);
    let product = diagnosis.product.map(|number| &OWNERS[usize::from(number)]);
    unroutable::adapt(told, facts, found, product, kind, values);
    if matches!(kind, "bounce" | "delivery-report") {
        on_list::adapt(told, facts);
        freemail::adapt(told, facts, values);
    }
    legacy_address::adapt(told, values);
    misspelt::of_no_domain(told, values);
    misspelt::of_sender(told, facts, found);
    greeting_name::adapt(told, facts, found);
    helo_name::adapt(told, facts, found);
    local_sender::adapt(told, facts, found, values);
    passed_on::adapt(told, facts, found, values);
    visitors_name::adapt(told, facts, diagnosis, values);
    behind_gateway::adapt(told, facts, values);
    if matches!(kind, "transcript" | "log") {
        their_server::adapt(told, facts, found, values);
    }
    if matches!(kind, "bounce" | "delivery-report") {
        their_server::of_report(told, values);
    }
    by_the_reader_alone(told, found, kind);
    if matches!(kind, "bounce" | "delivery-report") {
        hoster::adapt(told, facts, values);
        kept_by_reporter::adapt(told, facts, found, values);
        unrouted::of_report(told, facts, found, values);
    }
    no_copy::adapt(told, facts, found);
    large_provider::adapt(told, values);
    came_through::adapt(told, facts, found);
    waiting::adapt(told, facts, found);
    lasting::given_up(told, found);
    lasting::adapt(told, found);
    lasting::thrown_away(told, facts, found);
    lasting::passes(told, found);
    said_once::adapt(told, own_steps);
    if matches!(kind, "client-error" | "library-error" | "transcript") {
        closed_port::adapt(told, facts, values);
    }
    if facts.told
        && diagnosis.product.is_none()
        && told.cause != "delivered"
        && found.confidence == Confidence::Possible
    {
        unexplained::in_own_words(told, found);
    }
    records::adapt(told, facts, found);
    callout::adapt(told, facts, found, values);
    refused_resolver::adapt(told, facts);
}

/// What the server did not offer in this very conversation, a test does not ask of it.
fn without_starttls(told: &mut Finding, facts: &Facts) {
    // What a server offers, it says at the beginning: long sessions have an answer for each of thousands of recipients.
    const BEGINNING: usize = 64;
    if !told.commands.iter().any(|command| command.shell.contains(" --tls ")) {
        return;
    }
    let exchanges = || facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges).take(BEGINNING);
    let offers = |reply: &crate::facts::dialogue::Exchange| {
        reply.reply.as_ref().map(|reply| reply.text.as_str().to_ascii_uppercase())
    };
    let said: Vec<String> = exchanges().filter_map(offers).filter(|text| text.contains("AUTH ")).collect();
    let began = exchanges().any(|exchange| exchange.act == crate::facts::dialogue::Act::StartTls);
    if said.is_empty() || began || said.iter().any(|text| text.contains("STARTTLS")) {
        return;
    }
    for command in told.commands.iter_mut().filter(|command| command.shell.starts_with("swaks")) {
        command.shell = command.shell.replace(" --tls ", " ");
    }
}

/// Where the rule has the whole answer, and all of it is in the reader's own hands, there is nobody to be written to.
fn by_the_reader_alone(told: &mut Finding, found: &diagnose::Finding, kind: &str) {
    let whole = |rule: &crate::knowledge::Rule| rule.alone && !rule.title.is_empty() && rule.ask.is_empty();
    let is_whole = found.rule.is_some_and(|rule| whole(&RULES[usize::from(rule)]));
    let hand = if kind == "log" { "sender-admin" } else { told.act.as_str() };
    if is_whole
        && matches!(kind, "client-error" | "library-error" | "transcript" | "reply" | "log")
        && hand.starts_with("sender")
        && told.steps.iter().all(|step| step.by == hand)
    {
        told.ask = None;
    }
}

/// A program that stopped before it connected, at its own settings or code: nobody else can mend that.
fn before_any_connection(told: &mut Finding, found: &diagnose::Finding) {
    let stage = found.rule.and_then(|rule| RULES[usize::from(rule)].stage);
    if stage == Some(Stage::Client) {
        told.ask = None;
    }
}

/// With whom a program could not agree on encryption is the server that it sends through, whatever a rule says of servers among
/// themselves.
fn is_known_theirs(found: &diagnose::Finding) -> bool {
    let act = found.rule.and_then(|rule| RULES[usize::from(rule)].act);
    matches!(act, Some(Act::Recipient | Act::RecipientAdmin)) && found.stage != Stage::Tls
}

/// The server is the machine that the program runs on: there is nobody to be written to.
pub fn on_this_machine(told: &mut Finding) {
    not_theirs(told);
    if told.act == "network" {
        told.act = "sender-admin".to_owned();
    }
    // What it says, one's own server says.
    if matches!(told.stage.as_str(), "inbound" | "filter") {
        told.stage = "submission".to_owned();
    }
    if told.stage == "connection" {
        told.ask = None;
        if told.cause == "connection-refused" {
            told.permanence = "permanent".to_owned();
            told.retry = "Not before a mail server runs on this machine, or the program is told another one."
                .to_owned();
        }
        // Whether a server runs there at all comes before what is between.
        let (first, rest) =
            std::mem::take(&mut told.steps).into_iter().partition(|step| step.is_about(Topic::Localhost));
        told.steps = first;
        told.steps.extend::<Vec<Step>>(rest);
    }
}

/// Where the first thing to do is an app password or another way of signing in, it is the account's owner who does it.
fn by_whoever_signs_in(told: &mut Finding, own_steps: usize) {
    let own = told.steps.iter().take(own_steps);
    if own.clone().any(|step| step.by == "sender") && own.clone().all(|step| step.by == "sender") {
        told.act = "sender".to_owned();
        // It is known already what the letter would ask.
        if own.clone().any(|step| step.is_about(Topic::AppPassword)) {
            told.ask = None;
        }
        // What one provider wants is known: what another one may have switched off has no part in it.
        let is_microsofts = told.note.as_deref().is_some_and(|note| note.contains("Microsoft"));
        let of_another = |step: &Step| step.is_about(Topic::Microsoft365) && !is_microsofts;
        told.steps = std::mem::take(&mut told.steps)
            .into_iter()
            .enumerate()
            .filter(|(index, step)| *index < own_steps || !of_another(step))
            .map(|(_, step)| step)
            .collect();
    }
}

/// No connection, as far as the words tell: whether the server kept silent or said no is not in them. A server that reports
/// it goes on trying, or has given up.
fn not_reached(told: &mut Finding, is_report: bool) {
    told.title = "No connection to the mail server came about".to_owned();
    told.summary = "The server was not reached. These words do not say whether it kept silent, said no, or whether its name, \
                    the port or the encryption is wrong."
        .to_owned();
    if is_report {
        return;
    }
    // A wrong name or port does not pass.
    told.permanence = "none".to_owned();
    told.retry =
        "Once, in some minutes. If it stays, something has to be changed: most often a setting or a firewall."
            .to_owned();
    told.ask = None;
}

/// What a program on a desk says of a connection is about the server that it sends through: nobody at the recipient's
/// can mend it. Where it says nothing, what it can be made to say comes first.
fn by_a_program(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    own_steps: usize,
    is_code: bool,
) {
    if told.cause == "undetermined" && names_the_fault(found) {
        // It is none of the causes, and known all the same.
        told.missing.clear();
    } else if told.cause == "undetermined" {
        // What is to be tried with the message itself tells nothing of a program that names no reason.
        told.steps.truncate(own_steps);
        told.steps.retain(|step| step.by == "sender");
        told.steps.push(Step::new("sender", unexplained::QUESTIONS));
        // What would make the answer surer is the first thing to do, and said once.
        let collect = std::mem::take(&mut told.missing).into_iter();
        told.steps.splice(0..0, collect.map(|collect| Step::new("sender", collect)));
        // No server has said anything yet, so there is nothing to look up at one.
        told.commands.clear();
        told.ask = None;
    }
    // The filter that answers a program is that of the server that it hands its mail to, and so is a fault that a server has of
    // its own. No recipient's server is known yet when it names the sender and the size.
    let is_servers_own = matches!(told.cause.as_str(), "server-error" | "server-unavailable");
    let is_size = matches!(told.cause.as_str(), "message-too-large" | "server-storage-full");
    let is_for_sender = is_size && scene::moment(facts, found) == Some(Moment::Mail);
    // Whether a sender is proved is asked by whoever receives; nothing in words without a program says that the own server did.
    let is_proof = matches!(told.cause.as_str(), "dmarc-fail" | "sender-unauthenticated");
    let is_filters = told.stage == "filter" && !(is_proof && facts.program.is_none() && !is_code);
    if is_filters || told.cause == "sender-address-rejected" || is_servers_own || is_for_sender {
        told.stage = "submission".to_owned();
    }
    if matches!(told.stage.as_str(), "client" | "submission" | "connection" | "tls") {
        not_theirs(told);
    }
    // In whose name a program of one's own sends is for its owner to choose.
    if told.cause == "send-as-denied" && is_code {
        told.act = "sender".to_owned();
        told.ask = None;
    }
}

/// No report came back: what is to be passed on is the answer itself.
fn without_bounce(told: &mut Finding) {
    for step in told.steps.iter_mut().filter(|step| step.text.contains("the bounce")) {
        step.text = step.text.replace("the bounce", "this answer").into();
    }
}

/// Neither a program nor a test by hand has a queue, so that nothing is tried again by itself.
fn nothing_repeats(told: &mut Finding, by_hand: &str) {
    const LATER: &str = "Yes, by hand: a mail server would come back by itself, a program or a test as a rule does not. Send again in \
                         some minutes; if the answer stays, somebody has to change something.";
    if let Some(rest) = told.retry.strip_prefix(GOES_ON) {
        told.retry = rest.to_owned();
    }
    let is_servers =
        told.permanence == "temporary" && told.retry.contains("by itself") && told.retry.contains("erver");
    // Where it is not known whether there was silence, that it passes is not said.
    let is_said = told.retry.starts_with("Once");
    if told.permanence != "permanent" && !by_hand.is_empty() && !is_said {
        told.retry = by_hand.to_owned();
    } else if is_servers {
        told.retry = LATER.to_owned();
    }
}

/// A server takes the rest of too many recipients a moment later (RFC 5321, section 4.5.3.1.10). A program that hands in all of them
/// at once fails with the same message each time.
fn until_split(told: &mut Finding) {
    if told.cause == "too-many-recipients" && told.permanence == "temporary" {
        told.permanence = "permanent".to_owned();
    }
}

/// A certificate, or a kind of encryption, that a program and a server do not agree on stays so until somebody changes something.
fn never_passes(told: &mut Finding) {
    let is_lasting = matches!(told.cause.as_str(), "tls-certificate" | "tls-handshake");
    // Whose rule knows that something has to change knows more than the class of the code.
    let has_to_change = ["Not before", "As soon as"].iter().any(|begin| told.retry.starts_with(begin));
    let may_last = told.permanence == "none" || (told.permanence == "temporary" && has_to_change);
    if may_last && is_lasting && told.confidence != "possible" {
        told.permanence = "permanent".to_owned();
    }
}

/// Changes a letter's own sentences, and none of the facts in it: those stand behind a label, and are quoted.
pub fn in_its_sentences(letter: &str, change: impl Fn(&str) -> String) -> String {
    let line = |line: &str| if line.contains(": ") { line.to_owned() } else { change(line) };
    letter.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Nobody on the recipient's side can mend it.
pub fn not_theirs(told: &mut Finding) {
    told.steps.retain(|step| !step.by.starts_with("recipient"));
    // What is published for servers among themselves says nothing about a program's way to its server.
    told.commands
        .retain(|command| !command.shell.contains("RECIPIENT") && !command.shell.contains("_25._tcp"));
    // The letter goes to whoever runs that server.
    told.ask = told.ask.take().map(|ask| {
        in_its_sentences(&ask, |line| {
            line.replace("my message to you", "a message of mine")
                .replace("my mail to you", "my mail")
                .replace("larger than your mail system takes", "larger than the outgoing mail server takes")
                .replace("Which size does your system take", "Which size does it take")
                .replace("your mail system", "the outgoing mail server")
                .replace("Could you ask your administrator to look it up", "Could you look it up")
                // What is published for servers among themselves.
                .replace(" If you publish MTA-STS or TLSA records, please compare those too.", "")
        })
    });
    // The server signs what it takes from its own.
    if told.cause == "spam-content" {
        told.steps.retain(|step| !step.is_about(Topic::Dkim));
    }
    if told.act.starts_with("recipient") {
        told.act = "sender-admin".to_owned();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_form_plug_in_is_helped_in_any_language() {
        for paste in [
            "Es gab einen Fehler bei der Übertragung deiner Nachricht. (Contact Form 7, seit gestern)",
            "Gravity Forms : une erreur s’est produite lors de l’envoi de votre message.",
            "WPForms: Er is een fout opgetreden bij het verzenden van je bericht.",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert!(
                told.steps.iter().any(|step| step.text.contains("SMTP plug-in")),
                "{paste}: {:?}",
                told.steps
            );
        }
    }

    #[test]
    fn a_list_of_the_recipients_own_is_taken_up_with_them() {
        let first = crate::diagnose(
            "550 5.7.1 192.0.2.7 is on our internal blacklist, write to postmaster@example.org",
        )
        .findings
        .remove(0);
        assert_eq!(first.act, "recipient-admin");
        assert!(first.steps.iter().all(|step| !step.text.contains("look-up page")), "{:?}", first.steps);
        let public =
            crate::diagnose("550 5.7.1 192.0.2.7 is blocked using zen.spamhaus.org").findings.remove(0);
        assert_eq!(public.act, "sender-admin");
    }

    #[test]
    fn a_certificate_that_a_program_saw_is_of_the_server_one_sends_through() {
        let seen = |port: &str| {
            let paste = format!(
                "* Connected to mx.example.org (192.0.2.1) port {port} (#0)\n* SSL certificate problem: self-signed certificate\n* Closing connection 0\n\
                 curl: (60) SSL certificate problem: self-signed certificate\n"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let own = seen("2587");
        assert_eq!((own.cause.as_str(), own.act.as_str()), ("tls-certificate", "sender-admin"));
        assert!(own.commands.iter().all(|command| !command.shell.contains("TLSA")), "{:?}", own.commands);
    }

    #[test]
    fn a_wrong_name_in_a_certificate_does_not_pass() {
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let name = told("x509: certificate is valid for box.example.net, not mail.example.org");
        assert_eq!((name.cause.as_str(), name.permanence.as_str()), ("tls-certificate", "permanent"));
    }

    #[test]
    fn a_string_of_json_is_quoted_whole() {
        let paste = r#"{"ErrorCode":406,"Message":"You tried to send to recipient(s), one or more, that have been marked as inactive. Postmark"}"#;
        let told = crate::diagnose(paste).findings.remove(0);
        let error = told.facts.iter().find(|fact| fact.name == "Error").expect("an error");
        assert!(error.value.starts_with("You tried") && error.value.ends_with("Postmark"), "{error:?}");
    }

    #[test]
    fn a_forward_is_named_where_it_breaks_the_proof() {
        let told = crate::diagnose(
            "This is the mail system at host mx.example.net.\n\nYour message could not be delivered.\n\n<ann@example.org> (expanded from <office@example.net>): host \
             mx.example.org[192.0.2.9] said: 550 5.7.23 The message was rejected because of Sender Policy Framework violation\n",
        )
        .findings
        .remove(0);
        assert!(told.note.is_some_and(|note| note.contains("written to office@example.net")));
        assert!(told.facts.iter().any(|fact| fact.value == "office@example.net"), "{:?}", told.facts);
        let ask = told.ask.expect("a letter");
        assert!(ask.contains("office@example.net") && ask.contains("DKIM") && !ask.contains('{'), "{ask}");
        assert!(told.steps.iter().all(|step| !step.text.contains("SPF record that")), "{:?}", told.steps);
    }

    #[test]
    fn whoever_owns_the_account_makes_its_app_password() {
        let paste = "smtplib.SMTPAuthenticationError: (534, b'5.7.9 Application-specific password required. For more information, go to\\n\
                     5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x1-20 - gsmtp')";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str(), first.ask), ("auth-method", "sender", None));
        assert!(
            first.steps.iter().all(|step| !step.text.contains("Microsoft 365, see")),
            "{:?}",
            first.steps
        );
    }

    #[test]
    fn ones_own_machine_is_written_to_by_nobody() {
        let paste = "Error: connect ECONNREFUSED 127.0.0.1:587\n  code: 'ESOCKET', command: 'CONN'";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.act.as_str(), first.ask), ("sender-admin", None));
        assert!(first.steps[0].text.contains("localhost"), "{:?}", first.steps);
    }

    #[test]
    fn a_program_in_which_mail_is_not_set_up_says_what_is_wrong() {
        for paste in [
            "level=error msg=\"Failed to send alert notification email\" error=\"SMTP not configured, check your grafana.ini config file's [smtp] section\"",
            "System.InvalidOperationException: The SMTP host was not specified.",
            "Msg 14607, Level 16, State 1: profile name is not valid",
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_ne!(first.title, "The text gives too little to tell why", "{paste}");
            assert_eq!(
                (first.act.as_str(), first.ask, first.missing.len()),
                ("sender-admin", None, 0),
                "{paste}"
            );
            assert!(first.steps.len() == 1 && first.steps[0].by == "sender-admin", "{:?}", first.steps);
        }
    }

    #[test]
    fn no_bounce_is_spoken_of_where_none_came() {
        let listed = "recipient <bob@example.org> rejected: 550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org";
        for paste in [
            listed.to_owned(),
            format!(
                "Feb 17 21:53:28 mx1 haraka[48]: [NOTICE] [930E3B02-4254-4499-8294-70044A00835D.1.1] [outbound] {listed}"
            ),
        ] {
            let first = crate::diagnose(&paste).findings.remove(0);
            assert_eq!(first.cause, "ip-blocklisted");
            assert!(first.steps.iter().all(|step| !step.text.contains("bounce")), "{:?}", first.steps);
        }
    }

    #[test]
    fn a_refusal_before_the_message_is_not_about_its_text() {
        let session = "220 mx.example.org ESMTP\nEHLO me\n250 mx.example.org\nMAIL FROM:<ann@example.com>\n553 Local user is not allowed\nQUIT\n221 Bye\n";
        let first = crate::diagnose(session).findings.remove(0);
        assert!(first.steps.iter().all(|step| !step.text.contains("short plain text")), "{:?}", first.steps);
    }

    #[test]
    fn the_same_words_mean_one_thing() {
        let report = crate::diagnose("curl: (6) Could not resolve host: smtp.gmial.example");
        let causes: Vec<&str> = report.findings.iter().map(|finding| finding.cause.as_str()).collect();
        assert_eq!(causes, ["server-name-unresolved"]);
    }

    #[test]
    fn what_a_letter_quotes_stays_as_it_was_said() {
        let letter = "Hello,\nmy mail to you was refused.\nAnswer: 550 my mail to you is no mail\nThank you";
        let changed = super::in_its_sentences(letter, |line| line.replace("my mail to you", "my mail"));
        assert_eq!(changed, "Hello,\nmy mail was refused.\nAnswer: 550 my mail to you is no mail\nThank you");
    }

    #[test]
    fn words_that_do_not_say_why_no_connection_came_about_claim_no_reason() {
        let first = crate::diagnose("The connection to the mail server failed. Check SMTP settings")
            .findings
            .remove(0);
        assert_eq!(first.title, "No connection to the mail server came about");
        assert!(first.ask.is_none());
    }

    #[test]
    fn services_are_spoken_of_as_services() {
        let key = crate::diagnose(
            r#"{"ErrorCode":10,"Message":"No Account or Server API tokens were supplied in the HTTP headers. Postmark"}"#,
        );
        assert_eq!(key.findings[0].title, "The service did not accept the key");
        assert!(key.findings[0].commands.is_empty());
    }

    #[test]
    fn a_mail_server_that_speaks_for_a_service_is_one() {
        let first =
            crate::diagnose("535 5.7.0 Mailgun is not loving your login or password").findings.remove(0);
        assert_ne!(first.title, "The service did not accept the key");
        let graph = "Microsoft.Graph.ServiceException: Code: MailboxNotEnabledForRESTAPI Message: REST API is not yet supported.";
        let first = crate::diagnose(graph).findings.remove(0);
        assert!(first.commands.is_empty() && first.ask.is_none(), "{:?}", first.commands);
    }

    #[test]
    fn a_device_that_is_not_connected_is_told_no_reason() {
        for paste in ["Ricoh: Connection with the server has failed.", "Host not reachable: mail server"] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.title, "No connection to the mail server came about", "{paste}");
        }
    }

    #[test]
    fn a_size_that_is_named_with_the_sender_is_refused_at_home() {
        for paste in [
            "Error: Message failed: 552 5.3.4 Message size exceeds fixed limit\n    at SMTPConnection._actionMAIL (/a/node_modules/nodemailer/lib/b.js:1:2)\n  \
             code: 'EENVELOPE',\n  response: '552 5.3.4 Message size exceeds fixed limit',\n  command: 'MAIL FROM'\n",
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in send\nsmtplib.SMTPSenderRefused: (552, b'5.3.4 Message size exceeds fixed limit', 'a@example.org')\n",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.stage.as_str()),
                ("message-too-large", "submission"),
                "{paste}"
            );
            assert_eq!(told.reply.expect("a reply").moment.as_deref(), Some("mail"));
            assert!(told.steps.iter().all(|step| !step.by.starts_with("recipient")), "{:?}", told.steps);
        }
    }

    #[test]
    fn a_programs_sender_is_its_owners_to_choose() {
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let refused =
            "553 5.7.1 <shop@example.com>: Sender address rejected: not owned by user web@example.org";
        let code = told(&format!(
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in send\nsmtplib.SMTPSenderRefused: (553, b'{}', 'a')",
            &refused[4..]
        ));
        assert_eq!((code.cause.as_str(), code.act.as_str(), &code.ask), ("send-as-denied", "sender", &None));
        let settings = |told: &crate::report::Finding| {
            told.steps.iter().any(|step| step.text.contains("program's mail settings"))
        };
        let djangos = |told: &crate::report::Finding| {
            told.steps.iter().any(|step| step.text.contains("DEFAULT_FROM_EMAIL"))
        };
        assert!(settings(&code) && !djangos(&code), "{:?}", code.steps);
        let django = told(&format!(
            "File \"/venv/django/core/mail/backends/smtp.py\"\nsmtplib.SMTPSenderRefused: (553, b'{}', 'a')",
            &refused[4..]
        ));
        assert!(settings(&django) && djangos(&django), "{:?}", django.steps);
        let plain = told(refused);
        assert!(!settings(&plain) && !djangos(&plain), "{:?}", plain.steps);
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_the_verdict() {
        let told = crate::diagnose("tls: failed to verify certificate: x509: certificate is valid for box.example.net, not mail.example.org").findings.remove(0);
        assert!(told.title.ends_with("another name"), "{}", told.title);
        // It is no other case: what the cause looks up is worth looking up.
        assert!(
            told.commands.iter().any(|command| command.shell.contains("mail.example.org")),
            "{:?}",
            told.commands
        );
        assert!(told.ask.is_some_and(|ask| ask.contains("issued for that name")));
    }
}
