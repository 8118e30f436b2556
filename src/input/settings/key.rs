//! What a setting's name means, in the languages and habits of many programs.

/// What a setting is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Host,
    Port,
    /// The word says how (`ssl`, `tls`, `STARTTLS`).
    Security,
    /// On or off: TLS from the first byte.
    Ssl,
    /// On: encrypted, in programs of many kinds by STARTTLS as well. Off says nothing of STARTTLS.
    AnySsl,
    /// On or off: STARTTLS.
    StartTls,
    /// On: STARTTLS is insisted on. Off says nothing.
    RequireTls,
    /// Off, and STARTTLS all the same where the server offers it.
    StartTlsByItself,
    /// On: no STARTTLS.
    IgnoreTls,
    /// On or off: one of the two.
    Tls,
    User,
    Password,
    From,
    /// The name that the program gives itself in EHLO.
    Helo,
    Auth,
    /// On or off: certificates are checked.
    Verify,
    /// Host and port, or all of it, in one value: `smtp://user@host:port`.
    Address,
    /// `smtp`, `smtps`, `smtp+starttls`.
    Protocol,
    /// A name that only ends like another.
    Nothing,
}

/// Ends of names, lower-case and without signs; the earlier row wins.
const ENDS: &[(&str, Key)] = &[
    ("port", Key::Port),
    ("smtpauth", Key::Auth),
    ("useauth", Key::Auth),
    ("authentication", Key::Auth),
    ("saslauthenable", Key::Auth),
    ("requireauth", Key::Auth),
    ("authenabled", Key::Auth),
    ("authrequired", Key::Auth),
    ("authentifizierung", Key::Auth),
    ("authentifizierungsmethode", Key::Auth),
    ("authenticationmethod", Key::Auth),
    ("authmethod", Key::Auth),
    // Kyocera's pages.
    ("authenticationprotocol", Key::Auth),
    ("méthodedauthentification", Key::Auth),
    ("métododeautenticación", Key::Auth),
    ("autenticación", Key::Auth),
    ("metododiautenticazione", Key::Auth),
    ("autenticazione", Key::Auth),
    ("authenticatiemethode", Key::Auth),
    ("métododeautenticação", Key::Auth),
    ("autenticação", Key::Auth),
    ("authentification", Key::Auth),
    ("starttlsenable", Key::StartTls),
    ("starttlsenabled", Key::StartTls),
    ("starttlsrequired", Key::StartTls),
    ("enablestarttls", Key::StartTls),
    ("enablestarttlsauto", Key::StartTls),
    ("usestarttls", Key::StartTls),
    ("tlsstarttls", Key::StartTls),
    ("starttls", Key::StartTls),
    ("requiretls", Key::RequireTls),
    ("ignoretls", Key::IgnoreTls),
    // JavaMail and Spring: `mail.smtp.ssl.enable`.
    ("sslenable", Key::Ssl),
    ("usessl", Key::AnySsl),
    // Django and Flask.
    ("mailusessl", Key::Ssl),
    ("enablessl", Key::Tls),
    ("wrappermode", Key::Ssl),
    ("sslenabled", Key::AnySsl),
    ("smtpexplicittls", Key::Ssl),
    ("socketfactoryclass", Key::Security),
    // mutt: encrypted, whichever way.
    ("sslforcetls", Key::Tls),
    ("smtps", Key::Ssl),
    ("usetls", Key::Tls),
    // Django and Flask.
    ("mailusetls", Key::StartTls),
    ("enabletls", Key::Tls),
    ("tlsenabled", Key::Tls),
    ("securitylevel", Key::Tls),
    ("tlsenable", Key::Tls),
    ("smtpsecure", Key::Security),
    ("encryption", Key::Security),
    ("smtpcrypto", Key::Security),
    ("secure", Key::Security),
    ("security", Key::Security),
    ("connectionsecurity", Key::Security),
    ("verschlüsselung", Key::Security),
    ("verbindungssicherheit", Key::Security),
    ("chiffrement", Key::Security),
    ("cifrado", Key::Security),
    ("crittografia", Key::Security),
    ("criptografia", Key::Security),
    ("encryptionmethod", Key::Security),
    ("encryptiontype", Key::Security),
    ("versleuteling", Key::Security),
    ("szyfrowanie", Key::Security),
    ("шифрование", Key::Security),
    // Outlook's row, `Encryption method`, and its sentence `Use the following type of encrypted connection`.
    ("encryptedconnection", Key::Security),
    ("encryptedconnectiontype", Key::Security),
    ("verschlüsselungsmethode", Key::Security),
    ("verschlüsselungstyp", Key::Security),
    ("verschlüsselteverbindung", Key::Security),
    ("verschlüsseltenverbindungstyp", Key::Security),
    ("méthodedechiffrement", Key::Security),
    ("typedechiffrement", Key::Security),
    ("connexionchiffrée", Key::Security),
    ("connexionchiffréesuivant", Key::Security),
    ("métododecifrado", Key::Security),
    ("tipodecifrado", Key::Security),
    ("conexióncifrada", Key::Security),
    ("métododecriptografia", Key::Security),
    ("tipodecriptografia", Key::Security),
    ("encriptação", Key::Security),
    ("ligaçãoencriptada", Key::Security),
    ("conexãocriptografada", Key::Security),
    ("metododicrittografia", Key::Security),
    ("tipodicrittografia", Key::Security),
    ("connessionecrittografata", Key::Security),
    ("versleutelingsmethode", Key::Security),
    ("versleuteldeverbinding", Key::Security),
    ("metodaszyfrowania", Key::Security),
    ("typszyfrowania", Key::Security),
    ("połączeniaszyfrowanego", Key::Security),
    ("kryptering", Key::Security),
    ("krypteringstyp", Key::Security),
    ("krypteringstype", Key::Security),
    ("krypteringsmetod", Key::Security),
    ("krypteringsmetode", Key::Security),
    ("krypteradanslutning", Key::Security),
    ("kryptertforbindelse", Key::Security),
    ("salaus", Key::Security),
    ("salausmenetelmä", Key::Security),
    ("šifrování", Key::Security),
    ("metodašifrování", Key::Security),
    ("titkosítás", Key::Security),
    ("şifreleme", Key::Security),
    ("şifrelemeyöntemi", Key::Security),
    ("методшифрования", Key::Security),
    ("шифрованногоподключения", Key::Security),
    ("методшифрування", Key::Security),
    ("暗号化", Key::Security),
    ("暗号化方法", Key::Security),
    ("暗号化の種類", Key::Security),
    ("加密", Key::Security),
    ("加密方法", Key::Security),
    ("加密方式", Key::Security),
    ("加密类型", Key::Security),
    ("加密連線類型", Key::Security),
    ("암호화", Key::Security),
    ("암호화방법", Key::Security),
    ("порт", Key::Port),
    ("端口", Key::Port),
    ("連接埠", Key::Port),
    ("ポート", Key::Port),
    ("ポート番号", Key::Port),
    ("포트", Key::Port),
    ("portti", Key::Port),
    ("utgåendeserver", Key::Host),
    ("utgåendepost", Key::Host),
    ("utgåendeepost", Key::Host),
    ("utgåendeepostserver", Key::Host),
    ("utgåendeepostsmtp", Key::Host),
    ("udgåendeserver", Key::Host),
    ("udgåendepost", Key::Host),
    ("udgåendemailserver", Key::Host),
    ("utgåendeepostserversmtp", Key::Host),
    ("исходящейпочты", Key::Host),
    ("发送服务器", Key::Host),
    ("发件服务器", Key::Host),
    ("送信サーバー", Key::Host),
    ("送信メールサーバー", Key::Host),
    ("送信サーバ", Key::Host),
    ("送信メールサーバ", Key::Host),
    ("smtpサーバ", Key::Host),
    ("smtpサーバー", Key::Host),
    ("tlscertcheck", Key::Verify),
    ("rejectunauthorized", Key::Verify),
    ("verifypeer", Key::Verify),
    ("tlsverify", Key::Verify),
    ("sslverify", Key::Verify),
    ("ssl", Key::AnySsl),
    ("tls", Key::Tls),
    ("secureconnection", Key::Security),
    ("mailscheme", Key::Security),
    ("protocol", Key::Protocol),
    ("ssltls", Key::Security),
    ("tlsssl", Key::Security),
    ("password", Key::Password),
    ("passwd", Key::Password),
    ("pass", Key::Password),
    ("pwd", Key::Password),
    ("passwort", Key::Password),
    ("kennwort", Key::Password),
    ("motdepasse", Key::Password),
    ("contraseña", Key::Password),
    ("contrasena", Key::Password),
    ("contrasenya", Key::Password),
    ("contrasinal", Key::Password),
    ("clave", Key::Password),
    ("clavedeacceso", Key::Password),
    ("códigodeacceso", Key::Password),
    ("codigodeacceso", Key::Password),
    ("contraseñadeaplicación", Key::Password),
    ("paroladordine", Key::Password),
    ("parolachiave", Key::Password),
    ("codicediaccesso", Key::Password),
    ("passwordperleapp", Key::Password),
    ("palavrapasse", Key::Password),
    ("palavrachave", Key::Password),
    ("senhadeacesso", Key::Password),
    ("senhadeapp", Key::Password),
    ("senhadoemail", Key::Password),
    ("toegangscode", Key::Password),
    ("appwachtwoord", Key::Password),
    ("wachtwoordvooruitgaandeserver", Key::Password),
    ("senha", Key::Password),
    ("wachtwoord", Key::Password),
    ("hasło", Key::Password),
    ("пароль", Key::Password),
    ("парола", Key::Password),
    ("secret", Key::Password),
    ("apikey", Key::Password),
    ("token", Key::Password),
    ("passwordmaps", Key::Auth),
    ("heslo", Key::Password),
    ("密码", Key::Password),
    ("パスワード", Key::Password),
    ("授权码", Key::Password),
    ("passphrase", Key::Password),
    ("credentials", Key::Password),
    ("mailfrom", Key::From),
    ("from", Key::From),
    ("fromaddress", Key::From),
    ("fromemail", Key::From),
    ("fromname", Key::Nothing),
    ("senderaddress", Key::From),
    ("sender", Key::From),
    ("senderemail", Key::From),
    ("absender", Key::From),
    ("emailfrom", Key::From),
    ("emailaddress", Key::From),
    ("email", Key::From),
    ("emailadresse", Key::From),
    ("expéditeur", Key::From),
    ("absenderadresse", Key::From),
    ("replyto", Key::Nothing),
    ("smtpdomain", Key::Helo),
    ("smtpheloname", Key::Helo),
    ("heloname", Key::Helo),
    ("helohost", Key::Helo),
    ("helodomain", Key::Helo),
    ("ehlodomain", Key::Helo),
    ("smtplocalhost", Key::Helo),
    ("localhostname", Key::Helo),
    ("username", Key::User),
    ("user", Key::User),
    ("userid", Key::User),
    ("login", Key::User),
    ("loginname", Key::User),
    ("hostuser", Key::User),
    ("benutzername", Key::User),
    ("benutzer", Key::User),
    ("utilisateur", Key::User),
    ("nomdutilisateur", Key::User),
    ("identifiant", Key::User),
    ("usuario", Key::User),
    ("usuário", Key::User),
    ("utente", Key::User),
    ("nomeutente", Key::User),
    ("gebruikersnaam", Key::User),
    ("accountname", Key::User),
    ("имяпользователя", Key::User),
    ("用户名", Key::User),
    ("authusername", Key::User),
    ("authuser", Key::User),
    ("dsn", Key::Address),
    ("smtpurl", Key::Address),
    ("mailurl", Key::Address),
    ("emailurl", Key::Address),
    ("relayhost", Key::Address),
    ("smarthost", Key::Address),
    ("mailhub", Key::Address),
    ("host", Key::Host),
    // Debian's Exim: the name that outgoing mail shows.
    ("readhost", Key::Nothing),
    ("hostname", Key::Host),
    ("server", Key::Host),
    ("servername", Key::Host),
    ("smtpaddress", Key::Host),
    ("smtpaddr", Key::Host),
    ("serveraddress", Key::Host),
    ("hostserver", Key::Host),
    ("outgoing", Key::Host),
    ("postausgangsserver", Key::Host),
    ("ausgangsserver", Key::Host),
    ("serveursortant", Key::Host),
    ("serveur", Key::Host),
    ("serveursmtp", Key::Host),
    ("servidor", Key::Host),
    ("servidorsmtp", Key::Host),
    ("servidordesalida", Key::Host),
    ("smtpserver", Key::Host),
    ("сервер", Key::Host),
    ("smtp", Key::Host),
    ("address", Key::Host),
    ("服务器", Key::Host),
    ("serverinuscita", Key::Host),
    ("hostmail", Key::Host),
    ("puerto", Key::Port),
    ("porta", Key::Port),
    ("poort", Key::Port),
    ("sicherheit", Key::Security),
    ("sicherheitstyp", Key::Security),
    ("sécurité", Key::Security),
    ("sécuritédelaconnexion", Key::Security),
    ("seguridad", Key::Security),
    ("seguridaddelaconexión", Key::Security),
    ("sicurezza", Key::Security),
    ("sicurezzadellaconnessione", Key::Security),
    ("beveiliging", Key::Security),
    ("zabezpieczenia", Key::Security),
    ("zabezpieczeniepołączenia", Key::Security),
    ("segurança", Key::Security),
    ("remitente", Key::From),
    ("mittente", Key::From),
    ("afzender", Key::From),
    ("nadawca", Key::From),
    ("remetente", Key::From),
    ("отправитель", Key::From),
    ("відправник", Key::From),
    ("avsändare", Key::From),
    ("afsender", Key::From),
    ("avsender", Key::From),
    ("odesílatel", Key::From),
    ("gönderen", Key::From),
    ("差出人", Key::From),
    ("送信者", Key::From),
    ("发件人", Key::From),
    ("寄件者", Key::From),
    ("gebruiker", Key::User),
    ("użytkownik", Key::User),
    ("nazwaużytkownika", Key::User),
    ("konto", Key::User),
    ("serveurdenvoi", Key::Host),
    ("courriersortant", Key::Host),
    ("correosaliente", Key::Host),
    ("servidorsaliente", Key::Host),
    ("inuscita", Key::Host),
    ("uitgaandemail", Key::Host),
    ("uitgaandeserver", Key::Host),
    ("uitgaandemailserver", Key::Host),
    ("pocztywychodzącej", Key::Host),
    ("serwerwychodzący", Key::Host),
    ("serwer", Key::Host),
    ("servidordesaída", Key::Host),
    ("servidordeenvio", Key::Host),
];

