# shellcheck shell=bash
# Sourced by lab: a disk of few megabytes at the server, for a repository that fills it up. Needs root.

# add_disk MEBIBYTES: prints NAME, a directory in the server's home
add_disk() {
    local n name
    as_root || fail 'a disk of its own is something only root can mount'
    [[ $1 =~ ^[1-9][0-9]*$ ]] || usage
    for ((n = 1; ; n++)); do
        name=repo-disk-$n
        if mkdir "$SERVER_HOME/$name" 2>/dev/null; then break; fi
    done
    mount -t tmpfs -o "size=$1m,mode=700,uid=$(id -u "$SERVER_USER"),gid=$(id -g "$SERVER_USER")" \
        brokerlab "$SERVER_HOME/$name" || {
        rmdir "$SERVER_HOME/$name"
        exit 1
    }
    echo "$name"
}

# remove_disks NAME: that one, or all that match
remove_disks() {
    local at
    as_root || return 0
    while read -r at; do
        # shellcheck disable=SC2053 # a pattern
        [[ $at == "$SERVER_HOME"/$1 ]] || continue
        umount "$at"
        rmdir "$at"
    done < <(cut -d ' ' -f 2 /proc/self/mounts)
}
