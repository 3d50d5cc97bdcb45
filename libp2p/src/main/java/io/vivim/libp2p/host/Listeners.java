package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.UpgradeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All who are told what happens to a host's links; one that fails is in nobody's way. */
final class Listeners implements HostListener {
  private final List<HostListener> all = new CopyOnWriteArrayList<>();

  Listeners(HostListener first) {
    all.add(first);
  }

  void add(HostListener another) {
    all.add(another);
  }

  @Override
  public void connected(Link link) {
    tell(each -> each.connected(link));
  }

  @Override
  public void identified(Link link, Identity identity) {
    tell(each -> each.identified(link, identity));
  }

  @Override
  public void closed(Link link, LinkEnd why) {
    tell(each -> each.closed(link, why));
  }

  @Override
  public void failed(Stream stream, Exception why) {
    tell(each -> each.failed(stream, why));
  }

  @Override
  public void refused(Multiaddr remote, UpgradeException why) {
    tell(each -> each.refused(remote, why));
  }

  private void tell(Consumer<HostListener> what) {
    all.forEach(each -> guarded(() -> what.accept(each)));
  }

  /** What fails at it is for whoever hears of all that this thread does not catch. */
  static void guarded(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
