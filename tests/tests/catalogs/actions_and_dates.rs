//! Values in pages, ledgers and settings: actions, dates, byte ranges.

use ack_catalog_core::{ByteRange, Date, RamAction};

const NO_SERVICE: &str = "a RAM action starts with its service, such as `cs:`";
const FORM: &str = "expected a RAM action, `service:Name`";

#[test]
fn action_is_a_lower_case_service_and_a_name() {
    for (text, service, name) in [
        ("cs:DescribeEvents", "cs", "DescribeEvents"),
        ("my-svc2:get_x-1", "my-svc2", "get_x-1"),
        ("a:1", "a", "1"),
        ("cce:cluster:create", "cce", "cluster:create"),
    ] {
        let action: RamAction = text.parse().expect(text);
        assert_eq!((action.service(), action.name()), (service, name));
        assert_eq!(action.to_string(), text);
    }
    for (text, message) in [
        ("DescribeEvents", NO_SERVICE),
        (":DescribeEvents", NO_SERVICE),
        ("", FORM),
        (":", FORM),
        ("cs:", FORM),
        ("Cs:Do", FORM),
        ("cS:Do", FORM),
        ("1cs:Do", FORM),
        ("-cs:Do", FORM),
        ("c_s:Do", FORM),
        ("cs:Do*", FORM),
        ("cs: Do", FORM),
        ("cs:Do:It:Now", FORM),
        ("cs::It", FORM),
        ("cs:Do:", FORM),
        ("Do it", FORM),
    ] {
        let error = text.parse::<RamAction>().expect_err(text);
        assert_eq!(error.to_string(), message, "{text}");
    }
}

#[test]
fn action_may_have_wildcards_in_its_name_on_request() {
    for text in ["cs:Do", "cs:*", "cs:Do*It?", "cce:*:*", "cce:cluster:?"] {
        let action = RamAction::with_wildcards(text).expect(text);
        assert_eq!(action.as_str(), text);
    }
    for (text, message) in [
        ("Do*", NO_SERVICE),
        ("*", NO_SERVICE),
        ("c*:Do", FORM),
        ("*:*", FORM),
        ("cs:Do *", FORM),
    ] {
        let error = RamAction::with_wildcards(text).expect_err(text);
        assert_eq!(error.to_string(), message, "{text}");
    }
}

#[test]
fn date_must_be_in_the_calendar() {
    let is_day = |year: u32, month: u32, day: u32| {
        format!("{year:04}-{month:02}-{day:02}")
            .parse::<Date>()
            .is_ok()
    };
    let days_of = |year: u32, month: u32| (0..=99).filter(|&day| is_day(year, month, day)).count();
    for (years, february) in [
        ([2000, 2024, 2048, 2096], 29),
        ([2001, 2021, 2023, 2099], 28),
    ] {
        for year in years {
            let days = (0..=99).map(|month| days_of(year, month));
            let days: Vec<usize> = days.filter(|&days| days > 0).collect();
            let expected = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            assert_eq!(days, expected, "{year}");
        }
    }
    // A century that begins with a leap year has this many days.
    let days = (2000..2100).map(|year| (1..=12).map(|month| days_of(year, month)).sum::<usize>());
    assert_eq!(days.sum::<usize>(), 36_525);
}

#[test]
fn date_must_have_all_digits() {
    assert!("2021-08-13".parse::<Date>().is_ok());
    for text in [
        "2021-8-13",
        "2021-08-3",
        "21-08-13",
        "12021-08-13",
        "+021-08-13",
        "2021-+8-13",
        "2021-08-1x",
        "2021-08",
        "2021-08-13-01",
        "2021/08/13",
        " 2021-08-13",
        "",
    ] {
        let error = text.parse::<Date>().expect_err(text).to_string();
        let message = format!("invalid date `{text}`; expected YYYY-MM-DD");
        assert_eq!(error, message);
    }
}

/// Without a clock, a year with a wrong digit is all that can be told.
#[test]
fn date_must_be_of_this_century() {
    assert!("2000-01-01".parse::<Date>().is_ok() && "2099-12-31".parse::<Date>().is_ok());
    for text in ["2999-01-01", "1999-12-31", "0204-01-31", "0000-01-01"] {
        let error = text.parse::<Date>().expect_err(text).to_string();
        let message = format!("invalid date `{text}`; expected a year from 2000 to 2099");
        assert_eq!(error, message);
    }
}

#[test]
fn byte_range_excludes_its_end() {
    let held = |place: ByteRange| (0..9).filter(move |&at| place.contains(at));
    assert!(held(ByteRange::new(2, 5)).eq([2, 3, 4]));
    assert_eq!(held(ByteRange::new(2, 2)).count(), 0);
}
