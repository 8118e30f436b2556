//! The closed sets of names, for the library and for the build script alike.

/// A name's place in its set: what stands in packed tables.
pub trait Named: Copy + 'static {
    const NAMES: &'static [Self];

    fn number(self) -> u8;

    fn of(number: u8) -> Self {
        Self::NAMES[usize::from(number)]
    }

    /// One more than the number; 0 for none.
    fn some(number: u8) -> Option<Self> {
        number.checked_sub(1).map(Self::of)
    }
}

/// Declares an enum whose variants have public kebab-case names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl Named for $name {
            const NAMES: &'static [$name] = Self::ALL;

            fn number(self) -> u8 {
                self as u8
            }
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

named! {
    /// Whether the failure clears by itself or by repeating.
    Permanence { Temporary = "temporary", Permanent = "permanent", None = "none" }
}
named! {
    /// Where on the way it happened.
    Stage {
        Compose = "compose", Client = "client", Submission = "submission", Outbound = "outbound", Dns = "dns",
        Connection = "connection", Tls = "tls", Inbound = "inbound", Filter = "filter", Mailbox = "mailbox",
        Report = "report",
    }
}
named! {
    /// Who can mend it.
    Act {
        Sender = "sender", SenderAdmin = "sender-admin", Recipient = "recipient",
        RecipientAdmin = "recipient-admin", Network = "network", Nobody = "nobody",
    }
}
named! {
    /// Where a program runs, as far as that decides what can be advised.
    Runs {
        /// On a web server, or on a box in the corner: nobody sits before it.
        Server = "server",
        /// On a desk or a phone.
        Desk = "desk",
        /// At the door of a mail server: it judges mail that comes in.
        Gate = "gate",
        /// A mail server that has commands of its own.
        Mta = "mta",
    }
}
named! {
    /// How a connection is encrypted: from the first byte, after STARTTLS, or not.
    Security { Implicit = "implicit", StartTls = "starttls", None = "none" }
}
named! {
    /// What a program signs in with: the account's own password, one made for this program, a sign-in in the browser, or a
    /// key that the service's own pages hand out.
    PasswordKind { Account = "account", AppPassword = "app-password", Oauth = "oauth", ApiKey = "api-key" }
}
named! {
    /// For which pastes alone a step or a command makes sense.
    Only {
        Any = "",
        /// Where a program failed: its settings, its network.
        Program = "program",
        /// Where somebody may sit at the machine that sends: not where a program runs on a server.
        Desk = "desk",
        /// Where a mail program may have been used, with accounts that its user set up: no library, no interface of a service and no
        /// printer or scanner.
        MailProgram = "mail-program",
        /// Where a printer, a scanner or a web site may send, which are only set up: no library and no interface of a service.
        Device = "device",
        /// Where a library or a service's interface was used by a program of one's own: no application that is only set up.
        Code = "code",
        /// Where an application was used that is only set up.
        Application = "application",
        /// Where a server reports: no setting of a program changes anything.
        Report = "report",
        /// Where a server may still have the mail, or it is not known whose reply it is: no program and no test by hand.
        Server = "server",
        /// The same, and it has not given up.
        Waiting = "waiting",
        /// The same, and it is not shown which side's server refused.
        EitherSide = "either-side",
        /// Where no forward stands in between, as far as is told.
        Direct = "direct",
        /// Where the message itself may have been seen: the refusal did not come before it was sent.
        Content = "content",
        /// Where a test by hand speaks to port 25.
        Test = "test",
        /// Where port 25 is used, or any may be.
        Port25 = "port-25",
        /// Where the connection is encrypted from the first byte, or may be.
        Implicit = "port-465",
        /// Where it is not.
        StartTls = "starttls",
        /// Where a program may have been told to use its own machine.
        Localhost = "localhost",
        /// Where the server is Microsoft's, or nobody knows whose it is.
        Microsoft = "at-microsoft",
        /// Where neither the server nor the words are Microsoft's.
        NotMicrosoft = "not-at-microsoft",
    }
}
named! {
    /// What a step is about, where an answer asks for it: to leave it out, to say more of it, or not to say it again.
    Topic {
        /// A password made for one program or device.
        AppPassword = "app-password",
        /// An antivirus program that looks into mail, or cuts connections.
        Antivirus = "antivirus",
        /// Which port and kind of encryption to take.
        Ports = "ports",
        /// To compare port and encryption, and nothing else.
        MatchPorts = "match-ports",
        /// Another network, such as a phone's.
        Hotspot = "hotspot",
        /// The machine's date and time.
        Clock = "clock",
        /// An address that the mail program remembers and offers.
        Suggestion = "suggestion",
        /// The leave to send under another address.
        SendAs = "send-as",
        /// Whether a mailbox or group takes mail of those outside its organisation.
        Outsiders = "outsiders",
        /// To reach the recipient by phone.
        ByPhone = "by-phone",
        /// To reach the recipient by another way, as the refusal meets whoever writes.
        AnotherWay = "another-way",
        /// The SPF record.
        Spf = "spf",
        /// The signature with DKIM.
        Dkim = "dkim",
        /// The DMARC record.
        Dmarc = "dmarc",
        /// How large a message may be; its last sentence is for answers that name no limit.
        SizeLimit = "size-limit",
        /// A mail server that the reader can look into: its log, its services, its connections.
        OwnServer = "own-server",
        /// A mail program and its accounts.
        MailProgram = "mail-program",
        /// A copy that a server gave back.
        CameBack = "came-back",
        /// The way to the server that one sends through.
        OutgoingServer = "outgoing-server",
        /// Code that speaks SMTP by itself.
        OwnCode = "own-code",
        /// The pages of a block list that is named.
        BlockList = "block-list",
        /// Where user name and password are entered, or the sign-in is switched on.
        SignInFields = "sign-in-fields",
        /// A sign-in in the browser.
        OAuth = "oauth",
        /// How the program or library at hand comes to OAuth 2.
        OAuthHere = "oauth-here",
        /// To try the password on the provider's web site.
        WebSignIn = "web-sign-in",
        /// What holds at Microsoft 365 alone.
        Microsoft365 = "microsoft-365",
        /// Something whose last sentence holds at Microsoft 365 alone.
        Microsoft365Last = "microsoft-365-last",
        /// To put the account's own address into From.
        FromAddress = "from-address",
        /// Where a program has the address in From.
        FromPlace = "from-place",
        /// Whether a mail server runs on the program's own machine.
        Localhost = "localhost",
        /// To look up which of a filter's tests weighed most.
        Weights = "weights",
        /// To find the servers between which a mail goes in a circle.
        FindCircle = "find-circle",
        /// The case that one server alone repeats where a mail goes in a circle.
        OneServer = "one-server",
        /// To see whose server refused, and what follows where it is the recipient's.
        WhoseServer = "whose-server",
        /// The address that a relay service knows its customer by.
        KnownAddress = "known-address",
        /// To send more slowly to one destination, by fewer connections.
        Pace = "pace",
        /// Which domains a server takes mail for.
        OwnDomain = "own-domain",
        /// The provider's page on its servers.
        ProvidersPage = "providers-page",
        /// To pass a file on without attaching it.
        AnotherRoad = "another-road",
        /// To free space in the mailbox.
        FreeSpace = "free-space",
        /// IPv6.
        Ipv6 = "ipv6",
        /// Which side knows only old kinds of encryption.
        OlderSide = "older-side",
        /// To update the side that knows only old kinds of encryption.
        UpdateOldSide = "update-old-side",
        /// Symfony's setting MAILER_DSN.
        MailerDsn = "mailer-dsn",
        /// The name that a mail server gives in EHLO.
        GreetingName = "greeting-name",
        /// The case that the name in EHLO is a full one.
        FullName = "full-name",
        /// To send the message again, and nothing else.
        SendAgain = "send-again",
        /// To wait, since a server still has the mail.
        Wait = "wait",
        /// The password that is signed in with: to type it anew, to see whether it is right, or to have one made.
        Password = "password",
        /// What is for those alone who send newsletters, or much at once.
        Newsletter = "newsletter",
        /// Which filter (milter) it is that does not answer.
        WhichFilter = "which-filter",
        /// The path of a filter's socket.
        FilterSocket = "filter-socket",
        /// To see which disk or memory is short, and how much of it is left.
        WhatIsShort = "what-is-short",
        /// What is for a server that is short of memory.
        Memory = "memory",
        /// The case that mail comes straight from an internet connection at home or in the office.
        OwnLine = "own-line",
        /// Whether somebody who tried to sign in is a stranger.
        Stranger = "stranger",
        /// A container or a pod that the program may run in.
        Containers = "containers",
    }
}
named! {
    /// How sure: lowest first.
    Confidence { Possible = "possible", Likely = "likely", Certain = "certain" }
}
named! {
    /// Who an owner of rules is; `General` is nobody in particular.
    OwnerKind {
        General = "general", Provider = "provider", ClientError = "client-error", LibraryError = "library-error",
        ApiError = "api-error", Log = "log", Transcript = "transcript",
        // Recognised so that it is not mistaken for a failure of mail.
        Unrelated = "unrelated",
    }
}

/// A set of topics: a step may be about several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics(u64);

const _: () = assert!(Topic::ALL.len() <= u64::BITS as usize, "a set has no room for so many topics");

impl Topics {
    pub fn has(self, topic: Topic) -> bool {
        self.0 >> topic.number() & 1 == 1
    }

    pub fn with(self, topic: Topic) -> Self {
        Self(self.0 | 1 << topic.number())
    }
}

impl FromIterator<Topic> for Topics {
    fn from_iter<I: IntoIterator<Item = Topic>>(topics: I) -> Self {
        topics.into_iter().fold(Self::default(), Self::with)
    }
}
