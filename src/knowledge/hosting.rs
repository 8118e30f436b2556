//! Hosting companies that keep ports for outgoing mail closed.

/// A company, and what its own pages say of mail that its customers' machines send.
pub struct Hoster {
    pub name: &'static str,
    /// Words for it, in small letters: whole words, or ends of its machines' names.
    words: &'static [&'static str],
    /// Outgoing ports that it keeps closed, for new customers at least.
    pub ports: &'static [&'static str],
    /// What it says of opening them.
    pub way: &'static str,
    pub source: &'static str,
    pub checked: &'static str,
}

const CHECKED: &str = "2026-11-27";

static HOSTERS: &[Hoster] = &[
    Hoster {
        name: "DigitalOcean",
        words: &["digitalocean", "digital ocean", "droplet", "droplets"],
        ports: &["25", "465", "587"],
        way: "Send through a sending service, by its interface for programs (HTTPS): DigitalOcean keeps the mail ports of Droplets closed, and advises that.",
        source: "https://docs.digitalocean.com/support/why-is-smtp-blocked/",
        checked: CHECKED,
    },
    Hoster {
        name: "Linode (Akamai)",
        words: &["linode", ".linodeusercontent.com"],
        ports: &["25", "465", "587"],
        way: "Linode opens them on request: set the A record and the reverse name of the machine, and write to its support.",
        source: "https://www.linode.com/blog/linode/a-new-policy-to-help-fight-spam/",
        checked: CHECKED,
    },
    Hoster {
        name: "Render",
        words: &["render.com", "on render", ".onrender.com"],
        ports: &["25", "465", "587"],
        way: "Render closes them for free services alone: a paid instance may use 465 and 587.",
        source: "https://render.com/docs/free",
        checked: CHECKED,
    },
    Hoster {
        name: "Railway",
        words: &["railway.app", "on railway", ".railway.internal"],
        ports: &["25", "465", "587", "2525"],
        way: "Railway opens mail ports from its Pro plan on; otherwise it wants a service that takes mail by HTTPS.",
        source: "https://docs.railway.com/reference/outbound-networking",
        checked: CHECKED,
    },
    Hoster {
        name: "Hetzner Cloud",
        words: &["hetzner"],
        ports: &["25", "465"],
        way: "Hetzner opens them on request in the Cloud Console (Limits), once the first invoice is paid. Port 587 is open.",
        source: "https://docs.hetzner.com/cloud/servers/faq/",
        checked: CHECKED,
    },
    Hoster {
        name: "Google Cloud",
        words: &["google cloud", "gcp", "compute engine", ".google.internal"],
        ports: &["25"],
        way: "Google Cloud keeps port 25 to other networks closed for good. Ports 587 and 465 are open.",
        source: "https://cloud.google.com/compute/docs/tutorials/sending-mail",
        checked: CHECKED,
    },
    Hoster {
        name: "Amazon EC2",
        words: &["ec2", "aws lambda", "on aws", "lightsail", ".compute.internal", ".ec2.internal"],
        ports: &["25"],
        way: "Amazon opens port 25 on request (form to remove the email sending limitation). Ports 587 and 465 are open.",
        source: "https://repost.aws/knowledge-center/ec2-port-25-throttle",
        checked: CHECKED,
    },
    Hoster {
        name: "Microsoft Azure",
        words: &["azure", ".cloudapp.net"],
        ports: &["25"],
        way: "Azure opens port 25 for Enterprise agreements alone. Ports 587 and 465 are open.",
        source: "https://learn.microsoft.com/azure/virtual-network/troubleshoot-outbound-smtp-connectivity",
        checked: CHECKED,
    },
    Hoster {
        name: "Oracle Cloud",
        words: &["oracle cloud", "oci instance", ".oraclevcn.com"],
        ports: &["25"],
        way: "Oracle opens port 25 on request for paid accounts. Port 587 is open.",
        source: "https://docs.oracle.com/iaas/releasenotes/changes/f7e95770-9844-43db-916c-6ccbaf2cfe24/",
        checked: CHECKED,
    },
    Hoster {
        name: "Vultr",
        words: &["vultr", ".vultrusercontent.com"],
        ports: &["25"],
        way: "Vultr opens port 25 on request, and not for everybody. Port 587 is open.",
        source: "https://docs.vultr.com/what-ports-are-blocked",
        checked: CHECKED,
    },
];

/// The first company that one of these texts, in small letters, names.
pub fn hoster_named(texts: &[String]) -> Option<&'static Hoster> {
    HOSTERS.iter().find(|hoster| hoster.words.iter().any(|word| texts.iter().any(|text| holds(text, word))))
}

/// A whole word, or the end of a name; no part of one: `email-smtp.us-east-1.amazonaws.com` is nobody's machine.
fn holds(text: &str, word: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let rest = &text[at + word.len()..];
        let begins =
            word.starts_with('.') || !text[..at].ends_with(|c: char| is_of_name(c) || c == '.' || c == '@');
        begins
            && !rest.starts_with(is_of_name)
            && !(rest.starts_with('.') && rest[1..].starts_with(is_of_name))
    })
}
