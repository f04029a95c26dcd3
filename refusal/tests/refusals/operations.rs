//! Which call it was.

use crate::common::one;

fn operation(text: &str) -> String {
    let operation = one(text).operation;
    let parts = [
        ("name", operation.name),
        ("method", operation.method),
        ("path", operation.path),
        ("host", operation.host),
        ("terraform", operation.terraform),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn operation_in_the_text_is_named() {
    let refusal = "RAM policy Forbidden for action cs:A";
    for (text, expected) in [
        (
            format!("DescribeClusterNodes failed: {refusal}"),
            "name=DescribeClusterNodes",
        ),
        (
            format!("calling DescribeClusterNodes: {refusal}"),
            "name=DescribeClusterNodes",
        ),
        (format!("aliyun cs DescribeClusterNodes\n{refusal}"), ""),
        (
            format!("aliyun cs DescribeClusterNodes: {refusal}"),
            "name=DescribeClusterNodes",
        ),
        (
            format!("client.describe_cluster_nodes_with_options: {refusal}"),
            "name=DescribeClusterNodes",
        ),
        (
            format!("com.aliyuncs.cs.model.v20151215.DescribeClusterNodesRequest {refusal}"),
            "name=DescribeClusterNodes",
        ),
        (
            format!(
                "Resource c1 DescribeClusterNodes Failed!!! [SDK alibaba-cloud-sdk-go ERROR]:\nSDK.ServerError\nErrorCode: StatusForbidden\nMessage: {refusal}"
            ),
            "name=DescribeClusterNodes",
        ),
        (
            format!("GET /clusters/c1?a=b 403: {refusal}"),
            "method=GET path=/clusters/c1",
        ),
        (
            format!("Post \"https://cs.cn-hangzhou.aliyuncs.com/clusters\": {refusal}"),
            "method=POST path=/clusters host=cs.cn-hangzhou.aliyuncs.com",
        ),
        (
            format!("{refusal}, URL: https://cs.aliyuncs.com/clusters/c1"),
            "path=/clusters/c1 host=cs.aliyuncs.com",
        ),
        // Requests to other hosts, and of other lines.
        (format!("GET https://example.com/clusters: {refusal}"), ""),
        (format!("GET /clusters 200\n{refusal}"), ""),
        (format!("a sentence of words {refusal}"), ""),
        (format!("NotFound and more: {refusal}"), ""),
        (
            format!(
                "╷\n│ Error: {refusal}\n│ \n│   with module.a.alicloud_cs_kubernetes.b,\n│   on main.tf line 1\n╵\n"
            ),
            "terraform=module.a.alicloud_cs_kubernetes.b",
        ),
        (
            format!("resource_alicloud_cs_kubernetes.go:12: {refusal}"),
            "",
        ),
    ] {
        assert_eq!(operation(&text), expected, "{text}");
    }
}

/// OSS names no action, but its documentation names them by the operation.
#[test]
fn operation_chooses_among_the_documented_actions() {
    let sentence = "You have no right to access this object because of bucket acl.";
    let action = |text: &str| {
        let refusal = one(text);
        (
            refusal.action.map(|action| action.as_str().to_owned()),
            refusal.candidates.len(),
        )
    };
    assert_eq!(action(sentence), (None, 3));
    let put = format!("PUT /a.txt 403: {sentence}");
    assert_eq!(action(&put), (Some("oss:PutObject".to_owned()), 1));
    let delete = format!("DeleteObject failed: {sentence}");
    assert_eq!(action(&delete), (Some("oss:DeleteObject".to_owned()), 1));
    let list = "You are forbidden to list buckets.";
    assert_eq!(action(list), (Some("oss:ListBuckets".to_owned()), 1));
}
