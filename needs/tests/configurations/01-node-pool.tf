# A pool that scales by itself, with a limit of pods for each node.
resource "alicloud_cs_kubernetes_node_pool" "workers" {
  cluster_id     = var.cluster_id
  node_pool_name = "workers"
  vswitch_ids    = var.vswitch_ids
  instance_types = ["ecs.g7.xlarge"]

  scaling_config {
    enable   = true
    min_size = 1
    max_size = 10
  }

  kubelet_configuration {
    max_pods = "64"
  }
}
