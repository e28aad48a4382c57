package org.agentbroker.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {
    @Test
    void usualNamesAreTheirOwn() {
        assertThat(FileName.of("web1")).isEqualTo("web1.jsonl");
        assertThat(FileName.of("root@host.example:2222")).isEqualTo("root@host.example:2222.jsonl");
    }

    @Test
    void othersAreEscapedOneToOne() {
        assertThat(FileName.of("..")).isEqualTo("%2E..jsonl");
        assertThat(FileName.of("../../etc/x")).isEqualTo("%2E.%2F..%2Fetc%2Fx.jsonl");
        assertThat(FileName.of("a\nb%é")).isEqualTo("a%0Ab%25%C3%A9.jsonl");
        assertThat(FileName.of("a%0Ab")).isEqualTo("a%250Ab.jsonl");
        assertThat(FileName.of("")).isEqualTo(".jsonl");
    }

    @Test
    void longOnesAreCutAndStayApart() {
        String one = FileName.of("u@" + "h".repeat(300) + "1");
        String other = FileName.of("u@" + "h".repeat(300) + "2");
        assertThat(one).hasSizeLessThan(200).isNotEqualTo(other);
    }
}
