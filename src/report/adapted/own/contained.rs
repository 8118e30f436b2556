//! A server that runs in a container: its commands are run in there, and what is changed in there does not last.

use crate::diagnose::Diagnosis;
use crate::knowledge::{self, OWNERS, OwnerKind, Topic};
use crate::report::{Finding, Step};

/// So much is looked through, in bytes: the call that shows a log stands above it, and its name before each line.
const LONGEST: usize = 8 << 10;

/// Programs that are where the server is.
const TOOLS: &[&str] = &[
    "postqueue",
    "postconf",
    "postsuper",
    "postfix",
    "postmap",
    "postalias",
    "postcat",
    "newaliases",
    "mailq",
    "sendmail",
    "qshape",
    "exim",
    "exim4",
    "exiqgrep",
    "exigrep",
    "exinext",
    "doveadm",
    "doveconf",
    "dovecot",
    "rspamadm",
    "rspamc",
    "opendkim-testkey",
    "sa-learn",
    "spamassassin",
    "clamdscan",
    "freshclam",
    "supervisorctl",
    "ss",
    "tail",
    "grep",
    "ls",
    "cat",
    "id",
];

pub fn adapt(told: &mut Finding, paste: &str, kind: &str) {
    if kind != "log" || told.is_turned_away() && told.commands.is_empty() {
        return;
    }
    let Some(container) = Container::of(&paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))]) else {
        return;
    };
    for command in &mut told.commands {
        if let Some(within) = container.within(&command.shell) {
            (command.shell, command.windows) = (within.clone(), within);
        }
    }
    for step in &mut told.steps {
        if let Some(text) = container.within_text(&step.text) {
            step.text = text.into();
        }
    }
    if told.cause != "undetermined"
        && told.act == "sender-admin"
        && told.steps.iter().any(|step| step.by == "sender-admin")
    {
        let own = knowledge::settings_of_image(&container.name).unwrap_or(
            "Put settings where its image takes them from (variables or mounted files, mostly in docker-compose.yml or the chart's values), and start \
             it anew.",
        );
        let text = format!(
            "The server runs in the {} {}: what is changed inside it is lost when it is made anew. {own}",
            container.kind(),
            container.name
        );
        told.steps.push(Step::new("sender-admin", text));
    }
}

/// An appliance is set up on its own pages, and runs in no container that its people know of.
pub fn without(told: &mut Finding, paste: &str, diagnosis: &Diagnosis) {
    const SIGNS: &[&str] = &["docker", "kube", "k8s", "container", "podman", "compose", " pod ", "helm"];
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let is_appliance =
        product.is_some_and(|owner| owner.kind == OwnerKind::ClientError && owner.layer >= APPLICATION);
    let lower = paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))].to_ascii_lowercase();
    if is_appliance && !SIGNS.iter().any(|sign| lower.contains(sign)) {
        told.steps.retain(|step| !step.is_about(Topic::Containers));
    }
}

/// From here on an owner is a product that is set up, and no library.
const APPLICATION: u8 = 3;

#[derive(Debug, PartialEq, Eq)]
enum Runner {
    /// A container by its name.
    Docker(&'static str),
    /// A service of a file of compose.
    Compose,
    /// A pod, with the namespace and the container in it where they are told.
    Kubernetes { namespace: Option<String>, container: Option<String> },
}

#[derive(Debug, PartialEq, Eq)]
struct Container {
    runner: Runner,
    name: String,
}

impl Container {
    fn of(text: &str) -> Option<Self> {
        text.lines().find_map(called).or_else(|| text.lines().find_map(named_before))
    }

    fn kind(&self) -> &'static str {
        match self.runner {
            Runner::Docker(_) => "container",
            Runner::Compose => "container of the service",
            Runner::Kubernetes { .. } => "pod",
        }
    }

    /// What stands before a command that is to be run in there.
    fn lead(&self) -> String {
        match &self.runner {
            Runner::Docker(program) => format!("{program} exec {}", self.name),
            Runner::Compose => format!("docker compose exec {}", self.name),
            Runner::Kubernetes { namespace, container } => {
                let namespace = namespace.as_ref().map(|name| format!(" -n {name}")).unwrap_or_default();
                let container = container.as_ref().map(|name| format!(" -c {name}")).unwrap_or_default();
                format!("kubectl exec{namespace} {}{container} --", self.name)
            }
        }
    }

    fn logs(&self) -> String {
        match &self.runner {
            Runner::Docker(program) => format!("{program} logs {}", self.name),
            Runner::Compose => format!("docker compose logs {}", self.name),
            Runner::Kubernetes { .. } => {
                self.lead().replacen("exec", "logs", 1).trim_end_matches(" --").to_owned()
            }
        }
    }

