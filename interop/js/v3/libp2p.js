// js-libp2p 3: its parts, and its streams as all versions' are used by peer.mjs.
import { WebSocket } from 'ws'

export { gossipsub } from '@libp2p/gossipsub'
export { mdns } from '@libp2p/mdns'
export { noise } from '@libp2p/noise'
export { tls } from '@libp2p/tls'
export { yamux } from '@libp2p/yamux'
export { tcp } from '@libp2p/tcp'
export { webSockets } from '@libp2p/websockets'
export { identify, identifyPush } from '@libp2p/identify'
export { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
export { ping } from '@libp2p/ping'
export { multiaddr } from '@multiformats/multiaddr'
export { createLibp2p } from 'libp2p'
export { CID } from 'multiformats/cid'
export { peerIdFromString } from '@libp2p/peer-id'

// Node.js 20 has none.
globalThis.WebSocket ??= WebSocket

export function handle (node, protocol, take, options) {
  return node.handle(protocol, (stream, connection) => take(new Line(stream), connection), options)
}

// A stream of bytes in each direction.
export class Line {
  #stream
  #chunks = []
  #more = Promise.withResolvers()
  #closed = Promise.withResolvers()
  #failure

  constructor (stream) {
    this.#stream = stream
    stream.addEventListener('message', (event) => this.#came(event.data.subarray()))
    stream.addEventListener('remoteCloseWrite', () => this.#came(null))
    stream.addEventListener('close', (event) => {
      this.#failure = event.error
      this.#closed.resolve()
      this.#came(null)
    })
  }

  #came (chunk) {
    this.#chunks.push(chunk)
    this.#more.resolve()
  }

  // The next bytes, or null at the end.
  async read () {
    while (this.#chunks.length === 0) {
      this.#more = Promise.withResolvers()
      await this.#more.promise
    }
    // The end stays.
    const next = this.#chunks[0] === null ? null : this.#chunks.shift()
    if (next === null && this.#failure != null) {
      throw this.#failure
    }
    return next
  }

  // No more comes until it goes on, but for what was under way.
  pause () {
    this.#stream.pause()
  }

  resume () {
    this.#stream.resume()
  }

  async write (bytes) {
    // "drain" comes to streams whose window has no room, too, but "idle" only once all is out.
    const idle = new Promise((resolve) =>
      this.#stream.addEventListener('idle', resolve, { once: true }))
    this.#stream.send(bytes)
    if (this.#stream.writeBufferLength > 0) {
      await Promise.race([idle, this.#closed.promise])
    }
    if (this.#failure != null) {
      throw this.#failure
    }
  }

  end () {
    return this.#stream.close()
  }

  reset () {
    this.#stream.abort(new Error('reset'))
  }
}
