# Edits ~/.ssh/authorized_keys of the account that runs it: POSIX sh, and nothing happens before the last line is there.
#   broker_setup add|tighten|remove OPTIONS KEY COMMENT MADE end
# Broker's line comes first and other lines keep every byte. Its last line of output is "broker-setup WORD [DETAIL]".

broker_answer() {
    printf '\nbroker-setup %s\n' "$*"
}

# whether broker has written the line, for whichever way back
broker_wrote() {
    older='port-forwarding,permitlisten="localhost:*",permitopen="none:1"'
    agent=,agent-forwarding
    for may in '' "$agent" "$agent,$listen" ",$listen" "$agent,$older" ",$older"; do
        case $1 in "restrict$may $key broker@"*) return 0 ;; esac
    done
    return 1
}

# the numbers of the lines with the key: same, ours, restricted, open
broker_look() {
    same= ours= restricted= open=
    [ -f "$file" ] || return 0
    for number in $(sed -n "\\|${key#* }|=" "$file"); do
        each=$(sed -n "${number}p" "$file")
        case $each in '#'*) continue ;; esac
        case " $each " in *" $key "*) ;; *) continue ;; esac
        if [ "$each" = "$line" ]; then
            same="$same $number"
        elif broker_wrote "$each"; then
            ours="$ours $number"
        else
            case ${each%%" $key"*} in
                "$options") same="$same $number" ;;
                restrict | restrict,* | *,restrict | *,restrict,*) restricted="$restricted $number" ;;
                *) open="$open $number" ;;
            esac
        fi
    done
}

# broker_write TEXT NUMBER...: the file with TEXT before it and without the lines of these numbers
broker_write() {
    text=$1
    shift
    new=$dir/.authorized_keys.broker-$$
    trap 'rm -f "$new"' EXIT
    trap 'exit 1' HUP INT TERM
    without=
    for number in "$@"; do without="$without${number}d;"; done
    before=$(cksum <"$file") &&
        cp -p "$file" "$new" &&
        { printf %s "$text" && if [ -n "$without" ]; then sed "$without" "$file"; else cat "$file"; fi; } >"$new" &&
        { sync "$new" 2>/dev/null || sync; } || return 1
    if [ "$before" != "$(cksum <"$file")" ]; then
        echo "somebody else is changing $file" >&2
        return 1
    fi
    mv -f "$new" "$file"
}

broker_allowed() {
    case $HOME in
        /*) ;;
        *)
            broker_answer refused no home
            return 1
            ;;
    esac
    for each in "$dir" "$file"; do
        if [ -h "$each" ]; then
            broker_answer refused link "$each"
            return 1
        elif [ -e "$each" ] && [ -z "$(find "$each" -prune -user "$(id -u)")" ]; then
            broker_answer refused owner "$each"
            return 1
        fi
    done
    if [ -e "$dir" ] && [ ! -d "$dir" ] || [ -e "$file" ] && [ ! -f "$file" ]; then
        broker_answer refused kind "$file"
        return 1
    fi
}

broker_add() {
    made=
    if [ ! -d "$dir" ]; then
        mkdir "$dir" || return 1
        made=' directory'
    fi
    if [ ! -e "$file" ]; then
        : >"$file" || return 1
        made="$made file"
    fi
    broker_look
    if [ -n "$same" ] && [ -z "$open" ]; then
        broker_answer there
    elif [ "$verb" = add ] && [ -n "$open" ]; then
        broker_answer open
    elif [ "$verb" = add ] && [ -n "$restricted" ]; then
        broker_answer restricted
    else
        # shellcheck disable=SC2086 # numbers
        broker_write "$line
" $same $ours $restricted $open || return 1
        if [ -n "$same$ours$restricted$open" ]; then broker_answer replaced; else broker_answer "added$made"; fi
    fi
}

broker_remove() {
    broker_look
    for number in $same; do
        if broker_wrote "$(sed -n "${number}p" "$file")"; then ours="$ours $number"; fi
    done
    if [ -z "$ours" ]; then
        broker_answer there
        return 0
    fi
    # shellcheck disable=SC2086 # numbers
    broker_write '' $ours || return 1
    case $made in
        *file*) [ -s "$file" ] || rm -f "$file" ;;
    esac
    case $made in
        *directory*) rmdir "$dir" 2>/dev/null || : ;;
    esac
    broker_answer removed
}

broker_setup() {
    [ "${6-}" = end ] || return 0 # the rest was lost on the way
    verb=$1 options=$2 key=$3 line="$2 $3 $4" made=$5
    LC_ALL=C
    export LC_ALL
    umask 077
    dir=$HOME/.ssh file=$HOME/.ssh/authorized_keys
    listen='port-forwarding,permitlisten="localhost:*",permitlisten="127.0.0.1:*",permitopen="none:1"'
    broker_allowed || return 0
    case $verb in
        remove) broker_remove ;;
        *) broker_add ;;
    esac || broker_answer failed
}

