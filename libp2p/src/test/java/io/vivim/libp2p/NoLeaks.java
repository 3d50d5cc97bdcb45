package io.vivim.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests after which something is garbage that nobody gave back: a buffer, or an
 * engine of TLS. For all of them.
 */
public final class NoLeaks implements AfterAllCallback {
  /** What becomes garbage with what was found in one collection is sure to be seen after two. */
  private static final int COLLECTIONS = 2;

  private static final long MOST_MILLIS = 10_000;

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    boolean isOutermost =
        context.getParent().filter(each -> each.getTestClass().isPresent()).isEmpty();
    if (isOutermost) {
      assertThat(found()).as("what nobody gave back").isEmpty();
    }
  }

  /** What leaked until now. */
  static List<String> found() throws InterruptedException {
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
