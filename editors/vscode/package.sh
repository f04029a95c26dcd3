#!/usr/bin/env bash
# Builds and tests the extension, and packages it as ack-catalog-VERSION.vsix. Needs Node 20 or newer, with npm.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --ignore-scripts --no-audit --no-fund
# No package runs a script: the binary of esbuild comes in a package of its own.
npm run --silent build
npm test --silent
cp ../../LICENSE-MIT ../../LICENSE-APACHE .
trap 'rm -f LICENSE-MIT LICENSE-APACHE' EXIT
npx vsce package --no-dependencies --skip-license --allow-missing-repository
