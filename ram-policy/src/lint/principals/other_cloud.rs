//! The checks for services and audiences of other clouds. Those of AWS's services lead to `aws-policy`.

use crate::lint::checker::Checker;
use crate::lint::registry::OTHER_CLOUD;
use crate::policy::document::Statement;
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use ram_diagnostics::escaped;

/// Parts of the audiences that other clouds expect in tokens.
const AUDIENCES: [&str; 12] = [
    ".amazonaws.com",
    ".azure.com",
    ".azure.net",
    ".googleapis.com",
    ".ibm.com",
    ".microsoftonline.com",
    ".myhuaweicloud.com",
    ".oraclecloud.com",
    ".tencentcloudapi.com",
    ".windows.net",
    "accounts.google.com",
    "azureadtokenexchange",
];

impl Checker<'_> {
    /// Reports a service principal that is not one of Alibaba Cloud.
    pub(super) fn service_principal(&mut self, principal: &Located<Pattern>) {
        let name = principal.value.as_str();
        if !principal.value.is_literal()
            || name.contains("${")
            || name.to_ascii_lowercase().ends_with(".aliyuncs.com")
        {
            return;
        }
        let message = format!("`{}` is not a service of Alibaba Cloud", escaped(name));
        let help = "write a service such as `ecs.aliyuncs.com`";
        self.report(OTHER_CLOUD, principal.range, message, help);
    }

    /// Reports a token of another cloud in a condition.
    pub(super) fn audience(&mut self, statement: &Statement) {
        for condition in &statement.conditions {
            if !condition.key.value.eq_ignore_ascii_case("oidc:aud") {
                continue;
            }
            for value in &condition.values {
                let text = value.value.as_str();
                let folded = text.to_ascii_lowercase();
                if AUDIENCES.iter().any(|part| folded.contains(part)) {
                    let text = escaped(text);
                    let message = format!("`{text}` is the audience of tokens for another cloud");
                    let help = "request tokens for `sts.aliyuncs.com`, and write that here";
                    self.report(OTHER_CLOUD, value.range, message, help);
                }
            }
        }
    }
}
