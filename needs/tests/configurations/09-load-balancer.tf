resource "alicloud_nlb_load_balancer" "edge" {
  load_balancer_name = "edge"
  load_balancer_type = "Network"
  address_type       = "Internet"
  vpc_id             = var.vpc_id
  tags               = { team = "edge" }

  dynamic "zone_mappings" {
    for_each = var.vswitches
    content {
      zone_id    = zone_mappings.key
      vswitch_id = zone_mappings.value
    }
  }
}

resource "alicloud_nlb_server_group" "edge" {
  server_group_name = "edge"
  server_group_type = "Instance"
  protocol          = "TCP"
  vpc_id            = var.vpc_id

  health_check {
    health_check_enabled = true
    health_check_type    = "TCP"
  }
}
