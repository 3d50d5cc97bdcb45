package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.CarBlock;
import io.vivim.codec.CarReader;
import io.vivim.codec.Cid;
import io.vivim.codec.RefusedException;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.RawEvent;
import io.vivim.events.RejectionReason;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from a CAR and gives them to a log, which verifies everything. A header's payload is
 * the block behind it, where that block is the one that the header names; blocks that are neither
 * are passed over.
 */
public final class CarImport {
  /** Why a block is something else and not a bad event. */
  private static final Set<RejectionReason> NO_EVENT =
      Set.of(
          RejectionReason.HEADER_SIZE,
          RejectionReason.HEADER_ENCODING,
          RejectionReason.ENVELOPE,
          RejectionReason.SIGNATURE_ALGORITHM,
          RejectionReason.TAG);

  private final EventLog log;
  private final Source source;
  private final BiConsumer<RawEvent, Outcome> heard;
  private final EventDecoder decoder = new EventDecoder();

  /** Events that were submitted and not answered; guarded by this. */
  private long underWay;

  /** Why the log could not go on; guarded by this. */
  private @Nullable Throwable failure;

  private long passedOver;

  /**
   * An import.
   *
   * @param heard told of what becomes of each event, by the log's thread
   */
  public CarImport(EventLog log, Source source, BiConsumer<RawEvent, Outcome> heard) {
    this.log = log;
    this.source = source;
    this.heard = heard;
  }

  /**
   * Reads all of a CAR and waits until the last of its events was answered.
   *
   * @return how many blocks were passed over
   * @throws RefusedException where the CAR is not whole; what came before is in the log
   */
  public long read(CarReader car) throws IOException, RefusedException, InterruptedException {
    try {
      Optional<CarBlock> next = car.next();
      while (next.isPresent()) {
        next = take(next.get(), car);
      }
    } finally {
      awaitAnswers();
    }
    return passedOver;
  }

  /** Takes a block and its payload, and gives the block behind. */
  private Optional<CarBlock> take(CarBlock block, CarReader car)
      throws IOException, RefusedException, InterruptedException {
    Optional<CarBlock> behind = car.next();
    Checked<DecodedEvent> header = decoder.decode(new RawEvent(block.data(), null));
    if (header instanceof Checked.Bad<DecodedEvent> bad) {
      if (NO_EVENT.contains(bad.rejection().reason())) {
        passedOver++;
      } else {
        submit(new RawEvent(block.data(), null));
      }
      return behind;
    }
    DecodedEvent good = header.orThrow();
    Cid payload = good.header().payloadCid();
    boolean isPayload = behind.isPresent() && behind.get().cid().equals(payload);
    Bytes bytes = isPayload ? behind.get().data() : null;
    submit(new RawEvent(block.data(), bytes));
    return isPayload ? car.next() : behind;
  }

  private void submit(RawEvent event) throws InterruptedException {
    synchronized (this) {
      underWay++;
    }
    log.submit(event, source).whenComplete((outcome, thrown) -> answered(event, outcome, thrown));
  }

  private void answered(RawEvent event, @Nullable Outcome outcome, @Nullable Throwable thrown) {
    if (outcome != null) {
      heard.accept(event, outcome);
    }
    synchronized (this) {
      failure = thrown == null ? failure : thrown;
      underWay--;
      notifyAll();
    }
  }

  private synchronized void awaitAnswers() throws InterruptedException {
    while (underWay > 0) {
      wait();
    }
    if (failure != null) {
      throw new IllegalStateException("the log failed during the import", failure);
    }
  }
}
