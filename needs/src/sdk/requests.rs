//! Which texts of a file describe one request.

use super::groups::{Group, Inside};
use super::hosts::{BaseClients, Host, callee};
use super::near::is_word;
use super::paths::{METHODS, all_of};
use ack_catalog::Operation;
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

/// The most values of one variable that are compared.
const MOST: usize = 100;

/// A text that describes a request.
pub(crate) struct Piece<'a> {
    pub(crate) kind: Kind,
    pub(crate) range: ByteRange,
    /// What the text is given to: `request.set_method`, `Method`.
    pub(crate) target: &'a str,
    pub(crate) inside: Inside,
}

pub(crate) enum Kind {
    Method(&'static str),
    /// With `{}` for what is computed.
    Path(String, Host),
    Operation(&'static Operation),
    /// The host or the version of ACK, which a request or a client is given.
    Service,
    /// An address of ACK whose path is computed.
    Computed,
}

/// Something that is given the parts of a request.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Request<'a> {
    Group(usize),
    Variable((usize, &'a str)),
}

impl Piece<'_> {
    /// Returns whether the piece says what a request calls, or is noted itself.
    fn says_operation(&self) -> bool {
        match &self.kind {
            Kind::Path(path, _) => path.ends_with('/') || !all_of(path).is_empty(),
            Kind::Operation(_) | Kind::Computed => true,
            Kind::Method(_) | Kind::Service => false,
        }
    }
}

/// The method of a request.
pub(crate) enum Method {
    Known(&'static str),
    Unknown,
    /// The operation is named beside the path.
    NotNeeded,
}

/// Which pieces describe one request.
pub(crate) struct Requests<'a> {
    code: &'a str,
    pieces: &'a [Piece<'a>],
    groups: &'a [Group],
    /// The pieces that statements give to one variable: `r.Method = "GET"`.
    given: HashMap<(usize, &'a str), Vec<usize>>,
    /// Where the host or the version of ACK is.
    services: Vec<usize>,
    /// The variables that are given it: `r.Host = "cs.aliyuncs.com"`.
    of_ack: HashSet<(usize, &'a str)>,
    /// The clients that are made with it.
    clients: BaseClients<'a>,
}

impl<'a> Requests<'a> {
    pub(crate) fn of(code: &'a str, pieces: &'a [Piece<'a>], groups: &'a [Group]) -> Self {
        let mut given: HashMap<_, Vec<usize>> = HashMap::new();
        let is_service = |piece: &&Piece<'_>| matches!(piece.kind, Kind::Service);
        let services: Vec<&Piece<'_>> = pieces.iter().filter(is_service).collect();
        let hosts = services.iter().map(|piece| piece.inside.group);
        let clients = BaseClients::of(code, groups, hosts);
        let of_ack = { services.iter() }
            .filter(|piece| piece.target.contains('.'))
            .filter_map(|piece| given_to(piece, groups));
        let of_ack = of_ack.collect();
        for (index, piece) in pieces.iter().enumerate() {
            let key = piece.target.to_ascii_lowercase();
            let is_given = match piece.kind {
                Kind::Method(_) => key.ends_with("method"),
                Kind::Path(..) | Kind::Operation(_) => true,
                Kind::Service | Kind::Computed => false,
            };
            if let Some(variable) = given_to(piece, groups)
                && is_given
            {
                given.entry(variable).or_default().push(index);
            }
        }
        Self {
            code,
            pieces,
            groups,
            given,
            services: services.iter().map(|piece| piece.range.start).collect(),
            of_ack,
            clients,
        }
    }

    /// Returns whether a path is one of a request to ACK: its host or its version is written before it, beside it, or where
    /// its client is made.
    pub(crate) fn is_of_ack(&self, index: usize, host: Host) -> bool {
        /// Those of the SDKs.
        const PATHS: [&str; 5] = [
            "pathname",
            "pathpattern",
            "setsysuripattern",
            "set_uri_pattern",
            "uri_pattern",
        ];
        let piece = &self.pieces[index];
        let target = piece.target.to_ascii_lowercase();
        if host == Host::Ack || PATHS.iter().any(|path| target.ends_with(path)) {
            return true;
        }
        let is_given = given_to(piece, self.groups).is_some_and(|one| self.of_ack.contains(&one));
        let mut groups = Vec::new();
        let mut at = piece.inside.group;
        // What is beside the path in a list is another request.
        let is_list = |at: usize| self.code[self.groups[at].open..].starts_with('[');
        while !self.groups[at].is_block && !is_list(at) && groups.len() < MOST {
            groups.push(&self.groups[at]);
            at = self.groups[at].parent;
        }
        is_given
            || groups.iter().any(|group| {
                let next = self.services.partition_point(|at| *at < group.open);
                { self.services.get(next) }.is_some_and(|at| *at < group.close)
            })
            || { groups.iter() }.any(|group| self.clients.has_call(callee(self.code, group.open)))
    }

    /// Returns whether each call of the client that is made in a group has a path that is written there.
    fn are_calls_known(&self, group: usize) -> bool {
        let calls = self.clients.calls(group);
        let is_known = |call: &usize| {
            let group = &self.groups[*call];
            let first = { self.pieces }.partition_point(|one| one.range.start < group.open);
            let end = { self.pieces }.partition_point(|one| one.range.start < group.close);
            { self.pieces[first..end].iter() }
                .any(|one| matches!(one.kind, Kind::Path(..) | Kind::Computed))
        };
        !calls.is_empty() && calls.iter().all(is_known)
    }

    /// Returns the method of the path with this index: that of the call or the object around it, or what statements
    /// of the same function give to the same variable.
    pub(crate) fn method(&self, index: usize) -> Method {
        let piece = &self.pieces[index];
        let mut at = piece.inside.group;
        while !self.groups[at].is_block {
            let group = &self.groups[at];
            if let Some(method) = self.called(group, piece.range.start) {
                return Method::Known(method);
            }
            let first = self
                .pieces
                .partition_point(|one| one.range.start < group.open);
            let end = self
                .pieces
                .partition_point(|one| one.range.start < group.close);
            let mut methods = Vec::new();
            for (other, one) in self.pieces[first..end].iter().enumerate() {
                match one.kind {
                    Kind::Method(method) if !methods.contains(&method) => methods.push(method),
                    Kind::Operation(_) => return Method::NotNeeded,
                    // Which of them the method is for cannot be told.
                    Kind::Path(..) if first + other != index => return Method::Unknown,
                    Kind::Method(_) | Kind::Path(..) | Kind::Service | Kind::Computed => {}
                }
            }
            match methods.as_slice() {
                [] => at = group.parent,
                [method] => return Method::Known(method),
                _ => return Method::Unknown,
            }
        }
        self.of_statements(index).unwrap_or(Method::Unknown)
    }

    /// Returns the request that is given the service with this index, if nothing that it is given says what it calls.
    pub(crate) fn unknown(&self, index: usize) -> Option<Request<'a>> {
        let piece = &self.pieces[index];
        let mut at = piece.inside.group;
        let mut outermost = None;
        while !self.groups[at].is_block {
            let group = &self.groups[at];
            let first = { self.pieces }.partition_point(|one| one.range.start < group.open);
            let end = { self.pieces }.partition_point(|one| one.range.start < group.close);
            if self.pieces[first..end].iter().any(Piece::says_operation) {
                return None;
            }
            outermost = Some(at);
            at = group.parent;
        }
        // A constant is no request.
        let variable = given_to(piece, self.groups).filter(|_| piece.target.contains('.'));
        let Some(variable) = variable else {
            let group = outermost.filter(|group| !self.are_calls_known(*group));
            return group.map(Request::Group);
        };
        let given = self.given.get(&variable);
        let is_known = { given.into_iter().flatten() }
            .take(MOST)
            .any(|one| self.pieces[*one].says_operation());
        (!is_known).then_some(Request::Variable(variable))
    }

    /// Returns the method that the name of a function says: `requests.delete("…")`, `client.RoaGet("…")`.
    fn called(&self, group: &Group, string: usize) -> Option<&'static str> {
        let before = self.code[..group.open].trim_end_matches(' ');
        let name = &before[before.trim_end_matches(is_word).len()..];
        if name == "fetch" && !self.code[string..group.close].contains(',') {
            return Some("GET");
        }
        METHODS.into_iter().find(|method| {
            let Some(start) = name.len().checked_sub(method.len()) else {
                return false;
            };
            let Some((start, end)) = name.split_at_checked(start) else {
                return false;
            };
            let is_own_word = start.is_empty()
                || start.ends_with('_')
                || end.starts_with(|c: char| c.is_ascii_uppercase());
            is_own_word && end.eq_ignore_ascii_case(method)
        })
    }

    fn of_statements(&self, index: usize) -> Option<Method> {
        let given = self
            .given
            .get(&given_to(&self.pieces[index], self.groups)?)?;
        if given.len() > MOST {
            return None;
        }
        let place = given.binary_search(&index).ok()?;
        let method = |place: usize| match self.pieces[*given.get(place)?].kind {
            Kind::Method(method) => Some(method),
            Kind::Path(..) | Kind::Operation(_) | Kind::Service | Kind::Computed => None,
        };
        // A variable that is used again: a method for each path, before or after it.
        let is_first = method(0).is_some();
        let near = if is_first {
            place.checked_sub(1)?
        } else {
            place + 1
        };
        let mut methods = Vec::new();
        let mut alternates = given.len() % 2 == 0;
        for (other, piece) in given.iter().enumerate() {
            match self.pieces[*piece].kind {
                Kind::Method(method) => {
                    if !methods.contains(&method) {
                        methods.push(method);
                    }
                    alternates &= (other % 2 == 0) == is_first;
                }
                Kind::Path(..) => alternates &= (other % 2 == 0) != is_first,
                Kind::Operation(_) => return Some(Method::NotNeeded),
                Kind::Service | Kind::Computed => {}
            }
        }
        match methods.as_slice() {
            [only] => Some(Method::Known(only)),
            _ if alternates => method(near).map(Method::Known),
            _ => None,
        }
    }
}

/// Returns the function and the variable that a statement gives a piece to.
fn given_to<'a>(piece: &Piece<'a>, groups: &[Group]) -> Option<(usize, &'a str)> {
    match piece.target.rsplit_once('.') {
        Some((variable, _)) => Some((piece.inside.scope, variable)),
        // An argument with a name is no variable.
        None => groups[piece.inside.group]
            .is_block
            .then_some((piece.inside.scope, "")),
    }
}
