#!/usr/bin/env bash
# make quickstart: packs the SDK and runs sdk/samples/Quickstart, which uses it as a package, against a running API.
#
#   eng/quickstart.sh [QUESTION...]   questions to ask instead of the sample's own
#
# Environment: HR_URL        the API's address (default http://127.0.0.1:5080, where 'make run' serves)
#              HR_API_KEY    the key (default: the one that 'make run' printed)
#              HR_EMPLOYEES  the CSV file to import (default data/demo/employees.csv)
#              HR_HANDBOOK   the folder to upload (default data/demo/handbook)
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

feed=$root/artifacts/packages
# A version that was never packed before: NuGet keeps what it has once unpacked.
version=0.1.0-local.$(date -u +%Y%m%d%H%M%S)

trap stop_build EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

HR_URL=${HR_URL:-http://127.0.0.1:${HR_PORT:-5080}}
if [ -z "${HR_API_KEY:-}" ]; then
    HR_API_KEY=$(cat "$data_dir/demo-key" 2>/dev/null || true)
    [ -n "$HR_API_KEY" ] || fail "no key is known" "Start the API with 'make run' in another terminal, or set HR_API_KEY."
fi
export HR_URL HR_API_KEY
export HR_EMPLOYEES=${HR_EMPLOYEES:-$root/data/demo/employees.csv} HR_HANDBOOK=${HR_HANDBOOK:-$root/data/demo/handbook}

mkdir -p "$data_dir/logs" 2>/dev/null || fail "cannot write to $data_dir" "Make it writable, or set HR_DATA_DIR to a directory that is."
ensure_dotnet
say "Packing the SDK as $version"
mkdir -p "$feed"
build "$data_dir/logs/quickstart-pack.log" pack sdk/HrPlatform.Sdk/HrPlatform.Sdk.csproj -c Release "-p:Version=$version" "-p:PackageOutputPath=$feed"
say "Building the sample against the package"
build "$data_dir/logs/quickstart-build.log" build sdk/samples/Quickstart/Quickstart.csproj -c Release "-p:HrPlatformSdkVersion=$version"
say "Running it against $HR_URL"
dotnet "$root/sdk/samples/Quickstart/bin/Release/net10.0/Quickstart.dll" "$@"
