//! What is wrong in Postfix's main.cf, as postconf(5), ADDRESS_CLASS_README and SASL_README have it, checked 2026-11-26.

use super::{Level, Remark, because, demands_encryption, remark};
use crate::facts::Settings;
use crate::facts::settings::{MainCf, Parameter, Security};
use crate::knowledge::{Service, is_under, service_of_mailbox};
use crate::text::slip::closest;

type Rule = fn(&MainCf, &Settings, Option<&'static Service>) -> Option<Remark>;

/// In the order of how much harm they do.
const RULES: &[Rule] = &[
    open_relay,
    providers_domain,
    relayed_providers_domain,
    listed_twice,
    other_key,
    nobody_signs_in,
    no_table,
    no_encryption,
    no_level,
    plain_mechanisms,
    no_port,
    brackets,
    short_name,
    comment,
    misspelt,
];

pub fn remarks(settings: &Settings, service: Option<&'static Service>) -> Vec<Remark> {
    let Some(main_cf) = settings.main_cf.as_ref() else { return Vec::new() };
    RULES.iter().filter_map(|rule| rule(main_cf, settings, service)).collect()
}

fn of(parameters: &[Option<&Parameter>]) -> Vec<Option<crate::text::Span>> {
    parameters.iter().map(|parameter| parameter.map(|parameter| parameter.span)).collect()
}

/// Whoever is in mynetworks may send to anybody: permit_mynetworks is in the default of smtpd_relay_restrictions.
fn open_relay(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    const RESTRICTIONS: &[&str] = &["smtpd_relay_restrictions", "smtpd_recipient_restrictions"];
    let networks = main_cf.get("mynetworks")?;
    let list = main_cf.list("mynetworks");
    let everybody = list.iter().any(|network| matches!(network.as_str(), "0.0.0.0/0" | "::/0" | "[::]/0"));
    let told: Vec<String> = RESTRICTIONS.iter().filter_map(|name| main_cf.value(name)).collect();
    let permits = told.is_empty() || told.iter().any(|value| value.contains("permit_mynetworks"));
    let listens = main_cf.value("inet_interfaces").unwrap_or_default();
    let is_shut = matches!(listens.trim(), "loopback-only" | "localhost" | "127.0.0.1");
    if !everybody || !permits || is_shut {
        return None;
    }
    let text = "mynetworks names all addresses there are: whoever reaches this server may send through it to anybody, without signing in (an open relay). Spammers find such servers within hours, and block lists follow. Name your own networks there and no others (mynetworks = 127.0.0.0/8 [::1]/128).".to_owned();
    because(remark("open-relay", Level::Fault, text, &of(&[Some(networks)])), "ip-blocklisted")
}

/// Lists of domains whose mail stays on the machine.
const KEPT: &[&str] = &["mydestination", "virtual_mailbox_domains", "virtual_alias_domains"];

fn providers_domain(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let (parameter, domain) = KEPT.iter().find_map(|name| Some((*name, providers(main_cf, name)?)))?;
    let text = format!(
        "{parameter} lists {domain}, which is a public provider's: mail from this server to anybody at {domain} stays here and finds no mailbox (user unknown). Take {domain} out of {parameter}; for sending through the provider relayhost is enough."
    );
    because(remark("providers-domain", Level::Fault, text, &of(&[main_cf.get(parameter)])), "user-unknown")
}

fn relayed_providers_domain(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let domain = providers(main_cf, "relay_domains")?;
    let text = format!(
        "relay_domains lists {domain}, which is a public provider's: this server takes mail for {domain} from anybody and passes it on. Your own users need no such line to write there. Take {domain} out of relay_domains."
    );
    remark("providers-domain", Level::Doubt, text, &of(&[main_cf.get("relay_domains")]))
}

/// A domain of a public provider in a list, unless the server is the provider's own.
fn providers(main_cf: &MainCf, name: &str) -> Option<String> {
    let own = [main_cf.value("myhostname"), main_cf.value("mydomain")];
    let is_own =
        |domain: &str| own.iter().flatten().any(|own| is_under(&own.trim().to_ascii_lowercase(), domain));
    let is_public = |domain: &String| service_of_mailbox(domain).is_some() && !is_own(domain);
    main_cf.list(name).into_iter().find(is_public)
}

/// Pairs of which trivial-rewrite warns (`do not list domain … in BOTH …`), and what becomes of the mail. mydestination beside
/// relay_domains is no such pair: the one was the other's default before Postfix 3.0.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "mydestination",
        "virtual_mailbox_domains",
        "Postfix then looks for a user of this machine, and not in virtual_mailbox_maps: addresses that are only there are unknown. Leave the domain in virtual_mailbox_domains where its mailboxes are virtual, and in mydestination where its users have accounts on this machine",
    ),
    (
        "mydestination",
        "virtual_alias_domains",
        "Postfix then looks for a user of this machine. Leave the domain in virtual_alias_domains where it has aliases alone, and in mydestination where its users have accounts on this machine",
    ),
    (
        "virtual_alias_domains",
        "virtual_mailbox_domains",
        "Postfix then takes it as a domain of aliases: a mailbox without an alias is unknown. Leave the domain in virtual_mailbox_domains, and its aliases in virtual_alias_maps: they work there, too",
    ),
    (
        "virtual_alias_domains",
        "relay_domains",
        "Postfix then takes it as a domain of aliases and passes nothing on that has none. Leave the domain in one of the two",
    ),
    (
        "virtual_mailbox_domains",
        "relay_domains",
        "Postfix then looks for a mailbox here and passes nothing on. Leave the domain in one of the two",
    ),
];

