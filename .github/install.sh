#!/usr/bin/env bash
# Installs the program for the action: install.sh SOURCE FOLDER
#
# SOURCE is a copy of this repository. Where ACTION_REF is the tag of its version, the program is the one of that
# release, if its checksum is right; otherwise it is built from SOURCE.
#
# The current folder is the checkout to lint. Whoever can change that must not control the program, so nothing in it
# is read: neither a toolchain file nor a configuration of cargo.
set -euo pipefail
source=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$source/Cargo.toml" | head -n 1)
releases=${RELEASES:-https://github.com/${REPOSITORY:-}/releases/download}

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
    Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
    *) target= ;;
esac
case $target in
    *windows*) extension=zip program=ack-catalog.exe ;;
    *) extension=tar.gz program=ack-catalog ;;
esac
name="ack-catalog-v$version-$target"
archive="$name.$extension"

download() {
    curl --fail --location --silent --show-error --retry 3 --max-time 120 --output "$1" "$releases/v$version/$1"
}

sha256() {
    if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -d ' ' -f 1
}

# A checksum that is missing is an error where the archive is there: the release is not whole.
if [ -n "$target" ] && [ "${ACTION_REF:-}" = "v$version" ] && download "$archive"; then
    download "$archive.sha256"
    read -r expected _ < "$archive.sha256"
    actual=$(sha256 "$archive")
    if [ "$actual" != "$expected" ]; then
        echo "error: $archive has the checksum $actual; expected $expected" >&2
        exit 1
    fi
    case $extension in
        zip) 7z x "$archive" > /dev/null ;;
        *) tar -xzf "$archive" ;;
    esac
    mv "$name/$program" "$folder/$program"
    echo "installed ack-catalog $version from its release"
else
    echo "no release of ack-catalog for ${ACTION_REF:-this copy} on $(uname -sm); building it, which takes minutes"
    CARGO_TARGET_DIR="$work/target" cargo install --locked --quiet --path "$source/cli" --root "$work/root"
    mv "$work/root/bin/$program" "$folder/$program"
    echo "built ack-catalog $version"
fi
