package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.Checked;
import io.vivim.events.RawEvent;
import io.vivim.events.RejectionReason;
import io.vivim.events.Timestamp;
import io.vivim.store.Stores;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The vectors of events, through the whole log. */
class EventVectorLogTest {
  /** Vectors are of any time, so none of them is early. */
  private static TestLog log() {
    TestLog here = new TestLog(Stores.inMemory());
    here.millis.set(Timestamp.MAX_MILLIS - Duration.ofDays(1).toMillis());
    return here;
  }

  private static List<VectorCase> invalid() {
    return Vectors.load("event").cases("invalid").stream().filter(c -> c.has("wire")).toList();
  }

  /** Gives what an event needs; false where some of that is not accepted by itself. */
  private static boolean giveCauses(TestLog here, VectorCase vector) throws Exception {
    List<String> wires = new ArrayList<>();
    if (vector.has("first")) {
      wires.add(vector.text("first"));
    }
    vector.fields().path("heads").forEach(wire -> wires.add(wire.textValue()));
    vector.fields().path("grants").forEach(wire -> wires.add(wire.textValue()));
    for (String wire : wires) {
      RawEvent cause = RawEvent.decode(Bytes.fromHex(wire)).orThrow();
      Outcome outcome = here.give(cause, TestLog.PEER);
      if (!(outcome instanceof Outcome.Accepted) && !(outcome instanceof Outcome.Duplicate)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void everyInvalidEventIsRejectedForItsReason() throws Exception {
    Set<RejectionReason> met = EnumSet.noneOf(RejectionReason.class);
    for (VectorCase vector : invalid()) {
      Checked<RawEvent> wire = RawEvent.decode(Bytes.fromHex(vector.text("wire")));
      if (!(wire instanceof Checked.Good<RawEvent> raw)) {
        met.add(RejectionReason.WIRE);
        continue;
      }
      try (TestLog here = log()) {
        boolean hasCauses = giveCauses(here, vector);
        // Strangers are not told by a rejection which causes are here.
        Outcome outcome = here.give(raw.value(), Source.LOCAL);
        if (!hasCauses) {
          // A cause is refused already, and never comes.
          assertThat(outcome).as("%s", vector).isInstanceOf(Outcome.Pending.class);
        } else {
          assertThat(outcome).as("%s", vector).isInstanceOf(Outcome.Rejected.class);
          RejectionReason reason = ((Outcome.Rejected) outcome).rejection().reason();
          assertThat(reason.code()).as("%s", vector).isEqualTo(vector.text("reason"));
          met.add(reason);
        }
      }
    }
    // The JSON form ends before the log begins.
    assertThat(met)
        .containsAll(
            EnumSet.complementOf(EnumSet.of(RejectionReason.JSON, RejectionReason.JSON_MISMATCH)));
  }
}
