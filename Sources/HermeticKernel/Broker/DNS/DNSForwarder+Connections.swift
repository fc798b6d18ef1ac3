/// A program that asks over TCP.
final class DNSConnection {
  let number: UInt64
  let stream: DNSStream
  /// When it is closed, unless something happens on it before.
  var deadline: Int64

  init(_ number: UInt64, _ socket: DNSSocket, now: Int64) {
    self.number = number
    stream = DNSStream(socket)
    deadline = now + Self.patience
  }

  /// How many milliseconds a connection may be idle: longer than any question takes.
  static let patience: Int64 = 120_000
}

extension DNSForwarder {
  private static let mostConnections = 64

  func accept(_ listener: DNSSocket, now: Int64) {
    for _ in 0..<Self.mostConnections {
      do {
        guard let socket = try listener.accept() else { return }
        if connections.count >= Self.mostConnections { closeOldest() }
        connections[socket.descriptor] = DNSConnection(nextNumber(), socket, now: now)
      } catch {
        // No descriptor is left, and the caller would be told of the same connection for ever.
        guard closeOldest() else { return }
      }
    }
  }

  @discardableResult
  private func closeOldest() -> Bool {
    guard let oldest = connections.values.min(by: { $0.deadline < $1.deadline }) else {
      return false
    }
    close(oldest)
    return true
  }

  func serve(_ connection: DNSConnection, hasHungUp: Bool, now: Int64) {
    connection.deadline = now + DNSConnection.patience
    guard !hasHungUp, connection.stream.flush(), let messages = connection.stream.receive() else {
      close(connection)
      return
    }
    for message in messages { take(message, from: .stream(connection.number), now: now) }
    closeIfDone(connection.number)
  }

  /// Closes a connection that will hear no more, and has been told all.
  func closeIfDone(_ number: UInt64) {
    guard let connection = connections.values.first(where: { $0.number == number }),
      connection.stream.isEnded, !connection.stream.hasOutput,
      !pending.values.contains(where: { $0.client == .stream(number) })
    else { return }
    close(connection)
  }

  func close(_ connection: DNSConnection) {
    let descriptor = connection.stream.socket.descriptor
    guard connections[descriptor] === connection else { return }
    connections[descriptor] = nil
    // Nobody waits for these any more.
    for pending in pending.values where pending.client == .stream(connection.number) {
      for descriptor in pending.open { tries[descriptor] = nil }
      self.pending[pending.number] = nil
    }
  }
}
