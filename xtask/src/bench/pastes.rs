//! Pastes to measure with, made up here.

/// What it is called, the milliseconds that its answer may take, the text.
pub type Paste = (&'static str, f64, String);

pub fn all() -> Vec<Paste> {
    vec![
        ("12 hops as Microsoft 365 writes them", 16.0, microsoft_365(12, 17_000)),
        ("200 hops as Microsoft 365 writes them", 100.0, microsoft_365(200, 1_000_000)),
        ("a server's log", 1_000.0, log(5_000_000)),
        ("a message with an attachment", 1_000.0, message(5_000_000)),
    ]
}

/// A header block of about so many bytes, in the dialect of Exchange Online: long names, addresses of IPv6, TLS in
/// brackets, three sets of results, the stamps of its filters, and one that nobody can read.
fn microsoft_365(hops: usize, size: usize) -> String {
    let mut text: String = (0..hops).rev().map(hop).collect();
    text += STAMPS;
    let mut number = 0;
    while text.len() < size {
        let length = (size - text.len()).clamp(60, 3_000);
        text += &format!(
            "X-Microsoft-Antispam-Message-Info{}: ",
            if number == 0 { String::new() } else { format!("-{number}") }
        );
        text += &letters(length, number);
        number += 1;
    }
    text
}

/// A step from one mailbox server to the next, each a second or two after the one before.
fn hop(number: usize) -> String {
    let server = |number: usize| {
        format!(
            "AM{}PR{:02}MB{:04}.eurprd{:02}.prod.outlook.com",
            number % 9,
            number % 17,
            1000 + number,
            number % 19
        )
    };
    let seconds = number * 2;
    format!(
        "Received: from {} (2603:10a6:20b:{:x}::{:x})\n by {} with Microsoft SMTP Server (version=TLS1_3,\n \
         cipher=TLS_AES_256_GCM_SHA384) id 15.20.{}.{}; Tue, 3 Nov 2026\n {:02}:{:02}:{:02} +0000\n",
        server(number),
        number + 256,
        number + 7,
        server(number + 1),
        9000 + number,
        number % 30,
        9 + seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
    )
}

/// Some base64 on folded lines.
fn letters(length: usize, seed: usize) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = seed as u32 ^ 0x9e37_79b9;
    let mut text = String::with_capacity(length + length / 70);
    for at in 1..=length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push(char::from(SIGNS[(state >> 26) as usize]));
        if at % 70 == 0 {
            text += "\n\t";
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn log(size: usize) -> String {
    let line = |number: usize| {
        let (code, said) = [
            ("2.0.0", "sent (250 2.0.0 OK)"),
            (
                "4.2.2",
                "deferred (host mx.example.org[192.0.2.1] said: 452 4.2.2 mailbox full (in reply to RCPT TO command))",
            ),
            (
                "5.1.1",
                "bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 user unknown (in reply to RCPT TO command))",
            ),
        ][number % 3];
        format!(
            "Nov  3 {:02}:{:02}:{:02} mx postfix/smtp[{}]: {:09X}: to=<user{}@example.org>, relay=mx.example.org[192.0.2.1]:25, \
             delay={}.2, delays=0.1/0/0.4/0.7, dsn={code}, status={said}\n",
            number / 3600 % 24,
            number / 60 % 60,
            number % 60,
            1000 + number % 50,
            0x4_0000_0000_u64 + number as u64,
            number % 400,
            number % 9
        )
    };
    let mut text = String::with_capacity(size + 300);
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text += &line(number);
    }
    text
}

fn message(size: usize) -> String {
    let mut text: String = (0..4).rev().map(hop).collect();
    text += STAMPS;
    text += "Content-Type: multipart/mixed; boundary=\"b1\"\n\n--b1\nContent-Type: text/plain\n\nThe minutes are attached.\n\n\
             --b1\nContent-Type: application/pdf; name=\"minutes.pdf\"\nContent-Transfer-Encoding: base64\n\n";
    text += &letters(size, 5).replace('\t', "");
    text + "--b1--\n"
}

const STAMPS: &str = "\
ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none;
 b=Zm9yIGEgYmVuY2htYXJrIG9ubHksIG5vdCBhIHNpZ25hdHVyZSBvZiBhbnlib2R5LCBzbyBub3RoaW5nIGNhbiBiZSBjaGVja2VkIGhlcmU=
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arcselector10001;
 h=From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-AntiSpam-MessageData-ChunkCount;
 bh=Zm9yIGEgYmVuY2htYXJrIG9ubHksIG5vdGhpbmcgZWxzZSE=; b=bm90IGEgc2lnbmF0dXJlIG9mIGFueWJvZHksIHNvIG5vdGhpbmcgY2FuIGJl
ARC-Authentication-Results: i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=example.com; dmarc=pass action=none
 header.from=example.com; dkim=pass header.d=example.com; arc=none
Authentication-Results: spf=pass (sender IP is 192.0.2.44) smtp.mailfrom=example.com; dkim=pass (signature was verified)
 header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100
Received-SPF: Pass (protection.outlook.com: domain of example.com designates 192.0.2.44 as permitted sender)
 receiver=protection.outlook.com; client-ip=192.0.2.44; helo=mail.example.com; pr=C
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=selector1; h=From:Date:Subject:Message-ID:Content-Type;
 bh=Zm9yIGEgYmVuY2htYXJrIG9ubHksIG5vdGhpbmcgZWxzZSE=; b=bm90IGEgc2lnbmF0dXJlIG9mIGFueWJvZHksIHNvIG5vdGhpbmcgY2FuIGJl
From: \"Bob Example\" <bob@example.com>
To: Ann <ann@example.org>
Subject: Minutes of Monday
Thread-Topic: Minutes of Monday
Thread-Index: AQHbLgAAAAAAAAAAAAAAAAAAAAAAAA==
Date: Tue, 3 Nov 2026 09:00:00 +0000
Message-ID: <AM0PR01MB1001ABCDEF0123456789@AM0PR01MB1001.eurprd01.prod.outlook.com>
Accept-Language: en-GB, en-US
Content-Language: en-GB
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
Return-Path: bob@example.com
X-MS-Exchange-Organization-ExpirationStartTime: 03 Nov 2026 09:00:20.1234 (UTC)
X-MS-Exchange-Organization-ExpirationStartTimeReason: OriginalSubmit
X-MS-Exchange-Organization-ExpirationInterval: 1:00:00:00.0000000
X-MS-Exchange-Organization-ExpirationIntervalReason: OriginalSubmit
X-MS-Exchange-Organization-Network-Message-Id: 0a0b0c0d-0001-0002-0003-000000000004
X-EOPAttributedMessage: 0
X-EOPTenantAttributedMessage: 00000000-1111-2222-3333-444444444444:0
X-MS-Exchange-Organization-MessageDirectionality: Incoming
X-MS-PublicTrafficType: Email
X-MS-TrafficTypeDiagnostic: AM0PEPF0001:EE_|AM0PR01MB1001:EE_
X-MS-Exchange-Organization-AuthSource: AM0PEPF0001.eurprd01.prod.outlook.com
X-MS-Exchange-Organization-AuthAs: Anonymous
X-MS-Office365-Filtering-Correlation-Id: 0a0b0c0d-0001-0002-0003-000000000004
X-MS-Exchange-Organization-SCL: 1
X-Forefront-Antispam-Report: CIP:192.0.2.44;CTRY:DE;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:mail.example.com;PTR:mail.example.com;
 CAT:NONE;SFS:(13230040)(4053099003)(8096899003);DIR:INB;
X-Microsoft-Antispam: BCL:0;ARA:13230040|4053099003|8096899003;
X-MS-Exchange-CrossTenant-OriginalArrivalTime: 03 Nov 2026 09:00:20.0297 (UTC)
X-MS-Exchange-CrossTenant-Network-Message-Id: 0a0b0c0d-0001-0002-0003-000000000004
X-MS-Exchange-CrossTenant-Id: 00000000-1111-2222-3333-444444444444
X-MS-Exchange-CrossTenant-AuthSource: AM0PEPF0001.eurprd01.prod.outlook.com
X-MS-Exchange-CrossTenant-AuthAs: Anonymous
X-MS-Exchange-CrossTenant-FromEntityHeader: Internet
X-MS-Exchange-Transport-CrossTenantHeadersStamped: AM0PR01MB1001
X-MS-Exchange-Transport-EndToEndLatency: 00:00:04.2083312
X-MS-Exchange-Processed-By-BccFoldering: 15.20.9000.003
X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;ENG:(910001)(944506478)(944626604)(920097);
MIME-Version: 1.0
";
