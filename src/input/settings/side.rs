//! What stands beside the settings of outgoing mail: those of incoming mail, and of other programs.

use super::key;

/// Names of what is set beside mail in one file: `DB_HOST`, `redis.password`, `SESSION_SECURE`.
pub fn is_of_another(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "db",
        "database",
        "mysql",
        "mariadb",
        "postgres",
        "postgresql",
        "pg",
        "pgsql",
        "mongo",
        "mongodb",
        "redis",
        "memcached",
        "elasticsearch",
        "rabbitmq",
        "amqp",
        "kafka",
        "ldap",
        "session",
        "cache",
        "queue",
        "broadcast",
        "pusher",
        "ftp",
        "sftp",
        "ssh",
        "s3",
        "aws",
        "minio",
        "jwt",
        "oauth",
        "stripe",
        "app",
    ];
    let Some((first, _)) = name.trim_matches(['"', '\'', ' ', '$']).split_once(['_', '.']) else {
        return false;
    };
    let lower = name.to_ascii_lowercase();
    !lower.contains("smtp")
        && !lower.contains("mail")
        && OTHERS.iter().any(|other| first.eq_ignore_ascii_case(other))
}

/// Which server of an account a line is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Incoming,
    Outgoing,
}

/// What a heading or a name says; what stands below it is about the same server.
pub fn side(line: &str) -> Option<Side> {
    let name = line.split(['=', ':']).next().unwrap_or(line).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let is_incoming = key::INCOMING.iter().any(|word| plain.contains(word)) || name.contains("pop.");
    match (is_incoming, says(key::OUTGOING) || name.contains("mail_")) {
        (true, false) => Some(Side::Incoming),
        (false, true) => Some(Side::Outgoing),
        _ => None,
    }
}
