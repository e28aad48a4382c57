package org.agentbroker.broker.intake;

import java.util.List;

/** Mounts a client's files where nobody else sees them, and serves them from its standard input and output. */
final class MountScript {
    /*
     * A directory that every Linux has, and below which nothing is that borg needs: repositories and homes may be anywhere,
     * and a directory of our own would be left behind by a kill.
     */
    static final String PLACE = "/proc/fs";

    /** Where borg starts. */
    static final String TREE = PLACE + "/tree";

    /** What it says when all is in place, on its standard output, before that is SFTP. */
    static final String READY = "mounted";

    /*
     * As root, in a namespace of its own:
     * - the kernel's end is mounted here and given on as descriptor 5, so that sshfs, which reads what the client sends,
     *   needs no rights at all; only its account gets at the files, not even root;
     * - read takes one byte at a time and head no more than it was told to, so that what follows is left for sshfs;
     * - passwd and group are the client's, and nothing but these files is asked: no nscd, LDAP or systemd;
     * - all of /etc is covered by links to what is in it: a mount over a file alone is gone as soon as somebody replaces
     *   the file (namespace.c, detach_mounts), as useradd does;
     * - the numbers are looked up as names first, of which none is a number (ClientNames).
     */
    private static final String TEXT = "set -e; uid=$1 gid=$2 place=$3; shift 3;"
            + " mount -t tmpfs -o mode=711,size=16m,nosuid,nodev,noexec broker $place; umask 022;"
            + " mkdir $place/tree $place/nothing $place/old $place/etc;"
            + " mount --bind /etc $place/old;"
            + " ln -s $place/old/* $place/old/.[!.]* $place/etc/;"
            + " find $place/old/ -maxdepth 1 -type l -exec cp -Pf {} $place/etc/ ';';"
            + " for f in passwd group nsswitch.conf; do rm -f $place/etc/$f; done;"
            + " IFS=' ' read -r p g;"
            + " head -c $p >$place/etc/passwd; head -c $g >$place/etc/group;"
            + " printf 'passwd: files\ngroup: files\n' >$place/etc/nsswitch.conf;"
            + " exec 5<>/dev/fuse;"
            + " mount -i -t fuse.sshfs -o ro,nosuid,nodev,noexec,fd=5,rootmode=40000,user_id=$uid,group_id=$gid broker"
            + " $place/tree;"
            + " mount --bind -o ro $place/etc /etc;"
            + " for d in /run/nscd /var/run/nscd; do ! [ -d $d ] || mount --bind $place/nothing $d; done;"
            + " echo " + READY + ";"
            + " exec setpriv --reuid=$uid --regid=$gid --clear-groups --no-new-privs --inh-caps=-all --"
            + " sshfs \"$@\" :/ /dev/fd/5";

    /*
     * - links are borg's to save as they are: it follows none of them, and gets no path through one;
     * - each file is asked for once, so what was seen is kept until the end.
     */
    private static final String OPTIONS = "passive,dcache_timeout=86400,dcache_max_size=200000,entry_timeout=86400,"
            + "attr_timeout=86400,negative_timeout=86400";

    private MountScript() {}

    /** @param links the option of sshfs with which links that lead out are shown, if it knows one */
    static List<String> words(int uid, int gid, String links) {
        return List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                TEXT,
                "sh",
                Integer.toString(uid),
                Integer.toString(gid),
                PLACE,
                "-f",
                "-o",
                OPTIONS + links);
    }
}
