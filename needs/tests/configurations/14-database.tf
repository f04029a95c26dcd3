resource "alicloud_db_instance" "orders" {
  engine            = "PostgreSQL"
  engine_version    = "16.0"
  instance_type     = "pg.n2.2c.2m"
  instance_storage  = 50
  instance_name     = "orders"
  vswitch_id        = var.vswitch_id
  security_ips      = ["10.0.0.0/8"]
  monitoring_period = 60
}

resource "alicloud_db_database" "orders" {
  instance_id = alicloud_db_instance.orders.id
  name        = "orders"
  description = "orders of the shop"
}
