package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarWriter;
import io.vivim.codec.Cid;
import io.vivim.codec.Multihash;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes events as a CAR: of each event the block of its header, then that of its payload where it
 * is here, erasures first and the others in the order of the log, so that causes come first. The
 * one root is the empty identity CID, since a stream does not know what it will hold. Local events
 * are never written.
 */
public final class CarExport {
  /** The root of a CAR that has none: the identity hash of nothing. */
  static final Cid NO_ROOT = Cid.v1(Cid.RAW, new Multihash(Multihash.IDENTITY, Bytes.EMPTY));

  private static final int POLL_EVENTS = 1024;

  private CarExport() {}

  /**
   * Writes the events that match, up to the end of the log as it is now.
   *
   * @return how many events were written
   */
  public static long write(
      EventLog log, Filter filter, OutputStream out, LogCheck.Progress progress)
      throws IOException {
    long end = log.head().position();
    long written = 0;
    try (CarWriter car = CarWriter.open(out, List.of(NO_ROOT));
        Subscription events = log.replay(filter)) {
      for (EventId id : log.erases()) {
        // Whoever imports then meets no header that waits for its erasure.
        AppendedEvent erase = log.find(id).orElseThrow();
        if (isWanted(erase, end) && filter.matches(erase.event())) {
          write(erase.event(), car);
          written++;
        }
      }
      while (events.cursor().position() < end) {
        for (AppendedEvent event : events.poll(POLL_EVENTS)) {
          if (isWanted(event, end) && Erasures.targetOf(event.event()).isEmpty()) {
            write(event.event(), car);
            written++;
          }
        }
        progress.at(Math.min(end, events.cursor().position()), end);
      }
    }
    return written;
  }

  private static boolean isWanted(AppendedEvent event, long end) {
    return event.position() <= end && !event.event().logScope().isLocal();
  }

  private static void write(DecodedEvent event, CarWriter car) throws IOException {
    car.write(event.id().cid(), event.raw().header());
    Bytes payload = event.raw().payload();
    if (payload != null) {
      car.write(event.header().payloadCid(), payload);
    }
  }
}
