//! Images of mail servers in containers, by how their containers are called: where settings are put so that they last.
//!
//! Checked 2026-11-27.

static IMAGES: &[(&str, &str)] = &[
    // https://github.com/mailcow/mailcow-dockerized/pull/5372
    (
        "mailcow",
        "In mailcow, settings of Postfix go into data/conf/postfix/extra.cf in mailcow's folder, and then `docker compose restart postfix-mailcow`; mailboxes, aliases and relays are set on its web page.",
    ),
    // https://github.com/docker-mailserver/docker-mailserver/blob/master/docs/content/config/advanced/override-defaults/postfix.md
    (
        "mailserver",
        "If the image is docker-mailserver, settings of Postfix go into docker-data/dms/config/postfix-main.cf, the others into its variables (mailserver.env); then `docker compose up -d --force-recreate`.",
    ),
];

/// Where the settings of a container's server are put.
pub fn settings_of_image(container: &str) -> Option<&'static str> {
    IMAGES.iter().find(|(part, _)| container.contains(part)).map(|(_, text)| *text)
}
