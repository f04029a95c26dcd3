//! What the columns of a table are: by their headers where these are known, and by what the cells
//! are.

use crate::markdown::cell_kind::Kind;

/// The columns of a table that an entry is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The column of the operation's name.
    pub operation: Option<usize>,
    /// The column of the RAM actions.
    pub action: Option<usize>,
    /// The column of the resources.
    pub resource: Option<usize>,
    /// The column of the description.
    pub description: Option<usize>,
}

#[cfg(feature = "refresh")]
/// What a header says that its column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Operation,
    Action,
    Resource,
    Description,
    /// Condition keys look like actions and are none.
    Condition,
    Other,
}

#[cfg(feature = "refresh")]
/// The headers that pages use, in lower case, without spaces.
const LABELS: [(Label, &[&str]); 5] = [
    (
        Label::Condition,
        &[
            "condition",
            "conditionkey",
            "条件",
            "条件关键字",
            "条件键",
            "parameter",
            "参数",
        ],
    ),
    (
        Label::Action,
        &[
            "action",
            "actions",
            "ramaction",
            "ramactions",
            "requiredactions",
            "authorizationaction",
            "permission",
            "permissions",
            "permissionname",
            "rampermission",
            "rampermissions",
            "rampermissoins",
            "鉴权action",
            "授权action",
            "权限",
            "权限名称",
            "权限名称（action）",
            "动作",
            "动作（action）",
            "调用此api所需的权限名称",
            "需要的权限",
            "アクション",
            "ramアクション",
            "权限名称(action)",
            "动作(action)",
        ],
    ),
    (
        Label::Operation,
        &[
            "operation",
            "operations",
            "operationname",
            "api",
            "apis",
            "apioperation",
            "apioperations",
            "apiname",
            "api名称",
            "api名",
            "接口",
            "接口名称",
            "操作",
            "command",
            "clisubcommand",
            "api操作",
            "オペレーション",
        ],
    ),
    (
        Label::Resource,
        &[
            "resource",
            "resources",
            "arn",
            "arnformat",
            "arnvalue",
            "resourceformat",
            "resourcepattern",
            "authorizationrule",
            "authenticationrule",
            "syntax",
            "鉴权规则",
            "鉴权resource",
            "资源",
            "资源描述",
            "资源描述方法",
            "授权策略中的资源描述方法",
            "授权策略中的资源描述方式",
            "完整资源描述",
            "リソース",
        ],
    ),
    (
        Label::Description,
        &[
            "description",
            "descriptions",
            "说明",
            "描述",
            "action描述",
            "权限说明",
            "功能",
            "purpose",
            "function",
            "説明",
        ],
    ),
];

#[cfg(feature = "refresh")]
impl Label {
    fn of(header: &str) -> Self {
        let folded: String = header
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '*')
            .flat_map(char::to_lowercase)
            .collect();
        LABELS
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()))
            .map_or(Self::Other, |(label, _)| *label)
    }
}

/// What most cells of a column are; of two kinds with the same count the first one seen.
pub(crate) fn majority(cells: impl Iterator<Item = Kind>) -> Kind {
    let mut counts: Vec<(Kind, usize)> = Vec::new();
    for kind in cells.filter(|kind| *kind != Kind::Empty) {
        match counts.iter_mut().find(|(seen, _)| *seen == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts
        .iter()
        .find(|(_, count)| Some(*count) == most)
        .map_or(Kind::Empty, |(kind, _)| *kind)
}

#[cfg(feature = "refresh")]
impl Roles {
    /// The roles of columns with these headers and these kinds of cells. Without an action the
    /// table lists no actions.
    pub(crate) fn of(headers: &[String], kinds: &[Kind]) -> Self {
        let labels: Vec<Label> = headers.iter().map(|header| Label::of(header)).collect();
        let column = |label: Label, kind: Kind| {
            (0..labels.len()).find(|&at| labels[at] == label && kinds.get(at) == Some(&kind))
        };
        let labelled = |label: Label| labels.iter().position(|other| *other == label);
        let of_kind = |kind: Kind| {
            (0..labels.len()).find(|&at| {
                let is_else = matches!(labels[at], Label::Condition | Label::Description);
                !is_else && kinds.get(at) == Some(&kind)
            })
        };

        let resource = column(Label::Resource, Kind::Resources)
            .or_else(|| of_kind(Kind::Resources))
            .or_else(|| labelled(Label::Resource));
        let named = column(Label::Operation, Kind::Name);
        let action = column(Label::Action, Kind::Actions)
            .or_else(|| of_kind(Kind::Actions))
            .or_else(|| column(Label::Action, Kind::Name))
            // An operation and its resource, and the action has the operation's name.
            .or_else(|| named.filter(|_| column(Label::Resource, Kind::Resources).is_some()));
        let operation = named.or_else(|| labelled(Label::Operation)).or(action);
        Self {
            operation,
            action,
            resource: resource.filter(|_| resource != action),
            description: labelled(Label::Description),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Kind::{Actions, Empty, Name, Text};

    #[test]
    fn the_majority_is_the_kind_of_most_cells_and_of_two_the_first() {
        let cases: [(&[Kind], Kind); 7] = [
            (&[], Empty),
            (&[Empty, Empty], Empty),
            (&[Text], Text),
            (&[Empty, Empty, Text], Text),
            (&[Text, Name, Name], Name),
            (&[Actions, Text, Name, Text, Name], Text),
            (&[Text, Name, Actions, Name, Actions, Actions], Actions),
        ];
        for (cells, expected) in cases {
            assert_eq!(majority(cells.iter().copied()), expected, "{cells:?}");
        }
    }
}
