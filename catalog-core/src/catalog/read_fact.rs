//! A row of a table of facts: the values of its cells.

use crate::catalog::date::Date;
use crate::catalog::facts::{AccessLevel, ApiState, AsOf, Fact, Request, Resource};
use crate::markdown::cell::Cell;
use crate::page::diagnostic_codes::INVALID_FACT;
use crate::page::fact_columns::{FACT_COLUMNS, is_stated};
use crate::page::links::first_link;
use crate::page::read::Page;
use ram_diagnostics::{ByteRange, nearest};

/// Reads what a row says about its operations, except for the actions. Reports what it cannot mean.
pub(super) fn fact(
    page: &Page<'_>,
    place: ByteRange,
    cells: [Option<&Cell>; FACT_COLUMNS.len()],
) -> Option<Fact> {
    let [request, access_level, resource, keys, state, as_of, source] = cells;
    let (as_of, source) = (as_of?, source?);
    let month = month_of(page, as_of)?;
    if !is_stated(source) {
        page.report(INVALID_FACT.at(
            source.range,
            "the source is missing",
            "name the source of the statement",
        ));
        return None;
    }
    let (name, mark) = match source_of(&source.text) {
        Ok(read) => read,
        Err(help) => {
            let text = source.text.escape_debug();
            page.report(INVALID_FACT.at(source.range, format!("unexpected `{text}`"), help));
            return None;
        }
    };
    Some(Fact {
        actions: Vec::new(),
        request: read(page, request, REQUESTS, request_of),
        access_level: read(page, access_level, ACCESS_LEVELS, access_level_of),
        resource: read(page, resource, RESOURCES, resource_of),
        condition_keys: match keys {
            Some(keys) if keys.text == NO_KEYS => Some(Vec::new()),
            keys => read(page, keys, KEYS, keys_of),
        },
        state: read(page, state, STATES, state_of),
        as_of: month,
        source: name.to_owned(),
        source_url: first_link(page, [source].into_iter()),
        is_inferred: mark == Some(Mark::Inferred),
        place,
    })
}

/// A remark in brackets at the end of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The source names the actions without saying that the operation needs them.
    Inferred,
    /// No source was found.
    NotFound,
}

const INFERRED: &str = "inferred";
const NOT_FOUND: &str = "not found";

/// Returns the name of a source, and its mark. Returns what to write instead if a mark is misspelt or not at the end.
fn source_of(text: &str) -> Result<(&str, Option<Mark>), String> {
    let expected = |mark: &str| Err(format!("write `({mark})` at the end of the source"));
    let inside = text.strip_suffix([')', '）']);
    if let Some((name, remark)) = inside.and_then(|text| text.rsplit_once(['(', '（'])) {
        let (name, remark) = (name.trim_end(), remark.trim());
        match nearest(remark, [INFERRED, NOT_FOUND]) {
            _ if name.is_empty() => return Err("name the source before the brackets".to_owned()),
            Some(INFERRED) if remark.eq_ignore_ascii_case(INFERRED) => {
                return Ok((name, Some(Mark::Inferred)));
            }
            // The source is a search, which keeps its name.
            Some(NOT_FOUND) if remark.eq_ignore_ascii_case(NOT_FOUND) => {
                return Ok((text, Some(Mark::NotFound)));
            }
            Some(mark) => return expected(mark),
            None => {}
        }
    }
    let lower = text.to_ascii_lowercase();
    let mut marks = [INFERRED, NOT_FOUND].into_iter();
    match marks.find(|mark| lower.contains(&format!("({mark})"))) {
        Some(mark) => expected(mark),
        None => Ok((text, None)),
    }
}

/// Returns true if a source is a search that found none.
pub(super) fn is_search(source: &str) -> bool {
    matches!(source_of(source), Ok((_, Some(Mark::NotFound))))
}

const REQUESTS: &str =
    "a method of HTTP and a path without a query, such as `GET /clusters/{ClusterId}`";
const ACCESS_LEVELS: &str = "`get`, `list`, `create`, `update` or `delete`";
const RESOURCES: &str = "`*`, `acs:cs:*:*:cluster/{cluster}` or `acs:cs:*:*:cluster/*`";
const KEYS: &str = "condition keys, such as `cs:AddonName, cs:AddonNames`, or `none`";
const STATES: &str = "`current`, `deprecated` or `absent`";

/// The cell of a source that lists no condition keys. An empty one says nothing about them.
const NO_KEYS: &str = "none";

/// Reads a cell that may be empty or absent, and reports a wrong value.
fn read<T>(
    page: &Page<'_>,
    cell: Option<&Cell>,
    expected: &str,
    value: fn(&str) -> Option<T>,
) -> Option<T> {
    let cell = cell.filter(|cell| is_stated(cell))?;
    let read = value(&cell.text);
    if read.is_none() {
        report(page, cell, expected);
    }
    read
}

fn report(page: &Page<'_>, cell: &Cell, expected: &str) {
    page.report(INVALID_FACT.at(
        cell.range,
        format!("unexpected `{}`", cell.text.escape_debug()),
        format!("write {expected}"),
    ));
}

fn month_of(page: &Page<'_>, cell: &Cell) -> Option<AsOf> {
    let text = cell.text.as_str();
    if text == "undated" {
        return Some(AsOf::Undated);
    }
    if format!("{text}-01").parse::<Date>().is_ok() {
        return Some(AsOf::Month(text.to_owned()));
    }
    report(page, cell, "a month, such as `2021-09`, or `undated`");
    None
}

fn request_of(text: &str) -> Option<Request> {
    let (method, path) = text.split_once(' ')?;
    let segments = path.strip_prefix('/')?;
    let segments = segments.strip_suffix('/').unwrap_or(segments);
    let is_path = path == "/" || segments.split('/').all(is_segment);
    (METHODS.contains(&method) && is_path).then(|| Request {
        method: method.to_owned(),
        path: path.to_owned(),
    })
}

/// The HTTP methods of operations.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Returns true for a part of a path, or a parameter that takes the place of one, such as `{ClusterId}`.
fn is_segment(text: &str) -> bool {
    let parameter = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let (text, marks) = match parameter {
        Some(name) => (name, "-_."),
        None => (text, "-_.~!$&'()*+,;=:@%"),
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    !matches!(text, "" | "." | "..") && text.chars().all(is_part)
}

fn access_level_of(text: &str) -> Option<AccessLevel> {
    let mut levels = AccessLevel::ALL.into_iter();
    levels.find(|level| level.name() == text)
}

fn resource_of(text: &str) -> Option<Resource> {
    if text == "*" {
        return Some(Resource::Account);
    }
    let id = text.strip_prefix("acs:")?.splitn(4, ':').nth(3)?;
    Some(match id {
        "*" => Resource::Account,
        "cluster/*" => Resource::EveryCluster,
        id if id.starts_with("cluster/{") && id.ends_with('}') => Resource::Cluster,
        _ => return None,
    })
}

fn keys_of(text: &str) -> Option<Vec<String>> {
    let keys = text.split(", ").map(|key| {
        let (service, name) = key.split_once(':')?;
        let is_name = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte))
        };
        (is_name(service) && is_name(name)).then(|| key.to_owned())
    });
    keys.collect()
}

fn state_of(text: &str) -> Option<ApiState> {
    let mut states = ApiState::ALL.into_iter();
    states.find(|state| state.name() == text)
}
