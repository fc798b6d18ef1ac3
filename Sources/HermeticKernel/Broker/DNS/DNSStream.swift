/// Messages over TCP, each with its length in front (RFC 1035, section 4.2.2).
package final class DNSStream {
  package let socket: DNSSocket
  private var input: [UInt8] = []
  private var output: ArraySlice<UInt8> = []
  /// Whether the other side says no more.
  package private(set) var isEnded = false

  package init(_ socket: DNSSocket) {
    self.socket = socket
  }

  /// Whether there is something left to send.
  package var hasOutput: Bool { !output.isEmpty }
  /// Whether the other side has taken enough of what it was sent to be listened to.
  package var hasRoom: Bool { output.count < 1 << 18 }

  /// Takes a message to be sent.
  package func queue(_ message: [UInt8]) {
    output += [UInt8(message.count >> 8 & 0xff), UInt8(message.count & 0xff)]
    output += message
  }

  /// Sends what can be sent; false where the other side is not there.
  package func flush() -> Bool {
    while !output.isEmpty {
      guard let count = socket.send(output.prefix(1 << 16)) else { return false }
      if count == 0 { return true }
      output = output.dropFirst(count)
    }
    output = []
    return true
  }

  /// The messages that have come; nil where the other side is not there.
  package func receive() -> [[UInt8]]? {
    // One side must not keep all others waiting.
    for _ in 0..<32 where !isEnded {
      switch socket.receive() {
      case .nothing: return messages()
      case .ended: return nil
      case .bytes(let bytes, _):
        isEnded = bytes.isEmpty
        input += bytes
      }
    }
    return messages()
  }

  private func messages() -> [[UInt8]] {
    var found: [[UInt8]] = []
    var start = 0
    while input.count - start >= 2 {
      let length = Int(input[start]) << 8 | Int(input[start + 1])
      guard input.count - start - 2 >= length else { break }
      found.append(Array(input[start + 2..<start + 2 + length]))
      start += 2 + length
    }
    input.removeFirst(start)
    return found
  }
}
