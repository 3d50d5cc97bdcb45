package io.vivim.blockbuilder;

import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * A store whose power is cut at one of its commits, right before it or right behind it. What it has
 * is visible to who uses it until then; on the disk behind it is what a {@link Durability#SYNC}
 * commit brought there, with all commits before it. What came later is lost at the cut.
 */
final class Cut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Cut() {}

  /** One commit that the disk has not seen yet. */
  private record Pending(Batch batch, Durability durability) {}

  /**
   * The store.
   *
   * @param disk what is left behind the cut; it is empty
   * @param commits that go well before the one at which it is cut
   * @param persists whether that one came to the disk, if it was durable
   */
  static Store of(Store disk, int commits, boolean persists) {
    Store view = Stores.inMemory();
    List<Pending> pending = new ArrayList<>();
    int[] left = {commits};
    return (Store)
        Proxy.newProxyInstance(
            Cut.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              boolean isCommit = method.getName().equals("commit");
              boolean isCut = isCommit && left[0]-- == 0;
              if (isCut && !persists) {
                throw new Cut();
              }
              if (isCommit) {
                pending.add(new Pending((Batch) arguments[0], (Durability) arguments[1]));
                flush(pending, disk);
              }
              if (isCut) {
                throw new Cut();
              }
              try {
                return method.invoke(view, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Brings all that waits to the disk where the last of it is durable. */
  private static void flush(List<Pending> pending, Store disk) {
    if (pending.get(pending.size() - 1).durability() == Durability.SYNC) {
      pending.forEach(each -> disk.commit(each.batch(), each.durability()));
      pending.clear();
    }
  }
}
