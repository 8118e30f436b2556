//! Programs and devices that open encrypted connections to read along, and show a certificate of their own making: how their
//! certificates name them, and where they are told to leave a connection alone.
//!
//! Rows with a source beside them were looked up, 2026-11-27. The others were not: what their setting is called is as it is generally known, and
//! may be called otherwise in other versions.

/// Where such a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// An antivirus program on the reader's own computer.
    Computer,
    /// A firewall, a proxy or a service of whoever runs the network.
    Network,
    /// A tool for looking into connections, which somebody started.
    Tool,
}

pub struct Inspector {
    pub name: &'static str,
    /// Parts of the names in its certificates, in small letters.
    pub marks: &'static [&'static str],
    pub place: Spot,
    /// How it is told to leave a connection alone.
    pub how: &'static str,
}

static INSPECTORS: &[Inspector] = &[
    // https://businesshelp.avast.com/Content/Products/AfB_Antivirus/ConfiguringSettings/MailShield.htm
    Inspector {
        name: "Avast's Mail Shield",
        marks: &["avast"],
        place: Spot::Computer,
        how: "Open Avast, Menu, Settings, Protection, Core Shields, choose the Mail Shield tab, and take the tick from “Scan outbound emails (SMTP)”.",
    },
    Inspector {
        name: "AVG's Email Shield",
        marks: &["avg web/mail", "avg mail", "avg technologies", "avg email", "cn=avg", "avg antivirus"],
        place: Spot::Computer,
        how: "Open AVG's settings, go to its email protection, and switch off that it scans what you send.",
    },
    // https://help.eset.com/essp/16/en-US/idh_config_epfw_ssl_known.html
    Inspector {
        name: "ESET's SSL/TLS filtering",
        marks: &["eset ssl filter", "eset, spol", "eset spol"],
        place: Spot::Computer,
        how: "In ESET open Advanced setup (F5), Web and email, SSL/TLS, List of known certificates: add the mail server's certificate and set its Scan action to Ignore.",
    },
    // https://support.kaspersky.com/KAV/2020/en-us/157530.htm
    Inspector {
        name: "Kaspersky's scan of encrypted connections",
        marks: &["kaspersky"],
        place: Spot::Computer,
        how: "In Kaspersky open Settings, Network settings, Encrypted connections scanning, and add the mail server to the exclusions (or choose “Do not scan encrypted connections”).",
    },
    Inspector {
        name: "Bitdefender's scan of encrypted connections",
        marks: &["bitdefender"],
        place: Spot::Computer,
        how: "In Bitdefender's settings of its online protection switch off the scan of encrypted connections for mail, or make an exception for the mail server.",
    },
    Inspector {
        name: "Norton's scan of encrypted connections",
        marks: &["norton web/mail", "nortonlifelock", "norton mail"],
        place: Spot::Computer,
        how: "In Norton's settings switch off that it scans outgoing mail, or make an exception for the mail server.",
    },
    Inspector {
        name: "Dr.Web",
        marks: &["dr.web", "drweb", "doctor web"],
        place: Spot::Computer,
        how: "In Dr.Web's settings of the network switch off the check of encrypted traffic, or make an exception for the mail program.",
    },
    Inspector {
        name: "G DATA",
        marks: &["g data", "gdata"],
        place: Spot::Computer,
        how: "In G DATA's settings of its mail check switch off that it looks into encrypted outgoing mail.",
    },
    Inspector {
        name: "AdGuard",
        marks: &["adguard"],
        place: Spot::Computer,
        how: "In AdGuard take the mail program out of the filtered applications.",
    },
    // `DO_NOT_DECRYPT` of https://www.pulumi.com/registry/packages/zia/api-docs/sslinspectionrules
    Inspector {
        name: "Zscaler",
        marks: &["zscaler"],
        place: Spot::Network,
        how: "In Zscaler that is an SSL inspection rule with the action Do Not Inspect for the mail server's name.",
    },
    Inspector {
        name: "Netskope",
        marks: &["netskope", "goskope"],
        place: Spot::Network,
        how: "In Netskope that is an SSL decryption policy with the action Do Not Decrypt, or a steering exception, for the mail server's name.",
    },
    // https://docs.paloaltonetworks.com/ngfw/api/pan-os-rest-api-use-cases/work-with-decryption-apis
    Inspector {
        name: "a firewall of Palo Alto Networks",
        marks: &["palo alto", "paloalto", "pan-ssl", "prisma access"],
        place: Spot::Network,
        how: "There it is a decryption policy rule with No Decrypt for the mail server's name, above the one that decrypts.",
    },
    // https://help.fortinet.com/fos50hlp/54/Content/FortiOS/fortigate-security-profiles-54/SSL_SSH_Inspection/ssl_ssh_inspection_intro.htm
    Inspector {
        name: "a FortiGate firewall (Fortinet)",
        marks: &["fortinet", "fortigate", "fortiproxy", "cn=fgt", "cn = fgt"],
        place: Spot::Network,
        how: "There it is the SSL/SSH inspection profile of the firewall policy: exempt the mail server's name, or use the profile certificate-inspection for SMTPS in place of deep inspection.",
    },
    Inspector {
        name: "Sophos",
        marks: &["sophos"],
        place: Spot::Network,
        how: "On a Sophos firewall that is an SSL/TLS inspection rule with Don't decrypt for the mail server's name, and no scan of SMTP and SMTPS in the firewall rule.",
    },
    Inspector {
        name: "Cisco Umbrella",
        marks: &["cisco umbrella", "opendns"],
        place: Spot::Network,
        how: "In Umbrella that is the selective decryption list: put the mail server's name on it.",
    },
    Inspector {
        name: "a Cisco security gateway",
        marks: &["cisco web security", "cisco secure web", "ironport web", "cisco firepower"],
        place: Spot::Network,
        how: "There it is a decryption policy that passes the mail server's name through.",
    },
    Inspector {
        name: "a Blue Coat (Symantec, Broadcom) proxy",
        marks: &["blue coat", "bluecoat", "proxysg", "symantec web security", "broadcom web security"],
        place: Spot::Network,
        how: "On the proxy that is a rule of the SSL interception layer that does not intercept the mail server's name.",
    },
    Inspector {
        name: "a Check Point gateway",
        marks: &["check point", "checkpoint"],
        place: Spot::Network,
        how: "There it is an HTTPS inspection rule with Bypass for the mail server's name.",
    },
    Inspector {
        name: "a SonicWall firewall",
        marks: &["sonicwall"],
        place: Spot::Network,
        how: "There it is the list of exclusions of DPI-SSL: put the mail server's name on it.",
    },
    Inspector {
        name: "a WatchGuard firewall",
        marks: &["watchguard", "fireware"],
        place: Spot::Network,
        how: "There it is the proxy's action for content inspection: let the mail server's name pass without it.",
    },
    Inspector {
        name: "Forcepoint",
        marks: &["forcepoint", "websense"],
        place: Spot::Network,
        how: "There it is the bypass list of SSL decryption: put the mail server's name on it.",
    },
    Inspector {
        name: "a McAfee (Skyhigh) web gateway",
        marks: &["mcafee web", "skyhigh", "mcafee mwg"],
        place: Spot::Network,
        how: "There it is the list of hosts that are not decrypted: put the mail server's name on it.",
    },
    Inspector {
        name: "Trend Micro",
        marks: &["trend micro", "trendmicro"],
        place: Spot::Network,
        how: "There it is the list of exceptions of HTTPS and TLS decryption: put the mail server's name on it.",
    },
    Inspector {
        name: "Cloudflare's Gateway",
        marks: &[
            "cloudflare for teams",
            "gateway ca - cloudflare",
            "cloudflare gateway",
            "cloudflare managed gateway",
        ],
        place: Spot::Network,
        how: "There it is a Do Not Inspect policy for the mail server's name.",
    },
    Inspector {
        name: "a filter of the network (Securly, Lightspeed, iboss, GoGuardian, Smoothwall)",
        marks: &["securly", "lightspeed", "iboss", "goguardian", "smoothwall"],
        place: Spot::Network,
        how: "There it is the list of names that are not decrypted: put the mail server's name on it.",
    },
    Inspector {
        name: "a tool for looking into connections (mitmproxy, Charles, Fiddler, Burp)",
        marks: &["mitmproxy", "charles proxy", "do_not_trust_fiddlerroot", "fiddler", "portswigger"],
        place: Spot::Tool,
        how: "Close it, and take its proxy out of the system's settings.",
    },
];

/// Signs that a line is about who made a certificate.
const SIGNS: &[&str] = &[
    "issuer",
    "cn=",
    "cn =",
    "o=",
    "o =",
    "i:",
    "issued by",
    "signed by",
    "root",
    " ca",
    "certificate",
    "aussteller",
    "ausgestellt von",
    "zertifikat",
    "émetteur",
    "émis par",
    "certificat",
    "emisor",
    "emitido por",
    "certificado",
    "emittente",
    "rilasciato da",
    "certificato",
    "uitgever",
    "wystawca",
    "издатель",
    "выдан",
    "сертификат",
    "颁发者",
    "発行者",
];

/// Who made the certificate that a line of a text tells of, where it is one of these, and where that line stands.
pub fn inspector(text: &str) -> Option<(&'static Inspector, std::ops::Range<usize>)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_lowercase();
        if SIGNS.iter().any(|sign| lower.contains(sign))
            && let Some(found) =
                INSPECTORS.iter().find(|one| one.marks.iter().any(|mark| lower.contains(mark)))
        {
            return Some((found, start..start + line.trim_end().len()));
        }
        start += line.len();
    }
    None
}
