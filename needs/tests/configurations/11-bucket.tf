resource "alicloud_oss_bucket" "logs" {
  bucket = "example-logs"
  tags   = { team = "audit" }

  versioning {
    status = "Enabled"
  }

  server_side_encryption_rule {
    sse_algorithm = "AES256"
  }

  dynamic "lifecycle_rule" {
    for_each = var.retention_days
    content {
      prefix  = lifecycle_rule.key
      enabled = true
      expiration {
        days = lifecycle_rule.value
      }
    }
  }
}

resource "alicloud_oss_bucket_acl" "logs" {
  bucket = alicloud_oss_bucket.logs.bucket
  acl    = "private"
}
