//! `curl` and `wget` with an address of ACK.

use super::paths;
use super::shell_words::Word;
use crate::found::Found;
use ram_diagnostics::ByteRange;

/// Reads `curl [-X METHOD] https://cs.cn-hangzhou.aliyuncs.com/…`.
pub(crate) fn curl(command: &[Word], found: &mut Found) {
    let mut method = None;
    let mut sends = None;
    let mut url = None;
    let mut words = command[1..].iter();
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        if let Some(option) = text.strip_prefix("--") {
            let (name, attached) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (option, None),
            };
            match name {
                "request" | "method" => {
                    let value = attached.or_else(|| words.next().map(|word| word.text.as_str()));
                    method = value.map(str::to_ascii_uppercase);
                }
                "get" => sends = Some("GET"),
                "head" => method = Some("HEAD".to_owned()),
                "upload-file" => sends = Some("PUT"),
                _ if ["data", "form", "json", "post-"]
                    .iter()
                    .any(|one| name.starts_with(one)) =>
                {
                    sends.get_or_insert("POST");
                }
                _ => {}
            }
        } else if let Some(options) = text.strip_prefix('-') {
            // `-sXDELETE`: the first letter with a value ends the options.
            let with_value = options.find(|c| "XdFTHouAbcemwxKE".contains(c));
            let value = with_value.map(|at| &options[at + 1..]);
            let value = match value {
                Some("") => words.next().map(|word| word.text.as_str()),
                value => value,
            };
            match with_value.map(|at| options.as_bytes()[at]) {
                Some(b'X') => method = value.map(str::to_ascii_uppercase),
                Some(b'd' | b'F') => {
                    sends.get_or_insert("POST");
                }
                Some(b'T') => sends = Some("PUT"),
                _ => {}
            }
            let flags = &options[..with_value.unwrap_or(options.len())];
            if flags.contains('G') {
                sends = Some("GET");
            }
            if flags.contains('I') {
                method = Some("HEAD".to_owned());
            }
        } else if paths::is_address(text) || has_computed_host(text) {
            url = Some(word);
        }
    }
    let Some(url) = url else { return };
    let range = ByteRange::new(command[0].range.start, url.range.end);
    if let Some(path) = paths::path_of(&url.text) {
        let method = method.as_deref().or(sends).unwrap_or("GET");
        if paths::all_of(path).is_empty() && !path.ends_with('/') {
            found.note(paths::NO_OPERATION.to_owned(), range);
        } else if method.contains('$') {
            paths::request(None, path, range, found);
        } else {
            paths::request(Some(method), path, range, found);
        }
    } else if paths::has_computed_path(&url.text) {
        found.note(paths::NO_PATH.to_owned(), range);
    } else if !paths::is_address(&url.text) {
        found.note("the host of the request is computed".to_owned(), range);
    }
}

/// Returns whether an address can be one of ACK by its path: `$BASE/clusters`.
fn has_computed_host(text: &str) -> bool {
    // `${ACK_HOST:-https://cs.aliyuncs.com}/clusters`
    if let Some((host, path)) = text
        .strip_prefix("${")
        .and_then(|text| text.split_once('}'))
    {
        let is_of_ack = paths::has_address(host);
        return is_of_ack || !paths::all_of(path).is_empty();
    }
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let path = text.find('/').map(|at| text.split_at(at));
    path.is_some_and(|(host, path)| {
        let path = path.split('?').next().unwrap_or_default();
        host.contains('$') && !paths::all_of(path).is_empty()
    })
}
