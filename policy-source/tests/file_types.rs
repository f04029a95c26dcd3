//! Types of files.

use ram_policy::Policy;
use ram_policy_source::read;

#[test]
fn yaml_is_recognised() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n";
    let foreign = template.replace("ROS", "AWS");
    for (extension, text, code) in [
        (Some("yaml"), template, "template"),
        (Some("template"), template, "template"),
        (Some("yml"), &*foreign, "aws-policy"),
        (None, template, "template"),
    ] {
        let found = read("a", text, extension).expect("a template");
        let error = found.documents[0].text().parse::<Policy>().unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].code, code);
    }
    let error = read("a", "kind: ConfigMap\n", Some("yml")).expect_err("YAML");
    assert_eq!(error.to_string(), "a is YAML; expected JSON");
}

#[test]
fn settings_are_recognised_by_their_extension() {
    for (extension, what) in [("toml", "TOML"), ("ini", "INI"), ("cfg", "INI")] {
        let error = read("a", "[a]\nb = 1\n", Some(extension)).expect_err("settings");
        assert_eq!(error.message(), format!("a is {what}; expected JSON"));
        assert!(read("a", "{\"Version\": \"1\"}", Some(extension)).is_ok());
    }
}

#[test]
fn terraform_in_json_is_recognised() {
    let text = r#"{"resource": {"alicloud_ram_policy": {"p": {"policy_document": "{}"}}}}"#;
    let error = read("main.tf.json", text, Some("json")).expect_err("not read");
    assert_eq!(
        error.to_string(),
        "main.tf.json is Terraform in JSON, which is not read"
    );
}
