//! Mail to the reader about their own mailbox, a warning or a lure: nothing failed, and what is to be done is to look at the account
//! oneself, and not by the mail's own links.

use crate::facts::Notice;
use crate::report::{Finding, Step};

/// The answer where no reason for a failure was looked for.
pub fn answer(told: &mut Finding, notice: Notice) {
    let (title, summary, steps): (_, _, &[&str]) = match notice {
        Notice::Lure => (
            "This is a mail about your own mailbox, and it looks like a lure",
            LURES,
            &[ALONE, ONESELF, DONE, AWAY],
        ),
        Notice::Warning => {
            ("This warns of your own mailbox: no mail failed", WARNS, &[ONESELF, FULL, UNLIKE, DONE])
        }
    };
    (told.title, told.summary) = (title.to_owned(), summary.to_owned());
    told.steps = steps.iter().map(|text| Step::new("sender", *text)).collect();
    told.state = "fine".to_owned();
    told.permanence = "none".to_owned();
    told.who = "nobody: no mail failed".to_owned();
    told.act = "nobody".to_owned();
    told.note = None;
    told.reply = None;
    told.recipient = None;
    told.retry.clear();
    told.check.clear();
    told.ask = None;
    told.facts.clear();
    told.commands.clear();
    told.links.clear();
    told.considered.clear();
    told.missing.clear();
}

const LURES: &str = "It speaks of your mailbox or account and wants a click. No mail of yours failed, and no server's report reads like this. Most such \
                     mails come from strangers who want the password; a few are a provider's own. What you do is the same for both: nothing by its link.";
const WARNS: &str = "It is not about a mail that failed. It may be your provider's own: mailboxes do fill up, and accounts that nobody uses are closed. \
                     Strangers write the same to get passwords. The words alone do not show which it is, so look at the account yourself.";
const ALONE: &str =
    "Do not click in it, open nothing that is attached, do not answer, and do not call a number in it.";
const ONESELF: &str = "Look at the account yourself: type your provider's address into the browser, or use your own bookmark, and sign in there. A full \
                       mailbox or a block is shown there, too. If nothing is, the mail is not your provider's.";
const FULL: &str = "If the mailbox is nearly full there: delete large mails, and empty Trash and Junk. Once it is full, mail to you goes back to whoever \
                    sends it.";
const UNLIKE: &str = "Click nothing in it all the same. Signs of a lure: the sender's address is not your provider's, it is in a hurry, or a link leads to \
                      another name than your provider's (hold the pointer over it).";
const DONE: &str = "If you have typed your password behind its link already: change it at the provider now, everywhere where the same one is used, too, sign \
                    out all devices, switch on two-step verification, and look in the settings for forwards and rules that you did not make.";
const AWAY: &str = "Then report it as phishing in your mail program and delete it. At work, show it to whoever looks after the mail first.";

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn a_lure_is_not_to_be_clicked_in() {
        for paste in [
            "Dear user, your mailbox will be deactivated in 24 hours. Click here to keep your account.",
            "From: Mail Team <support@mail-team.example>\nTo: lena@example.org\nSubject: Action required\n\nYour mailbox is almost full. Click the \
             button below to upgrade your storage now.\n",
            "Ihr Postfach wird gesperrt. Klicken Sie hier, um Ihr Konto zu bestätigen.",
            "Votre compte sera suspendu. Cliquez ici pour vérifier votre messagerie.",
            "From: Mail Team <support@mail-quota-team.example>\nSubject: 9 messages undelivered\n\nYour mailbox has 9 undelivered incoming messages due to \
             a storage error (code 505). Click Retrieve Messages below to release them within 24 hours.\n\nRELEASE MESSAGES",
            "Your mailbox lena@example.org has 9 undelivered incoming messages. Click Retrieve Messages to get them.",
            "You have 5 pending emails on the server.\n\nREVIEW MESSAGES",
            "Dear user, your password for lena@example.org expires today. Keep same password: http://webmail-example.sites.example/login",
            "Ihr Passwort läuft heute ab. Passwort beibehalten: https://example.net/x",
            "Sie haben 7 zurückgehaltene Nachrichten. NACHRICHTEN FREIGEBEN",
            "We could not deliver 6 messages to your mailbox. Recover messages now",
            "Your password has expired. Keep current password: https://example.net/x",
        ] {
            let told = first(paste);
            assert!(told.title.contains("lure"), "{paste}: {}", told.title);
            assert!(told.steps[0].text.starts_with("Do not click"), "{paste}: {:?}", told.steps);
            assert!(told.steps[1].text.contains("type your provider's address"), "{:?}", told.steps);
            assert_eq!((told.state.as_str(), told.who.as_str()), ("fine", "nobody: no mail failed"));
            assert!(told.ask.is_none() && told.commands.is_empty() && told.check.is_empty(), "{told:?}");
        }
    }

    #[test]
    fn a_warning_may_be_both() {
        let told = first(
            "Your mailbox is almost full. You have used 1.9 GB of 2 GB. Please delete messages that you no longer need.",
        );
        assert!(
            told.title.contains("no mail failed") && told.summary.contains("may be your provider's own"),
            "{told:?}"
        );
        assert!(told.steps.iter().any(|step| step.text.contains("Signs of a lure")), "{:?}", told.steps);
    }

    #[test]
    fn who_tells_of_their_own_mail_is_no_lure() {
        for paste in [
            "When I click Send my outgoing messages stay pending in the outbox, 3 new messages now.",
            "535 5.7.8 Your password has expired, see https://example.org/password",
            "My mailbox has 14 undelivered messages and I click refresh all day.",
            "Your password has expired. Sign in again. https://login.example.org",
            "Message blocked\nYour message of 24 Nov 2026 has been blocked. Click here to learn more: https://support.example.org",
        ] {
            assert!(!first(paste).title.contains("lure"), "{paste}");
        }
    }

    #[test]
    fn a_part_of_an_address_or_a_host_is_nobodys_wording() {
        for paste in [
            "From: Team <support@mail-quota-upgrade.example>\nSubject: hello\n\nhello\n",
            "Team <support@mailbox-full.example>, hello",
            "See mailbox-full-help.example for mail",
        ] {
            assert_ne!(first(paste).cause, "mailbox-full", "{paste}");
        }
    }

    #[test]
    fn a_refusal_is_one_whatever_stands_around_it() {
        let told = first("Click here to verify your account.\n\n552 5.2.2 <ann@example.org>: mailbox full");
        assert_eq!(told.cause, "mailbox-full");
    }
}
