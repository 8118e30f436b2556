//! A form on a web site, or another program, that writes under an address of somebody else's mailbox provider: the visitor's. Nobody but
//! that provider can prove such mail, whatever is published for the site's own domain (RFC 7489, section 3.1).

use crate::diagnose::Diagnosis;
use crate::facts::{Facts, Role};
use crate::knowledge::{self, OWNERS, OwnerKind};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, diagnosis: &Diagnosis, values: &Values) {
    if !matches!(told.cause.as_str(), "dmarc-fail" | "sender-unauthenticated") || told.act != "sender-admin" {
        return;
    }
    let Some(domain) = author_domain(told, values) else { return };
    // Its own customers are told by their provider.
    let is_its_own = values.get("reporter").is_some_and(|host| knowledge::same_organization(host, &domain))
        || !told.who.is_empty();
    let Some(sign) = sign_of_a_program(facts, diagnosis).filter(|_| !is_its_own) else { return };
    told.title = format!("A form or program writes under an address at {domain}");
    told.summary = format!(
        "The mail had an address at {domain} in From, and did not come from {domain}'s own servers. That domain asks receivers to refuse such mail, and no \
         record of another domain can prove it."
    );
    told.note = sign;
    told.retry = "Not as it is: each mail of a visitor with such an address is refused again, until From is the site's own.".to_owned();
    told.who = "you, or whoever looks after the web site or the program".to_owned();
    told.steps = [("sender", OWN_FROM), ("sender", WHERE), ("sender-admin", PROOF)]
        .map(|(by, text)| Step::new(by, text))
        .into();
    told.commands
        .retain(|command| !command.shell.contains("AUTHOR_DOMAIN") && !command.shell.contains("_domainkey"));
    let from = author(facts)
        .map_or_else(|| LETTER.replace("From: {from}\n", ""), |from| LETTER.replace("{from}", from));
    told.ask = Some(values.message(&from));
    for part in told.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        if part.quote == "5.7.9" {
            part.meaning = "Registered for a way of signing in that is too weak; servers use it for refusals of every kind, as here.".to_owned();
        }
    }
}

const OWN_FROM: &str = "In the form or program put an address of the site's own domain into From, such as website@example.org with your domain, and the visitor's \
                        address into Reply-To: answers go to the visitor all the same.";
const WHERE: &str = "Contact Form 7: the fields From and Additional Headers (Reply-To: [your-email]). WPForms and Gravity Forms: From Email and Reply To. PHPMailer: \
                     setFrom with your address, addReplyTo with the visitor's. PHP's mail(): the lines From: and Reply-To: of its headers.";
const PROOF: &str = "Use that address as the envelope sender, too, and have SPF of your domain name the server that sends, or DKIM sign for your domain: then From \
                     can be proved.";

const LETTER: &str = "Hello,

our web site's form (or a program on our server) sends mail with a visitor's address in From, and it is refused under DMARC.

From: {from}
Domain: {author_domain}
Recipient: {recipient}
Server that reports: {reporter}
Refused by: {remote}
Time: {time}
Words of the server: {reply}

Could you have it write under an address of our own domain, with the visitor's address in Reply-To, and see that SPF or DKIM passes for our domain?

Thank you.";

/// The domain in From, where it is one of a provider of mailboxes for people: of the mail, or as the refusal names it.
fn author_domain(told: &Finding, values: &Values) -> Option<String> {
    let is_free = |domain: &str| knowledge::service_of_mailbox(domain).is_some();
    let known = values.get("author_domain").map(str::to_ascii_lowercase);
    if known.is_some() {
        return known.filter(|domain| is_free(domain));
    }
    let words = told.reply.as_ref()?.text.to_ascii_lowercase();
    let mut named = words.split_whitespace().skip_while(|word| *word != "from" && *word != "domain").skip(1);
    named
        .next()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|domain| is_free(domain))
}

/// The address in From of the mail that came back.
fn author(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_deref().or(facts.message.as_deref())?;
    mail.from.first().map(|from| from.read.address.as_str()).filter(|from| from.contains('@'))
}

