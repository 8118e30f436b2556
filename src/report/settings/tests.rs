//! What is said of settings, by tables of pastes.

fn first(paste: &str) -> crate::report::Finding {
    crate::diagnose(paste).findings.remove(0)
}

#[test]
fn msmtp_begins_with_starttls_unless_told_otherwise() {
    let rc = |port: &str, more: &str| {
        first(&format!(
            "defaults\nauth on\ntls on\n{more}account a\nhost mail.example.org\nport {port}\nuser ann@example.org\npassword hunter2\n"
        ))
    };
    let waits = rc("465", "");
    assert_eq!(waits.cause, "tls-handshake");
    assert!(waits.steps[0].text.contains("tls_starttls off"), "{:?}", waits.steps);
    for (port, more) in [("465", "tls_starttls off\n"), ("587", ""), ("587", "tls_starttls on\n")] {
        assert_eq!(rc(port, more).cause, "undetermined", "{port} {more}");
    }
    assert_eq!(rc("587", "tls_starttls off\n").cause, "tls-handshake");
}

#[test]
fn ssl_that_is_off_is_doubted_where_the_provider_wants_encryption() {
    let ids = |paste: &str| -> Vec<String> {
        let settings = crate::diagnose(paste).settings.expect("settings");
        settings.remarks.into_iter().map(|remark| remark.id).collect()
    };
    let device = |host: &str, switch: &str| {
        ids(&format!(
            "SMTP Server Name: {host}\nSMTP Port No.: 587\n{switch}\nSMTP Auth. User Name: a@example.org\n"
        ))
    };
    let off = "Use Secure Connection (SSL): Off";
    assert!(device("smtp.office365.com", off).contains(&"ssl-off".to_owned()));
    assert!(!device("mx.example.org", off).contains(&"ssl-off".to_owned()));
    assert!(!device("smtp.office365.com", &format!("{off}\nSTARTTLS: On")).contains(&"ssl-off".to_owned()));
    assert!(!device("smtp.office365.com", "Use Secure Connection (SSL): On").contains(&"ssl-off".to_owned()));
}

#[test]
fn debians_exim_names_its_smarthost_with_two_colons() {
    let read = crate::diagnose(
        "dc_eximconfig_configtype='smarthost'\ndc_readhost='example.org'\ndc_smarthost='mx.example.net::587'\n",
    );
    let settings = read.settings.expect("settings");
    assert_eq!((settings.host.as_deref(), settings.port), (Some("mx.example.net"), Some(587)));
}

#[test]
fn a_switch_belongs_to_the_heading_above_it() {
    let yaml = |more: &str| {
        let paste = format!(
            "spring:\n  mail:\n    host: mx.example.org\n    port: 465\n    properties:\n      mail:\n        smtp:\n{more}"
        );
        first(&paste).cause
    };
    assert_eq!(yaml("          ssl:\n            enable: true\n"), "undetermined");
    assert_eq!(yaml("          starttls:\n            enable: true\n"), "tls-handshake");
    assert_eq!(
        yaml("          ssl:\n            enable: true\n          debug:\n            enable: false\n"),
        "undetermined"
    );
}

#[test]
fn msmtprc_is_known_however_it_is_set_out() {
    let read = crate::diagnose(
        "defaults\ntls      on\naccount  a # own\nhost     mx.example.org\nport     587\nuser     ann\n",
    );
    assert_eq!(read.settings.and_then(|read| read.security).as_deref(), Some("starttls"));
    assert_eq!(read.product.map(|product| product.id).as_deref(), Some("msmtp"));
}

#[test]
fn postfix_begins_in_plain_text_unless_told_otherwise() {
    let cf = |more: &str| {
        first(&format!(
            "relayhost = [mail.example.org]:465\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl\n{more}"
        ))
    };
    for more in ["", "smtp_tls_security_level = may\n", "smtp_use_tls = yes\n"] {
        let told = cf(more);
        assert_eq!((told.cause.as_str(), told.stage.as_str()), ("tls-handshake", "submission"), "{more}");
        assert!(
            told.steps[0].text.starts_with("In main.cf set smtp_tls_wrappermode = yes"),
            "{:?}",
            told.steps
        );
    }
    assert_eq!(cf("smtp_tls_wrappermode = yes\nsmtp_tls_security_level = encrypt\n").cause, "undetermined");
    let open = |networks: &str| {
        let paste = format!(
            "relayhost = [mail.example.org]:587\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\nmynetworks = {networks}\n"
        );
        first(&paste).steps.iter().any(|step| step.text.contains("open relay"))
    };
    assert!(open("0.0.0.0/0") && open("127.0.0.0/8, ::/0"));
    assert!(!open("127.0.0.0/8 10.0.0.0/8"));
}

#[test]
fn labels_are_read_in_the_language_of_the_program() {
    for paste in [
        "Outgoing server: imap.gmx.net\nPort: 993 SSL\nUser: ann",
        "Postausgangsserver: imap.gmx.net\nPort: 993  SSL\nBenutzer: ann",
        "Serveur de courrier sortant : imap.gmx.net\nPort : 993 (SSL)\nNom d'utilisateur : ann",
        "Servidor de correo saliente: imap.gmx.net\nPuerto: 993\nSeguridad: SSL/TLS",
        "Server di posta in uscita: imap.gmx.net\nPorta: 993\nSicurezza: SSL/TLS",
        "Uitgaande server: imap.gmx.net\nPoort: 993\nBeveiliging: SSL/TLS",
        "Serwer poczty wychodzącej: imap.gmx.net\nPort: 993\nZabezpieczenia: SSL/TLS",
    ] {
        let told = first(paste);
        assert_eq!(told.cause, "protocol-error", "{paste}");
        assert!(told.steps[0].text.contains("for fetching mail"), "{:?}", told.steps);
    }
}

#[test]
fn a_port_that_a_provider_has_not_cannot_work() {
    let told = first(
        "MAIL_HOST=smtp.office365.com\nMAIL_PORT=465\nMAIL_USERNAME=ann@example.com\nMAIL_PASSWORD=hunter2\nMAIL_ENCRYPTION=ssl\n",
    );
    assert_eq!(told.title, "These settings cannot work as they are");
    assert!(told.steps[0].text.contains("port 587") && told.commands.is_empty());
    assert_eq!(
        told.steps.iter().filter(|step| step.text.contains("no port 465")).count(),
        1,
        "{:?}",
        told.steps
    );
}

#[test]
fn no_setting_gets_out_of_its_quotes() {
    let told = first(
        "MAIL_HOST=smtp.example.org\nMAIL_PORT=587\nMAIL_ENCRYPTION=tls\nMAIL_USERNAME=it's $(id)\nMAIL_PASSWORD=hunter2\n\
         MAIL_FROM_ADDRESS=\"a $(id) b'@example.org\"\n",
    );
    let shells: Vec<&str> = told.commands.iter().map(|command| command.shell.as_str()).collect();
    assert!(shells.iter().any(|shell| shell.contains(r"--auth-user 'it'\''s $(id' --auth")), "{shells:?}");
}

