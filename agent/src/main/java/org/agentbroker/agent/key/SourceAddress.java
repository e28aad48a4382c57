package org.agentbroker.agent.key;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address or a network that a login may come from, in the form of a certificate's {@code source-address}: {@code
 * 192.0.2.7}, {@code 2001:db8::/32}. No name and no pattern.
 */
public final class SourceAddress {
    // no leading zeros: inet_aton reads them as octal, Java does not
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    private final String text;

    private SourceAddress(String text) {
        this.text = text;
    }

    /**
     * As sshd will read it (OpenSSH addr.c, addr_pton_cidr): it refuses every login by a certificate with one that it
     * cannot read.
     *
     * @throws UnusableInput when it is no address, or has bits behind the mask
     */
    public static SourceAddress parse(String text) throws UnusableInput {
        int slash = text.indexOf('/');
        byte[] address = address(text, slash < 0 ? text : text.substring(0, slash));
        if (slash >= 0) {
            String bits = text.substring(slash + 1);
            if (!BITS.matcher(bits).matches() || Integer.parseInt(bits) > address.length * Byte.SIZE) {
                throw notAnAddress(text);
            }
            requireNetwork(text, address, Integer.parseInt(bits));
        }
        return new SourceAddress(text);
    }

    private static byte[] address(String text, String literal) throws UnusableInput {
        boolean ipv6 = IPV6.matcher(literal).matches();
        if (!ipv6 && !IPV4.matcher(literal).matches()) {
            throw notAnAddress(text);
        }
        try {
            // both forms are literals or refused: no name is looked up
            byte[] address = InetAddress.getByName(literal).getAddress();
            if (address.length != (ipv6 ? 16 : 4)) { // an IPv4 address in IPv6's form, which sshd compares with nothing
                throw notAnAddress(text);
            }
            return address;
        } catch (UnknownHostException e) {
            throw notAnAddress(text);
        }
    }

    private static void requireNetwork(String text, byte[] address, int bits) throws UnusableInput {
        for (int bit = bits; bit < address.length * Byte.SIZE; bit++) {
            if ((address[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                throw new UnusableInput(
                        "not a network: " + text + " has bits behind its mask", "clear them, or name one address");
            }
        }
    }

    private static UnusableInput notAnAddress(String text) {
        return new UnusableInput(
                "not an address or network: " + PublicKeys.printable(text),
                "write it as 192.0.2.0/24 or 2001:db8::/32");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceAddress address && text.equals(address.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
