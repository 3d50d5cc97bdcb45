package io.vivim.node;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.store.StoreStats;
import java.util.Map;
import java.util.TreeMap;

/** What the commands of {@code vivim store} say. */
sealed interface StoreAnswer extends Answer {
  /** Figures, one a line. */
  record Figures(StoreStats stats) implements StoreAnswer {
    @Override
    public String text() {
      StringBuilder lines = new StringBuilder("engine " + stats.engine());
      figures().forEach((name, figure) -> lines.append('\n').append(name + " " + figure));
      return lines.toString();
    }

    @Override
    public IpldMap json() {
      IpldMap.Builder json = IpldMap.builder().put("engine", Ipld.of(stats.engine()));
      figures().forEach((name, figure) -> json.put(name, Ipld.of(figure)));
      return json.build();
    }

    private Map<String, Long> figures() {
      Map<String, Long> figures = new TreeMap<>(stats.counters());
      figures.put("disk-bytes", stats.diskBytes());
      figures.put("entries", stats.entries());
      return figures;
    }
  }

  /** A store takes up less, or as much as before. */
  record Compacted(long bytesBefore, long bytesNow) implements StoreAnswer {
    @Override
    public String text() {
      return "compacted " + bytesBefore + " to " + bytesNow + " bytes";
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("bytesBefore", Ipld.of(bytesBefore))
          .put("bytesNow", Ipld.of(bytesNow))
          .build();
    }
  }

  /** A store was copied. */
  record Copied(long entries) implements StoreAnswer {
    @Override
    public String text() {
      return "copied "
          + entries
          + (entries == 1 ? " entry" : " entries")
          + "; write in only one of the two with the same key";
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("entries", Ipld.of(entries)).build();
    }
  }
}
