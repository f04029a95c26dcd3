# An argument that is `null` is not given.
resource "alicloud_vpc" "shared" {
  count = var.shared ? 1 : 0

  vpc_name              = "shared"
  cidr_block            = "192.168.0.0/16"
  secondary_cidr_blocks = ["10.0.0.0/8"]
}

resource "alicloud_route_table" "zone" {
  for_each = toset(var.zones)

  vpc_id           = alicloud_vpc.shared[0].id
  route_table_name = "zone-${each.key}"
  tags             = null
}
