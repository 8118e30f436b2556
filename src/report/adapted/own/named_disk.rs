//! A server that says which of its disks is short of space, as Exchange does (back pressure), or which of its folders it may not use, as
//! Dovecot does.
//!
//! [What is short](https://learn.microsoft.com/en-us/exchange/mail-flow/back-pressure), as generally known; not looked up again.

use crate::knowledge::Topic;
use crate::report::adapted::own::inner_queue;
use crate::report::{Command, Finding, Step};

/// So many brackets, or mentions of one folder, are looked at.
const MOST: usize = 50;

pub fn adapt(told: &mut Finding, words: Option<&str>) {
    if told.cause != "server-storage-full" || told.act != "recipient-admin" {
        return;
    }
    let Some((folder, drive)) = words.and_then(named) else { return };
    told.summary = format!(
        "The mail server has too little free space on its disk {drive}, in the folder {folder}, where its queue lies. Until there is room again it takes \
         mail for nobody."
    );
    told.commands = vec![
        command("Get-Volume", format!("On that server: SizeRemaining of {drive} is what is still free.")),
        command(
            "([xml](Get-ExchangeDiagnosticInfo -Process EdgeTransport -Component ResourceThrottling)).Diagnostics.Components.ResourceThrottling.ResourceTracker.ResourceMeter",
            "In the Exchange Management Shell of that server: which resource is under pressure, and at what level it takes mail again.".into(),
        ),
        command("Get-Queue | Format-Table Identity,Status,MessageCount", "How many messages wait there. A queue that cannot go out may be what fills the disk.".into()),
    ];
    // Whose server it is stands in the reply, and what is said of disks at large is said of this one.
    told.steps.retain(|step| step.by == "sender");
    for text in [
        format!(
            "Free space on {drive}, or move the queue's folder to a larger disk. Exchange takes mail again by itself when enough is free."
        ),
        format!(
            "Set an alarm for {drive} at 80 percent, and limit the logs: those of message tracking and of the protocols grow by the day."
        ),
    ] {
        told.steps.push(Step::new("recipient-admin", text));
    }
}

/// The same of the reader's own server, whose event names the disk, or whose answer does.
pub fn own(told: &mut Finding, paste: &str) {
    if !inner_queue::is_of_both_ways(told) {
        return;
    }
    let Some((folder, drive)) = named(paste).or_else(|| in_an_event(paste)) else { return };
    let used = used(paste, folder);
    let full = used.map_or("has too little room left".to_owned(), |used| format!("is {used} full"));
    told.title = format!("Your Exchange server takes no new mail: its disk {drive} is nearly full");
    told.summary = format!(
        "The disk {drive} {full}, on which the queues lie: {folder}. Exchange takes less or no new mail before it is used up (back pressure). Nobody's message \
         is at fault, and what waits in the queues stays there."
    );
    let machine = machine(paste).map_or(String::new(), |name| format!(" of {name}"));
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::WhatIsShort)) {
        step.text = format!(
            "It is {drive}{machine} that is short: it {full}. `Get-Volume` there shows what is free now."
        )
        .into();
    }
    told.steps.retain(|step| !step.is_about(Topic::Memory));
}

/// Steps with the very folder, its owner and whom it lets not in: `Permission denied (euid=5000(vmail) egid=5000(vmail) missing +w perm:
/// /var/vmail/example.org, dir owned by 0:0 mode=0755)` ([Dovecot](https://github.com/dovecot/core/blob/main/src/lib/eacces-error.c)).
pub fn rights(told: &mut Finding, words: Option<&str>) {
    if told.rule.as_deref() != Some("dovecot/permission") {
        return;
    }
    let Some(shut) = words.and_then(shut) else { return };
    let Shut { user, right, folder, owner, kind } = shut;
    let name = user.split_once('(').map_or(user, |(_, name)| name.trim_end_matches(')'));
    let wanted = match right {
        "w" => "write in",
        "x" => "pass through",
        _ => "read",
    };
    let belongs =
        owner.map(|owner| format!(" It belongs to {}.", owner.replace(" mode=", " and has the rights ")));
    let belongs = belongs.unwrap_or_default();
    let first = format!(
        "The {kind} is {folder}, and the user {user} may not {wanted} it.{belongs} `namei -l {folder}` shows owner and rights of it and of all above it."
    );
    let second = match (right, owner.is_some_and(|owner| owner.starts_with("0:0 "))) {
        ("w" | "r", true) => format!(
            "root made it, by hand or by a command that ran as root: give it to Dovecot's user, `chown {name}: {folder}`, or let `mail_uid` and `mail_gid` in Dovecot's settings name the owner. In \
             a container look at the owner on the host, too."
        ),
        ("w" | "r", false) => format!(
            "Give {name} the right to {wanted} it, as owner or by its group (for folders of the group mail: `mail_privileged_group = mail` in Dovecot's settings), \
             or let `mail_uid` and `mail_gid` name the owner."
        ),
        _ => format!(
            "Let {name} pass, as owner, by the group, or by `chmod o+x {folder}`, which shows nobody what is in it."
        ),
    };
    for (step, text) in told.steps.iter_mut().zip([first, second]) {
        step.text = text.into();
    }
}

