resource "alicloud_cs_kubernetes_addon" "nginx_ingress" {
  cluster_id = var.cluster_id
  name       = "nginx-ingress-controller"
  version    = "v1.11.5-aliyun.1"
  config     = jsonencode({ IngressSlbNetworkType = "intranet" })
}
