#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes addresses and the name of the cluster into the settings, as the image's script of this name does; without its other features.
set -euo pipefail

address=$(hostname -i)
settings=$(mktemp)
sed -E -e "s/(- seeds:).*/\1 \"$address\"/" -e "s/^(# )?(broadcast_address|broadcast_rpc_address|listen_address):.*/\2: $address/" \
    -e 's/^rpc_address:.*/rpc_address: 0.0.0.0/' -e "s/^cluster_name:.*/cluster_name: $CASSANDRA_CLUSTER_NAME/" \
    "$CASSANDRA_CONF/cassandra.yaml" >"$settings"
cat "$settings" >"$CASSANDRA_CONF/cassandra.yaml"
rm "$settings"
exec "$@"
