//! Parameters and results as JSON.

use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The reason why a request has no result.
pub(super) type Refusal = (ErrorCode, String);

pub(super) fn params<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| invalid(&error.to_string()))
}

pub(super) fn invalid(message: &str) -> Refusal {
    (ErrorCode::InvalidParams, message.to_owned())
}

pub(super) fn value(result: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
