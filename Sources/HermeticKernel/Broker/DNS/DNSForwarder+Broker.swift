import HermeticPolicy

// The forwarder as a part of the broker.

extension DNSForwarder: EventSource {
  /// A forwarder that reports to the broker's judge; nil where there are no sockets to be had.
  convenience init?(_ judge: Judge) {
    do {
      try self.init(image: judge.image, book: judge.book) { refusal in
        // Who sent a datagram is not known: it counts as the program's.
        _ = judge.refuses(
          .resolve, on: refusal.name, note: refusal.note, refusal.rule, by: judge.program)
      }
    } catch {
      return nil
    }
  }

  var interests: [Interest] {
    descriptors.map { Interest(descriptor: $0.descriptor, events: $0.events) }
  }

  var deadline: Int64? { nextDeadline }

  func handle(_ descriptor: CInt, _ events: Int16) { handle(descriptor, events: events) }

  func expire(_ now: Int64) { expire(now: now) }

  /// Whether an address is one of the system's servers, which the forwarder stands in for.
  func isServer(_ address: IPAddress) -> Bool {
    settings.servers.contains { $0.address == address }
  }

  func address(family: CInt, isStream: Bool) -> [UInt8]? {
    address(family: family, isStream: isStream, onlyV6: false)
  }
}
