//! Numbers as Terraform writes them.

/// How many digits a number can have: Terraform computes with 512 bits, and so with 154 digits.
const DIGITS: usize = 100;

/// Returns a literal number as Terraform writes it: without an exponent, and without zeros that mean nothing. `None` if
/// Terraform may round it.
pub(super) fn printed(number: &str) -> Option<String> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (number, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let exponent = isize::try_from(exponent).ok()?;
    let is_short = all.len() <= DIGITS && exponent.unsigned_abs() <= DIGITS;
    if !is_short || !all.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = all.trim_start_matches('0');
    let dropped = all.len() - digits.len();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    // The number of digits before the point.
    let point = isize::try_from(whole.len()).ok()? + exponent - isize::try_from(dropped).ok()?;
    let Ok(before) = usize::try_from(point) else {
        let zeros = "0".repeat(point.unsigned_abs());
        return Some(format!("0.{zeros}{digits}"));
    };
    Some(match digits.split_at_checked(before) {
        Some(("", fraction)) => format!("0.{fraction}"),
        Some((whole, "")) => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        None => format!("{digits:0<before$}"),
    })
}