fn listed_twice(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    PAIRS.iter().find_map(|(one, other, effect)| {
        let theirs = main_cf.list(other);
        let is_domain = |item: &String| item.contains('.') && !item.contains([':', '/']);
        let domain = main_cf.list(one).into_iter().find(|domain| is_domain(domain) && theirs.contains(domain))?;
        let text = format!(
            "{domain} stands in both {one} and {other}: a domain may stand in one of them only (Postfix warns: do not list domain {domain} in BOTH {one} and {other}). {effect}."
        );
        let spans = of(&[main_cf.get(one), main_cf.get(other)]);
        because(remark("domain-listed-twice", Level::Fault, text, &spans), "user-unknown")
    })
}

/// The relay as Postfix looks it up in the table of passwords: by the name of the server that it reached, and by relayhost as it is
/// written (SASL_README).
fn other_key(main_cf: &MainCf, settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let relayhost = main_cf.get("relayhost")?;
    let relay = main_cf.value("relayhost")?.to_ascii_lowercase();
    let host = settings.host.as_ref()?.is.to_ascii_lowercase();
    if relay.contains(['$', ' ', ',']) {
        return None;
    }
    let keys: Vec<String> = main_cf.keys.iter().map(|key| key.is.to_ascii_lowercase()).collect();
    let names_it = |key: &String| key.contains(host.as_str());
    // Without brackets Postfix may reach a server of another name, which a bare key can be for.
    let fits = |key: &String| {
        let is_bare = !key.contains(['[', ':']);
        *key == relay || (is_bare && (*key == host || !relay.contains('[')))
    };
    if keys.is_empty() || keys.iter().any(fits) {
        return None;
    }
    let at = keys.iter().position(names_it).unwrap_or(0);
    let key = &main_cf.keys[at];
    let right = match &settings.port {
        Some(port) => format!("[{host}]:{}", port.is),
        None => format!("[{host}]"),
    };
    let text = format!(
        "relayhost is {relay}, and the table of passwords has {} in its place: Postfix looks for the relay just as it is written, finds no password, and sends without signing in. Write {right} in both, run `postmap` on the table, and `postfix reload`.",
        key.is
    );
    let spans = [Some(relayhost.span), Some(key.span)];
    because(remark("password-key-differs", Level::Fault, text, &spans), "auth-required")
}

/// Whether a whole main.cf was pasted, and not lines that somebody picked out of it.
fn is_whole(main_cf: &MainCf) -> bool {
    ["mydestination", "myhostname", "inet_interfaces"]
        .iter()
        .filter(|name| main_cf.get(name).is_some())
        .count()
        > 1
}

/// smtp_sasl_auth_enable is `no` by default.
fn nobody_signs_in(
    main_cf: &MainCf,
    settings: &Settings,
    service: Option<&'static Service>,
) -> Option<Remark> {
    let relayhost = main_cf.get("relayhost").filter(|relayhost| !relayhost.value.is_empty())?;
    if main_cf.get("smtp_sasl_auth_enable").is_some() || super::is_local(settings) {
        return None;
    }
    let table = main_cf.get("smtp_sasl_password_maps").filter(|table| !table.value.is_empty());
    let provider = service.filter(|_| demands_encryption(settings, service));
    let why = match (table, provider) {
        (Some(_), _) => "there is a table of passwords, and Postfix does not look into it".to_owned(),
        (None, Some(service)) => format!("{} takes mail for others only from who signs in", service.name),
        (None, None) => return None,
    };
    let table_too = if table.is_some() {
        ""
    } else {
        ", and smtp_sasl_password_maps with a table that has user name and password for the relay"
    };
    let spans = of(&[Some(relayhost), table]);
    let (level, lead) = match is_whole(main_cf) {
        true => (
            Level::Fault,
            "No line here switches the sign-in at the relay on (smtp_sasl_auth_enable, by default no)",
        ),
        false => (
            Level::Doubt,
            "No line here switches the sign-in at the relay on (smtp_sasl_auth_enable, by default no; it may stand elsewhere in main.cf)",
        ),
    };
    let text = format!("{lead}: {why}. Set smtp_sasl_auth_enable = yes{table_too}.");
    let found = remark("sign-in-off", level, text, &spans);
    if level == Level::Fault { because(found, "auth-required") } else { found }
}

