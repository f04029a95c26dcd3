resource "alicloud_vpc" "main" {
  vpc_name   = "main"
  cidr_block = "10.0.0.0/8"
  tags       = { team = "network" }
}

resource "alicloud_vswitch" "a" {
  vpc_id       = alicloud_vpc.main.id
  vswitch_name = "main-a"
  cidr_block   = "10.1.0.0/16"
  zone_id      = "cn-hangzhou-k"
}
