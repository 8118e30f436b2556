//! The table that Microsoft 365 puts below a report, in any of its languages: `Absenderadresse: ann@example.org`.
//!
//! A label is known by the stems of its words, so that an ending or another order does not matter: no list of whole labels would
//! be complete.

use super::speech;

/// What a line of the table tells, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row<'a> {
    Sender(&'a str),
    Recipient(&'a str),
    Created(&'a str),
}

/// Labels are short.
const LONGEST_LABEL: usize = 40;

/// So many lines below a heading are looked at.
const FIRST: usize = 6;

pub fn row(line: &str) -> Option<Row<'_>> {
    let (label, value) = labelled(line)?;
    let has = |stems: &[&str]| stems.iter().any(|stem| label.contains(stem));
    let is_address = value.contains('@') && !value.contains(char::is_whitespace);
    if is_address && has(ADDRESS) {
        // The sender's words come first: `destinataire` of a forward may stand beside them.
        return match (has(SENDER), has(RECIPIENT)) {
            (true, _) => Some(Row::Sender(value)),
            (_, true) => Some(Row::Recipient(value)),
            _ => None,
        };
    }
    let is_day = value.chars().next().is_some_and(|sign| sign.is_ascii_digit())
        && value.chars().filter(char::is_ascii_digit).count() >= 6;
    (is_day && has(CREATED)).then_some(Row::Created(value))
}

/// Whether the first lines of a text are the table's: a heading above them announces no mail.
pub fn begins(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(FIRST).filter_map(row).count() > 1
}

/// The line that names the server which refused, `Message rejected by: mx.example.org`: where it begins, and the server.
pub fn rejecting(text: &str) -> Option<(usize, String)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((label, value)) = labelled(line) else { continue };
        let has = |stems: &[&str]| stems.iter().any(|stem| label.contains(stem));
        if has(MESSAGE)
            && has(REJECTED)
            && !value.contains(char::is_whitespace)
            && let Some(host) = speech::host(value)
        {
            return Some((start, host));
        }
    }
    None
}

/// A label in lower case, and what stands behind its colon.
fn labelled(line: &str) -> Option<(String, &str)> {
    let (label, value) = line.trim().split_once([':', '：'])?;
    let (label, value) = (label.trim(), value.trim());
    let fits = !label.is_empty() && !value.is_empty() && label.chars().count() <= LONGEST_LABEL;
    fits.then(|| (label.to_lowercase(), value))
}

const ADDRESS: &[&str] = &[
    "address",
    "adress",
    "dirección",
    "direccion",
    "adreça",
    "indirizzo",
    "endereço",
    "adres",
    "osoite",
    "cím",
    "адрес",
    "διεύθυνση",
    "アドレス",
    "地址",
    "주소",
    "địa chỉ",
    "alamat",
    "ที่อยู่",
    "כתובת",
    "عنوان",
    "naslov",
];

const SENDER: &[&str] = &[
    "sender",
    "absender",
    "expéditeur",
    "expediteur",
    "remitente",
    "remitent",
    "mittente",
    "remetente",
    "afzender",
    "avsändar",
    "afsender",
    "avsender",
    "lähettäj",
    "nadawc",
    "odesílatel",
    "odosielate",
    "feladó",
    "gönderen",
    "отправител",
    "відправник",
    "подател",
    "expeditor",
    "αποστολ",
    "送信者",
    "差出人",
    "发件人",
    "寄件者",
    "보낸",
    "người gửi",
    "pengirim",
    "ผู้ส่ง",
    "שולח",
    "المرسل",
    "pošiljatelj",
];

const RECIPIENT: &[&str] = &[
    "recipient",
    "empfänger",
    "destinataire",
    "destinatari",
    "destinatár",
    "geadresseerde",
    "ontvanger",
    "mottagar",
    "modtager",
    "mottaker",
    "vastaanottaj",
    "adresat",
    "odbiorc",
    "příjemc",
    "príjemc",
    "címzett",
    "alıcı",
    "получател",
    "одержувач",
    "отримувач",
    "παραλήπτ",
    "受信者",
    "宛先",
    "收件人",
    "收件者",
    "받는",
    "người nhận",
    "penerima",
    "ผู้รับ",
    "נמען",
    "المستلم",
    "prejemnik",
    "primatelj",
];

