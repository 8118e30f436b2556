//! Finding things in the tables.

use super::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub fn cause(id: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| cause.id == id)
}

/// Its place in the table.
pub fn cause_number(id: &str) -> Option<u8> {
    CAUSES.iter().position(|cause| cause.id == id).and_then(|number| u8::try_from(number).ok())
}

/// The article on a cause. Here it is compiled in; the page loads all articles from a file of their own.
pub fn article_on(cause: &Cause) -> Vec<article::Section> {
    let row = CAUSES.iter().position(|known| known.id == cause.id);
    let prose = row.and_then(|row| PROSE.cells().nth(row)).unwrap_or_default();
    // The build script refuses prose with faults.
    article::read(prose).unwrap_or_default()
}

pub fn owner(id: &str) -> Option<&'static Owner> {
    OWNERS.iter().find(|owner| owner.id == id)
}

/// `microsoft/send-as`: the owner's id and the rule's own.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Index into `OWNERS`.
pub fn owner_number(id: &str) -> Option<u16> {
    OWNERS.iter().position(|owner| owner.id == id).map(|number| number as u16)
}

/// The organisation that a host name belongs to: the longest known suffix wins.
pub fn provider_of_host(host: &str) -> Option<u16> {
    let host = lower(host.trim_end_matches('.'));
    let mut rest: &str = &host;
    loop {
        if let Ok(found) = HOSTS.binary_search_by(|(suffix, _)| suffix.cmp(&rest)) {
            return Some(HOSTS[found].1);
        }
        rest = &rest[rest.find('.')? + 1..];
    }
}

/// Whether a host is of a service that judges mail for others before they get it.
pub fn is_filter_service(host: &str) -> bool {
    provider_of_host(host).is_some_and(|owner| OWNERS[usize::from(owner)].runs == Some(Runs::Gate))
}

/// A name in lower case: most are already.
pub(super) fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

impl CodeSpec {
    /// Whether it is about this enhanced code (RFC 3463).
    pub fn names(&self, (class, subject, detail): (u8, u16, u16)) -> bool {
        let has_detail = |(low, high): (u16, u16)| (low..=high).contains(&detail);
        (self.class == 0 || self.class == class)
            && self.subject == subject
            && self.detail.is_some_and(has_detail)
    }

    /// Whether it holds for a reply's two codes.
    pub fn holds(&self, code: Option<u16>, enhanced: Option<(u8, u16, u16)>) -> bool {
        (self.basic == 0 || code == Some(self.basic))
            && (self.detail.is_none() || enhanced.is_some_and(|enhanced| self.names(enhanced)))
    }
}

/// A basic reply code, from the registry or the RFCs.
pub fn basic_code(code: u16) -> Option<&'static Code> {
    find_code(&BASIC_CODES, &code.to_string())
}

/// A number that circulates as a reply code but is defined by no RFC.
pub fn folk_code(code: u16) -> Option<&'static Code> {
    find_code(&FOLK_CODES, &code.to_string())
}

/// A registered enhanced code, whatever its class: `5.1.1` finds `X.1.1`.
pub fn enhanced_code(subject: u16, detail: u16) -> Option<&'static Code> {
    find_code(&ENHANCED_CODES, &format!("X.{subject}.{detail}"))
}

fn find_code(table: &'static [Code], code: &str) -> Option<&'static Code> {
    table.binary_search_by(|entry| entry.code.cmp(code)).ok().map(|found| &table[found])
}

/// The dictionary's entry on a header field, without regard to case.
pub fn field(name: &str) -> Option<&'static FieldInfo> {
    let name = name.to_ascii_lowercase();
    let found = FIELDS.binary_search_by(|field| field.name.to_ascii_lowercase().cmp(&name));
    found.ok().map(|found| &FIELDS[found])
}

