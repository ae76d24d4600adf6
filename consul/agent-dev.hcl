# The agent that `make run` starts beside the app: consul agent -dev -config-file=consul/agent-dev.hcl
# One server, in memory: services and keys are gone when it stops. Not for production.

node_name   = "miniblog-dev"
bind_addr   = "127.0.0.1"
client_addr = "127.0.0.1"

ui = true

# A development machine needn't tell HashiCorp that it runs Consul.
disable_update_check = true

log_level = "info"

# Off, because nothing here asks for them and each is a port that another agent might hold. For DNS, which answers
# `dig @127.0.0.1 -p 8600 miniblog.service.consul SRV`, remove the line: -1 is what switches it off.
ports {
  dns      = -1
  grpc     = -1
  serf_wan = -1
}
