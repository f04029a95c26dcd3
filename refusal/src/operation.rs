//! The call that was refused, where the text says which it was.

use crate::unwrapped::Unwrapped;
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use core::ops::Range;

/// The call that was refused, as far as the text around the refusal says.
///
/// ```
/// use ram_refusal::find;
///
/// let text = "POST https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools: code: 403, \
///     RAM policy Forbidden for action cs:CreateClusterNodePool";
/// let operation = &find(text)[0].operation;
/// assert_eq!(operation.method.as_deref(), Some("POST"));
/// assert_eq!(operation.path.as_deref(), Some("/clusters/c1/nodepools"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name, such as `DescribeClusters`: of an SDK's function or request, or as Terraform prints it.
    pub name: Option<String>,
    /// The method of the request.
    pub method: Option<String>,
    /// The path of the request, without host and parameters.
    pub path: Option<String>,
    /// The host of the request.
    pub host: Option<String>,
    /// The product, as a command line names it.
    pub product: Option<String>,
    /// The address of the Terraform resource.
    pub terraform: Option<String>,
}

/// A part of an operation in the text.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Name(Range<usize>),
    /// The name of a function of a client, which may have failed some lines below.
    Function(Range<usize>),
    Request {
        method: Option<Range<usize>>,
        url: Range<usize>,
        /// True if the answer is below it, rather than in the line.
        is_sent: bool,
    },
    Method(Range<usize>),
    Host(Range<usize>),
    /// `aliyun cs`, with the name of the operation unless a request follows.
    Command {
        product: Range<usize>,
        name: Option<Range<usize>>,
    },
    Terraform(Range<usize>),
}

/// The parts of an operation, as places in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    name: Option<Range<usize>>,
    method: Option<Range<usize>>,
    url: Option<Range<usize>>,
    host: Option<Range<usize>>,
    product: Option<Range<usize>>,
    terraform: Option<Range<usize>>,
    /// True if the answer may be some lines below.
    is_sent: bool,
}

impl Place {
    pub(crate) fn add(&mut self, part: Part) {
        match part {
            Part::Name(range) => {
                self.name.get_or_insert(range);
            }
            Part::Function(range) => {
                self.name.get_or_insert(range);
                self.is_sent = true;
            }
            Part::Request {
                method,
                url,
                is_sent,
            } => {
                if self.url.is_none() || (self.method.is_none() && method.is_some()) {
                    self.method = method.or(self.method.take());
                    self.url = Some(url);
                }
                self.is_sent |= is_sent;
            }
            Part::Method(range) => {
                self.method.get_or_insert(range);
            }
            Part::Host(range) => {
                self.host.get_or_insert(range);
            }
            Part::Command { product, name } => {
                self.product.get_or_insert(product);
                self.name = self.name.take().or(name);
                self.is_sent = true;
            }
            Part::Terraform(range) => {
                self.terraform.get_or_insert(range);
            }
        }
    }

    /// Adds the parts that it lacks.
    pub(crate) fn fill(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        if self.url.is_none() {
            self.method = other.method.or(self.method.take());
            self.url = other.url;
        } else if other.url.is_none() {
            self.method = self.method.take().or(other.method);
        }
        self.host = self.host.take().or(other.host);
        self.product = self.product.take().or(other.product);
        self.terraform = self.terraform.take().or(other.terraform);
        self.is_sent |= other.is_sent;
    }

    pub(crate) const fn is_sent(&self) -> bool {
        self.is_sent
    }

    /// Returns whether it is the method or the host of a request in another line.
    pub(crate) const fn is_header(&self) -> bool {
        self.url.is_none() && self.name.is_none() && (self.method.is_some() || self.host.is_some())
    }

    /// Returns whether it says which call it was.
    pub(crate) const fn is_call(&self) -> bool {
        self.url.is_some() || self.name.is_some() || self.terraform.is_some()
    }

    pub(crate) fn operation(&self, text: &Unwrapped<'_>) -> Operation {
        let of = |range: &Option<Range<usize>>| range.as_ref().map(|range| text.joined(range));
        let url = of(&self.url).unwrap_or_default();
        let (host, path) = split(&url);
        // A path by itself may be that of a file.
        let path = path.filter(|_| self.method.is_some() || host.is_some());
        let name = of(&self.name).or_else(|| action(&url).map(str::to_owned));
        let method = of(&self.method).filter(|_| self.url.is_some());
        Operation {
            name: name.map(|name| upper_camel(&name)),
            method: method.map(|method| method.to_ascii_uppercase()),
            path: path.map(str::to_owned),
            host: host.map(str::to_owned).or_else(|| of(&self.host)),
            product: of(&self.product),
            terraform: of(&self.terraform).map(|address| address.replace("\" \"", ".")),
        }
    }
}

/// Returns the host and the path of a URL, or of a path.
fn split(url: &str) -> (Option<&str>, Option<&str>) {
    let (host, path) = match url.split_once("://") {
        Some((_, rest)) => {
            let at = rest.find(['/', '?']).unwrap_or(rest.len());
            (Some(&rest[..at]), &rest[at..])
        }
        None => match url.find('/') {
            Some(at) if at > 0 => (Some(&url[..at]), &url[at..]),
            _ => (None, url),
        },
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    (host, Some(path).filter(|path| path.len() > 1))
}

/// Returns the operation in the parameters of a request.
fn action(url: &str) -> Option<&str> {
    let (_, parameters) = url.split_once('?')?;
    let mut parameters = parameters.split('&');
    let name = parameters.find_map(|parameter| parameter.strip_prefix("Action="))?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_name && !name.is_empty()).then_some(name)
}

/// Returns the name of an operation, by that of a function or a class.
fn upper_camel(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or_default();
    let mut camel = String::with_capacity(name.len());
    for part in name.split(['_', '-']) {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    let ends = [
        "WithOptions",
        "withOptions",
        "WithContext",
        "Request",
        "Response",
        "Async",
    ];
    for end in ends {
        if let Some(stem) = camel.strip_suffix(end) {
            camel.truncate(stem.len());
        }
    }
    camel
}
