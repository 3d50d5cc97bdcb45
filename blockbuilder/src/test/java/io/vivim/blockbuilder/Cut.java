package io.vivim.blockbuilder;

import io.vivim.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store whose power is cut at one of its commits, right before it or right behind it. */
final class Cut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Cut() {}

  /**
   * The store.
   *
   * @param commits that go well before the one at which it is cut
   * @param persists whether that one is on the disk
   */
  static Store of(Store real, int commits, boolean persists) {
    AtomicInteger left = new AtomicInteger(commits);
    return (Store)
        Proxy.newProxyInstance(
            Cut.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              boolean isCut = method.getName().equals("commit") && left.getAndDecrement() == 0;
              try {
                Object result = isCut && !persists ? null : method.invoke(real, arguments);
                if (isCut) {
                  throw new Cut();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
