package io.vivim.search;

import java.util.Locale;

/** Why a search index cannot be opened or used; a closed list. */
public enum SearchError {
  /** Another process, or another part of this one, has the index open. */
  IN_USE,
  /** It was closed. */
  CLOSED,
  /** The files are not what was written; opened anew, the index starts from 0. */
  CORRUPT,
  /** Anything else that the disk or the operating system reports. */
  FAILED;

  /** The stable code, such as {@code in-use}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