/// What brings mail in is another matter. Without blanks.
pub(super) const INCOMING: &[&str] = &[
    "imap",
    "pop3",
    "incoming",
    "posteingang",
    "entrant",
    "inarrivo",
    "inkomend",
    "binnenkomend",
    "przychodz",
    "entrada",
    "inkommande",
    "indgående",
    "innkommende",
    "saapuva",
    "příchozí",
    "входящ",
    "接收服务器",
    "收件服务器",
    "受信",
    "gelen",
];

/// What a name means: by its end, so that prefixes (`MAIL_`, `spring.mail.`, `EMAIL_`) do not matter.
pub fn key(name: &str) -> Option<Key> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // How the password is wrapped at sign-in, on printers: not how the connection is.
    if plain.ends_with("authencryption") || plain.ends_with("authenticationencryption") {
        return None;
    }
    // A switch of .NET, and none of the credentials.
    if plain.ends_with("usedefaultcredentials") {
        return None;
    }
    // `SMTP Port No.`, `Port Number`.
    let plain = ["number", "no"]
        .iter()
        .find_map(|end| plain.strip_suffix(end).filter(|front| front.ends_with("port")))
        .unwrap_or(&plain);
    // Postfix's own names (postconf(5)), and no server to send through.
    if matches!(plain, "myhostname" | "mydomain" | "myorigin" | "mydestination") {
        return None;
    }
    // Rails and msmtp; elsewhere it may be anybody's domain, and none but a bare name is judged.
    if plain == "domain" {
        return Some(Key::Helo);
    }
    if INCOMING.iter().any(|word| plain.contains(word)) || plain.starts_with("pop") {
        return None;
    }
    let best = ENDS.iter().filter(|(end, _)| plain.ends_with(end)).max_by_key(|(end, _)| end.len())?;
    // A whole word of the name, not the tail of one: `import` is no port, `supertoken` no token.
    let before = plain.len() - best.0.len();
    // `Use Secure Connection (SSL)`
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let fits = before == 0 || ends_a_word(name, best.0) || before <= 12;
    (fits && plain.len() < 60).then_some(best.1)
}

