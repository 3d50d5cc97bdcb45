package io.vivim.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests after which a buffer is garbage that nobody gave back. For all of them.
 *
 * <p>The native engines of TLS are asked for where whole hosts live by simulated time. Where an
 * event loop of sockets stops under an open link, Netty now and then leaves an engine to the
 * garbage.
 */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
  private static final Set<String> WITH_ENGINES = Set.of("SimulatedDayTest", "SimulatedHostTest");

  private static final String ENGINE = "ReferenceCountedOpenSsl";

  /** What becomes garbage with what was found in one collection is sure to be seen after two. */
  private static final int COLLECTIONS = 2;

  private static final long MOST_MILLIS = 10_000;

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    if (asksForEngines(context)) {
      // Engines of the classes before are not theirs.
      assertThat(buffers()).as("buffers that nobody gave back before").isEmpty();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    boolean isOutermost =
        context.getParent().filter(each -> each.getTestClass().isPresent()).isEmpty();
    if (isOutermost) {
      assertThat(asksForEngines(context) ? found() : buffers())
          .as("what nobody gave back")
          .isEmpty();
    }
  }

  private static boolean asksForEngines(ExtensionContext context) {
    return context
        .getTestClass()
        .filter(each -> WITH_ENGINES.contains(each.getSimpleName()))
        .isPresent();
  }

  /** Buffers that leaked until now. */
  static List<String> buffers() throws InterruptedException {
    return found().stream().filter(each -> !each.startsWith(ENGINE)).toList();
  }

  /** What leaked until now. */
  private static List<String> found() throws InterruptedException {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    for (int i = 0; i < COLLECTIONS; i++) {
      collect();
    }
    // Netty looks at what was collected whenever a buffer is made.
    ByteBuf any = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
    any.release();
    return LeakRecorder.take();
  }

  private static void collect() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    WeakReference<Object> any = new WeakReference<>(new Object(), queue);
    System.gc();
    assertThat(queue.remove(MOST_MILLIS)).isSameAs(any);
  }
}
