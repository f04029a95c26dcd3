module "network" {
  source = "./network"
  name   = "batch"
}

# Instances that are there already join the pool.
resource "alicloud_cs_kubernetes_node_pool" "batch" {
  cluster_id     = var.cluster_id
  node_pool_name = "batch"
  vswitch_ids    = [module.network.vswitch_id]
  instance_types = ["ecs.c7.2xlarge"]
  instances      = var.instances
}
