//! The little of HTTP/1.1 (RFC 9112) that speaking with a driver and serving files on one machine takes.

use super::Outcome;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};

/// Sends a request to a port of this machine and reads the JSON that comes back.
pub fn call(port: u16, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
    let fault = |e: &dyn std::fmt::Display| format!("{method} {path}: {e}");
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(|e| fault(&e))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()))
        .map_err(|e| fault(&e))?;
    let mut reader = BufReader::new(stream);
    let (_, fields) = head_of(&mut reader).ok_or_else(|| fault(&"no answer"))?;
    let mut answer = vec![0; length(&fields)];
    reader.read_exact(&mut answer).map_err(|e| fault(&e))?;
    serde_json::from_slice(&answer).map_err(|e| fault(&e))
}

/// The first line of a request or a response, and its fields.
pub fn head_of(reader: &mut impl BufRead) -> Option<(String, Vec<(String, String)>)> {
    let first = line(reader)?;
    let mut fields = Vec::new();
    while let Some(field) = line(reader).filter(|line| !line.is_empty()) {
        if let Some((name, value)) = field.split_once(':') {
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    (!first.is_empty()).then_some((first, fields))
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut text = String::new();
    reader.read_line(&mut text).ok()?;
    Some(text.trim_end().to_owned())
}

/// Bytes of the content (RFC 9110, 8.6), none when not stated.
fn length(fields: &[(String, String)]) -> usize {
    fields
        .iter()
        .find(|field| field.0 == "content-length")
        .and_then(|field| field.1.parse().ok())
        .unwrap_or(0)
}
