//! `leadctl sandbox`: starts the server, tells when it listens, then tells each lead until it is stopped.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::catalogue;
use crate::cli::sandbox::Args;
use crate::commands::Context;
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::exit::ExitStatus;
use crate::core::progress::Event;
use crate::core::report::{FaultLine, FaultsReport, Report};
use crate::core::text::excerpt;
use crate::sandbox::{self, Arrived, Options, Running};

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    super::block_on_undisturbed(serve(args, context))?
}

async fn serve(args: &Args, context: &Context) -> Result<Report> {
    let fakes = crate::destinations::fakes();
    if args.list_faults {
        let title = |id: &str| catalogue::entry(id).map(|entry| entry.title.get(context.lang)).or_else(|| sandbox::title(id, context.lang));
        let line = |id: &'static str| FaultLine { id: id.to_owned(), title: title(id).map(str::to_owned) };
        return Ok(Report::Faults(FaultsReport { faults: sandbox::available_faults(&fakes).into_iter().map(line).collect() }));
    }
    let options = Options {
        port: args.port,
        tls: args.tls,
        ca_out: args.ca_out.as_ref().map(|path| context.cwd.join(path)),
        profiles: args.profiles.as_ref().map(|path| context.cwd.join(path)),
        latency: args.latency,
        faults: args.faults.iter().cloned().collect(),
        clock: Arc::clone(&context.clock),
    };
    // Before anybody is told that it is ready: the signal may come at once.
    let stop = super::stop_or_hang_up(&context.terminal)
        .map_err(|source| Error::new(ErrorKind::Bug, "signals", "cannot listen for Ctrl-C").because(source))?;
    let mut stop = std::pin::pin!(stop);
    let running = sandbox::start(options, fakes).await?;
    let mut leads = running.events();
    context.progress.tell(Event::Line { human: &|| ready_text(&running), json: &|| ready_json(&running).to_string() });
    let mut count = 0_usize;
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(arrived) = leads.recv() => {
                count += 1;
                let json = || json!({"event": "lead", "service": arrived.service, "lead": arrived.lead}).to_string();
                context.progress.tell(Event::Line { human: &|| lead_text(&arrived), json: &json });
            }
        }
    }
    running.shutdown().await;
    let noun = if count == 1 { "lead" } else { "leads" };
    let human = || format!("Stopped; {count} {noun} received.");
    context.progress.tell(Event::Line { human: &human, json: &|| json!({"event": "stopped", "leads": count}).to_string() });
    Ok(Report::Done(ExitStatus::Interrupted))
}

fn ready_json(running: &Running) -> Value {
    json!({
        "event": "ready",
        "url": running.url,
        "secure_url": running.secure_url,
        "services": running.services,
        "token": running.token,
        "ca": running.ca,
        "profiles": running.profiles,
    })
}

fn ready_text(running: &Running) -> String {
    let profiles = running.profiles.display();
    let ca = running.ca.as_ref().map_or_else(String::new, |ca| format!(" --ca-cert {}", ca.display()));
    let mut lines = vec![format!("The sandbox is ready at {}", running.url)];
    lines.extend(running.secure_url.as_ref().map(|url| format!("             and at {url}")));
    lines.push(format!("Profiles: {profiles}"));
    lines.push(format!("Token for /_sandbox/: {}", running.token));
    let faults = running.faults();
    if !faults.is_empty() {
        lines.push(format!("Faults: {}", faults.into_iter().collect::<Vec<_>>().join(", ")));
    }
    lines.push("Try, in another terminal:".to_owned());
    lines.push(format!("  leadctl validate --config {profiles}{ca} -p sandbox-azure-table"));
    lines.push(format!("  leadctl test-lead --config {profiles}{ca} -p sandbox-https"));
    lines.push("Ctrl-C stops it.".to_owned());
    lines.join("\n")
}

/// One line per lead. Of a lead that may be a real person's only the shape is shown.
fn lead_text(arrived: &Arrived) -> String {
    let what = marker(&arrived.lead).unwrap_or_else(|| match &arrived.lead {
        Value::Object(fields) => format!("{} fields, personal data not shown", fields.len()),
        Value::String(text) => format!("{} characters that are no JSON, not shown", text.chars().count()),
        _ => "not shown".to_owned(),
    });
    format!("lead at {}: {what}", arrived.service)
}

/// The marker of Marketplace's test lead, wherever it stands.
fn marker(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let marker: String = text[text.find("MSFT_TEST")?..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            Some(excerpt(&marker, 60))
        }
        Value::Object(fields) => fields.values().find_map(marker),
        Value::Array(items) => items.iter().find_map(marker),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(lead: Value) -> String {
        lead_text(&Arrived { service: "https", lead })
    }

    #[test]
    fn a_test_lead_shows_its_marker() {
        let lead = json!({"userDetails": {"firstName": "MSFT_TEST_639264528000000000", "email": "MSFT_TEST_639264528000000000@test.com"}});
        assert_eq!(line(lead), "lead at https: MSFT_TEST_639264528000000000");
    }

    #[test]
    fn a_persons_data_are_not_shown() {
        let shown = line(json!({"userDetails": {"firstName": "Ada", "email": "ada@contoso.com", "phone": "555 0100"}, "company": "Contoso"}));
        for private in ["Ada", "ada@", "0100", "Contoso"] {
            assert!(!shown.contains(private), "{shown}");
        }
        assert_eq!(line(json!("name=Ada")), "lead at https: 8 characters that are no JSON, not shown");
    }
}