    /// A command as it is run in there. `None`: it can be run anywhere.
    fn within(&self, command: &str) -> Option<String> {
        let bare = command.strip_prefix("sudo ").unwrap_or(command);
        let tool = bare.split(' ').next().unwrap_or_default();
        let is_of_log = matches!(tool, "journalctl")
            || matches!(tool, "tail" | "grep" | "cat") && bare.contains("/var/log/");
        match () {
            () if is_of_log => {
                // What is looked for stays the same.
                let sought =
                    bare.split_once("grep ").map(|(_, rest)| rest.split(" /var/log/").next().unwrap_or(rest));
                Some(match sought.filter(|_| tool == "grep" || bare.contains("| grep")) {
                    Some(sought) => format!("{} 2>&1 | grep {}", self.logs(), sought.trim()),
                    None => self.logs(),
                })
            }
            // No container has systemd: what runs in it is started with it.
            () if tool == "systemctl" => self.service(bare),
            () if TOOLS.contains(&tool) => Some(format!("{} {bare}", self.lead())),
            // Few images have the tool; another container in the same network has.
            () if tool == "nc" => match &self.runner {
                Runner::Docker(program) => {
                    Some(format!("{program} run --rm --network container:{} alpine {bare}", self.name))
                }
                _ => None,
            },
            () if tool == "openssl" && bare.contains("localhost") => Some(format!("{} {bare}", self.lead())),
            () => None,
        }
    }

    /// What shows, or starts anew, a service that is a container.
    fn service(&self, command: &str) -> Option<String> {
        let starts = ["restart", "reload", "start"].iter().any(|word| command.contains(&format!(" {word} ")));
        match (&self.runner, starts) {
            (Runner::Docker(program), false) => Some(format!("{program} ps -a")),
            (Runner::Docker(program), true) => Some(format!("{program} restart {}", self.name)),
            (Runner::Compose, false) => Some("docker compose ps -a".to_owned()),
            (Runner::Compose, true) => Some(format!("docker compose restart {}", self.name)),
            (Runner::Kubernetes { namespace, .. }, false) => Some(format!(
                "kubectl get pods{}",
                namespace.as_ref().map(|name| format!(" -n {name}")).unwrap_or_default()
            )),
            (Runner::Kubernetes { .. }, true) => None,
        }
    }

    /// The same for the commands that stand in a sentence between backticks. A name alone is no command.
    fn within_text(&self, text: &str) -> Option<String> {
        const ALONE: &[&str] = &["mailq", "newaliases"];
        let mut is_changed = false;
        let parts: Vec<String> = text
            .split('`')
            .enumerate()
            .map(|(index, part)| {
                let is_command = index % 2 == 1 && (part.contains(' ') || ALONE.contains(&part));
                match is_command.then(|| self.within(part)).flatten() {
                    Some(within) => {
                        is_changed = true;
                        within
                    }
                    None => part.to_owned(),
                }
            })
            .collect();
        is_changed.then(|| parts.join("`"))
    }
}

/// `docker logs mailserver`, `docker compose logs -f postfix`, `kubectl logs -n mail mail-0`, as they stand behind a prompt.
fn called(line: &str) -> Option<Container> {
    let mut words = line.split_whitespace().skip_while(|word| !is_runner(word)).peekable();
    let program = words.next()?;
    let runner = match program {
        "docker" | "podman" | "nerdctl" if words.peek() == Some(&"compose") => {
            words.next();
            Runner::Compose
        }
        "docker" => Runner::Docker("docker"),
        "podman" => Runner::Docker("podman"),
        "nerdctl" => Runner::Docker("nerdctl"),
        "docker-compose" => Runner::Compose,
        _ => Runner::Kubernetes { namespace: None, container: None },
    };
    if !matches!(words.next()?, "logs" | "exec" | "log") {
        return None;
    }
    let mut container = Container { runner, name: String::new() };
    while let Some(word) = words.next() {
        match word {
            "|" | "--" | ">" => break,
            "-n" | "--namespace" | "-c" | "--container" | "--tail" | "--since" | "-e" | "-u" | "--user"
            | "-w" => {
                let is_tail = word == "-n" && !matches!(container.runner, Runner::Kubernetes { .. });
                let value = words.next()?;
                if let (Runner::Kubernetes { namespace, container: inner }, false) =
                    (&mut container.runner, is_tail)
                {
                    match word {
                        "-n" | "--namespace" => {
                            *namespace = Some(value.to_owned()).filter(|name| is_name(name))
                        }
                        "-c" | "--container" => *inner = Some(value.to_owned()).filter(|name| is_name(name)),
                        _ => {}
                    }
                }
            }
            _ if word.starts_with('-') => {}
            name if container.name.is_empty() => container.name = name.to_owned(),
            _ => {
                if !matches!(container.runner, Runner::Kubernetes { .. }) {
                    break;
                }
            }
        }
    }
    is_name(&container.name).then_some(container)
}

fn is_runner(word: &str) -> bool {
    matches!(word, "docker" | "docker-compose" | "podman" | "nerdctl" | "kubectl" | "oc")
}