/// Whom a folder does not let in.
struct Shut<'a> {
    user: &'a str,
    right: &'a str,
    folder: &'a str,
    /// `0:0 mode=0755`
    owner: Option<&'a str>,
    kind: &'static str,
}

fn shut(words: &str) -> Option<Shut<'_>> {
    let (_, rest) = words.split_once("(euid=")?;
    let user = rest.split(' ').next()?;
    let (_, rest) = rest.split_once("missing +")?;
    let (right, rest) = rest.split_once(" perm: ")?;
    let folder = rest.split([',', ')', '\n']).next()?;
    let is_path = folder.starts_with('/')
        && folder.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '@' | '+'));
    let owner = rest.split_once(" owned by ").and_then(|(_, rest)| rest.split([')', ',', '\n']).next());
    let kind = if rest.contains(", file owned by ") { "file" } else { "folder" };
    is_path.then_some(Shut { user, right, folder, owner, kind })
}

fn command(windows: &str, why: String) -> Command {
    Command { shell: String::new(), windows: windows.to_owned(), why }
}

/// `UsedDiskSpace[D:\Queue]`: the folder, and its drive.
fn named(words: &str) -> Option<(&str, &str)> {
    let (_, rest) = words.split_once("UsedDiskSpace[")?;
    on_a_drive(rest.split_once(']')?.0)
}

/// The folder, and the drive that it lies on.
fn on_a_drive(folder: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 200;
    let is_drive = folder.len() <= LONGEST
        && matches!(folder.as_bytes(), [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic())
        && !folder.contains('\n');
    is_drive.then(|| (folder, &folder[..2]))
}

/// `Used disk space ("D:\Queue") = 99%`, in whatever language: the folder, and its drive.
fn in_an_event(paste: &str) -> Option<(&str, &str)> {
    paste.match_indices("(\"").take(MOST).find_map(|(at, _)| {
        let (folder, rest) = paste[at + 2..].split_once("\")")?;
        let is_measured = rest.trim_start().strip_prefix('=').is_some_and(|rest| percent(rest).is_some());
        on_a_drive(folder).filter(|_| is_measured)
    })
}

/// How much of it is used, as it stands behind the folder's name: `99%`.
fn used<'a>(paste: &'a str, folder: &str) -> Option<&'a str> {
    paste.match_indices(folder).take(MOST).find_map(|(at, _)| {
        let rest = paste[at + folder.len()..].trim_start_matches(['"', ')', ']', ' ']);
        percent(rest.strip_prefix('=')?)
    })
}

/// A figure with its sign at the beginning: `99%`.
fn percent(words: &str) -> Option<&str> {
    let words = words.trim_start();
    let end = words.find('%').filter(|end| (1..=5).contains(end))?;
    words[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| &words[..=end])
}

