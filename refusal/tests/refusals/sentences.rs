//! The sentences that refuse a call.

use crate::common::{assert_calls, calls, one, place, rpc_body, shown};
use ram_refusal::{Kind, find};
use serde_json::json;

#[test]
fn messages_of_other_products_are_decoded() {
    let of_ram = rpc_body().to_string();
    assert_calls(&[
        (
            &of_ram,
            &[
                "ram action=ram:ListUsers resource=acs:ram:*:100:user/* caller=AssumedRoleUser principal=reader:session \
                 deny=ExplicitDeny policy=ControlPolicy code=NoPermission id=R-2",
            ],
        ),
        (
            "ErrorCode: AccessDenied\n\
             Message: the caller is not authorized to perform 'fc:GetService' on resource 'acs:fc:x:1:services/a'\n\
             RequestId: R-3\n\
             AccessDeniedDetail: map[NoPermissionType:ExplicitDeny PolicyType:SessionPolicy]\n",
            &[
                "ram action=fc:GetService resource=acs:fc:x:1:services/a deny=ExplicitDeny policy=SessionPolicy \
                 code=AccessDenied id=R-3",
            ],
        ),
        (
            "denied by sts or ram, action: log:GetProject, resource: acs:log:x:1:project/a",
            &["ram action=log:GetProject resource=acs:log:x:1:project/a"],
        ),
        // The detail has more information than the message.
        (
            "<Error><Code>AccessDenied</Code><Message>No.</Message><AccessDeniedDetail>\
             <AuthAction>oss:GetObject</AuthAction></AccessDeniedDetail></Error>",
            &["ram action=oss:GetObject code=AccessDenied"],
        ),
    ]);
}

#[test]
fn messages_without_an_action_are_decoded() {
    let no_action = "User not authorized to operate on the specified resource, or this API doesn't support RAM.";
    for text in [
        no_action.to_owned(),
        json!({"Code": "Forbidden.RAM", "Message": no_action}).to_string(),
        format!("SDK.ServerError\nErrorCode: Forbidden.RAM\n...\nMessage: {no_action}"),
        format!("com.aliyuncs.exceptions.ClientException: Forbidden.RAM : {no_action}"),
        "You are not authorized to do this action. You should be authorized by RAM.".to_owned(),
        "ErrorCode: AccessDenied\nErrorMessage: Access denied by authorizer's policy.".to_owned(),
    ] {
        let refusal = one(&text);
        assert_eq!(
            (refusal.kind, &refusal.action),
            (Kind::Ram, &None),
            "{text}"
        );
    }
    for text in [
        "<Code>AccessDenied</Code><Message>Access denied by bucket policy.</Message>",
        "<Code>AccessDenied</Code><Message>Because of the bucket acl.</Message>",
        "ErrorCode: UserNotAllowed\nMessage: Please apply.",
        "|403|Forbidden.NotSupportRAM|RAM users may not do this.|",
    ] {
        let refusal = one(text);
        assert_eq!(
            (refusal.kind, &refusal.action),
            (Kind::Other, &None),
            "{text}"
        );
    }
}

/// A program may write the words of ACK's sentence in its own way.
#[test]
fn words_of_the_sentence_may_be_in_another_order() {
    for text in [
        "RAM policy forbidden: action cs:StartAlert",
        "ram policy forbidden: action cs:StartAlert",
        "RAM POLICY FORBIDDEN FOR ACTION cs:StartAlert",
        "RAM policy Forbidden: cs:StartAlert",
        "RAM policy forbidden for the action: cs:StartAlert",
        "12:00 failed: Forbidden by RAM policy: action cs:StartAlert",
        "forbidden by the RAM policy for action 'cs:StartAlert'",
        "action cs:StartAlert is forbidden by RAM policy",
        "Action: cs:StartAlert forbidden by the RAM policy.",
    ] {
        assert_calls(&[(text, &["ram action=cs:StartAlert caller=SubUser"])]);
        let session = text.to_lowercase().replace("ram policy", "STSToken policy");
        let session = session.replace("cs:startalert", "cs:StartAlert");
        let call = "ram action=cs:StartAlert caller=AssumedRoleUser";
        assert_calls(&[(&session, &[call])]);
    }
    for text in [
        "RAM policy forbidden: action needed",
        "the action is forbidden by RAM policy cs-readers",
        "RAM policy Forbidden; see cs:StartAlert",
        "action cs:StartAlert is forbidden by the team",
    ] {
        assert_calls(&[(text, &[])]);
    }
    let cut = one("RAM policy forbidden: action cs:Start[Alert");
    assert!(!cut.action.expect("an action").is_well_formed());
}

