package io.vivim.libp2p;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, which also remembers what it found. Netty makes it by the name in the
 * property {@code io.netty.customResourceLeakDetector}, once for each kind of resource.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();

  public LeakRecorder(Class<?> type, int samplingInterval, long maxActive) {
    super(type, samplingInterval);
  }

  public LeakRecorder(Class<?> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** What was found since the last call. */
  static List<String> take() {
    List<String> found = List.copyOf(FOUND);
    FOUND.removeAll(found);
    return found;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    FOUND.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    FOUND.add(resourceType);
  }
}
