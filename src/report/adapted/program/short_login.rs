//! Who signs in with a short name, and is refused: most servers know an account by the whole address. Not said where the provider is known
//! to want another form.

use crate::facts::Facts;
use crate::knowledge;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What stands before the name on a command line, or in what a program prints.
const OPTIONS: &[&str] = &["--auth-user ", "--auth-user=", "-au ", "--user=", "-xu "];

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, values: &Values) {
    if told.cause != "auth-credentials" {
        return;
    }
    questions(told);
    let set = facts.settings.as_ref().and_then(|read| read.user.as_ref()).map(|user| user.is.as_str());
    let Some(user) = set.or_else(|| behind(paste, OPTIONS)).filter(|user| is_short(user)) else { return };
    let service = values.get("remote").and_then(knowledge::service_of_host);
    let is_said =
        told.steps.iter().any(|step| step.text.contains("whole address") && step.text.contains(user));
    if is_said || service.is_some_and(|service| !service.whole_address) {
        return;
    }
    let sender = values.get("sender").or_else(|| behind(paste, &["--from ", "--from="]));
    let address = match sender.filter(|sender| sender.contains('@')) {
        Some(sender) => format!(", such as {sender}"),
        None => String::new(),
    };
    let text = format!(
        "The name that signs in is only “{user}”. Most servers know an account by its whole address{address}: try that first, with the same password."
    );
    told.steps.insert(0, Step::new("sender", text));
}

/// A server ends its no with its own last question (RFC 4616 and the LOGIN mechanism), which looks like a secret, and is none.
fn questions(told: &mut Finding) {
    const QUESTIONS: &[(&str, &str)] = &[("UGFzc3dvcmQ6", "Password:"), ("VXNlcm5hbWU6", "Username:")];
    let words = told.reply.as_ref().map(|reply| reply.text.clone()).unwrap_or_default();
    if let Some((code, word)) = QUESTIONS.iter().find(|(code, _)| words.contains(code)) {
        told.add_note(&format!("{code} is the word “{word}” in another notation (base64): the server's question, and nothing secret."));
    }
}

fn behind<'a>(paste: &'a str, options: &[&str]) -> Option<&'a str> {
    const LONGEST: usize = 4 << 10;
    let paste = &paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))];
    let rest = options.iter().find_map(|option| paste.split_once(option)).map(|(_, rest)| rest)?;
    rest.split_whitespace().next().map(|word| word.trim_matches(['\'', '"']))
}

/// No address, no `DOMAIN\user`, and no key of a service.
fn is_short(user: &str) -> bool {
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    (1..=20).contains(&user.len()) && user.bytes().all(is_of_name) && user != "apikey" && user != "api"
}

#[cfg(test)]
mod tests {
    fn told(user: &str, server: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "$ swaks --to bob@example.net --from ann@example.org --server {server}:587 -tls --auth-user {user}\n=== Trying {server}:587...\n=== Connected to {server}.\n\
             <-  220 {server} ESMTP\n -> EHLO pc\n<-  250-{server}\n<-  250 AUTH PLAIN LOGIN\n -> AUTH LOGIN\n<-  334 VXNlcm5hbWU6\n -> YW5u\n<-  334 UGFzc3dvcmQ6\n -> eA==\n\
             <** 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6\n*** No authentication type succeeded\n -> QUIT\n<-  221 2.0.0 Bye\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn a_name_without_its_domain_is_seen() {
        let short = told("ann", "mail.example.org");
        assert_eq!(short.cause, "auth-credentials");
        assert!(
            short.steps[0].text.contains("only “ann”") && short.steps[0].text.contains("ann@example.org"),
            "{:?}",
            short.steps
        );
        assert!(short.note.is_some_and(|note| note.contains("“Password:”")));
        let whole = told("ann@example.org", "mail.example.org");
        assert!(whole.steps.iter().all(|step| !step.text.contains("is only")), "{:?}", whole.steps);
        let fixed = told("apikey", "smtp.sendgrid.net");
        assert!(fixed.steps.iter().all(|step| !step.text.contains("is only")), "{:?}", fixed.steps);
    }
}
