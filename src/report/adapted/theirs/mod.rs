//! The other side, and what stands between: lists, forwards, providers, what the receiving server wants to see.

pub(crate) mod behind_gateway;
pub(crate) mod borrowed;
pub(crate) mod callout;
pub(crate) mod circle;
pub(crate) mod closed;
pub(crate) mod expired;
pub(crate) mod flow_rule;
pub(crate) mod forwards;
pub(crate) mod greeting_name;
pub(crate) mod helo_name;
pub(crate) mod kept_by_reporter;
pub(crate) mod large_provider;
pub(crate) mod legacy_address;
pub(crate) mod listed_server;
pub(crate) mod listed_there;
pub(crate) mod odd_sign;
pub(crate) mod on_list;
pub(crate) mod passed_on;
pub(crate) mod records;
pub(crate) mod refused_resolver;
pub(crate) mod size_limit;
pub(crate) mod their_server;
pub(crate) mod tls_report;
pub(crate) mod unlisted;
pub(crate) mod unlisted_partner;
pub(crate) mod whose_server;
