# Each team may work in its own namespace.
resource "alicloud_cs_kubernetes_permissions" "team" {
  for_each = var.members
  uid      = each.key

  dynamic "permissions" {
    for_each = each.value
    content {
      cluster   = var.cluster_id
      role_type = "namespace"
      namespace = permissions.value
      role_name = "dev"
    }
  }
}
