data "alicloud_cs_kubernetes_version" "newest" {
  cluster_type = "ManagedKubernetes"
}

data "alicloud_cs_cluster_credential" "admin" {
  cluster_id                 = var.cluster_id
  temporary_duration_minutes = 60
}

resource "alicloud_cs_autoscaling_config" "scaler" {
  cluster_id            = var.cluster_id
  cool_down_duration    = "10m"
  utilization_threshold = "0.5"
  scan_interval         = "30s"
}
