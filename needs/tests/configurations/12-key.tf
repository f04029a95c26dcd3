resource "alicloud_kms_key" "secrets" {
  description            = "secrets of the clusters"
  pending_window_in_days = 7
  automatic_rotation     = "Enabled"
  rotation_interval      = "365d"
}

resource "alicloud_kms_alias" "secrets" {
  alias_name = "alias/cluster-secrets"
  key_id     = alicloud_kms_key.secrets.id
}
