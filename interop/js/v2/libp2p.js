// js-libp2p 2: its parts, and its streams as all versions' are used by peer.mjs.
export { gossipsub } from '@chainsafe/libp2p-gossipsub'
export { noise } from '@chainsafe/libp2p-noise'
export { yamux } from '@chainsafe/libp2p-yamux'
export { tls } from '@libp2p/tls'
export { tcp } from '@libp2p/tcp'
export { webSockets } from '@libp2p/websockets'
export { identify, identifyPush } from '@libp2p/identify'
export { ping } from '@libp2p/ping'
export { multiaddr } from '@multiformats/multiaddr'
export { createLibp2p } from 'libp2p'

export function handle (node, protocol, take, options) {
  return node.handle(protocol, ({ stream, connection }) => take(new Line(stream), connection), options)
}

// A stream of bytes in each direction.
export class Line {
  #stream
  #source
  #sunk
  #asked = Promise.withResolvers()
  #given = Promise.withResolvers()
  #paused = null

  constructor (stream) {
    this.#stream = stream
    this.#source = stream.source[Symbol.asyncIterator]()
    this.#sunk = stream.sink(this.#written())
    this.#sunk.catch(() => {})
  }

  async * #written () {
    for (;;) {
      this.#asked.resolve()
      const chunk = await this.#given.promise
      this.#given = Promise.withResolvers()
      if (chunk === null) {
        return
      }
      yield chunk
    }
  }

  // The next bytes, or null at the end.
  async read () {
    await this.#paused?.promise
    const { done, value } = await this.#source.next()
    if (done && this.#stream.status === 'reset') {
      throw new Error('reset')
    }
    return done ? null : value.subarray()
  }

  // No more comes until it goes on, but for what was under way.
  pause () {
    this.#paused = Promise.withResolvers()
  }

  resume () {
    this.#paused?.resolve()
    this.#paused = null
  }

  async write (bytes) {
    await this.#give(bytes)
    // Once the next is asked for, the stream has taken this.
    await Promise.race([this.#asked.promise, this.#sunk])
    this.#check()
  }

  async end () {
    await this.#give(null)
    await this.#sunk
  }

  async #give (chunk) {
    await Promise.race([this.#asked.promise, this.#sunk])
    this.#check()
    this.#asked = Promise.withResolvers()
    this.#given.resolve(chunk)
  }

  #check () {
    if (this.#stream.status === 'reset' || this.#stream.status === 'aborted') {
      throw new Error('reset')
    }
  }

  reset () {
    this.#stream.abort(new Error('reset'))
  }
}