/// The end begins at a sign or at a change from small to capital letters.
fn ends_a_word(name: &str, end: &str) -> bool {
    let mut rest = end.chars().rev();
    let mut want = rest.next();
    let mut last = ' ';
    for c in name.chars().rev() {
        let Some(sign) = want else {
            return !c.is_alphanumeric() || (c.is_lowercase() && last.is_uppercase());
        };
        if c.to_lowercase().next() == Some(sign) {
            last = c;
            want = rest.next();
        } else if c.is_alphanumeric() {
            return false;
        }
    }
    want.is_none()
}

/// How the server that mail goes out by is called.
pub const OUTGOING: &[&str] = &[
    "smtp",
    "outgoing",
    "postausgang",
    "ausgangsserver",
    "sortant",
    "d'envoi",
    "d’envoi",
    "saliente",
    "de salida",
    "in uscita",
    "uitgaand",
    "wychodz",
    "de saída",
    "de envio",
    "utgående",
    "udgående",
    "lähtevä",
    "odchozí",
    "исходящ",
    "вихідн",
    "发送服务器",
    "发件服务器",
    "送信",
    "giden",
];

/// Whether a name shows by itself that mail is meant.
pub fn about_mail(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OUTGOING.iter().chain(&["mail", "relayhost", "smarthost", "uscita"]).any(|word| name.contains(word))
}

