//! Principals on the command line.

use crate::output::failure::Failure;
use crate::policy::excerpt::quoted;
use crate::policy::input::confusable::warn_about_confusable;

/// Refuses a caller that no policy can name, and warns about confusable letters.
pub(crate) fn refuse_invalid_principal(principal: &str) -> Result<(), Failure> {
    check_principal(principal)?;
    warn_about_confusable(principal);
    Ok(())
}

/// Refuses a caller that no policy can name.
pub(crate) fn check_principal(principal: &str) -> Result<(), Failure> {
    let is_arn = principal.starts_with("acs:") && principal.splitn(5, ':').count() == 5;
    let is_account = !principal.is_empty() && principal.bytes().all(|byte| byte.is_ascii_digit());
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_service = principal.contains('.') && principal.split('.').all(is_label);
    let is_odd = |c: char| {
        c.is_control() || c.is_whitespace() || ram_diagnostics::is_hidden(c) || "<>\"".contains(c)
    };
    let is_plain = !principal.contains(is_odd);
    if principal == "*" || is_account || is_service || (is_arn && is_plain) {
        return Ok(());
    }
    let message = format!("{} is not a valid principal", quoted(principal));
    let help = "write `acs:ram::<account-id>:user/<name>` or `…:role/<name>`, the ID of an account, or a \
                service such as `ecs.aliyuncs.com`";
    Err(Failure::new(message).help(help))
}
