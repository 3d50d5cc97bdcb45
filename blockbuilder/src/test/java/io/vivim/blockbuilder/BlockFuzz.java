package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import io.vivim.store.Stores;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading blocks. */
class BlockFuzz {
  private static final BlockReader READER = new BlockReader(SignatureVerifier.create());

  static Stream<byte[]> seeds() {
    SigningKey key = SigningKey.generate();
    LogOrigin origin = new LogOrigin(key.did(), LogScope.PUBLIC);
    BlockBuilder builder = BlockBuilder.open(Stores.inMemory(), key, origin, BlockLimits.DEFAULT);
    builder.add(Leaves.at(1), Instant.EPOCH);
    return builder.build(Instant.EPOCH).stream().map(block -> block.bytes().toArray());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrKeepsItsBytes(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    try {
      assertThat(READER.read(bytes).bytes()).isEqualTo(bytes);
    } catch (BlockException e) {
      assertThat(e.reason()).isNotNull();
    }
  }
}