#[test]
fn a_user_name_is_taken_as_it_is() {
    let told = first(
        "spring.mail.host=smtp.mailgun.org\nspring.mail.port=587\nspring.mail.username=postmaster\nspring.mail.password=hunter2\n\
                      spring.mail.properties.mail.smtp.starttls.enable=false\n",
    );
    assert!(told.steps.iter().any(|step| step.text.contains("whole address")), "{:?}", told.steps);
    assert!(told.steps.iter().any(|step| step.text.contains("Switch STARTTLS on")), "{:?}", told.steps);
    assert!(
        told.commands.iter().any(|command| command.shell.contains("--auth-user postmaster --auth")),
        "{:?}",
        told.commands
    );
}

#[test]
fn settings_that_cannot_work_lead_whatever_stands_around_them() {
    let told = first(
        "We could not sync your account ann@example.org. IMAP and SMTP settings need to be checked.\nShow details\n\
                      Server: smtp.example.org\nPort: 465\nEncryption: STARTTLS\n",
    );
    assert_eq!(
        (told.title.as_str(), told.cause.as_str()),
        ("These settings cannot work as they are", "tls-handshake")
    );
    assert_eq!(told.confidence, "likely");
}

#[test]
fn a_fault_in_settings_is_no_refusal() {
    let paste = "MAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=587\nMAIL_USERNAME=ann@example.com\nMAIL_PASSWORD=SG.x\nMAIL_ENCRYPTION=tls\n";
    let first = crate::diagnose(paste).findings.remove(0);
    assert_eq!(first.title, "These settings cannot work as they are");
    assert!(first.steps[0].text.contains("apikey") && first.commands.is_empty());
    assert!(first.steps.iter().all(|step| !step.text.contains("web site")), "{:?}", first.steps);
}

fn remarks(paste: &str) -> Vec<(String, String, String)> {
    let read = crate::diagnose(paste).settings.expect("settings");
    read.remarks.into_iter().map(|remark| (remark.level, remark.id, remark.text)).collect()
}

fn has(paste: &str, id: &str) -> bool {
    remarks(paste).iter().any(|(_, known, _)| known == id)
}

#[test]
fn encrypted_is_no_kind_where_the_program_is_not_known() {
    for switch in ["SMTP_TLS=true", "SMTP_SSL=true", "SMTP_USE_TLS=1", "SMTP_ENABLE_SSL=yes"] {
        for port in ["465", "587"] {
            let paste =
                format!("SMTP_HOST=mx.example.org\nSMTP_PORT={port}\nSMTP_USER=ann@example.org\n{switch}\n");
            let report = crate::diagnose(&paste);
            let security = report.settings.and_then(|read| read.security);
            assert_eq!(security.as_deref(), Some("some"), "{paste}");
            assert_eq!(report.findings[0].cause, "undetermined", "{paste}");
        }
    }
}

#[test]
fn a_switch_means_what_its_program_documents() {
    let tls = "tls-handshake";
    for (front, switches, port, want) in [
        ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_TLS=True", "465", tls),
        ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_SSL=True", "465", ""),
        ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_SSL=True\nEMAIL_USE_TLS=True", "587", tls),
        ("EMAIL_HOST='mx.example.org'\nEMAIL_PORT=", "EMAIL_USE_SSL=True\nEMAIL_USE_TLS=False", "465", ""),
        ("MAIL_SERVER='mx.example.org'\nMAIL_PORT=", "MAIL_USE_TLS=True", "587", ""),
        (
            "spring.mail.host=mx.example.org\nspring.mail.port=",
            "spring.mail.properties.mail.smtp.ssl.enable=true",
            "465",
            "",
        ),
        (
            "spring.mail.host=mx.example.org\nspring.mail.port=",
            "spring.mail.properties.mail.smtp.ssl.enable=true",
            "587",
            tls,
        ),
        ("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=", "MAIL_ENCRYPTION=null", "465", ""),
        ("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=", "MAIL_SCHEME=smtps", "465", ""),
        ("$mail->Host='mx.example.org';\n$mail->Port=", "$mail->SMTPSecure='tls';", "465", tls),
        (
            "$mail->Host='mx.example.org';\n$mail->Port=",
            "$mail->SMTPSecure=PHPMailer::ENCRYPTION_SMTPS;",
            "465",
            "",
        ),
        ("$mail->Host='mx.example.org';\n$mail->Port=", "$mail->SMTPSecure='';", "587", ""),
        ("host: 'mx.example.org', // nodemailer\nport: ", "secure: true, requireTLS: false", "465", ""),
        ("address: 'mx.example.org', # smtp_settings\nport: ", "enable_starttls_auto: true", "587", ""),
        (
            "address: 'mx.example.org', # smtp_settings\nport: ",
            "enable_starttls_auto: false, ssl: true",
            "465",
            "",
        ),
        (
            "address: 'mx.example.org', # smtp_settings\nport: ",
            "enable_starttls_auto: true, ssl: true",
            "587",
            tls,
        ),
        ("\"SMTPServer\": \"mx.example.org\",\n\"SMTPPort\": ", "\"ConnectionSecurity\": \"TLS\"", "465", ""),
        ("'mail_smtphost' => 'mx.example.org',\n'mail_smtpport' => ", "'mail_smtpsecure' => '',", "465", ""),
        (
            "'mail_smtphost' => 'mx.example.org',\n'mail_smtpport' => ",
            "'mail_smtpsecure' => 'ssl',",
            "587",
            tls,
        ),
        (
            "<network host=\"mx.example.org\" deliveryMethod=\"network\" port=",
            "enableSsl=\"true\" />",
            "587",
            "",
        ),
        (
            "<network host=\"mx.example.org\" deliveryMethod=\"network\" port=",
            "enableSsl=\"true\" />",
            "465",
            tls,
        ),
        ("mail smtp\nhost: mx.example.org\nport: ", "starttls: false", "465", ""),
    ] {
        let gap = if front.starts_with('<') { ' ' } else { '\n' };
        let quote = if front.starts_with('<') { "\"" } else { "" };
        let paste = format!("{front}{quote}{port}{quote}{gap}{switches}\nuser: 'ann@example.org'\n");
        let first = first(&paste);
        let got = if first.cause == "undetermined" { "" } else { &*first.cause };
        assert_eq!(got, want, "{paste}\n{:?}", first.steps);
    }
}

#[test]
fn what_encryption_off_means_stands_in_the_providers_page() {
    let django = |host: &str| {
        let told = first(&format!(
            "EMAIL_HOST = '{host}'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\nEMAIL_USE_TLS = False\n"
        ));
        (told.cause, told.steps[0].text.contains("EMAIL_USE_TLS = True"))
    };
    assert_eq!(django("smtp.gmail.com"), ("tls-required".to_owned(), true));
    assert_eq!(django("mx.example.org").0, "undetermined");
}

