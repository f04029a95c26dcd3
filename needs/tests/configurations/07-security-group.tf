resource "alicloud_security_group" "web" {
  security_group_name = "web"
  description         = "from the load balancer only"
  vpc_id              = var.vpc_id
}

resource "alicloud_security_group_rule" "web" {
  for_each = {
    ingress = "443/443"
    egress  = "1/65535"
  }

  security_group_id = alicloud_security_group.web.id
  type              = each.key
  ip_protocol       = "tcp"
  nic_type          = "intranet"
  port_range        = each.value
  cidr_ip           = "10.0.0.0/8"
}
