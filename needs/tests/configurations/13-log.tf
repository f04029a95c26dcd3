resource "alicloud_log_project" "audit" {
  project_name = "audit"
  description  = "audit logs of all clusters"
  policy       = file("policy.json")
  tags         = { team = "audit" }
}

resource "alicloud_log_store" "audit" {
  project_name     = alicloud_log_project.audit.project_name
  logstore_name    = "apiserver"
  retention_period = 180
  shard_count      = 2
}