#[test]
fn sentence_is_read_to_the_end_of_its_parts() {
    let asks = "You are not authorized to do this action";
    for (text, calls) in [
        (format!("{asks}. Action: ram:A"), "ram action=ram:A"),
        (format!("{asks}, Action: ram:A"), "ram action=ram:A"),
        (format!("{asks} Action: ram:A"), "ram action=ram:A"),
        (
            format!("{asks}. Resource: acs:ram:*:1:*"),
            "ram resource=acs:ram:*:1:*",
        ),
        (
            format!("{asks}. Resource: acs:oss:*:1:a b c Action: oss:A"),
            "ram action=oss:A resource=acs:oss:*:1:a b c",
        ),
        (
            format!("{asks}. Resource:  Action: ram:A"),
            "ram action=ram:A",
        ),
        (
            format!("{asks}. Resource: Action: ram:A"),
            "ram action=ram:A",
        ),
        (format!("{asks}. Resource:"), "ram"),
        (format!("{asks}. Resource: "), "ram"),
        (format!("{asks}. You should be authorized by RAM"), "ram"),
    ] {
        assert_eq!(self::calls(&text), [calls], "{text}");
        assert_eq!(place(&text), text.trim_end());
    }
    // Not the words of such a sentence.
    assert_calls(&[
        ("RAM_policy Forbidden for action cs:A", &[]),
        ("RAM-policy-Forbidden-for-action cs:A", &[]),
        (
            "log.Print(\"RAM policy Forbidden for action \" + name)",
            &[],
        ),
        ("log.Print(\"RAM policy Forbidden for action \", name)", &[]),
        (
            "{\"code\": \"StatusForbidden\", \"message\": \"RAM policy Forbidden for action \"}",
            &["ram caller=SubUser code=StatusForbidden"],
        ),
    ]);
}

#[test]
fn sentences_without_an_action_are_counted_separately() {
    let sentences = [
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        "Access denied by authorizer's policy.",
        "You are not authorized to do this action. You should be authorized by RAM.",
        "Access denied by bucket policy.",
        "Forbidden query namespaces",
        "Forbidden get trigger",
        "The current RAM user does not have management permissions",
    ];
    let text = sentences.join("\n\n");
    let found = find(&format!("{text}\n\n{text}"));
    let kinds: Vec<(Kind, usize)> = found
        .iter()
        .map(|found| (found.kind, found.count))
        .collect();
    let [ram, other, rbac, service] = [Kind::Ram, Kind::Other, Kind::Rbac, Kind::Service];
    let wanted = [ram, ram, ram, other, rbac, service, service].map(|kind| (kind, 2));
    assert_eq!(kinds, wanted);
}

/// An answer may be logged once with its message and once without.
#[test]
fn code_and_its_sentence_are_one_refusal() {
    for (code, sentence) in [
        (
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM",
        ),
        (
            "NoPermission",
            "You are not authorized to do this action. You should be authorized by RAM",
        ),
        (
            "ForbiddenQueryClusterNamespace",
            "Forbidden query namespaces",
        ),
    ] {
        let code = format!("Code: {code}, RequestId: R-1");
        for text in [
            format!("{code}\n\n{sentence}"),
            format!("{sentence}\n\n{code}"),
            format!("{sentence}\n\n{code}, Message: {sentence}"),
        ] {
            let counts: Vec<usize> = find(&text).iter().map(|found| found.count).collect();
            assert_eq!(counts, [2], "{text}");
        }
    }
}

