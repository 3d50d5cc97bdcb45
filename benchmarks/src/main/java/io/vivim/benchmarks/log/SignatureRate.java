package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.codec.Bytes;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventLimits;
import io.vivim.events.RawEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How many of the workload's signatures this machine verifies on all cores, and does no more. */
final class SignatureRate {
  private static final Limits LIMITS = new Limits(EventLimits.MAX_HEADER_BYTES, 8, 4096);

  private final SignatureVerifier verifier = SignatureVerifier.create();
  private final List<Signed> messages = new ArrayList<>();

  private record Signed(Bytes key, Bytes message, Bytes signature) {}

  SignatureRate(List<RawEvent> events) throws BenchmarkFailure {
    EventDecoder decoder = new EventDecoder();
    for (RawEvent event : events) {
      DecodedEvent decoded = decoder.decode(event).orThrow();
      try {
        SignedEnvelope envelope = SignedEnvelope.decode(event.header(), LIMITS).orThrow();
        messages.add(
            new Signed(
                decoded.header().signer().publicKey(),
                envelope.signedBytes().compact(),
                envelope.signature().compact()));
      } catch (RefusedException e) {
        throw new BenchmarkFailure("an event of the workload is no envelope", e);
      }
    }
  }

  /** How fast signatures are verified, measured for so long. */
  Pace measure(long millis) throws BenchmarkFailure {
    int cores = Runtime.getRuntime().availableProcessors();
    AtomicLong done = new AtomicLong();
    Moment begin = Moment.now();
    long end = begin.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      int first = i * messages.size() / cores;
      threads.add(new Thread(() -> done.addAndGet(verifyUntil(end, first)), "bare-verify-" + i));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      BenchmarkFailure.join(thread);
    }
    return Moment.now().since(begin, done.get());
  }

  private long verifyUntil(long end, int first) {
    long verified = 0;
    for (int i = first; System.nanoTime() - end < 0; i = (i + 1) % messages.size()) {
      Signed one = messages.get(i);
      if (!verifier.verify(one.key(), one.message(), one.signature()).isValid()) {
        throw new IllegalStateException("a signature of the workload does not verify");
      }
      verified++;
    }
    return verified;
  }
}
