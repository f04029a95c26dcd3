//! What helps where no RAM policy does.

use ack_catalog::refusal::{Kind, Refusal};

/// Returns what to do about a refusal of another check than RAM's.
pub(super) fn remedy(refusal: &Refusal) -> Option<&'static str> {
    let missing = refusal.missing.as_deref().unwrap_or_default();
    match refusal.kind {
        Kind::Rbac if missing.contains("grant RBAC permissions") => Some(ESCALATE),
        Kind::Rbac if missing.contains(" nodes/") => Some(BIND_TO_KUBELET),
        Kind::Rbac if missing.ends_with("at the cluster scope") => Some(BIND_IN_CLUSTER),
        Kind::Rbac => Some(BIND),
        Kind::Service if missing.contains("a role in the cluster") => Some(BIND),
        Kind::Service if missing.contains("service role") => Some(
            "let the owner of the account authorize the role: open the ACK console, which asks for it",
        ),
        Kind::Service => Some(
            "ask the owner of the account or an administrator of the cluster: ACK checks this itself, and no RAM \
             policy helps",
        ),
        Kind::Other if missing.is_empty() => Some(
            "look the message up in the documentation of the service; it does not name a RAM action",
        ),
        _ => None,
    }
}

const BIND: &str = "bind the caller to a role in the cluster, under Authorizations in the ACK console or with `kubectl \
    create rolebinding`; no RAM policy helps";

/// A binding in one namespace gives nothing outside of it.
const BIND_IN_CLUSTER: &str = "bind the caller to a role of the whole cluster, under Authorizations in the ACK console \
    or with `kubectl create clusterrolebinding`; no RAM policy helps";

/// The API server calls the kubelet with an identity of its own, which no console lists.
const BIND_TO_KUBELET: &str = "bind the caller to the cluster role `system:kubelet-api-admin` with `kubectl create \
    clusterrolebinding`; no RAM policy helps";

/// Kubernetes lets nobody grant more than they have.
const ESCALATE: &str = "bind the caller to a role that has the permissions to grant, or that allows the verb `escalate` on \
    roles and `bind` on bindings; no RAM policy helps";
