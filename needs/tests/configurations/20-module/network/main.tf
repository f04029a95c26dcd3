resource "alicloud_vpc" "this" {
  vpc_name   = var.name
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "this" {
  vpc_id       = alicloud_vpc.this.id
  vswitch_name = var.name
  cidr_block   = "10.1.0.0/16"
  zone_id      = "cn-hangzhou-k"
}

output "vswitch_id" {
  value = alicloud_vswitch.this.id
}
