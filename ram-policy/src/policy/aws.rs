//! The marks of AWS: names that only its policies contain.

/// Codes of services in actions. RAM has no service with one of them.
const SERVICES: [&str; 45] = [
    "acm",
    "athena",
    "autoscaling",
    "bedrock",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "codecommit",
    "codedeploy",
    "codepipeline",
    "cognito-identity",
    "cognito-idp",
    "dynamodb",
    "ec2",
    "ecr",
    "eks",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "elasticmapreduce",
    "events",
    "execute-api",
    "firehose",
    "glue",
    "guardduty",
    "iam",
    "inspector",
    "kinesis",
    "lambda",
    "logs",
    "organizations",
    "redshift",
    "route53",
    "s3",
    "sagemaker",
    "secretsmanager",
    "ses",
    "sns",
    "sqs",
    "ssm",
    "states",
    "wafv2",
    "xray",
];

/// Operations of a service whose code RAM has as well.
const OPERATIONS: [&str; 3] = [
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
    "sts:TagSession",
];

/// Reports whether AWS has a version of this name.
pub(crate) fn is_version(version: &str) -> bool {
    matches!(version, "2012-10-17" | "2008-10-17")
}

/// Reports whether only AWS has such an action.
pub(crate) fn is_action(action: &str) -> bool {
    let code = action.split_once(':').map_or("", |(code, _)| code);
    SERVICES
        .iter()
        .any(|service| code.eq_ignore_ascii_case(service))
        || OPERATIONS
            .iter()
            .any(|name| action.eq_ignore_ascii_case(name))
}

/// Reports whether this is a condition key of AWS.
pub(crate) fn is_key(key: &str) -> bool {
    key.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// Returns the name of AWS in a resource, a principal or a value of a condition, and what it is.
pub(crate) fn name(text: &str) -> Option<(&str, &'static str)> {
    let partitions = ["aws", "*", ":", "${"];
    let is_arn = text
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("arn:"))
        && partitions.iter().any(|start| text[4..].starts_with(start));
    if is_arn {
        return Some((text, "an ARN"));
    }
    let variable = &text[text.find("${aws:")?..];
    let end = variable.find('}').map_or(variable.len(), |end| end + 1);
    Some((&variable[..end], "a variable"))
}

/// Reports whether this is a service of AWS, as a principal.
pub(crate) fn is_service(principal: &str) -> bool {
    [".amazonaws.com", ".amazonaws.com.cn"]
        .iter()
        .any(|end| principal.ends_with(end))
}
