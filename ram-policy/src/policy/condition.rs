//! Conditions: the operators, and their results for the values of a request.

use crate::policy::date::{Moment, parse_date};
use crate::policy::decimal::Decimal;
use crate::policy::pattern::{Case, Pattern};
use crate::policy::ternary::Ternary;
use ipnet::IpNet;
use std::cmp::Ordering;
use std::fmt;
use std::net::IpAddr;

/// An operator of a condition.
///
/// Source: the page "Policy elements" of RAM's documentation lists 21, and a page of OSS
/// `IpAddressIncludeBorder`. AWS's further ones (`Null`, `…IfExists`, `ForAllValues:…`, `Arn…`) are
/// not documented for RAM, and count as unknown.
///
/// ```
/// use ram_policy::condition::{Operator, Test};
///
/// let not_like = Operator::new("StringNotLike");
/// assert_eq!(not_like, Operator::Known { test: Test::StringLike, is_negated: true });
/// assert_eq!(not_like.name(), "StringNotLike");
/// // One of AWS's.
/// assert_eq!(Operator::new("ArnLike"), Operator::Unknown("ArnLike".to_owned()));
/// assert!(!Operator::known().any(|name| name == "ArnLike"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// A documented operator.
    Known {
        /// The test of a value of the request against a value of the policy.
        test: Test,
        /// `true` for the negation of the test (`StringNotEquals`).
        is_negated: bool,
    },
    /// Any other name; its result is unknown.
    Unknown(String),
}

/// The test of a value of the request against a value of the policy.
///
/// [`Operator`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// The same text; letter case matters.
    StringEquals,
    /// The same text, ignoring ASCII case.
    StringEqualsIgnoreCase,
    /// A pattern with `*` and `?`; letter case matters.
    StringLike,
    /// The same decimal number, of any size.
    NumericEquals,
    /// Less than the policy's number.
    NumericLessThan,
    /// Less than the policy's number, or the same.
    NumericLessThanEquals,
    /// More than the policy's number.
    NumericGreaterThan,
    /// More than the policy's number, or the same.
    NumericGreaterThanEquals,
    /// The same point in time.
    DateEquals,
    /// Before the policy's time.
    DateLessThan,
    /// Before the policy's time, or at it.
    DateLessThanEquals,
    /// After the policy's time.
    DateGreaterThan,
    /// After the policy's time, or at it.
    DateGreaterThanEquals,
    /// `true` or `false`.
    Bool,
    /// An IP address in an address or a CIDR block of the policy.
    IpAddress,
    /// As `IpAddress`, which already includes the first and the last address of a block; the meaning of the
    /// border is not documented.
    IpAddressIncludeBorder,
}

/// The operators: name, test, and whether the operator negates the test.
const OPERATORS: [(&str, Test, bool); 22] = [
    ("StringEquals", Test::StringEquals, false),
    ("StringNotEquals", Test::StringEquals, true),
    (
        "StringEqualsIgnoreCase",
        Test::StringEqualsIgnoreCase,
        false,
    ),
    (
        "StringNotEqualsIgnoreCase",
        Test::StringEqualsIgnoreCase,
        true,
    ),
    ("StringLike", Test::StringLike, false),
    ("StringNotLike", Test::StringLike, true),
    ("NumericEquals", Test::NumericEquals, false),
    ("NumericNotEquals", Test::NumericEquals, true),
    ("NumericLessThan", Test::NumericLessThan, false),
    ("NumericLessThanEquals", Test::NumericLessThanEquals, false),
    ("NumericGreaterThan", Test::NumericGreaterThan, false),
    (
        "NumericGreaterThanEquals",
        Test::NumericGreaterThanEquals,
        false,
    ),
    ("DateEquals", Test::DateEquals, false),
    ("DateNotEquals", Test::DateEquals, true),
    ("DateLessThan", Test::DateLessThan, false),
    ("DateLessThanEquals", Test::DateLessThanEquals, false),
    ("DateGreaterThan", Test::DateGreaterThan, false),
    ("DateGreaterThanEquals", Test::DateGreaterThanEquals, false),
    ("Bool", Test::Bool, false),
    ("IpAddress", Test::IpAddress, false),
    ("NotIpAddress", Test::IpAddress, true),
    (
        "IpAddressIncludeBorder",
        Test::IpAddressIncludeBorder,
        false,
    ),
];

