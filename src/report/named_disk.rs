//! A server that is short of space and says which of its disks: Exchange names the folder (back pressure).
//!
//! [What is short](https://learn.microsoft.com/en-us/exchange/mail-flow/back-pressure), as generally known; not looked up again.

use super::{Command, Finding, Step};

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

fn command(windows: &str, why: String) -> Command {
    Command { shell: String::new(), windows: windows.to_owned(), why }
}

/// `UsedDiskSpace[D:\Queue]`: the folder, and its drive.
fn named(words: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 200;
    let (_, rest) = words.split_once("UsedDiskSpace[")?;
    let (folder, _) = rest.split_once(']')?;
    let is_drive = folder.len() <= LONGEST
        && matches!(folder.as_bytes(), [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic())
        && !folder.contains('\n');
    is_drive.then(|| (folder, &folder[..2]))
}

#[cfg(test)]
mod tests {
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
