package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** An account of a chain, with the key that spends what is on it. */
public final class EvmAccount {
  private static final Pattern KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final Credentials credentials;

  private EvmAccount(Credentials credentials) {
    this.credentials = credentials;
  }

  /** The account of a key in hexadecimal; nothing where it is none. */
  public static Optional<EvmAccount> parse(String key) {
    String text = key.strip();
    if (!KEY.matcher(text).matches()) {
      return Optional.empty();
    }
    String digits = text.substring(text.length() - 64);
    BigInteger number = new BigInteger(digits, 16);
    return number.signum() == 0 || number.compareTo(ORDER) >= 0
        ? Optional.empty()
        : Optional.of(new EvmAccount(Credentials.create(digits)));
  }

  /** Its address. */
  public String address() {
    return credentials.getAddress();
  }

  /**
   * A transaction to itself that carries data and nothing of worth, good on one chain alone (EIP
   * 155).
   */
  Bytes sign(long chain, long nonce, BigInteger gasPrice, BigInteger gas, Bytes data) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            BigInteger.valueOf(nonce),
            gasPrice,
            gas,
            address(),
            BigInteger.ZERO,
            "0x" + data.toHex());
    return Bytes.owning(TransactionEncoder.signMessage(transaction, chain, credentials));
  }

  /** What a signed transaction is called. */
  static String hash(Bytes raw) {
    return "0x" + Bytes.owning(Hash.sha3(raw.toArray())).toHex();
  }
}