/// smtp_sasl_password_maps is empty by default.
fn no_table(main_cf: &MainCf, settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let auth = main_cf.get("smtp_sasl_auth_enable").filter(|auth| auth.value == "yes")?;
    settings.host.as_ref()?;
    if !is_whole(main_cf)
        || main_cf.get("smtp_sasl_password_maps").is_some_and(|table| !table.value.is_empty())
    {
        return None;
    }
    let text = "The sign-in is switched on, and no line here names the table with the password (smtp_sasl_password_maps, empty by default): Postfix signs in nowhere. Set smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd, with a line `[host]:port user:password` in it, and run `postmap` on it.";
    because(remark("no-password-table", Level::Fault, text.to_owned(), &of(&[Some(auth)])), "auth-required")
}

fn no_encryption(_: &MainCf, settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let off = settings.security.as_ref().filter(|security| security.is == Security::None)?;
    let host = settings.host.as_ref().filter(|_| !super::is_local(settings))?;
    if settings.port.as_ref().is_some_and(|port| port.is == 465) {
        return None;
    }
    let spans = [Some(off.span), Some(host.span)];
    match service.filter(|_| demands_encryption(settings, service)) {
        Some(service) => {
            let text = format!(
                "Encryption is switched off for what this server sends, and {} takes no sign-in without it (Must issue a STARTTLS command first). Set smtp_tls_security_level = encrypt in main.cf.",
                service.name
            );
            because(remark("no-encryption", Level::Fault, text, &spans), "tls-required")
        }
        None => {
            let text = "Encryption is switched off for what this server sends: most servers take no sign-in without it, and your password would cross the network in plain text. Set smtp_tls_security_level = encrypt in main.cf, or = may where nobody signs in.";
            remark("no-encryption", Level::Doubt, text.to_owned(), &spans)
        }
    }
}

/// The default of smtp_tls_security_level is empty: no TLS.
fn no_level(main_cf: &MainCf, settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let relayhost = main_cf.get("relayhost")?;
    let signs_in = main_cf.get("smtp_sasl_auth_enable").is_some_and(|auth| auth.value == "yes");
    if settings.security.is_some() || !signs_in || !demands_encryption(settings, service) {
        return None;
    }
    let text = "No line here switches encryption on for what this server sends (smtp_tls_security_level; the smtpd_ ones are for what it receives), and Postfix up to 3.10 has it off by default. If main.cf has none elsewhere, set smtp_tls_security_level = encrypt.";
    remark("no-encryption", Level::Doubt, text.to_owned(), &of(&[Some(relayhost)]))
}

/// smtp_sasl_security_options is `noplaintext, noanonymous` by default, and smtp_sasl_tls_security_options follows it.
fn plain_mechanisms(main_cf: &MainCf, settings: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let auth = main_cf.get("smtp_sasl_auth_enable").filter(|auth| auth.value == "yes")?;
    settings.host.as_ref()?;
    let under_tls = main_cf.value("smtp_sasl_tls_security_options").unwrap_or_default();
    let plain = main_cf.value("smtp_sasl_security_options");
    // Where it names the other one, that counts.
    let told = if under_tls.is_empty() || under_tls.contains('$') { plain } else { Some(under_tls) };
    let shown = main_cf.get("smtp_sasl_tls_security_options").or(main_cf.get("smtp_sasl_security_options"));
    match told {
        Some(told) if !told.contains("noplaintext") => None,
        Some(_) => {
            let text = "noplaintext forbids the mechanisms PLAIN and LOGIN, and most providers offer no others for passwords: Postfix then says that there is no mechanism available. Set smtp_sasl_tls_security_options = noanonymous: under TLS a plain password is safe.";
            remark("plain-mechanisms", Level::Doubt, text.to_owned(), &of(&[shown]))
        }
        None => {
            let text = "No line here sets smtp_sasl_security_options. Its default has noplaintext, under TLS as well, which forbids PLAIN and LOGIN, and most providers offer no others for passwords: Postfix then says that there is no mechanism available. If main.cf has none elsewhere, set smtp_sasl_security_options = noanonymous.";
            remark("plain-mechanisms", Level::Doubt, text.to_owned(), &of(&[Some(auth)]))
        }
    }
}

