resource "alicloud_ram_role" "builder" {
  role_name                   = "builder"
  description                 = "builds images"
  assume_role_policy_document = file("trust.json")
}

resource "alicloud_ram_policy" "builder" {
  policy_name     = "builder"
  policy_document = file("builder.json")
}

resource "alicloud_ram_role_policy_attachment" "builder" {
  role_name   = alicloud_ram_role.builder.role_name
  policy_name = alicloud_ram_policy.builder.policy_name
  policy_type = "Custom"
}
