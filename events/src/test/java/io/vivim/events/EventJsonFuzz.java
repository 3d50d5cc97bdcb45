package io.vivim.events;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the JSON form of events, and signing it. */
class EventJsonFuzz {
  static Stream<byte[]> seeds() {
    return EventSeeds.jsons();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRejectedOrKeepsItsBytes(byte[] input) {
    EventLaws.json(new String(input, StandardCharsets.UTF_8));
  }
}
