//! The filter (milter) that Postfix could not reach, by the place that the line names: `inet:rspamd:11332`,
//! `unix:/run/opendkim/opendkim.sock`.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::report::Finding;

/// Names that stand in the path of a filter's socket, and the usual port where it has one; behind them what it is called among the
/// system's services. From the settings that each comes with.
const FILTERS: &[(&str, u16, &str)] = &[
    ("rspamd", 11332, "rspamd"),
    ("opendkim", 8891, "opendkim"),
    ("opendmarc", 8893, "opendmarc"),
    ("clamav", 7357, "clamav-milter"),
    ("spamass", 0, "spamass-milter"),
];

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let Some(place) =
        Place::of(words).filter(|_| told.steps.iter().any(|step| step.is_about(Topic::WhichFilter)))
    else {
        return;
    };
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::WhichFilter)) {
        step.text = place.look().into();
    }
    // A port has no path.
    if !matches!(place, Place::Socket(_)) {
        told.steps.retain(|step| !step.is_about(Topic::FilterSocket));
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Place<'a> {
    /// A file of this machine.
    Socket(&'a str),
    /// A port of this machine.
    Here(u16),
    /// A name that only one's own network knows, as containers have.
    Service(&'a str, u16),
    Elsewhere(&'a str, u16),
}

impl<'a> Place<'a> {
    fn of(words: &'a str) -> Option<Self> {
        let behind = |mark: &str| {
            let (_, rest) = words.split_once(mark)?;
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"')).unwrap_or(rest.len());
            let name = rest[..end].trim_end_matches([':', '.']);
            let is_plain =
                name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:[]".contains(&byte));
            (!name.is_empty() && is_plain).then_some(name)
        };
        if let Some(path) = behind("unix:") {
            return Some(Self::Socket(path));
        }
        let (host, port) = behind("inet:")?.rsplit_once(':')?;
        let port = port.parse().ok()?;
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        let is_here = host == "localhost" || address.as_ref().is_ok_and(std::net::IpAddr::is_loopback);
        Some(match () {
            () if is_here => Self::Here(port),
            () if address.is_err() && !host.contains('.') => Self::Service(host, port),
            () => Self::Elsewhere(host, port),
        })
    }

    /// Where to look, and by which command.
    fn look(&self) -> String {
        let service = |is_it: &dyn Fn(&str, u16) -> bool| {
            let of = FILTERS.iter().find(|(name, port, _)| is_it(name, *port)).map(|(.., service)| *service);
            of.map_or("`systemctl status` with its name".to_owned(), |service| {
                format!("`systemctl status {service}`")
            })
        };
        match self {
            Self::Socket(path) => format!(
                "Postfix asks the filter by the socket `{path}`. See whether it runs ({}), and read in its log why it stopped.",
                service(&|name, _| path.contains(name))
            ),
            Self::Here(port) => format!(
                "Postfix asks the filter at port {port} of its own machine. See whether something listens there (`ss -ltnp | grep {port}`) and whether the \
                 filter runs ({}), and read in its log why it stopped.",
                service(&|_, usual| usual == *port)
            ),
            Self::Service(name, port) => format!(
                "Postfix asks the filter at `{name}`, port {port}: mostly another container beside it. `docker compose ps -a {name}` shows whether that \
                 runs, `docker compose logs --tail 50 {name}` why it stopped; `docker compose up -d {name}` starts it. It has to listen on {port} for \
                 others, too, not on 127.0.0.1 alone."
            ),
            Self::Elsewhere(host, port) => format!(
                "Postfix asks the filter at {host}, port {port}: another machine. See there whether it runs and listens on that port for others, too, and \
                 whether a firewall lets this server through."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_filter_is_read() {
        for (words, want) in [
            (
                "connect to Milter service inet:filter-1:11332: Connection refused",
                Place::Service("filter-1", 11332),
            ),
            ("connect to Milter service inet:127.0.0.1:8891: Connection refused", Place::Here(8891)),
            ("connect to Milter service inet:[::1]:8891: Connection refused", Place::Here(8891)),
            (
                "connect to Milter service inet:av.example.org:7357: Connection timed out",
                Place::Elsewhere("av.example.org", 7357),
            ),
            (
                "connect to Milter service unix:/run/opendkim/o.sock: No such file or directory",
                Place::Socket("/run/opendkim/o.sock"),
            ),
        ] {
            assert_eq!(Place::of(words), Some(want), "{words}");
        }
        assert_eq!(Place::of("connect to Milter service inet:$(x):1: Connection refused"), None);
    }

    #[test]
    fn a_filter_is_looked_for_where_it_is() {
        let steps = |place: &str| {
            let paste = format!(
                "Nov 24 09:31:03 mx postfix/smtpd[30]: warning: connect to Milter service {place}: Connection refused\n"
            );
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!(told.rule.as_deref(), Some("postfix/milter"), "{place}");
            told.steps.iter().map(|step| step.text.to_string()).collect::<Vec<_>>().join("\n")
        };
        let container = steps("inet:spamfilter:11332");
        assert!(container.contains("docker compose logs --tail 50 spamfilter"), "{container}");
        assert!(!container.contains("systemctl") && !container.contains(".sock"), "{container}");
        assert!(steps("inet:127.0.0.1:8893").contains("systemctl status opendmarc"));
        let socket = steps("unix:/run/opendkim/opendkim.sock");
        assert!(socket.contains("systemctl status opendkim`") && socket.contains("chroot"), "{socket}");
    }
}
