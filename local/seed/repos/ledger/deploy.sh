#!/bin/sh
set -eu
echo "Deploying ledger to ${1:?environment}"
scp target/ledger-*.jar "deploy@ledger-$1.example.com:/srv/ledger/"
