resource "alicloud_eip_address" "out" {
  address_name         = "out"
  bandwidth            = "100"
  internet_charge_type = "PayByTraffic"
  payment_type         = "PayAsYouGo"
}

resource "alicloud_nat_gateway" "out" {
  nat_gateway_name = "out"
  nat_type         = "Enhanced"
  payment_type     = "PayAsYouGo"
  vpc_id           = var.vpc_id
  vswitch_id       = var.vswitch_id
}

resource "alicloud_eip_association" "out" {
  allocation_id = alicloud_eip_address.out.id
  instance_id   = alicloud_nat_gateway.out.id
}

resource "alicloud_snat_entry" "out" {
  snat_table_id     = alicloud_nat_gateway.out.snat_table_ids
  source_vswitch_id = var.vswitch_id
  snat_ip           = alicloud_eip_address.out.ip_address
}
