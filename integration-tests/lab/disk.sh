# shellcheck shell=bash
# Sourced by lab: a disk of few megabytes, for a repository or a restore that fills it up. Needs root.

# add_disk MEBIBYTES server|client: prints NAME, a directory in that side's home
add_disk() {
    local n name home=$SERVER_HOME user=$SERVER_USER prefix=repo-disk
    as_root || fail 'a disk of its own is something only root can mount'
    [[ $1 =~ ^[1-9][0-9]*$ && $2 =~ ^(server|client)$ ]] || usage
    [[ $2 == server ]] || home=$CLIENT_HOME user=$CLIENT_USER prefix=client-disk
    for ((n = 1; ; n++)); do
        name=$prefix-$n
        if mkdir "$home/$name" 2>/dev/null; then break; fi
    done
    mount -t tmpfs -o "size=$1m,mode=700,uid=$(id -u "$user"),gid=$(id -g "$user")" brokerlab "$home/$name" || {
        rmdir "$home/$name"
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
        [[ $at == "$SERVER_HOME"/$1 || $at == "$CLIENT_HOME"/$1 ]] || continue
        umount "$at"
        rmdir "$at"
    done < <(cut -d ' ' -f 2 /proc/self/mounts)
}
