resource "alicloud_alidns_record" "www" {
  domain_name = "example.com"
  rr          = "www"
  type        = "CNAME"
  value       = var.load_balancer_name
  ttl         = 600
  status      = "ENABLE"
  remark      = "the shop"
}
