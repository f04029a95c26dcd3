//! Which call it was.

use crate::common::{EVENTS, one};
use ram_refusal::find;

fn operation(text: &str) -> String {
    let operation = one(text).operation;
    let parts = [
        ("name", operation.name),
        ("method", operation.method),
        ("path", operation.path),
        ("host", operation.host),
        ("product", operation.product),
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
        (
            format!("aliyun cs DescribeClusterNodes: {refusal}"),
            "name=DescribeClusterNodes product=cs",
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
        (
            format!("DELETE cs.cn-hangzhou.aliyuncs.com/clusters/c1?a=b: {refusal}"),
            "method=DELETE path=/clusters/c1 host=cs.cn-hangzhou.aliyuncs.com",
        ),
        (
            format!("cs.cn-hangzhou.aliyuncs.com/clusters/c1: {refusal}"),
            "path=/clusters/c1 host=cs.cn-hangzhou.aliyuncs.com",
        ),
        (
            format!("operation error DescribeClusterNodes: {refusal}"),
            "name=DescribeClusterNodes",
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

/// The call may be some lines above its answer.
#[allow(clippy::too_many_lines)] // One long list.
#[test]
fn request_above_the_answer_is_named() {
    let refusal = "User not authorized to operate on the specified resource.";
    let host = "cs.cn-hangzhou.aliyuncs.com";
    let delete = format!("method=DELETE path=/clusters/c1 host={host}");
    let list = "name=DescribeClustersV1";
    for (text, expected) in [
        (
            format!("DELETE https://{host}/clusters/c1\n{refusal}\n"),
            &*delete,
        ),
        (
            format!("curl -X DELETE https://{host}/clusters/c1\n{{\"message\": \"{refusal}\"}}\n"),
            &delete,
        ),
        (
            format!("> DELETE https://{host}/clusters/c1\n< HTTP/1.1 403 Forbidden\n{refusal}\n"),
            &delete,
        ),
        (
            format!(
                "DELETE /clusters/c1 HTTP/1.1\nHost: {host}\n\nHTTP/1.1 403 Forbidden\n\n{refusal}\n"
            ),
            &delete,
        ),
        (
            format!("URL: https://{host}/clusters/c1\nMethod: DELETE\n{refusal}\n"),
            &delete,
        ),
        (
            format!("Method: DELETE\nURL: https://{host}/clusters/c1\n{refusal}\n"),
            &delete,
        ),
        (
            format!(
                r#"{{"method": "DELETE", "url": "https://{host}/clusters/c1", "error": "{refusal}"}}"#
            ),
            &delete,
        ),
        (
            format!("level=error method=DELETE path=/clusters/c1 err=\"{refusal}\""),
            "method=DELETE path=/clusters/c1",
        ),
        (
            format!("https://{host}/?Version=1&Action=DescribeClustersV1\n{refusal}\n"),
            "name=DescribeClustersV1 host=cs.cn-hangzhou.aliyuncs.com",
        ),
        (
            format!("$ aliyun cs DescribeClustersV1 --region cn-hangzhou\nERROR: {refusal}\n"),
            "name=DescribeClustersV1 product=cs",
        ),
        (
            format!("aliyun cs describe-clusters-v1\nERROR: {refusal}\n"),
            "name=DescribeClustersV1 product=cs",
        ),
        (
            format!("aliyun cs DELETE /clusters/c1\nERROR: {refusal}\n"),
            "method=DELETE path=/clusters/c1 product=cs",
        ),
        (
            format!("aliyun ecs DescribeInstances\nERROR: {refusal}\n"),
            "name=DescribeInstances product=ecs",
        ),
        (
            format!("aliyun --profile a cs DescribeClustersV1\nERROR: {refusal}\n"),
            "name=DescribeClustersV1 product=cs",
        ),
        (
            format!("cs20151215.(*Client).DescribeClustersV1(0x1)\n{refusal}"),
            list,
        ),
        (
            format!("failed to call DescribeClustersV1: {refusal}"),
            list,
        ),
        (format!("DescribeClustersV1 error: {refusal}"), list),
        (format!("client.DescribeClustersV1: {refusal}"), list),
        (
            format!("csClient.describeClustersV1(request)\n{refusal}"),
            list,
        ),
        (
            format!("self.client.describe_clusters_v1(request)\n{refusal}"),
            list,
        ),
        (
            format!("in describe_clusters_v1with_options\n{refusal}"),
            list,
        ),
        (
            format!("operation=DescribeClustersV1 error=\"{refusal}\""),
            list,
        ),
        (
            format!(r#"{{"action": "DescribeClustersV1", "error": "{refusal}"}}"#),
            list,
        ),
        (
            format!("x-acs-action: DescribeClustersV1\n{refusal}\n"),
            list,
        ),
        // Another call, another cloud, a file, and what all calls do.
        (
            format!("12:00 DELETE /clusters/c1 200\n12:01 {refusal}\n"),
            "",
        ),
        (
            format!("12:00 DELETE https://{host}/clusters/c1 200\n12:01 {refusal}\n"),
            "",
        ),
        (format!("GET https://example.com/clusters\n{refusal}\n"), ""),
        (
            format!("12:00 DescribeClusters failed: timeout\n12:01 {refusal}\n"),
            "",
        ),
        (
            format!("https://b.oss-cn-hangzhou.aliyuncs.com/a.tgz\n{refusal}\n"),
            "",
        ),
        (format!("client.doRequest(request)\n{refusal}\n"), ""),
        (format!("open path=/etc/a\n{refusal}\n"), ""),
        (
            format!(
                "DELETE https://{host}/clusters/c1\n{}{refusal}\n",
                "more\n".repeat(20)
            ),
            "",
        ),
    ] {
        assert_eq!(operation(&text), expected, "{text}");
    }
    // An answer is that of one call.
    let text =
        format!("DELETE https://{host}/clusters/c1\nErrorCode: Forbidden.RAM\n\n\n{refusal}\n");
    let paths: Vec<bool> = find(&text)
        .iter()
        .map(|it| it.operation.path.is_some())
        .collect();
    assert_eq!(paths.first(), Some(&true), "{text}");
    assert!(!paths.iter().skip(1).any(|has_path| *has_path), "{text}");
}

/// Many requests are in a log beside the refused one.
#[test]
fn request_that_succeeded_is_not_the_refused_call() {
    let refusal = "RAM policy Forbidden for action cs:StartAlert";
    let host = "https://cs.cn-hangzhou.aliyuncs.com";
    for request in [
        "10:00 DELETE /clusters/c1 200",
        "DELETE /clusters/c1 204 1ms",
        "DELETE /clusters/c1 -> 302",
        "\"GET /healthz HTTP/1.1\" 200 2",
        "1.2.3.4 - - [01/Jan/2026] \"GET /healthz HTTP/2.0\" 304 2",
        "DELETE /clusters/c1 status=200",
        "DELETE /clusters/c1 returned 200",
        "| 200 | 2ms | 1.2.3.4 | DELETE \"/clusters/c1\"",
        r#"{"request":"DELETE /clusters/c1","status":200}"#,
        r#"{"status":200,"request":"DELETE /clusters/c1"}"#,
        &format!("GET {host}/clusters/c1 200"),
        &format!("GET {host}/clusters/c1\nHTTP/1.1 200 OK"),
        &format!("> GET {host}/clusters/c1\n\n< HTTP/1.1 200 OK"),
    ] {
        for answer in [
            format!("10:01 code: 403, {refusal}"),
            format!("code: 403, {refusal}"),
            format!("Code: NoPermission\nRequestId: A-1\nMessage: {refusal}"),
            format!("status: 403, {refusal}"),
        ] {
            let text = format!("{request}\n{answer}\n");
            assert_eq!(operation(&text), "", "{text}");
        }
    }
    let below = one(&format!("Error: {refusal}\nrequest id: A-2 GET /y 200\n"));
    assert_eq!((below.request_id, below.operation.path), (None, None));
    for request in [
        "DELETE /clusters/c1",
        "DELETE /clusters/c1 403",
        "DELETE /clusters/c1 failed after 200 ms",
        "10:00:01,200 DELETE /clusters/c1",
    ] {
        let text = format!("{request}\ncode: 403, {refusal}\n");
        assert_eq!(
            operation(&text),
            "method=DELETE path=/clusters/c1",
            "{text}"
        );
    }
}

/// A trace also has the functions of an SDK that all operations share, and the names of exceptions.
#[test]
fn functions_of_an_sdk_are_not_operations() {
    let refusal = "Forbidden.RAM : User not authorized to operate on the specified resource.";
    let common = [
        "client.doAction",
        "DefaultAcsClient.parseAcsResponse",
        "DefaultAcsClient.getAcsResponse",
        "DefaultAcsClient.HandleResponse",
        "(*Client).CallApi",
        "(*Client).DoROARequest",
        "(*Client).GetEndpoint",
        "Client.requestError",
        "Client.createRequest",
        "client.sendHttpRequest",
        "client.set_headers",
        "client.getCredentials",
        "client.call_api_with_options",
    ];
    for frame in common {
        let java = format!("a.ClientException: {refusal}\n\tat com.aliyuncs.{frame}(A.java:1)\n");
        let go = format!("a/{frame}(0x1)\n\ta.go:1\nErrorCode: Forbidden.RAM\n");
        let failed = format!("{frame} failed: {refusal}");
        for text in [java, go, failed] {
            assert_eq!(operation(&text), "", "{text}");
        }
        // The function of the operation is beside them.
        let text = format!(
            "a.ClientException: {refusal}\n\tat a.{frame}(A.java:1)\n\tat a.Client.deleteCluster(A.java:2)\n"
        );
        assert_eq!(operation(&text), "name=DeleteCluster", "{text}");
    }
    for name in [
        "ClientException",
        "HttpServletRequest",
        "RetryableRequest",
        "RequestError",
        "ReconcileNodePool",
    ] {
        for text in [
            format!("{name} failed: {refusal}"),
            format!("{name} error: {refusal}"),
            format!("a.b.{name} {refusal}"),
            format!("action={name} err=\"{refusal}\""),
        ] {
            assert_eq!(operation(&text), "", "{text}");
        }
    }
}

#[test]
fn address_of_a_terraform_resource_is_whole() {
    let refusal = "User not authorized to operate on the specified resource.";
    for (place, address) in [
        ("with alicloud_cs_kubernetes.a,", "alicloud_cs_kubernetes.a"),
        (
            "with module.m.alicloud_cs_kubernetes.a[0],",
            "module.m.alicloud_cs_kubernetes.a[0]",
        ),
        (
            "with module.m[\"b\"].alicloud_cs_kubernetes.a[\"c\"],",
            "module.m[\"b\"].alicloud_cs_kubernetes.a[\"c\"]",
        ),
        (
            "on main.tf line 3, in resource \"alicloud_cs_kubernetes\" \"a\":",
            "alicloud_cs_kubernetes.a",
        ),
    ] {
        for text in [
            format!("Error: {refusal}\n\n  {place}\n"),
            format!("╷\n│ Error: {refusal}\n│ \n│   {place}\n╵\n"),
        ] {
            assert_eq!(operation(&text), format!("terraform={address}"), "{text}");
        }
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
    // The SDK names the operation before the fields of the error.
    for breaks in ["\n", ". \n\t\t"] {
        let fields = [
            "operation error GetObject: Error returned by Service",
            "Http Status Code: 403",
            "Error Code: AccessDenied",
            "Request Id: 5C3D9175B6FC201293AD1234",
            &format!("Message: {sentence}"),
            "EC: 0003-00000001",
            "Timestamp: 2026-01-02 03:04:05 +0000 UTC",
            "Request Endpoint: GET https://b.oss-cn-hangzhou.aliyuncs.com/k.",
        ];
        let text = fields.join(breaks);
        assert_eq!(
            operation(&text),
            "name=GetObject method=GET path=/k host=b.oss-cn-hangzhou.aliyuncs.com"
        );
        assert_eq!(action(&text), (Some("oss:GetObject".to_owned()), 1));
        let unknown = text.replace(sentence, "The bucket refuses you, no permission.");
        let id = one(&unknown).request_id;
        assert_eq!(id.as_deref(), Some("5C3D9175B6FC201293AD1234"), "{unknown}");
    }
    let list = "You are forbidden to list buckets.";
    assert_eq!(action(list), (Some("oss:ListBuckets".to_owned()), 1));
}

/// Several resources need the same action; the instances of one are one call.
#[test]
fn each_resource_of_terraform_is_a_call_of_its_own() {
    let boxed = |address: &str| {
        format!("╷\n│ Error: {EVENTS}\n│\n│   with {address},\n│   on main.tf line 1\n╵\n")
    };
    let addresses = [
        "alicloud_cs_kubernetes.a",
        "module.m.alicloud_cs_kubernetes.b[\"x\"]",
        "module.m.alicloud_cs_kubernetes.b[\"y\"]",
    ];
    let found = find(&addresses.map(boxed).concat());
    let there = found
        .iter()
        .map(|it| (it.operation.terraform.as_deref(), it.count));
    let there: Vec<_> = there.collect();
    assert_eq!(there, [(Some(addresses[0]), 1), (Some(addresses[1]), 2)]);
}

#[test]
fn request_with_its_status_is_above_its_answer() {
    let body = format!(r#"{{"code":"StatusForbidden","message":"{EVENTS}","requestId":"R-1"}}"#);
    let pool = "method=PUT path=/clusters/c1/nodepools/np1 host=cs.cn-hangzhou.aliyuncs.com";
    for (line, expected) in [
        (
            "PUT https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools/np1 403",
            pool,
        ),
        (
            "PUT https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools/np1 HTTP/1.1 403",
            pool,
        ),
        (
            "PUT https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools/np1 -> 403 Forbidden",
            pool,
        ),
        (
            "DEBUG:urllib3.connectionpool:https://cs.cn-hangzhou.aliyuncs.com:443 \"PUT /clusters/c1/nodepools/np1 HTTP/1.1\" 403 None",
            "method=PUT path=/clusters/c1/nodepools/np1",
        ),
        (
            "GET https://ecs.aliyuncs.com/?Action=StopInstance&InstanceId=i-1 403",
            "name=StopInstance method=GET host=ecs.aliyuncs.com",
        ),
        (
            "failed to DescribeClusterDetail:",
            "name=DescribeClusterDetail",
        ),
    ] {
        assert_eq!(operation(&format!("{line}\n{body}")), expected, "{line}");
    }
    // The line of a server's own log is about another request.
    assert_eq!(operation(&format!("GET /healthz 403\n{body}")), "");
    assert_eq!(
        operation(&format!("GET https://cs.aliyuncs.com/clusters 404\n{body}")),
        ""
    );
}

#[test]
fn verb_of_a_failure_and_frame_of_a_trace_name_the_operation() {
    for (text, expected) in [
        (
            format!("failed to DescribeClusterDetail: {EVENTS}"),
            "name=DescribeClusterDetail",
        ),
        (
            "com.aliyun.tea.TeaException: code: 403, Forbidden request id: A1B2\n\tat com.aliyun.cs20151215.Client.modifyCluster(Client.java:1210)".to_owned(),
            "name=ModifyCluster",
        ),
        (
            format!("com.aliyuncs.exceptions.ClientException: StatusForbidden : {EVENTS}\n\tat com.aliyun.teaopenapi.Client.doROARequest(Client.java:300)\n\tat com.aliyun.cs20151215.Client.modifyClusterWithOptions(Client.java:1200)"),
            "name=ModifyCluster",
        ),
    ] {
        assert_eq!(operation(&text), expected, "{text}");
    }
}