/// `Port No. (SSL)`: of two ports, the one for connections that are encrypted from the first byte.
pub fn is_ssl_port(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let has_words = words.clone().count() > 1;
    has_words && words.clone().any(|word| word == "port") && words.any(|word| matches!(word, "ssl" | "smtps"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_programs() {
        for (name, want) in [
            ("MAIL_HOST", Key::Host),
            ("EMAIL_HOST_USER", Key::User),
            ("EMAIL_HOST_PASSWORD", Key::Password),
            ("spring.mail.properties.mail.smtp.starttls.enable", Key::StartTls),
            ("mail.smtp.ssl.enable", Key::Ssl),
            ("EMAIL_USE_SSL", Key::Ssl),
            ("EMAIL_USE_TLS", Key::StartTls),
            ("SMTP_TLS", Key::Tls),
            ("UseSsl", Key::AnySsl),
            ("ignoreTLS", Key::IgnoreTls),
            ("mail.transport.protocol", Key::Protocol),
            ("$mail->SMTPSecure", Key::Security),
            ("smtp_tls_wrappermode", Key::Ssl),
            ("relayhost", Key::Address),
            ("Postausgangsserver", Key::Host),
            ("Port", Key::Port),
            ("DEFAULT_FROM_EMAIL", Key::From),
            ("Serveur de courrier sortant", Key::Host),
            ("Servidor de correo saliente", Key::Host),
            ("Server di posta in uscita", Key::Host),
            ("Server voor uitgaande mail", Key::Host),
            ("Serwer poczty wychodzącej", Key::Host),
            ("Puerto", Key::Port),
            ("Porta", Key::Port),
            ("Poort", Key::Port),
            ("Sécurité de la connexion", Key::Security),
            ("Nome utente", Key::User),
            ("Nazwa użytkownika", Key::User),
            ("Mittente", Key::From),
            ("SMTP Port No.", Key::Port),
            ("Krypteringsmetode", Key::Security),
            ("Verwenden Sie den folgenden verschlüsselten Verbindungstyp", Key::Security),
            ("Метод шифрования", Key::Security),
            ("Utgående server", Key::Host),
            ("Use Secure Connection (SSL)", Key::AnySsl),
        ] {
            assert_eq!(key(name), Some(want), "{name}");
        }
        for name in
            ["Contraseña", "Clave", "Parola d'ordine", "Palavra-passe", "Senha", "Wachtwoord", "Toegangscode"]
        {
            assert_eq!(key(name), Some(Key::Password), "{name}");
        }
        assert_eq!(key("myhostname"), None);
        assert_eq!(key("imap_host"), None);
        assert_eq!(key("colour"), None);
        assert_eq!(key("UseDefaultCredentials"), None);
        assert_eq!(key("SMTP Auth. Encryption"), None);
    }
}
