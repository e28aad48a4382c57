package org.agentbroker.broker.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agentbroker.broker.drill.Sampling.Against;

/** Picks files of an archive as they are listed: each has the same chance (Vitter's algorithm R). */
final class Sample implements Consumer<Listed> {
    private final Sampling sampling;
    private final Random random;
    private final List<Listed> picked = new ArrayList<>();
    private final Extent all = new Extent();
    private long files;

    Sample(Sampling sampling) {
        this.sampling = sampling;
        this.random = new Random(sampling.seed());
    }

    @Override
    public void accept(Listed listed) {
        all.add(listed);
        if (listed.isLink() && isAll() && sampling.against() == Against.ARCHIVE) {
            picked.add(listed);
            files++;
        }
        if (!listed.isRegular()) {
            return;
        }
        files++;
        if (isAll() || picked.size() < sampling.files()) {
            picked.add(listed);
            return;
        }
        long place = (long) (random.nextDouble() * files);
        if (place < sampling.files()) {
            picked.set((int) place, listed);
        }
    }

    boolean isAll() {
        return sampling.files() == Sampling.ALL;
    }

    List<Listed> picked() {
        return picked;
    }

    /** Of what is unpacked: when all files were picked that is all of the archive. */
    Extent extent() {
        if (isAll()) {
            return all;
        }
        Extent extent = new Extent();
        picked.forEach(extent::add);
        return extent;
    }

    /** How many there are to pick from. */
    long files() {
        return files;
    }

    /** Of those that were picked. */
    long bytes() {
        return picked.stream()
                .mapToLong(Listed::size)
                .reduce(0, (sum, size) -> size < 0 || sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size);
    }
}