#[test]
fn a_misspelt_name_is_told_and_not_read() {
    let paste = "EMAIL_HOST = 'mx.example.org'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\nEMAIL_USES_TLS = True\n";
    let report = crate::diagnose(paste);
    assert!(report.settings.as_ref().is_some_and(|read| read.security.is_none()));
    assert!(report.findings[0].steps[0].text.contains("did you mean EMAIL_USE_TLS"));
    assert!(!has(&paste.replace("USES_TLS", "USE_TLS"), "name-misspelt"));
    let refused = format!(
        "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first.', 'a@b')\n\n{paste}"
    );
    let told = first(&refused);
    assert_eq!(told.cause, "tls-required");
    assert!(told.steps[0].text.contains("did you mean EMAIL_USE_TLS"), "{:?}", told.steps);
}

#[test]
fn what_a_server_asks_for_is_told_in_the_programs_words() {
    let told = first(
        "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first.', 'a@b')\n\n\
         EMAIL_HOST = 'mx.example.org'\nEMAIL_PORT = 587\nEMAIL_HOST_USER = 'ann@example.org'\n",
    );
    assert_eq!(told.cause, "tls-required");
    assert!(told.steps[0].text.contains("EMAIL_USE_TLS = True"), "{:?}", told.steps);
}

#[test]
fn nothing_is_said_of_a_password_that_does_not_stand_there() {
    let judged = |password: &str| {
        let paste =
            format!("host: \"smtp.gmail.com\",\nport: 587,\nuser: \"ann@gmail.com\",\npass: {password},\n");
        let told = remarks(&paste);
        let says = |words: &str| told.iter().any(|(.., text)| text.contains(words));
        (says("the form of one"), says("password is empty"))
    };
    for stand_in in [
        "\"********\"",
        "\"xxxxxxxx\"",
        "\"••••••••\"",
        "\"<app password>\"",
        "\"your_password\"",
        "process.env.MAIL_PASS",
        "os.environ['MAIL_PASS']",
        "config('mail.pass')",
        "fromPassphrase",
        "\"${MAIL_PASS}\"",
        "\"{{ mail_pass }}\"",
    ] {
        assert_eq!(judged(stand_in), (false, false), "{stand_in}");
        let paste = format!("host: \"mx.example.org\",\nport: 587,\nuser: \"ann\",\npass: {stand_in},\n");
        let read = crate::diagnose(&paste).settings.expect("settings");
        assert!(!read.password, "{stand_in}");
    }
    assert_eq!(judged("\"Rainy-Day-77\""), (true, false));
    assert_eq!(judged("\"\""), (false, true));
}

#[test]
fn what_sends_nothing_is_the_answer() {
    for (paste, product) in [
        ("MAIL_MAILER=log\nMAIL_HOST=127.0.0.1\nMAIL_PORT=2525\n", "laravel"),
        (
            "Nothing arrives, and the page of the shop mail shows no error. The file:\n\nAPP_NAME=Tea\nMAIL_MAILER=array\n",
            "laravel",
        ),
        (
            "EMAIL_BACKEND = 'django.core.mail.backends.filebased.EmailBackend'\nEMAIL_HOST = 'mx.example.org'\n",
            "django",
        ),
        (
            "config.action_mailer.delivery_method = :test\nconfig.action_mailer.raise_delivery_errors = true\n",
            "ruby-net-smtp",
        ),
        ("MAILER_DSN=null://null\n", "symfony-mailer"),
        ("define( 'WPMS_ON', true );\ndefine( 'WPMS_DO_NOT_SEND', true );\n", "wordpress"),
    ] {
        let report = crate::diagnose(paste);
        let told = &report.findings[0];
        assert_eq!(
            (report.kind.as_str(), told.state.as_str()),
            ("settings", "permanent"),
            "{paste}: {told:?}"
        );
        assert_eq!(told.title, "With these settings no mail is sent", "{paste}");
        assert!(told.who.contains("set up this program") && told.missing.is_empty(), "{paste}: {told:?}");
        assert!(told.steps[0].text.contains("end"), "{paste}: {:?}", told.steps);
        assert!(told.steps.iter().all(|step| !step.text.contains("this very machine")), "{paste}");
        assert_eq!(report.product.map(|product| product.id).as_deref(), Some(product), "{paste}");
    }
    assert_ne!(
        first("MAIL_MAILER=smtp\nMAIL_HOST=127.0.0.1\nMAIL_PORT=2525\n").title,
        "With these settings no mail is sent"
    );
}

