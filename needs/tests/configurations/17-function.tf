resource "alicloud_fcv3_function" "thumbnail" {
  function_name = "thumbnail"
  description   = "makes small pictures"
  runtime       = "python3.10"
  handler       = "index.handler"
  memory_size   = 512
  timeout       = 60

  code {
    oss_bucket_name = var.bucket
    oss_object_name = "thumbnail.zip"
  }

  environment_variables = {
    SIZE = "256"
  }
}
