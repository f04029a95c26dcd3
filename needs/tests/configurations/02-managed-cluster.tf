resource "alicloud_cs_managed_kubernetes" "prod" {
  name                         = "prod"
  cluster_spec                 = "ack.pro.small"
  version                      = "1.34.1-aliyun.1"
  vswitch_ids                  = var.vswitch_ids
  pod_vswitch_ids              = var.pod_vswitch_ids
  service_cidr                 = "172.21.0.0/20"
  deletion_protection          = true
  control_plane_log_components = ["apiserver", "scheduler"]
  tags                         = { team = "platform" }

  dynamic "addons" {
    for_each = toset(["terway-eniip", "csi-plugin"])
    content {
      name = addons.value
    }
  }
}
