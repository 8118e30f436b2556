//! A sign-in with a token of OAuth 2 that was refused: there is no password in it that could be wrong.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::dialogue::Act;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if told.cause != "auth-credentials" || !by_token(facts, found) {
        return;
    }
    told.title = "The server did not accept the sign-in with OAuth".to_owned();
    told.summary = "The program signed in with a token (OAuth 2) in place of a password, and the server said no to it. Mostly the token has \
                    run out or was taken back, is of another account, or does not allow sending."
        .to_owned();
    told.retry = "Not with the same token. Once the program has a new one.".to_owned();
    told.steps = [ANEW, SCOPE].map(|text| Step::new("sender", text)).into();
    told.steps.push(Step::new("sender-admin", ADMIN));
    told.act = "sender".to_owned();
    told.ask = None;
    // They try a password.
    told.commands.retain(|command| !command.shell.contains("--auth"));
}

const ANEW: &str = "Sign in anew in the program: remove the account's sign-in there, add it again, and agree to what the provider's page asks in the \
                    browser.";
const SCOPE: &str = "In a program of your own: fetch a new access token with the refresh token, see that the account it was made for is the user name \
                     that is sent along, and that it allows SMTP (Google: https://mail.google.com/, Microsoft: \
                     https://outlook.office.com/SMTP.Send).";
const ADMIN: &str = "See whether SMTP AUTH is allowed for the account (Microsoft 365: Set-CASMailbox -SmtpClientAuthenticationDisabled $false), and \
                     whether the organisation has approved the program.";

const TOKENS: [&str; 2] = ["XOAUTH2", "OAUTHBEARER"];

/// The last way of signing in that was tried, or that the words name.
fn by_token(facts: &Facts, found: &diagnose::Finding) -> bool {
    let holds = |text: &str| TOKENS.iter().any(|token| text.to_ascii_uppercase().contains(token));
    let exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges);
    let tried = exchanges
        .take_while(|exchange| exchange.act != Act::Mail)
        .filter(|exchange| exchange.act == Act::Auth)
        .filter_map(|exchange| exchange.command.as_ref())
        .last();
    match tried {
        Some(command) => holds(command.text.as_str()),
        None => found.statement.is_some_and(|index| holds(facts.statements[index].text.as_str())),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_token_is_no_password() {
        let session = |way: &str| {
            crate::diagnose(&format!(
                "220 mail.example.org ESMTP\nEHLO me\n250-mail.example.org\n250 AUTH PLAIN XOAUTH2\nAUTH {way} dXNlcj1hbm4BAQ==\n535 5.7.8 \
                 Authentication failed\nQUIT\n221 bye\n"
            ))
            .findings
            .remove(0)
        };
        let token = session("XOAUTH2");
        assert_eq!((token.cause.as_str(), token.ask), ("auth-credentials", None));
        assert!(token.title.contains("OAuth") && !token.summary.contains("username"), "{}", token.summary);
        assert!(!session("PLAIN").title.contains("OAuth"));
    }
}
