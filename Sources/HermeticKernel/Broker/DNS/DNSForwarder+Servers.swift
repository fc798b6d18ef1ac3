// Asking the system's servers.

extension DNSForwarder {
  /// Asks the next server, or gives up where there is none and no other will answer.
  func askNext(_ pending: DNSPending, now: Int64) {
    while let server = pending.nextServer {
      pending.tries += 1
      guard ask(pending, server, now: now) else { continue }
      pending.nextTry = now + pending.settings.interval
      return
    }
    pending.nextTry = nil
    if pending.open.isEmpty { finish(pending, .failed, now: now) }
  }

  /// Asks a server; false where that cannot even be tried.
  private func ask(_ pending: DNSPending, _ server: DNSEndpoint, now: Int64) -> Bool {
    guard let attempt = DNSTry(pending, server, overStream: pending.usesStreams) else {
      return false
    }
    tries[attempt.socket.descriptor] = attempt
    pending.open.append(attempt.socket.descriptor)
    // A server that is slow may still answer, one that has long been silent will not.
    if pending.open.count > 2, let oldest = pending.open.first { drop(oldest, of: pending) }
    return true
  }

  private func drop(_ descriptor: CInt, of pending: DNSPending) {
    tries[descriptor] = nil
    pending.open.removeAll { $0 == descriptor }
  }

  func proceed(_ attempt: DNSTry, now: Int64) {
    let pending = attempt.pending
    switch attempt.proceed() {
    case .waiting: return
    case .answered(let answer):
      if take(answer, to: pending, now: now) { return }
      drop(attempt.socket.descriptor, of: pending)
    case .needsStream:
      drop(attempt.socket.descriptor, of: pending)
      pending.usesStreams = true
      if ask(pending, attempt.server, now: now) { return }
    case .failed: drop(attempt.socket.descriptor, of: pending)
    }
    askNext(pending, now: now)
  }

  /// Takes a server's answer; false where it is none to go by.
  private func take(_ answer: DNSAnswer, to pending: DNSPending, now: Int64) -> Bool {
    switch answer.code {
    case .none?, .noSuchName?: break
    case .malformed?, .notImplemented?:
      // Some servers are older than EDNS.
      if pending.usesOptions {
        pending.usesOptions = false
        pending.tries -= 1
      }
      return false
    case .failed?, .refused?, nil: return false
    }
    guard let code = answer.code, let records = try? answer.records() else { return false }
    let (kept, withheld) = rules.screen(records, to: pending.query, rulesOf: pending.rulesOf)
    for refusal in withheld { tell(refusal, now: now) }
    let flags = answer.flags.intersection([.recursionAvailable, .authenticData])
    finish(pending, code, kept, flags: flags, now: now)
    return true
  }

  /// Answers the program, and forgets the question.
  func finish(
    _ pending: DNSPending, _ code: DNSCode, _ records: [DNSRecord] = [],
    flags: DNSFlags = .recursionAvailable, now: Int64
  ) {
    for descriptor in pending.open { tries[descriptor] = nil }
    self.pending[pending.number] = nil
    reply(pending.query, pending.client, code, records, flags: flags, now: now)
    if case .stream(let number) = pending.client { closeIfDone(number) }
  }
}
