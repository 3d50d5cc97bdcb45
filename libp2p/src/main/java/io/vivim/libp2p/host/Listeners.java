package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.UpgradeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who are told what happens to a host's links. */
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
    all.forEach(each -> each.connected(link));
  }

  @Override
  public void identified(Link link, Identity identity) {
    all.forEach(each -> each.identified(link, identity));
  }

  @Override
  public void closed(Link link, LinkEnd why) {
    all.forEach(each -> each.closed(link, why));
  }

  @Override
  public void failed(Stream stream, Exception why) {
    all.forEach(each -> each.failed(stream, why));
  }

  @Override
  public void refused(Multiaddr remote, UpgradeException why) {
    all.forEach(each -> each.refused(remote, why));
  }
}
