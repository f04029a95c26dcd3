//! Variants in Rust code, under any name.

use crate::common::assert_found;

#[test]
fn variants_have_other_names_or_are_unclear() {
    assert_found(&[
        (
            "macro.rs",
            "macro_rules! need { ($($a:ident),*) => { &[$(AckAction::$a),*] } } need!(StopAlert)",
            &["cs:StopAlert"],
        ),
        (
            "shared_macro.rs",
            "macro_rules! need { ($($a:ident),*) => { &[$(AckAction::$a),*] } } other!(StopAlert)",
            &["? AckAction::$"],
        ),
        (
            "macros.rs",
            "macro_rules! a { ($a:path) => { f($a) } } macro_rules! b { ($a:ident) => { AckAction::$a } }\n\
             a!(AckAction::StopAlert); a![x]; fn f() { b! { StartAlert } b!(DeleteCluster) }",
            &["cs:StopAlert", "cs:StartAlert", "cs:DeleteCluster"],
        ),
        (
            "self.rs",
            "use a::CsAction::{self as Cs, StartAlert}; f(Cs::StopAlert)",
            &["cs:StartAlert", "cs:StopAlert"],
        ),
        (
            "type.rs",
            "type A = ack_catalog::AckAction; type B = A; f(B::StopAlert)",
            &["cs:StopAlert"],
        ),
        (
            "angle.rs",
            "f(<ack_catalog::AckAction>::StopAlert)",
            &["cs:StopAlert"],
        ),
        (
            "lib.rs",
            "pub(crate) use ack_catalog::{AckAction as A, AckActionSet};",
            &["? A"],
        ),
        (
            "text.rs",
            "/// cs:GetX\nfn f() { AckActionSet::matching(\"cs:Get*\"); \"cs:StopAlert\".parse::<AckAction>(); \"cs: no\" }",
            &["? \"cs:Get*\"", "? \"cs:StopAlert\""],
        ),
        (
            "misspelt.rs",
            "f(AckAction::StopAlrt, AckAction::LEN, AckAction::parse)",
            &["? AckAction::StopAlrt"],
        ),
        (
            "other.rs",
            "type A = Other; A::StopAlert; \"cs:StopAlert\"",
            &[],
        ),
    ]);
}