/// The machine that an event of Windows is of: `Computer:      MX2.corp.example.org`.
fn machine(paste: &str) -> Option<&str> {
    const NAMES: &[&str] = &["Computer:", "Ordinateur", "Equipo:"];
    let mut values = paste.lines().filter_map(|line| {
        let name = NAMES.iter().find(|name| line.trim_start().starts_with(**name))?;
        Some(line.trim_start()[name.len()..].trim_matches([' ', '\t', ':', '\u{a0}', '\r']))
    });
    let is_host = |value: &&str| {
        !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    values.find(is_host)
}

#[cfg(test)]
mod tests {
    #[test]
    fn ones_own_event_names_disk_figure_and_machine() {
        let event = "Source:        MSExchangeTransport\nEvent ID:      15006\nComputer:      MX2.corp.example.org\nDescription:\nMicrosoft Exchange Transport is \
                     rejecting message submissions because the available disk space has dropped below the configured threshold.\n\nThe following resources are \
                     under pressure:\nUsed disk space (\"D:\\Exchange\\data\\Queue\") = 98% [High] [Normal=89% Medium=90% High=98%]\n\nThe following components are \
                     disabled due to back pressure:\nInbound mail submission from the Internet\n";
        let log = "Nov 26 07:02:11 gw postfix/smtp[81]: 4b9BQ11bB1z2: to=<ann@example.org>, relay=mx2.corp.example.org[10.0.0.5]:25, delay=9, dsn=4.3.1, \
                   status=deferred (host mx2.corp.example.org[10.0.0.5] said: 452 4.3.1 Insufficient system resources (UsedDiskSpace[D:\\Exchange\\data\\Queue]) (in \
                   reply to MAIL FROM command))\n";
        let with_log = format!("{event}\nthe relay:\n{log}");
        for paste in [event, &with_log] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert!(told.title.ends_with("its disk D: is nearly full"), "{}", told.title);
            assert!(
                told.summary.contains("98% full") && told.summary.contains("D:\\Exchange"),
                "{}",
                told.summary
            );
            assert!(told.steps[0].text.contains("D: of MX2.corp.example.org"), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains("version buckets")), "{:?}", told.steps);
            assert_eq!(crate::report::text::met(&told), "at your own mail server");
        }
        let report = crate::diagnose(&with_log);
        assert!(report.log.is_some(), "the log's story is kept");
        assert_eq!(
            report.findings[0].reply.as_ref().and_then(|reply| reply.remote.as_deref()),
            Some("mx2.corp.example.org")
        );
        let names: Vec<&str> = report.findings[0].facts.iter().map(|fact| fact.name.as_str()).collect();
        for name in ["Time", "Server that answered", "Reply"] {
            assert!(names.contains(&name), "{names:?}");
        }
        // A log of another server's full disk stays the answer of whoever sends.
        let other = log.replace("mx2.corp.example.org", "mx.example.net");
        assert_ne!(
            crate::diagnose(&format!("{event}\n{other}")).findings[0].recipient.as_deref(),
            Some("ann@example.org")
        );
    }

    #[test]
    fn the_folder_that_is_shut_is_named_with_its_owner() {
        let told = |perm: &str| {
            crate::diagnose(&format!(
                "Nov 26 10:22:07 mx dovecot: lmtp(bob@example.net)<2><a>: Error: Mailbox INBOX: mkdir(/srv/mail/example.net/bob/Maildir) failed: Permission \
                 denied (euid=5000(vmail) egid=5000(vmail) {perm})\n"
            ))
            .findings
            .remove(0)
        };
        let roots = told("missing +w perm: /srv/mail/example.net, dir owned by 0:0 mode=0755");
        assert!(roots.steps[0].text.contains("belongs to 0:0 and has the rights 0755"), "{:?}", roots.steps);
        assert!(roots.steps[1].text.contains("`chown vmail: /srv/mail/example.net`"), "{:?}", roots.steps);
        assert!(roots.steps.iter().any(|step| step.text.contains("postqueue -f")), "{:?}", roots.steps);
        let spool =
            told("missing +w perm: /var/mail, we're not in group 8(mail), dir owned by 0:8 mode=0775");
        assert!(!spool.steps[1].text.contains("chown"), "{:?}", spool.steps);
        assert!(told("missing +x perm: /srv").steps[1].text.contains("chmod o+x /srv"));
        let file = told("missing +r perm: /srv/mail/example.net/bob/a.log, file owned by 0:0 mode=0600");
        assert!(
            file.steps[0].text.starts_with("The file is") && file.steps[1].text.contains("chown vmail: ")
        );
        assert!(told("UNIX perms appear ok (ACL/MAC wrong?)").steps.len() > 1);
    }

    #[test]
    fn the_disk_that_is_full_is_named_and_looked_at_with_its_own_tools() {
        let paste = "This is the mail system at host out.orchard.example.\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried \
                     until it is 5 day(s) old.\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: 452 4.3.1 Insufficient system resources \
                     (UsedDiskSpace[E:\\Mail\\Queue]) (in reply to MAIL FROM command)\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("server-storage-full", "recipient-admin"));
        assert!(told.title.starts_with("The recipient's server"), "{}", told.title);
        assert!(told.summary.contains("E:\\Mail\\Queue"), "{}", told.summary);
        let lines: String =
            told.commands.iter().map(|command| format!("{}{}\n", command.shell, command.windows)).collect();
        assert!(lines.contains("Get-Volume") && lines.contains("Get-Queue"), "{lines}");
        assert!(!lines.contains("df ") && !lines.contains("post"), "{lines}");
        // The way to its postmaster is shut, too.
        assert!(told.steps.iter().all(|step| !step.text.contains("postmaster@")), "{:?}", told.steps);
        assert!(told.steps[0].text.contains("telephone"), "{:?}", told.steps);
    }
}