/// `mailserver  | Nov 24 …` and `postfix-1  | …` of compose, `[pod/mail-0/postfix] …` of `kubectl logs --prefix`.
fn named_before(line: &str) -> Option<Container> {
    if let Some((pod, _)) = line.trim_start().strip_prefix("[pod/").and_then(|rest| rest.split_once(']')) {
        let (name, inner) =
            pod.split_once('/').map_or((pod, None), |(name, inner)| (name, Some(inner.to_owned())));
        let runner = Runner::Kubernetes { namespace: None, container: inner.filter(|inner| is_name(inner)) };
        return is_name(name).then(|| Container { runner, name: name.to_owned() });
    }
    let (name, rest) = line.split_once(" | ").or_else(|| line.split_once("| "))?;
    let name = name.trim();
    if !is_name(name) || name.len() >= 40 || rest.contains(" | ") {
        return None;
    }
    // The number that compose gives to each container of a service.
    let service = name
        .rsplit_once(['-', '_'])
        .filter(|(_, number)| number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()));
    Some(match service {
        Some((service, _)) => Container { runner: Runner::Compose, name: service.to_owned() },
        None => Container { runner: Runner::Docker("docker"), name: name.to_owned() },
    })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(text: &str) -> String {
        Container::of(text).map(|container| container.lead()).unwrap_or_default()
    }

    #[test]
    fn the_container_is_known_by_the_call_or_by_its_name_before_each_line() {
        for (text, want) in [
            ("$ docker logs -f --tail 50 mailserver\nNov 24 x", "docker exec mailserver"),
            ("root@vps:~# docker compose logs postfix", "docker compose exec postfix"),
            ("docker-compose logs --tail=20 postfix-mailcow | grep x", "docker compose exec postfix-mailcow"),
            ("kubectl logs -n mail mail-0 -c postfix", "kubectl exec -n mail mail-0 -c postfix --"),
            ("podman logs mx", "podman exec mx"),
            ("mailserver  | Nov 24 09:31:03 mail postfix/smtp[1]: x", "docker exec mailserver"),
            ("postfix-mailcow-1  | Nov 24 x", "docker compose exec postfix-mailcow"),
            ("[pod/mail-0/postfix] Nov 24 x", "kubectl exec mail-0 -c postfix --"),
            ("Nov 24 09:31:03 mail postfix/smtp[1]: a | b", ""),
            ("docker ps", ""),
        ] {
            assert_eq!(lead(text), want, "{text}");
        }
    }

    #[test]
    fn commands_of_a_server_are_run_where_it_is() {
        let line = "mail postfix/smtp[30]: 4b9BQ12kZ9: to=<ann@example.org>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to \
                    mx.example.org[192.0.2.7]:25: Connection timed out)";
        let told = crate::diagnose(&format!(
            "mailserver  | Nov 24 09:31:03 {line}\nmailserver  | Nov 24 09:41:03 {line}\n"
        ))
        .findings
        .remove(0);
        assert_eq!(told.cause, "connection-timeout");
        let shells: Vec<&str> = told.commands.iter().map(|command| command.shell.as_str()).collect();
        assert!(shells.iter().all(|shell| !shell.starts_with("post")), "{shells:?}");
        let container = Container { runner: Runner::Docker("docker"), name: "mail".to_owned() };
        assert_eq!(
            container.within("postqueue -p | tail").as_deref(),
            Some("docker exec mail postqueue -p | tail")
        );
        assert_eq!(
            container.within("nc -vz mx.example.org 25").as_deref(),
            Some("docker run --rm --network container:mail alpine nc -vz mx.example.org 25")
        );
        assert_eq!(container.within("dig +short MX example.org"), None);
        assert_eq!(
            container.within("grep 4b9BQ /var/log/mail.log").as_deref(),
            Some("docker logs mail 2>&1 | grep 4b9BQ")
        );
        assert_eq!(
            container.within_text("Run `postqueue -f` then.").as_deref(),
            Some("Run `docker exec mail postqueue -f` then.")
        );
        assert_eq!(container.within_text("It is in `postfix`."), None);
        assert_eq!(
            container
                .within_text("See `systemctl status rspamd`, then `systemctl restart rspamd`.")
                .as_deref(),
            Some("See `docker ps -a`, then `docker restart mail`.")
        );
    }

    #[test]
    fn an_appliance_is_told_of_no_container() {
        let named = |paste: &str| {
            let told = crate::diagnose(paste).findings.remove(0);
            told.steps.iter().any(|step| step.text.to_ascii_lowercase().contains("container"))
        };
        let failed = "[EFAULT] Failed to send email: [Errno -3] Temporary failure in name resolution";
        assert!(!named(&format!("TrueNAS: {failed}")));
        assert!(named(&format!("TrueNAS, the app in its container: {failed}")));
        assert!(named("Error: getaddrinfo EAI_AGAIN smtp.example.org\n  code: 'EDNS', command: 'CONN'"));
    }
}
