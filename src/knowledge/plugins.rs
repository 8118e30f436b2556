//! Parts of a larger program that do the sending in it: by what they show themselves, and where their settings stand. Whoever changes the
//! settings of the larger one changes nothing for them.
//!
//! Menus as they are generally known; the documentation above each row is where they can be compared, and was not looked up again.

pub struct Plugin {
    pub name: &'static str,
    /// In small letters; one of them stands in the text.
    marks: &'static [&'static str],
    /// Beside it one of these stands, where there are any.
    with: &'static [&'static str],
    /// Where it is set.
    pub at: &'static str,
    /// Where its sender address is set, to be read behind `under`; empty where that is not known.
    pub sender: &'static str,
}

static PLUGINS: &[Plugin] = &[
    // https://wpmailsmtp.com/docs/
    Plugin {
        name: "the plug-in WP Mail SMTP",
        marks: &["wp mail smtp", "wp-mail-smtp", "wpmailsmtp"],
        with: &[],
        at: "in WordPress under WP Mail SMTP, Settings; its test is under Tools, Email Test",
        sender: "WP Mail SMTP, Settings, From Email; tick Force From Email, so that no other plug-in puts its own there.",
    },
    // https://postmansmtp.com/documentation/
    Plugin {
        name: "the plug-in Post SMTP",
        marks: &["post smtp", "post-smtp", "postman-smtp", "postman smtp"],
        with: &[],
        at: "in WordPress under Post SMTP, Settings; its log is under Post SMTP, Email Log",
        sender: "",
    },
    // https://fluentsmtp.com/docs/
    Plugin {
        name: "the plug-in FluentSMTP",
        marks: &["fluentsmtp", "fluent-smtp", "fluentmail"],
        with: &[],
        at: "in WordPress under Settings, FluentSMTP; its log is in there, too",
        sender: "",
    },
    // https://easywpsmtp.com/docs/
    Plugin {
        name: "the plug-in Easy WP SMTP",
        marks: &["easy wp smtp", "easy-wp-smtp", "easywpsmtp"],
        with: &[],
        at: "in WordPress under Easy WP SMTP, Settings",
        sender: "",
    },
    // https://docs.joomla.org/Help4.x:Site_Global_Configuration
    Plugin {
        name: "Joomla",
        marks: &["joomla"],
        with: &["smtp", "mailer", "mail("],
        at: "in Joomla under System, Global Configuration, Server, Mail",
        sender: "",
    },
    // https://www.drupal.org/project/smtp
    Plugin {
        name: "Drupal's module SMTP Authentication Support",
        marks: &["drupal"],
        with: &[
            "smtp module",
            "modules/contrib/smtp",
            "modules/smtp",
            "smtp authentication support",
            "phpmailer",
        ],
        at: "in Drupal under Configuration, System, SMTP Authentication Support",
        sender: "",
    },
    // https://docs.typo3.org/m/typo3/reference-coreapi/main/en-us/ApiOverview/Mail/Index.html
    Plugin {
        name: "TYPO3",
        marks: &["typo3"],
        with: &["smtp", "mail"],
        at: "in TYPO3's settings.php under MAIL (transport, transport_smtp_server and the others), or in the module Settings, Configure Installation-Wide Options",
        sender: "",
    },
    // https://docs.prestashop-project.org/
    Plugin {
        name: "PrestaShop",
        marks: &["prestashop"],
        with: &["smtp", "mail"],
        at: "in PrestaShop under Advanced Parameters, E-mail",
        sender: "",
    },
    // https://experienceleague.adobe.com/docs/commerce-admin/systems/communications/email-communications.html
    Plugin {
        name: "Magento",
        marks: &["magento"],
        with: &["smtp", "mail"],
        at: "in Magento under Stores, Configuration, Advanced, System, Mail Sending Settings, or in the SMTP extension that is installed there",
        sender: "",
    },
    // https://www.mediawiki.org/wiki/Manual:$wgSMTP
    Plugin {
        name: "MediaWiki",
        marks: &["mediawiki"],
        with: &["smtp", "mail"],
        at: "in LocalSettings.php under $wgSMTP",
        sender: "",
    },
    // https://marlam.de/msmtp/msmtp.html
    Plugin {
        name: "msmtp",
        marks: &["msmtp:"],
        with: &["cron"],
        at: "in /etc/msmtprc, which holds for all users, or in ~/.msmtprc of the user whose job it is; whom cron writes to is set by MAILTO in the crontab, and that has to be a whole address",
        sender: "",
    },
    // https://wiki.debian.org/sSMTP
    Plugin {
        name: "ssmtp",
        marks: &["ssmtp:", "ssmtp["],
        with: &["cron"],
        at: "in /etc/ssmtp/ssmtp.conf and revaliases; whom cron writes to is set by MAILTO in the crontab, and that has to be a whole address",
        sender: "",
    },
];

/// The part that sends, where a text names one.
pub fn plugin(text: &str) -> Option<&'static Plugin> {
    let lower = text.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    PLUGINS.iter().find(|plugin| has(plugin.marks) && (plugin.with.is_empty() || has(plugin.with)))
}
