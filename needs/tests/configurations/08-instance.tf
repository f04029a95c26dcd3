resource "alicloud_instance" "web" {
  count = 2

  instance_name        = "web-${count.index}"
  instance_type        = "ecs.g7.large"
  image_id             = var.image_id
  vswitch_id           = var.vswitch_id
  security_groups      = [var.security_group_id]
  system_disk_category = "cloud_essd"
  system_disk_size     = 40
  tags                 = { service = "web" }
}