/// What shows that no person's mail program wrote it: a script's own field, the name of a web server's user, a library, a form that is spoken
/// of. With what is to be told of that.
fn sign_of_a_program(facts: &Facts, diagnosis: &Diagnosis) -> Option<Option<String>> {
    const FIELDS: &[&str] = &["X-PHP-Originating-Script", "X-PHP-Script"];
    const USERS: &[&str] = &["www-data", "apache", "nobody", "nginx", "httpd", "wwwrun", "www"];
    const FORMS: &[&str] = &[
        "contact form",
        "web form",
        "kontaktformular",
        "contactformulier",
        "formulaire de contact",
        "formulario de contacto",
        "wpforms",
    ];
    let mail = facts.returned.as_deref().or(facts.message.as_deref());
    let from = author(facts);
    let script = mail
        .and_then(|mail| FIELDS.iter().find_map(|name| mail.field(name)))
        .map(|field| field.value.trim().to_owned());
    if let Some(script) = script {
        let script = script.rsplit(':').next().unwrap_or_default().trim().to_owned();
        let from = from.map(|from| format!(" with {from} in From")).unwrap_or_default();
        return Some(Some(format!("By its header a PHP script ({script}) made the mail{from}.")));
    }
    let user = facts.envelope.sender.as_deref().and_then(|sender| sender.split('@').next());
    let is_web_server = user.is_some_and(|user| USERS.contains(&user));
    let product = diagnosis.product.map(|owner| OWNERS[usize::from(owner)].kind);
    let is_library = matches!(product, Some(OwnerKind::LibraryError));
    let own = facts.statements.iter().filter(|said| said.role != Role::Reply).take(4);
    let is_spoken_of = own
        .map(|said| said.text.as_str().to_lowercase())
        .any(|text| FORMS.iter().any(|form| text.contains(form)));
    (is_web_server || is_library || is_spoken_of).then_some(None)
}

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    fn bounce(from: &str, more: &str) -> crate::report::Finding {
        told(&format!(
            "This is the mail system at host web7.example.net.\n\nYour message could not be delivered.\n\n<office@yahoo.com>: host mta5.am0.yahoodns.net[192.0.2.72]\n    \
             said: 554 5.7.9 Message not accepted for policy reasons. See\n    https://postmaster.yahooinc.com/error-codes (in reply to end of DATA\n    command)\n\n\
             From: \"A Visitor\" <{from}>\nTo: office@yahoo.com\nSubject: From the contact page\n{more}\n"
        ))
    }

    const PHP: &str =
        "X-PHP-Originating-Script: 1001:class-mailer.php\nReturn-Path: <www-data@web7.example.net>";

    #[test]
    fn a_form_writes_under_its_own_address() {
        let form = bounce("visitor@aol.com", PHP);
        assert_eq!((form.cause.as_str(), form.act.as_str()), ("dmarc-fail", "sender-admin"));
        assert!(form.steps[0].text.contains("Reply-To"), "{:?}", form.steps);
        assert!(
            form.note
                .as_deref()
                .is_some_and(|note| note.contains("class-mailer.php") && note.contains("visitor@aol.com")),
            "{:?}",
            form.note
        );
        assert!(
            form.commands.iter().all(|command| !command.shell.contains("AUTHOR_DOMAIN")),
            "{:?}",
            form.commands
        );
        assert!(
            form.commands.iter().any(|command| command.shell.contains("_dmarc.aol.com")),
            "{:?}",
            form.commands
        );
        assert!(form.ask.is_some_and(|ask| ask.contains("visitor@aol.com") && !ask.contains("our domain in the From")));
        // The site's own domain can be proved.
        let own = bounce("site@example.org", PHP);
        assert!(own.steps.iter().any(|step| step.text.contains("sign with DKIM")), "{:?}", own.steps);
    }

    #[test]
    fn a_refusal_may_name_the_domain() {
        let told = told(
            "SMTP ERROR: DATA END command failed: 550-5.7.26 Unauthenticated email from yahoo.com is not accepted due to domain's 550-5.7.26 DMARC policy. Please \
             contact the administrator of yahoo.com domain.\nMailer Error: SMTP Error: data not accepted. (PHPMailer)",
        );
        assert_eq!(told.cause, "dmarc-fail");
        assert!(
            told.title.contains("yahoo.com") && told.steps[0].text.contains("Reply-To"),
            "{:?}",
            told.steps
        );
    }
}