/// What a term of a filter's vocabulary means: `filter_term(filters::SPAMASSASSIN, "BAYES_99")`.
pub fn filter_term(table: &'static [FilterTerm], term: &str) -> Option<&'static FilterTerm> {
    table.binary_search_by(|entry| entry.term.cmp(term)).ok().map(|found| &table[found])
}

/// The same for a test, which may be one of a family: `HTML_IMAGE_ONLY_12` is of `HTML_IMAGE_ONLY_*`.
pub fn filter_test(table: &'static [FilterTerm], test: &str) -> Option<&'static FilterTerm> {
    let ends = test.rmatch_indices('_').map(|(at, _)| format!("{}*", &test[..=at]));
    filter_term(table, test).or_else(|| ends.filter_map(|family| filter_term(table, &family)).next())
}

/// Microsoft's reason code of a `compauth` result: `001` itself, else its first digit as `1xx`.
pub fn compauth_reason(code: &str) -> Option<&'static FilterTerm> {
    let class = || Some(format!("{}xx", code.get(..1)?));
    filter_term(filters::COMPAUTH, code)
        .or_else(|| class().and_then(|class| filter_term(filters::COMPAUTH, &class)))
}

/// What a keyword of the EHLO reply means.
pub fn capability(keyword: &str) -> Option<&'static str> {
    CAPABILITIES.binary_search_by(|(known, _)| (*known).cmp(keyword)).ok().map(|found| CAPABILITIES[found].1)
}

impl Service {
    /// Whether its page, looked up, names ports for sending, and this one is not among them.
    pub fn lacks(&self, port: u16) -> bool {
        let mut sending = self.servers.iter().filter(|server| server.purpose == "submission").peekable();
        !self.checked.is_empty() && sending.peek().is_some() && sending.all(|server| server.port != port)
    }
}

/// Whether a provider documents the host as its server for sending.
pub fn is_submission_server(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_it = |server: &Server| server.purpose == "submission" && server.host == host;
    SERVICES.iter().flat_map(|service| service.servers.iter()).any(is_it)
}

/// The service whose server for sending a host is: one that it names, or one of its machines with the same first name, as services have one for each
/// region (`email-smtp.eu-west-1.amazonaws.com`).
pub fn sending_service(host: &str) -> Option<&'static Service> {
    let service = service_of_host(host)?;
    let first = host.split('.').next()?;
    let is_its = |server: &Server| {
        server.purpose == "submission"
            && server.host.split('.').next().is_some_and(|known| known.eq_ignore_ascii_case(first))
    };
    service.servers.iter().any(is_its).then_some(service)
}

/// What the names of a service's hosts end in, with the service's place. Every answer about a host asks for it.
static KIN: LazyLock<BTreeMap<&str, usize>> = LazyLock::new(|| {
    let mut kin = BTreeMap::new();
    for (at, service) in SERVICES.iter().enumerate() {
        let beside = service.servers.iter().filter_map(|server| server.host.split_once('.'));
        let beside = beside.map(|(_, rest)| rest).filter(|rest| rest.contains('.'));
        for suffix in service.hosts.iter().chain(&service.domains).copied().chain(beside) {
            kin.entry(suffix).or_insert(at);
        }
    }
    kin
});

/// The provider whose mailboxes, for anybody, are under a domain.
pub fn service_of_mailbox(domain: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.domains.contains(&domain))
}

/// The service that a host belongs to: one of its servers, or a name under the same domain.
pub fn service_of_host(host: &str) -> Option<&'static Service> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let exact = |service: &&Service| service.servers.iter().any(|server| server.host == host);
    let kin = || {
        let above = std::iter::successors(Some(&*host), |host| host.split_once('.').map(|(_, rest)| rest));
        above.filter_map(|domain| KIN.get(domain)).min()
    };
    SERVICES.iter().find(exact).or_else(|| kin().map(|at| &SERVICES[*at]))
}

/// A name is the suffix itself, or below it.
pub fn is_under(host: &str, suffix: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Said where a provider's page was not looked up for what is known of it.
pub const NOT_LOOKED_UP: &str = "This was not looked up at the provider; compare it with their page:";
