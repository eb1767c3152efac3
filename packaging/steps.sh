# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The steps that packaging/quickstart and tests/run share; sourced from the root of the checkout.

say() { printf '==> %s\n' "$*"; }
die() { printf 'ERROR: %s\n' "$*" >&2; exit 1; }

# A bare machine has no locale but C, in which Qt and PostgreSQL take text for ASCII.
use_utf8() {
    if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
        export LC_ALL=C.UTF-8
    fi
}

# All cores, but 1 GiB of memory for each compiler.
build_jobs() {
    local cores memory=
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null) || true
    if [ -n "$memory" ] && [ "$memory" -lt "$cores" ]; then
        cores=$((memory > 1 ? memory : 1))
    fi
    echo "$cores"
}

# check_writable PRESET: fails early and in words where the build could not write.
check_writable() {
    local folder
    for folder in . build "build/$1"; do
        if [ -e "$folder" ] && [ ! -w "$folder" ]; then
            die "$(readlink -f "$folder") is not writable for $(id -un): \
use a checkout of your own, or remove a build folder that another user made"
        fi
    done
}

# build PRESET [CMake argument…]: configures and builds build/PRESET.
build() {
    local preset=$1 fresh=() log jobs
    shift
    check_writable "$preset"
    mkdir -p "build/$preset"
    # CMake refuses a build folder that was moved or copied with its checkout.
    if [ -f "build/$preset/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "build/$preset/CMakeCache.txt"; then
        fresh=(--fresh)
    fi
    log=build/$preset/configure.log
    say "Configuring build/$preset"
    if ! cmake --preset "$preset" "${fresh[@]}" "$@" >"$log" 2>&1; then
        cat "$log" >&2
        die "CMake could not configure preset $preset"
    fi
    jobs=$(build_jobs)
    say "Building build/$preset with $jobs jobs"
    NINJA_STATUS='[%f/%t %es] ' cmake --build --preset "$preset" --parallel "$jobs"
}
