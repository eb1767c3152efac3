# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# The Debian packages that Tidemark needs, written once; sourced by packaging/install.
# One array per list: packages_<list>.

# To compile.
packages_build=(
    g++ cmake ninja-build pkg-config
    qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev
    libgl-dev                      # Qt Gui's CMake package asks for it
    qtkeychain-qt6-dev libexpected-dev
    libpq-dev libssl-dev
    zlib1g-dev libzstd-dev liblz4-dev libisal-dev libxxhash-dev
)

# To run. None of these is pulled in by a library that we link.
packages_run=(
    libqt6sql6-sqlite              # Qt loads the SQLite driver at run time
    libsecret-1-0                  # QtKeychain loads it at run time
    openssh-client                 # tunnels go through the system's ssh
    qt6-wayland                    # the window on desktops without X11
    postgresql-15                  # the demo and the drills start servers of their own
    postgresql-client-15           # pg_dump, pg_restore, psql
)

# To test.
packages_test=(
    xvfb xauth openbox x11-utils xdotool   # a screen with a window manager: windows become active
    imagemagick fonts-dejavu-core          # pictures of the windows
    dbus dbus-daemon at-spi2-core python3 python3-pyatspi   # pressing buttons from outside
    gnome-keyring                          # a Secret Service to keep passwords in
    qt6-translations-l10n
    openssh-server                         # tunnels; the tests start an sshd of their own
    zstd
    lz4
    libfaketime                            # a clock that is set while a backup runs
)

# To fuzz: libFuzzer and the sanitizers come with clang.
packages_fuzz=(
    clang libclang-rt-14-dev
)