/// A program may change the letter case of a message, and cut it before the action.
#[test]
fn letter_case_and_a_cut_do_not_hide_a_sentence() {
    let sentence = "RAM policy Forbidden for action";
    for sentence in [
        sentence,
        "RAM policy forbidden for action",
        "RAM Policy Forbidden For Action",
        "ram policy forbidden for action",
        "RAM POLICY FORBIDDEN FOR ACTION",
    ] {
        for text in [
            format!("{sentence} cs:StartAlert"),
            format!("ERROR sync failed: {sentence} cs:StartAlert\n"),
        ] {
            assert_eq!(
                shown(&text),
                ["ram action=cs:StartAlert caller=SubUser"],
                "{text}"
            );
        }
        for text in [
            format!("sync: {sentence}"),
            format!("sync: {sentence}\n"),
            format!("sync: {sentence}:\n"),
            format!("msg=\"{sentence}\"\n"),
            format!(r#"{{"message": "{sentence} "}}"#),
            format!(r#"{{"message": "{sentence}", "status": 403}}"#),
        ] {
            assert_eq!(shown(&text), ["ram caller=SubUser"], "{text}");
        }
    }
    let text = "YOU ARE NOT AUTHORIZED TO DO THIS ACTION. RESOURCE: acs:ram:*:100:user/a ACTION: ram:GetUser";
    assert_eq!(
        shown(text),
        ["ram action=ram:GetUser resource=acs:ram:*:100:user/a"]
    );
}

/// A program may escape each character that is not ASCII.
#[test]
fn escaped_words_of_any_script_are_read() {
    let escaped = |text: &str, write: fn(char) -> String| -> String {
        let characters = text.chars();
        let written = characters.map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                write(c)
            }
        });
        written.collect()
    };
    let writings: [fn(char) -> String; 5] = [
        |c| c.to_string(),
        |c| format!("\\u{:04x}", u32::from(c)),
        |c| format!("\\u{:04X}", u32::from(c)),
        |c| format!("&#{};", u32::from(c)),
        |c| format!("&#x{:x};", u32::from(c)),
    ];
    for sentence in [
        "无权限访问该接口",
        "您没有权限",
        "未授权的操作",
        "RAM权限不足",
        "拒绝访问该资源",
        "禁止访问该资源",
        "沒有權限訪問",
        "RAM权限DENY",
    ] {
        for code in ["403", "4001", "InvalidUser"] {
            for write in writings {
                let message = escaped(sentence, write);
                let text =
                    format!(r#"{{"code":"{code}","message":"{message}","requestId":"R-1"}}"#);
                let found = find(&text);
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!(found[0].kind, Kind::Other, "{text}");
            }
        }
    }
}

/// A service may name the action after words of its own.
#[test]
fn action_in_a_message_that_no_form_knows_is_found() {
    for (code, message) in [
        (
            "NoPermission",
            "You are not authorized to perform this operation. Action: ecs:StopInstance",
        ),
        (
            "NoPermission",
            "You are not authorized to operate this resource. Action: ecs:StopInstance.",
        ),
        (
            "NoPermission",
            "The user has no permission, action: ecs:StopInstance, resource: *",
        ),
        (
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource. Action: ecs:StopInstance",
        ),
    ] {
        let text =
            format!("{{\"Code\":\"{code}\",\"Message\":\"{message}\",\"RequestId\":\"R-1\"}}");
        let expected = format!("ram action=ecs:StopInstance code={code} id=R-1");
        assert_eq!(calls(&text), [expected], "{text}");
    }
    let text = "{\"Code\":\"NoPermission\",\"Message\":\"no permission. Action: <action>\",\"RequestId\":\"R-1\"}";
    assert_eq!(calls(text), ["ram code=NoPermission id=R-1"]);
}
