//! Changes of policies in their file.

use crate::encode::NotEncodable;
use crate::policy_text::PolicyText;
use crate::read::read_in;
use crate::terraform::Scope;
use ram_policy::ByteRange;
use ram_policy::edit::moved;
use std::fmt;

/// The file would not contain exactly the changed policy, so nothing is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRewritten {
    reason: &'static str,
}

impl fmt::Display for NotRewritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason)
    }
}

impl std::error::Error for NotRewritten {}

impl From<NotEncodable> for NotRewritten {
    fn from(NotEncodable(reason): NotEncodable) -> Self {
        Self { reason }
    }
}

impl PolicyText {
    /// Returns changes of the text as changes of the file, without a proof.
    ///
    /// # Errors
    ///
    /// The form in which the file contains the policy has no way to write the new text.
    pub fn encoded(
        &self,
        changes: &[(ByteRange, String)],
    ) -> Result<Vec<(ByteRange, String)>, NotRewritten> {
        let changes = self.around_comments(changes).ok_or(NotRewritten {
            reason: "it would remove a comment, or leave it beside another part",
        })?;
        if changes.iter().any(|(range, _)| self.is_elsewhere(*range)) {
            return Err(NotRewritten {
                reason: "a value that it would change is defined elsewhere, such as in a local value",
            });
        }
        let encode = |(range, with): &(ByteRange, String)| {
            let mut encoded = self.container.encode(with)?;
            for _ in 0..self.depth {
                encoded = self.container.encode(&encoded)?;
            }
            Ok((self.outer(*range), encoded))
        };
        changes.iter().map(encode).collect()
    }

    /// Returns the comments between the parts of the policy, as its file has them.
    fn comments_in<'f>(&self, file: &'f str) -> impl Iterator<Item = Option<&'f str>> {
        let comments = self.comments.iter();
        comments.map(move |comment| file.get(self.outer(*comment).as_range()))
    }

    /// Reports whether a range begins or ends inside a value that is written elsewhere.
    fn is_elsewhere(&self, range: ByteRange) -> bool {
        let first = self.taken.partition_point(|one| one.end <= range.start);
        let mut overlapping = self.taken[first..]
            .iter()
            .take_while(|one| one.start < range.end.max(range.start + 1));
        overlapping.any(|one| {
            let is_outside = range.start <= one.start && one.end <= range.end;
            let is_before = range.end <= one.start;
            !is_outside && !is_before
        })
    }
}

/// Changes policies in the text of their file, and proves it: the file is read again, and has to contain the changed
/// policies, the other ones as they were, each comment byte for byte, and no new computed part.
///
/// `policies` are those that [`read_in`] found in the file, each with the changes of its text, in order. `scope` are the
/// other Terraform files of its folder.
///
/// ```
/// use ram_policy::ByteRange;
/// use ram_policy_source::{Scope, read, rewrite};
///
/// let file = "policy = <<EOF\n{\"Resource\": \"*\"}\nEOF\n";
/// let found = read("main.tf", file, Some("tf"))?.documents;
/// let star = found[0].text().find('*').expect("a star");
/// let change = vec![(ByteRange::new(star, star + 1), "${x}".to_owned())];
/// let text = rewrite("main.tf", file, Some("tf"), &Scope::default(), &[(&found[0], &change)])?;
/// assert_eq!(text, "policy = <<EOF\n{\"Resource\": \"$${x}\"}\nEOF\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`NotRewritten`] says why the file cannot be changed that way.
pub fn rewrite(
    name: &str,
    file: &str,
    extension: Option<&str>,
    scope: &Scope,
    policies: &[(&PolicyText, &[(ByteRange, String)])],
) -> Result<String, NotRewritten> {
    let mut outer: Vec<(ByteRange, String)> = Vec::new();
    for (policy, changes) in policies {
        outer.extend(policy.encoded(changes)?);
    }
    outer.sort_by_key(|(range, _)| *range);
    let rewritten = replaced(file, &outer).ok_or(NotRewritten {
        reason: "the changes overlap",
    })?;
    let unproved = NotRewritten {
        reason: "the text around the policy would give the change another meaning",
    };
    let again = read_in(name, &rewritten, extension, scope).map_err(|_| unproved.clone())?;
    if again.documents.len() != policies.len() {
        return Err(unproved);
    }
    for ((policy, changes), again) in policies.iter().zip(&again.documents) {
        let text = replaced(policy.text(), changes);
        let holes = moved(policy.holes(), changes);
        let (Some(text), Some(holes)) = (text, holes) else {
            return Err(unproved);
        };
        let is_same = Packed::new(&text, &holes) == Packed::new(again.text(), again.holes())
            && policy.container.is_like(again.container)
            && policy.depth == again.depth
            && policy.address() == again.address();
        if !is_same {
            return Err(unproved);
        }
        if !policy.comments_in(file).eq(again.comments_in(&rewritten)) {
            return Err(NotRewritten {
                reason: "it would change a comment",
            });
        }
    }
    Ok(rewritten)
}

/// Applies replacements, which are in order. `None` if two overlap.
fn replaced(text: &str, replacements: &[(ByteRange, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in replacements {
        out.push_str(text.get(at..range.start)?);
        out.push_str(with);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// A text without the white space between its tokens, and the places of its holes in it. White space depends on the
/// indentation of a heredoc, and on the layout of an expression.
#[derive(PartialEq, Eq)]
struct Packed {
    text: String,
    holes: Vec<ByteRange>,
}

impl Packed {
    fn new(text: &str, holes: &[ByteRange]) -> Self {
        let mut packed = Self {
            text: String::with_capacity(text.len()),
            holes: Vec::with_capacity(holes.len()),
        };
        let (mut is_in_string, mut is_escaped) = (false, false);
        let mut edges = holes
            .iter()
            .flat_map(|hole| [hole.start, hole.end])
            .peekable();
        let mut places = Vec::with_capacity(holes.len() * 2);
        for (at, c) in text.char_indices() {
            while edges.next_if(|edge| *edge <= at).is_some() {
                places.push(packed.text.len());
            }
            if is_in_string || !c.is_ascii_whitespace() {
                packed.text.push(c);
            }
            if c == '"' && !is_escaped {
                is_in_string = !is_in_string;
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        places.extend(edges.map(|_| packed.text.len()));
        let pairs = places.chunks(2);
        packed.holes = pairs.map(|pair| ByteRange::new(pair[0], pair[1])).collect();
        packed
    }
}
