package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.time.Instant;
import java.util.Locale;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;

class AsnGateTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static Bytes definite(int depth) {
    Bytes nested = Bytes.fromHex("0500");
    for (int i = 1; i < depth; i++) {
      nested =
          Bytes.concat(
              Bytes.fromHex(String.format(Locale.ROOT, "3082%04x", nested.size())), nested);
    }
    return nested;
  }

  private static Bytes indefinite(int depth) {
    return Bytes.fromHex("3080".repeat(depth - 1) + "0500" + "0000".repeat(depth - 1));
  }

  @Test
  void theReplyOfAnAuthorityPasses() throws Exception {
    Bytes request =
        Bytes.owning(
            new TimeStampRequestGenerator()
                .generate(TSPAlgorithms.SHA256, new byte[32])
                .getEncoded());
    assertThat(AsnGate.isShallow(Authority.create("ours", NOW).reply(request, NOW))).isTrue();
  }

  @Test
  void whatIsNestedUpToTheLimitPassesAndNothingBeyond() {
    assertThat(AsnGate.isShallow(definite(AsnGate.MAX_DEPTH))).isTrue();
    assertThat(AsnGate.isShallow(definite(AsnGate.MAX_DEPTH + 1))).isFalse();
    assertThat(AsnGate.isShallow(indefinite(AsnGate.MAX_DEPTH))).isTrue();
    assertThat(AsnGate.isShallow(indefinite(AsnGate.MAX_DEPTH + 1))).isFalse();
  }

  @Test
  void whatIsCutShortDoesNotPass() {
    for (Bytes whole :
        new Bytes[] {definite(9), indefinite(9), Bytes.fromHex("bf81018300000405000500")}) {
      assertThat(AsnGate.isShallow(whole)).isTrue();
      for (int length = 0; length < whole.size(); length++) {
        assertThat(AsnGate.isShallow(whole.slice(0, length))).as("%d", length).isFalse();
      }
    }
  }

  @Test
  void lengthsThatMeanNothingDoNotPass() {
    for (String hex :
        new String[] {"0480", "30840000000105", "30ff", "3083ffffff", "300430050500"}) {
      assertThat(AsnGate.isShallow(Bytes.fromHex(hex))).as(hex).isFalse();
    }
  }
}
