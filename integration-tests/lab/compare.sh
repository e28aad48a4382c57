# shellcheck shell=bash
# For compare-restore and compare-methods, which source it: a lab with room for SIZE MiB, borg at the server, and a table
# of medians. They set `size`, `rounds` and `WAYS`, and start at the top of the source tree.

readonly BROKER=${BROKER_BINARY:-$PWD/cli/target/broker/bin/broker} LAB=integration-tests/lab/lab
readonly SSH='ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR'

give_up() {
    echo "${0##*/}: $1" >&2
    exit 69
}

# also sets passphrase, and as_server to the words that start a program as the server's account
open_lab() {
    [[ -x $BROKER ]] || give_up 'build it first: mvn package'
    unset SSH_AUTH_SOCK
    trap close_lab EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    # a disk in memory where there is room for data, repository, what comes of it, and as much again
    local in_memory=/dev/shm
    [[ -d $in_memory && $(df --output=avail -m "$in_memory" | tail -n 1) -gt $((size * 4)) ]] || in_memory=${TMPDIR:-/tmp}
    dir=$(mktemp -d -p "$in_memory")
    bash "$LAB" up "$dir"
    # shellcheck disable=SC1091 # made by the lab
    source "$dir/lab.env"
    passphrase=$(cat "$PASSPHRASE_FILE")
    as_server=()
    # not runuser: it stays, and takes two seconds to end when it is told to
    [[ $EUID -ne 0 ]] || as_server=(setpriv --reuid "$SERVER_USER" --regid "$SERVER_USER" --init-groups)
    ssh_client=($SSH -i "$IDENTITY" -p "$CLIENT_PORT" "$CLIENT_USER@127.0.0.1")
}

close_lab() {
    local status=$?
    trap - EXIT INT TERM
    if [[ -n ${dir-} ]]; then
        ! mountpoint -q "$dir/mnt" || umount "$dir/mnt" || status=1
        bash "$LAB" down "$dir" || status=1
    fi
    exit "$status"
}

borg_here() {
    "${as_server[@]}" env HOME="$SERVER_HOME" BORG_PASSPHRASE="$passphrase" \
        BORG_REPO="${repository:-$SERVER_HOME/repo}" borg "$@"
}

broker() {
    HOME=$dir/tmp STATE_DIRECTORY=$dir/tmp/state "$BROKER" -q --config "${config:-$dir/broker.yaml}" "$@"
}

# the client's files at $dir/mnt, as the manual has it
mount_client() {
    mkdir -p "$dir/mnt"
    sshfs -p "$CLIENT_PORT" -o "IdentityFile=$IDENTITY,StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null" \
        -o "LogLevel=ERROR$([[ $EUID -ne 0 ]] || echo ,allow_other)" "$CLIENT_USER@127.0.0.1:/" "$dir/mnt"
}

# NAME COMMAND...: appends its wall time in ms to a file
measure() {
    local start end name=$1
    shift
    start=${EPOCHREALTIME/./}
    "$@" >"$dir/output" 2>&1 || { cat "$dir/output" >&2; give_up "$name failed"; }
    end=${EPOCHREALTIME/./}
    echo "$(((end - start) / 1000))" >>"$dir/results.$name"
}

load() { echo "load $1: $(cut -d ' ' -f 1-3 /proc/loadavg), $(nproc) processors, $size MiB, $rounds rounds"; }

# each round starts with another one: the machine may be busier at some times than at others
in_turns() { # FUNCTION
    local round i
    load before
    for ((round = 0; round < rounds; round++)); do
        for ((i = 0; i < ${#WAYS[@]}; i++)); do "$1" "${WAYS[(round + i) % ${#WAYS[@]}]}"; done
    done
    load after
}

median() { sort -n "$dir/results.$1" | sed -n "$(((rounds + 1) / 2))p"; }

# NAME BASE: its median, the ratio to that of BASE if that was measured, and all of them
row() {
    local ratio=-
    [[ ! -e $dir/results.$2 ]] || ratio=$(awk -v a="$(median "$1")" -v b="$(median "$2")" 'BEGIN { printf "%.2f", a / b }')
    printf '%-22s %6s ms  %5s of %-16s (%s)\n' "$1" "$(median "$1")" "$ratio" "$2" "$(paste -sd ' ' "$dir/results.$1")"
}
