//! The engines that are compared with `ram_policy`.

use ack_catalog::AckAction;
use casbin::{CoreApi as _, DefaultModel, Enforcer, MemoryAdapter, MgmtApi as _};
use cedar_policy as cedar;
use futures_executor::block_on;
use iam_rs::{
    Arn, Context, ContextValue, IAMPolicy, IAMRequest, PolicyEvaluator, Principal, PrincipalId,
};
use std::hint::black_box;

/// The engine iam-rs, with a request for each action.
pub struct Iam {
    evaluator: PolicyEvaluator,
    requests: Vec<IAMRequest>,
}

impl Iam {
    pub fn new(policy: &str, address: Option<&str>) -> Self {
        let policy: IAMPolicy = serde_json::from_str(policy).expect("a policy");
        let requests = AckAction::ALL.iter().map(|action| {
            let user = "arn:aws:iam::123456789012:user/a".to_owned();
            let arn = Arn::parse("arn:aws:cs:cn-hangzhou:123456789012:cluster/c1").expect("an ARN");
            let mut context = Context::new();
            if let Some(address) = address {
                let address = ContextValue::String(address.to_owned());
                context.insert("aws:SourceIp".to_owned(), address);
            }
            let principal = Principal::Aws(PrincipalId::String(user));
            IAMRequest::new_with_context(principal, action.ram_action(), arn, context)
        });
        Self {
            requests: requests.collect(),
            evaluator: PolicyEvaluator::with_policies(vec![policy]),
        }
    }

    pub fn allows(&self, at: usize) -> bool {
        let result = self.evaluator.evaluate(black_box(&self.requests[at]));
        result.expect("a decision").decision == iam_rs::Decision::Allow
    }
}

/// The engine cedar-policy. It has no patterns for actions, so they are written out.
pub struct Cedar {
    authorizer: cedar::Authorizer,
    policies: cedar::PolicySet,
    entities: cedar::Entities,
    requests: Vec<cedar::Request>,
}

impl Cedar {
    pub fn new(condition: &str, address: Option<&str>) -> Self {
        let named = |action: &AckAction| format!("Action::\"{}\"", action.name());
        let wanted = AckAction::ALL.iter().filter(|action| {
            action.name().starts_with("Describe") || action.name() == "ModifyCluster"
        });
        let wanted: Vec<String> = wanted.map(named).collect();
        let text = format!(
            "permit(principal, action in [{}], resource == Cluster::\"c1\"){condition};\n\
             forbid(principal, action == Action::\"DescribeEvents\", resource);",
            wanted.join(", ")
        );
        let requests = AckAction::ALL.iter().map(|action| {
            let context = address.map_or_else(cedar::Context::empty, |address| {
                let address = cedar::RestrictedExpression::new_ip(address);
                cedar::Context::from_pairs([("ip".to_owned(), address)]).expect("a context")
            });
            cedar::Request::new(
                "User::\"a\"".parse().expect("a user"),
                named(action).parse().expect("an action"),
                "Cluster::\"c1\"".parse().expect("a cluster"),
                context,
                None,
            )
            .expect("a request")
        });
        Self {
            requests: requests.collect(),
            authorizer: cedar::Authorizer::new(),
            policies: text.parse().expect("policies"),
            entities: cedar::Entities::empty(),
        }
    }

    pub fn allows(&self, at: usize) -> bool {
        let request = black_box(&self.requests[at]);
        let answer = self
            .authorizer
            .is_authorized(request, &self.policies, &self.entities);
        answer.decision() == cedar::Decision::Allow
    }
}

const MODEL: &str = r#"
[request_definition]
r = obj, act
[policy_definition]
p = obj, act, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = keyMatch(r.act, p.act) && keyMatch(r.obj, p.obj)
"#;

/// The engine casbin, with its matcher for patterns that end in a star.
pub struct Casbin {
    enforcer: Enforcer,
    resource: String,
}

impl Casbin {
    pub fn new(resource: &str) -> Self {
        let rule = |parts: [&str; 3]| parts.map(str::to_owned).to_vec();
        let enforcer = block_on(async {
            let model = DefaultModel::from_str(MODEL).await.expect("a model");
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default())
                .await
                .expect("an enforcer");
            for parts in [
                [resource, "cs:Describe*", "allow"],
                [resource, "cs:ModifyCluster", "allow"],
                ["*", "cs:DescribeEvents", "deny"],
            ] {
                enforcer.add_policy(rule(parts)).await.expect("a rule");
            }
            enforcer
        });
        Self {
            enforcer,
            resource: resource.to_owned(),
        }
    }

    pub fn allows(&self, at: usize) -> bool {
        let request = (&*self.resource, AckAction::ALL[at].ram_action());
        self.enforcer
            .enforce(black_box(request))
            .expect("a decision")
    }
}

/// Matches a pattern by going back to the last star.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    let mut last_star = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                last_star = Some((at, read));
                at += 1;
            }
            Some(&letter) if letter == b'?' || letter == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star, from)) = last_star else {
                    return false;
                };
                last_star = Some((star, from + 1));
                at = star + 1;
                read = from + 1;
            }
        }
    }
    pattern[at..].iter().all(|&letter| letter == b'*')
}