const CREATED: &[&str] = &[
    "created",
    "erstell",
    "création",
    "creation",
    "creación",
    "creació",
    "creazione",
    "criação",
    "aangemaakt",
    "aanmaak",
    "gemaakt",
    "skapa",
    "skapad",
    "oprett",
    "opprett",
    "luonti",
    "luotu",
    "utworzen",
    "vytvoř",
    "vytvoren",
    "létrehoz",
    "oluştur",
    "создан",
    "створен",
    "създаване",
    "creării",
    "creare",
    "δημιουργ",
    "作成",
    "创建",
    "建立",
    "만든",
    "생성",
    "ngày tạo",
    "dibuat",
    "สร้าง",
    "יצירה",
    "إنشاء",
    "ustvarjen",
    "stvaranj",
];

const MESSAGE: &[&str] = &[
    "message",
    "nachricht",
    "mensaje",
    "missatge",
    "messaggio",
    "mensagem",
    "bericht",
    "meddel",
    "melding",
    "viesti",
    "wiadomo",
    "zpráv",
    "správ",
    "üzenet",
    "ileti",
    "сообщени",
    "повідомлен",
    "съобщени",
    "mesaj",
    "μήνυμα",
    "メッセージ",
    "邮件",
    "郵件",
    "메시지",
    "thư",
    "pesan",
    "ข้อความ",
    "הודעה",
    "الرسالة",
    "sporočil",
    "poruk",
];

const REJECTED: &[&str] = &[
    "rejected by",
    "abgelehnt",
    "zurückgewiesen",
    "rejeté",
    "refusé",
    "rechaz",
    "rebutj",
    "rifiut",
    "respint",
    "rejeitad",
    "recusad",
    "geweigerd",
    "afgewezen",
    "avvis",
    "avslog",
    "avslag",
    "afvist",
    "avvist",
    "hylkä",
    "hylät",
    "odrzuc",
    "odmít",
    "odmiet",
    "zamít",
    "elutasít",
    "redde",
    "отклон",
    "відхил",
    "отхвър",
    "respins",
    "απορρ",
    "拒否",
    "拒绝",
    "拒絕",
    "거부",
    "từ chối",
    "ditolak",
    "ปฏิเสธ",
    "נדח",
    "رفض",
    "zavrn",
    "odbi",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_known_in_many_languages() {
        for line in [
            "Sender Address:\tkim@orchard.example",
            "Absenderadresse:    kim@orchard.example",
            "Adresse de l'expéditeur :\tkim@orchard.example",
            "Dirección del remitente: kim@orchard.example",
            "Indirizzo mittente: kim@orchard.example",
            "Adres van afzender: kim@orchard.example",
            "送信者のアドレス：kim@orchard.example",
        ] {
            assert_eq!(row(line), Some(Row::Sender("kim@orchard.example")), "{line}");
        }
        assert_eq!(row("Erstellungsdatum:   03.11.2026 08:15:02"), Some(Row::Created("03.11.2026 08:15:02")));
        assert_eq!(row("Date de création : 03/11/2026 08:15:02"), Some(Row::Created("03/11/2026 08:15:02")));
        for other in [
            "Absender: Kim",
            "Sender Address Rejected: not found",
            "Created by: Kim",
            "550 5.1.1 no such address: bob@example.net",
        ] {
            assert_eq!(row(other), None, "{other}");
        }
    }

    #[test]
    fn who_refused_is_named_in_many_languages() {
        for label in [
            "Message rejected by",
            "Nachricht abgelehnt von",
            "Message rejeté par ",
            "Mensaje rechazado por",
            "Messaggio rifiutato da",
            "Bericht geweigerd door",
            "Wiadomość odrzucona przez",
        ] {
            let words = format!("550 no\n{label}:\tMX.orchard.example\n");
            assert_eq!(rejecting(&words), Some((7, "mx.orchard.example".to_owned())), "{label}");
        }
        assert_eq!(rejecting("a message rejected by mx.example.org"), None);
        assert_eq!(rejecting("Sender address rejected: Domain not found"), None);
    }
}
