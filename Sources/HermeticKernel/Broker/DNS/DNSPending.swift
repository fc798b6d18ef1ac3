/// A question that servers are being asked.
final class DNSPending {
  /// Who waits for the answer.
  enum Client: Hashable {
    /// Whoever sent a datagram to one of our sockets.
    case datagram(CInt, peer: [UInt8])
    /// The connection with this number.
    case stream(UInt64)
  }

  let number: UInt64
  let query: DNSQuery
  let client: Client
  /// The name whose rules hold.
  let rulesOf: [UInt8]
  let settings: ResolverSettings
  /// When nobody waits any more.
  let deadline: Int64
  /// When the next server is asked.
  var nextTry: Int64?
  /// How many servers have been asked.
  var tries = 0
  /// The descriptors of the sockets that may still answer, the oldest first.
  var open: [CInt] = []
  var usesStreams: Bool
  var usesOptions: Bool

  init(
    _ number: UInt64, _ query: DNSQuery, for client: Client, rulesOf: [UInt8],
    _ settings: ResolverSettings, now: Int64
  ) {
    self.number = number
    self.query = query
    self.client = client
    self.rulesOf = rulesOf
    self.settings = settings
    deadline = now + settings.patience
    usesOptions = query.payload != nil
    if case .stream = client { usesStreams = true } else { usesStreams = false }
  }

  /// The server to ask next; nil where all have been asked often enough.
  var nextServer: DNSEndpoint? {
    let count = settings.servers.count
    return tries < count * settings.attempts ? settings.servers[tries % count] : nil
  }
}

/// One question to one server.
final class DNSTry {
  let pending: DNSPending
  let server: DNSEndpoint
  let socket: DNSSocket
  /// The connection, where it is over TCP.
  let stream: DNSStream?
  /// Together with the socket's port, what nobody else can know.
  private let id = UInt16.random(in: 0...UInt16.max)
  private let message: [UInt8]
  /// How many datagrams were no answer to the question.
  private var strays = 0

  /// What a server's words come to.
  enum Outcome {
    case waiting
    case answered(DNSAnswer)
    /// Another way must be tried: the answer is too long for a datagram, or somebody is guessing.
    case needsStream
    case failed
  }

  init?(_ pending: DNSPending, _ server: DNSEndpoint, overStream isStream: Bool) {
    // A socket of its own has a port of its own, which the kernel draws.
    guard let socket = try? DNSSocket(isStream ? .stream : .datagram, family: server.family),
      (try? socket.connect(to: server)) != nil
    else { return nil }
    self.pending = pending
    self.server = server
    self.socket = socket
    message = pending.query.forwarded(id: id, withOptions: pending.usesOptions)
    stream = isStream ? DNSStream(socket) : nil
    if let stream {
      stream.queue(message)
    } else if socket.send(message) != message.count {
      return nil
    }
  }

  /// Goes on as far as it can without waiting.
  func proceed() -> Outcome {
    if let stream {
      guard stream.flush(), let messages = stream.receive() else { return .failed }
      for message in messages {
        if let answer = answer(message) { return .answered(answer) }
      }
      return stream.isEnded || !messages.isEmpty ? .failed : .waiting
    }
    for _ in 0..<16 {
      switch socket.receive() {
      case .nothing: return .waiting
      case .ended: return .failed
      case .bytes(let message, _):
        if let answer = answer(message) {
          return answer.flags.contains(.truncated) ? .needsStream : .answered(answer)
        }
        strays += 1
        // A server makes no such mistakes; who tries all ids needs thousands.
        if strays > Self.mostStrays { return .needsStream }
      }
    }
    return .waiting
  }

  private static let mostStrays = 8

  private func answer(_ message: [UInt8]) -> DNSAnswer? {
    guard let answer = try? DNSAnswer(message), answer.answers(pending.query, id: id) else {
      return nil
    }
    return answer
  }
}
