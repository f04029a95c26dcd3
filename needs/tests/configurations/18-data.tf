data "alicloud_zones" "with_disks" {
  available_disk_category = "cloud_essd"
}

data "alicloud_images" "linux" {
  name_regex  = "^aliyun_3"
  owners      = "system"
  most_recent = true
}

data "alicloud_vpcs" "main" {
  name_regex = "^main$"
}

output "image" {
  value = data.alicloud_images.linux.images[0].id
}
