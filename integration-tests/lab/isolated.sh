# shellcheck shell=bash
# Sourced by lab: a client in a network of its own, from which no port of the server can be reached. broker reaches it
# through a pair of virtual interfaces; the client's loopback is another one than the server's, and it has no route
# but to the four addresses of that pair. Needs root and ip (iproute2).

readonly NETWORK_LOCK=/run/brokerlab-network.lock

# prints NAME PORT ADDRESS SILENT: an address where what the client sends is dropped, and nobody says so
add_isolated() {
    local name
    as_root || fail 'a network of its own is something only root can make'
    command -v ip >/dev/null || fail 'not installed: ip (integration-tests/install --tests)'
    name=$(new_name client)
    (
        make_network "$DIR/$name"
        ADDRESS=$(cat "$DIR/$name/address")
        WITHIN=(ip netns exec "$(cat "$DIR/$name/network")")
        start_sshd "$name" client "$@"
    ) || {
        (remove_network "$DIR/$name") || true
        rm -rf "${DIR:?}/$name"
        exit 1
    }
    echo "$name $(cat "$DIR/$name/port" "$DIR/$name/address" "$DIR/$name/silent" | tr '\n' ' ')"
}

make_network() {
    local at=$1 network prefix last
    exec 9>"$NETWORK_LOCK"
    flock 9
    find_network
    # recorded before it exists, so that a killed lab leaves nothing that `down` does not know
    echo "$network" >"$at/network"
    echo "$prefix.$((last + 2))" >"$at/address"
    echo "$prefix.$((last + 3))" >"$at/silent"
    ip netns add "$network"
    ip link add "$network" type veth peer name eth0 netns "$network"
    ip addr add "$prefix.$((last + 1))/29" dev "$network"
    ip link set "$network" up
    ip -n "$network" link set lo up
    ip -n "$network" addr add "$prefix.$((last + 2))/29" dev eth0
    ip -n "$network" link set eth0 up
    # the card that it belongs to does not exist
    ip -n "$network" neigh add "$prefix.$((last + 3))" lladdr 02:00:00:00:00:01 nud permanent dev eth0
    exec 9>&-
}

# sets network, prefix and last: 10.213.0.0/16 in pieces of eight addresses, of which none is in use yet
find_network() {
    local n
    for _ in {1..50}; do
        n=$((RANDOM % 8192))
        network=brokerlab-$n prefix=10.213.$((n / 32)) last=$((n % 32 * 8))
        [[ ! -e /run/netns/$network && ! -e /sys/class/net/$network ]] || continue
        if ! ip -4 route show match "$prefix.$last/29" | grep -qv ^default; then return; fi
    done
    fail 'no unused network in 10.213.0.0/16'
}

# remove_network AT: with what runs in it, which would keep it alive unseen
remove_network() {
    local network pids
    network=$(cat "$1/network" 2>/dev/null) || return 0
    [[ $network == brokerlab-* ]] || fail "$1/network: $network is none of the lab's"
    if [[ -e /run/netns/$network ]]; then
        mapfile -t pids < <(ip netns pids "$network" 2>/dev/null)
        end_processes "${pids[@]}"
        [[ ! -e /sys/class/net/$network ]] || ip link del "$network"
        ip netns del "$network"
    fi
    rm -f "$1/network"
}
