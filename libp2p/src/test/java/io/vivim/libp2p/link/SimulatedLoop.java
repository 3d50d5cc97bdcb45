package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loop of one simulated host. Only what it runs itself is "in" it. */
final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop {
  private final SimulatedTime time;
  private final Ticker ticker;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Promise<Void> terminated = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
  private boolean isRunning;
  private boolean isStopping;

  SimulatedLoop(SimulatedTime time) {
    this.time = time;
    this.ticker = time.ticker();
  }

  /** Runs what is due, and answers whether that was anything. */
  boolean run() {
    if (tasks.isEmpty() && nextDeadline() > time.now() && !isStopping) {
      return false;
    }
    isRunning = true;
    Runnable due = pollScheduledTask(time.now());
    while (due != null) {
      tasks.add(due);
      due = pollScheduledTask(time.now());
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      time.caught(task);
    }
    if (isStopping && !terminated.isDone()) {
      cancelScheduledTasks();
      terminated.setSuccess(null);
    }
    isRunning = false;
    return true;
  }

  long nextDeadline() {
    long next = nextScheduledTaskDeadlineNanos();
    return next < 0 ? Long.MAX_VALUE : next;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public void execute(Runnable task) {
    if (terminated.isDone()) {
      throw new RejectedExecutionException("stopped");
    }
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return isRunning;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, this));
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    promise.channel().unsafe().register(this, promise);
    return promise;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    channel.unsafe().register(this, promise);
    return promise;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public @Nullable EventLoopGroup parent() {
    return null;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    isStopping = true;
    return terminated;
  }

  @Override
  public Future<?> terminationFuture() {
    return terminated;
  }

  @Override
  @Deprecated
  public void shutdown() {
    isStopping = true;
  }

  @Override
  public boolean isShuttingDown() {
    return isStopping;
  }

  @Override
  public boolean isShutdown() {
    return terminated.isDone();
  }

  @Override
  public boolean isTerminated() {
    return terminated.isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return terminated.isDone();
  }
}
