package org.agentbroker.agent.key;

/** What people read of a key that is not taken. {@code holder} is "FILE holds" or whoever else has the key. */
final class UnusableKey {
    private static final String OTHER_TYPE = "take a key of type ed25519, ecdsa or rsa";
    private static final String NEW_KEY = "make a new one: ssh-keygen -t ed25519 -f FILE";
    private static final String RESTORE = "restore it, or make a new key";
    private static final String FIND_PRIVATE = "name the file of the private key";

    private UnusableKey() {}

    static UnusableInput cannotBeUsed(String holder, String why) {
        return new UnusableInput(holder + " a key that cannot be used: " + why, "make a new one with ssh-keygen");
    }

    static UnusableInput weakRsa(String holder, int bits) {
        return new UnusableInput(holder + " an RSA key of " + bits + " bits, which is too weak", NEW_KEY);
    }

    static UnusableInput hugeRsa(String holder, int bits) {
        return new UnusableInput(holder + " an RSA key of " + bits + " bits, which is too long", NEW_KEY);
    }

    static UnusableInput ofType(String holder, String type) {
        if (type.equals("ssh-dss")) {
            return new UnusableInput(holder + " a DSA key, which is too weak", NEW_KEY);
        }
        String printable = PublicKeys.printable(type);
        if (type.startsWith("sk-")) {
            return new UnusableInput(
                    holder + " a key of type " + printable + ", which needs its security token", OTHER_TYPE);
        }
        return new UnusableInput(holder + " a key of type " + printable + ", which is not supported", OTHER_TYPE);
    }

    static UnusableInput onCurve(String name, String curve) {
        return new UnusableInput(name + " holds a key on " + curve + ", which is not supported", OTHER_TYPE);
    }

    static UnusableInput damaged(String name, String what) {
        return new UnusableInput(name + " is damaged: " + what, RESTORE);
    }

    static UnusableInput cutOff(String name) {
        return new UnusableInput(name + " is cut off", RESTORE);
    }

    static UnusableInput empty(String name) {
        return new UnusableInput(name + " is empty", RESTORE);
    }

    static UnusableInput encrypted(String name) {
        return new UnusableInput(name + " is encrypted", "say where its passphrase is", true);
    }

    static UnusableInput wrongPassphrase(String name) {
        return new UnusableInput("the passphrase does not open " + name, "check it: ssh-keygen -y -f " + name);
    }

    static UnusableInput encryptedOtherwise(String name) {
        return new UnusableInput(
                name + " is encrypted in a way that is not supported",
                "convert it: ssh-keygen -p -Z aes256-ctr -f " + name);
    }

    static UnusableInput isPublic(String name) {
        return new UnusableInput(
                name + " holds a public key", name.endsWith(".pub") ? "name the file without .pub" : FIND_PRIVATE);
    }

    static UnusableInput isCertificate(String name) {
        return new UnusableInput(name + " holds a certificate", FIND_PRIVATE);
    }

    static UnusableInput isPutty(String name) {
        return new UnusableInput(
                name + " is in PuTTY's format", "convert it: puttygen " + name + " -O private-openssh-new -o FILE");
    }

    static UnusableInput inOtherFormat(String name) {
        return new UnusableInput(
                name + " is in a format that is not supported", "convert it: ssh-keygen -p -f " + name);
    }

    static UnusableInput noKey(String name) {
        return new UnusableInput(name + " is not a key file", "make one: ssh-keygen -t ed25519 -f FILE");
    }
}