#[test]
fn laravel_is_told_what_its_files_take() {
    let env = |line: &str| {
        first(&format!(
            "MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\nMAIL_USERNAME=ann@example.org\n{line}\n"
        ))
    };
    for line in ["MAIL_PASSWORD=abcd efgh ijkl mnop", "APP_NAME=Tea House"] {
        let told = env(line);
        assert_eq!((told.state.as_str(), told.who.as_str()), ("permanent", "you"), "{line}");
        assert!(told.steps[0].text.contains("has blanks"), "{line}: {:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.contains("config:clear")), "{line}");
    }
    assert!(env("MAIL_PASSWORD=hun#ter2").steps[0].text.contains("before the #"));
    assert!(env("MAIL_PASSWORD=hunter2").steps[0].text.contains("config:clear"));
    let log = "MAIL_MAILER=log\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\n";
    assert!(first(log).steps[0].text.contains("MAIL_MAILER=smtp"));
    assert!(first(log).title.contains("no mail is sent") && first(log).missing.is_empty());
    assert!(env("MAIL_SCHEME=tls").steps[0].text.contains("MAIL_SCHEME=smtps"));
    for line in [
        "MAIL_PASSWORD=\"abcd efgh\"",
        "MAIL_PASSWORD=hunter2 # old one",
        "APP_NAME='Tea House'",
        "MAIL_FROM_NAME=\"${APP_NAME} x\"",
    ] {
        assert_eq!(env(line).state, "unknown", "{line}");
    }
    let other = "SMTP_HOST=mx.example.org\nSMTP_PORT=587\nSMTP_USER=ann@example.org\nSMTP_PASSWORD=abcd efgh ijkl mnop\n";
    assert_eq!(first(other).state, "unknown");
    let report = crate::diagnose("MAIL_MAILER=smtp\nMAIL_HOST=mx.example.org\nMAIL_PORT=587\n");
    assert_eq!(report.product.map(|product| product.id).as_deref(), Some("laravel"));
}

#[test]
fn main_cf_is_judged_as_postfix_reads_it() {
    let cf = |more: &str| {
        format!("myhostname = mx.example.org\ncompatibility_level = 3.6\ninet_protocols = all\n{more}")
    };
    for (more, id, level) in [
        ("mydestination = $myhostname, outlook.com\n", "providers-domain", "fault"),
        ("relay_domains = gmail.com\n", "providers-domain", "doubt"),
        ("mynetworks = 0.0.0.0/0\n", "open-relay", "fault"),
        ("relayhost = smtp.example.net:587\nsmtp_tls_security_level = may\n", "relayhost-brackets", "doubt"),
        ("relayhost = [mx.example.net]:587\nsmtp_tls_security_level = none\n", "no-encryption", "doubt"),
        ("relayhost = [smtp.gmail.com]:587\nsmtp_use_tls = no\n", "no-encryption", "fault"),
        ("relayhost = [smtp.gmail.com]:587\nsmtp_sasl_auth_enable = yes\n", "no-encryption", "doubt"),
        ("relayhost = [mx.example.net]:587\nsmtp_sasl_auth_enable = yes\n", "plain-mechanisms", "doubt"),
        (
            "virtual_alias_domains = example.net\nrelay_domains = example.net\n",
            "domain-listed-twice",
            "fault",
        ),
        ("smtp_tls_security_level = may # for all\n", "comment-in-value", "doubt"),
        ("relayhost = [smtp.gmail.com]\nsmtp_tls_security_level = encrypt\n", "port-not-documented", "doubt"),
        ("relayhots = [mx.example.net]\n", "name-misspelt", "doubt"),
    ] {
        let told = remarks(&cf(more));
        let found = told.iter().find(|(_, known, _)| known == id);
        assert_eq!(found.map(|(level, ..)| level.as_str()), Some(level), "{more}: {told:?}");
    }
    assert!(has(
        "myhostname = web\ninet_protocols = all\nsmtp_tls_security_level = may\n",
        "myhostname-short"
    ));
    for more in [
        "mydestination = $myhostname, example.org\nrelay_domains = $mydestination\n",
        "mynetworks = 0.0.0.0/0\ninet_interfaces = loopback-only\n",
        "mynetworks = 0.0.0.0/0\nsmtpd_relay_restrictions = permit_sasl_authenticated, reject\n",
        "relayhost = [mx.example.net]:587\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_tls_security_options = noanonymous\n",
        "virtual_mailbox_domains = hash:/etc/postfix/domains\nvirtual_alias_domains = hash:/etc/postfix/domains\n",
        "smtpd_use_tls = yes\nsmtpd_sasl_auth_enable = no\n",
    ] {
        let told = remarks(&cf(more));
        assert!(told.iter().all(|(level, ..)| level == "fine"), "{more}: {told:?}");
    }
    let own = "myhostname = mx7.posteo.de\nmydestination = posteo.de\ninet_protocols = all\n";
    assert!(!has(own, "providers-domain"));
    let report = crate::diagnose(own);
    assert_eq!(report.product.map(|product| product.id).as_deref(), Some("postfix"));
    assert_eq!(report.findings[0].who, "the administrator of this server");
}

#[test]
fn a_relay_is_looked_up_in_the_table_of_passwords_as_it_is_written() {
    let cf = |relay: &str, key: &str| {
        format!(
            "relayhost = {relay}\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n\
             smtp_sasl_security_options = noanonymous\nsmtp_tls_security_level = encrypt\n\n# cat sasl_passwd\n{key} ann@example.org:Secret77\n"
        )
    };
    for (relay, key) in [
        ("mx.example.net:587", "[mx.example.net]:587"),
        ("[mx.example.net]:587", "mx.example.net:587"),
        ("[mx.example.net]:587", "[mx.example.net]:465"),
        ("[mx.example.net]:587", "[mx.example.net]"),
        ("[mx.example.net]:587", "mail.example.net"),
    ] {
        let report = crate::diagnose(&cf(relay, key));
        let first = &report.findings[0];
        assert_eq!(first.cause, "auth-required", "{relay} {key}");
        assert!(first.steps[0].text.contains("[mx.example.net]:587 in both"), "{:?}", first.steps);
        assert!(!format!("{report:?}").contains("Secret77"), "{relay} {key}");
        // With words above it, too.
        let asked =
            crate::diagnose(&format!("Nothing goes out, and I do not see why.\n\n{}", cf(relay, key)));
        assert_eq!(asked.findings[0].cause, "auth-required", "{relay} {key}");
    }
    for (relay, key) in [
        ("[mx.example.net]:587", "[mx.example.net]:587"),
        ("[MX.example.net]:587", "mx.example.net"),
        ("example.net", "mx.example.net"),
    ] {
        assert!(!has(&cf(relay, key), "password-key-differs"), "{relay} {key}");
    }
}

#[test]
fn a_relay_without_a_sign_in_is_named() {
    let whole =
        "myhostname = mx.example.org\nmydestination = $myhostname, localhost\ninet_interfaces = all\n";
    let part = "relayhost = [mx.example.net]:587\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\nsmtp_tls_security_level = encrypt\n";
    let level = |paste: &str, id: &str| {
        remarks(paste).into_iter().find(|(_, known, _)| known == id).map(|(level, ..)| level)
    };
    assert_eq!(level(&format!("{whole}{part}"), "sign-in-off").as_deref(), Some("fault"));
    assert_eq!(level(part, "sign-in-off").as_deref(), Some("doubt"));
    let report = crate::diagnose(part);
    assert_ne!(report.settings.expect("settings").sign_in, Some(true));
    let providers = format!("{whole}relayhost = [smtp.gmail.com]:587\nsmtp_tls_security_level = encrypt\n");
    assert_eq!(level(&providers, "sign-in-off").as_deref(), Some("fault"));
    let untold = format!(
        "{whole}relayhost = [mx.example.net]:587\nsmtp_sasl_auth_enable = yes\nsmtp_tls_security_level = encrypt\n"
    );
    assert_eq!(level(&untold, "no-password-table").as_deref(), Some("fault"));
    // A relay of the house may know its clients by their address.
    let house = format!("{whole}relayhost = [mx.example.net]:25\nsmtp_tls_security_level = encrypt\n");
    assert_eq!(level(&house, "sign-in-off"), None);
}

#[test]
fn of_a_servers_faults_the_open_door_comes_first() {
    let told = crate::diagnose(
        "myhostname = mx.example.org\nmydestination = $myhostname, gmail.com\nmynetworks = 0.0.0.0/0\nrelayhost = [smtp.gmail.com]:587\nsmtp_tls_security_level = none\n",
    );
    assert_eq!(told.findings.len(), 1);
    let first = &told.findings[0];
    assert!(first.title.contains("open relay"), "{}", first.title);
    assert!(first.steps.iter().any(|step| step.text.contains("smtp_tls_security_level = encrypt")));
    assert!(first.steps.iter().any(|step| step.text.contains("gmail.com out of mydestination")));
    assert_eq!((first.act.as_str(), first.state.as_str()), ("sender-admin", "permanent"));
}

#[test]
fn a_version_is_no_server() {
    let settings = |paste: &str| crate::diagnose(paste).settings.expect("settings");
    for version in ["3.10.0", "v4.3.4", "2.1.0-beta2", "3.1"] {
        let paste = format!(
            "Quick Mailer SMTP: {version}\nPHP: 8.2.1\nHost: smtp.example.org\nPort: 587\nSMTPSecure: tls\nSMTPAuth: true\n"
        );
        assert_eq!(settings(&paste).host.as_deref(), Some("smtp.example.org"), "{version}");
    }
    let address = settings("SMTP_HOST=192.0.2.25\nSMTP_PORT=587\nSMTP_USER=ann@example.org\n");
    assert_eq!(address.host.as_deref(), Some("192.0.2.25"));
}

#[test]
fn what_a_call_gives_by_place_is_read() {
    const DIALER: &str = "d := gomail.NewDialer(\"mx.example.org\", PORT, \"ann@example.org\", \"gartenzwerg\")\n\ngomail: could not send email 1: 535 5.7.8 \
                          authentication failed\n";
    const MAILKIT: &str = "client.Connect(\"mx.example.org\", PORT, THIRD);\nclient.Authenticate(\"ann@example.org\", \"gartenzwerg\");\n\n\
                           MailKit.Security.AuthenticationException: 535: 5.7.8 authentication failed\n";
    const POWERSHELL: &str = "Send-MailMessage -From ann@example.org -To bob@example.net -SmtpServer mx.example.org -Port PORT -UseSsl\n\n\
                              Send-MailMessage : The SMTP server requires a secure connection or the client was not authenticated. 5.7.0 Authentication required\n";
    const PYTHON: &str = "s = smtplib.SMTP(\"mx.example.org\", PORT)\ns.starttls()\ns.login(\"ann@example.org\", \"gartenzwerg\")\n\n\
                          smtplib.SMTPAuthenticationError: (535, b'5.7.8 authentication failed')\n";
    for (code, port, third, security) in [
        (DIALER, "587", "", "starttls"),
        (DIALER, "465", "", "ssl-tls"),
        (MAILKIT, "465", "true", "ssl-tls"),
        (MAILKIT, "587", "SecureSocketOptions.StartTls", "starttls"),
        (MAILKIT, "25", "SecureSocketOptions.None", "none"),
        (POWERSHELL, "587", "", "starttls"),
        (PYTHON, "587", "", "starttls"),
    ] {
        let paste = code.replace("PORT", port).replace("THIRD", third);
        let report = crate::diagnose(&paste);
        let settings = report.settings.as_ref().unwrap_or_else(|| panic!("settings in {paste}"));
        assert_eq!(settings.host.as_deref(), Some("mx.example.org"), "{paste}");
        assert_eq!(settings.port.map(|port| port.to_string()).as_deref(), Some(port), "{paste}");
        assert_eq!(settings.security.as_deref(), Some(security), "{paste}");
        assert!(!format!("{report:?}").contains("gartenzwerg"), "{paste}");
    }
    let user = crate::diagnose(&DIALER.replace("PORT", "587")).settings.and_then(|read| read.user);
    assert_eq!(user.as_deref(), Some("ann@example.org"));
}

#[test]
fn googles_older_name_is_not_doubted() {
    let paste = "SMTP_HOST=smtp.googlemail.com\nSMTP_PORT=587\nSMTP_USER=ann@gmail.com\nSMTP_SECURE=tls\n";
    let settings = crate::diagnose(paste).settings.expect("settings");
    assert!(
        settings.remarks.iter().all(|remark| remark.id != "host-not-documented"),
        "{:?}",
        settings.remarks
    );
}

#[test]
fn what_fail2ban_bans_is_no_failure_of_ones_own() {
    let log = "2026-11-20 08:00:00,123 fail2ban.actions [9]: NOTICE [postfix-sasl] Ban 203.0.113.5\n";
    let told = first(log);
    assert_eq!((told.ask.as_deref(), told.state.as_str(), told.act.as_str()), (None, "fine", "nobody"));
}

#[test]
fn main_cf_beside_a_log_is_judged_as_well() {
    const LOG: &str = "Nov 20 08:04:10 web postfix/qmgr[3]: 6D20B4011C: from=<ann@example.com>, size=9, nrcpt=1 (queue active)\n\
                       Nov 20 08:04:10 web postfix/smtp[52]: 6D20B4011C: to=<bob@example.net>, relay=none, delay=60, dsn=4.4.2, status=deferred \
                       (lost connection with mx.example.org[192.0.2.26] while receiving the initial server greeting)\n";
    let report =
        |main_cf: &str| crate::diagnose(&format!("The log says:\n\n{LOG}\nand main.cf has\n\n{main_cf}"));
    let mismatch = report(
        "relayhost = [mx.example.org]:465\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\n",
    );
    let read = mismatch.settings.as_ref().expect("settings");
    assert_eq!((mismatch.kind.as_str(), read.port), ("log", Some(465)));
    assert!(read.remarks.iter().any(|remark| remark.level == "fault"), "{:?}", read.remarks);
    assert!(
        mismatch.findings[0].steps.iter().any(|step| step.text.contains("smtp_tls_wrappermode")),
        "{:?}",
        mismatch.findings[0]
    );
    // A fault of its own does not take the place of what the log tells.
    let open = report(
        "mynetworks = 0.0.0.0/0\nmyhostname = web.example.com\nrelayhost = [mx.example.org]:587\nsmtp_tls_security_level = encrypt\n",
    );
    assert_eq!(open.findings[0].cause, "connection-dropped");
    assert!(open.settings.expect("settings").remarks.iter().any(|remark| remark.id == "open-relay"));
    assert!(crate::diagnose(LOG).settings.is_none());
}

#[test]
fn a_user_name_that_lacks_its_domain_comes_first() {
    let first = |user: &str| {
        let paste = format!(
            "Scan to mail: Authentication failed\nSMTP server: smtp.office365.com\nPort: 587\nEncryption: STARTTLS\nLogin user name: {user}\n535 5.7.3 \
             Authentication unsuccessful"
        );
        crate::diagnose(&paste).findings.remove(0).steps[0].text.to_string()
    };
    assert!(first("scanner").contains("only “scanner”"), "{}", first("scanner"));
    assert!(!first("scanner@example.org").contains("only “"));
}

/// `relay` is a key of many programs' settings, and the host behind it no refusal.
#[test]
fn a_key_named_relay_refuses_nothing() {
    let paste = "** (Swoosh.DeliveryError) delivery error: {:retries_exceeded, {:temporary_failure, ~c\"mail.example.org\", :tls_failed}}\n\nconfig :shop, \
                 Shop.Mailer,\n  adapter: Swoosh.Adapters.SMTP,\n  relay: \"mail.example.org\",\n  port: 587,\n  tls: :always\n";
    let told = crate::diagnose(paste);
    assert!(told.findings.iter().all(|found| found.cause != "relay-denied"), "{:?}", told.findings);
    assert_ne!(told.kind, "log");
}

#[test]
fn an_ordinary_mx_record_takes_mail() {
    let told = crate::diagnose("example.org. 3600 IN MX 0 example-org.mail.protection.outlook.com.");
    assert!(told.findings.iter().all(|found| found.cause != "domain-accepts-no-mail"), "{:?}", told.findings);
}

#[test]
fn laravels_word_for_encryption_depends_on_its_version() {
    let doubt = |port: &str, word: &str| {
        let paste = format!(
            "MAIL_MAILER=smtp\nMAIL_HOST=mail.example.org\nMAIL_PORT={port}\nMAIL_USERNAME=a@example.org\nMAIL_ENCRYPTION={word}\n"
        );
        let told = crate::diagnose(&paste);
        told.settings.expect("settings").remarks.iter().any(|remark| remark.id == "laravel-encryption")
    };
    assert!(doubt("465", "tls") && doubt("587", "ssl"));
    assert!(!doubt("587", "tls") && !doubt("465", "ssl"));
}

#[test]
fn swift_mailer_takes_the_word_for_encryption_as_it_stands() {
    let told = |error: &str| {
        let paste = format!(
            "MAIL_HOST=smtp.example.org\nMAIL_PORT=465\nMAIL_USERNAME=app\nMAIL_ENCRYPTION=tls\n\n{error}\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    };
    for error in [
        "Swift_TransportException: Expected response code 220 but got code \"\", with message \"\"",
        "Connection could not be established with host smtp.example.org :stream_socket_client(): unable to connect (Connection timed out)",
        "Connection could not be established with host smtp.example.org [Connection timed out #110]",
    ] {
        let first = told(error);
        assert_eq!((first.cause.as_str(), first.act.as_str()), ("tls-handshake", "sender"), "{error}");
    }
    // Symfony's mailer goes by the port.
    let symfony = told(
        "Symfony\\Component\\Mailer\\Exception\\TransportException: Connection could not be established with host \"smtp.example.org:465\": \
         stream_socket_client(): Unable to connect (Connection timed out)",
    );
    assert_eq!(symfony.cause, "connection-timeout");
}

#[test]
fn what_somebody_ticked_is_no_answer() {
    for switch in ["Authentication required: ticked", "Secure connection (SSL/TLS) is required: on"] {
        let report = crate::diagnose(&format!(
            "The NAS says: Failed to send the test message. Please check your settings.\n\nSMTP server: mail.example.org\n\
             SMTP port: 587\n{switch}\n"
        ));
        assert_eq!(report.findings[0].cause, "undetermined", "{switch}");
    }
}

#[test]
fn what_a_devices_page_lists_is_no_answer() {
    let page = |said: &str| {
        first(&format!(
            "Scan to e-mail fails.\nSMTP Server Name: smtp.example.org\nSMTP Port Number: 587\nSMTP Security: STARTTLS\n\
             Login User Name: scanner@example.org\nPOP before SMTP Timeout: 60 seconds\nE-mail Size Limit: 0 Kilobytes\n\
             E-mail size limit reached: notify\n{said}"
        ))
        .cause
    };
    assert_eq!(page(""), "undetermined");
    assert_eq!(page("Message: 552 5.3.4 Message size exceeds fixed limit\n"), "message-too-large");
}

#[test]
fn what_settings_show_comes_first_where_nobody_said_what_is_wrong() {
    let page = |password: &str| {
        first(&format!(
            "The copier says: Connection to the server failed.\n\nSMTP Server: smtp.gmail.com\nPort Number: 465\nEnable SSL: On\n\
             SMTP Authentication: On\nUser Name: scan\nPassword: {password}\nReply Address: scan@example.org\nMaximum Size: 5 MB\n"
        ))
    };
    let told = page("********");
    assert!(told.steps[0].text.contains("whole address"), "{:?}", told.steps);
    assert!(told.steps.iter().all(|step| !step.text.contains("compare five fields")), "{:?}", told.steps);
    // What is noted beside a covered password is no server's.
    assert_eq!(page("******** (app password, 16 letters)").cause, told.cause);
}

#[test]
fn the_number_of_a_device_is_no_comment() {
    let told = first(
        "Canon iR-ADV, TX report:\n  RESULT  NG\n          #839\n\nSMTP Server: smtp.example.org\nUser Name: scan@example.org\nPort Number: 587\n\
         Use SMTP Authentication (SMTP AUTH): On\n",
    );
    assert_eq!(told.cause, "auth-credentials");
}

#[test]
fn a_link_in_the_place_of_a_name_is_looked_up_whole() {
    let link = "SMTP_HOST=smtp://mail.example.org\nSMTP_PORT=587\nSMTP_USER=ann@example.org\n";
    assert!(has(link, "host-as-link"));
    let called = "var client = new SmtpClient(\"https://mail.example.org/\", 587);\nclient.EnableSsl = true;\n\
                  System.Net.Sockets.SocketException (11001): No such host is known.";
    assert!(has(called, "host-as-link"), "{:?}", remarks(called));
    for other in [
        "SMTP_HOST=mail.example.org\nSMTP_PORT=587\nSMTP_USER=ann@example.org\n",
        "SMTP_HOST=ssl://mail.example.org\nSMTP_PORT=465\nSMTP_USER=ann@example.org\n",
        "smtp:\n  address: smtp://mail.example.org:587\n  username: ann@example.org\n  sender: ann@example.org\n",
    ] {
        assert!(!has(other, "host-as-link"), "{other}");
    }
}

#[test]
fn the_server_of_a_providers_mailboxes_is_no_server_to_sign_in_at() {
    for host in ["aspmx.l.google.com", "example-org.mail.protection.outlook.com"] {
        let paste =
            format!("SMTP_HOST={host}\nSMTP_PORT=25\nSMTP_SECURE=false\nSMTP_FROM=shop@example.org\n");
        assert!(has(&paste, "host-of-mailboxes"), "{host}");
        assert!(!remarks(&paste).iter().any(|(_, _, text)| text.contains("587")), "{:?}", remarks(&paste));
    }
}

#[test]
fn a_relay_in_the_own_network_may_be_asked_at_port_25() {
    let paste = |host: &str| format!("SMTP_HOST={host}\nSMTP_PORT=25\nSMTP_FROM=shop@example.org\n");
    assert!(!has(&paste("10.1.0.7"), "relay-port"));
    assert!(has(&paste("mail.example.org"), "relay-port"));
}

#[test]
fn mailgun_takes_mail_at_four_ports_in_both_regions() {
    for host in ["smtp.mailgun.org", "smtp.eu.mailgun.org"] {
        for port in [25, 465, 587, 2525] {
            let paste = format!("SMTP_HOST={host}\nSMTP_PORT={port}\nSMTP_USER=postmaster@mg.example.org\n");
            assert!(!has(&paste, "port-not-documented"), "{host} {port}");
        }
    }
    let other = remarks("SMTP_HOST=smtp.eu.mailgun.org\nSMTP_PORT=26\nSMTP_USER=postmaster@mg.example.org\n");
    assert!(other.iter().any(|(_, _, text)| text.contains("smtp.eu.mailgun.org with port")), "{other:?}");
}

/// A device's own page above a conversation with Microsoft 365 that ends in `refusal`.
fn device(auth: &str, from: &str, refusal: &str) -> crate::report::Report {
    crate::diagnose(&format!(
        "Ricoh IM C2010 web page, E-mail\n\nSMTP Server Name: smtp.office365.com\nSMTP Port Number: 587\nAuthentication Protocol: {auth}\n\
         Login User Name: scan@example.org\nSMTP Security: STARTTLS\nSender Address: {from}\n\nS: 220 AB1.outlook.office365.com Microsoft ESMTP \
         MAIL Service ready\nC: EHLO RICOH1\nS: 250-AUTH LOGIN XOAUTH2\n{refusal}\nC: QUIT\n"
    ))
}

const SWITCHED_OFF: &str = "C: AUTH LOGIN\nS: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. \
    [AB1.PROD.OUTLOOK.COM 2026-11-20T09:15:33.442Z 08DE]";

#[test]
fn a_switch_that_closes_smtp_is_not_got_round_by_another_sign_in() {
    let report = device("On", "office@example.org", SWITCHED_OFF);
    let told = &report.findings[0];
    assert!(told.title.contains("switched off in the organisation"), "{}", told.title);
    assert!(told.retry.contains("Another way of signing in changes nothing"), "{}", told.retry);
    assert!(told.commands.is_empty(), "{:?}", told.commands);
    let letter = told.ask.as_deref().unwrap_or_default();
    assert!(
        letter.contains("Program or device: Ricoh IM C2010\n") && letter.contains("December 2026"),
        "{letter}"
    );
    let next = told.steps.last().expect("a step");
    assert!(
        next.text.contains("office@example.org") && next.text.contains("scan@example.org"),
        "{}",
        next.text
    );
    let same = device("On", "scan@example.org", SWITCHED_OFF);
    assert!(same.findings[0].steps.iter().all(|step| !step.text.contains("sender address, too")));
    let code = told.reply.as_ref().and_then(|reply| reply.parts.iter().find(|part| part.kind == "enhanced"));
    assert!(code.is_some_and(|code| code.meaning.contains("refused the sign-in")), "{code:?}");
}

#[test]
fn a_sign_in_that_is_off_is_told_once_and_shown() {
    let report = device(
        "Off",
        "scan@example.org",
        "C: MAIL FROM:<scan@example.org>\nS: 530 5.7.57 Client not authenticated to send mail.",
    );
    let steps = &report.findings[0].steps;
    assert!(steps[0].text.starts_with("Signing in is switched off"), "{steps:?}");
    assert!(steps.iter().all(|step| !step.text.starts_with("Fill in user name")), "{steps:?}");
    let read = report.settings.expect("settings").read();
    assert!(read.contains(&("Sign-in", "switched off".to_owned())), "{read:?}");
}

/// The same settings as VBScript, VBA, and a job of SQL Server write them.
fn cdos(port: u16) -> [String; 4] {
    const URN: &str = "http://schemas.microsoft.com/cdo/configuration/";
    let set = |line: &dyn Fn(&str, &str) -> String| {
        let values = [
            ("sendusing", "2"),
            ("smtpserver", "\"smtp.example.org\""),
            ("smtpserverport", &port.to_string()),
            ("smtpusessl", "True"),
            ("sendusername", "\"ann@example.org\""),
            ("sendpassword", "\"tulpe\""),
        ];
        values.map(|(name, value)| line(name, value)).join("\n")
    };
    [
        set(&|name, value| format!(".Item(\"{URN}{name}\") = {value}")),
        format!(
            "Const schema = \"{URN}\"\n{}",
            set(&|name, value| format!("Flds(schema & \"{name}\") = {value}"))
        ),
        set(&|name, value| {
            let value = value.trim_matches('"');
            format!("EXEC sp_OASetProperty @m, 'Configuration.fields(\"{URN}{name}\").Value', '{value}'")
        }),
        set(&|name, value| format!("cfg.Fields(\"{URN}{name}\").Value = {value}")),
    ]
}

#[test]
fn cdo_has_no_starttls_at_587() {
    for paste in cdos(587) {
        let told = crate::diagnose(&paste).findings.remove(0);
        assert_eq!(told.title, "These settings cannot work as they are", "{paste}");
        assert!(
            told.note.as_deref().unwrap_or_default().starts_with("CDO cannot encrypt at port 587"),
            "{:?}",
            told.note
        );
        assert!(
            told.steps[0].text.contains("smtpserverport to 465")
                && !told.steps[0].text.contains("STARTTLS (often"),
            "{:?}",
            told.steps
        );
        assert!(!format!("{told:?}").contains("tulpe"), "{told:?}");
        let words = format!(
            "Run-time error '-2147220973 (80040213)': The transport failed to connect to the server.\n\n{paste}\n"
        );
        let told = crate::diagnose(&words).findings.remove(0);
        let all = format!("{} {} {:?}", told.title, told.summary, told.note);
        assert!(all.contains("CDO cannot encrypt at port 587"), "{words}: {all}");
        assert!(told.steps[0].text.contains("465"), "{:?}", told.steps);
    }
    for paste in cdos(465).into_iter().chain(cdos(25)) {
        let told = crate::diagnose(&paste);
        assert!(!format!("{:?}", told.findings).contains("CDO cannot encrypt"), "{paste}");
    }
}

#[test]
fn that_nothing_is_encrypted_is_known_in_many_languages() {
    for paste in [
        "Utgående server: smtp.example.org\nPort: 587\nKrypteringstyp: Ingen/None\nAnvändarnamn: ann@example.org\n",
        "Postausgangsserver: smtp.example.org\nPort: 587\nVerwenden Sie den folgenden verschlüsselten Verbindungstyp: Keine\nBenutzername: ann@example.org\n",
        "Serveur sortant\u{a0}: smtp.example.org\nPort\u{a0}: 587\nMéthode de chiffrement\u{a0}: Aucun\nUtilisateur\u{a0}: ann@example.org\n",
        "Servidor saliente: smtp.example.org\nPuerto: 587\nMétodo de cifrado: Ninguno\nUsuario: ann@example.org\n",
        "Server di posta in uscita: smtp.example.org\nPorta: 587\nMetodo di crittografia: Nessuno\nNome utente: ann@example.org\n",
        "Serwer poczty wychodzącej: smtp.example.org\nPort: 587\nMetoda szyfrowania: Brak\nNazwa użytkownika: ann@example.org\n",
        "Сервер исходящей почты: smtp.example.org\nПорт: 587\nМетод шифрования: Нет\nИмя пользователя: ann@example.org\n",
        "送信メールサーバー: smtp.example.org\nポート: 587\n暗号化方法: なし\nユーザー名: ann@example.org\n",
    ] {
        let read = crate::diagnose(paste).settings.expect(paste);
        assert_eq!((read.port, read.security.as_deref()), (Some(587), Some("none")), "{paste}");
    }
}

#[test]
fn a_devices_page_without_encryption_cannot_work_at_a_provider_that_wants_it() {
    let page = |encryption: &str| {
        crate::diagnose(&format!(
            "Xerox VersaLink, Setup > SMTP\n\nSMTP Server Address      smtp.gmail.com\nPort   587\nSMTP Login Method   SMTP-AUTH\nAuthentication   on\n\
             Login Name   ann@gmail.com\nSSL/TLS   {encryption}\nValidate Server Certificate   off\n\nthe test failed\n"
        ))
        .findings
        .remove(0)
    };
    let plain = page("None");
    assert_eq!((plain.cause.as_str(), plain.who.as_str()), ("tls-required", "you"));
    assert!(plain.steps[0].text.contains("takes no sign-in without it"), "{:?}", plain.steps);
    assert!(plain.steps.iter().any(|step| step.text.contains("app password")), "{:?}", plain.steps);
    assert_eq!(page("STARTTLS").cause, "undetermined");
}

#[test]
fn what_is_refused_next_is_set_right_as_well() {
    let told = crate::diagnose(
        "var client = new SmtpClient(\"smtp.gmail.com\", 587);\nclient.Credentials = new NetworkCredential(\"shop.ann@gmail.com\", \"********\");\nclient.EnableSsl = true;\n\n\
         System.Net.Mail.SmtpException: The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.0 \
         Authentication Required.\n   at System.Net.Mail.MailCommand.CheckResponse(SmtpStatusCode statusCode, String response)\n",
    )
    .findings
    .remove(0);
    assert_eq!(told.cause, "auth-required");
    assert!(told.steps.iter().any(|step| step.text.contains("app password")), "{:?}", told.steps);
    let laravel = crate::diagnose(
        "MAIL_MAILER=smtp\nMAIL_HOST=smtp.gmail.com\nMAIL_PORT=587\nMAIL_USERNAME=ann@gmail.com\nMAIL_PASSWORD=secret\nMAIL_ENCRYPTION=tls\n\
         MAIL_FROM_ADDRESS=hello@example.com\n\nExpected response code \"250\" but got code \"530\", with message \"530 5.7.0 Authentication Required\". \
         (Symfony\\Component\\Mailer)\n",
    )
    .findings
    .remove(0);
    assert!(
        laravel.steps.iter().any(|step| step.text.contains("hello@example.com is a placeholder")),
        "{:?}",
        laravel.steps
    );
}

#[test]
fn a_label_on_a_devices_page_is_no_error() {
    for label in [
        "Server Authentication Method   SMTP-AUTH",
        "Validate Server Certificate    off",
        "Verify Server Certificate off",
        "POP before SMTP Timeout 60 seconds",
        "POP before SMTP Authentication OFF",
        "Maximum message size: 10 MB",
        "Secure connection (SSL/TLS) is required [x]",
    ] {
        let page = format!(
            "Kyocera, scan to mail\n\nSMTP Server Name   mail.example.org\nPort   587\n{label}\nSender Address   scan@example.org\n\
             Use SSL   on\n\nthe test mail was not sent\n"
        );
        let first = crate::diagnose(&page).findings.remove(0);
        assert_eq!(first.cause, "undetermined", "{label}: {:?}", first.evidence);
    }
}

#[test]
fn a_transport_in_code_is_checked_like_settings() {
    let calls = "let mailer = SmtpTransport::starttls_relay(&host)?\n    .port(port)\n    .credentials(creds)\n    .build();\n";
    let env = "SMTP_HOST=mail.example.net\nSMTP_PORT=465\nSMTP_USER=ann@example.net\n";
    let waited = "Error: network error: Resource temporarily unavailable (os error 11)\n";
    for paste in [
        "let mailer = SmtpTransport::starttls_relay(\"mail.example.net\")?\n    .port(465)\n    .build();\n".to_owned(),
        "let mailer = AsyncSmtpTransport::<Tokio1Executor>::relay(\"mail.example.net\")?.port(587).build();\n".to_owned(),
        format!("{env}\n{calls}"),
        format!("{waited}\n{env}\n{calls}\nit works with the same password in Thunderbird\n"),
        "let mailer = SmtpTransport::starttls_relay(&host)?\n    .port(465)\n    .build();\n".to_owned(),
        "$t = new EsmtpTransport('mail.example.net', 465, false);\n$t->setUsername('ann@example.net');\n".to_owned(),
        "$t = (new Swift_SmtpTransport('mail.example.net', 587, 'ssl'))->setUsername('ann@example.net');\n".to_owned(),
        "SmtpClientBuilder::new(\"mail.example.net\", 587)\n    .implicit_tls(true)\n    .connect().await?\n".to_owned(),
        "Email email = new SimpleEmail();\nemail.setSmtpPort(465);\nemail.setStartTLSEnabled(true);\n".to_owned(),
        "IdSMTP1.Host := 'mail.example.net';\nIdSMTP1.Port := 587;\nIdSMTP1.UseTLS := utUseImplicitTLS;\n".to_owned(),
        "c, err := mail.NewClient(\"mail.example.net\", mail.WithPort(587), mail.WithSSL())\n".to_owned(),
    ] {
        let report = crate::diagnose(&paste);
        let told = &report.findings[0];
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-handshake", "sender"), "{paste}");
        assert!(report.product.is_none_or(|product| product.id != "thunderbird"), "{paste}");
    }
    let right = "let mailer = SmtpTransport::relay(\"mail.example.net\")?.port(465).build();\n";
    assert!(crate::diagnose(right).findings.iter().all(|found| found.cause != "tls-handshake"));
}

#[test]
fn an_error_that_does_not_tell_takes_no_verdict_from_the_settings() {
    let env =
        "SMTP_HOST=smtp.example.net\nSMTP_PORT=465\nSMTP_SECURITY=starttls\nSMTP_FROM=ann@example.net\n";
    for error in [
        "Error: kind: TimedOut, error: Elapsed(())",
        "SMTP error: lettre::transport::smtp::Error { kind: Connection, source: TimedOut, error: Elapsed(()) }",
        "Error: the mail could not be sent",
    ] {
        let told = crate::diagnose(&format!("{error}\n\n{env}")).findings.remove(0);
        assert_eq!(told.cause, "tls-handshake", "{error}");
    }
}
