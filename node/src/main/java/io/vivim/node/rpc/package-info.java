/**
 * JSON-RPC 2.0 over HTTP: the protocol, the table of methods, and the server that listens. {@link
 * io.vivim.node.rpc.RpcServer} is the door.
 */
@NullMarked
package io.vivim.node.rpc;

import org.jspecify.annotations.NullMarked;
