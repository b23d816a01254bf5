#!/bin/sh
# Records what demo.ts stands on again, from Debian's packages of today: bom.json.gz, as `coppice inventory` writes it,
# and trace.strace.gz, what strace saw while the image answered requests. Debian 12, as root.
set -eu
cd "$(dirname "$0")/../.."
exec node scripts/run.mjs "node --import tsx -C @coppice/source scripts/e2e/record.ts nginx examples/nginx"