impl Operator {
    /// Returns the operator of this name; letter case matters.
    pub fn new(name: &str) -> Self {
        let found = OPERATORS.iter().find(|(known, ..)| *known == name);
        match found {
            Some(&(_, test, is_negated)) => Self::Known { test, is_negated },
            None => Self::Unknown(name.to_owned()),
        }
    }

    /// Returns the name, as written.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown(name) => name,
            Self::Known { test, is_negated } => {
                let wanted = (*test, *is_negated);
                let found = OPERATORS
                    .iter()
                    .find(|(_, test, not)| (*test, *not) == wanted);
                found.map_or("", |(name, ..)| name)
            }
        }
    }

    /// Returns the names of all known operators.
    pub fn known() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, ..)| *name)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A value of a condition, parsed once for its operator.
///
/// ```
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
///     "Condition": {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "10.0.0.0/40"]}}
/// }]}"#.parse()?;
/// let values = &policy.statements()[0].conditions[0].values;
/// // A value of the wrong type is kept; its result is unknown.
/// assert_eq!(values[1].value.as_str(), "10.0.0.0/40");
/// assert_eq!([0, 1].map(|number: usize| values[number].value.is_valid()), [true, false]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    text: String,
    parsed: Parsed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parsed {
    Text(Case),
    Like(Pattern),
    Number(Decimal),
    Date(Moment),
    Bool(bool),
    Net(IpNet),
    /// Not a valid value of the operator.
    Nothing,
}

impl Value {
    pub(crate) fn new(text: &str, operator: &Operator) -> Self {
        Self {
            text: text.to_owned(),
            parsed: match operator {
                Operator::Known { test, .. } => Parsed::new(text, *test),
                Operator::Unknown(_) => Parsed::Nothing,
            },
        }
    }

    /// Returns the text, as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reports whether the operator accepts the value.
    pub fn is_valid(&self) -> bool {
        self.parsed != Parsed::Nothing
    }

