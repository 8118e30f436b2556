//! Files beside the rules: what EHLO offers, what providers document about their servers.

use crate::Faults;
use serde::Deserialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapabilityFile {
    source: String,
    checked: String,
    capability: Vec<RawCapability>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCapability {
    keyword: String,
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    username: String,
    password: String,
    #[serde(default)]
    note: String,
    source: String,
    /// Left out where the page was not looked up again.
    #[serde(default)]
    checked: String,
    server: Vec<RawServer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    purpose: String,
    host: String,
    port: u16,
    security: String,
}

/// Reads, judges and writes them.
pub fn tables(root: &Path, faults: &mut Faults) -> String {
    let mut out = String::new();
    if let Some(file) = file::<CapabilityFile>(&root.join("capabilities.toml"), faults) {
        capabilities(&file, &mut out);
    }
    services(&root.join("settings"), faults, &mut out);
    out
}

/// One file of TOML; what is wrong with it is a fault.
pub fn file<T: serde::de::DeserializeOwned>(path: &Path, faults: &mut Faults) -> Option<T> {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match read
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string().trim().replace('\n', " ")))
    {
        Ok(file) => Some(file),
        Err(error) => {
            faults.add(path.display(), error);
            None
        }
    }
}

/// The TOML files of a folder: id and path, by id.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    files.sort();
    files
}

fn capabilities(file: &CapabilityFile, out: &mut String) {
    let mut rows: Vec<&RawCapability> = file.capability.iter().collect();
    rows.sort_by(|a, b| a.keyword.cmp(&b.keyword));
    let _ = writeln!(out, "/// By keyword. Source: {}, checked {}.", file.source, file.checked);
    let _ = writeln!(out, "pub static CAPABILITIES: &[(&str, &str)] = &[");
    for row in rows {
        let _ = writeln!(out, "({:?}, {:?}),", row.keyword, row.about);
    }
    out.push_str("];\n");
}

const PURPOSES: &[&str] = &["submission", "imap", "pop3"];
const SECURITY: &[(&str, &str)] = &[("implicit", "Implicit"), ("starttls", "StartTls"), ("none", "None")];
const PASSWORDS: &[(&str, &str)] =
    &[("account", "Account"), ("app-password", "AppPassword"), ("oauth", "Oauth"), ("api-key", "ApiKey")];

fn services(folder: &Path, faults: &mut Faults, out: &mut String) {
    out.push_str(
        "/// What providers document about their servers, by id.\npub static SERVICES: &[Service] = &[\n",
    );
    for (id, path) in files(folder) {
        let Some(service) = file::<ServiceFile>(&path, faults) else { continue };
        let Some((_, password)) = PASSWORDS.iter().find(|(name, _)| *name == service.password) else {
            faults.add(path.display(), format!("password = {:?}", service.password));
            continue;
        };
        if !["address", "name", "fixed"].contains(&service.username.as_str()) {
            faults.add(path.display(), format!("username = {:?}", service.username));
        }
        let mut servers = String::new();
        for server in &service.server {
            let security = SECURITY.iter().find(|(name, _)| *name == server.security);
            let Some((_, security)) = security.filter(|_| PURPOSES.contains(&server.purpose.as_str())) else {
                faults.add(path.display(), format!("{} {}", server.purpose, server.security));
                continue;
            };
            let _ = write!(
                servers,
                "Server {{ purpose: {:?}, host: {:?}, port: {}, security: Security::{security} }},",
                server.purpose, server.host, server.port
            );
        }
        let _ = writeln!(
            out,
            "Service {{ id: {id:?}, name: {:?}, domains: &{:?}, hosts: &{:?}, whole_address: {}, password: PasswordKind::{password}, \
             note: {:?}, source: {:?}, checked: {:?}, servers: &[{servers}] }},",
            service.name,
            service.domains,
            service.hosts,
            service.username == "address",
            service.note,
            service.source,
            service.checked
        );
    }
    out.push_str("];\n");
}
