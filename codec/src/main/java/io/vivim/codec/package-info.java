/**
 * What bytes mean: content ids, DAG-CBOR, DAG-JSON and CAR, read strictly and written canonically.
 *
 * <p>The way through: {@link io.vivim.codec.Bytes} hold what came in; {@link
 * io.vivim.codec.DagCbor} turns them into an {@link io.vivim.codec.Ipld} value or a {@link
 * io.vivim.codec.Refusal}; {@link io.vivim.codec.Cid} names them. Nothing here knows a key, an
 * event, a file or a socket.
 */
@NullMarked
package io.vivim.codec;

import org.jspecify.annotations.NullMarked;