    /// Compares two values of the policy, if both are numbers or both are times.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (&self.parsed, &other.parsed) {
            (Parsed::Number(left), Parsed::Number(right)) => Some(left.cmp(right)),
            (Parsed::Date(left), Parsed::Date(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// Returns the addresses, if the value is a block of them.
    pub(crate) fn net(&self) -> Option<&IpNet> {
        match &self.parsed {
            Parsed::Net(net) => Some(net),
            _ => None,
        }
    }

    /// Returns the pattern, if the value is one.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        match &self.parsed {
            Parsed::Like(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Tests a value of a request.
    pub(crate) fn test(&self, test: Test, given: &str) -> Ternary {
        let order = match &self.parsed {
            Parsed::Text(Case::Exact) => return (self.text == given).into(),
            Parsed::Text(Case::Folded) => return self.text.eq_ignore_ascii_case(given).into(),
            Parsed::Like(pattern) => return pattern.matches(given).into(),
            Parsed::Bool(wanted) => {
                return parse_bool(given)
                    .map_or(Ternary::Unknown, |given| (given == *wanted).into());
            }
            Parsed::Net(net) => {
                let Ok(given) = given.parse::<IpAddr>() else {
                    return Ternary::Unknown;
                };
                return contains(net, given.to_canonical()).into();
            }
            Parsed::Number(wanted) => Decimal::parse(given).map(|given| given.cmp(wanted)),
            Parsed::Date(wanted) => parse_date(given).map(|given| given.cmp(wanted)),
            Parsed::Nothing => None,
        };
        order.map_or(Ternary::Unknown, |order| test.accepts(order).into())
    }
}

impl Test {
    /// Returns true if the test holds for a value in this order to the policy's.
    pub(crate) fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::NumericLessThan | Self::DateLessThan => order == Ordering::Less,
            Self::NumericLessThanEquals | Self::DateLessThanEquals => order != Ordering::Greater,
            Self::NumericGreaterThan | Self::DateGreaterThan => order == Ordering::Greater,
            Self::NumericGreaterThanEquals | Self::DateGreaterThanEquals => order != Ordering::Less,
            Self::NumericEquals
            | Self::DateEquals
            | Self::StringEquals
            | Self::StringEqualsIgnoreCase
            | Self::StringLike
            | Self::Bool
            | Self::IpAddress
            | Self::IpAddressIncludeBorder => order == Ordering::Equal,
        }
    }

    /// Tells the author of a policy which values the test compares.
    pub(crate) const fn expected_value(self) -> &'static str {
        match self {
            Self::Bool => "write \"true\" or \"false\"",
            Self::IpAddress | Self::IpAddressIncludeBorder => {
                "write an address or a CIDR block, such as \"10.0.0.0/8\""
            }
            Self::NumericEquals
            | Self::NumericLessThan
            | Self::NumericLessThanEquals
            | Self::NumericGreaterThan
            | Self::NumericGreaterThanEquals => "write a decimal number",
            Self::DateEquals
            | Self::DateLessThan
            | Self::DateLessThanEquals
            | Self::DateGreaterThan
            | Self::DateGreaterThanEquals => {
                "write a time in ISO 8601 with its offset, such as \"2026-01-31T08:00:00Z\""
            }
            Self::StringEquals | Self::StringEqualsIgnoreCase | Self::StringLike => "write a text",
        }
    }
}

impl Parsed {
    fn new(value: &str, test: Test) -> Self {
        let parsed = match test {
            Test::StringEquals => Some(Self::Text(Case::Exact)),
            Test::StringEqualsIgnoreCase => Some(Self::Text(Case::Folded)),
            Test::StringLike => Some(Self::Like(Pattern::new(value, Case::Exact))),
            Test::Bool => parse_bool(value).map(Self::Bool),
            Test::IpAddress | Test::IpAddressIncludeBorder => parse_net(value).map(Self::Net),
            Test::NumericEquals
            | Test::NumericLessThan
            | Test::NumericLessThanEquals
            | Test::NumericGreaterThan
            | Test::NumericGreaterThanEquals => Decimal::parse(value).map(Self::Number),
            Test::DateEquals
            | Test::DateLessThan
            | Test::DateLessThanEquals
            | Test::DateGreaterThan
            | Test::DateGreaterThanEquals => parse_date(value).map(Self::Date),
        };
        parsed.unwrap_or(Self::Nothing)
    }
}

fn parse_bool(text: &str) -> Option<bool> {
    text.parse().ok()
}

/// Parses an address or a block. One of IPv4 addresses in IPv6 form (`::ffff:10.0.0.0/104`) is the IPv4 block.
/// Other forms, such as `::10.0.0.1` and `64:ff9b::10.0.0.1`, are addresses of their own.
fn parse_net(text: &str) -> Option<IpNet> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    let net: IpNet = address.or_else(|_| text.parse()).ok()?;
    let length = net.prefix_len().checked_sub(MAPPED);
    Some(match (net.addr().to_canonical(), length) {
        (address @ IpAddr::V4(_), Some(length)) if net.addr().is_ipv6() => {
            IpNet::new(address, length).ok()?
        }
        _ => net,
    })
}

/// The bits before the IPv4 address in an IPv6 address of the form `::ffff:10.0.0.1`.
const MAPPED: u8 = 96;

/// Reports whether a block contains an address, or its IPv6 form.
fn contains(net: &IpNet, address: IpAddr) -> bool {
    match (net, address) {
        (IpNet::V6(net), IpAddr::V4(address)) => net.contains(&address.to_ipv6_mapped()),
        _ => net.contains(&address),
    }
}
