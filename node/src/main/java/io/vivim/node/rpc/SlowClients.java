package io.vivim.node.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * Cuts off whoever takes longer over one request, from its first byte to the last of the answer,
 * than anybody may. An idle timeout alone would let a byte now and then keep a connection for ever.
 */
final class SlowClients implements Connection.Listener {
  private final long limitNanos;
  private final LongSupplier nanos;

  /** Values are the looking thread's own. */
  private final Map<Connection, Watched> open = new ConcurrentHashMap<>();

  SlowClients(Duration limit, LongSupplier nanos) {
    this.limitNanos = limit.toNanos();
    this.nanos = nanos;
  }

  /** What was seen of a connection when it was last looked at. */
  private static final class Watched {
    private long answers;
    private long bytesBefore;
    private boolean isBusy;
    private long busySince;

    /** Whether the request that is under way, if one is, has been so for too long. */
    boolean isOverdue(long answersNow, long bytesNow, long now, long limit) {
      if (answersNow != answers) {
        answers = answersNow;
        bytesBefore = bytesNow;
        isBusy = false;
      } else if (!isBusy && bytesNow != bytesBefore) {
        isBusy = true;
        busySince = now;
      }
      return isBusy && now - busySince >= limit;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Watched());
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** Looks at all connections; called by one thread, several times within the limit. */
  void look() {
    long now = nanos.getAsLong();
    open.forEach(
        (connection, watched) -> {
          if (watched.isOverdue(
              connection.getMessagesOut(), connection.getBytesIn(), now, limitNanos)) {
            cutOff(connection);
          }
        });
  }

  /** Ends the request as an idle timeout would, so that nothing waits for it any longer. */
  private static void cutOff(Connection connection) {
    TimeoutException why = new TimeoutException("the request takes too long");
    connection.onIdleExpired(why);
    connection.getEndPoint().close(why);
  }
}
