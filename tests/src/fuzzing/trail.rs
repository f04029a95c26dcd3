//! Laws of trails.

use super::{assert_shown, lines_of};
use ack_catalog_needs::trail::{Event, Records};
use serde_json::Value;
use std::io::Read;

/// An event that follows the text.
const LAST: &str = r#"{"eventId":"the-last","eventType":"ApiCall","serviceName":"CS","eventName":"DeleteCluster","eventTime":"2026-11-03T08:15:02Z","userIdentity":{"type":"ram-user","userName":"ann"}}"#;

/// Checks that no event of a trail is left out without a problem that says so, however the file arrives and whatever
/// stands before the event.
///
/// # Panics
///
/// If one is.
pub fn trail(text: &str) {
    let (events, problems) = read(text.as_bytes());
    for (line, problem) in &problems {
        assert!((1..=lines_of(text)).contains(line), "{line}: {problem}");
        assert_shown(problem);
    }
    assert_eq!(
        read(Slow(text.as_bytes())),
        (events.clone(), problems),
        "in small parts"
    );

    let (more, problems) = read(format!("{text}\n{LAST}\n").as_bytes());
    if problems.is_empty() {
        let (last, before) = more.split_last().expect("the last event");
        assert_eq!(before, events);
        assert!(last.contains("the-last"), "{last}");
    }
    assert_whole_lines(text, &events);
}

/// Returns the events, as text, and the problems with their lines.
fn read(file: impl Read) -> (Vec<String>, Vec<(usize, String)>) {
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    for block in Records::new(file).expect("a text") {
        block.each(|event: Result<Event<'_>, _>| match event {
            Ok(event) => events.push(format!("{event:?}")),
            Err((line, problem)) => problems.push((line, problem.to_string())),
        });
    }
    (events, problems)
}

/// Checks that of a file in which each line is an event, as another reader of JSON has it, every line is read.
fn assert_whole_lines(text: &str, events: &[String]) {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let ids: Option<Vec<String>> = lines.map(id_of).collect();
    let (Some(ids), (_, problems)) = (ids, read(text.as_bytes())) else {
        return;
    };
    assert_eq!(events.len() + problems.len(), ids.len());
    if problems.is_empty() {
        for (event, id) in events.iter().zip(&ids) {
            assert!(event.contains(&format!("{id:?}")), "{event}");
        }
    }
}

/// Returns the id of an event with the fields that every event has.
fn id_of(line: &str) -> Option<String> {
    let event: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| event.get(name)?.as_str().filter(|text| !text.is_empty());
    for name in ["eventType", "serviceName", "eventName", "eventTime"] {
        field(name)?;
    }
    event.get("userIdentity")?.as_object()?;
    field("eventId").map(str::to_owned)
}

/// A reader that returns a few bytes at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.len().min(7).min(buffer.len());
        let (now, later) = self.0.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.0 = later;
        Ok(length)
    }
}
