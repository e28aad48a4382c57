package org.agentbroker.broker.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.broker.drill.Sampling.Against;
import org.junit.jupiter.api.Test;

/** Which files a drill is about, and how they are named to borg. */
class SampleTest {

    @Test
    void theSameSeedPicksTheSameFiles() {
        List<String> once = picked(10, 7, Against.ARCHIVE);
        assertThat(once).hasSize(10).doesNotHaveDuplicates();
        assertThat(picked(10, 7, Against.ARCHIVE)).isEqualTo(once);
        assertThat(picked(10, 8, Against.ARCHIVE)).isNotEqualTo(once);
    }

    @Test
    void eachFileIsPickedByOneSeedOrAnother() {
        Set<String> picked = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            picked.addAll(picked(10, seed, Against.ARCHIVE));
        }
        assertThat(picked).hasSize(100);
    }

    @Test
    void allAreAllAndTheLinksToo() {
        assertThat(picked(Sampling.ALL, 1, Against.ARCHIVE)).hasSize(200);
        assertThat(picked(Sampling.ALL, 1, Against.CLIENT)).hasSize(100);
        assertThat(picked(1000, 1, Against.ARCHIVE)).hasSize(100);
    }

    /** 100 regular files, 100 symbolic links, hard links, a directory. */
    private static List<String> picked(int files, long seed, Against against) {
        Sample sample = new Sample(new Sampling(null, files, seed, against, null));
        sample.accept(listed("d", "drwxr-xr-x", "d"));
        for (int i = 0; i < 100; i++) {
            sample.accept(listed("-", "-rw-r--r--", "f" + i));
            sample.accept(listed("-", "hrw-r--r--", "h" + i));
            sample.accept(listed("l", "lrwxrwxrwx", "l" + i));
        }
        boolean withLinks = files == Sampling.ALL && against == Against.ARCHIVE;
        assertThat(sample.files()).isEqualTo(withLinks ? 200 : 100);
        return sample.picked().stream().map(Listed::path).toList();
    }

    private static Listed listed(String type, String mode, String path) {
        return new Listed(path, type, mode, 1, 0, "", "");
    }

    @Test
    void patternsNameOneFileAlone() {
        assertThat(listed("-", "-", "a[b]*").pattern()).isEqualTo("re:\\Aa\\[b\\]\\*\\Z");
        assertThat(listed("-", "-", "d.d/?\n\u00e9").pattern()).isEqualTo("re:\\Ad\\.d/[?\\udc80-\\udcff]\n\u00e9\\Z");
    }

    @Test
    void whatIsUnpackedIsNoMoreThanWhatIsListed() {
        Sample some = new Sample(new Sampling(null, 1, 1, Against.ARCHIVE, null));
        Sample all = new Sample(new Sampling(null, Sampling.ALL, 1, Against.ARCHIVE, null));
        for (Sample each : List.of(some, all)) {
            for (int i = 0; i < 3; i++) {
                each.accept(new Listed("f" + i, "-", "-", 100 << 20, 0, "", ""));
            }
        }
        assertThat(some.extent().tar()).isBetween(100L << 20, 102L << 20);
        assertThat(all.extent().tar()).isBetween(300L << 20, 302L << 20);
        assertThat(some.extent().listing()).isLessThan(2 << 20);
        all.accept(new Listed("huge", "-", "-", Long.MAX_VALUE, 0, "", ""));
        assertThat(all.extent().tar()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesReadAsBorgListsThem() {
        assertThat(asListed("caf\u00e9 \ud83d\ude00 \n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("caf\u00e9 \ud83d\ude00 \n");
        assertThat(asListed(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3, (byte) 0xa9, (byte) 0xe2, (byte) 0x82}))
                .isEqualTo("a?b\u00e9??");
    }

    private static String asListed(byte[] bytes) {
        return Room.asListed(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aLineThatIsNoneIsPassedOver() {
        assertThat(Listed.of("{\"path\": ")).isNull();
        assertThat(Listed.of("{\"path\":\"x\",\"type\":\"-\",\"mode\":\"-rw-r--r--\",\"size\":5,"
                        + "\"mtime\":\"2026-11-26T03:04:44.692449\",\"linktarget\":\"\",\"sha256\":\"ab\"}"))
                .isEqualTo(new Listed("x", "-", "-rw-r--r--", 5, 1795662284, "", "ab"));
    }
}