/// Without a port Postfix takes 25.
fn no_port(main_cf: &MainCf, settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    let relayhost = main_cf.get("relayhost")?;
    let service = service.filter(|service| service.lacks(25) && settings.port.is_none())?;
    let host = settings.host.as_ref()?;
    let mut sending = service.servers.iter().filter(|server| server.purpose == "submission");
    let port = sending.find(|server| server.security == crate::knowledge::Security::StartTls)?.port;
    let text = format!(
        "relayhost names no port, so Postfix takes 25, which {} does not document for sending and many networks block. Write relayhost = [{}]:{port}, and the same in the table of passwords.",
        service.name, host.is
    );
    remark("port-not-documented", Level::Doubt, text, &of(&[Some(relayhost)]))
}

fn brackets(main_cf: &MainCf, settings: &Settings, service: Option<&'static Service>) -> Option<Remark> {
    // The key that differs is the surer reason, and mending it sets the brackets.
    if other_key(main_cf, settings, service).is_some() {
        return None;
    }
    let relayhost = main_cf.get("relayhost")?;
    let host = settings.host.as_ref()?;
    let is_address = host.is.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if relayhost.value.contains(['[', '$', '/']) || is_address || super::is_local(settings) {
        return None;
    }
    let place = settings.port.as_ref().map(|port| format!(":{}", port.is)).unwrap_or_default();
    let text = format!(
        "relayhost has no square brackets: Postfix looks for the MX records of {host} first, and may end up at another server. If {host} is the server itself, write relayhost = [{host}]{place}, and the same in the table of passwords.",
        host = host.is
    );
    remark("relayhost-brackets", Level::Doubt, text, &of(&[Some(relayhost)]))
}

fn short_name(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let parameter = main_cf.get("myhostname")?;
    let name = main_cf.value("myhostname")?;
    let is_short = !name.is_empty() && !name.contains(['.', '$']);
    let text = format!(
        "myhostname = {name} is no full name: Postfix greets other servers with it, and many refuse a name without a domain. Set the full one (such as mail.example.org)."
    );
    if is_short { remark("myhostname-short", Level::Doubt, text, &of(&[Some(parameter)])) } else { None }
}

/// main.cf has comments on lines of their own alone.
fn comment(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let is_one = |parameter: &&Parameter| {
        let sign = parameter.value.find(" #").or(parameter.value.find("\t#"));
        sign.is_some_and(|at| parameter.value[at + 2..].trim_start().starts_with(char::is_alphabetic))
    };
    let parameter = main_cf.parameters.iter().find(is_one)?;
    let text = format!(
        "Behind the value of {} stands a comment. Postfix knows comments on lines of their own only, and reads this one as a part of the value. Put it on a line above.",
        parameter.name
    );
    remark("comment-in-value", Level::Doubt, text, &of(&[Some(parameter)]))
}

/// Parameters that are set most; those of the server and the client (`smtpd_`, `smtp_`) are told apart by their readers.
const NAMES: &[&str] = &[
    "relayhost",
    "mynetworks",
    "mydestination",
    "myhostname",
    "relay_domains",
    "inet_interfaces",
    "inet_protocols",
    "virtual_mailbox_domains",
    "virtual_alias_domains",
    "virtual_mailbox_maps",
    "virtual_alias_maps",
    "virtual_transport",
    "transport_maps",
    "smtp_tls_security_level",
    "smtp_tls_wrappermode",
    "smtp_sasl_auth_enable",
    "smtp_sasl_password_maps",
    "smtp_sasl_security_options",
    "smtpd_relay_restrictions",
    "smtpd_recipient_restrictions",
];

fn misspelt(main_cf: &MainCf, _: &Settings, _: Option<&'static Service>) -> Option<Remark> {
    let core = |name: &str| {
        let prefixes = ["smtpd_", "smtp_", "lmtp_", "tlsproxy_"];
        prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name).to_owned()
    };
    let is_used =
        |name: &str| main_cf.parameters.iter().any(|other| other.value.contains(&format!("${name}")));
    let slip = |parameter: &Parameter| {
        let meant = closest(&parameter.name, NAMES)?;
        (core(meant) != core(&parameter.name) && !is_used(&parameter.name)).then_some(meant)
    };
    let (parameter, meant) =
        main_cf.parameters.iter().find_map(|parameter| Some((parameter, slip(parameter)?)))?;
    let text = format!(
        "Postfix has no parameter {}; did you mean {meant}? As it is written it does nothing (postconf warns: unused parameter).",
        parameter.name
    );
    remark("name-misspelt", Level::Doubt, text, &of(&[Some(parameter)]))
}
