//! A paste of each kind, to try the page with. Made up; names and addresses are those reserved for documentation.

/// The words on the buttons. The page has these alone; the texts are the worker's.
pub const WORDS: [&str; 6] =
    ["headers", "bounce", "error message", "SMTP dialogue", "server log", "settings"];

/// Each word, and what it pastes.
pub const EXAMPLES: [(&str, &str); 6] = [
    (WORDS[0], HEADERS),
    (WORDS[1], BOUNCE),
    (WORDS[2], CLIENT),
    (WORDS[3], DIALOGUE),
    (WORDS[4], LOG),
    (WORDS[5], SETTINGS),
];

const HEADERS: &str = "\
Delivered-To: maria@example.org
Received: from mx2.example.org (mx2.example.org [203.0.113.7])
\tby store.example.org (Postfix) with ESMTPS id 4XyKp31rT7z9s
\tfor <maria@example.org>; Tue, 24 Nov 2026 09:31:48 +0100 (CET)
Received: from out.example.com (out.example.com [198.51.100.24])
\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)
\tby mx2.example.org (Postfix) with ESMTPS id 4XyKd45TqWz2x
\tfor <maria@example.org>; Tue, 24 Nov 2026 09:31:41 +0100 (CET)
Received: from laptop.home.example ([192.0.2.55])
\tby out.example.com (Postfix) with ESMTPSA id 4XyJ9b0F3Kz7k;
\tTue, 24 Nov 2026 08:19:02 +0000 (UTC)
Authentication-Results: mx2.example.org;
\tspf=pass smtp.mailfrom=example.com;
\tdkim=pass header.d=example.com header.s=k1;
\tdmarc=pass header.from=example.com
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=k1; h=from:to:subject:date;
\tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=Zm9vYmFy
From: Jonas Weber <jonas@example.com>
To: Maria Rossi <maria@example.org>
Subject: Minutes of Monday
Date: Tue, 24 Nov 2026 09:19:01 +0100
Message-ID: <20261124081901.4711@example.com>
";

const BOUNCE: &str = "\
Date: Tue, 24 Nov 2026 10:02:11 +0100 (CET)
From: MAILER-DAEMON@out.example.com (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: jonas@example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=\"sep\"

--sep
Content-Type: text/plain; charset=us-ascii

This is the mail system at host out.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<maria@example.org>: host mx2.example.org[203.0.113.7] said: 552 5.2.2
    <maria@example.org>: Recipient address rejected: mailbox over quota
    (in reply to RCPT TO command)

--sep
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example.com
Arrival-Date: Tue, 24 Nov 2026 10:02:09 +0100 (CET)

Final-Recipient: rfc822; maria@example.org
Action: failed
Status: 5.2.2
Remote-MTA: dns; mx2.example.org
Diagnostic-Code: smtp; 552 5.2.2 <maria@example.org>: Recipient address
    rejected: mailbox over quota

--sep--
";

const CLIENT: &str = "\
Traceback (most recent call last):
  File \"/srv/report/send.py\", line 41, in <module>
    server.login(USER, PASSWORD)
  File \"/usr/lib/python3.12/smtplib.py\", line 750, in login
    raise last_exception
smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: wrong user name or password')
";

const DIALOGUE: &str = "\
220 mx2.example.org ESMTP ready
EHLO out.example.com
250-mx2.example.org
250-SIZE 26214400
250-STARTTLS
250 ENHANCEDSTATUSCODES
MAIL FROM:<jonas@example.com>
250 2.1.0 Ok
RCPT TO:<maria@example.org>
450 4.2.0 <maria@example.org>: Recipient address rejected: Greylisted, please try again in 5 minutes
QUIT
221 2.0.0 Bye
";

const LOG: &str = "\
Nov 24 10:14:03 out postfix/smtp[2211]: connect to mx.example.net[198.51.100.77]:25: Connection timed out
Nov 24 10:14:03 out postfix/smtp[2211]: 4XyKq11mPz9x: to=<li@example.net>, relay=none, delay=31, delays=0.1/0.02/31/0, dsn=4.4.1, status=deferred (connect to mx.example.net[198.51.100.77]:25: Connection timed out)
";

const SETTINGS: &str = "\
MAIL_HOST=smtp.gmail.com
MAIL_PORT=465
MAIL_ENCRYPTION=tls
MAIL_USERNAME=jonas
MAIL_PASSWORD=secret
MAIL_FROM_ADDRESS=info@example.com
";
